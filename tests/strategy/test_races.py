# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""What two people do at the same moment; only PostgreSQL really lets them."""

from decimal import Decimal

import pytest
from django_scopes import scope

from accounts.models import AuditEntry, Letter, Role
from core.errors import AlreadyChanged, DomainError
from strategy import services
from strategy.models import DirectQuestion, PlatformDecision, SectionDraft, Strategy, StrategyCopy, StrategySection
from tests.factories import PASSWORD, MunicipalityFactory, person
from tests.racing import race
from tests.strategy.factories import asked_question, submitted_strategy

pytestmark = [pytest.mark.postgresql, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def submitted():
    town = MunicipalityFactory()
    with scope(municipality=town):
        yield submitted_strategy(town)


def test_two_signatures_at_once_leave_one_signed_version(submitted):
    """Detects a signature that is not a compare-and-set on the submitted state."""
    town = submitted.municipality
    heads = [person(town, Role.LEADERSHIP) for _ in range(4)]

    def signing(head):
        strategy = Strategy.objects.get(pk=submitted.pk)
        return lambda: services.sign_strategy(strategy, actor=head, password=PASSWORD)

    outcomes = race(town, [signing(head) for head in heads])

    assert sum(outcome is None for outcome in outcomes) == 1
    signed = Strategy.objects.get(pk=submitted.pk)
    assert signed.state == Strategy.State.IN_FORCE
    assert signed.is_signature_valid


def test_a_signature_and_an_edit_at_once_never_leave_a_signature_under_another_text(submitted):
    """Detects a signature that does not lock the revision it was computed on."""
    town = submitted.municipality
    author, head = submitted.author, person(town, Role.LEADERSHIP)
    strategy = Strategy.objects.get(pk=submitted.pk)
    section = StrategySection.objects.select_related("strategy").get(strategy=submitted, key="tone")

    race(
        town,
        [
            lambda: services.sign_strategy(strategy, actor=head, password=PASSWORD),
            lambda: services.edit_section(section, actor=author, text="Anders.", seen_revision=1),
        ],
    )

    after = Strategy.objects.get(pk=submitted.pk)
    if after.state == Strategy.State.IN_FORCE:
        assert after.is_signature_valid
    else:
        assert after.state == Strategy.State.DRAFT
        assert not after.signed_hash


def by_editing(strategy):
    goal = {"metric": "answered", "baseline": Decimal(40), "target": Decimal(80), "due_on": strategy.review_on}
    services.add_goal(strategy, actor=strategy.author, **goal)


def by_returning(strategy):
    services.return_strategy(strategy, actor=person(strategy.municipality, Role.LEADERSHIP), reason="Bitte kürzer.")


@pytest.mark.parametrize("withdraw", [by_editing, by_returning])
@pytest.mark.parametrize("attempt", range(3))
def test_a_signature_and_a_withdrawal_at_once_leave_one_of_both(submitted, withdraw, attempt):
    """Detects a signature under a version that somebody has just taken back, and the reverse."""
    heads = [person(submitted.municipality, Role.LEADERSHIP) for _ in range(2)]
    read = [Strategy.objects.select_related("municipality", "author").get(pk=submitted.pk) for _ in range(4)]

    outcomes = race(
        submitted.municipality,
        [
            lambda: services.sign_strategy(read[0], actor=heads[0], password=PASSWORD),
            lambda: withdraw(read[1]),
            lambda: services.sign_strategy(read[2], actor=heads[1], password=PASSWORD),
            lambda: withdraw(read[3]),
        ],
    )

    after = Strategy.objects.get(pk=submitted.pk)
    assert all(outcome is None or isinstance(outcome, DomainError) for outcome in outcomes)
    signatures = [outcomes[0], outcomes[2]].count(None)
    taken_back = [outcomes[1], outcomes[3]].count(None)
    assert (signatures, taken_back > 0) in {(1, False), (0, True)}
    if signatures:
        assert after.state == Strategy.State.IN_FORCE and after.is_signature_valid
    else:
        assert (after.state, after.signed_hash, after.signed_at) == (Strategy.State.DRAFT, "", None)
        assert not StrategyCopy.objects.exists()
    assert AuditEntry.objects.filter(action="strategy.signed").count() == signatures


def test_concurrent_decisions_never_add_up_to_a_third_platform(submitted):
    """Detects a limit of two that is only counted in Python."""
    town = submitted.municipality

    def deciding(*platforms):
        strategy = Strategy.objects.get(pk=submitted.pk)
        reasons = dict.fromkeys([*platforms, "instagram"], "Ja.")
        return lambda: services.decide_platforms(strategy, actor=submitted.author, chosen=platforms, reasons=reasons)

    race(
        town,
        [
            deciding("mastodon", "facebook"),
            deciding("bluesky", "x"),
            deciding("youtube"),
            deciding("tiktok", "whatsapp"),
        ],
    )

    chosen = PlatformDecision.objects.filter(strategy=submitted, slot__isnull=False)
    assert 1 <= chosen.count() <= 2


def test_three_drafts_begun_at_once_are_one(submitted):
    town = MunicipalityFactory()
    author = person(town, Role.COMMUNICATIONS)

    outcomes = race(town, [lambda: services.start_strategy(town, actor=author)] * 3)

    with scope(municipality=town):
        assert Strategy.objects.count() == 1
    assert sum(isinstance(outcome, Strategy) for outcome in outcomes) == 1


def test_two_heads_who_tap_at_once_leave_one_answer_and_one_letter(submitted):
    """Detects an answer that is not a compare-and-set on the open question."""
    town = submitted.municipality
    heads = [person(town, Role.LEADERSHIP) for _ in range(4)]
    asked = asked_question(town)

    def answering(number, head):
        question = DirectQuestion.objects.select_related("municipality", "asked_by").get(pk=asked.pk)
        return lambda: services.answer_question(question, actor=head, chosen=1 + number % 3)

    outcomes = race(town, [answering(number, head) for number, head in enumerate(heads)])

    assert sum(outcome is None for outcome in outcomes) == 1
    assert sum(isinstance(outcome, AlreadyChanged) for outcome in outcomes) == 3
    answered = DirectQuestion.objects.get(pk=asked.pk)
    assert answered.answered_by == heads[outcomes.index(None)]
    assert answered.chosen == 1 + outcomes.index(None) % 3
    assert Letter.objects.filter(to=answered.asked_by.email).count() == 1
    assert AuditEntry.objects.filter(action="strategy.question_answered").count() == 1


def test_an_answer_and_a_withdrawal_at_once_leave_one_of_both(submitted):
    town = submitted.municipality
    head = person(town, Role.LEADERSHIP)
    asked = asked_question(town)
    one, two = (DirectQuestion.objects.select_related("municipality", "asked_by").get(pk=asked.pk) for _ in range(2))

    outcomes = race(
        town,
        [
            lambda: services.answer_question(one, actor=head, chosen=1),
            lambda: services.withdraw_question(two, actor=asked.asked_by),
        ],
    )

    assert sum(outcome is None for outcome in outcomes) == 1
    after = DirectQuestion.objects.get(pk=asked.pk)
    assert (after.state == DirectQuestion.State.ANSWERED) == (outcomes[0] is None)


def test_an_answer_noted_in_several_windows_at_once_is_noted_once_and_nobody_is_told_off(submitted):
    """Detects *Noted* on the start page that is not a compare-and-set on what is unread."""
    town = submitted.municipality
    asked = asked_question(town)
    services.answer_question(asked, actor=person(town, Role.LEADERSHIP), chosen=1)

    def noting():
        question = DirectQuestion.objects.select_related("municipality", "asked_by").get(pk=asked.pk)
        return lambda: services.read_answer(question, actor=asked.asked_by)

    assert race(town, [noting() for _ in range(6)]) == [None] * 6
    assert AuditEntry.objects.filter(action="strategy.answer_read").count() == 1


def test_drafts_of_one_person_kept_in_several_windows_at_once_overwrite_nothing(submitted):
    """Detects a draft that is written without asking for the revision the window knows."""
    section = StrategySection.objects.select_related("strategy__municipality").get(strategy=submitted, key="tone")

    def keeping(text):
        return lambda: services.keep_draft(
            section, actor=submitted.author, text=text, base_revision=section.revision, seen_revision=0
        )

    outcomes = race(submitted.municipality, [keeping(f"Fenster {n}") for n in range(4)])

    kept = SectionDraft.objects.get()
    assert sum(isinstance(outcome, SectionDraft) for outcome in outcomes) == 1
    assert all(o.current.text == kept.text for o in outcomes if isinstance(o, services.NewerDraft))
    assert Strategy.objects.get(pk=submitted.pk).state == Strategy.State.SUBMITTED
