#!/bin/sh
# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
#
# Celery with `redis` installed beside it instead of by the extra "redis" does not start on a Redis broker: kombu's
# transport imports `packaging`, which only that extra declares. In most environments another package brings it, so
# that the gap opens when somebody removes that one. Needs the network; nothing of Dorflinde runs.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/v"
pip="$folder/v/bin/pip --disable-pip-version-check --quiet"
transport() { "$folder/v/bin/python" -c 'import kombu.transport.redis' 2>&1 | tail -n 1; }

$pip install celery==5.7.0 kombu==5.7.0 redis==8.1.0
"$folder/v/bin/python" -c 'from importlib.metadata import version; print(*(f"{n} {version(n)}" for n in ("celery", "kombu", "redis")))'
without=$(transport)
echo "celery + redis:   ${without:-imports}"
$pip install 'celery[redis]==5.7.0' kombu==5.7.0 redis==8.1.0
with=$(transport)
echo "celery[redis]:    ${with:-imports}"
# Seen on 2026-11-28:
#   celery 5.7.0 kombu 5.7.0 redis 8.1.0
#   celery + redis:   ModuleNotFoundError: No module named 'packaging'
#   celery[redis]:    imports
[ "$without" = "ModuleNotFoundError: No module named 'packaging'" ] && [ -z "$with" ]
