# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""Gunicorn for production. WEB_CONCURRENCY sets the processes, WEB_THREADS the threads of each."""

import os

bind = os.environ.get("WEB_BIND", "0.0.0.0:8000")  # the unit sets loopback
worker_class = "gthread"
workers = int(os.environ.get("WEB_CONCURRENCY", "2"))
threads = int(os.environ.get("WEB_THREADS", "8"))
timeout = 60
graceful_timeout = 20
keepalive = 15
# A slow leak in any library never grows beyond one generation of processes.
max_requests = 2000
max_requests_jitter = 400
# The root file system is read-only; gunicorn's heartbeat file needs memory, not a disk.
worker_tmp_dir = "/dev/shm"  # noqa: S108
control_socket_disable = True
errorlog = "-"
