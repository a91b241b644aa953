# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""The environment of a test run, set before Django reads its settings (``-p tests.environment``).

``TEST_DATABASE_URL`` and ``TEST_REDIS_URL`` come from ``tools/services.py``; without them the run
uses SQLite, and no test of it may need a broker.
"""

import atexit
import base64
import gc
import hashlib
import os
import shutil
import tempfile

# A run drops most of what it makes by itself: looking for circles every 700 objects was a tenth of its work.
gc.set_threshold(100_000, 20, 100)

_worker = os.environ.get("PYTEST_XDIST_WORKER", "main")
_scratch = tempfile.mkdtemp(prefix=f"dorflinde-{_worker}-")
atexit.register(shutil.rmtree, _scratch, ignore_errors=True)

if _worker.startswith("gw") and "TEST_REDIS_URL" in os.environ:
    # Each process of a parallel run has a Redis of its own: no worker takes another test's tasks.
    _server = os.environ["TEST_REDIS_URL"].rpartition("/")[0]
    os.environ["TEST_REDIS_URL"] = f"{_server}/{int(_worker.removeprefix('gw')) + 1}"

os.environ.update(
    DJANGO_SETTINGS_MODULE="config.settings",
    SECRET_KEY="only-for-tests-" + "x" * 40,
    FIELD_ENCRYPTION_KEYS=base64.urlsafe_b64encode(hashlib.sha256(b"tests").digest()).decode(),
    ALLOWED_HOSTS="localhost,127.0.0.1,[::1]",
    DEMO="1",
    DATABASE_URL=os.environ.get("TEST_DATABASE_URL", f"sqlite:///{_scratch}/test.sqlite3"),
    REDIS_URL=os.environ.get("TEST_REDIS_URL", "redis://127.0.0.1:1/0"),
    EMAIL_URL="memorymail://",
    DEFAULT_FROM_EMAIL="Dorflinde <dorflinde@stadt.example>",
    MEDIA_ROOT=f"{_scratch}/media",
    BASE_URL="http://localhost",
    ALLOW_LOCAL_PEERS="1",
    PUBLIC_PAGE_SECONDS="0",  # tests of the memory for public pages turn it on
)
