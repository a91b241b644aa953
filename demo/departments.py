# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""Two questions of citizens the demo town has passed on: one waits, one is answered."""

from accounts.models import Municipality, User
from community.models import Comment
from community.services.departments import ask_department, receive_answer

WAITING = "Eine Bürgerin fragt, ob die Sperrung der Bahnhofstraße auch für Fahrräder gilt. Was können wir antworten?"
ANSWERED = "Ein Bürger fragt, ab wann der neue Fahrplan der Linie 4 gilt und wo er aushängt. Können Sie das bestätigen?"
ANSWER = (
    "Der neue Fahrplan gilt ab dem zweiten Sonntag im Dezember. Er hängt ab dem 1. Dezember an allen Haltestellen aus und "
    "liegt im Bürgerbüro. Wer Fragen hat, erreicht uns unter der Durchwahl 214."
)


def load_departments(town: Municipality, *, moderator: User) -> None:
    """Asked because of two comments nobody has claimed; a threat is never passed on."""
    free = Comment.objects.filter(municipality=town, state=Comment.State.NEW, is_private=False)
    found = list(
        free.exclude(urgency=Comment.Urgency.DANGER)
        .select_related("channel", "municipality")
        .order_by("-posted_at")[:2]
    )
    texts = (("Tiefbauamt", "tiefbau@lindenhagen.example", WAITING), ("Mobilität", "bus@lindenhagen.example", ANSWERED))
    asked = [
        ask_department(comment, actor=moderator, department=name, email=email, question=words)
        for comment, (name, email, words) in zip(found, texts, strict=False)
    ]
    if len(asked) > 1:
        receive_answer(asked[1], text=ANSWER, answered_as="Sachgebiet Mobilität, Durchwahl 214")
