# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""The first ten minutes: one person practises in an empty town, and nothing of the exception reaches a real channel."""

import pytest
from django.urls import reverse
from django.utils.timezone import now
from django_scopes import scope

from accounts.models import AuditEntry, Role
from channels_mgmt.models import Channel, Delivery, Post
from channels_mgmt.queries.channels import missing_for_live
from channels_mgmt.services.channels import go_live
from channels_mgmt.services.hindrances import why_not_publish
from channels_mgmt.services.planning import edit_post
from channels_mgmt.services.practising import open_practice_channel, publish_sample
from channels_mgmt.services.publishing import publish_delivery
from community.models import Comment
from community.queries.first_day import first_day_of
from community.services.decisions import leave_comment, reply_to_comment
from community.services.first_day import begin_practice
from core.errors import NotPermitted, Refused
from practice.models import PracticePost
from tests.channels_mgmt.factories import ChannelFactory
from tests.e2e.browser import signed_in
from tests.factories import MunicipalityFactory, person
from tests.racing import race

BEGINNERS = (Role.ADMINISTRATOR, Role.COMMUNICATIONS, Role.LEADERSHIP)


@pytest.mark.parametrize("role", BEGINNERS)
def test_one_person_posts_is_asked_and_answers_in_an_empty_town(town, role):
    somebody = person(town, role)

    begin_practice(town, actor=somebody)
    reply_to_comment(first_day_of(town).comment, actor=somebody, text="Ja, gern.")

    found = first_day_of(town)
    assert found.channel.is_live
    assert found.delivery.is_published
    assert found.answer.reply_text == "Ja, gern."
    assert why_not_publish(found.channel) == []


def test_beginning_twice_changes_nothing(town):
    somebody = person(town, Role.ADMINISTRATOR)

    begin_practice(town, actor=somebody)
    begin_practice(town, actor=somebody)

    assert (Channel.objects.count(), Post.objects.count(), Comment.objects.count()) == (1, 1, 1)
    assert PracticePost.objects.count() == 2


@pytest.mark.parametrize("role", [role for role in Role.values if role not in BEGINNERS])
def test_other_roles_do_not_begin(town, role):
    with pytest.raises(NotPermitted):
        begin_practice(town, actor=person(town, role))

    assert not Channel.objects.exists()


def test_an_interrupted_beginning_goes_on(town):
    somebody = person(town, Role.ADMINISTRATOR)
    open_practice_channel(town, actor=somebody)

    begin_practice(town, actor=somebody)

    assert first_day_of(town).comment is not None
    assert Channel.objects.count() == 1


@pytest.mark.parametrize("connector", ["manual", "mastodon"])
def test_a_real_channel_gets_no_sample_and_does_not_go_live_without_mandate(town, connector):
    head = person(town, Role.LEADERSHIP)
    channel = ChannelFactory(municipality=town, connector=connector)

    with pytest.raises(Refused):
        publish_sample(channel, actor=head, title="Probe", text="Probe")
    with pytest.raises(Refused):
        go_live(channel, actor=head)

    assert {"strategy", "netiquette", "usage_concept", "check_two_factor"} <= {g.key for g in missing_for_live(channel)}
    assert not Post.objects.exists()


def test_a_sample_for_a_channel_that_turned_real_is_not_written(town):
    """Removal: the connector read again while the channel is held."""
    admin = person(town, Role.ADMINISTRATOR)
    channel = open_practice_channel(town, actor=admin)
    Channel.objects.update(connector="manual")

    with pytest.raises(Refused):
        publish_sample(channel, actor=admin, title="Probe", text="Probe")

    assert not Delivery.objects.exists()


def test_a_delivery_is_not_sent_when_its_channel_turns_real_during_the_claim(town, monkeypatch):
    """Removal: the connector among the conditions of the claim."""
    from channels_mgmt.services import publishing

    admin = person(town, Role.ADMINISTRATOR)
    begin_practice(town, actor=admin)
    delivery = Delivery.objects.get()
    Delivery.objects.update(state="scheduled", remote_id="", remote_url="", published_at=None, due_at=now())
    Post.objects.update(state="approved")

    def turn_real(channel):
        Channel.objects.update(connector="manual")
        return []

    monkeypatch.setattr(publishing, "why_not_publish", turn_real)

    assert publish_delivery(delivery.pk) is False
    assert Delivery.objects.get().state == "scheduled"


def test_an_administrator_answers_invented_citizens_only(town):
    admin = person(town, Role.ADMINISTRATOR)
    begin_practice(town, actor=admin)
    Channel.objects.update(connector="manual")
    comment = Comment.objects.select_related("channel").get()

    with pytest.raises(NotPermitted):
        reply_to_comment(comment, actor=admin, text="Ja.")


def test_an_administrator_decides_nothing_else_about_them(town):
    admin = person(town, Role.ADMINISTRATOR)
    begin_practice(town, actor=admin)

    with pytest.raises(NotPermitted):
        leave_comment(Comment.objects.select_related("channel").get(), actor=admin)


def test_a_changed_sample_needs_an_approval_like_any_post(town):
    begin_practice(town, actor=person(town, Role.ADMINISTRATOR))
    Post.objects.update(state="approved")
    Delivery.objects.update(state="scheduled")
    post = Post.objects.get()

    edit_post(post, actor=person(town, Role.COMMUNICATIONS), text="Etwas ganz anderes.")

    assert post.state == "draft"


def test_who_comes_into_an_empty_town_begins_with_the_guided_page(town):
    admin = person(town, Role.ADMINISTRATOR)
    client = signed_in(admin)

    first = client.get("/")
    begin_practice(town, actor=admin)

    assert first.url == reverse("today:first_day", args=[town.slug])
    assert client.get("/").url == reverse("today:today", args=[town.slug])


def test_an_empty_answer_is_refused_and_nothing_is_sent(town):
    admin = person(town, Role.ADMINISTRATOR)
    begin_practice(town, actor=admin)
    comment = Comment.objects.get()

    answer = signed_in(admin).post(reverse("today:first_day_answer", args=[town.slug, comment.pk]), {"text": " "})

    assert answer.status_code == 422
    assert first_day_of(town).answer is None


@pytest.mark.postgresql
@pytest.mark.django_db(transaction=True)
def test_two_clicks_at_the_same_moment_open_one_channel_with_one_post():
    town = MunicipalityFactory()
    with scope(municipality=town):
        people = [person(town, Role.ADMINISTRATOR) for _ in range(2)]

        outcomes = race(town, [lambda somebody=somebody: begin_practice(town, actor=somebody) for somebody in people])

        assert outcomes == [None, None]
        assert (Channel.objects.count(), Post.objects.count(), Comment.objects.count()) == (1, 1, 1)
        assert AuditEntry.objects.filter(action="channels.went_live").count() == 1
