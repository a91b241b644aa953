# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""More than a hundred comments, worked off by keyboard alone on the real pages; the strokes of each are counted.

The sample was written for this project. ``COMMENTS_FILE`` names another table: its first hundred and twenty texts come
in by the same way, the import of tables, and are treated as the rules for kinds suggest.
"""

import csv
import os
import re
from collections import Counter
from dataclasses import dataclass, field
from datetime import timedelta
from io import StringIO
from pathlib import Path
from time import monotonic

import pytest
from django.utils.timezone import now
from django_scopes import scope, scopes_disabled
from playwright.sync_api import Page, expect

from accounts.models import Role
from channels_mgmt.models import Channel
from community.models import Comment, Decision, HandedOn
from community.services.comment_import import plan_of_sheet, read_comment_sheet, take_over_comments
from core.tables import read_table
from tests.community.factories import netiquette_in_force, snippet_in
from tests.e2e.browser import wait_for_keys
from tests.factories import MunicipalityFactory, person

pytestmark = [pytest.mark.e2e, pytest.mark.django_db(transaction=True)]

SAMPLE = Path(__file__).parent / "samples" / "hundred_comments.csv"
MOST = 120
#: Between two letters of somebody who types quickly.
LETTER_MS = 20
#: What is wanted → the keys for it; letters that are typed into a field are counted apart.
PLAIN = {"Lob": 2, "Kritik": 1}
OF_KIND = {"question": "Frage", "praise": "Lob", "criticism": "Kritik", "other": "Kritik"}
SENTENCES = {"Werbung": "Wirbt für ein Geschäft.", "Beleidigung": "Setzt andere herab."}
TEXTS = {"Frage": ("sei", "Das steht auf unserer Seite."), "Meldung": ("bau", "Danke, der Bauhof sieht nach.")}


@dataclass
class Strokes:
    """Keys that were pressed and letters that were typed, by what the comment was about."""

    keys: dict[str, list[int]] = field(default_factory=dict)
    letters: dict[str, list[int]] = field(default_factory=dict)
    pressed: int = 0
    typed: int = 0

    def book(self, concern: str) -> None:
        self.keys.setdefault(concern, []).append(self.pressed)
        self.letters.setdefault(concern, []).append(self.typed)
        self.pressed = self.typed = 0

    def table(self, seconds: float) -> str:
        lines = [f"\n{'':<14}{'comments':>9}{'keys each':>11}{'at most':>9}{'letters':>9}"]
        for concern, keys in sorted(self.keys.items(), key=lambda item: sum(item[1]) / len(item[1])):
            letters = self.letters[concern]
            mean = sum(keys) / len(keys)
            lines.append(f"{concern:<14}{len(keys):>9}{mean:>11.1f}{max(keys):>9}{sum(letters) / len(letters):>9.1f}")
        every = [number for keys in self.keys.values() for number in keys]
        lines.append(f"{'all':<14}{len(every):>9}{sum(every) / len(every):>11.2f}{max(every):>9}   {seconds:.0f} s")
        return "\n".join(lines)


class Moderator:
    """Works at the keyboard: reads what is on the desk, presses, and waits only for what can be seen."""

    def __init__(self, page: Page) -> None:
        self.page, self.strokes = page, Strokes()

    def press(self, key: str) -> None:
        self.strokes.pressed += 1
        self.page.keyboard.press(key)

    def type(self, words: str) -> None:
        self.strokes.typed += len(words)
        self.page.keyboard.type(words, delay=LETTER_MS)

    @property
    def shown(self) -> int:
        return int(self.page.locator("[data-comment]").get_attribute("data-comment") or 0)

    def sees_desk(self) -> None:
        """It is there as a whole and at rest: nobody who reads the clauses is quicker than that."""
        wait_for_keys(self.page)

    def sees_next(self, before: int) -> None:
        """Another comment is there and may be decided about, or nothing is left."""
        self.page.wait_for_function(
            """before => {
              const [shown, desk] = [document.querySelector('[data-comment]'), document.getElementById('desk')];
              return desk && !window.dorflindeKeys?.isHeld() && document.readyState === 'complete'
                && (shown ? shown.dataset.comment !== before : desk.textContent.trim() !== '');
            }""",
            arg=str(before),
        )

    def settle(self, concern: str) -> None:
        if concern == "Lob":
            self.press("p")
            expect(self.page.locator("#id_text")).to_be_focused()
            self.press("Control+Enter")
        elif concern in TEXTS:
            self.press("t")
            self.type(TEXTS[concern][0])
            self.press("Enter")
            expect(self.page.locator("#id_text")).to_have_value(TEXTS[concern][1])
            self.press("Control+Enter")
        elif concern in SENTENCES:
            self.press("h")
            expect(self.page.locator("[name=clause]").first).to_be_visible()
            self.sees_desk()
            self.press("1" if concern == "Beleidigung" else "2")
            self.type(SENTENCES[concern])
            self.press("Control+Enter")
        elif concern == "Belastend":
            self.press("w")
            expect(self.page.get_by_text("Weitergegeben")).to_be_visible()
            self.page.wait_for_load_state("load")
            self.sees_desk()
            self.press("c")
        else:
            self.press("l")


def wanted() -> list[tuple[str, str]]:
    """Of each comment what it is about, "" where nobody said, and its text."""
    if named := os.environ.get("COMMENTS_FILE"):
        return [("", text) for text in longest_column(Path(named))][:MOST]
    with SAMPLE.open(encoding="utf-8", newline="") as lines:
        return [(row["Anliegen"], row["Kommentar"]) for row in csv.DictReader(lines, delimiter=";")]


def longest_column(table: Path) -> list[str]:
    """The texts of a table: the column with the most letters."""
    (_number, first), *rows = read_table(b"".join(table.read_bytes().splitlines(keepends=True)[: MOST * 3]), MOST * 3)
    letters = [sum(len(cells[at]) for _number, cells in rows if len(cells) > at) for at in range(len(first))]
    at = letters.index(max(letters))
    return [cells[at][:5000] for _number, cells in rows if len(cells) > at and cells[at].strip()]


def bring_in(town, moderator, comments: list[tuple[str, str]]) -> dict[int, str]:
    """By the import of tables; the number of each comment → what it is about."""
    channel = Channel.objects.create(
        municipality=town,
        platform="facebook",
        connector="facebook",
        name="Facebook",
        handle="linde",
        account_id="4711",
        state="live",
        live_slot=1,
        live_since=now() - timedelta(days=30),
    )
    table = StringIO()
    writer = csv.writer(table, delimiter=";")
    writer.writerow(["Name", "Kommentar", "Datum", "Kennung"])
    for number, (_concern, text) in enumerate(comments):
        at = now() - timedelta(minutes=900 - number)
        writer.writerow([f"Konto {number % 40}", text, f"{at:%Y-%m-%d %H:%M}", f"k{number}"])
    content = table.getvalue().encode()
    sheet = read_comment_sheet(channel, actor=moderator, content=content, file_name="kommentare.csv")
    take_over_comments(sheet, actor=moderator, seen_revision=plan_of_sheet(sheet).revision)
    found = {}
    for comment in Comment.objects.filter(municipality=town):
        said = comments[int(comment.remote_id[1:])][0]
        found[comment.pk] = said or OF_KIND[comment.kind]
    return found


@pytest.fixture
def linde(transactional_db):
    town = MunicipalityFactory(name="Linde", slug="linde")
    town.moderator = person(town, Role.MODERATOR, name="Alma Beispiel")
    with scope(municipality=town):
        netiquette_in_force(town)
        snippet_in(town, town.moderator, name="Dank", text="Vielen Dank für das Lob!")
        snippet_in(town, town.moderator, name="Auf der Seite", text=TEXTS["Frage"][1])
        snippet_in(town, town.moderator, name="Bauhof", text=TEXTS["Meldung"][1])
        town.concerns = bring_in(town, town.moderator, wanted())
    return town


def test_more_than_a_hundred_comments_are_settled_by_keyboard_with_few_strokes(tab, linde, capsys):
    window = tab(user=linde.moderator)
    page = window.open("/linde/dialog/")
    moderator, began = Moderator(page), monotonic()
    page.keyboard.press("c")
    moderator.sees_next(0)

    for _ in range(len(linde.concerns)):
        before = moderator.shown
        moderator.settle(linde.concerns[before])
        moderator.sees_next(before)
        moderator.strokes.book(linde.concerns[before])
    seconds = monotonic() - began

    with capsys.disabled():
        print(moderator.strokes.table(seconds))
    with scopes_disabled():
        decided = Counter(linde.concerns[pk] for pk in Decision.objects.values_list("comment", flat=True))
        handed_on = Counter(linde.concerns[pk] for pk in HandedOn.objects.values_list("comment", flat=True))
    assert decided + handed_on == Counter(linde.concerns.values())
    assert len(linde.concerns) >= 100
    assert all(max(moderator.strokes.keys.get(concern, [0])) <= most for concern, most in PLAIN.items())
    assert max(number for keys in moderator.strokes.keys.values() for number in keys) <= 3
    assert [line for line in window.complaints if not re.search("favicon", line)] == []
