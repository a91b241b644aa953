# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""How a town answers: length, initials by consent, a second person who releases, and what is still owed by post."""

from functools import partial

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.utils.timezone import now

from accounts.models import Role
from channels_mgmt.models import Channel
from community.models import Comment, Decision, PlatformAction, ReplySettings, StaffInitials
from community.queries.echo import counts_under
from community.queries.posts import posts_with_comments
from community.services.decisions import reply_to_comment, undo_decision
from community.services.queue import claim_comment
from community.services.replying import (
    agree_to_initials,
    release_reply,
    return_reply,
    set_replying,
    signed,
    take_initials_back,
)
from community.services.wording import CommentChanged
from core.errors import AlreadyChanged, NotPermitted, Refused
from reporting.presenters.waiting import waiting_for
from tests.community.factories import (
    address,
    comment_in,
    comment_on,
    decision_on,
    delivery_of,
    department_asked,
    moderator,
    practice_channel,
    published_answer,
)
from tests.factories import MunicipalityFactory, person
from tests.racing import race


@pytest.fixture
def alma(town):
    return moderator(town, name="Alma")


@pytest.fixture
def ben(town):
    return moderator(town, name="Ben")


@pytest.fixture
def press(town):
    return person(town, Role.COMMUNICATIONS)


@pytest.fixture
def live_comment(town):
    """Below a post on a channel that is no practice."""
    return comment_on(delivery_of(practice_channel(town, connector="mastodon", platform="mastodon")))


def settings_of(town, press, **changes):
    set_replying(town, actor=press, **{"uses_initials": False, "release": 0, "tone_guide": ""} | changes)


def stored(row):
    return type(row)._base_manager.get(pk=row.pk)


def signed_in(user) -> Client:
    client = Client()
    client.force_login(user, backend="allauth.account.auth_backends.AuthenticationBackend")
    return client


# -- initials ---------------------------------------------------------------------------------------


def test_initials_stand_below_an_answer_only_by_consent(town, alma, ben, press):
    settings_of(town, press, uses_initials=True)
    agree_to_initials(town, actor=alma, initials="^mk")

    mine = decision_on(comment_in(town), alma, "reply", text="Gern.")
    theirs = decision_on(comment_in(town), ben, "reply", text="Gern.")

    assert (mine.reply_text, theirs.reply_text) == ("Gern. ^mk", "Gern.")


def test_consent_taken_back_or_a_town_without_initials_leaves_none(town, alma, press):
    """Detects initials that outlive the agreement they rest on."""
    settings_of(town, press, uses_initials=True)
    agree_to_initials(town, actor=alma, initials="mk")
    take_initials_back(town, actor=alma)
    assert decision_on(comment_in(town), alma, "reply", text="Gern.").reply_text == "Gern."

    agree_to_initials(town, actor=alma, initials="mk")
    settings_of(town, press, uses_initials=False)

    assert not StaffInitials.objects.exists()
    with pytest.raises(Refused):
        agree_to_initials(town, actor=alma, initials="mk")


def test_initials_are_not_written_twice(town, alma, press):
    assert signed("Gern. ^mk", "mk") == "Gern. ^mk"
    assert signed("Gern.", "") == "Gern."


def test_initials_count_for_the_length_of_the_platform(town, alma, press):
    settings_of(town, press, uses_initials=True)
    agree_to_initials(town, actor=alma, initials="mk")

    with pytest.raises(Refused):
        decision_on(comment_in(town), alma, "reply", text="a" * 297)
    assert len(decision_on(comment_in(town), alma, "reply", text="a" * 296).reply_text) == 300


@pytest.mark.parametrize("wrong", ["", "m k", "m1", "abcdef", "<b>"])
def test_initials_are_a_few_letters(town, alma, press, wrong):
    settings_of(town, press, uses_initials=True)

    with pytest.raises(Refused):
        agree_to_initials(town, actor=alma, initials=wrong)


