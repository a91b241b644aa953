# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""A warning goes out from a phone in two steps, and a second person confirms it."""

import pytest
from django_scopes import scope
from playwright.sync_api import expect

from accounts.models import Role
from channels_mgmt.models import Delivery, EmergencyRelease, Post, PostTarget
from channels_mgmt.services.publishing import publish_delivery
from channels_mgmt.services.stops import stop_publishing
from tests.channels_mgmt.live import make_live_town
from tests.e2e.browser import THEMES, WIDTHS, check_no_cut_words, check_page, shoot
from tests.factories import MunicipalityFactory, person

pytestmark = [pytest.mark.e2e, pytest.mark.django_db(transaction=True)]

WHY = "Giftwolke über dem Hafen, die Feuerwehr bittet um sofortige Warnung"
TEXT = "Schließen Sie Fenster und Türen. Schalten Sie Lüftungen aus. Hören Sie Radio."


@pytest.fixture
def town(transactional_db):
    return MunicipalityFactory(name="Konstanz", slug="konstanz")


def warning(live, author):
    post = Post.objects.create(
        municipality=live.town, title="Warnung vor der Giftwolke", text=TEXT, author=author, risk=Post.Risk.CRISIS
    )
    PostTarget.objects.create(post=post, channel=live.channel)
    return post


@pytest.mark.parametrize("theme", THEMES)
def test_one_person_warns_in_two_steps_and_a_second_one_confirms(tab, town, theme):
    with scope(municipality=town):
        live = make_live_town(town)
        stop_publishing(town, actor=live.approver, reason="Unfall am Hafen")
    for width in WIDTHS:
        editor = person(town, Role.EDITOR)
        with scope(municipality=town):
            post = warning(live, editor)
        shown = tab(width=width, theme=theme, user=editor)
        page = shown.open(f"/konstanz/planen/beitrag/{post.pk}/")
        page.get_by_role("link", name="Als Notfallbeitrag veröffentlichen").click()
        expect(page.get_by_label("Warum kann das nicht auf eine zweite Person warten?")).to_be_visible()
        assert check_page(shown) == []
        shoot(shown, f"notfall-1-{theme}")
        page.get_by_label("Warum kann das nicht auf eine zweite Person warten?").fill(WHY)
        page.get_by_role("button", name="Weiter zum zweiten Schritt").click()
        expect(page.get_by_text(TEXT).first).to_be_visible()
        assert check_page(shown) == []
        assert check_no_cut_words(page) == []
        shoot(shown, f"notfall-2-{theme}")
        page.get_by_role("button", name="Sofort veröffentlichen").click()
        expect(page.locator("#id_goes_past_stop_error")).to_be_visible()
        shown.complaints.clear()  # the browser notes the answer 422
        page.get_by_label("Dieser eine Beitrag erscheint trotzdem").check()
        page.get_by_label("Ich habe Text, Kanäle und Bilder gerade gelesen").check()
        page.get_by_role("button", name="Sofort veröffentlichen").click()
        expect(page.get_by_text("Der Notfallbeitrag geht jetzt hinaus.")).to_be_visible()
        with scope(municipality=town):
            publish_delivery(Delivery.objects.get(post=post).pk)
            assert TEXT in live.public_texts[-1]
        page.reload()
        assert check_page(shown) == []
        shoot(shown, f"notfall-3-{theme}")

        second = tab(width=width, theme=theme, user=live.approver)
        page = second.open(f"/konstanz/planen/beitrag/{post.pk}/")
        assert check_page(second) == []
        shoot(second, f"notfall-4-{theme}")
        page.get_by_role("button", name="Bestätigen: Das war richtig").click()
        expect(page.get_by_text("Danke. Der Notfallbeitrag ist bestätigt.")).to_be_visible()
    with scope(municipality=town):
        assert not EmergencyRelease.objects.open().exists()
