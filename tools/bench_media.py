# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""What large files cost: a film of 1 GB streaming through a web process, and a phone's photo in four sizes.

The film is made while it is sent: a table of contents, then room; what it needs on the disk while it lasts lies in a
folder that is removed in the end. The web process is the one of deploy/systemd, on a private PostgreSQL. Its peak is
read from the kernel, which is told to forget the one before. The photo is worked on in a process of its own.

usage: .venv/bin/python tools/bench_media.py [--megabytes 1000] [--write]
"""

import argparse
import http.client
import json
import os
import re
import resource
import struct
import subprocess
import sys
import tempfile
import time
from datetime import UTC, datetime
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT), str(ROOT / "tools")]
MOST_MIB, MOST_SECONDS, MOST_PHOTO_MIB = 60, 1.5, 200
PIECE = 1_000_000
BOUNDARY = "a-line-between-parts"
PHOTO = (4000, 3000)


def box(kind, content):
    return struct.pack(">I4s", 8 + len(content), kind) + content


def beginning(megabytes):
    """Of an MP4: what it is, its table of contents with one track of pictures, and the head of a long box."""
    header = box(b"mvhd", bytes(12) + struct.pack(">II", 1000, 60_000) + bytes(80))
    track = box(b"trak", box(b"mdia", box(b"hdlr", bytes(8) + b"vide" + bytes(12))))
    room = struct.pack(">I4sQ", 1, b"mdat", 16 + megabytes * PIECE)
    return box(b"ftyp", b"mp42" + bytes(4)) + box(b"moov", header + track) + room


def form(fields, megabytes):
    """The body of the form in pieces, and its length."""
    head = "".join(
        f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{value}\r\n'
        for name, value in fields.items()
    )
    head += f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="film"; filename="film.mp4"\r\n'
    first = (head + "Content-Type: video/mp4\r\n\r\n").encode() + beginning(megabytes)
    last = f"\r\n--{BOUNDARY}--\r\n".encode()

    def pieces():
        yield first
        yield from (bytes(PIECE) for _ in range(megabytes))
        yield last

    return pieces(), len(first) + megabytes * PIECE + len(last)


def held(pid, name):
    """MiB of a line of /proc/PID/status."""
    said = re.search(rf"^{name}:\s+(\d+) kB", Path(f"/proc/{pid}/status").read_text(), re.MULTILINE)
    return int(said.group(1)) / 1024


def asked(web, session, megabytes):
    """Send a film of so many megabytes as the page does; returns what the answer says."""
    link = http.client.HTTPConnection("127.0.0.1", web.port, timeout=600)
    link.request("GET", session["page"], headers={"Cookie": f"sessionid={session['key']}", "Host": "localhost"})
    answer = link.getresponse()
    drawn, cookies = answer.read().decode(), answer.headers.get_all("Set-Cookie") or []
    token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', drawn).group(1)
    secret = next(cookie.split(";")[0] for cookie in cookies if cookie.startswith("csrftoken="))
    fields = {"csrfmiddlewaretoken": token, "key": f"messung-{megabytes}-{time.time_ns()}"[:36]}
    fields |= {"writer": session["writer"], "sentence": "Ein langer Film.", "people": "nobody"}
    body, length = form(fields, megabytes)
    headers = {"Host": "localhost", "Content-Type": f"multipart/form-data; boundary={BOUNDARY}"}
    headers |= {"Content-Length": str(length), "Cookie": f"sessionid={session['key']}; {secret}"}
    link.request("POST", session["send"], body=body, headers=headers)
    answer = link.getresponse()
    said = answer.read().decode()
    if answer.status != 200:
        raise SystemExit(f"{session['send']} answers {answer.status}: {said[:300]}")
    return json.loads(said)


def measure_film(settings, session, megabytes):
    """MiB more at the peak, CPU seconds of the web process, and what was stored."""
    import bench_memory

    with tempfile.TemporaryDirectory() as folder:
        web = bench_memory.Web(settings, 1, folder)
        try:
            asked(web, session, 1)  # everything is loaded
            [pid] = bench_memory.children_of(web.process.pid)
            Path(f"/proc/{pid}/clear_refs").write_text("5")
            before, spent = held(pid, "VmRSS"), bench_memory.processor_time(pid)
            asked(web, session, megabytes)
            more = held(pid, "VmHWM") - before
            return {
                "before_mib": round(before),
                "more_mib": round(more, 1),
                "cpu": round(bench_memory.processor_time(pid) - spent, 1),
            }
        finally:
            web.stop()


def prepared():
    """A town, a person, a session; what the measurement needs to know of them."""
    import django

    django.setup()
    from bench_inside import session_of
    from django.urls import reverse

    from accounts.models import Role, User
    from accounts.services import found_membership
    from accounts.services.towns import create_municipality

    town = create_municipality("Messstadt", "messstadt", "08335043", population=20000)
    person = User.objects.create_user("presse@messstadt.example", None, name="Presse")
    found_membership(person, town, Role.COMMUNICATIONS)
    page, send = (reverse(f"planning:{name}", args=[town.slug]) for name in ("capture", "capture_send"))
    return {"key": session_of(person), "writer": f"{person.pk}-{town.pk}", "page": page, "send": send}


def phone_photo(path):
    """Twelve megapixels with grain, as no drawing has them."""
    from PIL import Image

    exif = Image.Exif()
    exif[0x0112], exif[0x010F] = 6, "Telefon"
    scene = Image.effect_mandelbrot(PHOTO, (-2, -1.2, 1, 1.2), 100)
    picture = Image.merge("RGB", [scene, Image.effect_noise(PHOTO, 40), scene.transpose(Image.Transpose.ROTATE_180)])
    picture.save(path, "JPEG", quality=90, exif=exif)


def four_sizes(path):
    """CPU seconds and MiB at the peak from a photo to its four parts; in this process, which loads nothing else."""
    from channels_mgmt.connectors.limits import SIZES
    from channels_mgmt.domain import images
    from channels_mgmt.domain.shapes import part_of

    content = Path(path).read_bytes()
    Path("/proc/self/clear_refs").write_text("5")
    before, began = held("self", "VmRSS"), time.process_time()
    fit = images.clean(content)
    for shape, size in SIZES.items():
        images.cut(fit, part_of(fit.width, fit.height, shape, (50, 50)), size=size, max_bytes=1_000_000)
    spent = time.process_time() - began
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return {"cpu": round(spent, 2), "peak_mib": round(peak), "more_mib": round(held("self", "VmHWM") - before, 1)}


def inside(settings, *what):
    command = [sys.executable, __file__, *what]
    said = subprocess.run(command, env=settings, cwd=ROOT, check=True, stdout=subprocess.PIPE).stdout
    return json.loads(said)


def section(film, photo, megabytes):
    """The lines of docs/benchmarks.md."""
    from bench_document import verdict

    is_slim = film["more_mib"] <= MOST_MIB
    is_quick = photo["cpu"] <= MOST_SECONDS and photo["peak_mib"] <= MOST_PHOTO_MIB
    return [
        f"`tools/bench_media.py`, {datetime.now(UTC):%Y-%m-%d}, {os.cpu_count()} cores shared with other work (load "
        f"average {os.getloadavg()[0]:.0f}).",
        "",
        "| What | CPU s | memory | target |",
        "|---|---|---|---|",
        f"| a film of {megabytes:,} MB through the web process, from /erfassen/ to the disk | {film['cpu']:.1f} | "
        f"{film['more_mib']:.1f} MiB more at its peak than the {film['before_mib']} MiB before | "
        f"≤ {MOST_MIB} MiB more, {verdict(is_slim)} |",
        f"| a photo of {PHOTO[0] * PHOTO[1] // 1_000_000} megapixels to four parts for networks | {photo['cpu']:.2f} | "
        f"{photo['more_mib']:.1f} MiB more; {photo['peak_mib']} MiB with Python and Pillow | "
        f"≤ {MOST_SECONDS} s and ≤ {MOST_PHOTO_MIB} MiB, {verdict(is_quick)} |",
    ]


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--megabytes", type=int, default=1000)
    parser.add_argument("--write", action="store_true", help="put the table into docs/benchmarks.md")
    parser.add_argument("--prepare", action="store_true", help="fill the database of DATABASE_URL")
    parser.add_argument("--photo", help="work on this photo")
    options = parser.parse_args()
    if options.prepare:
        print(json.dumps(prepared()))
        return
    if options.photo:
        print(json.dumps(four_sizes(options.photo)))
        return
    import bench
    from bench_document import DOCUMENT, put_into
    from bench_pages import create_database
    from services import services

    with services() as environment, tempfile.TemporaryDirectory() as folder:
        settings = bench.settings_of(environment, "media") | {"MEDIA_ROOT": folder}
        create_database(environment, "media")
        bench.manage(settings, "migrate", "--verbosity", "0")
        photo = Path(folder) / "photo.jpg"
        phone_photo(photo)
        sizes = inside(settings, "--photo", str(photo))
        film = measure_film(settings, inside(settings, "--prepare"), options.megabytes)
    lines = section(film, sizes, options.megabytes)
    if options.write:
        put_into(DOCUMENT, "media", lines)
    print("\n".join(lines))


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    main()
