# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""What a netiquette must contain, and wording that is weak for a public body.

Gaps prevent the submission; warnings never do. They are hints for people, not legal advice: an
authority's page is treated like a public institution (VG Hamburg 3 K 5339/19), and a block for
polemic comments was unlawful (OVG Münster 13 A 1535/21).
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.blanks import BLANK
from core.gaps import Gap
from netiquette.domain.languages import TRANSLATIONS
from netiquette.domain.starter import CLAUSES, REQUIRED
from netiquette.models import Clause, Netiquette

#: Answers to "may I …": a clause that promises the freedom is not the clause that takes it.
RELEASED = re.compile(r"(müssen|brauchen) (sie )?sich nicht|nicht (mit|unter) (ihrem|dem) (bürgerlichen|echten)", re.I)


@dataclass(frozen=True)
class Weakness:
    """A kind of wording: how to find it, why it is weak, what to write instead."""

    pattern: re.Pattern[str]
    reason: Any
    advice: Any


WEAKNESSES = (
    Weakness(
        re.compile(
            r"klarname|(anonym|pseudonym)\w* [^.]{0,40}(nicht|untersagt|verboten|gelöscht)|(echte[nrms]*|richtige[nrms]*|bürgerliche[nrms]*|wahre[nrms]*) namen?\b",
            re.I,
        ),
        gettext_lazy("A duty to use one’s real name is hardly enforceable, and people may speak anonymously."),
        gettext_lazy("Leave it out, or ask for it without consequences."),
    ),
    Weakness(
        re.compile(
            r"kein\w* politisch\w+|politisch\w* (inhalte?|äußerung\w*|kommentare?|diskussion\w*|botschaft\w*|"
            r"meinung\w*) (sind|werden|ist|wird)? ?(nicht|unerwünscht|untersagt|verboten|gelöscht)",
            re.I,
        ),
        gettext_lazy("Political opinion is what freedom of speech protects most."),
        gettext_lazy("Limit the clause to election advertising."),
    ),
    Weakness(
        re.compile(r"(unbelegt|nicht (belegt|nachprüfbar|überprüfbar)|unbewiesen|unüberprüfbar)\w*", re.I),
        gettext_lazy("Citizens need not prove what they say; opinions cannot be proven at all."),
        gettext_lazy("Write “demonstrably false statements of fact that may harm others”."),
    ),
    Weakness(
        re.compile(
            r"ohne (vorherige\w? |weitere\w? |jede\w? )?(ankündigung|vorwarnung|begründung|angabe von gründen|rücksprache|"
            r"kommentar\b)|kommentarlos",
            re.I,
        ),
        gettext_lazy("Whoever is restricted must be able to learn the reason and to object."),
        gettext_lazy("Say that every measure is recorded with its reason and how to appeal."),
    ),
    Weakness(
        re.compile(r"hausrecht|nach (eigenem|unserem|freiem) ermessen|jederzeit (zu )?(lösch|entfern|sperr)\w*", re.I),
        gettext_lazy("A public body may not decide at will; it must be proportionate and treat equal cases equally."),
        gettext_lazy("Name the rule that was broken and the mildest means first."),
    ),
    Weakness(
        re.compile(
            r"(negative|kritische|abwertende|unsachliche)[nrs]? (kommentare?|äußerungen|kritik|bewertungen)", re.I
        ),
        gettext_lazy("Sharp, even unfair criticism of the authority is protected."),
        gettext_lazy("Name insult, threat or incitement instead."),
    ),
    Weakness(
        re.compile(
            r"(dauerhaft|lebenslang|für immer|unbefristet)\w*[^.]{0,40}(sperr|ausschl|blockier)|"
            r"(sperr|ausschl|blockier)[^.]{0,40}(dauerhaft|für immer|unbefristet)",
            re.I,
        ),
        gettext_lazy("A block without an end is rarely proportionate and needs a statutory basis."),
        gettext_lazy("Restrict for a time, by two persons, with a review."),
    ),
    Weakness(
        re.compile(
            r"(sofort|umgehend|unverzüglich|beim ersten verstoß)\w*[^.]{0,30}(gelöscht|lösch|gesperrt|sperr|blockier|entfern)|"
            r"(lösch|sperr|blockier)\w*[^.]{0,20}(sofort|umgehend|unverzüglich)\b",
            re.I,
        ),
        gettext_lazy("Deleting or blocking at once skips the milder means and the securing of evidence."),
        gettext_lazy("Say which step comes first, and that a comment is secured before it disappears."),
    ),
    Weakness(
        re.compile(
            r"gute\w? sitten|(der|des|den) anstand|unangemessen\w*|unpassend\w*|niveaulos\w*|(gut\w* )?ton verfehl\w*",
            re.I,
        ),
        gettext_lazy("The term is so wide that nobody can know beforehand what is meant."),
        gettext_lazy("Name the conduct with an example of what is allowed and what is not."),
    ),
    Weakness(
        re.compile(
            r"(nur|ausschließlich) (auf |in )?(deutsch|deutscher sprache)|fremdsprachig\w*[^.]{0,40}(gelöscht|nicht|entfern|lösch)",
            re.I,
        ),
        gettext_lazy("Whoever writes another language breaks no rule; deleting for it treats people unequally."),
        gettext_lazy("Say that answers in other languages may take longer."),
    ),
    Weakness(
        re.compile(
            r"(nur|ausschließlich) (für )?(einwohner\w*|bürger\w*|steuerzahler\w*)[^.]{0,30}(dürfen|kommentier|schreib)|"
            r"vor (der )?(veröffentlichung|freischaltung)[^.]{0,30}(geprüft|prüfen|freigegeben)",
            re.I,
        ),
        gettext_lazy("A public page is open to all; admitting only some, or only after a check, needs strong reasons."),
        gettext_lazy("Leave the page open and act on breaches afterwards."),
    ),
)

