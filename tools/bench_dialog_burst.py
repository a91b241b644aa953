# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2

"""A platform rings 2,000 times in ten seconds, once for each comment written there. A step of tools/bench_dialog.py.

Web processes as in production, a server with the parts of Meta's Graph beside them, calls signed as Meta signs them and
sent at an even pace whether or not the last one has been answered. Afterwards the thread is read, and what is stored is
compared with what was written over there, number by number.

usage: DATABASE_URL=… .venv/bin/python tools/bench_dialog_burst.py {connect|read} URL POST
"""

import hashlib
import hmac
import http.client
import json
import os
import subprocess
import sys
import threading
import time
from pathlib import Path
from urllib.parse import urlencode
from urllib.request import urlopen

ROOT = Path(__file__).resolve().parent.parent
PYTHON = ROOT / ".venv" / "bin" / "python"
sys.path[:0] = [str(ROOT), str(ROOT / "tools")]

SECONDS, CLIENTS, MOST_READINGS = 10, 12, 60


def inside(settings, *step):
    command = [str(PYTHON), __file__, *map(str, step)]
    return json.loads(subprocess.run(command, env=settings, cwd=ROOT, check=True, stdout=subprocess.PIPE).stdout)


def call(account, post, comment):
    value = {"item": "comment", "verb": "add", "comment_id": comment, "post_id": post, "created_time": 1}
    entry = {"id": account, "time": 1, "changes": [{"field": "feed", "value": value}]}
    return json.dumps({"object": "page", "entry": [entry]}).encode()


def ring(port, calls, secret):
    """Milliseconds from when each call was due until it was answered, and how many were taken."""
    due = enumerate(calls)
    lock, times, taken = threading.Lock(), [], []
    began = time.perf_counter()

    def client():
        link = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
        while True:
            with lock:
                number, body = next(due, (None, None))
            if body is None:
                return
            at = began + number * SECONDS / len(calls)
            time.sleep(max(0, at - time.perf_counter()))
            signature = "sha256=" + hmac.new(secret.encode(), body, hashlib.sha256).hexdigest()
            headers = {"Content-Type": "application/json", "X-Hub-Signature-256": signature, "Host": "localhost"}
            link.request("POST", "/meldung/facebook/", body, headers)
            answer = link.getresponse()
            answer.read()
            times.append((time.perf_counter() - at) * 1000)
            if answer.status == 200:
                taken.append(number)

    threads = [threading.Thread(target=client) for _ in range(CLIENTS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return times, len(taken), time.perf_counter() - began


def measure_burst(settings, count):
    """``count`` calls to web processes of production; how they were answered and what was stored in the end."""
    from services import free_port

    from tests.fake_graph import CITIZEN, PAGE, PAGE_TOKEN, FakeGraph
    from tests.graph.app import APP_SECRET

    graph, port = FakeGraph(), free_port()
    settings = settings | {"META_APP_SECRET": APP_SECRET, "META_APP_ID": "424242424242", "META_WEBHOOK_TOKEN": "w" * 24}
    settings["WEB_BIND"] = f"127.0.0.1:{port}"
    command = [str(PYTHON), "-m", "gunicorn", "-c", "deploy/gunicorn.conf.py", "config.wsgi", "--log-level", "warning"]
    post = publish(f"{graph.url}/v26.0/{PAGE}/feed", PAGE_TOKEN)
    inside(settings, "connect", graph.url, post)
    web = subprocess.Popen(command, env=settings, cwd=ROOT, start_new_session=True)
    try:
        wait_for(port)
        ring(port, [call(PAGE, post, "warm")] * 50, APP_SECRET)
        numbers = [graph.comment_as(CITIZEN, post, f"Wann fährt der Bus Nr. {number}?") for number in range(count)]
        times, answered, seconds = ring(port, [call(PAGE, post, number) for number in numbers], APP_SECRET)
    finally:
        web.terminate()
        web.wait(30)
    # Only a demo may talk to a server on the same machine, which the one with Meta's parts is.
    found = inside(settings | {"DEMO": "1", "ALLOW_LOCAL_PEERS": "1"}, "read", graph.url, post)
    graph.close()
    times.sort()
    return {
        "calls": count,
        "answered": answered,
        "seconds": seconds,
        "p50": times[len(times) // 2],
        "p95": times[int(len(times) * 0.95)],
        "stored": len(set(found["stored"]) & set(numbers)),
        "doubled": len(found["stored"]) - len(set(found["stored"])),
        "read_seconds": found["seconds"],
    }


def publish(address, token):
    """The number of a post that stands over there."""
    form = urlencode({"message": "Die Brücke ist offen.", "access_token": token}).encode()
    with urlopen(address, form, timeout=10) as answer:
        return json.load(answer)["id"]


def wait_for(port):
    ends_at = time.monotonic() + 60
    while True:
        try:
            link = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
            link.connect()
            return link.close()
        except OSError:
            if time.monotonic() > ends_at:
                raise
            time.sleep(0.1)


def connect(url, post):
    """The channel of a town of its own becomes a page over there, with one post that was published an hour ago."""
    from datetime import timedelta

    from django.utils.timezone import now

    from channels_mgmt.models import Channel, Credential, Delivery
    from community.models import ThreadWatch
    from tests.fake_graph import PAGE, PAGE_TOKEN

    channel = Channel._base_manager.get(municipality__slug="laststadt-2")
    of_page = {"connector": "facebook", "platform": "facebook", "base_url": url, "account_id": PAGE}
    Channel._base_manager.filter(pk=channel.pk).update(**of_page, synced_at=now())
    Credential._base_manager.filter(channel=channel).delete()
    Credential._base_manager.create(channel=channel, tokens={"access": PAGE_TOKEN})
    delivery = Delivery._base_manager.filter(channel=channel, state="published").latest("pk")
    at = now() - timedelta(hours=1)
    Delivery._base_manager.filter(pk=delivery.pk).update(remote_id=post, published_at=at)
    ThreadWatch._base_manager.create(channel=channel, delivery=delivery, active_at=at, due_at=None, read_at=at)
    return {}


def read(url, post):
    """Read as the worker does until nothing more comes; the numbers of all comments of the channel below the post."""
    from channels_mgmt.models import Channel
    from community.models import Comment, ThreadWatch
    from community.services.reading import sync_channel

    channel = Channel._base_manager.get(base_url=url)
    began = time.perf_counter()
    for _ in range(MOST_READINGS):
        Channel._base_manager.filter(pk=channel.pk).update(sync_due_at=None, reads_paid_until=None)
        if not sync_channel(channel.pk):
            break
    thread = ThreadWatch._base_manager.filter(channel=channel, delivery__remote_id=post)
    if trouble := thread.exclude(error="").values_list("error", flat=True).first():
        raise RuntimeError(f"The thread could not be read: {trouble}")
    stored = Comment._base_manager.filter(channel=channel, delivery__remote_id=post)
    return {"stored": list(stored.values_list("remote_id", flat=True)), "seconds": time.perf_counter() - began}


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    import django

    django.setup()
    from django_scopes import scopes_disabled

    with scopes_disabled():
        print(json.dumps({"connect": connect, "read": read}[sys.argv[1]](*sys.argv[2:])))
