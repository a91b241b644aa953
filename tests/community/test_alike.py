# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""A wave of nearly identical comments is decided in one go: all of them or none, each with its own entry."""

import pytest
from django.utils.timezone import now
from django_scopes import scope

from accounts.models import AuditEntry
from community.models import Comment, Decision, Evidence
from community.queries.alike import open_alike
from community.services.alike import decide_alike, undo_alike
from community.services.queue import claim_comment
from core.errors import Refused
from tests.community.factories import address, clause, comment_in, moderator, netiquette_in_force
from tests.factories import MunicipalityFactory
from tests.racing import race

WAVE = "Schluss mit dem Radweg in der Bahnhofstraße"


@pytest.fixture
def wave(town):
    return [comment_in(town, text=f"{WAVE}{end}") for end in ("!", "!!!", " #radweg")]


def seen(comments):
    return {comment.pk: comment.revision for comment in comments}


def test_only_public_open_comments_with_nearly_the_same_words_fold_together(town, alma, wave):
    comment_in(town, text="Endlich ein Radweg, danke!")
    comment_in(town, text=WAVE, is_private=True)
    taken = comment_in(town, text=WAVE)
    claim_comment(taken, actor=moderator(town))

    assert open_alike(wave[0], alma, now()) == wave


@pytest.mark.parametrize("words", ["Danke!", "👍👍", ""])
def test_short_words_are_never_put_together(town, alma, words):
    first, _second = comment_in(town, text=words), comment_in(town, text=words)

    assert open_alike(first, alma, now()) == []


def test_one_rationale_is_kept_with_each_and_each_has_its_entry_and_evidence(town, alma, wave):
    ground = clause(netiquette_in_force(town))

    decided = decide_alike(town, actor=alma, kind="hide", seen=seen(wave), clause=ground, rationale="Werbung.")

    assert {decision.rationale for decision in decided} == {"Werbung."}
    assert Evidence.objects.count() == len(wave)
    assert AuditEntry.objects.filter(action="community.comment_decided").count() == len(wave)
    assert {decision.action.due_at for decision in decided} == {d.decided_at + Decision.UNDO_TIME for d in decided}


def test_if_one_was_edited_or_taken_none_is_decided_and_each_is_named(town, alma, wave):
    """Removal: raising in decide_alike."""
    Comment.objects.filter(pk=wave[0].pk).update(revision=2, text="Ganz anders")
    claim_comment(wave[2], actor=moderator(town, name="Bruno Muster"))

    with pytest.raises(Refused) as refusal:
        decide_alike(town, actor=alma, kind="leave", seen=seen(wave))

    assert not Decision.objects.exists()
    assert [str(wave[0].author) in refusal.value.gaps[0], "Bruno Muster" in refusal.value.gaps[1]] == [True, True]
    assert Comment.objects.get(pk=wave[1].pk).state == "new"


@pytest.mark.parametrize("kind", ["reply", "delete", "show", ""])
def test_nothing_but_leaving_and_hiding_is_decided_in_one_go(town, alma, wave, kind):
    with pytest.raises(Refused):
        decide_alike(town, actor=alma, kind=kind, seen=seen(wave))


def test_hiding_without_grounds_hides_nothing(town, alma, wave):
    netiquette_in_force(town)

    with pytest.raises(Refused):
        decide_alike(town, actor=alma, kind="hide", seen=seen(wave))
    assert not Decision.objects.exists()


def test_within_ten_seconds_all_of_them_are_taken_back(town, alma, wave):
    decided = decide_alike(town, actor=alma, kind="leave", seen=seen(wave))

    assert undo_alike(decided, actor=alma) == len(wave)
    assert {comment.state for comment in Comment.objects.all()} == {"claimed"}


def test_the_page_decides_what_was_ticked_and_offers_to_undo(town, client, alma, wave):
    url = address(town, "alike", wave[0].pk)
    assert url in client.get(address(town, "similar", wave[0].pk)).content.decode()
    ticked = [f"{comment.pk}:{comment.revision}" for comment in wave[:2]]

    body = client.post(url, {"kind": "leave", "comments": ticked}, follow=True).content.decode()

    assert Decision.objects.count() == 2
    undo = address(town, "undo_alike")
    assert undo in body
    client.post(f"{undo}?nr={','.join(str(d.pk) for d in Decision.objects.all())}")
    assert not Decision.objects.filter(undone_at=None).exists()


def test_ticks_that_are_none_are_refused_with_words(town, client, alma, wave):
    response = client.post(address(town, "alike", wave[0].pk), {"kind": "leave", "comments": ["x", "1:", f"{2**80}:1"]})

    assert response.status_code == 422
    assert not Decision.objects.exists()


def test_nobody_undoes_a_colleagues_wave(town, client, alma, wave):
    decide_alike(town, actor=moderator(town), kind="leave", seen=seen(wave))

    client.post(f"{address(town, 'undo_alike')}?nr={','.join(str(d.pk) for d in Decision.objects.all())}")

    assert Decision.objects.filter(undone_at=None).count() == len(wave)


@pytest.mark.postgresql
@pytest.mark.django_db(transaction=True)
def test_of_many_who_decide_about_overlapping_waves_at_once_each_comment_is_decided_once():
    town = MunicipalityFactory()
    with scope(municipality=town):
        comments = [comment_in(town, text=WAVE) for _ in range(8)]
        people = [moderator(town) for _ in range(4)]

    def deciding(actor, number):
        part = comments[number : number + 5]
        return lambda: decide_alike(town, actor=actor, kind="leave", seen=seen(part))

    results = race(town, [deciding(actor, number) for number, actor in enumerate(people)])

    with scope(municipality=town):
        done = [result for result in results if isinstance(result, list)]
        assert all(isinstance(result, list | Refused) for result in results), results
        assert Decision.objects.count() == 5 * len(done)
        assert Decision.objects.values("comment").distinct().count() == Decision.objects.count()
