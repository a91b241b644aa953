# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""A comment put together for the police, a trusted flagger or the platform: evidence, a letter to go with it, sums.

Nothing is sent: a person reads it and hands it in. What it says of the law is a frame to be filled, no judgement.
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
    return "\n".join([*_opening(route), "", *facts, "", *_ending(route), *sums, "", *closing]) + "\n"


@transaction.atomic
def make_report(comment: Comment, *, actor: User, route: str) -> bytes:
    """A ZIP with the evidence as it reads now, the letter and their sums. Who made it stays in the house."""
    require(actor, "community.decide_comment", comment)
    evidence = keep_evidence(comment, actor=actor)
    files = {"beweis.json": canonical_json(_without_staff(evidence))}
    files["anschreiben.txt"] = letter_for(route, comment, sha256(files["beweis.json"]).hexdigest()).encode()
    sums = "".join(f"{sha256(content).hexdigest()}  {name}\n" for name, content in files.items())
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in [*files.items(), ("SHA256SUMS", sums.encode())]:
            archive.writestr(name, content)
    record(actor, "community.report_made", comment, route=str(route), sha256=evidence.sha256)
    return packed.getvalue()


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
            _("Your decision: [number or day]. Why it is wrong: [reasons in your own words]"),
        ],
    }[Route(route)]


def _ending(route: str) -> list[str]:
    if route in (Route.NOTICE, Route.COMPLAINT):
        return [_("We believe in good faith that what is said here is accurate and complete.")]
    return []
