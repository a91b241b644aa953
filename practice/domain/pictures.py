# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""A picture for invented people to post: drawn here, so that it shows nobody."""

from io import BytesIO

from practice.domain.platform import Upload

WIDTH, HEIGHT = 480, 320


def sample_picture(alt_text: str) -> Upload:
    """A field below a sky, with ``alt_text`` as its description."""
    from PIL import Image, ImageDraw  # slow

    image = Image.new("RGB", (WIDTH, HEIGHT), (176, 205, 226))
    pen = ImageDraw.Draw(image)
    pen.ellipse((360, 40, 420, 100), fill=(244, 214, 128))
    pen.rectangle((0, 200, WIDTH, HEIGHT), fill=(122, 158, 104))
    pen.polygon([(0, 200), (150, 120), (300, 200)], fill=(98, 130, 92))
    content = BytesIO()
    image.save(content, "PNG")
    return Upload(content.getvalue(), "image/png", alt_text, WIDTH, HEIGHT)