def test_two_people_do_not_share_initials(town, alma, ben, press):
    settings_of(town, press, uses_initials=True)
    agree_to_initials(town, actor=alma, initials="mk")

    with pytest.raises(Refused):
        agree_to_initials(town, actor=ben, initials="mk")


def test_only_the_press_office_sets_how_the_town_answers(town, alma):
    with pytest.raises(NotPermitted):
        settings_of(town, alma, uses_initials=True)


# -- length -----------------------------------------------------------------------------------------


def test_the_length_is_counted_as_the_platform_does_with_the_initials(town, alma, press):
    settings_of(town, press, uses_initials=True)
    agree_to_initials(town, actor=alma, initials="mk")
    comment, client = comment_in(town), signed_in(alma)

    fits = client.post(address(town, "count_reply", comment.pk), {"text": "a" * 296}).content.decode()
    over = client.post(address(town, "count_reply", comment.pk), {"text": "a" * 300 + " {frist}"}).content.decode()

    assert "300" in fits
    assert "^mk" in fits
    assert "field__error" in over
    assert "{frist}" in over


# -- release ----------------------------------------------------------------------------------------


def answered(comment, actor, press, release=3):
    settings_of(comment.municipality, press, release=release)
    return reply_to_comment(stored(comment), actor=actor, text="Mit dem Rad kommen Sie durch.")


def test_an_answer_that_waits_for_release_has_nothing_that_could_be_sent(town, alma, press, live_comment):
    """Detects an answer that leaves before a second person has read it."""
    decision = answered(live_comment, alma, press)

    assert decision.waits_for_release
    assert not PlatformAction.objects.exists()


def test_a_second_person_releases_and_nobody_their_own(town, alma, ben, press, live_comment):
    decision = answered(live_comment, alma, press)

    with pytest.raises(NotPermitted):
        release_reply(decision, actor=alma)
    release_reply(decision, actor=ben)

    action = PlatformAction.objects.get(decision=decision)
    assert action.due_at > now()
    assert stored(decision).released_by == ben
    with pytest.raises(AlreadyChanged):
        release_reply(stored(decision), actor=press)


def test_the_database_lets_nobody_release_their_own_answer(town, alma, press, live_comment):
    decision = answered(live_comment, alma, press)

    with pytest.raises(IntegrityError), transaction.atomic():
        Decision.objects.filter(pk=decision.pk).update(released_by=alma, released_at=now())


def test_a_returned_answer_opens_the_comment_and_gives_its_words_back(town, alma, ben, press, live_comment):
    decision = answered(live_comment, alma, press)

    with pytest.raises(Refused):
        return_reply(decision, actor=ben, reason=" ")
    return_reply(decision, actor=ben, reason="Bitte ohne Vorwurf.")

    assert stored(live_comment).state == Comment.State.NEW
    claim_comment(stored(live_comment), actor=alma)
    page = signed_in(alma).get(address(town, "comment", live_comment.pk)).content.decode()
    assert "Bitte ohne Vorwurf." in page
    assert "Mit dem Rad kommen Sie durch." in page
    assert not PlatformAction.objects.exists()


def test_the_author_takes_an_answer_back_as_long_as_it_waits(town, alma, ben, press, live_comment):
    decision = answered(live_comment, alma, press)
    Decision.objects.filter(pk=decision.pk).update(decided_at=now() - 100 * Decision.UNDO_TIME)

    undo_decision(stored(decision), actor=alma)

    with pytest.raises(AlreadyChanged):
        release_reply(stored(decision), actor=ben)


def test_a_comment_changed_meanwhile_is_not_answered_by_the_old_words(town, alma, ben, press, live_comment):
    decision = answered(live_comment, alma, press)
    Comment.objects.filter(pk=live_comment.pk).update(revision=2, text="Ganz anders.")

    with pytest.raises(CommentChanged):
        release_reply(stored(decision), actor=ben)

    assert not PlatformAction.objects.exists()


