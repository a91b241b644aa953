# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""A long answer and a notice in a browser: seen before they leave, on every screen, and settled by one button."""

import pytest
from django.utils.timezone import now
from django_scopes import scope, scopes_disabled
from playwright.sync_api import expect

from accounts.models import Role
from community.models import AnswerPart, Decision, NoticeMessage, PlatformAction
from community.services.answer_parts import TooLongForOne, note_part
from community.services.decisions import reply_to_comment
from tests.community.factories import comment_in, hidden_comment
from tests.e2e.browser import check_page, shoot
from tests.factories import MunicipalityFactory, person

pytestmark = [pytest.mark.e2e, pytest.mark.django_db(transaction=True)]

LONG = "\n\n".join(
    f"Zum {n}. Punkt: Die Bahnhofstraße bleibt bis Freitag gesperrt, der Bus hält in der Gartenstraße. "
    "Wer zu Fuß kommt, geht über den Marktplatz. Mit dem Rad kommen Sie auf der Nordseite durch."
    for n in range(1, 4)
)
SCREENS = [(360, "light"), (768, "dark"), (1440, "light")]


@pytest.fixture
def linde(transactional_db):
    town = MunicipalityFactory(name="Linde", slug="linde")
    town.moderator = person(town, Role.MODERATOR, name="Alma Beispiel")
    return town


def test_a_long_answer_is_shown_in_parts_and_sent_by_the_keyboard(tab, linde):
    with scope(municipality=linde):
        comment = comment_in(linde)
    window = tab(user=linde.moderator)
    page = window.open(f"/linde/dialog/{comment.pk}/")

    page.keyboard.press("r")
    page.keyboard.insert_text(LONG)
    expect(page.locator("#reply-length")).to_contain_text("in 3 Teilen")
    page.keyboard.press("Control+Enter")
    expect(page.locator("#in-parts")).to_contain_text("(3/3)")
    shoot(window, "parts-preview")
    page.get_by_role("button", name="In 3 Teilen senden").click()

    expect(page.get_by_role("button", name="Rückgängig")).to_be_visible()
    with scopes_disabled():
        assert Decision.objects.get().part_count == 3


def test_without_javascript_the_parts_are_confirmed_too(tab, linde):
    with scope(municipality=linde):
        comment = comment_in(linde)
    page = tab(user=linde.moderator, java_script_enabled=False).open(f"/linde/dialog/{comment.pk}/")

    page.locator("#id_text").fill(LONG)
    page.get_by_role("button", name="Antwort senden").click()
    expect(page.locator("#in-parts")).to_contain_text("(1/3)")
    page.get_by_role("button", name="In 3 Teilen senden").click()

    with scopes_disabled():
        assert AnswerPart.objects.count() == 2


def stuck_answer(town):
    """Part 1 stands, nobody knows of part 2."""
    with scope(municipality=town):
        comment = comment_in(town, text="Wie kommt man zum Markt?")
        with pytest.raises(TooLongForOne) as asked:
            reply_to_comment(comment, actor=town.moderator, text=LONG)
        comment.refresh_from_db()
        reply_to_comment(comment, actor=town.moderator, text=LONG, confirmed_parts=asked.value.confirmation)
        AnswerPart.objects.filter(number=1).update(
            state="published", published_at=now(), remote_url="https://social.example/post/2", remote_id="2"
        )
        AnswerPart.objects.filter(number=2).update(
            state="uncertain", uncertain_since=now(), error="Die Übungsplattform hat nicht rechtzeitig geantwortet."
        )
        note_part(AnswerPart.objects.select_related("decision").get(number=2))
    return comment


def test_what_is_stuck_in_the_middle_goes_on_by_one_button(tab, linde):
    comment = stuck_answer(linde)
    page = tab(user=linde.moderator).open(f"/linde/dialog/{comment.pk}/")

    page.get_by_role("button", name="Noch einmal nachsehen und weitermachen").click()

    expect(page.locator("#outcome .note--danger")).to_have_count(0)
    with scopes_disabled():
        assert PlatformAction.objects.get().is_scheduled


@pytest.mark.parametrize(("width", "theme"), SCREENS)
def test_the_parts_and_the_notice_fit_every_screen(tab, linde, width, theme):
    comment = stuck_answer(linde)
    with scope(municipality=linde):
        measure = hidden_comment(linde, linde.moderator).decisions.get()
        PlatformAction.objects.update_or_create(
            decision=measure, defaults={"due_at": now(), "state": "published", "published_at": now()}
        )
        refused = hidden_comment(linde, linde.moderator).decisions.get()
        NoticeMessage.objects.create(
            decision=refused,
            sent_by=linde.moderator,
            text="…",
            due_at=now(),
            state="rejected",
            error="Das Konto nimmt keine privaten Nachrichten an.",
        )
    for name, path in (
        ("parts-stuck", f"/linde/dialog/{comment.pk}/"),
        ("notice-send", f"/linde/dialog/entscheidung/{measure.pk}/bescheid/"),
        ("notice-refused", f"/linde/dialog/entscheidung/{refused.pk}/bescheid/"),
    ):
        window = tab(user=linde.moderator, width=width, theme=theme)
        window.open(path)
        shoot(window, name, full_page=True)
        assert check_page(window) == [], path
