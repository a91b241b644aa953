# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""A comment put together for the police, a trusted flagger or the platform: evidence, a letter to go with it, sums.

One tap makes all four. Nothing is sent: a person reads it and hands it in. What it says of the law is a frame to be
filled, no judgement. What others wrote around the comment goes to the police alone: a reporting office and the
platform need the one comment, and nobody else's words.
"""

from __future__ import annotations

import io
import zipfile
from hashlib import sha256
from typing import Any

from django.db import models, transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.audit import record
from accounts.models import User
from accounts.tenancy.permissions import require
from community.models import Comment, Evidence
from community.services.evidence import keep_evidence
from core.hashing import canonical_json
from core.moments import german_datetime

#: All four ways in one file, for who has no minute to lose.
EVERY_ROUTE = "alle"


class Route(models.TextChoices):
    """Where a report goes. DSA: Regulation (EU) 2022/2065."""

    POLICE = "polizei", gettext_lazy("Police")
    FLAGGER = "hinweisgeber", gettext_lazy("Trusted flagger or reporting office")
    NOTICE = "meldung", gettext_lazy("Notice to the platform (DSA Art. 16)")
    COMPLAINT = "beschwerde", gettext_lazy("Complaint against the platform’s decision (DSA Art. 20)")


def letter_for(route: str, comment: Comment, evidence_sum: str = "") -> str:
    """The words to go with the evidence, with gaps in square brackets for what only a person knows."""
    town = comment.municipality
    facts = [
        _("Platform: %(platform)s") % {"platform": comment.channel.get_platform_display()},
        _("Exact address: %(url)s") % {"url": comment.url or _("[please enter]")},
        _("Account: %(name)s (%(handle)s) %(url)s")
        % {"name": comment.author.name, "handle": comment.author.handle, "url": comment.author.url},
        _("Written: %(moment)s") % {"moment": german_datetime(comment.posted_at, town)},
        _("Wording:"),
        comment.text,
    ]
    sums = [_("SHA-256 of the evidence: %(sum)s") % {"sum": evidence_sum}] if evidence_sum else []
    closing = [town.name, _("[name, telephone and e-mail address for questions]")]
    if town.contact_email:
        closing.append(town.contact_email)
    return "\n".join([*_opening(route), "", *facts, "", *_ending(route), *sums, "", *closing]) + "\n"


@transaction.atomic
def make_report(comment: Comment, *, actor: User, route: str) -> bytes:
    """A ZIP with the evidence as it reads now, the letter and their sums. Who made it stays in the house.

    ``EVERY_ROUTE`` gives one folder for each way, all from one evidence, and a sheet that says what comes first.
    """
    require(actor, "community.decide_comment", comment)
    evidence = keep_evidence(comment, actor=actor)
    if route == EVERY_ROUTE:
        files = {"LIESMICH.txt": _first_steps(comment).encode()}
        for number, one in enumerate(Route, 1):
            folder = f"{number}-{one.value}"
            files |= {f"{folder}/{name}": content for name, content in _files_for(one, comment, evidence).items()}
    else:
        files = _files_for(route, comment, evidence)
    sums = "".join(f"{sha256(content).hexdigest()}  {name}\n" for name, content in files.items())
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in [*files.items(), ("SHA256SUMS", sums.encode())]:
            archive.writestr(name, content)
    record(actor, "community.report_made", comment, route=str(route), sha256=evidence.sha256)
    return packed.getvalue()


def _files_for(route: str, comment: Comment, evidence: Evidence) -> dict[str, bytes]:
    content = _without_staff(evidence)
    if route != Route.POLICE:
        content = _without_others(content)
    proof = canonical_json(content)
    letter = letter_for(route, comment, sha256(proof).hexdigest())
    return {"beweis.json": proof, "anschreiben.txt": letter.encode()}


def _without_others(content: dict[str, Any]) -> dict[str, Any]:
    """The comment and the post it answers; of the conversation around it only how much was left out."""
    thread = content["thread"]
    left_out = len(thread["comments"]) + thread["left_out"]
    return content | {"thread": {"comments": [], "answers": [], "left_out": left_out, "private_left_out": 0}}


def _first_steps(comment: Comment) -> str:
    """In which order the four go out, and until when."""
    lines = [
        _("What to do first"),
        "",
        _("0. Is anybody in immediate danger: call 110 or 112, then everything else."),
        _("1. Police (folder 1): also online. Insults need a complaint by the person concerned within three months."),
        _(
            "2. Trusted flagger or reporting office (folder 2): platforms treat notices of trusted flaggers first "
            "(Art. 22)."
        ),
        _("3. Notice to the platform (folder 3, Art. 16): in its own form, with the exact address and the reasons."),
        _("4. Complaint (folder 4, Art. 20): only once the platform has decided, within six months of its answer."),
        "",
        _("Fill in what stands in square brackets. Nothing has been sent. General hints, no legal advice."),
        _("Words of other people are in folder 1 alone. Do not delete the comment before it has been looked at."),
        "",
        _("Exact address: %(url)s") % {"url": comment.url or _("[please enter]")},
    ]
    return "\n".join(lines) + "\n"


def _without_staff(evidence: Evidence) -> dict[str, Any]:
    """Own staff is masked; the sum of the evidence that is kept in the house proves that it is the same."""
    town = evidence.comment.municipality
    content: dict[str, Any] = evidence.content
    return content | {"captured_by": town.name, "sha256_in_the_house": evidence.sha256}


def _opening(route: str) -> list[str]:
    return {
        Route.POLICE: [
            _("To the police"),
            "",
            _("We ask you to look at this comment. In immediate danger we have called 110: [yes / no, when]."),
        ],
        Route.FLAGGER: [_("To the reporting office"), "", _("We ask you to look at this comment and to report it.")],
        Route.NOTICE: [
            _("Notice of illegal content (Art. 16 of Regulation (EU) 2022/2065)"),
            "",
            _("Why we hold the content to be illegal: [reasons in your own words, with the provision if known]"),
        ],
        Route.COMPLAINT: [
            _("Complaint against your decision (Art. 20 of Regulation (EU) 2022/2065)"),
            "",
            _("Your decision: [number or day]. Our notice: [number or day]."),
            _("Why it is wrong: [reasons in your own words]"),
        ],
    }[Route(route)]


def _ending(route: str) -> list[str]:
    if route == Route.NOTICE:
        return [_("We believe in good faith that what is said here is accurate and complete.")]
    if route == Route.COMPLAINT:
        return [
            _("We ask for a decision with reasons, not by automated means alone (Art. 20 (5) and (6))."),
            _("Please name the ways of settling the dispute out of court (Art. 21)."),
        ]
    if route == Route.POLICE:
        return [_("The person concerned files a criminal complaint: [yes / no, name]. They learned of it on: [day].")]
    return [_("The comment still stands / was hidden by us: [please choose]. Reported to the platform: [yes / no].")]
