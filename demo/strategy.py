# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""The strategy of the demo town: its words, and writing them by the services people use."""

from collections.abc import Mapping
from datetime import date, timedelta
from decimal import Decimal

from accounts.models import Role, User
from core.platforms import Platform
from strategy import services
from strategy.models import RoleAssignment, Strategy
from strategy.services import ApprovalRow, PillarRow, RoleRow

#: The second head of the authority, who stands in (accounts/services/demo_people.py).
DEPUTY = "beigeordneter@lindenhagen.example"
PLATFORMS = (Platform.FACEBOOK, Platform.MASTODON)
#: What they say of places and reach is checked against the demo's own analysis (tests/strategy/test_towns.py).
REASONS: dict[str, str] = {
    Platform.FACEBOOK: (
        "Platz drei. Von den Menschen im Ruhestand erreicht es die meisten, von den Familien etwa die Hälfte; Kommentare "
        "lassen sich ausblenden."
    ),
    Platform.MASTODON: (
        "Datensparsam, offen lesbar ohne Konto, andere Behörden und die Lokalpresse sind dort. Dass wir dort nur wenige "
        "Menschen erreichen, nehmen wir in Kauf."
    ),
    Platform.YOUTUBE: (
        "Platz eins, weil es die meisten Menschen unserer Stadt erreicht. Regelmäßige Videos mit Untertiteln schafft das "
        "Team noch nicht. Prüfen wir in einem Jahr neu."
    ),
    Platform.INSTAGRAM: (
        "Platz zwei, vor allem wegen der jungen Erwachsenen. Das Team kann noch keine tägliche Bilderserie leisten."
    ),
    Platform.WHATSAPP: "Ein Kanal kennt keine Antworten; wir wollen ins Gespräch kommen.",
    Platform.TIKTOK: "Datenschutz ungeklärt, kurze Videos übersteigen derzeit unsere Stunden.",
}
EXIT_PLANS: dict[str, str] = {
    Platform.FACEBOOK: (
        "Wenn die Datenschutzaufsicht den Betrieb untersagt oder ein Jahr lang kaum jemand antwortet: vier Wochen vorher "
        "ankündigen, auf Website und Mastodon verweisen, Beiträge sichern und dem Stadtarchiv anbieten, Seite löschen."
    ),
    Platform.MASTODON: (
        "Wenn unser Server schließt: Konto mit Abonnements auf einen anderen Server umziehen. Hören wir ganz auf: "
        "ankündigen, Beiträge sichern, Konto stilllegen."
    ),
}

SECTIONS = {
    "mandate": (
        "Die Stadt Lindenhagen informiert und antwortet auch dort, wo ihre Bürgerinnen und Bürger miteinander sprechen. "
        "Der Auftritt ist Aufgabe der Verwaltung und wird von der Bürgermeisterin getragen. Er ersetzt keinen anderen Weg: "
        "Jede Information steht auch auf der Website und am Aushang."
    ),
    "tone": (
        "Wir schreiben freundlich, kurz und in der Sie-Form. Wir erklären Fachwörter und sagen, was jemand jetzt tun kann. "
        "Kritik beantworten wir in der Sache. Fehler geben wir zu."
    ),
    "roles": (
        "Die Pressestelle verantwortet die Kanäle. Die Redaktion schreibt und fotografiert, das Community-Management "
        "beantwortet Kommentare in den Servicezeiten. Sind Person und Stellvertretung abwesend, ruht der Kanal."
    ),
    "direct_line": (
        "Fragen der Redaktion gehen ohne Umweg an die Bürgermeisterin: eine Frage, zwei oder drei Antworten zur Wahl. "
        "In ihrer Abwesenheit antwortet die Stellvertretung; ihre Antwort gilt."
    ),
    "pillars": (
        "Nach jeder Ratssitzung erscheint mindestens ein Erklärstück. Jede Säule hat eine wiederkehrende Rubrik."
    ),
    "crisis": (
        "Bei einer Empörungswelle gilt: erst sichern, dann lesen, dann antworten. Wir bleiben ruhig und durchschaubar, "
        "veröffentlichen nichts Geplantes, bis die Lage geklärt ist, und lösen uns alle zwei Stunden ab."
    ),
    "accessibility": (
        "Jedes Bild hat einen Alternativtext, jedes Video Untertitel. Schlagwörter schreiben wir mit großen Anfangsbuchstaben "
        "(#StadtRadeln), Text steht nie nur im Bild. Jede Meldung steht auch auf der Website. Die Pressestelle prüft vor der "
        "Freigabe; die Schwerbehindertenvertretung sieht einmal im Jahr Stichproben durch."
    ),
}

