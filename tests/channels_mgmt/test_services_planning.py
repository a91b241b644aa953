# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
from datetime import datetime, timedelta

import pytest
import time_machine
from django.utils.timezone import now
from django_scopes import scopes_disabled

from accounts.models import AuditEntry, Role
from channels_mgmt.models import Channel, Delivery, Post
from channels_mgmt.services.copies import duplicate_post
from channels_mgmt.services.media import add_image
from channels_mgmt.services.planning import (
    approve_post,
    create_post,
    discard_post,
    edit_post,
    recall_post,
    return_post,
    schedule_post,
    submit_post,
    withdraw_post,
)
from core.errors import AlreadyChanged, DomainError, NotPermitted, Refused
from core.localtime import to_wall
from tests.channels_mgmt import photos
from tests.channels_mgmt.factories import draft, live_channel
from tests.factories import MunicipalityFactory, person

State = Post.State


@pytest.fixture
def channel(town):
    return live_channel(town)


@pytest.fixture
def editor(town):
    return person(town, Role.EDITOR)


@pytest.fixture
def mayor(town):
    return person(town, Role.LEADERSHIP)


@pytest.fixture
def post(town, editor, channel):
    return draft(town, editor, [channel])


@pytest.fixture
def approved(post, editor, officer):
    submit_post(post, actor=editor)
    return approve_post(post, actor=officer, seen_hash=post.current_hash())


def in_hours(town, hours) -> datetime:
    return to_wall(now() + timedelta(hours=hours), town.timezone).replace(second=0, microsecond=0)


def actions() -> list[str]:
    return list(AuditEntry.objects.order_by("sequence").values_list("action", flat=True))


# -- writing


def test_a_draft_keeps_text_channels_wording_and_images_in_order(town, editor, channel):
    second = live_channel(town, 2, platform="bluesky")
    images = [
        (add_image(town, actor=editor, upload=photos.upload(photos.picture("PNG", colour=c), "a.png", "image/png")), c)
        for c in ("navy", "olive")
    ]

    post = create_post(
        town,
        actor=editor,
        title="  Weihnachtsmarkt  am See ",
        text="Am Samstag öffnet der Markt.",
        channels=[channel, second],
        wordings={second.pk: "Markt ab Samstag!"},
        images=images,
    )

    assert post.title == "Weihnachtsmarkt am See"
    assert {t.channel_id: t.wording for t in post.targets.all()} == {
        channel.pk: "Am Samstag öffnet der Markt.",
        second.pk: "Markt ab Samstag!",
    }
    assert [(m.asset, m.alt_text) for m in post.media.all()] == images
    assert actions()[-1] == "planning.post_created"


@pytest.mark.parametrize("role", [Role.MODERATOR, Role.READER, Role.ADMINISTRATOR])
def test_who_does_not_write_creates_nothing(town, role):
    with pytest.raises(NotPermitted):
        create_post(town, actor=person(town, role), title="Titel")

    assert not Post.objects.exists()


def test_a_post_needs_a_title(town, editor):
    with pytest.raises(Refused):
        create_post(town, actor=editor, title="   ")


def test_a_foreign_channel_is_refused(town, editor):
    with scopes_disabled():
        foreign = live_channel(MunicipalityFactory())

    with pytest.raises(DomainError):
        create_post(town, actor=editor, title="Titel", channels=[foreign])


def test_who_saves_over_somebody_elses_change_is_told(post, editor, officer):
    edit_post(Post.objects.get(pk=post.pk), actor=officer, revision=0, text="Neuer Text")

    with pytest.raises(AlreadyChanged):
        edit_post(post, actor=editor, revision=0, text="Mein Text")

    assert Post.objects.get(pk=post.pk).text == "Neuer Text"


def test_changing_approved_content_makes_it_a_draft_and_withdraws_what_was_scheduled(town, approved, editor):
    schedule_post(approved, actor=editor, wall=in_hours(town, 2))

    edit_post(approved, actor=editor, text="Etwas anderes")

    approved.refresh_from_db()
    assert approved.state == State.DRAFT
    assert (approved.approved_by, approved.approved_hash) == (None, "")
    assert [d.state for d in Delivery.objects.all()] == ["withdrawn"]


@pytest.mark.parametrize("part", ["wording", "alt_text", "channel", "risk"])
def test_every_part_an_approval_covers_voids_it(town, editor, officer, channel, part):
    asset = add_image(town, actor=editor, upload=photos.upload())
    post = create_post(
        town, actor=editor, title="Titel", text="Text", channels=[channel], images=[(asset, "Rotes Ufer")]
    )
    submit_post(post, actor=editor)
    approve_post(post, actor=officer, seen_hash=post.current_hash())

    change = {
        "wording": {"wordings": {channel.pk: "Eigener Wortlaut"}},
        "alt_text": {"images": [(asset, "Grünes Ufer")]},
        "channel": {"channels": []},
        "risk": {"risk": Post.Risk.ROUTINE},
    }[part]
    edit_post(post, actor=editor, **change)

    assert Post.objects.get(pk=post.pk).state == State.DRAFT


