# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""What waits for the mayor of the demo town, and the PDFs of what she has signed."""

from datetime import timedelta
from decimal import Decimal

from django.utils.timezone import now

from accounts.models import User
from accounts.signoff.copies import build_copy
from accounts.signoff.kinds import KINDS
from strategy import services
from strategy.models import Strategy

DIRECT_LINE = (
    "Fragen der Redaktion an die Bürgermeisterin werden innerhalb von vier Stunden beantwortet, mit einem Tipp auf dem "
    "Diensthandy. In ihrer Abwesenheit entscheidet die Erste Beigeordnete. Einmal im Monat sprechen Bürgermeisterin und "
    "Redaktion eine halbe Stunde über das, was liegen blieb."
)
TONE = (
    "Wir schreiben freundlich, kurz und in der Sie-Form. Wir erklären Fachwörter und sagen, was jemand jetzt tun kann. "
    "Für Sperrungen, Fristen und Gebühren gibt es jede Meldung auch in Leichter Sprache. "
    "Kritik beantworten wir in der Sache. Fehler geben wir zu."
)


def submit_second_version(signed: Strategy, press: User) -> None:
    """A next version with three changes, submitted yesterday: what the mayor finds on her phone."""
    draft = services.start_new_version(signed, actor=press)
    for key, text in (("direct_line", DIRECT_LINE), ("tone", TONE)):
        section = draft.sections.get(key=key)
        services.edit_section(section, actor=press, text=text, seen_revision=section.revision)
    draft.refresh_from_db()
    services.edit_figures(
        draft,
        actor=press,
        seen_revision=draft.revision,
        hours_per_week=Decimal(28),
        budget_per_year=draft.budget_per_year,
        answer_promise_hours=draft.answer_promise_hours,
        review_on=draft.review_on,
        answer_deputy=draft.answer_deputy,
    )
    draft.refresh_from_db()
    services.submit_strategy(draft, actor=press)
    yesterday = now() - timedelta(days=1)
    Strategy.objects.filter(pk=draft.pk).update(created_at=yesterday - timedelta(days=2), submitted_at=yesterday)


def archive_what_was_signed() -> None:
    """Make the signed PDFs at once, with the dates to which the clock was set back."""
    for kind in KINDS.values():
        for copy in kind.copy_rows.select_related("document__municipality"):
            build_copy(copy)
