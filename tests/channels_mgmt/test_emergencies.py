# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""An emergency post goes out by one person at once, and a second one has the next word."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils.timezone import now
from django_scopes import scope, scopes_disabled

from accounts.models import AuditEntry, Letter, Role
from accounts.tenancy.permissions import NotPermitted
from channels_mgmt import tasks
from channels_mgmt.models import Delivery, EmergencyRelease, Post, PostTarget
from channels_mgmt.services import publishing
from channels_mgmt.services.emergencies import (
    confirm_emergency,
    object_to_emergency,
    publish_emergency,
    tell_heads,
)
from channels_mgmt.services.planning import edit_post, return_post
from channels_mgmt.services.publishing import publish_delivery, reschedule_delivery
from channels_mgmt.services.stops import resume_publishing, stop_publishing
from core.errors import AlreadyChanged, Refused
from core.localtime import to_wall
from reporting.presenters.waiting import waiting_for
from reporting.queries.figures import figures_of
from tests.e2e.browser import signed_in
from tests.factories import person
from tests.racing import race

State, Sent = EmergencyRelease.State, Delivery.State
WHY = "Giftwolke über dem Hafen, Fenster schließen"
TEXT = "Schließen Sie Fenster und Türen."


@pytest.fixture
def post(live):
    """A crisis post nobody has approved, by the editor who will publish it."""
    draft = Post.objects.create(
        municipality=live.town, title="Warnung", text=TEXT, author=live.author, risk=Post.Risk.CRISIS
    )
    PostTarget.objects.create(post=draft, channel=live.channel)
    return draft


def released(live, post, **given) -> EmergencyRelease:
    common = {"actor": live.author, "reason": WHY, "seen_hash": post.current_hash(), "is_sure": True}
    return publish_emergency(post, **common | given)


def sole_delivery(post) -> Delivery:
    return Delivery.objects.get(post=post)


def letters(kind: str) -> list[str]:
    found = Letter.objects.filter(key__startswith="emergency:", key__contains=f":{kind}:")
    return sorted(found.values_list("to", flat=True))


def test_one_person_publishes_at_once_and_everybody_who_may_confirm_is_told(live, post):
    release = released(live, post)

    publish_delivery(sole_delivery(post).pk)

    post.refresh_from_db()
    assert live.public_texts == [TEXT]
    assert (post.state, post.approved_by) == (Post.State.PUBLISHED, None)
    assert release.confirm_until - release.released_at == timedelta(minutes=30)
    heads = [head.email for head in people_of(live.town, Role.LEADERSHIP)]
    assert letters("asked") == sorted([live.approver.email, *heads])
    letter = Letter.objects.filter(key__contains=":asked:").first()
    assert WHY in letter.text
    assert TEXT in letter.text
    assert [item.is_mailed for item in waiting_for(live.approver, live.town, now()) if "Warnung" in item.text] == [True]
    assert not [item for item in waiting_for(live.author, live.town, now()) if "Warnung" in item.text]


def people_of(town, role):
    return [membership.user for membership in town.memberships.filter(role=role).select_related("user")]


@pytest.mark.parametrize(
    ("given", "refusal"),
    [({"reason": "  kurz "}, Refused), ({"is_sure": False}, Refused), ({"seen_hash": "x"}, AlreadyChanged)],
)
def test_it_needs_a_reason_the_second_confirmation_and_the_very_text_that_was_read(live, post, given, refusal):
    with pytest.raises(refusal):
        released(live, post, **given)

    assert not EmergencyRelease.objects.exists()
    assert not Delivery.objects.filter(post=post).exists()
    assert not Letter.objects.exists()


def test_only_the_editorial_team_may(live, post):
    for role in set(Role) - {Role.EDITOR, Role.COMMUNICATIONS, Role.LEADERSHIP}:
        with pytest.raises(NotPermitted):
            released(live, post, actor=person(live.town, role))


