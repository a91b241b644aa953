# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""Pictures of the demo town, drawn here so that nobody's photo is needed."""

import io
import math
import random

from PIL import Image, ImageDraw, ImageFilter

WIDTH, HEIGHT = 1600, 1200
Colour = tuple[int, int, int]


def paper() -> bytes:
    """A signed form, as a scanner gives it."""
    page = Image.new("L", (827, 1169), 252)
    pen = ImageDraw.Draw(page)
    pen.rectangle((90, 90, 560, 112), fill=60)
    for line in range(18):
        pen.rectangle((90, 190 + line * 34, 90 + 620 - (line * 137) % 190, 198 + line * 34), fill=150)
    pen.line((90, 1000, 420, 1000), fill=80, width=2)
    points = [(110 + step * 6, 985 - 34 * math.sin(step * 0.9) * math.cos(step * 0.31)) for step in range(46)]
    pen.line(points, fill=40, width=4)
    buffer = io.BytesIO()
    page.save(buffer, "PNG", optimize=True)
    return buffer.getvalue()


NAMES = {
    "lake": "see-am-morgen",
    "leaves": "laubsammlung",
    "lantern": "laterne-am-ufer",
    "market": "weihnachtsmarkt",
    "roadworks": "baustelle-hauptstrasse",
    "snowplough": "raeumfahrzeug",
    "townhall": "rathaus",
}
"""What the file of a scene is called."""


def draw(scene: str, *, share: float = 1) -> bytes:
    """Return the JPEG of a scene: lake, leaves, lantern, market, roadworks, snowplough or townhall.

    ``share`` is its size, as somebody sends it who has made it smaller.
    """
    image = SCENES[scene]()
    if share < 1:
        image = image.resize((round(WIDTH * share), round(HEIGHT * share)))
    buffer = io.BytesIO()
    image.filter(ImageFilter.GaussianBlur(0.8)).save(buffer, "JPEG", quality=88)
    return buffer.getvalue()


def _sky(top: Colour, bottom: Colour) -> tuple[Image.Image, ImageDraw.ImageDraw]:
    strip = Image.new("RGB", (1, HEIGHT))
    for y in range(HEIGHT):
        share = y / HEIGHT
        strip.putpixel((0, y), tuple(round(a + (b - a) * share) for a, b in zip(top, bottom, strict=True)))
    image = strip.resize((WIDTH, HEIGHT))
    return image, ImageDraw.Draw(image)


def _hills(pen: ImageDraw.ImageDraw, level: int, swing: int, colour: Colour, seed: int) -> None:
    chance = random.Random(seed)  # noqa: S311  a picture, not a secret
    phases = [chance.uniform(0, 6.3) for _ in range(3)]
    points = [
        (x, level + swing * sum(math.sin(x / (260 / (n + 1)) + p) / (n + 1) for n, p in enumerate(phases)))
        for x in range(0, WIDTH + 20, 20)
    ]
    pen.polygon([*points, (WIDTH, HEIGHT), (0, HEIGHT)], fill=colour)