@pytest.mark.parametrize("risk", [Post.Risk.SENSITIVE, Post.Risk.CRISIS])
def test_a_routine_post_that_its_author_makes_delicate_loses_the_approval_by_one_pair_of_eyes(
    town, editor, channel, risk
):
    post = draft(town, editor, [channel], risk=Post.Risk.ROUTINE)
    submit_post(post, actor=editor)
    schedule_post(post, actor=editor, wall=in_hours(town, 2))

    edit_post(post, actor=editor, risk=risk)

    stored = Post.objects.get()
    assert (stored.state, stored.risk, stored.approved_by, stored.approved_hash) == (State.DRAFT, risk, None, "")
    assert [d.state for d in Delivery.objects.all()] == ["withdrawn"]


def test_a_new_working_title_voids_nothing(approved, editor):
    edit_post(approved, actor=editor, title="Besserer Arbeitstitel")

    assert Post.objects.get(pk=approved.pk).state == State.APPROVED


def test_a_public_post_is_never_edited(approved, editor):
    Post.objects.filter(pk=approved.pk).update(state=State.PUBLISHED)
    approved.refresh_from_db()

    with pytest.raises(Refused, match=r"[Dd]upli"):
        edit_post(approved, actor=editor, text="Anders")


def test_a_post_under_way_is_not_edited(town, approved, editor):
    schedule_post(approved, actor=editor, wall=in_hours(town, 2))
    Delivery.objects.update(state="sending", lease_until=now() + timedelta(minutes=2))

    with pytest.raises(Refused):
        edit_post(approved, actor=editor, text="Anders")

    assert Post.objects.get(pk=approved.pk).text != "Anders"


def test_a_duplicate_is_a_draft_of_its_own(approved, officer):
    copy = duplicate_post(approved, actor=officer)

    assert (copy.state, copy.author, copy.planned_at) == (State.DRAFT, officer, None)
    assert copy.content()["text"] == approved.content()["text"]


def test_a_duplicate_leaves_closed_channels_out(approved, officer, channel):
    Channel.objects.update(state="closed", live_slot=None)

    assert not duplicate_post(approved, actor=officer).targets.exists()


def test_a_draft_can_be_deleted_and_the_record_keeps_its_text(post, editor):
    text = post.text

    discard_post(post, actor=editor)

    assert not Post.objects.exists()
    assert AuditEntry.objects.order_by("-sequence").first().details == {"text": text}


def test_what_was_approved_is_never_deleted(approved, editor):
    with pytest.raises(Refused):
        discard_post(approved, actor=editor)


# -- approving


def test_a_sensitive_post_waits_for_one_approver(post, editor):
    submit_post(post, actor=editor)

    assert post.state == State.IN_REVIEW
    assert post.submitted_by == editor


def test_a_routine_post_needs_no_approver(town, editor, channel):
    post = draft(town, editor, [channel], risk=Post.Risk.ROUTINE)

    submit_post(post, actor=editor)

    assert post.state == State.APPROVED
    assert post.is_approval_valid


@pytest.mark.parametrize("role", [Role.EXTERNAL, Role.DEPARTMENT])
def test_a_routine_post_of_external_help_still_needs_an_approver(town, channel, role):
    author = person(town, role)
    post = draft(town, author, [channel], risk=Post.Risk.ROUTINE)

    submit_post(post, actor=author)

    assert post.state == State.IN_REVIEW


@pytest.mark.parametrize("role", [Role.EXTERNAL, Role.DEPARTMENT])
def test_who_only_drafts_neither_edits_others_nor_schedules_nor_approves(town, post, approved, role):
    outsider = person(town, role)

    for attempt in (
        lambda: edit_post(post, actor=outsider, text="Anders"),
        lambda: schedule_post(approved, actor=outsider, wall=in_hours(town, 2)),
        lambda: withdraw_post(approved, actor=outsider),
        lambda: approve_post(post, actor=outsider, seen_hash=post.current_hash()),
        lambda: return_post(post, actor=outsider, reason="Bitte ändern"),
    ):
        with pytest.raises(NotPermitted):
            attempt()


def test_external_help_does_not_touch_its_post_once_it_is_approved(town, channel, officer):
    outsider = person(town, Role.EXTERNAL)
    post = draft(town, outsider, [channel])
    submit_post(post, actor=outsider)
    approve_post(post, actor=officer, seen_hash=post.current_hash())

    with pytest.raises(NotPermitted):
        edit_post(post, actor=outsider, text="Werbung")


