# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""How late posts are that come due together, and an urgent one while uploads and readings hang.

500 posts of one channel come due in the same second: on a platform that answers at once, with one worker and with two,
and on one that takes 200 ms. Then, one after the other, emergencies of the same account and of another one, while a
video takes 90 seconds to be sent there and the server never answers who reads replies. Beat and workers are those of
production, database and Redis private ones. The table goes into docs/benchmarks.md.

usage: .venv/bin/python tools/bench_bursts.py [--posts 500] [--upload 90] [--document FILE]
"""

import argparse
import contextlib
import json
import os
import subprocess
import sys
import tempfile
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
PYTHON = ROOT / ".venv" / "bin" / "python"
if __name__ == "__main__" and Path(sys.prefix) != ROOT / ".venv":
    os.execv(PYTHON, [str(PYTHON), *sys.argv])
sys.path[:0] = [str(ROOT), str(ROOT / "tools")]

from bench_document import DOCUMENT, machine, put_into, verdict  # noqa: E402  need nothing of ours
from services import services  # noqa: E402

MOST_WAITING = 300
BURSTS = {
    "at once, one worker": {"workers": 1, "slow_ms": 0, "most": 8},
    "at once, two workers": {"workers": 2, "slow_ms": 0, "most": 4.5},
    "platform takes 200 ms, one worker": {"workers": 1, "slow_ms": 200, "most": 25},
}
URGENT = "urgent during a 90 s upload and a hanging reading, one worker"
MOST_URGENT = 5
VIDEO_BYTES = 64_000_000
"""So large that what lies in the machine's buffers when all is sent is taken in before the sender loses patience."""
PAUSE = 8


def inside(settings, *step):
    command = [str(PYTHON), __file__, "--inside", *map(str, step)]
    return json.loads(subprocess.run(command, env=settings, cwd=ROOT, check=True, stdout=subprocess.PIPE).stdout)


