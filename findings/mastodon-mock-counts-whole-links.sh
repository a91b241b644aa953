#!/bin/sh
# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
#
# mastodon-mock 0.6.1 announces characters_reserved_per_url = 23, as Mastodon does, but counts the whole link
# against its limit of 500 characters. A post that Mastodon accepts is refused with 422.
# Exits 0 while that is so, 1 when the behaviour has changed.
set -eu
folder=$(mktemp -d)
server=
trap 'if [ -n "$server" ]; then kill "$server" 2>/dev/null || true; fi; rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/python" -m pip install --quiet --disable-pip-version-check mastodon-mock==0.6.1
cd "$folder"
port=$("$folder/venv/bin/python" -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])')
HOME=$folder "$folder/venv/bin/mastodon_mock" serve --in-memory --demo --host 127.0.0.1 --port "$port" --log-level error &
server=$!
"$folder/venv/bin/python" - "$port" <<'PYTHON'
import json
import sys
import time
import urllib.error
import urllib.request
from importlib.metadata import version

base = f"http://127.0.0.1:{sys.argv[1]}"


def ask(path, body=None):
    request = urllib.request.Request(
        base + path,
        data=json.dumps(body).encode() if body else None,
        headers={"Authorization": "Bearer ada_token", "Content-Type": "application/json"},
    )
    try:
        with urllib.request.urlopen(request, timeout=10) as answer:
            return answer.status, json.load(answer)
    except urllib.error.HTTPError as error:
        return error.code, json.loads(error.read() or b"{}")


for _attempt in range(600):
    try:
        _status, instance = ask("/api/v2/instance")
        break
    except OSError:
        time.sleep(0.1)
statuses = instance["configuration"]["statuses"]
link = "https://stadt.example/" + "a" * 578
counted, _answer = ask("/api/v1/statuses", {"status": "x" * 500})
refused, answer = ask("/api/v1/statuses", {"status": f"Mehr: {link}"})
print("mastodon-mock", version("mastodon-mock"))
print("announces: max_characters", statuses["max_characters"], "reserved per link", statuses["characters_reserved_per_url"])
print("500 letters:", counted)
print(f"6 letters and a link of {len(link)} letters, 29 characters by its own announcement:", refused, answer.get("error"))
sys.exit(0 if (counted, refused, statuses["characters_reserved_per_url"]) == (200, 422, 23) else 1)
PYTHON
