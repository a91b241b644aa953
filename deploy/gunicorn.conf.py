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
threads = env.int("WEB_THREADS", 6, least=1, most=512)
if env.problems:
    sys.exit("\n".join(env.problems))
timeout = 60
graceful_timeout = 20
keepalive = 15
# The product is loaded once, before the processes part, and lies in memory once. New code therefore needs a restart:
# HUP renews the processes with the code that is loaded.
preload_app = True
# A slow leak in any library never grows beyond one generation of processes.
max_requests = 50_000
max_requests_jitter = 10_000
# The root file system is read-only; gunicorn's heartbeat file needs memory, not a disk.
worker_tmp_dir = "/dev/shm"  # noqa: S108
control_socket_disable = True
errorlog = "-"


def when_ready(_server):
    """Before the first process starts."""
    from config.sharing import keep_shared, load_for_all  # the settings have been read by now

    load_for_all()
    keep_shared()