def _house(pen: ImageDraw.ImageDraw, x: int, base: int, width: int, height: int, wall: Colour, roof: Colour) -> None:
    pen.rectangle((x, base - height, x + width, base), fill=wall)
    top = base - height
    pen.polygon([(x - 20, top), (x + width // 2, top - width // 2), (x + width + 20, top)], fill=roof)
    for row in range(height // 130):
        for column in range(width // 110):
            left, upper = x + 35 + column * 110, top + 40 + row * 130
            pen.rectangle((left, upper, left + 50, upper + 70), fill=(255, 226, 150), outline=(90, 70, 60), width=4)


def _tree(pen: ImageDraw.ImageDraw, x: int, base: int, size: int, crown: Colour) -> None:
    pen.rectangle((x - size // 14, base - size // 2, x + size // 14, base), fill=(92, 64, 44))
    for dx, dy, radius in ((0, -0.9, 0.42), (-0.28, -0.66, 0.34), (0.28, -0.66, 0.34)):
        cx, cy, r = x + dx * size, base + dy * size, radius * size
        pen.ellipse((cx - r, cy - r, cx + r, cy + r), fill=crown)


def _fir(pen: ImageDraw.ImageDraw, x: int, base: int, size: int, lit: bool) -> None:
    for tier in range(4):
        half, top = size * (0.16 + 0.09 * tier), base - size + tier * size * 0.21
        pen.polygon(
            [(x, top), (x - half, top + size * 0.34), (x + half, top + size * 0.34)], fill=(24, 82 + 8 * tier, 58)
        )
    if lit:
        chance = random.Random(x)  # noqa: S311
        for _ in range(60):
            dy = chance.uniform(0.1, 0.95)
            dx = chance.uniform(-0.38, 0.38) * dy
            px, py = x + dx * size, base - size + dy * size
            pen.ellipse((px - 6, py - 6, px + 6, py + 6), fill=(255, 214, 110))


def _lake() -> Image.Image:
    image, pen = _sky((250, 196, 140), (180, 205, 225))
    _hills(pen, 520, 70, (120, 140, 170), 3)
    _hills(pen, 600, 40, (84, 112, 140), 5)
    pen.rectangle((0, 680, WIDTH, HEIGHT), fill=(120, 158, 184))
    for line in range(40):
        y, length = 700 + line * 13, 60 + (line * 97) % 240
        x = (line * 331) % WIDTH
        pen.line((x, y, x + length, y), fill=(176, 204, 220), width=4)
    pen.ellipse((1080, 330, 1220, 470), fill=(255, 236, 190))
    _tree(pen, 180, 1120, 520, (44, 84, 60))
    return image


def _leaves() -> Image.Image:
    image, pen = _sky((196, 220, 236), (240, 232, 210))
    _hills(pen, 760, 30, (168, 176, 120), 8)
    pen.rectangle((0, 940, WIDTH, HEIGHT), fill=(176, 168, 156))
    _tree(pen, 1080, 940, 760, (232, 168, 36))
    for x in (240, 470, 700):
        pen.rounded_rectangle((x, 800, x + 180, 1060), 50, fill=(176, 132, 84), outline=(130, 92, 54), width=6)
        pen.ellipse((x + 10, 760, x + 170, 850), fill=(214, 140, 40))
    chance = random.Random(4)  # noqa: S311
    for _ in range(160):
        x, y = chance.randrange(WIDTH), chance.randrange(900, HEIGHT)
        pen.ellipse((x, y, x + 26, y + 14), fill=chance.choice([(214, 120, 30), (226, 170, 50), (180, 90, 30)]))
    return image


def _lantern() -> Image.Image:
    image, pen = _sky((12, 22, 48), (40, 62, 104))
    _hills(pen, 640, 30, (18, 32, 58), 2)
    pen.rectangle((0, 700, WIDTH, HEIGHT), fill=(22, 40, 76))
    glow = Image.new("RGB", (WIDTH, HEIGHT))
    light = ImageDraw.Draw(glow)
    for radius in range(420, 0, -10):
        warmth = 1 - radius / 420
        light.ellipse(
            (800 - radius, 330 - radius, 800 + radius, 330 + radius),
            fill=(round(110 * warmth), round(84 * warmth), round(36 * warmth)),
        )
    for y in range(720, HEIGHT, 16):
        light.line((800 - (y - 700) // 4, y, 800 + (y - 700) // 4, y), fill=(120, 96, 48), width=5)
    image = Image.blend(image, Image.composite(glow, image, glow.convert("L").point(lambda v: min(255, v * 3))), 0.85)
    pen = ImageDraw.Draw(image)
    pen.rectangle((788, 380, 812, 1130), fill=(20, 24, 32))
    pen.polygon([(740, 380), (860, 380), (835, 270), (765, 270)], fill=(255, 226, 150))
    pen.polygon([(750, 270), (850, 270), (800, 225)], fill=(20, 24, 32))
    return image


def _market() -> Image.Image:
    image, pen = _sky((24, 30, 66), (92, 74, 110))
    pen.rectangle((980, 180, 1180, 900), fill=(70, 66, 92))
    pen.polygon([(960, 180), (1080, -40), (1200, 180)], fill=(48, 46, 70))
    pen.rectangle((1180, 480, 1560, 900), fill=(78, 72, 98))
    pen.polygon([(1160, 480), (1370, 330), (1580, 480)], fill=(48, 46, 70))
    pen.rectangle((0, 900, WIDTH, HEIGHT), fill=(66, 58, 76))
    _fir(pen, 760, 960, 760, True)
    for x in (60, 330, 1010, 1290):
        pen.rectangle((x, 760, x + 230, 1010), fill=(120, 76, 46))
        pen.rectangle((x + 20, 800, x + 210, 900), fill=(255, 210, 120))
        pen.polygon([(x - 25, 770), (x + 115, 680), (x + 255, 770)], fill=(150, 44, 44))
        for bulb in range(x, x + 240, 30):
            pen.ellipse((bulb - 7, 772, bulb + 7, 786), fill=(255, 232, 160))
    return image


def _roadworks() -> Image.Image:
    image, pen = _sky((150, 190, 222), (226, 232, 236))
    for n, x in enumerate(range(-40, WIDTH, 330)):
        wall = [(236, 224, 200), (222, 196, 160), (232, 214, 190), (214, 186, 150), (240, 228, 206)][n % 5]
        _house(pen, x, 760, 300, 360 + 50 * (n % 2), wall, (150, 72, 52))
    pen.rectangle((0, 760, WIDTH, HEIGHT), fill=(120, 122, 128))
    pen.polygon([(420, 900), (1180, 880), (1320, HEIGHT), (300, HEIGHT)], fill=(118, 86, 58))
    pen.polygon([(480, 940), (1120, 925), (1230, HEIGHT), (400, HEIGHT)], fill=(84, 60, 40))
    for x in range(120, WIDTH, 290):
        for stripe in range(6):
            colour = (206, 40, 40) if stripe % 2 == 0 else (248, 248, 248)
            pen.rectangle((x, 720 + stripe * 40, x + 70, 760 + stripe * 40), fill=colour)
        pen.rectangle((x - 20, 960, x + 90, 985), fill=(60, 60, 64))
    pen.rectangle((1180, 470, 1500, 590), fill=(250, 204, 40), outline=(30, 30, 30), width=8)
    pen.polygon([(1400, 490), (1470, 530), (1400, 570)], fill=(30, 30, 30))
    pen.rectangle((1220, 518, 1400, 542), fill=(30, 30, 30))
    pen.rectangle((1330, 590, 1350, 760), fill=(90, 94, 100))
    return image


def _snowplough() -> Image.Image:
    image, pen = _sky((60, 78, 120), (214, 180, 190))
    _hills(pen, 640, 50, (196, 206, 226), 6)
    for x in (160, 340, 1300, 1480):
        _fir(pen, x, 760, 320, False)
    pen.rectangle((0, 760, WIDTH, HEIGHT), fill=(232, 238, 246))
    pen.polygon([(500, HEIGHT), (760, 760), (900, 760), (1300, HEIGHT)], fill=(150, 158, 172))
    pen.rounded_rectangle((560, 520, 1060, 880), 24, fill=(240, 122, 24))
    pen.rectangle((620, 560, 1000, 690), fill=(70, 96, 130))
    pen.polygon([(480, 880), (1140, 880), (1200, 1010), (420, 1010)], fill=(216, 66, 30))
    for x in (640, 960):
        pen.ellipse((x, 830, x + 90, 930), fill=(30, 32, 36))
        pen.ellipse((x - 10, 740, x + 60, 790), fill=(255, 240, 180))
    pen.ellipse((780, 480, 850, 540), fill=(255, 196, 60))
    return image


def _townhall() -> Image.Image:
    image, pen = _sky((126, 170, 212), (236, 228, 214))
    pen.rectangle((360, 420, 1240, 1000), fill=(226, 204, 170))
    for step in range(6):
        half = 440 - step * 74
        pen.rectangle((800 - half, 420 - (step + 1) * 58, 800 + half, 420 - step * 58), fill=(214, 188, 150))
    for row in range(3):
        for column in range(6):
            x, y = 420 + column * 136, 460 + row * 160
            pen.rectangle((x, y, x + 72, y + 104), fill=(86, 112, 140), outline=(250, 244, 232), width=8)
    pen.rectangle((730, 800, 870, 1000), fill=(96, 58, 38))
    pen.ellipse((740, 200, 860, 320), fill=(250, 246, 236), outline=(90, 60, 40), width=8)
    pen.line((800, 260, 800, 222), fill=(40, 40, 40), width=8)
    pen.line((800, 260, 830, 274), fill=(40, 40, 40), width=8)
    pen.rectangle((0, 1000, WIDTH, HEIGHT), fill=(168, 164, 158))
    _fir(pen, 1130, 1090, 620, True)
    _tree(pen, 170, 1040, 460, (92, 118, 70))
    return image


SCENES = {
    "lake": _lake,
    "leaves": _leaves,
    "lantern": _lantern,
    "market": _market,
    "roadworks": _roadworks,
    "snowplough": _snowplough,
    "townhall": _townhall,
}
