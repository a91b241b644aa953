# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""The direct line of the demo town: one open question, two answered ones."""

from datetime import datetime, timedelta

from django.urls import reverse
from django.utils.timezone import now

from accounts.frame.clock import after_service_hours
from accounts.models import Municipality, Role, User
from strategy import services
from strategy.models import DirectQuestion

#: Days ago, who asks, question, what to know, answers, chosen, remark, hours until the answer.
ANSWERED = (
    (
        9,
        Role.COMMUNICATIONS,
        "Dürfen wir ankündigen, dass die Lindenbrücke schon am Freitag wieder frei ist?",
        "Der Bauhof bestätigt den Termin. Zwei Zeitungen fragen danach.",
        ("Ja", "Nein", "Bitte anrufen"),
        1,
        "Gern, und danken Sie dem Bauhof.",
        1.5,
    ),
    (
        4,
        Role.MODERATOR,
        "Sollen wir auf die Kritik an den Kita-Gebühren mit den Zahlen aus der Ratsvorlage antworten?",
        "Elf Kommentare, sachlich, aber verärgert. Die Vorlage ist öffentlich.",
        ("Ja, mit Zahlen", "Nein, nur verweisen"),
        1,
        "",
        3,
    ),
)
OPEN = (
    "Darf das Team zum Stadtfest ein kurzes Video mit Ihnen auf dem Marktplatz drehen?",
    "Donnerstag um elf, zehn Minuten, ohne Manuskript.",
    ("Ja", "Nein", "Bitte anrufen"),
)


def load_questions(town: Municipality, people: dict[str, User]) -> None:
    """Ask and answer by the services; then set the clock of the answered ones back."""
    for days, role, question, context, answers, chosen, remark, hours in ANSWERED:
        asked = services.ask_head(town, actor=people[role], question=question, context=context, answers=answers)
        services.answer_question(asked, actor=people[Role.LEADERSHIP], chosen=chosen, remark=remark)
        services.read_answer(asked, actor=people[role])
        _set_back(asked, days, hours)
    question, context, answers = OPEN
    services.ask_head(
        town,
        actor=people[Role.EDITOR],
        question=question,
        context=context,
        answers=answers,
        asked_from=reverse("planning:month", args=[town.slug]),
    )


def _set_back(asked: DirectQuestion, days: int, hours: float) -> None:
    town, zone = asked.municipality, asked.municipality.zone
    wall = (now() - timedelta(days=days)).astimezone(zone).replace(hour=10, minute=20, second=0, microsecond=0)

    def after(passed: float) -> datetime:
        return after_service_hours(town, wall, passed)

    at = after(hours)
    DirectQuestion.objects.filter(pk=asked.pk).update(
        asked_at=wall,
        half_at=after(asked.promise_hours / 2),
        due_at=after(asked.promise_hours),
        answered_at=at,
        read_at=at + timedelta(minutes=8),
    )