@pytest.mark.parametrize("change", ["text", "release", "objected", "late"])
def test_the_claim_asks_again_for_the_content_the_release_and_its_time(live, post, change):
    """Past every page: whoever writes into the tables gets nothing out that nobody has released."""
    release = released(live, post)
    delivery = sole_delivery(post)
    if change == "text":
        Post.objects.filter(pk=post.pk).update(text="Alles gut.")
    elif change == "release":
        EmergencyRelease.objects.filter(pk=release.pk).update(content_hash="0" * 64)
    elif change == "objected":
        EmergencyRelease.objects.filter(pk=release.pk).update(
            state=State.OBJECTED, answered_by=live.approver, answered_at=now(), note="Falsch."
        )
    else:
        ago = now() - timedelta(hours=3)
        EmergencyRelease.objects.filter(pk=release.pk).update(released_at=ago)

    publish_delivery(delivery.pk)

    delivery.refresh_from_db()
    assert delivery.state == Sent.WITHDRAWN
    assert live.public_texts == []


def test_once_confirmed_it_may_go_out_later_as_well(live, post):
    release = released(live, post)
    confirm_emergency(release, actor=live.approver, seen_hash=release.content_hash)
    EmergencyRelease.objects.filter(pk=release.pk).update(released_at=now() - timedelta(hours=3))

    publish_delivery(sole_delivery(post).pk)

    assert live.public_texts == [TEXT]


def test_an_edit_makes_it_a_draft_and_the_question_to_the_second_person_ends(live, post):
    release = released(live, post)

    edit_post(post, actor=live.author, text="Entwarnung.")

    release.refresh_from_db()
    assert (post.state, release.state) == (Post.State.DRAFT, State.LAPSED)
    assert sole_delivery(post).state == Sent.WITHDRAWN
    with pytest.raises(AlreadyChanged):
        confirm_emergency(release, actor=live.approver, seen_hash=release.content_hash)


def test_nobody_confirms_what_they_released_or_wrote_themselves(live, post):
    release = released(live, post, actor=live.approver)

    for own in (live.approver, live.author):
        with pytest.raises(NotPermitted):
            confirm_emergency(release, actor=own, seen_hash=release.content_hash)
    for state in (State.CONFIRMED, State.OBJECTED):
        with pytest.raises(IntegrityError), transaction.atomic():
            EmergencyRelease.objects.filter(pk=release.pk).update(
                state=state, answered_by=live.approver, answered_at=now(), note="Selbst."
            )


@pytest.mark.parametrize(
    "broken",
    [
        {"reason": ""},
        {"content_hash": ""},
        {"state": "confirmed"},
        {"answered_at": now()},
    ],
)
def test_the_database_keeps_a_release_whole(live, post, broken):
    release = released(live, post)

    with pytest.raises(IntegrityError), transaction.atomic():
        EmergencyRelease.objects.filter(pk=release.pk).update(**broken)


def test_what_was_changed_past_the_pages_is_not_confirmed(live, post):
    release = released(live, post)
    Post.objects.filter(pk=post.pk).update(text="Alles gut.")
    release.post.refresh_from_db()

    with pytest.raises(AlreadyChanged, match="nicht der Text"):
        confirm_emergency(release, actor=live.approver, seen_hash=release.content_hash)


def test_an_objection_keeps_inside_what_is_not_public_and_goes_back_with_its_note(live, post):
    release = released(live, post)

    assert object_to_emergency(release, actor=live.approver, note="Der Stadtteil ist falsch.") == 1

    publish_delivery(sole_delivery(post).pk)
    post.refresh_from_db()
    assert (post.state, post.return_reason) == (Post.State.DRAFT, "Der Stadtteil ist falsch.")
    assert live.public_texts == []
    assert live.author.email in letters("objected")
    assert live.approver.email not in letters("objected")


