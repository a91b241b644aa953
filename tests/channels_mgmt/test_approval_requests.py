# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""An approval is asked for by letter, reminded of, told to the head, and given by one tap from the letter."""

from datetime import timedelta
from urllib.parse import urlsplit

import pytest
from django.test import Client
from django.utils.timezone import now
from django_scopes import scope

from accounts.models import AuditEntry, Letter, Role
from channels_mgmt.models import ApprovalRequest, Channel, MediaAsset, Post
from channels_mgmt.services.approval_requests import approval_link, remind_of_approvals
from channels_mgmt.services.media import add_image
from channels_mgmt.services.moving import move_post
from channels_mgmt.services.planning import approve_post, edit_post, recall_post, return_post, submit_post
from core.localtime import to_wall
from tests.channels_mgmt.factories import draft
from tests.channels_mgmt.photos import upload
from tests.factories import person
from tests.racing import race

TEXT = "Der Haushalt ist beschlossen."


@pytest.fixture
def post(live):
    written = draft(live.town, live.author, [live.channel], title="Haushalt", text=TEXT)
    return submit_post(written, actor=live.author)


@pytest.fixture
def link(live, post) -> str:
    return urlsplit(approval_link(ApprovalRequest.objects.get(post=post), live.approver)).path


def letters(kind: str) -> list[str]:
    found = Letter.objects.filter(key__startswith="approval:", key__contains=f":{kind}:")
    return sorted(found.values_list("to", flat=True))


def heads(town) -> list[str]:
    return sorted(member.user.email for member in town.memberships.filter(role=Role.LEADERSHIP).select_related("user"))


def everything_due() -> None:
    for _ in range(3):
        remind_of_approvals(now() + timedelta(days=30))


def test_the_press_office_is_asked_at_once_the_deputy_at_half_the_time_and_the_head_at_its_end(live, post):
    deputy = person(live.town, Role.COMMUNICATIONS)
    Letter.objects.filter(to=deputy.email).delete()
    Channel.objects.filter(pk=live.channel.pk).update(deputy=deputy)
    request = ApprovalRequest.objects.get(post=post)
    assert letters("asked") == [live.approver.email]

    remind_of_approvals(request.half_at - timedelta(seconds=1))
    assert letters("reminded") == []
    remind_of_approvals(request.half_at)
    assert live.approver.email in letters("reminded")
    assert deputy.email in {*letters("asked"), *letters("reminded")}
    assert letters("escalated") == []
    everything_due()

    assert letters("escalated") == heads(live.town)
    assert len(letters("reminded")) == len(set(letters("reminded")))


def test_in_a_crisis_the_head_is_asked_and_nobody_else(live):
    submit_post(draft(live.town, live.author, [live.channel], risk=Post.Risk.CRISIS), actor=live.author)

    assert letters("asked") == heads(live.town)


@pytest.mark.parametrize("step", ["approve", "return", "recall"])
def test_what_is_decided_or_taken_back_reminds_nobody(live, post, step):
    if step == "approve":
        approve_post(post, actor=live.approver, seen_hash=post.current_hash())
    elif step == "return":
        return_post(post, actor=live.approver, reason="Bitte kürzer.")
    else:
        recall_post(post, actor=live.author)

    everything_due()

    assert letters("reminded") == letters("escalated") == []


def test_it_is_due_an_hour_before_the_planned_time_if_that_is_earlier(live):
    soon = to_wall(now() + timedelta(hours=2), live.town.timezone)
    written = draft(live.town, live.author, [live.channel])
    edit_post(written, actor=live.author, wall=soon)
    submit_post(written, actor=live.author)

    request = ApprovalRequest.objects.get(post=written)

    assert request.due_at == written.planned_at - timedelta(hours=1)
    assert request.asked_at <= request.half_at <= request.due_at


def test_who_dies_while_writing_leaves_it_to_the_next(live, post, monkeypatch):
    with monkeypatch.context() as broken:
        broken.setattr("channels_mgmt.services.approval_requests.post_letter", lambda *_a, **_k: 1 / 0)
        with pytest.raises(ZeroDivisionError):
            everything_due()

    everything_due()

    assert letters("escalated") == heads(live.town)


@pytest.mark.postgresql
@pytest.mark.django_db(transaction=True)
def test_of_ten_workers_each_letter_is_written_by_one(live, post):
    late = now() + timedelta(days=30)

    moved = race(live.town, [lambda: remind_of_approvals(late)] * 10)

    assert sum(moved) == 2
    with scope(municipality=live.town):
        assert letters("escalated") == heads(live.town)


def test_one_tap_from_the_letter_approves_exactly_what_it_shows_and_a_second_one_nothing(live, post, link):
    client = Client()
    assert Letter.objects.get(key__contains=":asked:").text.count("/freigabe/") == 1

    shown = client.get(link).content.decode()
    assert TEXT in shown
    assert Post.objects.get(pk=post.pk).waits_for_approval
    client.post(link)
    again = client.post(link)

    post.refresh_from_db()
    assert (post.state, post.approved_by) == (Post.State.APPROVED, live.approver)
    assert again.status_code == 409
    assert AuditEntry.objects.filter(action="planning.post_approved").count() == 1


def test_the_page_behind_the_link_shows_the_images_with_their_words(live):
    asset = add_image(live.town, actor=live.author, upload=upload())
    written = draft(live.town, live.author, [live.channel])
    edit_post(written, actor=live.author, images=[(asset, "Ein Blumenstrauß")])
    submit_post(written, actor=live.author)
    path = urlsplit(approval_link(ApprovalRequest.objects.get(post=written), live.approver)).path

    shown = Client().get(path).content.decode()

    assert 'src="data:image/jpeg;base64,' in shown
    assert "Ein Blumenstrauß" in shown


def by_form(live, post):
    edit_post(post, actor=live.approver, text="Anders.")
    submit_post(post, actor=live.author)


def by_shell(live, post):
    Post.objects.filter(pk=post.pk).update(text="Anders.")


def by_a_mark_on_an_image(live, post):
    asset = add_image(live.town, actor=live.author, upload=upload())
    post.media.create(asset=asset, alt_text="Ein Bild")
    MediaAsset.objects.filter(pk=asset.pk).update(is_ai_made=True)


@pytest.mark.parametrize("change", [by_form, by_shell, by_a_mark_on_an_image])
def test_any_edit_voids_the_link_with_a_sentence(live, post, link, change):
    change(live, post)

    for answer in (Client().get(link), Client().post(link)):
        assert "nach diesem Brief geändert" in answer.content.decode()
    post.refresh_from_db()
    assert post.approved_by is None


def test_another_day_in_the_plan_leaves_the_content_and_the_link_alone(live, post, link):
    day = to_wall(now() + timedelta(days=3), live.town.timezone)
    move_post(post, actor=live.author, seen=None, wall=day)

    Client().post(link)

    post.refresh_from_db()
    assert post.approved_by == live.approver


def test_the_link_is_of_one_person_and_of_somebody_else_signed_in_it_does_nothing(live, post, link):
    client = Client()
    client.force_login(person(live.town, Role.COMMUNICATIONS))

    assert client.post(link).status_code == 403
    assert Client().post(f"{link[:-5]}abcd/").status_code == 404
    assert Post.objects.get(pk=post.pk).waits_for_approval
