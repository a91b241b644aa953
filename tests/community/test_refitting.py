# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""Each night a version is made anew from what people decided; it runs on trial first, and a person can put one back."""

from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.core.management import call_command
from django.utils.timezone import now
from django_scopes import scopes_disabled

from accounts.models import AuditEntry, Role
from community.domain.blind_sample import is_blind
from community.models import Comment, TriageLabel, TriageModel, TriageScore, TriageSettings
from community.services.triage import refitting
from community.services.triage.examples import blind_since, decided_by_label
from community.services.triage.refitting import (
    VERSIONS_KEPT,
    judge_trial,
    refit_town,
    refuse_version_in_use,
    stop_version,
    take_night,
    towns_to_refit,
    use_version,
)
from community.services.triage.scoring import score_comments
from community.tasks import score_comments as ring
from community.triage.fairness import Gate
from community.triage.files import unpack
from core.errors import NotPermitted
from tests.community.factories import comment_in, comment_on, decision_on, delivery_of, moderator, practice_channel
from tests.factories import person

GOOD = "Danke für den schönen Abend am See mit Musik Nummer {}."
BAD = "Die Schlafmützen im Bauhof verpennen wieder alles, Fall {}."


@pytest.fixture(autouse=True)
def demo(settings):
    """Practice teaches."""
    settings.DEMO = True


@pytest.fixture
def fair(monkeypatch):
    """The gate of fairness lets pass what so small a sample teaches; who is refused is told by a test of its own."""
    monkeypatch.setattr(refitting, "gate", lambda _trained: Gate(True, 0.0, 0.0, ""))


@pytest.fixture
def press(town):
    return person(town, Role.COMMUNICATIONS)


