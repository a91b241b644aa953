# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""An appeal is judged once, with reasons, by somebody who did not take the contested decision."""

from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils.timezone import now
from django_scopes import scopes_disabled

from accounts.models import AuditEntry, Letter, Role
from community import tasks
from community.models import Appeal, Comment
from community.queries.appeals import waiting_appeals
from community.services.appeals import (
    close_appeal,
    decide_appeal,
    forget_appeals,
    link_appeal,
    release_appeal,
    set_aside_appeal,
    take_appeal,
)
from core.errors import AlreadyChanged, NotPermitted, Refused
from reporting.presenters.waiting import waiting_for
from tests.community.factories import appeal_in, comment_in, hidden_comment, moderator
from tests.factories import person
from tests.racing import race

REASONS = "Die Worte waren scharf, aber keine Beleidigung."


@pytest.fixture
def berta(town):
    """Took the contested decisions."""
    return moderator(town, name="Berta Beispiel")


def fresh(appeal: Appeal) -> Appeal:
    return Appeal.objects.get(pk=appeal.pk)


def decided(appeal: Appeal, actor, outcome: str = "upheld", **more) -> Appeal:
    decide_appeal(appeal, actor=actor, outcome=outcome, reasons=REASONS, **more)
    return fresh(appeal)


def page(client, town, name, *args, **query):
    return client.get(reverse(f"dialog:{name}", args=[town.slug, *args]), query)


def test_who_decided_does_not_judge_the_objection(town, berta):
    """Removal: the predicate of the permission."""
    appeal = appeal_in(town, hidden_comment(town, berta))

    for act in (
        lambda: decide_appeal(appeal, actor=berta, outcome="rejected", reasons=REASONS),
        lambda: set_aside_appeal(appeal, actor=berta, reasons="Unsinn"),
        lambda: take_appeal(appeal, actor=berta),
        lambda: link_appeal(appeal, actor=berta, comment=None),
    ):
        with pytest.raises(NotPermitted):
            act()

    assert fresh(appeal).state == "received"


def test_the_database_itself_refuses_such_a_judge(town, berta):
    appeal = appeal_in(town, hidden_comment(town, berta))

    with pytest.raises(IntegrityError), transaction.atomic():
        Appeal.objects.filter(pk=appeal.pk).update(decided_by=berta)


def test_somebody_else_judges_and_the_citizen_gets_the_reasons(town, berta, alma):
    appeal = decided(appeal_in(town, hidden_comment(town, berta)), alma, "partly")

    letter = Letter.objects.get(key=f"appeal:{appeal.pk}:decided")
    assert (appeal.state, appeal.decided_by, appeal.outcome) == ("decided", alma, "partly")
    assert letter.to == appeal.email and REASONS in letter.text


def test_a_rejected_appeal_is_closed_at_once_and_an_upheld_one_waits(town, berta, alma):
    rejected = decided(appeal_in(town, hidden_comment(town, berta)), alma, "rejected")
    upheld = decided(appeal_in(town, hidden_comment(town, berta)), alma, "upheld")

    assert (rejected.state, upheld.state) == ("closed", "decided")


@pytest.mark.parametrize(("outcome", "reasons"), [("upheld", " "), ("", REASONS), ("set_aside", REASONS)])
def test_without_result_or_reasons_nothing_is_decided(town, berta, alma, outcome, reasons):
    appeal = appeal_in(town, hidden_comment(town, berta))

    with pytest.raises(Refused) as refused:
        decide_appeal(appeal, actor=alma, outcome=outcome, reasons=reasons)

    assert len(refused.value.gaps) == 1
    assert fresh(appeal).state == "received"
    assert not Letter.objects.filter(key__contains="decided").exists()


def test_an_unlinked_appeal_is_judged_only_after_somebody_has_looked(town, alma):
    """Or whoever decided could judge by linking nothing."""
    appeal = appeal_in(town)
    with pytest.raises(Refused):
        decide_appeal(appeal, actor=alma, outcome="rejected", reasons=REASONS)

    decide_appeal(fresh(appeal), actor=alma, outcome="rejected", reasons=REASONS, is_without_decision=True)

    assert AuditEntry.objects.get(action="community.appeal_decided").details["is_without_decision"] is True


