# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""What a process has not loaded when it starts: memory and seconds that only those pay who need them."""

import json
import os
import re
import runpy
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings

#: Each stands in a few functions, with the word "slow" beside the import. The costs are MiB of a process.
LATE = {
    "PIL": "3: pictures that are uploaded, or too large for a platform",
    "markdown_it": "1: a chapter of the handbook",
    "segno": "1: the code on a poster and on signed paper",
    "httpx": "3: a call to a platform's server",
    "weasyprint": "25: a PDF",
    "pikepdf": "10: a PDF",
    "openpyxl": "8: a workbook of the census",
    "odfdo": "9: a document for a word processor",
    "lxml": "5: comes with the two above",
}

PAGES = re.compile(
    r"(accounts|strategy|netiquette|staffing|practice|channels_mgmt|community|reporting)\.(views|urls)\b"
)

WEB = "import config.wsgi; from config.sharing import load_for_all; load_for_all()"
WORKER = "from config.celery import app; app.loader.import_default_modules(); app.finalize()"
FREE_DAYS = "from datetime import date; from core.free_days import FreeDays; FreeDays('09').name_of(date(2026, 5, 1))"
UNITS = sorted((settings.BASE_DIR / "deploy" / "systemd").glob("*.service"))


def told_by(start: str, report: str) -> Any:
    """What ``report`` says in a new process that has started like this."""
    command = [sys.executable, "-W", "ignore", "-c", f"{start}; import json, sys; print(json.dumps({report}))"]
    settled = os.environ | {"DJANGO_SETTINGS_MODULE": "config.settings"}
    answer = subprocess.run(command, cwd=settings.BASE_DIR, env=settled, check=True, stdout=subprocess.PIPE)
    return json.loads(answer.stdout)


def loaded_by(start: str) -> set[str]:
    """The modules of a new process that has started like this."""
    return set(told_by(start, "sorted(sys.modules)"))


@pytest.mark.parametrize("start", [WEB, WORKER], ids=["web", "worker"])
def test_a_process_starts_without_what_few_requests_need(start: str) -> None:
    assert sorted(loaded_by(start) & set(LATE)) == []


def test_a_worker_starts_without_pages() -> None:
    loaded = loaded_by(WORKER)

    assert "channels_mgmt.tasks" in loaded
    assert [name for name in loaded if name == "config.urls" or PAGES.match(name)] == []


def test_of_all_countries_only_this_one_is_loaded_for_its_holidays() -> None:
    """Each process would hold 250 of them, 8 MiB."""
    loaded = loaded_by(FREE_DAYS)

    assert "holidays.calendars.germany_school" in loaded
    assert [name for name in loaded if name.startswith(("holidays.countries.", "holidays.financial."))] == []


def test_the_processes_of_a_web_server_part_after_everything_they_share_is_loaded() -> None:
    """Detects memory that each of them fills anew, by loading or by the collector's writing into what they share."""
    told = runpy.run_path(str(settings.BASE_DIR / "deploy" / "gunicorn.conf.py"))
    report = "[gc.get_freeze_count() > 100_000, 'accounts.templatetags.dorflinde' in sys.modules]"

    assert told["preload_app"] is True
    assert told_by(f"{WEB}; import gc; from config.sharing import keep_shared; keep_shared()", report) == [True, True]


def test_nothing_is_open_and_no_thread_runs_when_they_part() -> None:
    """A connection used by two processes mixes up answers, and threads stay behind."""
    start = f"{WEB}; import threading; from django.db import connections; from django.core.cache import caches"
    opened = "[bool(link.connection) for link in connections.all(initialized_only=True)]"
    report = f"[any({opened}), len(caches.all(initialized_only=True)), threading.active_count()]"

    assert told_by(start, report) == [False, 0, 1]


@pytest.mark.parametrize("unit", UNITS, ids=[unit.stem for unit in UNITS])
def test_each_part_has_one_pool_of_memory_with_containers_and_without(unit: Path) -> None:
    """A pool for each thread is 7 MiB of a web process with eight of them."""
    assert "Environment=MALLOC_ARENA_MAX=1\n" in unit.read_text()
    assert "MALLOC_ARENA_MAX=1 " in (settings.BASE_DIR / "Dockerfile").read_text()
