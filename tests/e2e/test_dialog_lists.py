# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""The list of the dialogue without a comment, with one and with a thousand, and below its first page."""

from datetime import timedelta

import pytest
from django.utils import timezone
from django_scopes import scope
from playwright.sync_api import expect

from accounts.models import Role
from community.models import Comment
from tests.community.factories import comment_in
from tests.e2e.browser import WIDTHS, check_bars, check_no_cut_words, check_page, shoot
from tests.factories import MunicipalityFactory, person

pytestmark = [pytest.mark.e2e, pytest.mark.django_db(transaction=True)]

ON_A_PAGE = 50


@pytest.fixture
def linde(transactional_db):
    town = MunicipalityFactory(name="Linde", slug="linde")
    town.moderator = person(town, Role.MODERATOR, name="Anna Annahme")
    return town


def write_comments(town, number):
    """The oldest first, as the list shows them."""
    if not number:
        return []
    begin = timezone.now() - timedelta(days=2)
    with scope(municipality=town):
        comment = comment_in(town, text="Wo ist die Haltestelle 0?", due_at=begin)
        for n in range(1, number):
            moment = begin + timedelta(seconds=n)
            comment.pk, comment.remote_id = None, f"{comment.remote_id}-{n}"[-100:]
            comment.text, comment.due_at = f"Wo ist die Haltestelle {n}?", moment
            comment.save(force_insert=True)
        return list(Comment.objects.order_by("due_at"))


@pytest.mark.parametrize("number", [0, 1, 1000])
def test_the_list_is_readable_and_accessible_with_few_and_many_comments(tab, linde, number):
    write_comments(linde, number)
    for width in WIDTHS:
        shown = tab(width=width, user=linde.moderator)
        page = shown.open("/linde/dialog/")
        shoot(shown, f"dialog-{number}", full_page=True)

        assert check_page(shown) == []
        assert [*check_no_cut_words(page), *(check_bars(page) if width == 360 else [])] == []
        assert page.locator("[id^=row-]").count() == min(number, ON_A_PAGE)
        expect(page.get_by_role("heading", level=1)).to_have_text("Dialog")
    if number == 1000:
        expect(page.locator(".side__nav .nav-link[aria-current] .count").first).to_contain_text("99+")
        expect(page.locator("#dialog-tabs a[aria-current] .count")).to_contain_text("500+")


def test_below_row_50_the_list_goes_on_after_a_decision(tab, linde):
    comments = write_comments(linde, ON_A_PAGE + 3)
    shown = tab(user=linde.moderator)
    page = shown.open(f"/linde/dialog/{comments[ON_A_PAGE - 1].pk}/")

    page.keyboard.press("l")

    following = comments[ON_A_PAGE]
    expect(page.locator(f"[data-comment='{following.pk}']")).to_be_visible()
    expect(page.locator("#comment-title")).to_be_focused()
    # Its line stands on the next page of the list, which is fetched by itself.
    expect(page.locator(f"#row-{comments[-1].pk}")).to_be_visible()
    expect(page.locator(f"#row-{following.pk} [aria-current]")).to_have_count(1)
    rows = page.locator("[id^=row-]").evaluate_all("rows => rows.map(row => Number(row.id.slice(4)))")
    assert rows == [comment.pk for comment in comments]

    page.locator("body").press("l")
    expect(page.locator(f"[data-comment='{comments[ON_A_PAGE + 1].pk}']")).to_be_visible()
    expect(page.locator(f"#row-{following.pk} .badge")).to_have_text("Stehen gelassen")
    assert shown.complaints == []
