# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""What the council of the demo town has decided: two new decisions, one being explained, one set aside."""

from datetime import timedelta

from accounts.models import Municipality, Role, User
from channels_mgmt.services.council import note_decision, set_decision_aside
from channels_mgmt.services.explaining import explain_decision
from channels_mgmt.services.planning import edit_post

WEB = "https://www.lindenhagen.example/stadtrat/beschluesse"
NEW = (
    (
        "Neufassung der Satzung über die Benutzung der Kindertageseinrichtungen",
        "Der Stadtrat beschließt die Neufassung der Satzung in der vorgelegten Form. Die Elternbeiträge bleiben bis zum "
        "Ende des Kindergartenjahres unverändert. Die Satzung tritt am ersten Tag des übernächsten Monats in Kraft.",
    ),
    (
        "Sanierung der Fußgängerbrücke am Mühlgraben",
        "Der Stadtrat stimmt der Sanierung mit Kosten von 385.000 Euro zu und beauftragt die Verwaltung mit der "
        "Ausschreibung. Während der Bauzeit wird ein Steg errichtet.",
    ),
)
EXPLAINED = (
    "Trinkwasserbrunnen auf dem Marktplatz",
    "Der Stadtrat beschließt die Errichtung eines öffentlichen Trinkwasserbrunnens auf dem Marktplatz. Die Mittel von "
    "18.000 Euro stehen im Haushalt bereit.",
)
WRITTEN = (
    "Der Stadtrat hat einen Trinkwasserbrunnen für den Marktplatz beschlossen. Ab dem Frühjahr füllen Sie dort "
    "kostenlos Ihre Flasche. Im Sommer fehlte in der Innenstadt ein Ort zum Trinken; das haben viele gesagt. "
    f"Die 18.000 Euro stehen im Haushalt bereit.\n\nQuelle: {WEB}"
)
ASIDE = (
    "Bestellung der Jahresabschlussprüfung",
    "Der Stadtrat bestellt die Prüfungsgesellschaft für das laufende Jahr.",
)


def load_decisions(town: Municipality, people: dict[str, User]) -> None:
    editor = people[Role.EDITOR]
    met = town.local_day() - timedelta(days=6)

    def note(subject: str, words: str):
        return note_decision(
            town, actor=editor, title=subject, text=words, decided_on=met, body="Sitzung des Stadtrats", web=WEB
        )

    set_decision_aside(note(*ASIDE), actor=editor)
    post = explain_decision(note(*EXPLAINED), actor=editor)
    edit_post(post, actor=editor, text=WRITTEN)
    for subject, words in NEW:
        note(subject, words)
