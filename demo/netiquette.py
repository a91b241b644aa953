# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""The demo town's netiquette: one version in force in three languages, the next one signed for a midnight."""

from datetime import date, datetime, time, timedelta

from accounts.models import Municipality, User
from accounts.services.demo_people import PASSWORD
from core.blanks import BLANK
from demo.texts import SERVICE_HOURS
from netiquette import services
from netiquette.models import Clause, Netiquette

SERVICE_HOURS_TRANSLATED = {
    "leicht": (
        "Wann lesen und antworten wir?",
        "Montag bis Donnerstag: von 8 Uhr bis 16 Uhr. Freitag: von 8 Uhr bis 12 Uhr. Meistens antworten wir in einem "
        "Arbeitstag. Sind Sie in Not? Dann rufen Sie 110 oder 112 an. Hier ist kein Notruf.",
    ),
    "en": (
        "When we read and answer",
        "We read and answer Monday to Thursday from 8 am to 4 pm and Friday from 8 am to noon, usually within one "
        "working day. In an emergency please call 110 or 112: social networks are not an emergency line.",
    ),
}
FLEA_MARKETS = "Auch der Hinweis auf einen Flohmarkt in der Nachbarschaft darf stehen bleiben."


def load_netiquette(town: Municipality, today: date, *, press: User, mayor: User, signed_at: datetime) -> None:
    """Both versions by the services people use; ``signed_at`` is when the first one was signed."""
    first = services.start_netiquette(town, actor=press)
    hours = first.clauses.get(key="servicezeiten")
    _reword(hours, BLANK.sub(SERVICE_HOURS, hours.text), press)
    for language, (title, text) in SERVICE_HOURS_TRANSLATED.items():
        hours.refresh_from_db()
        services.translate(
            hours,
            language=language,
            actor=press,
            title=title,
            text=text,
            seen=hours.translation_fingerprint(language),
            seen_master=hours.master_fingerprint,
        )
    _sign(first, press, mayor)
    Netiquette.objects.filter(pk=first.pk).update(
        submitted_at=signed_at - timedelta(days=1), signed_at=signed_at, published_at=signed_at
    )

    second = services.start_netiquette(town, actor=press)
    for key in ("aufrufe", "transparenz"):
        services.add_library_clause(second, actor=press, key=key)
    advertising = second.clauses.get(key="werbung")
    _reword(advertising, f"{advertising.text} {FLEA_MARKETS}", press)
    first_of_a_month = (today.replace(day=1) + timedelta(days=70)).replace(day=1)
    services.plan_publication(second, actor=press, wall=datetime.combine(first_of_a_month, time()), seen=None)
    _sign(second, press, mayor)


def _reword(clause: Clause, text: str, press: User) -> None:
    services.edit_clause(
        clause,
        actor=press,
        title=clause.title,
        text=text,
        is_ground_for_measures=clause.is_ground_for_measures,
        seen=clause.fingerprint,
    )


def _sign(netiquette: Netiquette, press: User, mayor: User) -> None:
    netiquette.refresh_from_db()
    services.submit_netiquette(netiquette, actor=press)
    services.sign_netiquette(netiquette, actor=mayor, password=PASSWORD)
