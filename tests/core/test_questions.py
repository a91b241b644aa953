# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""Questions compiled once: what is bound, what is refused, and whose scope they need."""

from datetime import datetime, timedelta

import pytest
from django.db import connection
from django.db.models import Count
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from django.utils.timezone import now
from django_scopes import scope, scopes_disabled
from django_scopes.exceptions import ScopeError

from accounts.models import Membership, Municipality, User
from community.models import Comment
from core.questions import CountQuestion, Figure, NotAQuestion, Question
from tests.community.factories import comment_in
from tests.factories import MunicipalityFactory, person


def _due(town, at, *, state=None, most=10):
    comments = Comment.objects.filter(municipality=town, due_at__lte=at).select_related("author")
    return (comments.filter(state=state) if state else comments).order_by("pk")[:most]


@pytest.fixture
def foreign_town(db):
    return MunicipalityFactory()


def test_later_questions_bind_their_own_values_without_compiling_again(town):
    due = Question(_due)
    first, second = comment_in(town), comment_in(town)
    Comment.objects.filter(pk=second.pk).update(due_at=now() + timedelta(days=2))

    answers = [due(town, now() + timedelta(days=days)) for days in (-9, 1, 3)]

    assert answers == [[], [first], [first, second]]
    assert len(due.known) == 1


def test_an_answer_is_read_anew_each_time(town):
    due = Question(_due)
    comment = comment_in(town)
    due(town, now() + timedelta(days=1))
    Comment.objects.filter(pk=comment.pk).update(text="Anders")

    with CaptureQueriesContext(connection) as captured:
        found = due.one(town, now() + timedelta(days=1))

    assert (found.text, found.author, len(captured)) == ("Anders", comment.author, 1)


def test_what_the_function_branches_on_is_part_of_the_shape(town):
    due = Question(_due)
    comments = [comment_in(town), comment_in(town)]
    Comment.objects.filter(pk=comments[1].pk).update(state=Comment.State.WITH_DEPARTMENT)
    at = now() + timedelta(days=1)

    found = [due(town, at), due(town, at, state="new"), due(town, at, most=1), due(town, at, state="with_department")]

    assert found == [comments, comments[:1], comments[:1], comments[1:]]


@pytest.mark.parametrize("value", [None, True, [], 1.5, datetime(2026, 1, 1)])
def test_what_is_no_value_is_not_bound(town, value):
    with pytest.raises(TypeError):
        Question(_due)(town, value)


def test_values_and_names_that_do_not_fit_are_refused(town):
    due = Question(_due)
    due(town, now())

    for wrong in ((town,), (town, now(), "new"), (town, 7)):
        with pytest.raises(TypeError):
            due(*wrong)
    with pytest.raises(TypeError):
        due(town, now(), status="new")


def _made_of_a_value(town, at):
    return Comment.objects.filter(municipality=town, due_at__lte=at, posted_at__gte=at - timedelta(days=1))


def _made_of_the_hour(town):
    return Comment.objects.filter(municipality=town, due_at__lte=timezone.now())


def _limited_by_a_value(town, most):
    return Comment.objects.filter(municipality=town)[:most]


def _inside_a_pattern(town, text):
    return Comment.objects.filter(municipality=town, text__contains=text)


def _left_out(town, text):
    return Comment.objects.filter(municipality=town)


def _asks_while_building(town, text):
    return Comment.objects.filter(municipality=town, text=text, state="new" if Comment.objects.exists() else "closed")


def _reads_more_than_the_key(town, text):
    return Comment.objects.filter(municipality=town, text=town.name + text)


def _finds_nothing(town, text):
    return Comment.objects.filter(municipality=town, text=text, pk__in=[])


def _prefetches(town, text):
    return Comment.objects.filter(municipality=town, text=text).prefetch_related("decisions")


@pytest.mark.parametrize(
    ("build", "values"),
    [
        (_made_of_a_value, [now()]),
        (_made_of_the_hour, []),
        (_limited_by_a_value, [3]),
        (_inside_a_pattern, ["a"]),
        (_left_out, ["a"]),
        (_asks_while_building, ["a"]),
        (_reads_more_than_the_key, ["a"]),
        (_finds_nothing, ["a"]),
        (_prefetches, ["a"]),
    ],
)
def test_nothing_is_bound_by_accident(town, build, values):
    with pytest.raises(NotAQuestion):
        Question(build)(town, *values)


def test_a_list_is_bound_whatever_its_length(town):
    comments = [comment_in(town) for _ in range(5)]
    among = Question(lambda town, numbers: Comment.objects.filter(municipality=town, pk__in=numbers).order_by("pk"))

    found = [among(town, [c.pk for c in comments[:n]]) for n in (1, 2, 3, 5)]

    assert found == [comments[:n] for n in (1, 2, 3, 5)]
    assert len(among.known) == 4


