# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""An appeal from the citizen's phone to the answer in the mailbox, in a browser."""

import re

import pytest
from django.utils.timezone import now
from django_scopes import scope, scopes_disabled
from playwright.sync_api import expect

from accounts.mail.letters import send_letter
from accounts.models import Letter, Role
from community.models import Appeal, Comment, PlatformAction
from community.services.appeals import decide_appeal
from community.services.public_settings import set_public_pages
from tests.community.factories import appeal_in, hidden_comment, moderator
from tests.e2e.browser import check_page
from tests.factories import MunicipalityFactory, person
from tests.mailserver import running_postbox

pytestmark = [pytest.mark.e2e, pytest.mark.django_db(transaction=True)]
REASONS = "Die Worte waren scharf, aber sie galten der Sache."


@pytest.fixture
def here(transactional_db):
    return MunicipalityFactory(
        name="Verwaltungsgemeinschaft Lindenhagen-Obermühlbach", contact_email="rathaus@stadt.example"
    )


@pytest.fixture
def postbox(settings):
    with running_postbox() as (box, port):
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", port
        settings.EMAIL_USE_TLS = settings.EMAIL_USE_SSL = False
        yield box


def deliver() -> None:
    """What the worker does every five seconds."""
    with scopes_disabled():
        for letter in Letter.objects.due(now()):
            send_letter(letter.pk)


def test_a_citizen_appeals_without_script_on_a_phone_and_gets_a_mail(tab, here, postbox):
    shown = tab(width=360, java_script_enabled=False)
    page = shown.open(f"/{here.slug}/netiquette/beschwerde/")

    page.get_by_label("Mein Kommentar wurde ausgeblendet").check()
    page.get_by_label("Plattform und Name").fill("Mastodon, @linde")
    # Typed as a person does: faster than three seconds the form would ask to look again.
    page.get_by_label("Warum halten Sie").press_sequentially("Das war Kritik. <b>Keine</b> Beleidigung!", delay=90)
    page.get_by_label("E-Mail-Adresse für unsere Antwort").fill("vera@mail.example")
    page.get_by_role("button", name="Beschwerde senden").click()

    expect(page.get_by_role("heading", level=1)).to_have_text("Ihre Beschwerde ist eingegangen")
    number = page.locator(".reference").inner_text()
    deliver()
    assert shown.context.cookies() == []
    assert postbox.recipients == ["vera@mail.example"]
    assert number in postbox.messages[0].get_payload(decode=True).decode()
    page.go_back()
    page.get_by_role("button", name="Beschwerde senden").click()
    expect(page.locator(".reference")).to_have_text(number)
    with scopes_disabled():
        assert Appeal.objects.count() == 1


def test_a_moderator_decides_by_keyboard_and_the_answer_leaves(tab, here, postbox):
    with scope(municipality=here):
        alma = moderator(here, name="Alma Beispiel")
        appeal = appeal_in(here, hidden_comment(here, moderator(here)), email="vera@mail.example")
    shown = tab(user=alma)
    page = shown.open(f"/{here.slug}/dialog/")
    page.get_by_role("link", name="Beschwerden").first.press("Enter")
    page.get_by_role("link", name=re.compile(appeal.reference)).press("Enter")
    page.get_by_label("Ja, die Maßnahme wird zurückgenommen").focus()
    page.keyboard.press("Space")

    page.keyboard.press("Tab")
    page.keyboard.type(REASONS)
    page.get_by_role("button", name="Entscheiden und antworten").press("Enter")

    expect(page.get_by_text("Nehmen Sie die Maßnahme zurück").first).to_be_visible()
    assert check_page(shown) == []
    deliver()
    assert any(REASONS in m.get_payload(decode=True).decode() for m in postbox.messages)
    page.get_by_label("Was wurde auf der Plattform getan?").fill("Wieder eingeblendet.")
    page.get_by_role("button", name="Vorgang abschließen").press("Enter")
    expect(page.get_by_text("Wieder eingeblendet.")).to_be_visible()


@pytest.mark.parametrize(("width", "theme"), [(360, "light"), (1440, "dark")])
def test_every_page_around_appeals_is_accessible(tab, here, width, theme):
    with scope(municipality=here):
        alma = person(here, Role.MODERATOR, Role.COMMUNICATIONS, name="Alma Beispiel")
        open_one = appeal_in(here, hidden_comment(here, moderator(here)), text="Sehrlangeswort" * 20)
        set_public_pages(here, actor=alma, answer_days=5, is_transparency_public=True)
        hidden = hidden_comment(here, moderator(here))
        PlatformAction.objects.update(state="published", outcome="hidden")
        Comment.objects.filter(pk=hidden.pk).update(is_hidden=True)
        upheld = appeal_in(here, hidden)
        decide_appeal(upheld, actor=alma, outcome="upheld", reasons=REASONS)
    dialog, public = f"/{here.slug}/dialog/beschwerden/", f"/{here.slug}/netiquette/"
    paths = [dialog, f"{dialog}?tab=mine", f"{dialog}{open_one.pk}/", f"{dialog}{open_one.pk}/zuordnen/"]
    paths += [f"{dialog}oeffentlich/", f"{public}beschwerde/", f"{public}transparenz/"]
    comment = f"/{here.slug}/dialog/{hidden.pk}/"
    paths += [f"{dialog}{upheld.pk}/", comment, f"{comment}einblenden/"]
    wrong = {}
    shown = tab(width=width, theme=theme, user=alma)
    for path in paths:
        shown.open(path)
        if found := check_page(shown):
            wrong[path] = found
    page = shown.open(f"{public}beschwerde/")
    page.get_by_role("button", name="Beschwerde senden").click()
    page.wait_for_load_state("load")
    shown.complaints.clear()  # the browser notes the answer 422
    if found := check_page(shown):
        wrong["with errors"] = found

    assert wrong == {}