def test_a_second_decision_is_refused_and_no_second_letter_leaves(town, berta, alma):
    appeal = appeal_in(town, hidden_comment(town, berta))
    seen_earlier = fresh(appeal)
    decided(appeal, alma)

    with pytest.raises(AlreadyChanged):
        decide_appeal(seen_earlier, actor=moderator(town), outcome="rejected", reasons="Nein.")

    assert fresh(appeal).outcome == "upheld"
    assert Letter.objects.filter(key__endswith="decided").count() == 1


def test_a_colleague_takes_over_openly_and_not_by_accident(town, berta, alma):
    appeal = appeal_in(town, hidden_comment(town, berta))
    take_appeal(appeal, actor=alma)
    other = moderator(town)
    with pytest.raises(AlreadyChanged, match=alma.name):
        decide_appeal(fresh(appeal), actor=other, outcome="rejected", reasons=REASONS)

    take_appeal(fresh(appeal), actor=other)

    assert fresh(appeal).reviewer == other


def test_only_ones_own_appeal_is_given_back(town, berta, alma):
    appeal = appeal_in(town, hidden_comment(town, berta))
    take_appeal(appeal, actor=alma)
    with pytest.raises(AlreadyChanged):
        release_appeal(fresh(appeal), actor=moderator(town))

    release_appeal(fresh(appeal), actor=alma)

    assert (fresh(appeal).state, fresh(appeal).reviewer) == ("received", None)


def test_a_reviewer_who_turns_out_to_have_decided_gives_the_case_back(town, berta):
    comment = hidden_comment(town, berta)
    appeal = appeal_in(town)
    take_appeal(appeal, actor=berta)

    link_appeal(fresh(appeal), actor=berta, comment=comment)

    found = fresh(appeal)
    assert (found.state, found.reviewer, found.contested_by) == ("received", None, berta)


def test_set_aside_sends_no_letter_and_keeps_the_reasons(town, alma):
    appeal = appeal_in(town)

    set_aside_appeal(appeal, actor=alma, reasons="Werbung für Dachziegel")

    found = fresh(appeal)
    assert (found.state, found.outcome, found.reasons) == ("closed", "set_aside", "Werbung für Dachziegel")
    assert Letter.objects.filter(key__endswith="decided").count() == 0


def test_closing_says_what_was_done_and_the_comment_no_longer_counts_as_hidden(town, berta, alma):
    comment = hidden_comment(town, berta)
    Comment.objects.filter(pk=comment.pk).update(is_hidden=True)
    appeal = decided(appeal_in(town, comment), alma)
    with pytest.raises(Refused):
        close_appeal(appeal, actor=berta, note=" ")

    close_appeal(fresh(appeal), actor=berta, note="Auf der Plattform eingeblendet.", is_visible_again=True)

    assert fresh(appeal).state == "closed"
    assert Comment.objects.get(pk=comment.pk).is_hidden is False
    with pytest.raises(AlreadyChanged):
        close_appeal(fresh(appeal), actor=berta, note="noch einmal")


@pytest.mark.parametrize("role", [Role.EDITOR, Role.DEPARTMENT, Role.EXTERNAL, Role.ADMINISTRATOR, Role.READER])
def test_other_roles_do_not_judge(town, role):
    appeal = appeal_in(town)

    with pytest.raises(NotPermitted):
        decide_appeal(appeal, actor=person(town, role), outcome="upheld", reasons=REASONS, is_without_decision=True)


# -- who is told ------------------------------------------------------------------------------------


def test_a_due_appeal_waits_for_colleagues_but_not_for_who_decided(town, berta, alma):
    appeal = appeal_in(town, hidden_comment(town, berta))
    at = appeal.due_at + timedelta(minutes=1)

    told = {p: [i for i in waiting_for(p, town, at) if i.cause == f"appeal:{appeal.pk}:overdue"] for p in (alma, berta)}

    assert [i.urgency for i in told[alma]] == [1] and told[berta] == []


def test_the_head_is_told_when_overdue_or_when_nobody_else_may_judge(town, berta):
    head = person(town, Role.LEADERSHIP)
    alone = appeal_in(town, hidden_comment(town, berta))
    free = appeal_in(town)
    # The author of the netiquette is a press officer who could judge; without anybody else only the head is left.
    from accounts.models import Membership

    Membership.objects.filter(municipality=town, role=Role.COMMUNICATIONS).delete()

    assert set(waiting_appeals(head, town, now())) == {alone}
    assert set(waiting_appeals(head, town, free.due_at)) == {alone, free}