@pytest.mark.parametrize(("urgency", "waits"), [(1, True), (2, True), (3, False)])
def test_the_class_of_risk_says_which_answers_wait(town, alma, press, live_comment, urgency, waits):
    Comment.objects.filter(pk=live_comment.pk).update(urgency=urgency)

    assert answered(live_comment, alma, press, release=2).waits_for_release is waits


def test_practice_waits_for_nobody(town, alma, press):
    assert not answered(comment_in(town), alma, press).waits_for_release


def test_colleagues_are_told_what_waits_for_them(town, alma, ben, press, live_comment):
    decision = answered(live_comment, alma, press)

    told = {who: [i.cause for i in waiting_for(who, town, now()) if "release" in i.cause] for who in (alma, ben)}

    assert told == {alma: [], ben: [f"release:{decision.pk}"]}


def test_release_and_return_are_buttons_for_colleagues_only(town, alma, ben, press, live_comment):
    decision = answered(live_comment, alma, press)
    where = address(town, "release_reply", decision.pk)
    page = address(town, "comment", live_comment.pk)

    assert where not in signed_in(alma).get(page).content.decode()
    client = signed_in(ben)
    assert where in client.get(page).content.decode()
    client.post(where)

    assert stored(decision).released_by == ben


@pytest.mark.postgresql
def test_of_many_who_release_at_once_one_sends_one_answer(transactional_db, anywhere):

    town = MunicipalityFactory()
    comment = comment_on(delivery_of(practice_channel(town, connector="mastodon", platform="mastodon")))
    decision = answered(comment, moderator(town), person(town, Role.COMMUNICATIONS))
    colleagues = [moderator(town) for _ in range(4)]

    race(town, [partial(release_reply, stored(decision), actor=colleague) for colleague in colleagues])

    assert PlatformAction.objects.filter(decision=decision).count() == 1


# -- pages ------------------------------------------------------------------------------------------


def test_the_guide_is_read_by_all_and_set_by_the_press_office(town, alma, press):
    client, where = signed_in(press), address(town, "replying")
    given = {"tone_guide": "Kurz und herzlich.", "release": "1", "uses_initials": "on"}

    assert client.post(where, given).status_code == 302
    assert "Kurz und herzlich." in signed_in(alma).get(where).content.decode()
    assert signed_in(alma).post(where, given).status_code == 403
    assert client.post(where, given | {"release": "9"}).status_code == 422
    assert ReplySettings.objects.get().release == 1

    signed_in(alma).post(address(town, "initials"), {"initials": "mk"})
    assert StaffInitials.objects.get().initials == "mk"
    assert signed_in(alma).post(address(town, "initials"), {"initials": "1"}).status_code == 422
    signed_in(alma).post(address(town, "initials"), {"back": "1"})
    assert not StaffInitials.objects.exists()


def test_answered_forwarded_and_open_stand_at_each_post(town, alma, press):
    delivery = delivery_of(practice_channel(town))
    comment_on(delivery)
    published_answer(comment_on(delivery), alma)
    department_asked(comment_on(delivery), alma)
    decision_on(comment_on(delivery), alma, "leave")

    counts = counts_under(delivery.post)
    post = posts_with_comments(town).get()

    assert (counts["open"], counts["forwarded"], counts["answered"]) == (1, 1, 1)
    assert (post.n_open, post.n_forwarded, post.n_answered, post.n_all) == (1, 1, 1, 4)
    page = signed_in(alma).get(address(town, "posts")).content.decode()
    assert delivery.post.title in page
    assert Channel.objects.count() == 1


def test_an_answer_that_waits_is_not_counted_as_answered(town, alma, press, live_comment):
    answered(live_comment, alma, press)

    assert counts_under(live_comment.delivery.post)["answered"] == 0
    assert posts_with_comments(town).get().n_answered == 0
