# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
import io
from datetime import datetime, timedelta
from pathlib import Path

import pikepdf
import pytest
import time_machine
from django.utils import timezone

from accounts.mail.letters import ATTEMPTS, discard_letter, send_letter
from accounts.models import Letter, Role
from accounts.queries import undelivered_letters
from core.errors import DomainError, NotPermitted
from reporting.models import Report
from reporting.services.reports import build_report, deliver_report, plan_reports, request_report
from tests.community.factories import comment_on, delivery_of, practice_channel
from tests.factories import MunicipalityFactory, person
from tests.racing import race

TODAY = timezone.localdate()


@pytest.fixture
def mayor(town):
    return person(town, Role.LEADERSHIP)


@pytest.fixture
def report(town, mayor):
    return request_report(town, actor=mayor, month=TODAY)


def test_the_report_reaches_the_head_of_the_authority_as_accessible_pdf(town, mayor, report, postbox):
    comment_on(delivery_of(practice_channel(town)), posted_at=timezone.now())

    build_report(report)
    deliver_report(report)

    assert report.state == Report.State.DELIVERED
    assert postbox.recipients == [mayor.email]
    [attachment] = [p for p in postbox.messages[0].walk() if p.get_content_type() == "application/pdf"]
    content = attachment.get_payload(decode=True)
    pdf = pikepdf.open(io.BytesIO(content))
    assert pdf.Root.MarkInfo.Marked
    assert str(pdf.Root.Lang).startswith("de")
    [figure] = [element for element in _structure(pdf) if element.get("/S") == "/Figure"]
    assert len(str(figure.Alt)) > 40
    assert town.name in str(pdf.docinfo.get("/Title"))


def _structure(pdf):
    """All structure elements of a tagged PDF."""
    return [o for o in pdf.objects if isinstance(o, pikepdf.Dictionary) and o.get("/Type") == "/StructElem"]


def test_building_and_delivering_twice_sends_one_mail(report, postbox):
    """Detects the removal of the state check and lease in ``_claim``."""
    for _ in range(3):
        build_report(report)
        deliver_report(report)

    assert len(postbox.messages) == 1


def test_a_report_another_worker_holds_is_left_alone(report, postbox):
    Report.objects.filter(pk=report.pk).update(lease_until=timezone.now() + timedelta(minutes=2))

    build_report(report)

    assert Report.objects.get(pk=report.pk).state == Report.State.DUE
    assert list(Report.objects.due(timezone.now())) == []


def test_a_report_whose_worker_died_is_due_again_when_the_lease_is_over(report, postbox):
    Report.objects.filter(pk=report.pk).update(lease_until=timezone.now() - timedelta(seconds=1))

    assert list(Report.objects.due(timezone.now())) == [report]
    build_report(report)
    assert report.state == Report.State.BUILT


def test_a_mail_server_that_refuses_delays_the_report_and_says_so(report, postbox):
    postbox.answer = "451 try later"
    build_report(report)

    deliver_report(report)

    stored = Report.objects.get(pk=report.pk)
    assert stored.state == Report.State.BUILT
    assert "451" in stored.error
    assert list(Report.objects.due(timezone.now())) == []
    assert list(Report.objects.due(timezone.now() + timedelta(minutes=11))) == [report]


def test_after_a_crash_between_two_recipients_only_the_second_gets_the_mail(town, mayor, report, postbox):
    deputy = person(town, Role.LEADERSHIP)
    build_report(report)
    Report.objects.filter(pk=report.pk).update(delivered_to=[mayor.pk])

    deliver_report(report)

    assert postbox.recipients == [deputy.email]


def test_a_refused_report_leaves_with_the_post_and_is_then_booked(mayor, report, postbox):
    """Detects a report that sends past the post, or twice: once by itself and once by its letter."""
    postbox.answer = "451 try later"
    build_report(report)
    deliver_report(report)
    postbox.answer = "250 OK"

    with time_machine.travel(timezone.now() + timedelta(minutes=11)):
        for letter in Letter.objects.due(timezone.now()):
            send_letter(letter.pk)
        deliver_report(report)

    assert (report.state, report.delivered_to, report.error) == (Report.State.DELIVERED, [mayor.pk], "")
    assert postbox.recipients == [mayor.email]
    assert [p.get_filename() for p in postbox.messages[0].walk() if p.get_filename()] == [
        f"{report.municipality.slug}-{report.month:%Y-%m}.pdf"
    ]


@pytest.mark.postgresql
@pytest.mark.django_db(transaction=True)
def test_racing_tasks_of_reports_and_of_the_post_send_each_report_once(town, mayor, report, postbox):
    """Detects a letter that is sent without its claim, by the report's task or by the post's."""
    deputy = person(town, Role.LEADERSHIP)
    build_report(report)

    def ring_the_post():
        for letter in Letter.objects.due(timezone.now()):
            send_letter(letter.pk)

    outcomes = race(town, [lambda: deliver_report(Report.objects.get()), ring_the_post] * 4)

    assert not [outcome for outcome in outcomes if isinstance(outcome, Exception)]
    assert sorted(postbox.recipients) == sorted([mayor.email, deputy.email])


def test_a_report_whose_letter_was_given_up_waits_for_the_administrators(town, report, postbox):
    build_report(report)
    Path(report.pdf.path).unlink()

    with time_machine.travel(timezone.now()) as clock:
        deliver_report(report)
        for _ in range(ATTEMPTS - 1):
            clock.shift(timedelta(hours=3))
            for letter in Letter.objects.due(timezone.now()):
                send_letter(letter.pk)
        deliver_report(report)
        [letter] = undelivered_letters(town)
        discard_letter(letter, actor=person(town, Role.ADMINISTRATOR))
        clock.shift(timedelta(hours=3))
        was = report.state
        deliver_report(report)

    assert (was, report.state, report.delivered_to) == (Report.State.BUILT, Report.State.DELIVERED, [])
    assert postbox.messages == []


def test_a_finished_month_has_one_report_and_the_current_one_interim_reports(town, mayor):
    last_month = (TODAY.replace(day=1) - timedelta(days=1)).replace(day=1)
    request_report(town, actor=mayor, month=last_month)

    with pytest.raises(DomainError):
        request_report(town, actor=mayor, month=last_month)

    assert request_report(town, actor=mayor, month=TODAY).is_interim
    assert request_report(town, actor=mayor, month=TODAY).is_interim


def test_a_month_to_come_has_no_report(town, mayor):
    with pytest.raises(DomainError):
        request_report(town, actor=mayor, month=TODAY + timedelta(days=40))


def test_an_editor_cannot_ask_for_a_report(town):
    with pytest.raises(NotPermitted):
        request_report(town, actor=person(town, Role.EDITOR), month=TODAY)


@pytest.mark.parametrize(
    ("at", "made_at"),
    [
        ("2026-12-15T10:00Z", "2026-12-15T09:00Z"),
        ("2026-12-01T04:00Z", "2026-12-01T03:00Z"),
        ("2026-12-15T10:00Z", "2026-11-30T23:30Z"),  # the first of the month in the town
    ],
)
def test_reports_are_planned_once_for_each_town_that_existed(anywhere, db, at, made_at):
    with time_machine.travel(at, tick=True):
        old = MunicipalityFactory(created_at=datetime.fromisoformat("2026-11-30T22:30Z"))
        MunicipalityFactory(created_at=datetime.fromisoformat(made_at))

        assert plan_reports() == 1
        assert plan_reports() == 0
    assert [r.municipality for r in Report.objects.all()] == [old]
