# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""Videos as phones take them, made on the spot by ffmpeg; and rows of videos whose files nobody looks into."""

import functools
import subprocess
import tempfile
from pathlib import Path

from django.core.files.base import ContentFile
from django.core.files.uploadedfile import SimpleUploadedFile

from channels_mgmt.models import Film, Video

CAPTIONS = "WEBVTT\n\n1\n00:00:00.000 --> 00:00:01.000\nWillkommen am Mühlbach.\n"
SUBTITLES = "1\n00:00:00,000 --> 00:00:01,000\nWillkommen am Mühlbach.\n"
PLACE = "+47.6500+009.1750/"


@functools.cache
def made(kind: str = "mov", seconds: float = 2, size: str = "320x180", codec: str = "", sound: bool = True) -> bytes:
    """A film with place and device in it, as a phone writes them."""
    codec = codec or {"webm": "libvpx-vp9"}.get(kind, "libx264")
    audio = {"webm": "libopus"}.get(kind, "aac")
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / f"film.{kind}"
        command = ["ffmpeg", "-v", "error", "-f", "lavfi", "-i", f"testsrc=size={size}:rate=25:duration={seconds}"]
        command += ["-f", "lavfi", "-i", f"sine=duration={seconds}"] if sound else []
        command += ["-c:v", codec, "-pix_fmt", "yuv420p"]
        quick = {"libx264": ["-preset", "ultrafast"], "libvpx-vp9": ["-deadline", "realtime", "-cpu-used", "8"]}
        command += quick.get(codec, [])
        command += ["-c:a", audio, "-shortest"] if sound else []
        command += ["-metadata", f"location={PLACE}", "-metadata", "model=Telefon 17", str(path)]
        subprocess.run(command, check=True)
        return path.read_bytes()


def upload(content: bytes | None = None, name: str = "IMG_0815.MOV") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, made() if content is None else content, content_type="video/quicktime")


def a_video(town, person, **fields) -> Video:
    """A row that is ready, with files of a few bytes."""
    common = {
        "state": Video.State.READY,
        "original_name": f"{town}.mov",
        "container": "mov",
        "given_bytes": 4000,
        "sha256": f"{town.pk:064d}",
        "size": 3000,
        "milliseconds": 2000,
        "width": 320,
        "height": 180,
        "video_codec": "h264",
        "audio_codec": "aac",
        "poster_at": 1000,
        "wanted_at": 1000,
        "percent": 100,
    }
    video = Video(municipality=town, uploaded_by=person, **common | fields)
    if video.is_ready:
        video.file.save("video.mp4", ContentFile(b"film film film"), save=False)
        video.poster.save("poster.jpg", ContentFile(b"picture"), save=False)
    else:
        video.original.save("video.mov", ContentFile(b"original"), save=False)
    video.save()
    return video


def ready_film(town, person, **fields) -> Film:
    common = {"alt_text": "Ein Bagger hebt die Brücke ein.", "captions": CAPTIONS}
    return Film.objects.create(municipality=town, video=a_video(town, person), **common | fields)
