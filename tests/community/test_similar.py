# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""The past decisions most like a comment stand beside it, without names (DOMAIN § 3: equal treatment)."""

import pytest

from community.domain.likeness import FEWEST_SIGNS, NEARLY_THE_SAME, likeness, runs, said
from community.models import Comment, Decision
from community.queries.similar import SHOWN, similar_cases
from community.services.decisions import undo_decision
from tests.community.factories import address, comment_in, decision_on, hidden_comment, moderator

WORDS = "Der Bürgermeister ist ein Totalversager und gehört abgewählt"


@pytest.fixture
def comment(town):
    return comment_in(town, text=WORDS + "!!!")


def test_case_accents_signs_links_and_mentions_make_no_difference():
    one, other = "@stadt Schöne GRÜSSE, aus Musterstadt! https://a.example/x", "schone gruße aus musterstadt"

    assert said(one) == said(other).replace("ß", "ss")
    assert likeness(runs("abc"), runs("")) == 0 and likeness(runs("abc"), runs("abc")) == 1
    assert NEARLY_THE_SAME < 1 and FEWEST_SIGNS > 3


def test_the_most_alike_comes_first_whatever_was_decided(town, alma, comment):
    near = decision_on(comment_in(town, text=WORDS + " sofort"), alma, "leave")
    far = hidden_comment(town, alma, text="Der Bürgermeister ist ein netter Mensch").decisions.get()
    decision_on(comment_in(town, text="Wann fährt der Bus zum Hallenbad?"), alma, "reply")

    assert [case.decision for case in similar_cases(comment)] == [near, far]


def test_an_undone_decision_is_no_example(town, alma, comment):
    undo_decision(decision_on(comment_in(town, text=WORDS), alma, "leave"), actor=alma)

    assert similar_cases(comment) == []


def test_words_that_changed_after_the_decision_private_and_deleted_ones_are_no_example(town, alma, comment):
    for changes in ({"revision": 2}, {"is_private": True}):
        other = comment_in(town, text=WORDS)
        decision_on(other, alma, "leave")
        Comment.objects.filter(pk=other.pk).update(**changes)

    assert similar_cases(comment) == []


def test_five_are_shown_and_two_questions_asked(town, alma, comment, django_assert_num_queries):
    for _ in range(SHOWN + 2):
        decision_on(comment_in(town, text=WORDS), alma, "leave")

    with django_assert_num_queries(2):
        assert len(similar_cases(comment)) == SHOWN


def test_the_piece_names_nobody_and_reminds_of_free_speech(town, client, alma, comment):
    bruno = moderator(town, name="Bruno Muster")
    other = hidden_comment(town, bruno, text=WORDS)

    body = client.get(address(town, "similar", comment.pk), HTTP_HX_REQUEST="true").content.decode()

    assert WORDS in body and "<html" not in body
    assert "Bruno Muster" not in body and other.author.name not in body
    assert "geschützt" in body


def test_without_a_script_it_is_a_page_and_says_when_there_is_nothing(town, client, alma, comment):
    body = client.get(address(town, "similar", comment.pk)).content.decode()

    assert "<html" in body
    assert not Decision.objects.exists()
