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

from netiquette.models import Clause, Netiquette
from netiquette.starter import CLAUSES, REQUIRED

PLACEHOLDER = re.compile(r"\[[^\]\n]{3,}\]")
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
        re.compile(r"klarname|(echte[nrms]*|richtige[nrms]*|bürgerliche[nrms]*|wahre[nrms]*) namen?\b", re.I),
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
)


def warnings_of(text: str) -> list[Weakness]:
    """Weak wording found in ``text``, each kind once. A released duty ("you need not …") is none."""
    demanding = " ".join(s for s in re.split(r"(?<=[.!?;])\s+", text) if not RELEASED.search(s))
    return [weakness for weakness in WEAKNESSES if weakness.pattern.search(demanding)]


def missing_parts(netiquette: Netiquette, clauses: Iterable[Clause]) -> list[str]:
    """What prevents the submission, one sentence each, in the order of the document."""
    clauses = list(clauses)
    gaps = []
    if not netiquette.introduction.strip():
        gaps.append(_("The introduction is empty."))
    elif PLACEHOLDER.search(netiquette.introduction):
        gaps.append(_("Introduction: please replace the text in square brackets."))
    for clause in clauses:
        if PLACEHOLDER.search(clause.text):
            gaps.append(_("Clause %(clause)s: please replace the text in square brackets.") % {"clause": clause})
    present = {clause.key for clause in clauses if clause.text.strip()}
    for starter in CLAUSES:
        if starter.key in REQUIRED and starter.key not in present:
            gaps.append(_("The part “%(title)s” is missing.") % {"title": starter.title})
    if not any(clause.is_ground_for_measures for clause in clauses):
        gaps.append(_("No clause says on what a measure may rest."))
    return gaps