def test_an_objection_to_what_is_public_is_on_record_and_says_so(live, post):
    release = released(live, post)
    publish_delivery(sole_delivery(post).pk)
    post.refresh_from_db()
    release.post = post

    assert object_to_emergency(release, actor=live.approver, note="Der Stadtteil ist falsch.") == 0

    entry = AuditEntry.objects.get(action="planning.emergency_objected")
    assert entry.details["reason"] == "Der Stadtteil ist falsch."
    shown = signed_in(live.author).get(reverse("planning:post_detail", args=[live.town.slug, post.pk]))
    assert "Der Stadtteil ist falsch." in shown.content.decode()


def test_the_head_is_told_once_when_the_half_hour_is_over_and_not_before(live, post):
    release = released(live, post)
    with scopes_disabled():
        tasks.sweep_deliveries()
        assert letters("unconfirmed") == []
        EmergencyRelease.objects.filter(pk=release.pk).update(confirm_until=now() - timedelta(seconds=1))
        tasks.sweep_deliveries()
        tasks.sweep_deliveries()

    heads = [head.email for head in people_of(live.town, Role.LEADERSHIP)]
    assert letters("unconfirmed") == sorted(heads)
    assert AuditEntry.objects.filter(action="planning.emergency_unconfirmed").count() == 1
    confirm_emergency(
        EmergencyRelease.objects.get(), actor=live.approver, seen_hash=release.content_hash
    )  # late is better than never
    assert EmergencyRelease.objects.get().is_confirmed


def test_who_dies_while_telling_the_head_leaves_it_to_the_next(live, post, monkeypatch):
    release = released(live, post)
    EmergencyRelease.objects.filter(pk=release.pk).update(confirm_until=now() - timedelta(seconds=1))
    with monkeypatch.context() as broken:
        broken.setattr("channels_mgmt.services.emergencies.post_letter", lambda *_a, **_k: 1 / 0)
        with pytest.raises(ZeroDivisionError):
            tell_heads(now())

    assert tell_heads(now()) == 1
    assert len(letters("unconfirmed")) == len(people_of(live.town, Role.LEADERSHIP))


@pytest.mark.postgresql
@pytest.mark.django_db(transaction=True)
def test_of_ten_workers_one_tells_the_head_and_of_two_answers_one_counts(live, post):
    with scope(municipality=live.town):
        release = released(live, post)
        EmergencyRelease.objects.update(confirm_until=now() - timedelta(seconds=1))
        told = race(live.town, [lambda: tell_heads(now())] * 10)
        assert sum(told) == 1

        def confirmed():
            mine = EmergencyRelease.objects.select_related("post__municipality", "municipality").get(pk=release.pk)
            confirm_emergency(mine, actor=live.approver, seen_hash=release.content_hash)

        answers = race(live.town, [confirmed] * 5)
        assert answers.count(None) == 1


@pytest.mark.postgresql
@pytest.mark.django_db(transaction=True)
def test_of_five_who_release_it_at_once_one_does(live, post):
    seen = post.current_hash()

    def release():
        return released(live, Post.objects.select_related("municipality", "author").get(pk=post.pk), seen_hash=seen)

    results = race(live.town, [release] * 5)

    assert sum(isinstance(result, EmergencyRelease) for result in results) == 1
    with scope(municipality=live.town):
        assert Delivery.objects.filter(post=post).count() == 1
        assert AuditEntry.objects.filter(action="planning.emergency_released").count() == 1


def test_a_stop_holds_it_back_until_the_person_has_seen_this_very_stop(live, post):
    stop = stop_publishing(live.town, actor=live.approver, reason="Trauer")
    for seen in (None, stop.pk + 1):
        with pytest.raises(Refused, match="Trauer"):
            released(live, post, past_stop=seen)

    released(live, post, past_stop=stop.pk)
    publish_delivery(sole_delivery(post).pk)

    assert live.public_texts == [TEXT]


