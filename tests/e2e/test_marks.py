# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""What the platform deleted and which accounts a person marked, as the desk, the list and the pages show it."""

import pytest
from django.utils.timezone import now
from django_scopes import scope
from playwright.sync_api import expect

from accounts.models import Role
from community.models import Author, Comment
from community.services.gone import note_gone
from community.services.marking import mark_account
from tests.community.factories import comment_in, comment_on
from tests.e2e.browser import THEMES, WIDTHS, check_no_cut_words, check_page, shoot
from tests.factories import MunicipalityFactory, person

pytestmark = [pytest.mark.e2e, pytest.mark.django_db(transaction=True)]


@pytest.mark.parametrize("theme", THEMES)
def test_deleted_comments_and_marked_accounts_are_shown_and_taken_back(tab, transactional_db, theme):
    town = MunicipalityFactory(name="Konstanz", slug="konstanz")
    moderator = person(town, Role.MODERATOR, name="Donata Fährmann-Schifffahrt")
    with scope(municipality=town):
        threat = comment_in(town, text="Ich weiß, wo du wohnst.", urgency=Comment.Urgency.DANGER)
        gone = comment_on(threat.delivery, text="Das war wohl zu scharf formuliert.")
        folded = comment_on(threat.delivery, text="Gewinnspielteilnahmebedingungen: jetzt zugreifen!")
        Comment.objects.update(likes=1234, answers=2, counted_at=now())
        for one in (threat, gone):
            note_gone(Comment.objects.get(pk=one.pk), now())
        mark_account(folded.author, actor=moderator, standing=Author.Standing.SPAM)
        Comment.objects.filter(pk=folded.pk).update(apart=Author.Standing.SPAM)
    for width in WIDTHS:
        shown = tab(width=width, theme=theme, user=moderator)
        for path, name in (
            ("", "liste-mit-werbung"),
            ("?tab=decided&state=gone", "liste-nicht-mehr-da"),
            (f"{threat.pk}/", "platz-geloescht"),
            (f"{folded.pk}/", "platz-werbung"),
            ("konten/", "eingeordnete-konten"),
        ):
            page = shown.open(f"/konstanz/dialog/{path}")
            page.evaluate("for (const part of document.querySelectorAll('details.disclosure')) part.open = true")
            assert check_page(shown) == []
            assert check_no_cut_words(page) == []
            shoot(shown, f"{name}-{theme}", full_page=True)
    page.get_by_role("button", name="Zurücknehmen").click()
    expect(page.get_by_text("Kein Konto ist eingeordnet")).to_be_visible()
    page = shown.open("/konstanz/dialog/")
    expect(page.get_by_text("Gewinnspielteilnahmebedingungen")).to_be_visible()
