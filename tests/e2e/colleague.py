# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""A person of the town hall at the browser: fills fields by name, presses what the page calls it."""

import re
from typing import Any

from django.utils.translation import gettext, override
from playwright.sync_api import Page, expect

from tests.e2e.browser import Tab, wait_for_keys


def in_german(source: str) -> str:
    """What the page says for an English source string."""
    with override("de"):
        return gettext(source)


class Colleague:
    def __init__(self, tab: Tab, town: str) -> None:
        self.tab = tab
        self.town = town
        self.page: Page = tab.page

    def open(self, path: str) -> "Colleague":
        """A page of the town, or any address that begins with a slash."""
        self.tab.open(path if path.startswith("/") else f"/{self.town}/{path}")
        return self

    def fill(self, **values: Any) -> "Colleague":
        """Text by field name; ``True`` ticks, a list ticks several; ``__`` in a name stands for a hyphen."""
        for name, value in values.items():
            field = self.page.locator(f'[name="{name.replace("__", "-")}"]:not([type=hidden])')
            if value is True:
                field.first.check()
            elif isinstance(value, list):
                for one in value:
                    self.page.locator(f'[name="{name}"][value="{one}"]').check()
            elif field.first.evaluate("e => e.tagName") == "SELECT":
                field.first.select_option(str(value))
            elif field.first.get_attribute("type") == "radio":
                self.page.locator(f'[name="{name}"][value="{value}"]').check()
            else:
                field.first.fill(str(value))
        return self

    def press(self, label: str, *, within: str = "main") -> "Colleague":
        """A button or link by its English source string."""
        words = re.compile(rf"^\s*{re.escape(in_german(label))}")
        area = self.page.locator(within)
        area.get_by_role("button", name=words).or_(area.get_by_role("link", name=words)).first.click()
        self.page.wait_for_load_state("load")
        return self

    def key(self, keys: str) -> "Colleague":
        """Press ``keys`` once they act: nobody reads a page before it has come to rest."""
        wait_for_keys(self.page)
        self.page.keyboard.press(keys)
        return self

    def sees(self, text: str) -> "Colleague":
        """Some German words on the page."""
        expect(self.page.locator("body")).to_contain_text(text)
        return self

    def reads(self, source: str) -> "Colleague":
        """A sentence of the product by its English source string."""
        return self.sees(in_german(source))
