# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""A post with a video in the demo town: drawn like its pictures, with captions."""

from pathlib import Path

from django.core.files.base import File

from accounts.models import Municipality, Role, User
from channels_mgmt.models import Channel, Post
from channels_mgmt.services import ffmpeg
from channels_mgmt.services.films import attach_video, describe_film
from channels_mgmt.services.planning import create_post
from channels_mgmt.services.video_work import work_on_video

FILM = Path(__file__).parent / "film.mp4"
TITLE = "Winterdienst: Wann kommt der Schneepflug?"
TEXT = (
    "Um 4 Uhr fährt der erste Pflug: zuerst Rettungswege und Buslinien, dann Steigungen, zuletzt Wohnstraßen. "
    "Wie lange das dauert, zeigt unser Bauhof in zwölf Sekunden."
)
ALT_TEXT = "Ein orangefarbener Schneepflug fährt am Morgen auf einer verschneiten Straße auf die Kamera zu."
CAPTIONS = """WEBVTT

1
00:00:00.500 --> 00:00:03.500
Bauhofleiterin: Vier Uhr früh, minus sechs Grad.

2
00:00:03.500 --> 00:00:07.500
Zuerst sind die Wege zum Krankenhaus dran,
dann die Buslinien.

3
00:00:07.500 --> 00:00:11.500
Bis sieben sind wir einmal durch –
die Wohnstraßen kommen danach.
"""


def load_films(town: Municipality, people: dict[str, User], channels: list[Channel]) -> None:
    """Without ffmpeg on this machine the video waits, and its page says why."""
    editor = people[Role.EDITOR]
    post = create_post(town, actor=editor, title=TITLE, text=TEXT, kind=Post.Kind.EXPLAIN, channels=channels)
    with FILM.open("rb") as content:
        film = attach_video(post, actor=editor, upload=File(content, name="IMG_2047.MOV"))
    if ffmpeg.is_installed():
        work_on_video(film.video_id)
    post.refresh_from_db()
    describe_film(post, actor=editor, alt_text=ALT_TEXT, captions=CAPTIONS, is_without_speech=False, poster_at=6000)
    if ffmpeg.is_installed():
        work_on_video(film.video_id)
