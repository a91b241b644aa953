# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""What accessibility statements say of the law of each state, and of what this product knows of itself.

A body that was not seen in a source of its own has no name here: the statement then has a blank, which the person who
checks it fills. Postal addresses change often; there is none, only the page on which the body itself says its own.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

LOOKED_UP = date(2026, 11, 29)


@dataclass(frozen=True, slots=True)
class Enforcement:
    """Whom citizens of a state can turn to when a public body does not answer. ``body`` is empty while nobody has seen
    which one it is; ``law`` is what the state has made of Directive (EU) 2016/2102."""

    law: str
    body: str = ""
    procedure: str = ""
    url: str = ""
    source: str = ""
    as_of: date = LOOKED_UP

    @property
    def is_seen(self) -> bool:
        """Whether body and procedure stand in a public source that was read."""
        return bool(self.body and self.source)


#: By the state's code. ``source`` is what was read on ``as_of``; the law of states without one is background knowledge.
ENFORCEMENT: dict[str, Enforcement] = {
    "01": Enforcement(
        "Landesbehindertengleichstellungsgesetz Schleswig-Holstein (LBGG)",
        "Beschwerdestelle für barrierefreie Informationstechnik bei der oder dem Landesbeauftragten für Menschen mit "
        "Behinderung",
        "Beschwerdeverfahren nach §§ 12e und 12f LBGG",
        "https://www.landtag.ltsh.de/beauftragte/beschwerdestelle-fuer-barrieren/",
        source="Seiten der Beschwerdestelle beim Landtag",
    ),
    "02": Enforcement(
        "Hamburgisches Behindertengleichstellungsgesetz (HmbBGG)",
        "Schlichtungsstelle nach dem Hamburgischen Behindertengleichstellungsgesetz",
        "Schlichtungsverfahren nach dem HmbBGG",
        "https://www.hamburg.de/politik-und-verwaltung/behoerden/sozialbehoerde/themen/behinderung/"
        "schlichtungsstelle-behinderung/",
        source="Seiten der Sozialbehörde",
    ),
    "03": Enforcement(
        "Niedersächsisches Behindertengleichstellungsgesetz (NBGG)",
        "Schlichtungsstelle nach § 9d NBGG bei der oder dem Landesbeauftragten für Menschen mit Behinderungen",
        "Schlichtungsverfahren nach § 9d NBGG",
        source="Gesetzestext und Verordnung über die Schlichtungsstelle vom 23.08.2021",
    ),
    "04": Enforcement(
        "Bremisches Behindertengleichstellungsgesetz (BremBGG)",
        "Zentralstelle für barrierefreie Informationstechnik beim Landesbehindertenbeauftragten",
        "Durchsetzungsverfahren nach Abschnitt 3 BremBGG",
        "https://www.behindertenbeauftragter.bremen.de/",
        source="Seiten der Zentralstelle",
    ),
    "05": Enforcement(
        "Behindertengleichstellungsgesetz Nordrhein-Westfalen (BGG NRW) und BITVNRW",
        "Ombudsstelle für barrierefreie Informationstechnik des Landes Nordrhein-Westfalen",
        "Ombudsverfahren nach § 10d BGG NRW",
        "https://www.lbbp.nrw.de/ombudsstelle",
        source="Seiten der Ombudsstelle",
    ),
    "06": Enforcement(
        "Hessisches Behinderten-Gleichstellungsgesetz (HessBGG) und HVBIT",
        "Durchsetzungs- und Überwachungsstelle Barrierefreie Informationstechnik beim Regierungspräsidium Gießen",
        "Durchsetzungsverfahren nach § 6 HVBIT",
        "https://lbit.hessen.de/Durchsetzungs-und-Ueberwachungsstelle/Durchsetzungsverfahren-beantragen",
        source="Seiten des Landeskompetenzzentrums Barrierefreie IT",
    ),
    "07": Enforcement("Landesinklusionsgesetz Rheinland-Pfalz"),
    "08": Enforcement(
        "Landes-Behindertengleichstellungsgesetz Baden-Württemberg (L-BGG)",
        "Schlichtungsstelle beim Landeszentrum Barrierefreiheit (LZ-BARR)",
        "Schlichtungsverfahren nach § 10b L-BGG",
        "https://barrierefreiheit-bw.de/barrierefreiheitdurchsetzen/schlichtungsantrag",
        source="Seiten des Landeszentrums Barrierefreiheit",
    ),
    "09": Enforcement(
        "Bayerische Digitalverordnung (BayDiV)",
        "Durchsetzungs- und Überwachungsstelle für barrierefreie Informationstechnik am Landesamt für Digitalisierung, "
        "Breitband und Vermessung",
        "Durchsetzungsverfahren nach der BayDiV",
        source="Seiten des Bayerischen Staatsministeriums der Finanzen und für Heimat zu § 11 BayDiV",
    ),
    "10": Enforcement(
        "Saarländisches Behindertengleichstellungsgesetz (SBGG)",
        "Schlichtungsstelle nach § 12e SBGG",
        "Schlichtungsverfahren nach § 12e SBGG",
        source="Erklärung des Serviceportals des Landes vom 06.01.2025; die Stelle ist seither umgezogen",
    ),
    "11": Enforcement(
        "Barrierefreie-IKT-Gesetz Berlin (BIKTG Bln)",
        "Landesbeauftragte für digitale Barrierefreiheit",
        "Beschwerde bei der Landesbeauftragten nach dem BIKTG Bln",
        "https://www.berlin.de/lb/digitale-barrierefreiheit/",
        source="Seiten der Landesbeauftragten",
    ),
    "12": Enforcement(
        "Brandenburgisches Behindertengleichstellungsgesetz (BbgBGG) und BbgBITV",
        "Durchsetzungsstelle für digitale Barrierefreiheit bei der Beauftragten der Landesregierung für die Belange "
        "der Menschen mit Behinderungen",
        "Durchsetzungsverfahren nach der BbgBITV",
        source="Pressemitteilung des Sozialministeriums vom 26.04.2024 zum Tätigkeitsbericht der Beauftragten",
    ),
    "13": Enforcement(
        "Landesbehindertengleichstellungsgesetz Mecklenburg-Vorpommern (LBGG M-V) und BITVO M-V",
        "Überwachungsstelle „Digitale Barrierefreiheit“ im Ministerium für Soziales",
        "Beschwerde- und Durchsetzungsverfahren nach § 2 Abs. 1 BITVO M-V",
        source="Erklärung des Landesamts für Finanzen",
    ),
    "14": Enforcement(
        "Barrierefreie-Websites-Gesetz Sachsen (BfWebG)",
        "Landesbeauftragter für Inklusion der Menschen mit Behinderungen bei der Staatskanzlei",
        "Durchsetzungsverfahren nach dem BfWebG",
        "https://www.sk.sachsen.de/behindertenbeauftragter-der-saechsischen-staatsregierung.html",
        source="Erklärung eines Landesportals vom 29.09.2024",
    ),
    "15": Enforcement(
        "Behindertengleichstellungsgesetz Sachsen-Anhalt (BGG LSA)",
        "Ombudsstelle bei der Landesfachstelle für Barrierefreiheit",
        "Verfahren der Ombudsstelle nach § 16d BGG LSA",
        "https://www.lf-barrierefreiheit-st.de/ueber-uns/ombudsstelle",
        source="Seiten der Landesfachstelle",
    ),
    "16": Enforcement(
        "Thüringer Gesetz über den barrierefreien Zugang zu den Websites und mobilen Anwendungen öffentlicher Stellen "
        "(ThürBarrWebG)"
    ),
}

#: How this product is looked at before each of its versions (tests/e2e/browser.py, tests/test_papers.py). It is no test
#: by people, and none of a town's own words.
METHOD = (
    "Die Software wird vor jeder Ausgabe maschinell gegen WCAG 2.2, Stufe AA, geprüft, in mehreren Breiten, hell und "
    "dunkel; PDF-Dateien werden nach PDF/UA erzeugt. Eine maschinelle Prüfung findet nicht alle Barrieren. Eine "
    "Prüfung durch eine unabhängige Stelle liegt nicht vor."
)

#: What is known not to be accessible on the public pages of this product, each with its reason.
KNOWN_GAPS = (
    "Deutsche Gebärdensprache: Informationen in Deutscher Gebärdensprache stehen auf diesen Seiten nicht bereit.",
    "Übersetzungen der Netiquette: Sie liefert die Verwaltung; fehlt ein Teil, steht er dort auf Deutsch und ist so "
    "gekennzeichnet.",
)
