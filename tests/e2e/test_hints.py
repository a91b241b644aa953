# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""What software sees of a comment, answered by one key; and the page on which a town reads how good that is."""

import pytest
from django.utils.timezone import now
from django_scopes import scope
from playwright.sync_api import expect

from accounts.models import Role
from community.models import TriageModel, TriageSettings
from tests.community.test_teaching import blind_comment, seen_comment, suggest
from tests.e2e.browser import THEMES, WIDTHS, check_no_cut_words, check_page, shoot
from tests.factories import MunicipalityFactory, person

pytestmark = [pytest.mark.e2e, pytest.mark.django_db(transaction=True)]


@pytest.mark.parametrize("theme", THEMES)
def test_hints_are_read_and_answered_and_their_page_is_changed(tab, transactional_db, theme):
    town = MunicipalityFactory(name="Konstanz", slug="konstanz")
    press = person(town, Role.COMMUNICATIONS, name="Donata Fährmann-Schifffahrt")
    with scope(municipality=town):
        comment = seen_comment(town, text="Ihr Vollpfosten! Muslime feiern hier.", kind="criticism", triage_edition=1)
        suggest(comment, shows_band=True, band="high")
        suggest(comment, "hate", band="mid", is_by_rule=False, is_capped=True, words=["Muslime"])
        blind = blind_comment(town, text="Schlafmützen!", kind="other", triage_edition=1)
        suggest(blind)
        calm = seen_comment(town, text="Der Weiher ist schön.", kind="other", triage_edition=1)
        count = {"decisions": 43, "positives": 3, "rule_hits": 5, "rule_right": 4}
        counts = {
            "insult": count,
            "hate": count | {"decisions": 1204, "positives": 402},
            "spam": count | {"decisions": 150},
        }
        agreement = {"shown": 100, "shown_agreed": 90, "hidden": 50, "hidden_agreed": 30}
        TriageSettings.objects.create(municipality=town, figures={"labels": counts, "agreement": agreement})
        judged = {"hate": {"decisions": 1204, "is_worth_it": True, "is_fair": True}}
        for number, state in ((1, "retired"), (2, "active"), (3, "shadow")):
            TriageModel.objects.create(
                municipality=town,
                version=number,
                state=state,
                judged=judged,
                content=b"0",
                size=1,
                examples_sha256=str(number),
                outcome="Fassung 2 ist an ihre Stelle getreten." if state == "retired" else "",
                activated_at=now(),
            )
    for width in WIDTHS:
        shown = tab(width=width, theme=theme, user=press)
        for path, name in (
            (f"{comment.pk}/", "hinweise-am-kommentar"),
            (f"{blind.pk}/", "hinweise-blindprobe"),
            (f"{calm.pk}/", "hinweise-keine"),
            ("hinweise/", "hinweise-der-software"),
        ):
            page = shown.open(f"/konstanz/dialog/{path}")
            page.evaluate("for (const part of document.querySelectorAll('details.disclosure')) part.open = true")
            assert check_page(shown) == []
            assert check_no_cut_words(page) == []
            shoot(shown, f"{name}-{theme}", full_page=True)
    page.get_by_label("Ein Text zum Ausprobieren").fill("Ihr Vollpfosten!")
    page.get_by_role("button", name="Ausprobieren").click()
    expect(page.locator("#tried")).to_contain_text("Vollpfosten")
    page = shown.open(f"/konstanz/dialog/{comment.pk}/")
    page.keyboard.press("n")
    expect(page.locator("#hints")).to_contain_text("Ein Mensch hat gesagt: stimmt nicht.")
