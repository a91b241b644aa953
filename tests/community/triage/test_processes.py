# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""What answers requests never loads what learns: it would cost each web process 70 MB and a second at its start."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from django.conf import settings

pytestmark = pytest.mark.sqlite_only
LEARNING = ("lingua", "sklearn", "scipy", "numpy", "pandas", "joblib")
ASKS = f"""
import sys
import config.wsgi
from django.urls import get_resolver
get_resolver().url_patterns
import community.views, community.tasks, community.services, community.queries
import community.triage.rules, community.triage.model, community.triage.files
import community.triage.fairness, community.triage.outside
from community.triage.rules import seen
seen("Ihr Idioten, wann macht das Bad auf?")
print(sorted(set({LEARNING!r}) & set(sys.modules)))
"""


def test_a_process_that_answers_requests_does_not_load_what_learns(tmp_path):
    environment = {
        "PATH": os.environ["PATH"],
        "DEMO": "1",
        "SECRET_KEY": "check-" + "0123456789" * 4,
        "FIELD_ENCRYPTION_KEYS": "Y2hlY2stb25seS1jaGVjay1vbmx5LWNoZWNrLW9ubHk=",
        "DATABASE_URL": "sqlite://:memory:",
        "MEDIA_ROOT": str(tmp_path),
    }

    said = subprocess.run(
        [sys.executable, "-c", ASKS],
        cwd=Path(settings.BASE_DIR),
        env=environment,
        capture_output=True,
        text=True,
        timeout=120,
    )

    assert said.stdout == "[]\n", said.stderr