def spread(lateness):
    """p50, p99 and the last of some seconds."""
    found = sorted(lateness)
    return {
        "count": len(found),
        "p50": round(found[len(found) // 2], 1),
        "p99": round(found[min(len(found) * 99 // 100, len(found) - 1)], 1),
        "last": round(found[-1], 1),
    }


@contextlib.contextmanager
def workers(settings, count):
    """Beat and ``count`` workers that have all started."""
    celery = [str(PYTHON), "-m", "celery", "-A", "config"]
    quiet = ["--loglevel", "error"]
    with tempfile.TemporaryDirectory() as folder:
        commands = [
            *(
                [*celery, "worker", *quiet, "--without-gossip", "--without-mingle", "-n", f"worker{number}"]
                for number in range(count)
            ),
            [*celery, "beat", *quiet, "--pidfile", "", "--schedule", f"{folder}/schedule"],
        ]
        children = [subprocess.Popen(c, env=settings, cwd=ROOT, stdout=subprocess.DEVNULL) for c in commands]
        try:
            burst(settings, 5 * count, 0)  # all have started
            yield
        finally:
            for child in children:
                child.terminate()
            for child in children:
                child.wait(30)


def burst(settings, count, slow_ms):
    """How late ``count`` posts were that came due in one second."""
    return spread(inside(settings, "burst", count, slow_ms))


def live_town():
    """The one town of the database, with its practice channel."""
    from accounts.models import Municipality, Role, User
    from channels_mgmt.models import Channel
    from practice.models import PracticeAccount
    from tests.channels_mgmt.live import LiveTown

    town = Municipality.objects.get()
    channel = Channel.objects.select_related("municipality").get(connector="practice")
    author, approver = (User.objects.get(memberships__role=role) for role in (Role.EDITOR, Role.COMMUNICATIONS))
    return LiveTown(town, author, approver, PracticeAccount.objects.get(is_town=True), channel)


def make_town():
    from django_scopes import scope

    from accounts.models import Municipality
    from tests.channels_mgmt.live import make_live_town

    town = Municipality.objects.create(
        name="Messstadt", slug="messstadt", municipality_code="08000000", population=20000
    )
    with scope(municipality=town):
        make_live_town(town)


def burst_inside(count, slow_ms):
    """Seconds from the due second to each publication."""
    from django.utils.timezone import now

    from channels_mgmt.models import Delivery
    from practice.models import Fault

    live = live_town()
    live.misbehave(Fault.SLOW if slow_ms else Fault.NONE, slow_ms=slow_ms)
    posts = [live.post(f"Die Brücke ist wieder offen, Meldung {time.time_ns()}.") for _number in range(count)]
    due_at = now() + timedelta(seconds=3)
    made = Delivery.objects.bulk_create([Delivery(post=post, channel=live.channel, due_at=due_at) for post in posts])
    return lateness([row.pk for row in made])


def lateness(keys, since=None):
    """Waits until all are public; the seconds each was late, counted from ``since`` or its due second.

    What is due at once is due since the full minute.
    """
    from channels_mgmt.models import Delivery

    rows = Delivery.objects.filter(pk__in=keys)
    ends_at = time.monotonic() + MOST_WAITING
    while waiting := rows.exclude(state=Delivery.State.PUBLISHED).count():
        if time.monotonic() > ends_at:
            raise SystemExit(f"{waiting} of {len(keys)} posts did not leave")
        time.sleep(0.2)
    found = rows.values_list("published_at", "due_at")
    return [(published_at - (since or due_at)).total_seconds() for published_at, due_at in found]


def urgent_inside(upload_seconds):
    """Emergencies while an upload and a reading hang: their lateness, and how long the upload took."""
    import bench_peers
    from django.utils.timezone import now
    from django.utils.translation import override

    from channels_mgmt.models import Channel, Delivery, Post, PostTarget
    from channels_mgmt.services.emergencies import publish_emergency
    from practice.models import Fault

    live = live_town()
    live.misbehave(Fault.NONE)
    with bench_peers.mastodon() as peer, override("de"):
        peer.door.slow_path, peer.door.reading_seconds = "/api/v2/media", upload_seconds
        peer.door.deaf_path = "/api/v1/notifications"
        practice = live.channel
        live.channel = busy = Channel.objects.create(
            municipality=live.town, platform="mastodon", connector="mastodon", name="Mastodon", handle="ada",
            account_id="-", state=Channel.State.LIVE, live_slot=2, live_since=now(),
        )  # fmt: skip
        peer.connect(live, peer.door.url)
        film = video_delivery(live)
        until(lambda: peer.door.is_reading, "the upload has begun")
        began, late = time.monotonic(), []
        until(lambda: peer.door.deaf_to, "a reading hangs")
        channels = [busy, practice]
        while not peer.door.slowly_read.is_set():
            channel = channels[len(late) % 2]
            post = Post.objects.create(
                municipality=live.town,
                title="Warnung",
                text=f"Schließen Sie Fenster und Türen. {len(late)}",
                author=live.author,
                risk=Post.Risk.CRISIS,
            )
            PostTarget.objects.create(post=post, channel=channel)
            given = {"reason": "Giftwolke über dem Hafen", "seen_hash": post.current_hash(), "is_sure": True}
            release = publish_emergency(post, actor=live.author, **given)
            late += lateness([Delivery.objects.get(post=post).pk], since=release.released_at)
            peer.door.slowly_read.wait(PAUSE)
        took = time.monotonic() - began
        with contextlib.suppress(SystemExit):  # what became of the video is not what is measured here
            until(lambda: Delivery.objects.filter(pk=film.pk, state=Delivery.State.PUBLISHED).exists(), "it is public")
        film.refresh_from_db()
    return {"late": late, "took": round(took), "readings": peer.door.deaf_to, "video": f"{film.state} {film.error}"}


def video_delivery(live):
    """A due post with a large video."""
    from django.core.files.base import ContentFile

    from channels_mgmt.models import Post
    from tests.channels_mgmt import films

    film = films.ready_film(live.town, live.author)
    film.video.file.save("video.mp4", ContentFile(os.urandom(VIDEO_BYTES)), save=False)
    film.video.size = VIDEO_BYTES
    film.video.save()
    post = live.post("Der Film vom Stadtfest.")
    Post.objects.filter(pk=post.pk).update(film=film)
    live.approve_as_it_stands(Post.objects.get(pk=post.pk))
    return live.delivery(post=post)


def until(fact, what, seconds=120):
    ends_at = time.monotonic() + seconds
    while not fact():
        if time.monotonic() > ends_at:
            raise SystemExit(f"in vain: {what}")
        time.sleep(0.1)


def table(found, urgent, posts, upload):
    """The lines of docs/benchmarks.md."""
    load = os.getloadavg()
    rows = [
        f"| {posts} posts due in one second, {name} | {row['p50']} s | {row['p99']} s | {row['last']} s | "
        f"{BURSTS[name]['most']} s | {verdict(row['last'] <= BURSTS[name]['most'])} |"
        for name, row in found.items()
    ]
    late = urgent["spread"]
    rows.append(
        f"| {late['count']} urgent posts during an upload that took {urgent['took']} s and a reading that hangs | "
        f"{late['p50']} s | {late['p99']} s | {late['last']} s | {MOST_URGENT} s | "
        f"{verdict(late['last'] <= MOST_URGENT and urgent['took'] >= upload * 0.9)} |"
    )
    return [
        f"{datetime.now(UTC):%Y-%m-%d}, {machine()}, load average {load[0]:.1f} at the end, {load[2]:.1f} over",
        "a quarter of an hour: far above the number of cores, it was busy with other work and the seconds are its.",
        "",
        "| Burst | late: p50 | p99 | last | at most | |",
        "|---|---|---|---|---|---|",
        *rows,
        "",
        "Beat asks once a second: up to one second of each figure is its.",
    ]


def measure(environment, posts, upload):
    import psycopg
    from bench import manage, settings_of

    with psycopg.connect(environment["TEST_DATABASE_URL"], autocommit=True) as link:
        link.execute("CREATE DATABASE bursts")
    with tempfile.TemporaryDirectory() as media:
        settings = settings_of(environment, "bursts") | {
            "ALLOW_LOCAL_PEERS": "1",
            "MEDIA_ROOT": media,
            "DJANGO_SETTINGS_MODULE": "config.settings",
        }
        manage(settings, "migrate", "--verbosity", "0")
        inside(settings, "town")
        found = {}
        for name, given in BURSTS.items():
            with workers(settings, given["workers"]):
                found[name] = burst(settings, posts, given["slow_ms"])
                print(f"{name}: {found[name]}", file=sys.stderr, flush=True)
        with workers(settings, 1):
            urgent = inside(settings, "urgent", upload)
        urgent["spread"] = spread(urgent["late"])
        print(f"{URGENT}: {urgent}", file=sys.stderr, flush=True)
    return found, urgent


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--posts", type=int, default=500)
    parser.add_argument("--upload", type=int, default=90, help="seconds")
    parser.add_argument("--document", type=Path, default=DOCUMENT, help="where the figures are put between the marks")
    parser.add_argument("--inside", nargs="+", help="a step in the database of DATABASE_URL")
    options = parser.parse_args()
    if options.inside:
        import django

        django.setup()
        from django_scopes import scopes_disabled

        step, *given = options.inside
        with scopes_disabled():
            done = {"town": make_town, "burst": burst_inside, "urgent": urgent_inside}[step](*map(int, given))
        print(json.dumps(done))
        return
    put_into(options.document, "bursts")
    with services() as environment:
        found, urgent = measure(environment, options.posts, options.upload)
    lines = table(found, urgent, options.posts, options.upload)
    put_into(options.document, "bursts", lines)
    print("\n".join(lines))


if __name__ == "__main__":
    main()
