# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""From an idea to a draft, and the composer with what it folds."""

import pytest
from django_scopes import scope
from playwright.sync_api import expect

from accounts.models import Role
from channels_mgmt.models import Topic
from channels_mgmt.services.topics import note_question, set_topic_aside, suggest_topic
from strategy.models import Pillar, Strategy, TargetGroup
from tests.channels_mgmt.factories import give_mandate, live_channel
from tests.e2e.browser import THEMES, WIDTHS, check_no_cut_words, check_page, shoot
from tests.factories import MunicipalityFactory, person

pytestmark = [pytest.mark.e2e, pytest.mark.django_db(transaction=True)]


@pytest.mark.parametrize("theme", THEMES)
def test_an_idea_becomes_a_draft_and_every_page_on_the_way_is_whole(tab, transactional_db, theme):
    town = MunicipalityFactory(name="Konstanz", slug="konstanz")
    editor = person(town, Role.EDITOR)
    with scope(municipality=town):
        give_mandate(town, "mastodon")
        live_channel(town)
        strategy = Strategy.objects.get(municipality=town)
        Pillar.objects.create(strategy=strategy, slot=1, name="Eigene Arbeit erklären", quota=40)
        TargetGroup.objects.create(strategy=strategy, rank=1, name="Familien", age_from=25)
        note = "Immer im November fragen viele danach. Mit Foto vom Bauhof."
        note_question(town, actor=editor, comment_number=7, title="Wer räumt den Gehweg?", note=note)
        aside = suggest_topic(town, actor=editor, title="Neues Logo")
        set_topic_aside(aside, actor=editor, reason="Erst nach dem Beschluss des Gemeinderats")
    for width in WIDTHS:
        shown = tab(width=width, theme=theme, user=editor)
        page = shown.open("/konstanz/planen/themen/?stand=alle")
        assert check_page(shown) == []
        assert check_no_cut_words(page) == []
        shoot(shown, f"themen-{theme}")
        page = shown.open("/konstanz/planen/neu/?vorlage=sperrung")
        page.get_by_text("Einordnung: Art").click()
        expect(page.get_by_label("Inhaltssäule")).to_be_visible()
        assert check_page(shown) == []
        shoot(shown, f"einordnung-{theme}")
        page = shown.open("/konstanz/planen/neu/")
        page.get_by_text("Mit einer Vorlage beginnen").click()
        assert check_page(shown) == []
        shoot(shown, f"vorlagen-{theme}")
    page = shown.open("/konstanz/planen/themen/")
    page.get_by_role("link", name="Beitrag daraus machen").click()
    expect(page.get_by_label("Arbeitstitel")).to_have_value("Wer räumt den Gehweg?")
    page.get_by_role("button", name="Entwurf speichern").last.click()
    expect(page.get_by_role("link", name="Wer räumt den Gehweg?")).to_be_visible()
    with scope(municipality=town):
        assert Topic.objects.get(comment_number=7).post is not None
