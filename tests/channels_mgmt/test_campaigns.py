# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""Campaigns: posts that belong together, what they are to reach, and how far they have come."""

from datetime import date

import pytest
import time_machine
from django.db import IntegrityError, transaction
from django.urls import reverse
from django_scopes import scope, scopes_disabled

from accounts.models import AuditEntry, Role
from accounts.tenancy.permissions import NotPermitted
from channels_mgmt.domain.placing import Placing
from channels_mgmt.models import Campaign, Post
from channels_mgmt.queries.campaigns import line_of
from channels_mgmt.services.campaigns import remove_campaign, save_campaign
from channels_mgmt.services.planning import approve_post, create_post, edit_post, submit_post
from core.errors import AlreadyChanged, Refused
from tests.channels_mgmt.factories import campaign_in, draft
from tests.channels_mgmt.test_views_planning import planned
from tests.factories import MunicipalityFactory, person

State = Post.State
HASH = "0" * 64
NOVEMBER = {"first": date(2026, 11, 16), "last": date(2026, 12, 6)}


@pytest.fixture(autouse=True)
def _november():
    with time_machine.travel("2026-11-23T09:00Z", tick=True):
        yield


@pytest.fixture
def campaign(town, officer):
    return campaign_in(town, officer, wanted=4, hue=3, **NOVEMBER)


def test_a_campaign_is_entered_shown_changed_and_named_in_the_trail(town, as_officer):
    page = reverse("planning:campaign_create", args=[town.slug])
    given = {"name": " Rad  wochen ", "goal": "Mehr Räder", "first": "2026-11-16", "last": "2026-12-06", "hue": "2"}

    shown = as_officer.post(page, given, follow=True)

    found = Campaign.objects.get()
    assert (found.name, found.hue, found.wanted) == ("Rad wochen", 2, None)
    assert "Mehr Räder" in shown.content.decode()
    edit = reverse("planning:campaign_edit", args=[town.slug, found.pk])
    as_officer.post(edit, given | {"name": "Radwochen", "wanted": "6", "revision": "0"})
    found.refresh_from_db()
    assert (found.name, found.wanted, found.revision) == ("Radwochen", 6, 1)
    assert AuditEntry.objects.filter(action="planning.campaign_saved").count() == 2


def test_what_does_not_fit_is_refused_and_keeps_the_words(town, as_officer):
    page = reverse("planning:campaign_create", args=[town.slug])
    given = {"name": "Radwochen", "goal": "Mehr Räder", "first": "2026-12-06", "last": "2026-11-16", "hue": "1"}

    for broken in ({}, {"last": "2029-01-01"}, {"name": " ", "last": "2026-12-31"}, {"hue": "9"}, {"wanted": "0"}):
        answer = as_officer.post(page, given | broken)
        assert answer.status_code == 422, broken
        assert "Mehr Räder" in answer.content.decode()
    assert not Campaign.objects.exists()


def test_a_name_is_taken_once_and_the_second_of_two_changes_is_told(town, officer, campaign):
    with pytest.raises(Refused):
        campaign_in(town, officer)
    stale = Campaign.objects.get()
    given = {"name": "Radwochen", "hue": 1, **NOVEMBER}
    save_campaign(town, actor=officer, campaign=campaign, revision=0, goal="Erstes", **given)

    with pytest.raises(AlreadyChanged):
        save_campaign(town, actor=officer, campaign=stale, revision=0, goal="Zweites", **given)

    assert Campaign.objects.get().goal == "Erstes"


@pytest.mark.parametrize("broken", [{"name": ""}, {"last": date(2026, 11, 15)}, {"hue": 7}, {"wanted": 0}])
def test_the_database_keeps_name_days_colour_and_number(campaign, broken):
    with pytest.raises(IntegrityError), transaction.atomic():
        Campaign.objects.filter(pk=campaign.pk).update(**broken)


def test_a_post_joins_a_campaign_without_losing_its_approval(town, live, campaign):
    post = draft(town, live.author, [live.channel])
    submit_post(post, actor=live.author)
    approve_post(post, actor=live.approver, seen_hash=post.current_hash())

    edit_post(post, actor=live.author, placing=Placing(campaign_id=campaign.pk))

    assert post.is_approved
    assert post.is_approval_valid
    assert Post.objects.get(campaign=campaign) == post


