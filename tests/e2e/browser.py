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
TARGETS = "target-size"
WIDTHS = (360, 768, 1440)
THEMES = ("light", "dark")
HEIGHTS = {360: 740, 640: 360, 768: 1024, 1440: 900}
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
    names = ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
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


def wait_for_keys(page: Page) -> None:
    """Until keys act: between the sight of a page, or of a piece of it, and its coming to rest they are dead."""
    page.wait_for_function("() => window.dorflindeKeys && !window.dorflindeKeys.isHeld()")


def check_axe(page: Page) -> list[str]:
    """What axe-core finds against WCAG 2.2 A and AA, one line per place; ``[]`` when nothing."""
    tags = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
    found = _run_axe(page, {"type": "tag", "values": tags})
    if any(line.startswith(TARGETS) for line in found):
        found = [line for line in found if not line.startswith(TARGETS)] + _small_targets_uncovered(page)
    return found


def _small_targets_uncovered(page: Page) -> list[str]:
    """Targets that are small by themselves: a bar that just covers half of one moves on with the page."""
    size = page.viewport_size or {"width": 1440, "height": 900}
    whole = page.evaluate("document.documentElement.scrollHeight")
    page.set_viewport_size({"width": size["width"], "height": max(size["height"], whole + 200)})
    try:
        return _run_axe(page, {"type": "rule", "values": [TARGETS]})
    finally:
        page.set_viewport_size(size)


def check_contrast(page: Page) -> list[str]:
    """Only the contrast of all text: what another theme can change."""
    return _run_axe(page, {"type": "rule", "values": ["color-contrast"]})


# axe describes every place it has judged, good or bad: a third of its time, for lines nobody reads where all is well.
_AXE_VIOLATED = """runOnly => {
  if (typeof axe !== 'object') return null;
  const reporter = (rules, _options, done) => done(rules.filter(rule => rule.violations.length).map(rule => rule.id));
  return axe.run(document, {runOnly, preload: false, selectors: false, reporter});
}"""
_AXE_DESCRIBED = "runOnly => axe.run(document, {runOnly, preload: false, resultTypes: ['violations']})"


def _run_axe(page: Page, run_only: dict[str, Any]) -> list[str]:
    """Which rules are violated, and only where one is, by which places."""
    violated = page.evaluate(_AXE_VIOLATED, run_only)
    if violated is None:
        if not AXE.exists():
            raise RuntimeError("axe-core is missing. Mend it with: python tools/fetch_assets.py --test")
        # Through the debugger: the page's own policy forbids foreign scripts, and stays as it is.
        page.evaluate(AXE.read_text(encoding="utf-8"))
        violated = page.evaluate(_AXE_VIOLATED, run_only)
    if violated == []:
        return []
    found = [
        f"{violation['id']}: {violation['help']} · {node['html'][:160]} · {node.get('failureSummary', '')[:200]}"
        for violation in page.evaluate(_AXE_DESCRIBED, run_only)["violations"]
        for node in violation["nodes"]
    ]
    return found or [f"{rule}: violated a moment ago" for rule in violated]


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


def check_nothing_scrolls_sideways(page: Page) -> list[str]:
    """Boxes of the content wider than they are shown, which a finger would have to move to be read; for phones.

    A table becomes cards there (``table--stack``, ``table--wide``). What is meant to be moved says so: ``data-slides``.
    """
    return page.evaluate(
        """() => [...document.querySelectorAll('main *')]
          .filter(e => ['auto', 'scroll'].includes(getComputedStyle(e).overflowX) && e.scrollWidth > e.clientWidth + 1)
          .filter(e => !e.matches('input, textarea, select, pre, [data-slides]') && !e.closest('.visually-hidden'))
          .map(e => `scrolls sideways: ${e.outerHTML.slice(0, 160)} ${e.scrollWidth} of ${e.clientWidth}`)"""
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


def check_bars(page: Page, highest_share: float = 0.15) -> list[str]:
    """Bars that stay in place over the middle of the page, if they cover more of the window than their share."""
    height = (page.viewport_size or {"height": 0})["height"]
    bars = page.evaluate(
        """() => {
          window.scrollTo(0, (document.documentElement.scrollHeight - innerHeight) / 2);
          const bars = [...document.body.querySelectorAll('*')].flatMap(element => {
            const position = getComputedStyle(element).position;
            if (position !== 'fixed' && position !== 'sticky') return [];
            const { top, bottom } = element.getBoundingClientRect();
            const height = Math.min(bottom, innerHeight) - Math.max(top, 0);
            return height > 0 ? [[element.className, height]] : [];
          });
          window.scrollTo(0, 0);
          return bars;
        }"""
    )
    covered = sum(high for _name, high in bars)
    return [f"{covered} of {height} pixels are covered by {bars}"] if covered > highest_share * height else []


def check_no_cut_words(page: Page) -> list[str]:
    """Words and numbers of at most 22 letters that a line's end cuts, and words that an edge cuts.

    Addresses may break anywhere; what only print shows does not count, nor what scrolls or ends in an ellipsis.
    """
    return page.evaluate(
        r"""() => {
          const found = new Set();
          const walker = document.createTreeWalker(document.querySelector('main'), NodeFilter.SHOW_TEXT);
          const range = document.createRange();
          const lines = () =>
            new Set([...range.getClientRects()].filter(r => r.width).map(r => Math.round(r.top))).size;
          while (walker.nextNode()) {
            const node = walker.currentNode;
            range.selectNodeContents(node);
            if (lines() < 2 || node.parentElement.closest('.visually-hidden, thead, script, pre, code, textarea, svg'))
              continue;
            for (const { 0: chunk, index } of node.data.matchAll(/\S+/g)) {
              if (/[\w)]@\w|:\/\/|^\W*(www\.|\/)|\w\.[a-z]{2,}(\/|$)/.test(chunk)) continue;
              for (const word of chunk.matchAll(/[\p{L}\p{N}]+(?:[.,\/]\p{N}+)*/gu)) {
                if (word[0].length > 22) continue;
                range.setStart(node, index + word.index);
                range.setEnd(node, index + word.index + word[0].length);
                if (lines() > 1) found.add(`${word[0]} in ${node.parentElement.outerHTML.slice(0, 120)}`);
              }
            }
          }
          for (const box of document.querySelectorAll('main *')) {
            if (!box.clientWidth || box.scrollWidth <= box.clientWidth + 1) continue;
            if (box.closest('.visually-hidden, thead, input, svg')) continue;
            const style = getComputedStyle(box);
            if (['hidden', 'clip'].includes(style.overflowX) && style.textOverflow !== 'ellipsis')
              found.add(`clipped: ${box.outerHTML.slice(0, 120)}`);
          }
          return [...found];
        }"""
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
    tab.page.wait_for_load_state("load")  # a page that has just begun has no root yet
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
