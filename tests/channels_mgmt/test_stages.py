# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""A post carried to another column of the board: what a button would do, or a sentence why not; and undone."""

import pytest
from django.urls import reverse

from accounts.models import Role
from accounts.tenancy.permissions import NotPermitted
from channels_mgmt.models import Post
from channels_mgmt.services.planning import submit_post
from channels_mgmt.services.stages import move_to_stage
from core.errors import AlreadyChanged, Refused
from tests.channels_mgmt.factories import draft
from tests.e2e.browser import signed_in
from tests.factories import person

State = Post.State


@pytest.fixture
def post(live):
    return draft(live.town, live.author, [live.channel], title="Winterdienst")


def carry(client, post, seen, to, **more):
    page = reverse("planning:change_stage", args=[post.municipality.slug, post.pk])
    return client.post(page, {"von": seen, "nach": to, **more}, follow=True).content.decode()


def test_a_draft_carried_to_open_approvals_is_submitted_and_taken_back_by_undo(live, post):
    client = signed_in(live.author)

    shown = carry(client, post, "draft", "in_review")

    post.refresh_from_db()
    assert post.waits_for_approval
    assert "„Winterdienst“ wartet jetzt auf die Freigabe." in shown
    assert 'name="von" value="in_review"' in shown
    shown = carry(client, post, "in_review", "draft", zurueck="1")
    post.refresh_from_db()
    assert post.state == State.DRAFT
    assert "„Winterdienst“ steht wieder, wo es war." in shown or "Winterdienst" in shown


def test_a_post_that_waits_is_taken_back_by_carrying_it_to_the_drafts(live, post):
    submit_post(post, actor=live.author)

    move_to_stage(post, actor=live.author, seen="in_review", to="draft")

    assert post.state == State.DRAFT


def test_what_is_incomplete_stays_and_the_page_says_what_is_missing(live):
    empty = draft(live.town, live.author, title="Leer", text="")

    shown = carry(signed_in(live.author), empty, "draft", "in_review")

    empty.refresh_from_db()
    assert empty.state == State.DRAFT
    assert "Der Text ist noch leer." in shown


@pytest.mark.parametrize(
    ("state", "seen", "to", "sentence"),
    [
        (State.DRAFT, "draft", "planned", "auf seiner Seite"),
        (State.DRAFT, "draft", "out", "von selbst"),
        (State.DRAFT, "draft", "failed", "fehlgeschlagen"),
        (State.DRAFT, "draft", "nowhere", "gibt es nicht"),
        (State.IN_REVIEW, "in_review", "planned", "auf seiner Seite"),
        (State.APPROVED, "planned", "draft", "mit Begründung"),
        (State.APPROVED, "planned", "out", "mit Begründung"),
        (State.PUBLISHED, "out", "draft", "öffentlich"),
        (State.FAILED, "failed", "planned", "fehlgeschlagen"),
    ],
)
def test_every_other_way_is_a_sentence_and_changes_nothing(live, post, state, seen, to, sentence):
    Post.objects.filter(pk=post.pk).update(state=state, approved_hash="x", approved_by=live.approver)

    shown = carry(signed_in(live.author), post, seen, to)

    post.refresh_from_db()
    assert post.state == state
    assert sentence in shown


def test_a_routine_post_goes_out_by_no_drag(live):
    routine = draft(live.town, live.author, [live.channel], risk=Post.Risk.ROUTINE)

    with pytest.raises(Refused):
        move_to_stage(routine, actor=live.author, seen="draft", to="in_review")

    routine.refresh_from_db()
    assert routine.state == State.DRAFT


def test_who_carries_what_a_colleague_has_moved_is_told(live, post):
    submit_post(Post.objects.get(pk=post.pk), actor=live.author)
    post.refresh_from_db()

    with pytest.raises(AlreadyChanged):
        move_to_stage(post, actor=live.author, seen="draft", to="in_review")


def test_who_may_not_edit_carries_nothing(live, post):
    with pytest.raises(NotPermitted):
        move_to_stage(post, actor=person(live.town, Role.READER), seen="draft", to="in_review")


def test_readers_see_a_board_that_takes_nothing(live, post):
    page = reverse("planning:board", args=[live.town.slug])

    assert "data-stages" in signed_in(live.author).get(page).content.decode()
    assert "data-stages" not in signed_in(person(live.town, Role.READER)).get(page).content.decode()


def test_the_week_takes_posts_from_today_on(live, post):
    page = reverse("planning:week", args=[live.town.slug])

    shown = signed_in(live.author).get(page).content.decode()

    assert f'data-moves="{live.town.local_day().isoformat()}"' in shown
    assert shown.count("data-day=") == 7
    assert "data-moves" not in signed_in(person(live.town, Role.READER)).get(page).content.decode()