def test_a_campaign_of_another_town_is_refused(town, officer):
    with scopes_disabled():
        other = MunicipalityFactory()
    with scope(municipality=other):
        foreign = campaign_in(other, person(other, Role.COMMUNICATIONS))

    with pytest.raises(Refused):
        create_post(town, actor=officer, title="Fremd", placing=Placing(campaign_id=foreign.pk))

    assert not Post.objects.exists()


def test_the_composer_offers_campaigns_that_are_not_over_and_the_one_a_post_has(town, as_officer, officer, campaign):
    over = campaign_in(town, officer, name="Vorbei")
    page = as_officer.get(reverse("planning:post_create", args=[town.slug]) + f"?kampagne={campaign.pk}&tag=2026-11-30")
    form = page.context["form"]

    assert [name for _pk, name in form.fields["campaign_id"].choices] == ["Keine", "Radwochen"]
    assert (form["campaign_id"].value(), form["day"].value()) == (campaign.pk, date(2026, 11, 30))
    post = draft(town, officer, campaign=over)
    form = as_officer.get(reverse("planning:post_edit", args=[town.slug, post.pk])).context["form"]
    assert [name for _pk, name in form.fields["campaign_id"].choices] == ["Keine", "Radwochen", "Vorbei"]


def test_the_page_counts_what_is_out_what_comes_and_what_is_missing(town, as_officer, officer, campaign):
    for state in (State.PUBLISHED, State.DRAFT):
        planned(town, date(2026, 11, 25), author=officer, state=state, campaign=campaign, approved_hash=HASH)
    draft(town, officer, title="Ohne Termin", campaign=campaign)
    planned(town, date(2026, 11, 25), author=officer, title="Fremder Beitrag")

    line = line_of(campaign)
    shown = as_officer.get(reverse("planning:campaign", args=[town.slug, campaign.pk])).content.decode()

    assert (line.posts, line.out, line.planned, line.missing) == (3, 1, 1, 1)
    assert "1 von 4" in shown
    assert "Ohne Termin" in shown
    assert "Fremder Beitrag" not in shown


@pytest.mark.parametrize("view", ["month", "week", "agenda", "board"])
def test_every_view_names_the_campaign_of_a_post_and_can_be_narrowed_to_it(town, as_officer, officer, campaign, view):
    planned(town, date(2026, 11, 25), author=officer, title="Radständer", campaign=campaign)
    planned(town, date(2026, 11, 25), author=officer, title="Haushalt")
    page = reverse(f"planning:{view}", args=[town.slug])

    everything = as_officer.get(page).content.decode()
    narrowed = as_officer.get(f"{page}?kampagne={campaign.pk}").content.decode()

    assert everything.count('class="campaign campaign--3"') == 1
    assert "Haushalt" in everything
    assert "Radständer" in narrowed
    assert "Haushalt" not in narrowed


def test_removing_a_campaign_leaves_its_posts(town, officer, campaign):
    post = draft(town, officer, campaign=campaign)

    remove_campaign(campaign, actor=officer)

    post.refresh_from_db()
    assert post.campaign_id is None
    assert not Campaign.objects.exists()
    assert AuditEntry.objects.filter(action="planning.campaign_removed").count() == 1


@pytest.mark.parametrize("role", [Role.READER, Role.MODERATOR, Role.DEPARTMENT, Role.EXTERNAL])
def test_who_does_not_plan_enters_and_removes_no_campaign(town, campaign, role):
    somebody = person(town, role)

    with pytest.raises(NotPermitted):
        save_campaign(town, actor=somebody, name="Neu", **NOVEMBER)
    with pytest.raises(NotPermitted):
        remove_campaign(campaign, actor=somebody)


def test_an_empty_list_teaches_and_says_nothing_of_buttons_to_who_may_not(client, town):
    client.force_login(person(town, Role.READER))

    shown = client.get(reverse("planning:campaign_list", args=[town.slug])).content.decode()

    assert "Noch keine Kampagne" in shown
    assert reverse("planning:campaign_create", args=[town.slug]) not in shown