def test_an_upheld_appeal_waits_to_be_carried_out(town, berta, alma):
    appeal = decided(appeal_in(town, hidden_comment(town, berta)), alma)

    assert f"appeal:{appeal.pk}:carry_out" in {i.cause for i in waiting_for(berta, town, now())}


# -- forgetting -------------------------------------------------------------------------------------


@pytest.mark.parametrize(("at", "is_forgotten"), [("2029-12-31T22:59", False), ("2029-12-31T23:00", True)])
def test_personal_data_go_three_years_after_the_year_of_closing_at_the_towns_midnight(town, alma, at, is_forgotten):
    with time_machine.travel(datetime(2026, 3, 1, 12, tzinfo=UTC), tick=False):
        appeal = decided(appeal_in(town, name="Vera"), alma, "rejected", is_without_decision=True)
    with scopes_disabled():
        count = forget_appeals(datetime.fromisoformat(at).replace(tzinfo=UTC))

    found = fresh(appeal)
    assert count == int(is_forgotten)
    assert (found.text == "", found.email == "", found.name == "", found.reasons == "") == (is_forgotten,) * 4
    assert found.outcome == "rejected" and found.reference == appeal.reference


def test_open_appeals_are_kept_and_the_task_may_run_twice(town, alma):
    with time_machine.travel(datetime(2020, 3, 1, 12, tzinfo=UTC), tick=False):
        waiting = appeal_in(town)
        closed = decided(appeal_in(town), alma, "rejected", is_without_decision=True)

    for _ in range(2):
        tasks.forget_appeals()

    assert fresh(waiting).text and not fresh(closed).text
    assert AuditEntry.objects.filter(action="community.appeal_forgotten").count() == 1


# -- pages ------------------------------------------------------------------------------------------


def test_the_list_sorts_by_due_date_and_finds_by_number_and_words(town, client, alma):
    first, second = appeal_in(town, text="Der Bus kam nie."), appeal_in(town, text="Die Ampel war rot.")
    Appeal.objects.filter(pk=first.pk).update(due_at=now() + timedelta(days=9))

    assert list(page(client, town, "appeals").context["page"]) == [second, first]
    assert list(page(client, town, "appeals", q="Ampel").context["page"]) == [second]
    assert list(page(client, town, "appeals", q=first.reference.lower()).context["page"]) == [first]
    assert "Nichts gefunden" in page(client, town, "appeals", q="Zebra").content.decode()


def test_the_tabs_divide_the_cases(town, client, berta, alma):
    waiting = appeal_in(town)
    mine = appeal_in(town)
    take_appeal(mine, actor=alma)
    upheld = decided(appeal_in(town, hidden_comment(town, berta)), alma)
    closed = decided(appeal_in(town, hidden_comment(town, berta)), alma, "rejected")

    def listed(tab):
        return {a.pk for a in page(client, town, "appeals", tab=tab).context["page"]}

    assert listed("open") == {waiting.pk, mine.pk} and listed("mine") == {mine.pk}
    assert listed("carry_out") == {upheld.pk} and listed("decided") == {closed.pk}


def test_list_and_case_cost_the_same_for_one_and_three(town, client, berta, alma):
    def cost(name, *args):
        with CaptureQueriesContext(connection) as captured:
            assert page(client, town, name, *args).status_code == 200
        return len(captured)

    appeal = appeal_in(town, hidden_comment(town, berta))
    page(client, town, "appeals")
    one = cost("appeals"), cost("appeal", appeal.pk)
    for _ in range(2):
        appeal_in(town, hidden_comment(town, berta))

    assert (cost("appeals"), cost("appeal", appeal.pk)) == one


def test_the_case_shows_the_words_decided_about_and_the_clause_of_that_time(town, client, berta, alma):
    comment = hidden_comment(town, berta, text="Ihr Schnarchnasen!")
    appeal = appeal_in(town, comment)
    Comment.objects.filter(pk=comment.pk).update(text="Danke!", revision=2)
    from community.models import CommentRevision

    CommentRevision.objects.create(comment=comment, revision=1, text="Ihr Schnarchnasen!")

    shown = page(client, town, "appeal", appeal.pk).content.decode()

    assert "Ihr Schnarchnasen!" in shown and "später bearbeitet" in shown
    assert "Beleidigungen haben hier keinen Platz." in shown


