# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""Where a post belongs: offered as the strategy in force names it, kept by name, shown, never part of an approval."""

from datetime import date
from importlib import import_module

import pytest
from django.apps import apps
from django.urls import reverse

from accounts.models import Role
from channels_mgmt.domain.placing import Placing
from channels_mgmt.forms.planning import PostForm
from channels_mgmt.models import Post
from channels_mgmt.services.copies import duplicate_post
from channels_mgmt.services.planning import create_post, edit_post
from strategy.models import Pillar, Strategy, TargetGroup
from tests.channels_mgmt.factories import give_mandate
from tests.factories import person

PLACED = Placing("Alltag", "Familien", date(2026, 11, 20), "Bauamt, Durchwahl 12")


@pytest.fixture
def editor(town):
    return person(town, Role.EDITOR)


@pytest.fixture
def strategy(town):
    give_mandate(town, "mastodon")
    strategy = Strategy.objects.get()
    Pillar.objects.create(strategy=strategy, slot=2, name="Alltag", quota=60)
    Pillar.objects.create(strategy=strategy, slot=1, name="Eigene Arbeit", quota=40)
    TargetGroup.objects.create(strategy=strategy, rank=1, name="Familien", age_from=25)
    return strategy


def offered(town, name, post=None):
    form = PostForm(town, post=post)
    return [value for value, _label in form.fields[name].choices] if name in form.fields else None


def test_pillars_and_groups_of_the_strategy_in_force_are_offered_in_its_order(town, strategy):
    assert offered(town, "pillar") == ["", "Eigene Arbeit", "Alltag"]
    assert offered(town, "target_group") == ["", "Familien"]


def test_without_a_strategy_in_force_nothing_is_asked(town):
    assert (offered(town, "pillar"), offered(town, "target_group")) == (None, None)


def test_a_post_keeps_the_name_an_earlier_strategy_gave(town, editor, strategy):
    post = create_post(town, actor=editor, title="Winterdienst", placing=Placing(pillar="Von früher"))

    assert offered(town, "pillar", post) == ["", "Eigene Arbeit", "Alltag", "Von früher"]


def test_the_composer_stores_it_and_the_page_shows_it(town, client, editor, strategy):
    client.force_login(editor)
    typed = {"title": "Winterdienst", "text": "Ab 6 Uhr.", "kind": "warning", "risk": "sensitive", "action": "save"}
    typed |= {"pillar": "Alltag", "target_group": "Familien", "facts_as_of": "2026-11-20", "contact": PLACED.contact}

    client.post(reverse("planning:post_create", args=[town.slug]), typed)

    post = Post.objects.get()
    assert (post.kind, post.placing) == (Post.Kind.WARNING, PLACED)
    shown = client.get(reverse("planning:post_detail", args=[town.slug, post.pk])).content.decode()
    for words in ("Alltag", "Familien", "20.11.2026", "Bauamt, Durchwahl 12"):
        assert words in shown
    assert duplicate_post(post, actor=editor).placing == PLACED


def test_a_pillar_nobody_offers_is_refused_and_the_fold_stands_open(town, client, editor, strategy):
    client.force_login(editor)
    typed = {"title": "Winterdienst", "kind": "other", "risk": "sensitive", "pillar": "Erfunden", "action": "save"}

    answer = client.post(reverse("planning:post_create", args=[town.slug]), typed)

    assert answer.status_code == 422
    assert '<details class="disclosure" open' in " ".join(answer.content.decode().split())
    assert not Post.objects.exists()


def test_it_is_changed_without_touching_what_was_approved(town, editor):
    post = create_post(town, actor=editor, title="Winterdienst", text="Ab 6 Uhr.")
    before = post.current_hash()

    edit_post(post, actor=editor, placing=PLACED)
    edit_post(post, actor=editor, text="Ab 6 Uhr.")

    post.refresh_from_db()
    assert (post.placing, post.current_hash()) == (PLACED, before)


def test_the_kinds_of_before_have_their_new_names(town, editor):
    """Removal: the data step of the migration."""
    posts = [create_post(town, actor=editor, title=kind, kind=kind) for kind in ("news", "explainer", "service")]

    import_module("channels_mgmt.migrations.0019_placing_and_topics").name_kinds_anew(apps, None)

    stored = Post.objects.in_bulk([post.pk for post in posts])
    assert [stored[post.pk].kind for post in posts] == ["other", "explain", "service"]
