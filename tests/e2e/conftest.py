# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""Chromium for the tests of this folder: one browser per run, a fresh profile per tab.

A test takes ``tab`` and opens addresses of Django's ``live_server``::

    def test_the_start_page_greets(tab):
        page = tab(user=person(town, Role.EDITOR)).open("/musterstadt/")
"""

import os
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, sync_playwright

from tests.e2e.browser import QUIET, Tab, chromium_path, new_tab, sign_in

LONGEST_FIRST = ("test_every_page", "test_main_job", "test_hundred_comments", "test_konstanz")


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The longest stories begin: a story of minutes that begins last keeps one process busy and all others idle."""
    here = Path(__file__).parent
    tests_of = Counter(item.path for item in items if item.path.parent == here)

    def later(item: pytest.Item) -> tuple[bool, int]:
        begins = item.path in tests_of and item.path.stem in LONGEST_FIRST
        return (not begins, 0 if begins else -tests_of[item.path])

    items.sort(key=later)


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    # Playwright's loop runs in this thread, so Django believes it is asynchronous; it is not.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=chromium_path(), args=list(QUIET))
        yield chromium
        chromium.close()


@pytest.fixture
def tab(browser: Browser, live_server: Any) -> Iterator[Callable[..., Tab]]:
    """Opens tabs on the live server: ``tab(width=360, theme="dark", user=…, java_script_enabled=False)``."""
    opened: list[Tab] = []

    def open_tab(
        width: int = 1440, theme: str = "light", user: Any = None, is_proven: bool = False, **options: Any
    ) -> Tab:
        own = new_tab(browser, live_server.url, width, theme, **options)
        opened.append(own)
        if user is not None:
            sign_in(own.context, user, live_server.url, is_proven=is_proven)
        return own

    yield open_tab
    for own in opened:
        own.context.close()