#: Name, ages, life situation, language, place.
TARGET_GROUPS = [
    ("Familien mit Kindern", 30, 49, "Kita, Schule, Freizeit", "Deutsch, einfach erklärt", "ganze Stadt"),
    ("Junge Erwachsene", 18, 29, "Ausbildung, Studium, Wohnen", "Deutsch und Englisch", "Innenstadt und Hochschule"),
    ("Menschen im Ruhestand", 65, None, "Ehrenamt, Gesundheit, Mobilität", "Deutsch", "alle Ortsteile"),
]

PILLARS = (
    PillarRow("Service und Termine", 35, "Öffnungszeiten, Fristen, Abfall, Formulare"),
    PillarRow("Baustellen und Verkehr", 25, "Sperrungen, Umleitungen, Baufortschritt"),
    PillarRow("Eigene Arbeit erklären", 25, "Ratsbeschlüsse, Haushalt, Blick hinter die Türen", True),
    PillarRow("Gesichter des Rathauses", 15, "Berufe, Ausbildung, Ehrenamt"),
)
BUDGET = (
    ("Barrierefreiheit: Untertitel, Einfache Sprache", Decimal(900)),
    ("Fortbildung und Krisenübungen", Decimal(1000)),
    ("Technik: Stativ, Mikrofon, Licht", Decimal(500)),
)


def write_parts(strategy: Strategy, people: Mapping[str, User], today: date) -> None:
    """Everything but analysis and decision."""
    deputy = User.objects.get(email=DEPUTY)
    head, press = people[Role.LEADERSHIP], people[Role.COMMUNICATIONS]
    editor, moderator = people[Role.EDITOR], people[Role.MODERATOR]
    for section in strategy.sections.all():
        services.edit_section(section, actor=press, text=SECTIONS[section.key], seen_revision=section.revision)
    for name, age_from, age_to, situation, language, place in TARGET_GROUPS:
        services.add_target_group(
            strategy,
            actor=press,
            name=name,
            age_from=age_from,
            age_to=age_to,
            life_situation=situation,
            language=language,
            place=place,
        )
    goals = (("answered", 40, 85, moderator), ("posts_per_week", 1, 3, editor), ("accessible", 60, 100, press))
    for metric, baseline, target, owner in goals:
        services.add_goal(
            strategy,
            actor=press,
            metric=metric,
            baseline=Decimal(baseline),
            target=Decimal(target),
            due_on=today + timedelta(days=300),
            owner=owner,
        )
    services.set_pillars(strategy, actor=press, pillars=PILLARS)
    services.set_tone(
        strategy,
        actor=press,
        address="formal",
        language_levels=["standard", "plain"],
        languages="Englisch und Ukrainisch bei Warnungen",
    )
    kinds = RoleAssignment.Kind
    services.set_roles(
        strategy,
        actor=press,
        roles={
            kinds.PLANNING: RoleRow(editor, press, Decimal("9.5")),
            kinds.ANSWERING: RoleRow(moderator, editor, Decimal(7)),
            kinds.APPROVING: RoleRow(press, head, Decimal(8)),
            kinds.CRISIS_LEAD: RoleRow(press, head),
            kinds.CRISIS_SPOKESPERSON: RoleRow(head, press),
            kinds.CARE: RoleRow(people[Role.READER], press, Decimal(1)),
        },
    )
    services.set_approvals(
        strategy,
        actor=press,
        steps={"sensitive": ApprovalRow(press, head, 8), "crisis": ApprovalRow(head, deputy, 1)},
    )
    services.set_budget(strategy, actor=press, lines=BUDGET)
    strategy.refresh_from_db()
    services.edit_figures(
        strategy,
        actor=press,
        seen_revision=strategy.revision,
        hours_per_week=Decimal("26.5"),
        budget_per_year=sum((amount for _item, amount in BUDGET), Decimal(0)),
        answer_promise_hours=4,
        review_on=today + timedelta(days=320),
        answer_deputy=deputy,
    )


def comment_on(strategy: Strategy, people: Mapping[str, User]) -> None:
    """A settled remark and an open one."""
    reader, moderator = people[Role.READER], people[Role.MODERATOR]
    settled = services.comment_on_part(
        strategy, actor=reader, part="roles", text="Bitte die Fürsorge für das Team mit Stunden hinterlegen."
    )
    services.resolve_comment(settled, actor=people[Role.COMMUNICATIONS])
    services.comment_on_part(
        strategy,
        actor=moderator,
        part="crisis",
        text="Für die nächste Fassung: Die Ablösung nach zwei Stunden klappt am Wochenende nicht zu zweit.",
    )