def test_the_author_does_not_approve(town, channel, officer):
    post = draft(town, officer, [channel])
    submit_post(post, actor=officer)

    with pytest.raises(NotPermitted, match=r"[Vv]ier|four eyes"):
        approve_post(post, actor=officer, seen_hash=post.current_hash())


def test_who_submitted_somebody_elses_post_does_not_approve_it(post, officer):
    submit_post(post, actor=officer)

    with pytest.raises(NotPermitted):
        approve_post(post, actor=officer, seen_hash=post.current_hash())


def test_only_the_head_of_the_authority_approves_in_a_crisis(town, editor, channel, officer, mayor):
    post = draft(town, editor, [channel], risk=Post.Risk.CRISIS)
    submit_post(post, actor=editor)
    seen = post.current_hash()

    with pytest.raises(NotPermitted):
        approve_post(post, actor=officer, seen_hash=seen)
    approve_post(post, actor=mayor, seen_hash=seen)

    assert post.state == State.APPROVED


def test_nobody_approves_what_they_have_not_read(post, editor, officer):
    """Detects an approval that is not pinned to what the person saw."""
    submit_post(post, actor=editor)
    seen = post.current_hash()
    mine = Post.objects.get(pk=post.pk)
    edit_post(post, actor=editor, text="Heimlich geändert")
    submit_post(post, actor=editor)

    with pytest.raises(AlreadyChanged):
        approve_post(mine, actor=officer, seen_hash=seen)
    with pytest.raises(AlreadyChanged):
        approve_post(Post.objects.get(pk=post.pk), actor=officer, seen_hash=seen)

    assert Post.objects.get(pk=post.pk).state == State.IN_REVIEW


def test_an_image_without_alternative_text_is_neither_submitted_nor_approved(town, editor, officer, channel):
    asset = add_image(town, actor=editor, upload=photos.upload())
    post = create_post(town, actor=editor, title="Titel", text="Text", channels=[channel], images=[(asset, " ")])

    with pytest.raises(Refused) as refusal:
        submit_post(post, actor=editor)
    Post.objects.filter(pk=post.pk).update(state=State.IN_REVIEW)
    post.refresh_from_db()
    with pytest.raises(Refused):
        approve_post(post, actor=officer, seen_hash=post.current_hash())

    assert len(refusal.value.gaps) == 1


def test_a_text_too_long_for_a_channel_is_named_with_the_channel(town, editor):
    short = live_channel(town, 1, platform="bluesky", name="Bluesky der Stadt")
    post = draft(town, editor, [short], text="ä" * 301)

    with pytest.raises(Refused) as refusal:
        submit_post(post, actor=editor)

    assert "Bluesky der Stadt" in str(refusal.value.gaps[0])
    assert "1" in str(refusal.value.gaps[0])


def test_a_post_without_channel_or_text_names_both(town, editor):
    with pytest.raises(Refused) as refusal:
        submit_post(draft(town, editor, text=" "), actor=editor)

    assert len(refusal.value.gaps) == 2


def test_a_returned_post_is_a_draft_with_the_reason(post, editor, officer):
    submit_post(post, actor=editor)

    return_post(post, actor=officer, reason="Bitte die Uhrzeit nennen.")

    assert (post.state, post.return_reason, post.returned_by) == (State.DRAFT, "Bitte die Uhrzeit nennen.", officer)


def test_a_return_needs_a_reason(post, editor, officer):
    submit_post(post, actor=editor)

    with pytest.raises(Refused):
        return_post(post, actor=officer, reason="  ")


def test_a_submitted_post_can_be_taken_back(post, editor):
    submit_post(post, actor=editor)

    recall_post(post, actor=editor)

    assert post.state == State.DRAFT


def test_approval_schedules_at_the_planned_time(town, editor, officer, channel):
    wall = in_hours(town, 5)
    post = create_post(town, actor=editor, title="Titel", text="Text", channels=[channel], wall=wall)
    submit_post(post, actor=editor)

    approve_post(post, actor=officer, seen_hash=post.current_hash())

    assert [d.due_at for d in Delivery.objects.all()] == [post.planned_at]


def test_approval_after_the_planned_time_schedules_nothing(town, editor, officer, channel):
    post = create_post(town, actor=editor, title="Titel", text="Text", channels=[channel], wall=in_hours(town, 1))
    submit_post(post, actor=editor)

    with time_machine.travel(now() + timedelta(hours=3)):
        approve_post(post, actor=officer, seen_hash=post.current_hash())

    assert post.state == State.APPROVED
    assert not Delivery.objects.exists()
