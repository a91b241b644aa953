# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""What the demo town could write about: two open topics, one set aside."""

from accounts.models import Municipality, Role, User
from channels_mgmt.services.topics import set_topic_aside, suggest_topic

OPEN = (
    (
        Role.EDITOR,
        "Wer räumt im Winter den Gehweg?",
        "Am Bürgertelefon jeden November die häufigste Frage. Mit Foto vom Bauhof.",
    ),
    (Role.MODERATOR, "Warum dauert ein Bauantrag so lange?", "Ein Weg in fünf Schritten, Zahlen vom Bauamt."),
)
ASIDE = (Role.EDITOR, "Neues Logo der Stadt", "Steht noch nicht fest", "Erst nach dem Beschluss des Stadtrats")


def load_topics(town: Municipality, people: dict[str, User]) -> None:
    for role, title, note in OPEN:
        suggest_topic(town, actor=people[role], title=title, note=note)
    role, title, note, reason = ASIDE
    set_topic_aside(suggest_topic(town, actor=people[role], title=title, note=note), actor=people[role], reason=reason)