def test_who_decided_sees_the_case_without_the_form(town, client, berta):
    appeal = appeal_in(town, hidden_comment(town, berta))
    client.force_login(berta)

    shown = page(client, town, "appeal", appeal.pk).content.decode()

    assert "gegen Ihre eigene Entscheidung" in shown and 'name="outcome"' not in shown


def test_a_refused_decision_keeps_what_was_typed(town, client, alma):
    appeal = appeal_in(town)
    address = reverse("dialog:decide_appeal", args=[town.slug, appeal.pk])

    without_result = client.post(address, {"reasons": "Lange überlegt."})
    without_look = client.post(address, {"outcome": "upheld", "reasons": "Lange überlegt."})

    assert (without_result.status_code, without_look.status_code) == (422, 409)
    assert all("Lange überlegt." in r.content.decode() for r in (without_result, without_look))


def test_a_comment_is_found_by_words_account_or_link_and_joined(town, client, berta, alma):
    comment = hidden_comment(town, berta, text="Der Marktplatz ist eine Schande")
    other = comment_in(town, text="Schöner Markt")
    appeal = appeal_in(town, account=f"@{comment.author.handle}")

    for words in ("Schande", comment.url, comment.author.handle, ""):
        found = [c for c, _d in page(client, town, "link_appeal", appeal.pk, q=words).context["candidates"]]
        assert comment in found and other not in found, words
    client.post(reverse("dialog:link_appeal", args=[town.slug, appeal.pk]), {"comment": comment.pk})

    assert fresh(appeal).contested_by == berta


@pytest.mark.parametrize("number", ["99999999", "x", "9" * 30])
def test_a_comment_that_does_not_exist_is_not_joined(town, client, alma, number):
    appeal = appeal_in(town)

    answer = client.post(reverse("dialog:link_appeal", args=[town.slug, appeal.pk]), {"comment": number})

    assert answer.status_code == 404 and fresh(appeal).comment is None


# -- races ------------------------------------------------------------------------------------------


@pytest.mark.postgresql
@pytest.mark.django_db(transaction=True)
def test_two_reviewers_at_the_same_moment_leave_one_decision_and_one_letter(town):
    """Removal: the compare-and-set on the reviewer."""
    judges = [moderator(town) for _ in range(6)]
    appeal = appeal_in(town, hidden_comment(town, moderator(town)))

    def judge(actor):
        return lambda: decide_appeal(fresh(appeal), actor=actor, outcome="upheld", reasons=REASONS)

    results = race(town, [judge(actor) for actor in judges])

    assert [type(r) for r in results if r is not None] == [AlreadyChanged] * 5
    assert Letter.objects.filter(key__endswith="decided").count() == 1


@pytest.mark.postgresql
@pytest.mark.django_db(transaction=True)
def test_the_same_form_sent_ten_times_at_once_is_one_case(town):
    """Removal: the unique constraint on the content of open cases."""
    results = race(town, [lambda: appeal_in(town, text="Zweimal geklickt")] * 10)

    assert {r.pk for r in results} == {Appeal.objects.get().pk}
    assert Letter.objects.count() == 1


@pytest.mark.postgresql
@pytest.mark.django_db(transaction=True)
def test_a_decision_joined_while_its_person_judges_wins_or_loses_whole(town):
    """Removal: the compare-and-set on the decision; the constraint would then answer with an error."""
    berta, alma = moderator(town), moderator(town)
    comment = hidden_comment(town, berta)
    appeal = appeal_in(town)

    def judge():
        decide_appeal(fresh(appeal), actor=berta, outcome="rejected", reasons=REASONS, is_without_decision=True)

    results = race(town, [judge, lambda: link_appeal(fresh(appeal), actor=alma, comment=comment)])

    found = fresh(appeal)
    assert found.decided_by_id is None or found.contested_by_id != found.decided_by_id
    assert all(r is None or isinstance(r, AlreadyChanged | NotPermitted | Refused) for r in results)