def taught(town, number: int = 120, label: str = "insult") -> None:
    """Half of ``number`` comments are insults, of a sort that no rule knows; each post has its time."""
    channel = practice_channel(town)
    posts = [delivery_of(channel) for _ in range(number // 12 + 1)]
    rows = []
    for at in range(number):
        bad = at % 2 == 0
        comment = comment_on(posts[at // 12], (BAD if bad else GOOD).format(at))
        given = {"municipality": town, "comment": comment, "label": label, "revision": 1, "source": "kind"}
        rows.append(TriageLabel(**given, value=bad, given_at=now() - timedelta(days=number - at)))
    TriageLabel.objects.bulk_create(rows)


def kept(town, version: int, state: str = "retired", **fields) -> TriageModel:
    values = {"content": b"no model", "size": 8, "examples_sha256": str(version)}
    values |= {"activated_at": now()} if state == "active" else {}
    return TriageModel.objects.create(municipality=town, version=version, state=state, **values | fields)


def test_what_looks_worse_at_some_groups_than_at_others_is_not_used(town):
    taught(town)

    assert refit_town(town) is None


def test_a_town_learns_from_its_own_decisions_and_the_next_night_puts_it_in_use(town, fair):
    taught(town)

    made = refit_town(town)
    assert (made.version, made.state, set(unpack(bytes(made.content), town=town.pk))) == (1, "shadow", {"insult"})
    assert made.judged["insult"]["decisions"] == 120

    assert refit_town(town) is None  # the same answers give the same version
    made.refresh_from_db()
    assert made.state == "active"

    comment = comment_in(town, text="Schlafmützen verpennen alles im Bauhof")
    score_comments(town)
    score = TriageScore.objects.get(comment=comment, label="insult")
    assert not score.is_by_rule and not score.shows_band and score.words


def test_the_same_decisions_give_the_same_bytes(town, fair):
    taught(town)
    first = refit_town(town)
    content, sha256 = bytes(first.content), first.examples_sha256
    TriageModel.objects.all().delete()

    again = refit_town(town)

    assert (bytes(again.content), again.examples_sha256) == (content, sha256)


def test_below_a_hundred_decisions_nothing_is_learned_and_the_figures_say_how_many_there_are(town):
    taught(town, 60)

    assert refit_town(town) is None
    assert TriageSettings.objects.get().figures["labels"]["insult"] == {
        "decisions": 60,
        "positives": 30,
        "rule_hits": 0,
        "rule_right": 0,
    }


def test_what_was_deleted_after_its_time_is_forgotten_by_the_next_version(town, fair):
    taught(town)
    first = refit_town(town)
    gone = TriageLabel.objects.filter(value=True).order_by("pk").first().comment
    Comment.objects.filter(pk=gone.pk).update(
        text=Comment.GONE, emptied_at=now(), pseudonymised_at=now(), state="closed", decided_at=now(), url=""
    )

    second = refit_town(town)

    assert second.judged["insult"]["decisions"] == 119
    assert second.examples_sha256 != first.examples_sha256


def test_private_words_and_practice_teach_nothing(town, settings):
    taught(town, 10)
    Comment.objects.filter(pk=Comment.objects.first().pk).update(is_private=True)
    assert len(decided_by_label(town)["insult"]) == 9

    settings.DEMO = False
    assert decided_by_label(town) == {}


def test_a_comment_left_standing_denies_what_weighs_on_people(town):
    comment = comment_in(town)
    decision_on(comment, moderator(town))

    found = decided_by_label(town)

    assert set(found) == {"threat", "hate", "insult", "antidemocratic", "conspiracy", "spam"}
    assert {one.example.positive for decided in found.values() for one in decided} == {False}


def test_only_the_blind_sample_judges(town):
    taught(town, 60)
    found = decided_by_label(town)["insult"]

    recent = blind_since(found, now() - timedelta(days=999))

    assert len(recent) == sum(is_blind(one.comment) for one in found) < 20


def test_a_version_whose_file_does_not_hold_is_never_put_in_use(town):
    trial = kept(town, 1, "shadow")

    judge_trial(town, {})

    trial.refresh_from_db()
    assert (trial.state, trial.outcome) == ("retired", "Ihre Datei ist nicht zu gebrauchen.")


def test_a_version_in_use_that_does_not_hold_is_taken_out_with_words_and_rules_go_on(town):
    broken = kept(town, 1, "active")
    comment = comment_in(town)

    with scopes_disabled():
        ring()

    broken.refresh_from_db()
    comment.refresh_from_db()
    assert (broken.state, broken.outcome) == (
        "retired",
        "Die Datei ist kein Modell der Vorsortierung. Es wurde nichts geändert.",
    )
    assert comment.triage_edition > 0


def test_a_person_puts_an_earlier_version_back_and_it_is_recorded(town, press):
    earlier, in_use = kept(town, 1), kept(town, 2, "active")

    use_version(earlier, actor=press)

    in_use.refresh_from_db()
    assert (earlier.state, in_use.state) == ("active", "retired")
    assert TriageSettings.objects.get().edition == 2
    assert AuditEntry.objects.filter(action="community.triage_model_activated", actor=press).count() == 1


def test_a_person_takes_the_version_in_use_away(town, press):
    in_use = kept(town, 1, "active")

    stop_version(in_use, actor=press)

    assert in_use.state == "retired"
    refuse_version_in_use(town, "There is none.")


def test_who_may_not_change_how_the_town_answers_changes_no_version(town):
    in_use = kept(town, 1, "active")

    for act in (use_version, stop_version):
        with pytest.raises(NotPermitted):
            act(in_use, actor=moderator(town))

    in_use.refresh_from_db()
    assert in_use.state == "active"


def test_five_versions_are_kept_and_the_one_in_use(town, fair):
    kept(town, 1, "active")
    for version in range(2, 9):
        kept(town, version)
    taught(town)

    refit_town(town)

    assert list(TriageModel.objects.order_by("version").values_list("version", flat=True)) == [1, 5, 6, 7, 8, 9]
    assert TriageModel.objects.count() == VERSIONS_KEPT + 1


def test_a_town_is_taken_on_once_a_night_by_its_own_clock(town):
    taught(town, 1)
    night, day = datetime(2026, 12, 1, 1, 30, tzinfo=UTC), datetime(2026, 12, 1, 9, tzinfo=UTC)
    with scopes_disabled():
        assert towns_to_refit(day) == []
        assert towns_to_refit(night) == [town]

    with time_machine.travel(night, tick=False):
        assert take_night(town, night)
        assert not take_night(town, night)

    with scopes_disabled():
        assert towns_to_refit(night) == []
        assert towns_to_refit(night + timedelta(days=1)) == [town]


def test_the_command_names_what_it_made(town, anywhere, capsys):
    call_command("refit_triage", town.slug)

    assert capsys.readouterr().out == f"{town.slug}: nothing new to learn\n"
