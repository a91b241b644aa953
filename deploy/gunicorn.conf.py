# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""Gunicorn for production. WEB_CONCURRENCY sets the processes, WEB_THREADS the threads of each."""

import os
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from core.environment import Environment

env = Environment(os.environ)
bind = env.str("WEB_BIND", "0.0.0.0:8000")  # the unit sets loopback
worker_class = "gthread"
workers = env.int("WEB_CONCURRENCY", 2, least=1, most=512)
threads = env.int("WEB_THREADS", 8, least=1, most=512)
if env.problems:
    sys.exit("\n".join(env.problems))
timeout = 60
graceful_timeout = 20
keepalive = 15
# A slow leak in any library never grows beyond one generation of processes. A new one takes more than a second to
# start, so a rush on the netiquette must not renew them every few seconds.
max_requests = 50_000
max_requests_jitter = 10_000
# The root file system is read-only; gunicorn's heartbeat file needs memory, not a disk.
worker_tmp_dir = "/dev/shm"  # noqa: S108
control_socket_disable = True
errorlog = "-"
