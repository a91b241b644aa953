# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""What people's acts say of a comment: kept without their names, with what was suggested and shown; nothing else."""

import pytest
from django.db import IntegrityError, transaction

from accounts.models import AuditEntry, Role
from community.domain.blind_sample import PERCENT, is_blind
from community.models import Author, Comment, CommentRevision, TriageLabel, TriageScore
from community.services.decisions import undo_decision
from community.services.marking import mark_account
from community.services.triage.teaching import LABELS_OF_CLAUSES, answer_label
from community.services.wording import CommentChanged
from community.triage.labels import Label
from core.errors import NotPermitted, Refused
from netiquette.library import LIBRARY
from tests.community.factories import clause, comment_in, decision_on, moderator, netiquette_in_force
from tests.factories import person


@pytest.fixture
def alma(town):
    return moderator(town)


def seen_comment(town, **fields) -> Comment:
    """A comment outside the blind sample."""
    while is_blind((comment := comment_in(town, **fields)).pk):
        pass
    return comment


def blind_comment(town, **fields) -> Comment:
    while not is_blind((comment := comment_in(town, **fields)).pk):
        pass
    return comment


def suggest(comment: Comment, label: str = "insult", **fields) -> TriageScore:
    values = {"band": "rule", "is_by_rule": True, "words": ["Vollpfosten"], "revision": comment.revision}
    return TriageScore.objects.create(comment=comment, label=label, **values | fields)


def given(comment: Comment) -> dict[str, tuple[bool, bool, bool]]:
    labels = TriageLabel.objects.filter(comment=comment)
    return {one.label: (one.value, one.was_suggested, one.was_shown) for one in labels}


def answered(comment: Comment, actor, label: str, is_right: bool) -> None:
    answer_label(Comment.objects.get(pk=comment.pk), actor=actor, label=label, is_right=is_right, seen_revision=1)


def test_a_dismissed_suggestion_is_kept_with_what_was_shown(town, alma):
    comment = seen_comment(town, kind="other")
    suggest(comment)

    answered(comment, alma, "insult", is_right=False)

    assert given(comment) == {"insult": (False, True, True)}
    assert TriageLabel.objects.get().was_changed


def test_an_answer_given_again_corrects_the_first(town, alma):
    comment = seen_comment(town, kind="other")
    suggest(comment)

    answered(comment, alma, "insult", is_right=False)
    answered(comment, alma, "insult", is_right=True)

    assert given(comment) == {"insult": (True, True, True)}


def test_a_kind_that_a_person_chose_is_the_kind_and_denies_the_others(town, alma):
    comment = seen_comment(town, kind="other")

    answered(comment, alma, "praise", is_right=True)

    comment.refresh_from_db()
    assert comment.kind == "praise"
    assert {label: one[0] for label, one in given(comment).items()} == {
        "praise": True,
        "question": False,
        "criticism": False,
    }


def test_a_kind_that_was_wrong_is_another_one(town, alma):
    comment = seen_comment(town, kind="question")

    answered(comment, alma, "question", is_right=False)

    comment.refresh_from_db()
    assert comment.kind == "other"
    assert given(comment) == {"question": (False, True, True)}


def test_in_the_blind_sample_the_first_answer_was_given_without_a_suggestion_in_sight(town, alma):
    comment = blind_comment(town, kind="other")
    suggest(comment)
    suggest(comment, "hate")

    answered(comment, alma, "insult", is_right=True)
    answered(comment, alma, "hate", is_right=False)

    assert given(comment) == {"insult": (True, True, False), "hate": (False, True, True)}


def test_the_blind_sample_is_between_five_and_ten_of_a_hundred_and_always_the_same(db):
    share = sum(is_blind(key) for key in range(20_000)) / 200

    assert abs(share - PERCENT) < 1
    assert [is_blind(key) for key in range(50)] == [is_blind(key) for key in range(50)]


def test_leaving_a_comment_denies_what_was_suspected_and_says_nothing_of_its_kind(town, alma):
    comment = seen_comment(town, kind="praise")
    suggest(comment)

    decision_on(comment, alma)

    assert given(comment) == {"insult": (False, True, True)}


def test_leaving_a_comment_that_nobody_suspected_needs_no_row(town, alma):
    comment = seen_comment(town)

    decision_on(comment, alma)

    assert given(comment) == {}


def test_answering_a_comment_says_nothing_of_it(town, alma):
    comment = seen_comment(town)
    suggest(comment)

    decision_on(comment, alma, "reply")

    assert given(comment) == {}


def test_the_clause_of_a_measure_says_what_the_comment_is_and_taking_it_back_unsays_it(town, alma):
    netiquette = netiquette_in_force(town, "diskriminierung")
    comment = seen_comment(town)
    grounds = {"clause": clause(netiquette, "diskriminierung"), "rationale": "Setzt eine Gruppe herab."}

    decision = decision_on(comment, alma, "hide", **grounds)
    assert given(comment) == {"hate": (True, False, False)}

    undo_decision(decision, actor=alma)
    assert given(comment) == {}


def test_a_decision_does_not_overrule_an_answer(town, alma):
    comment = seen_comment(town, kind="other")
    suggest(comment)
    answered(comment, alma, "insult", is_right=True)

    decision_on(comment, alma)

    assert given(comment) == {"insult": (True, True, True)}


def test_marking_an_account_as_advertising_teaches_and_taking_it_back_unteaches(town, alma):
    comment = seen_comment(town)

    mark_account(comment.author, actor=alma, standing=Author.Standing.SPAM)
    assert given(comment) == {"spam": (True, False, False)}

    mark_account(comment.author, actor=alma, standing=Author.Standing.USUAL)
    assert given(comment) == {}


def test_words_that_changed_meanwhile_are_not_answered_about(town, alma):
    comment = seen_comment(town)
    CommentRevision.objects.create(comment=comment, revision=1, text=comment.text)
    Comment.objects.filter(pk=comment.pk).update(revision=2, text="Danke!")

    with pytest.raises(CommentChanged):
        answer_label(comment, actor=alma, label="praise", is_right=True, seen_revision=1)

    assert given(comment) == {}


def test_only_who_decides_answers_and_only_about_labels_there_are(town, alma):
    comment = seen_comment(town)

    with pytest.raises(NotPermitted):
        answered(comment, person(town, Role.READER), "praise", is_right=True)
    with pytest.raises(Refused, match="eine der Einordnungen"):
        answered(comment, alma, "ugly", is_right=True)

    assert given(comment) == {}


def test_the_record_says_what_was_said_and_quotes_nobody(town, alma):
    comment = seen_comment(town, text="Ihr Vollpfosten!")

    answered(comment, alma, "insult", is_right=True)

    entry = AuditEntry.objects.get(action="community.comment_classified")
    assert entry.details == {"label": "insult", "is_right": True}
    assert "Vollpfosten" not in entry.object_label


def test_the_database_knows_nothing_shown_that_was_not_suggested(town):
    comment = seen_comment(town)
    row = {"municipality": town, "comment": comment, "label": "spam", "revision": 1, "value": True, "source": "kind"}

    with pytest.raises(IntegrityError), transaction.atomic():
        TriageLabel.objects.create(**row, was_shown=True)


def test_every_clause_that_teaches_is_one_of_the_house():
    assert LABELS_OF_CLAUSES.keys() <= {entry.key for entry in LIBRARY}
    assert {label for labels in LABELS_OF_CLAUSES.values() for label in labels} <= set(Label.values)
