# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""Requesting, building and delivering the monthly report.

A report is a row with a lease: built and delivered by whichever worker claims it, again after a
crash. Figures are frozen when built.
"""

import hashlib
from datetime import date, timedelta

from django.conf import settings
from django.core.files.base import ContentFile
from django.db import IntegrityError, transaction
from django.utils import translation
from django.utils.timezone import now
from django.utils.translation import gettext as _

from accounts.audit import record
from accounts.models import Letter, Municipality, Role, User
from accounts.queries import people_with_role
from accounts.services import post_letter, send_at_once, words_of
from accounts.tenancy.permissions import require
from core.errors import DomainError
from core.leases import held, take
from core.states import change_state, compare_and_set
from core.storage import all_files_or_none
from core.urls import absolute_address
from reporting.models import Report
from reporting.presenters.reports import report_pdf
from reporting.queries.figures import figures_of

LEASE = timedelta(minutes=5)
RETRY_AFTER = timedelta(minutes=10)
SOON = timedelta(seconds=30)


def request_report(town: Municipality, *, actor: User, month: date) -> Report:
    """Ask for the report of ``month``; the worker builds and sends it. An unfinished month gives an interim one."""
    require(actor, "reporting.request_report", town)
    today = town.local_day()
    month = month.replace(day=1)
    if month > today:
        raise DomainError(_("This month has not begun yet."))
    is_interim = (month.year, month.month) == (today.year, today.month)
    try:
        with transaction.atomic():
            report = Report.objects.create(
                municipality=town, month=month, is_interim=is_interim, due_at=now(), requested_by=actor
            )
            record(actor, "reporting.report_requested", report)
    except IntegrityError:
        raise DomainError(_("The report of this month already exists.")) from None
    return report


def plan_reports() -> int:
    """Create the due report of last month for every town that has none; harmless if run twice."""
    created = 0
    for town in Municipality.objects.all():
        this_month = town.local_day().replace(day=1)
        last_month = (this_month - timedelta(days=1)).replace(day=1)
        if town.local_day(town.created_at) >= this_month:
            continue
        _report, is_new = Report._base_manager.get_or_create(
            municipality=town, month=last_month, is_interim=False, defaults={"due_at": now()}
        )
        created += is_new
    return created


def build_report(report: Report) -> None:
    """Freeze the figures and render the PDF. Does nothing where another worker is at it."""
    if not _claim(report, Report.State.DUE):
        return
    town = report.municipality
    today = town.local_day()
    with translation.override(settings.LANGUAGE_CODE):
        figures = figures_of(town, report.month, today).as_json()
        content = report_pdf(town, report, figures)
    name = f"{town.slug}-{report.month:%Y-%m}.pdf"
    with all_files_or_none(), transaction.atomic():
        report.pdf.save(name, ContentFile(content), save=False)
        change_state(
            report,
            Report.State.BUILT,
            only_if=held(report),
            figures=figures,
            pdf=report.pdf.name,
            sha256=hashlib.sha256(content).hexdigest(),
            built_at=now(),
            lease_until=None,
        )
        record(None, "reporting.report_built", report, sha256=report.sha256)


def deliver_report(report: Report) -> None:
    """Send the report to the head of the authority and the deputies, each once; book it when all letters have left.

    Each letter is a row of the post, which tries again what a mail server refuses. The report looks again after ten
    minutes. A letter that an administrator has discarded is waited for no longer.
    """
    if not _claim(report, Report.State.BUILT):
        return
    missing = [person for person in recipients(report.municipality) if person.pk not in report.delivered_to]
    with transaction.atomic():
        letters = [(person, _post(report, person)) for person in missing]
    for _person, letter in letters:
        send_at_once(letter)
    sent = [person.pk for person, letter in letters if letter.state == Letter.State.SENT]
    waiting = [letter for _person, letter in letters if letter.state not in (Letter.State.SENT, Letter.State.DISCARDED)]
    outcome = {"delivered_to": [*report.delivered_to, *sent], "error": next((row.error for row in waiting), "")}
    if waiting:
        pause = RETRY_AFTER if outcome["error"] else SOON  # without one, another worker is just sending
        compare_and_set(report, expected=held(report), lease_until=now() + pause, **outcome)
        return
    with transaction.atomic():
        at = now()
        ours = held(report)
        change_state(report, Report.State.DELIVERED, only_if=ours, delivered_at=at, lease_until=None, **outcome)
        record(None, "reporting.report_delivered", report, recipients=len(report.delivered_to))


def recipients(town: Municipality) -> list[User]:
    """The head of the authority and the deputies, as the report is theirs (D5)."""
    return people_with_role(town, Role.LEADERSHIP)


def _claim(report: Report, state: str) -> bool:
    """Take the report for five minutes unless it moved on or somebody else holds it."""
    report.refresh_from_db()
    return report.state == state and take(report, LEASE, only_if={"state": state}, attempts=report.attempts + 1)


def _post(report: Report, person: User) -> Letter:
    town = report.municipality
    with translation.override(settings.LANGUAGE_CODE):
        url = absolute_address("reports:report", town.slug, report.pk)
        context = {"report": report, "person": person, "town": town, "url": url, "figures": report.figures}
        subject = _("Social media in %(month)s: report for %(town)s") % {
            "month": f"{report.month:%m/%Y}",
            "town": town.name,
        }
        words = words_of("reporting/report_mail", context)
    return post_letter(
        town,
        to=person.email,
        subject=subject,
        **words,
        key=f"report:{report.pk}:person:{person.pk}",
        attachment=report.pdf.name or "",
        attached_as=f"{town.slug}-{report.month:%Y-%m}.pdf",
    )
