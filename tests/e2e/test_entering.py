# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""Comments of a platform that no software reads: typed in, read in from a table, answered by hand."""

import pytest
from django.utils.timezone import now
from django_scopes import scope
from playwright.sync_api import expect

from accounts.models import Role
from channels_mgmt.models import Channel
from community.models import PlatformAction
from community.services.actions import carry_out_action
from community.services.comment_import import enter_comment
from community.services.danger import ring
from tests.e2e.browser import THEMES, WIDTHS, check_no_cut_words, check_page, shoot
from tests.factories import MunicipalityFactory, person
from tests.waiting import wait_for

pytestmark = [pytest.mark.e2e, pytest.mark.django_db(transaction=True)]

TABLE = (
    "Name;Kommentar;Datum;Uhrzeit;Kennung\r\n"
    "Donaudampfschifffahrtskapitän;Was gilt bei einer Straßenverkehrsordnungswidrigkeit?;01.05.2026;10:00;k1\r\n"
    "Anna;Danke für die Auskunft!;02.05.2026;;k2\r\n"
)
WRONG = TABLE + "Bodo;Ohne Tag;;;k3\r\n"


@pytest.fixture
def town(transactional_db):
    return MunicipalityFactory(name="Konstanz", slug="konstanz")


@pytest.fixture
def channel(town):
    with scope(municipality=town):
        return Channel.objects.create(
            municipality=town, platform="tiktok", connector="manual", name="TikTok der Stadt",
            handle="tiktok.com/@stadt", account_id="https://www.tiktok.com/@stadt", state="live", live_slot=1,
        )  # fmt: skip


def test_a_comment_is_typed_in_answered_and_confirmed_by_hand(tab, town, channel):
    shown = tab(width=360, user=person(town, Role.MODERATOR))
    page = shown.open("/konstanz/dialog/eintragen/")
    assert check_page(shown) == []
    shoot(shown, "kommentar-eintragen")
    page.get_by_label("Wer hat ihn geschrieben?").fill("Anna")
    page.get_by_label("Der Kommentar", exact=True).fill("Wie teuer ist das Freibad?")
    page.get_by_role("button", name="Eintragen und öffnen").click()
    expect(page.get_by_role("heading", name="Anna")).to_be_visible()
    page.get_by_label("Antwort der Kommune").fill("Fünf Euro.")
    page.get_by_role("button", name="Antwort senden").click()
    with scope(municipality=town):
        wait_for(PlatformAction.objects.exists, "the answer waits for its ten seconds")
        PlatformAction.objects.update(due_at=now())
        action = PlatformAction.objects.get()
        carry_out_action(action.pk)
        comment = action.decision.comment_id
    page = shown.open(f"/konstanz/dialog/{comment}/")
    expect(page.get_by_text("Von Hand zu erledigen auf TikTok")).to_be_visible()
    assert check_page(shown) == []
    shoot(shown, "antwort-von-hand", full_page=True)
    page.get_by_role("button", name="Ist erledigt").click()
    expect(page.get_by_text("Ist erledigt")).to_have_count(0)
    with scope(municipality=town):
        assert PlatformAction.objects.get().is_published


@pytest.mark.parametrize("theme", THEMES)
def test_a_table_is_looked_at_before_it_is_taken_over(tab, town, channel, theme):
    moderator = person(town, Role.MODERATOR)
    for width in WIDTHS:
        shown = tab(width=width, theme=theme, user=moderator)
        page = shown.open("/konstanz/dialog/einlesen/")
        assert check_page(shown) == []
        shoot(shown, f"kommentare-einlesen-{theme}")
        file = {"name": "kommentare.csv", "mimeType": "text/csv", "buffer": WRONG.encode()}
        page.get_by_label("Datei").set_input_files(files=[file])
        page.get_by_role("button", name="Zeigen, was geschähe").click()
        expect(page.get_by_text("Der Tag fehlt")).to_be_visible()
        assert check_page(shown) == []
        assert check_no_cut_words(page) == []
        shoot(shown, f"kommentare-vorschau-{theme}", full_page=True)
        expect(page.get_by_role("button", name="Übernehmen")).to_have_count(0)
    page = shown.open("/konstanz/dialog/einlesen/")
    page.get_by_label("Datei").set_input_files(files=[file | {"buffer": TABLE.encode()}])
    page.get_by_role("button", name="Zeigen, was geschähe").click()
    page.get_by_role("button", name="Übernehmen").click()
    expect(page.get_by_text("2 neue Kommentare")).to_be_visible()


@pytest.mark.parametrize("theme", THEMES)
def test_a_danger_is_seen_to_and_put_together_for_the_police(tab, town, channel, theme):
    with scope(municipality=town):
        Channel.objects.update(connector="manual")
        moderator = person(town, Role.MODERATOR, name="Donata Fährmann-Schifffahrt")
        comment, _is_new = enter_comment(
            channel, actor=moderator, author="Zorniger Nachbar", text="Ich weiß, wo du wohnst.", posted_at=now()
        )
        ring(now())
    for width in WIDTHS:
        shown = tab(width=width, theme=theme, user=moderator)
        page = shown.open(f"/konstanz/dialog/{comment.pk}/")
        expect(page.get_by_text("Das kann Gefahr für jemanden bedeuten")).to_be_visible()
        assert check_page(shown) == []
        shoot(shown, f"gefahr-{theme}")
        page.get_by_role("link", name="Texte ansehen oder nur an eine Stelle melden").click()
        expect(page.get_by_role("heading", name="Meldung an die Plattform (DSA Art. 16)")).to_be_visible()
        assert check_page(shown) == []
        assert check_no_cut_words(page) == []
        shoot(shown, f"melden-{theme}", full_page=True)
    with page.expect_download() as download:
        page.get_by_role("button", name="Beweise sichern und herunterladen (Polizei)").click()
    assert download.value.suggested_filename == f"kommentar-{comment.pk}-polizei.zip"
    page = shown.open(f"/konstanz/dialog/{comment.pk}/")
    page.get_by_role("button", name="Ich kümmere mich darum").click()
    expect(page.get_by_text("Donata Fährmann-Schifffahrt kümmert sich darum.")).to_be_visible()
