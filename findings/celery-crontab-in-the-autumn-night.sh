#!/bin/sh
# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
#
# A crontab of Celery "every five minutes" in a zone with summer time stands still for 65 minutes in the night in
# which the clocks go back: the second time it is 02:00 to 02:55 nothing is due. In UTC it rings every five minutes.
# An intended beat of a queue (publish what is due, renew a lease) should therefore be an interval, or UTC.
# Needs the network; nothing of Dorflinde runs.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/v"
"$folder/v/bin/python" -m pip install --disable-pip-version-check --quiet celery==5.7.0 tzdata
cat > "$folder/night.py" <<'PYTHON'
import sys
from datetime import datetime, timedelta, timezone
from zoneinfo import ZoneInfo

import celery
from celery.schedules import crontab


def longest_pause(name):
    """Ask every half minute from 01:50 to 05:50 summer time whether `*/5` is due; the longest time between two yes."""
    app = celery.Celery()
    app.conf.update(timezone=name, enable_utc=True)
    zone = ZoneInfo(name)
    at = datetime(2026, 10, 24, 23, 50, tzinfo=timezone.utc)
    end = at + timedelta(hours=4)
    bell = crontab(minute="*/5", nowfun=lambda: at.astimezone(zone), app=app)
    last, rang = at.astimezone(zone), []
    while at < end:
        if bell.is_due(last).is_due:
            last = at.astimezone(zone)
            rang.append(at)
        at += timedelta(seconds=30)
    return max((b - a, a.astimezone(zone)) for a, b in zip(rang, rang[1:]))


print("celery", celery.__version__)
pauses = {}
for name in ("Europe/Berlin", "UTC"):
    pauses[name], since = longest_pause(name)
    print(f"{name}: longest pause {pauses[name]}, after {since:%H:%M %Z}")
sys.exit(list(pauses.values()) != [timedelta(minutes=65), timedelta(minutes=5)])
PYTHON
"$folder/v/bin/python" "$folder/night.py"
# Seen on 2026-11-28:
#   celery 5.7.0
#   Europe/Berlin: longest pause 1:05:00, after 02:55 CEST
#   UTC: longest pause 0:05:00, after 03:40 UTC