def test_a_number_no_column_holds_finds_nothing(town):
    comment_in(town)
    by_urgency = Question(lambda town, urgency: Comment.objects.filter(municipality=town, urgency=urgency))

    assert [len(by_urgency(town, number)) for number in (3, 1 << 20, 1 << 70, -(1 << 70))] == [1, 0, 0, 0]


def test_a_question_of_a_town_needs_the_scope_of_this_town(town, foreign_town):
    due = Question(_due)
    with scope(municipality=foreign_town):
        secret = comment_in(foreign_town)
    at = now() + timedelta(days=1)

    with pytest.raises(ScopeError):
        due(foreign_town, at)
    with scopes_disabled(), scope(municipality=[town, foreign_town]):
        assert (due(town, at), due(foreign_town, at)) == ([], [secret])
    with scopes_disabled():
        assert due(foreign_town, at) == [secret]


def test_outside_every_scope_a_town_is_not_asked(foreign_town):
    with pytest.raises(ScopeError):
        Question(_due)(foreign_town, now())


def test_the_scope_of_whoever_asked_first_does_not_stay(town, foreign_town):
    everything = Question(lambda text: Comment.objects.filter(text=text))

    with pytest.raises(ScopeError):
        everything("a")


def test_values_annotations_and_relations_come_as_the_queryset_gives_them(town):
    user = person(town, "editor")
    comment_in(town)
    rows = Question(lambda user: Membership.objects.filter(user=user).select_related("municipality"))
    pairs = Question(lambda town: Comment.objects.filter(municipality=town).values_list("pk", "author__name"))
    names = Question(lambda town: Comment.objects.filter(municipality=town).values_list("author__name", flat=True))
    dicts = Question(lambda town: Comment.objects.filter(municipality=town).values("state").annotate(n=Count("pk")))
    marked = Question(lambda user: User.objects.filter(pk=user.pk).annotate(n=Count("memberships")))

    with CaptureQueriesContext(connection) as captured:
        assert rows(user)[0].municipality == town
    assert len(captured) == 1
    assert pairs(town) == list(pairs.queryset(town))
    assert names(town) == list(names.queryset(town))
    assert dicts(town) == [{"state": "new", "n": 1}]
    assert [(found, found.n) for found in marked(user)] == [(user, 1)]


def test_counts_stop_at_their_cap(town):
    for _ in range(4):
        comment_in(town)
    count = CountQuestion(
        lambda town, at: {
            "all": Comment.objects.filter(municipality=town),
            "due": Comment.objects.filter(municipality=town, due_at__lte=at),
        },
        cap=2,
    )

    with CaptureQueriesContext(connection) as captured:
        found = count(town, now() - timedelta(days=9))

    assert (found, len(captured)) == ({"all": 3, "due": 0}, 1)


def test_shapes_without_end_are_not_kept(town):
    due = Question(_due)

    for most in range(1, 80):
        due(town, now(), most=most)

    assert len(due.known) == 64


def test_a_function_without_names_is_no_question():
    with pytest.raises(NotAQuestion):
        Question(lambda *town: Municipality.objects.all())


def test_a_limit_of_its_own_is_counted_up_to_it(town):
    def build(town):
        every = Comment.objects.filter(municipality=town)
        return {"every": every, "any": every.order_by()[:1]}

    comments = CountQuestion(build, 3, [])
    for _ in range(5):
        comment_in(town)

    assert comments(town) == {"every": 4, "any": 1}


def test_only_slots_named_as_optional_may_be_left_out(town):
    def build(town, text, *, is_asked):
        comments = Comment.objects.filter(municipality=town)
        return {"found": comments.filter(text=text) if is_asked else comments}

    asked = CountQuestion(build, 9, ["text"])
    comment_in(town, text="a")

    assert asked(town, "b", is_asked=False) == {"found": 1}
    assert asked(town, "b", is_asked=True) == {"found": 0}
    with pytest.raises(NotAQuestion):
        CountQuestion(build, 9, [])(town, "b", is_asked=False)


def test_figures_are_read_with_the_counts_in_the_kinds_of_their_columns(town):
    def build(town):
        comments = Comment.objects.filter(municipality=town).order_by("received_at")
        return {
            "all": comments,
            "since": Figure(comments.values_list("received_at", flat=True)[:1]),
            "none": Figure(comments.filter(text="?").values_list("pk", flat=True)[:1]),
        }

    count, comment = CountQuestion(build, 9), comment_in(town)

    with CaptureQueriesContext(connection) as captured:
        found = count(town)

    comment.refresh_from_db()
    assert (found, len(captured)) == ({"all": 1, "since": comment.received_at, "none": None}, 1)