@pytest.mark.parametrize("begins", ["before", "between reading and claiming"])
def test_a_stop_that_begins_after_the_release_holds_it_back(live, post, begins, monkeypatch):
    released(live, post)
    delivery, obstacle = sole_delivery(post), publishing.DeliveryErrand.obstacle

    def stop_meanwhile(self, row):
        found = obstacle(self, row)
        stop_publishing(live.town, actor=live.approver, reason="Trauer")
        return found

    if begins == "before":
        stop_publishing(live.town, actor=live.approver, reason="Trauer")
    else:
        monkeypatch.setattr(publishing.DeliveryErrand, "obstacle", stop_meanwhile)
    publish_delivery(delivery.pk)

    delivery.refresh_from_db()
    assert delivery.state == (Sent.MISSED if begins == "before" else Sent.SCHEDULED)
    assert live.public_texts == []


def test_a_stop_gone_past_opens_the_way_for_no_other_post_and_no_later_stop(live, post):
    stop = stop_publishing(live.town, actor=live.approver, reason="Trauer")
    released(live, post, past_stop=stop.pk)
    other = live.delivery()
    publish_delivery(other.pk)
    resume_publishing(live.town, actor=live.approver)
    stop_publishing(live.town, actor=live.approver, reason="Neuer Halt")

    publish_delivery(sole_delivery(post).pk)

    other.refresh_from_db()
    assert (other.state, sole_delivery(post).state) == (Sent.MISSED, Sent.MISSED)
    assert live.public_texts == []


def test_it_is_no_way_around_the_approval_of_later_posts(live, post):
    """Taken out and planned for another day, it needs the second person."""
    released(live, post)
    delivery = sole_delivery(post)
    Delivery.objects.filter(pk=delivery.pk).update(state=Sent.MISSED)
    delivery.refresh_from_db()
    reschedule_delivery(delivery, actor=live.author, wall=to_wall(now() + timedelta(days=1), live.town.timezone))
    Delivery.objects.filter(pk=delivery.pk).update(due_at=now() - timedelta(seconds=1))
    EmergencyRelease.objects.update(released_at=now() - timedelta(days=1))

    publish_delivery(delivery.pk)

    assert live.public_texts == []


def test_whoever_returns_it_before_it_is_out_ends_the_release(live, post):
    release = released(live, post)

    return_post(post, actor=live.approver, reason="Bitte warten.")

    release.refresh_from_db()
    assert release.state == State.LAPSED


def test_the_report_counts_it_and_what_nobody_confirmed(live, post):
    released(live, post)
    day = live.town.local_day()

    figures = figures_of(live.town, day.replace(day=1), day).as_json()

    assert figures["emergencies"] == {"released": 1, "unconfirmed": 1}


def test_two_pages_publish_it_and_the_second_shows_exactly_what_goes_out(live, post):
    client = signed_in(live.author)
    first = reverse("planning:emergency", args=[live.town.slug, post.pk])
    second = reverse("planning:publish_emergency_post", args=[live.town.slug, post.pk])

    assert client.post(first, {"reason": "kurz"}).status_code == 422
    shown = client.post(first, {"reason": WHY}).content.decode()
    assert TEXT in shown
    assert WHY in shown
    assert post.current_hash() in shown
    assert not EmergencyRelease.objects.exists()

    given = {"reason": WHY, "seen_hash": post.current_hash()}
    unticked = client.post(second, given)
    assert unticked.status_code == 422
    assert WHY in unticked.content.decode()
    changed = client.post(second, given | {"seen_hash": "x", "is_sure": "on"})
    assert changed.status_code == 409
    assert not EmergencyRelease.objects.exists()
    client.post(second, given | {"is_sure": "on"})
    assert EmergencyRelease.objects.get().reason == WHY


def test_the_second_person_confirms_on_the_page_of_the_post(live, post):
    release = released(live, post)
    page = reverse("planning:post_detail", args=[live.town.slug, post.pk])
    client, own = signed_in(live.approver), signed_in(live.author)
    action = reverse("planning:confirm_emergency", args=[live.town.slug, release.pk])
    assert action in client.get(page).content.decode()
    assert action not in own.get(page).content.decode()

    client.post(action, {"seen_hash": release.content_hash})

    release.refresh_from_db()
    assert (release.state, release.answered_by) == (State.CONFIRMED, live.approver)
    assert str(live.approver) in own.get(page).content.decode()