#: Found in how a clause is set up, not in its words.
BLOCK_NEEDS_STATUTE = Weakness(
    re.compile(r"(?!)"),
    gettext_lazy("The clause goes as far as a block. A block needs a statutory basis (OVG Münster 13 A 1535/21)."),
    gettext_lazy("Restrict for a time, or have your legal office name the statute."),
)
#: The key of the clause that asks to stay with the topic (``netiquette/library``).
OFF_TOPIC = "thema"
OFF_TOPIC_NEEDS_A_BASIS = Weakness(
    re.compile(r"(?!)"),
    gettext_lazy(
        "Hiding only because something is off topic has no basis for municipalities, as broadcasters have it by statute "
        "(BVerwG 6 C 12.20)."
    ),
    gettext_lazy("Ask and answer instead, or rest the measure on another clause, for example the one on advertising."),
)
NO_LEGAL_BASIS = Weakness(
    re.compile(r"(?!)"),
    gettext_lazy("Measures may rest on this clause, but it names no legal basis."),
    gettext_lazy("Ask your legal office which one fits, and name it in the field for it."),
)


def warnings_of(text: str) -> list[Weakness]:
    """Weak wording found in ``text``, each kind once. A released duty ("you need not …") is none."""
    demanding = " ".join(s for s in re.split(r"(?<=[.!?;])\s+", text) if not RELEASED.search(s))
    return [weakness for weakness in WEAKNESSES if weakness.pattern.search(demanding)]


def clause_warnings(clause: Clause) -> list[Weakness]:
    """Weak wording of a clause in German and plain language, then how it is set up."""
    text = "\n".join([clause.title, clause.text, clause.translation("leicht")["text"]])
    found = warnings_of(text)
    if clause.strongest_measure == Clause.Measure.BLOCK:
        found.append(BLOCK_NEEDS_STATUTE)
    if clause.key == OFF_TOPIC and clause.is_ground_for_measures:
        found.append(OFF_TOPIC_NEEDS_A_BASIS)
    if clause.is_ground_for_measures and clause.strongest_measure and not clause.legal_basis:
        found.append(NO_LEGAL_BASIS)
    return found


def missing_parts(netiquette: Netiquette, clauses: Iterable[Clause]) -> list[Gap]:
    """What prevents the submission, in the order of the document. Parts are ``introduction``, ``clauses``,
    ``clause:<key>``, ``translation:<key>:<language>`` and ``library:<key>``."""
    clauses = list(clauses)
    gaps = []
    if not netiquette.introduction.strip():
        gaps.append(Gap(_("The introduction is empty."), "introduction"))
    elif BLANK.search(netiquette.introduction):
        gaps.append(Gap(_("Introduction: please fill in what is marked as open."), "introduction"))
    gaps += [
        Gap(_("Clause %(clause)s: please fill in what is marked as open.") % {"clause": c}, f"clause:{c.key}")
        for c in clauses
        if BLANK.search(c.text)
    ]
    for key, part in [("", netiquette), *((clause.key, clause) for clause in clauses)]:
        for code in part.translations:
            if BLANK.search(part.translation(code)["text"]):
                name = part if key else _("Introduction")
                sentence = _("%(part)s, %(language)s: please fill in what is marked as open.")
                gaps.append(Gap(sentence % {"part": name, "language": TRANSLATIONS[code]}, f"translation:{key}:{code}"))
    present = {clause.key for clause in clauses if clause.text.strip()}
    gaps += [
        Gap(_("The part “%(title)s” is missing.") % {"title": starter.title}, f"library:{starter.key}")
        for starter in CLAUSES
        if starter.key in REQUIRED and starter.key not in present
    ]
    if not any(clause.is_ground_for_measures for clause in clauses):
        gaps.append(Gap(_("No clause says on what a measure may rest."), "clauses"))
    return gaps
