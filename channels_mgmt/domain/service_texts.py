# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""Beginnings of posts that a town hall writes again and again, in German: what citizens can do comes first.

What only the town knows is a gap, ``[… Straße]``. Nothing goes out while one is left (``channels_mgmt.queries.gaps``).
"""

import re
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

GAP = re.compile(r"\[…[^\[\]\n]+\]")


@dataclass(frozen=True, slots=True)
class ServiceText:
    """``key`` stands in addresses; ``benefit`` answers what citizens can do with it now."""

    key: str
    name: Any
    title: str
    benefit: str
    text: str


def gaps_left(text: str) -> list[str]:
    """Each once, in reading order."""
    return list(dict.fromkeys(GAP.findall(text)))


SERVICE_TEXTS = {
    text.key: text
    for text in (
        ServiceText(
            key="sperrung",
            name=_("Closure of a road or a pool"),
            title="Sperrung",
            benefit="Umweg oder Ersatz rechtzeitig einplanen",
            text=(
                "So kommen Sie trotzdem ans Ziel: [… Umleitung oder Ersatz].\n\n"
                "[… Straße, Bad oder Gebäude] ist von [… Beginn] bis [… Ende] gesperrt. "
                "Der Grund: [… Grund in wenigen Worten].\n\n"
                "Ihre Fragen beantwortet [… Amt und Telefonnummer]."
            ),
        ),
        ServiceText(
            key="frist",
            name=_("Deadline"),
            title="Frist",
            benefit="Rechtzeitig abgeben oder anmelden",
            text=(
                "Bis [… Tag und Uhrzeit] können Sie noch [… was, zum Beispiel Ihr Kind anmelden].\n\n"
                "So geht es: [… Weg, zum Beispiel online oder im Rathaus]. Das brauchen Sie: [… Unterlagen].\n\n"
                "Danach gilt: [… was nach der Frist ist]. Wir helfen gern: [… Amt und Telefonnummer]."
            ),
        ),
        ServiceText(
            key="abfuhr",
            name=_("Waste collection"),
            title="Abfuhr verschoben",
            benefit="Die Tonne am richtigen Tag hinausstellen",
            text=(
                "Bitte stellen Sie [… Tonne oder Sack] am [… Tag] bis [… Uhrzeit] an die Straße.\n\n"
                "Die Abfuhr verschiebt sich wegen [… Grund], und zwar hier: [… Ortsteile oder Straßen].\n\n"
                "Alle Termine: [… Adresse des Abfuhrkalenders]"
            ),
        ),
        ServiceText(
            key="formular",
            name=_("Form or online service"),
            title="Online erledigen",
            benefit="Den Weg ins Rathaus sparen",
            text=(
                "Das erledigen Sie jetzt von zu Hause: [… Anliegen].\n\n"
                "Hier geht es zum Formular: [… Adresse]. Legen Sie bereit: [… Unterlagen]. "
                "Unsere Antwort kommt [… wann und wie].\n\n"
                "Lieber persönlich? [… Amt, Öffnungszeiten und Telefonnummer]"
            ),
        ),
    )
}
