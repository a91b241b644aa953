# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""The ways of a post besides social media, and what proves that there is one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from accounts.models import Municipality
from channels_mgmt.connectors.counting import links
from channels_mgmt.models import LinkCheck, Post, WaySettings, WayText


class Kind(StrEnum):
    PAGE = "page"
    NOTICE = "notice"
    REASON = "reason"
    DEAD = "dead"
    NONE = "none"


@dataclass(frozen=True, slots=True)
class Proof:
    """What shows that a post can be found without social media. ``check`` is of ``url``, where somebody has looked."""

    kind: Kind
    url: str = ""
    check: LinkCheck | None = None

    @property
    def holds(self) -> bool:
        return self.kind not in (Kind.DEAD, Kind.NONE)

    @property
    def is_page(self) -> bool:
        return self.kind in (Kind.PAGE, Kind.DEAD)

    @property
    def is_notice(self) -> bool:
        return self.kind == Kind.NOTICE

    @property
    def is_reason(self) -> bool:
        return self.kind == Kind.REASON


def addresses_of(alternative_url: str, wordings: list[str]) -> list[str]:
    """Where a reader may find it on the web: the page it names first, then every link in the text."""
    found = [wording[start:end] for wording in wordings for start, end in links(wording)]
    return list(dict.fromkeys(address for address in (alternative_url, *found) if address))


def proof_of(urls: Sequence[str], post: Post | None) -> Proof:
    """A page among ``urls`` that is not known to be missing, else a notice, else a reason; one query at most.

    A page nobody has looked at yet counts: servers have bad hours, and only "not found" says that it is not there.
    """
    checks = {check.url: check for check in post.link_checks.all()} if post and urls else {}
    for url in urls:
        check = checks.get(url)
        if check is None or not check.is_dead:
            return Proof(Kind.PAGE, url, check)
    if post is not None and post.has_notice:
        return Proof(Kind.NOTICE)
    if post is not None and post.no_other_way:
        return Proof(Kind.REASON)
    return Proof(Kind.DEAD, urls[0], checks[urls[0]]) if urls else Proof(Kind.NONE)


def proof_of_post(post: Post) -> Proof:
    wordings = [target.text or post.text for target in post.targets.all()] or [post.text]
    return proof_of(addresses_of(post.alternative_url, wordings), post)


def way_settings(town: Municipality) -> WaySettings:
    """The town's, or what stands before anybody has said something; not stored then."""
    return WaySettings.objects.filter(municipality=town).first() or WaySettings(municipality=town)


def texts_of(post: Post) -> dict[str, WayText]:
    """Way → what a person has made of it."""
    return {text.way: text for text in post.way_texts.select_related("edited_by")}
