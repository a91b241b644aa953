# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""Two appeals of the demo town, one open and one decided, and its figures shown to everybody."""

from datetime import datetime, timedelta

from django.utils.timezone import now

from accounts.models import Municipality, User
from community.models import Appeal, Comment
from community.services.appeals import close_appeal, decide_appeal
from community.services.appeals_intake import AppealEntry, due_at_for, submit_appeal
from community.services.public_settings import set_public_pages

OPEN = (
    "Ihr habt meinen Kommentar zur Sperrung ausgeblendet. Ja, der Ton war grob, das tut mir leid. Aber ich habe mich über die "
    "Baustelle geärgert und niemanden bedroht. Andere schimpfen genauso und stehen noch da. Bitte sehen Sie sich das noch einmal an."
)
DECIDED = "Unter dem Beitrag zum Hallenbad fehlt meine Frage, warum die Wassertemperatur gesenkt wurde. Die war doch sachlich?"
REASONS = (
    "Wir haben alle Kommentare unter dem Beitrag durchgesehen. Ihre Frage wurde nicht von der Stadt ausgeblendet; sie war wegen einer "
    "Störung der Plattform einen Tag lang nicht zu sehen und steht inzwischen wieder dort. Beantwortet ist sie auch. Danke, dass Sie nachgefragt haben."
)


def load_appeals(town: Municipality, *, press: User, moderator: User) -> None:
    """Filed against the moderator's decision; decided by the press office. Only dates are moved."""
    set_public_pages(town, actor=press, answer_days=5, is_transparency_public=True)
    hidden = Comment.objects.filter(municipality=town, is_hidden=True).order_by("decided_at").first()
    waiting = submit_appeal(
        town,
        entry=AppealEntry(
            measure=Appeal.Measure.HIDDEN,
            email="werner@mail.example",
            name="Werner W.",
            text=OPEN,
            link=hidden.url if hidden else "",
            account="Wutbürger Werner",
        ),
    ).appeal
    _received(waiting, now() - timedelta(days=1))
    done = submit_appeal(
        town,
        entry=AppealEntry(
            measure=Appeal.Measure.OTHER,
            email="schwimmt@mail.example",
            text=DECIDED,
            account="Mastodon, @schwimmt_gern",
        ),
    ).appeal
    received = now() - timedelta(days=12)
    _received(done, received)
    decide_appeal(done, actor=press, outcome=Appeal.Outcome.PARTLY, reasons=REASONS, is_without_decision=True)
    close_appeal(done, actor=moderator, note="Der Kommentar ist wieder zu sehen, nichts weiter zu tun.")
    day_after = received + timedelta(days=1)
    Appeal.objects.filter(pk=done.pk).update(decided_at=day_after, closed_at=day_after)


def _received(appeal: Appeal, at: datetime) -> None:
    Appeal.objects.filter(pk=appeal.pk).update(received_at=at, due_at=due_at_for(appeal.municipality, at))
    appeal.refresh_from_db()
