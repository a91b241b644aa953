# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""One PDF of every kind the product makes, filled with what breaks layouts: long German words, addresses, languages.

``tests/test_papers.py`` checks that nothing in the code makes a PDF that is missing here.
"""

from collections.abc import Callable, Iterator
from datetime import date

import pikepdf
from django.test import Client
from django_scopes import scope

from accounts.models import Municipality, Role
from accounts.signoff.paper import signed_paper
from channels_mgmt.legal.paper import KIND_NAMES, as_pdf
from channels_mgmt.models import ChannelDocument
from channels_mgmt.presenters.ways import notice_sheet
from netiquette.models import Netiquette
from netiquette.services import sign_netiquette, submit_netiquette, translate
from reporting.models import Report
from reporting.presenters.reports import report_pdf
from strategy import services as strategy_services
from strategy.models import Strategy
from strategy.presenters.paper import analysis_pdf
from tests.channels_mgmt.factories import ChannelFactory, checked_document, draft
from tests.factories import PASSWORD, MunicipalityFactory, person
from tests.netiquette.factories import draft_netiquette
from tests.strategy.factories import submitted_strategy

#: Real compounds of German administration, and an address that offers no place to break.
LONG_WORDS = (
    "Grundstücksverkehrsgenehmigungszuständigkeitsübertragungsverordnung",
    "Rindfleischetikettierungsüberwachungsaufgabenübertragungsgesetz",
    "Verkehrsinfrastrukturfinanzierungsgesellschaftsmitarbeiterversammlung",
    "https://stadt.example/verwaltung/buergerbuero/terminvereinbarung/online?anliegen=personalausweis",
)
TABLE = "\n".join(
    (
        "| Datenart | Betroffene | Löschfrist | Rechtsgrundlage |",
        f"| {LONG_WORDS[0]} | {LONG_WORDS[1]} | {LONG_WORDS[2]} | {LONG_WORDS[3]} |",
        "| Name | Bürgerinnen und Bürger | 6 Monate | § 1 |",
    )
)
TEXT = (
    f"## {LONG_WORDS[0]}\n\nDie {LONG_WORDS[1]} regelt das.\n\n### Übersicht\n\n{TABLE}\n\n"
    f"- {LONG_WORDS[2]}\n- zwei\n\n1. Siehe {LONG_WORDS[3]}.\n2. zweitens"
)
TRANSLATED = {
    "leicht": ("Freundlich sein", "Seien Sie freundlich. Das ist wichtig."),
    "en": ("Be kind", "We ask everybody to remain civil."),
    "tr": ("Saygı", "Lütfen nazik olun. Hakaret, tehdit ve ırkçılık siliniyor; şikâyet edebilirsiniz."),
    "uk": ("Повага", "Будь ласка, залишайтеся ввічливими. Ґанок, їжак, єдність."),
    "ar": ("الاحترام", "نرجو من الجميع التحلي بالاحترام. الفقرة 5 من القانون."),
}


class Papers:
    """A town that has every document. Made once, each PDF drawn when asked for."""

    def __init__(self) -> None:
        self.town: Municipality = MunicipalityFactory(name="Sankt Wolfgang-Neustadt an der Waldnaab")
        self.client = Client()
        with scope(municipality=self.town):
            self._sign_strategy()
            self._sign_netiquette()
            channel = ChannelFactory(municipality=self.town, name="Mastodon der Wirtschaftsförderungsgesellschaft")
            places = dict.fromkeys(ChannelDocument.TOWN_KINDS, self.town)
            self.documents = {k: checked_document(places.get(k, channel), k, text=TEXT) for k in KIND_NAMES}

    def _sign_strategy(self) -> None:
        author = person(self.town, Role.COMMUNICATIONS, name="Friederike Freifrau von Hohenlohe-Waldenburg")
        self.strategy: Strategy = submitted_strategy(self.town, author=author)
        mayor = person(self.town, Role.LEADERSHIP, name="Mara Muster")
        strategy_services.sign_strategy(
            self.strategy, actor=mayor, password=PASSWORD, statement=f"Die {LONG_WORDS[1]} gilt."
        )

    def _sign_netiquette(self) -> None:
        self.netiquette: Netiquette = draft_netiquette(self.town)
        author, clauses = self.netiquette.author, list(self.netiquette.clauses.all())
        for part in clauses[:2]:
            for language, (title, text) in TRANSLATED.items():
                part.refresh_from_db()
                seen = {"seen": part.translation_fingerprint(language), "seen_master": part.master_fingerprint}
                translate(part, language=language, actor=author, title=title, text=text, **seen)
        submit_netiquette(self.netiquette, actor=author)
        sign_netiquette(self.netiquette, actor=person(self.town, Role.LEADERSHIP), password=PASSWORD)

    def report(self) -> bytes:
        weeks = [
            {"label": f"{number}", "comments": 4 * number, "answers": 3 * number, "median_hours": 2.5 * number}
            for number in range(40, 45)
        ]
        figures = {
            "until": "2026-10-31", "is_practice": True, "posts": 12, "channels": ["a", "b"], "comments": 60,
            "open_at_end": 3, "answered_percent": 75, "answered": 45, "median_first_response_hours": 6.5,
            "accessible_percent": 100, "images": 1, "hidden": 2, "weeks": weeks,
            "hidden_by_clause": [[f"Nr. 3 {LONG_WORDS[0]}", 2]],
            "direct_line": {
                "asked": 3, "answered": 2, "median_hours": 4.5, "promise_hours": 24, "kept_percent": 67,
            },
        }  # fmt: skip
        return report_pdf(self.town, Report(municipality=self.town, month=date(2026, 10, 1)), figures)

    def sheet(self) -> bytes:
        author = person(self.town, Role.EDITOR)
        text = f"{' '.join(LONG_WORDS)}\n\nDie Straße ist gesperrt."
        return notice_sheet(draft(self.town, author, title=LONG_WORDS[1], text=text, contact="Bauamt"))

    def public(self, path: str) -> bytes:
        return self.client.get(f"/{self.town.slug}/netiquette/{path}").content


#: Name → how the PDF is drawn, and the language its file must name.
KINDS: dict[str, tuple[Callable[[Papers], bytes], str]] = {
    "signed strategy": (lambda papers: signed_paper(papers.strategy.signed_copy), "de"),
    "signed netiquette": (lambda papers: signed_paper(papers.netiquette.signed_copy), "de"),
    "analysis": (lambda papers: analysis_pdf(papers.town, papers.strategy.analyses.latest("pk")), "de"),
    "report": (Papers.report, "de"),
    "netiquette": (lambda papers: papers.public("pdf/"), "de"),
    "netiquette version": (lambda papers: papers.public("version/1/pdf/"), "de"),
    "notice sheet": (Papers.sheet, "de"),
    "poster a4": (lambda papers: papers.public("aushang/a4/"), "de"),
    "poster a3": (lambda papers: papers.public("aushang/a3/"), "de"),
} | {
    f"document {kind}": (lambda papers, kind=kind: as_pdf(papers.documents[kind]), "de") for kind in KIND_NAMES
} | {
    f"netiquette {code}": (
        lambda papers, code=code: papers.public(f"sprache/{code}/pdf/"),
        "de-simple" if code == "leicht" else code,
    )
    for code in TRANSLATED
}  # fmt: skip


def every_paper() -> Iterator[Papers]:
    """The town with its scope entered."""
    papers = Papers()
    with scope(municipality=papers.town):
        yield papers


def filled_share(page: pikepdf.Page) -> float:
    """How far down the paper its lowest line of text stands: 0 at the top, 1 at the bottom, page number aside."""
    height = float(page.MediaBox[3])
    matrix, kept = pikepdf.Matrix(), []
    lowest, is_content = height, False
    for operands, operator in pikepdf.parse_content_stream(page):
        match str(operator):
            case "q":
                kept.append(matrix)
            case "Q":
                matrix = kept.pop()
            case "cm":
                matrix = pikepdf.Matrix(*map(float, operands)) @ matrix
            case "BDC" | "BMC":
                is_content = str(operands[0]) != "/Artifact"
            case "Tm" if is_content:
                lowest = min(lowest, (pikepdf.Matrix(*map(float, operands)) @ matrix).f)
    return 1 - lowest / height
