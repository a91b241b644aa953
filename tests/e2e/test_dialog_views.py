# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""Views, filters and thanks by keyboard, and on a phone in one line each."""

from datetime import timedelta

import pytest
from django.utils import timezone
from django_scopes import scope, scopes_disabled
from playwright.sync_api import expect

from accounts.models import Role
from community.models import Comment, Decision
from tests.community.factories import comment_in, snippet_in
from tests.e2e.browser import WIDTHS, check_bars, check_no_cut_words, check_page, shoot
from tests.factories import MunicipalityFactory, person

pytestmark = [pytest.mark.e2e, pytest.mark.django_db(transaction=True)]

TEXTS = {
    "question": "Wann öffnet das Freibad?",
    "praise": "Vielen Dank, das ist sehr gelungen!",
    "criticism": "Eine Frechheit.",
    "other": "Aha.",
}


@pytest.fixture
def linde(transactional_db):
    town = MunicipalityFactory(name="Linde", slug="linde")
    town.moderator = person(town, Role.MODERATOR, name="Alma Beispiel")
    with scope(municipality=town):
        at = timezone.now()
        town.comments_by_kind = {
            kind: comment_in(town, text=text, kind=kind, due_at=at + timedelta(hours=n), posted_at=at)
            for n, (kind, text) in enumerate(TEXTS.items(), 1)
        }
        snippet_in(town, town.moderator, name="Dank", text="Vielen Dank für das Lob!")
    return town


def decisions():
    with scopes_disabled():
        return list(Decision.objects.order_by("pk").select_related("comment"))


def test_praise_is_thanked_for_in_two_strokes_and_the_next_praise_follows(tab, linde, capsys):
    with scope(municipality=linde):
        second = comment_in(linde, text="Super!", kind="praise", due_at=timezone.now() + timedelta(days=1))
    praise = linde.comments_by_kind["praise"]
    shown = tab(user=linde.moderator)
    page = shown.open(f"/linde/dialog/{praise.pk}/?tab=praise")
    strokes = ["p", "Control+Enter"]

    page.keyboard.press(strokes[0])
    expect(page.locator("#id_text")).to_have_value("Vielen Dank für das Lob!")
    expect(page.locator("#id_text")).to_be_focused()
    assert decisions() == []
    page.keyboard.press(strokes[1])

    expect(page.locator(f"[data-comment='{second.pk}']")).to_be_visible()
    expect(page.get_by_role("button", name="Rückgängig")).to_be_visible()
    [decision] = decisions()
    assert (decision.comment, decision.reply_text) == (praise, "Vielen Dank für das Lob!")
    with capsys.disabled():
        print(f"\nThanks for praise: {len(strokes)} strokes")
    assert shown.complaints == []


def test_an_answer_begun_is_not_lost_to_the_key_that_thanks(tab, linde):
    page = tab(user=linde.moderator).open(f"/linde/dialog/{linde.comments_by_kind['praise'].pk}/")
    page.keyboard.press("r")
    page.keyboard.type("Schon halb geschrieben")
    page.keyboard.press("Escape")
    page.wait_for_timeout(1000)

    page.keyboard.press("p")

    expect(page.get_by_text("Schon halb geschrieben").first).to_be_visible()


def test_the_filters_open_by_keyboard_and_leave_in_what_they_say(tab, linde):
    shown = tab(user=linde.moderator)
    page = shown.open("/linde/dialog/")
    expect(page.locator("[id^=row-]")).to_have_count(4)
    page.get_by_text("Filter", exact=True).focus()
    page.keyboard.press("Enter")

    page.locator(".dialog-filters__groups a", has_text="Kritik").click()

    expect(page.locator("[id^=row-]")).to_have_count(1)
    expect(page).to_have_url(f"{shown.base_url}/linde/dialog/?kind=criticism")
    page.locator("#dialog-chips a", has_text="Kritik").click()
    expect(page.locator("[id^=row-]")).to_have_count(4)
    page.locator("#dialog-tabs a", has_text="Fragen").click()
    expect(page).to_have_url(f"{shown.base_url}/linde/dialog/?tab=questions")
    expect(page.locator("[id^=row-]")).to_have_count(1)
    page.wait_for_load_state("load")
    page.keyboard.press("c")
    expect(page.locator(f"[data-comment='{linde.comments_by_kind['question'].pk}']")).to_be_visible()
    assert shown.complaints == []


def test_views_and_filters_are_readable_at_every_width(tab, linde):
    for width in WIDTHS:
        for theme in ("light", "dark"):
            shown = tab(width=width, user=linde.moderator, theme=theme)
            page = shown.open("/linde/dialog/?kind=question&days=7")
            shoot(shown, f"views-{theme}", full_page=True)
            if width == 360:
                for line in (".dialog-tabs .tabs", ".dialog-filters"):
                    assert page.locator(line).bounding_box()["height"] <= 64
            page.get_by_text("Filter", exact=True).click()
            shoot(shown, f"views-open-{theme}", full_page=True)

            assert check_page(shown) == []
            assert [*check_no_cut_words(page), *(check_bars(page) if width == 360 else [])] == []


def test_the_desk_names_the_kind_and_its_words(tab, linde):
    shown = tab(user=linde.moderator)
    page = shown.open(f"/linde/dialog/{linde.comments_by_kind['praise'].pk}/")
    shoot(shown, "views-desk", full_page=True)

    expect(page.locator("#desk mark").first).to_have_text("Vielen Dank")
    with scopes_disabled():
        assert Comment.objects.filter(kind="praise").count() == 1
