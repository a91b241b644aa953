# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""What browser tests look with: the same questions for every page, asked of a real Chromium.

Answers are returned as plain lists and compared with ``== []``, so a failure prints what is wrong.
"""

import os
import re
import shutil
from pathlib import Path
from time import time
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.test import Client
from playwright.sync_api import Browser, BrowserContext, Page, Request

ROOT = Path(__file__).resolve().parents[2]
AXE = ROOT / "var" / "test-assets" / "axe-core" / "axe.min.js"
PORTABLE = ROOT / "var" / "portable" / "chromium" / "chromium"
WIDTHS = (360, 768, 1440)
THEMES = ("light", "dark")
HEIGHTS = {360: 780, 768: 1024, 1440: 900}
QUIET = (
    "--no-sandbox",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-default-apps",
    "--disable-dev-shm-usage",
    "--disable-domain-reliability",
    "--disable-sync",
    "--no-first-run",
    "--no-default-browser-check",
)


def chromium_path() -> str:
    """The browser of this machine: ``CHROMIUM``, then PATH, then the portable one of ``make test``."""
    names = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
    found = [os.environ.get("CHROMIUM"), *map(shutil.which, names), str(PORTABLE) if PORTABLE.exists() else None]
    for path in found:
        if path:
            return path
    raise RuntimeError("No Chromium on this machine. Mend it with: apt-get install -y chromium (or run `make test`).")


class Tab:
    """A page that remembers what it asked for and what went wrong on it."""

    def __init__(self, context: BrowserContext, base_url: str) -> None:
        self.context = context
        self.base_url = base_url
        self.page: Page = context.new_page()
        self.requested: list[str] = []
        self.complaints: list[str] = []
        self.page.on("request", self._remember)
        self.page.on("console", lambda line: line.type == "error" and self.complaints.append(line.text))
        self.page.on("pageerror", lambda error: self.complaints.append(str(error)))

    def _remember(self, request: Request) -> None:
        self.requested.append(request.url)

    def open(self, path: str) -> Page:
        """Load ``path`` of the server under test until it is at rest."""
        self.page.goto(self.base_url + path, wait_until="load")
        return self.page


def new_tab(browser: Browser, base_url: str, width: int = 1440, theme: str = "light", **options: Any) -> Tab:
    """A fresh profile of one width and theme. ``java_script_enabled=False`` shows life without scripts."""
    context = browser.new_context(
        viewport={"width": width, "height": HEIGHTS.get(width, 900)},
        color_scheme="dark" if theme == "dark" else "light",
        locale="de-DE",
        timezone_id="Europe/Berlin",
        reduced_motion="reduce",
        has_touch=width < 768,
        **options,
    )
    context.set_default_timeout(30_000)
    return Tab(context, base_url)


def signed_in(user: Any, *, is_proven: bool = False) -> Client:
    """A client with a session of ``user``; the login page itself has tests of its own.

    ``is_proven`` lets it have confirmed the password just now, for an hour.
    """
    client = Client()
    client.force_login(user, backend="allauth.account.auth_backends.AuthenticationBackend")
    if is_proven:
        session = client.session
        session["account_authentication_methods"] = [
            {"method": "password", "at": time() + 3600, "reauthenticated": True}
        ]
        session["account_authentication_methods_user"] = str(user.pk)
        session.save()
    return client


def sign_in(context: BrowserContext, user: Any, base_url: str, *, is_proven: bool = False) -> None:
    """Give this browser the session of ``user``, see ``signed_in``."""
    morsel = signed_in(user, is_proven=is_proven).cookies[settings.SESSION_COOKIE_NAME]
    context.add_cookies([{"name": morsel.key, "value": morsel.value, "url": base_url}])


def check_axe(page: Page) -> list[str]:
    """What axe-core finds against WCAG 2.2 A and AA, one line per place; ``[]`` when nothing."""
    tags = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
    return _run_axe(page, {"type": "tag", "values": tags})


def check_contrast(page: Page) -> list[str]:
    """Only the contrast of all text: what another theme can change."""
    return _run_axe(page, {"type": "rule", "values": ["color-contrast"]})


def _run_axe(page: Page, run_only: dict[str, Any]) -> list[str]:
    if not AXE.exists():
        raise RuntimeError("axe-core is missing. Mend it with: python tools/fetch_assets.py --test")
    # Through the debugger: the page's own policy forbids foreign scripts, and stays as it is.
    if not page.evaluate("typeof axe === 'object'"):
        page.evaluate(AXE.read_text(encoding="utf-8"))
    result = page.evaluate(
        "runOnly => axe.run(document, {runOnly, preload: false, resultTypes: ['violations']})", run_only
    )
    return [
        f"{violation['id']}: {violation['help']} · {node['html'][:160]} · {node.get('failureSummary', '')[:200]}"
        for violation in result["violations"]
        for node in violation["nodes"]
    ]


def check_no_sideways_scroll(page: Page) -> list[str]:
    """The elements that make the page wider than the window; ``[]`` when it fits."""
    return page.evaluate(
        """() => {
          const width = document.documentElement.clientWidth;
          if (document.documentElement.scrollWidth <= width) return [];
          const wide = [...document.body.querySelectorAll('*')]
            .filter(e => e.getBoundingClientRect().right > width + 1);
          return wide.slice(0, 10).map(e => e.tagName.toLowerCase() + '.' + e.getAttribute('class')
            + ' ends at ' + Math.round(e.getBoundingClientRect().right) + ' of ' + width);
        }"""
    )


def check_small_targets(page: Page, smallest: int = 24) -> list[str]:
    """Buttons and menu links smaller than ``smallest`` CSS pixels in either direction (WCAG 2.5.8)."""
    return page.evaluate(
        """smallest => [...document.querySelectorAll('button, .kern-btn, .nav-link, summary, select, input')]
          .filter(e => e.getClientRects().length && !e.closest('.visually-hidden') && e.type !== 'hidden')
          .filter(e => !(e.matches('[type=checkbox], [type=radio]') && e.closest('label')))
          .filter(e => !e.matches('.button-link'))
          .map(e => [e, e.getBoundingClientRect()])
          .filter(([e, r]) => r.width < smallest || r.height < smallest)
          .map(([e, r]) => e.outerHTML.slice(0, 120) + ' ' + Math.round(r.width) + '×' + Math.round(r.height))""",
        smallest,
    )


def check_no_third_party(tab: Tab) -> list[str]:
    """Requests of this tab that left for another host; ``data:`` and ``blob:`` stay at home."""
    home = urlsplit(tab.base_url).netloc
    return [
        url
        for url in tab.requested
        if urlsplit(url).scheme not in {"data", "blob", "about"} and urlsplit(url).netloc != home
    ]


def check_page(tab: Tab) -> list[str]:
    """Everything that must hold for any page in any state, in one list."""
    # axe comes last: it tries inline styles of its own, and the page's policy rightly complains.
    found = [
        *tab.complaints,
        *check_no_sideways_scroll(tab.page),
        *check_small_targets(tab.page),
        *check_no_third_party(tab),
    ]
    kept = len(tab.complaints)
    found += check_axe(tab.page)
    del tab.complaints[kept:]
    return found


def shoot(tab: Tab, name: str, *, full_page: bool = False) -> None:
    """A picture of the tab for the documentation, only when ``SCREENSHOTS`` names a folder."""
    folder = os.environ.get("SCREENSHOTS")
    if not folder:
        return
    safe = re.sub(r"[^a-z0-9-]+", "-", name.lower())
    viewport = tab.page.viewport_size or {"width": 0}
    Path(folder).mkdir(parents=True, exist_ok=True)
    tab.page.screenshot(path=Path(folder) / f"{safe}-{viewport['width']}.png", full_page=full_page)


def shoot_all(browser: Browser, base_url: str, path: str, name: str, user: Any = None) -> None:
    """Pictures of one address at every width in light and dark, only when ``SCREENSHOTS`` names a folder."""
    if not os.environ.get("SCREENSHOTS"):
        return
    for theme in THEMES:
        for width in WIDTHS:
            tab = new_tab(browser, base_url, width, theme)
            if user is not None:
                sign_in(tab.context, user, base_url)
            tab.open(path)
            shoot(tab, f"{name}-{theme}")
            tab.context.close()
