# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""Reads about appeals: the list, one case with the decision it contests, what it might be about."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from urllib.parse import urlsplit, urlunsplit

from django.core.cache import cache
from django.db.models import Count, Exists, OuterRef, Q, QuerySet
from django.http import QueryDict
from django.utils import timezone

from accounts.models import Membership, Municipality, Role, User
from channels_mgmt.connectors.registry import profile_of
from channels_mgmt.models import Channel
from community.models import Appeal, Author, Comment, CommentRevision, Decision, PublicSettings
from community.queries.search import matching

OPEN, MINE, CARRY_OUT, DECIDED = "open", "mine", "carry_out", "decided"
TABS = (OPEN, MINE, CARRY_OUT, DECIDED)
PAGE_SIZE = 25
#: Comments offered when a person looks for the one that is meant.
CANDIDATES = 10
SETTINGS_SECONDS = 60
_PROFILE = re.compile(r"/profile/(?P<handle>[\w-]+(?:\.[\w-]+)+)/post/")


@dataclass(frozen=True)
class AppealFilter:
    """What the address asks for. Senseless values count as not given."""

    tab: str = OPEN
    search: str = ""
    is_overdue: bool = False

    @classmethod
    def from_query(cls, query: QueryDict) -> AppealFilter:
        tab = query.get("tab", "")
        tab = tab if tab in TABS else OPEN
        search = query.get("q", "").replace("\0", "").strip()[:100]
        return cls(tab, search, bool(query.get("overdue")) and tab in (OPEN, MINE))

    @property
    def is_narrowed(self) -> bool:
        return bool(self.search or self.is_overdue)


def appeals_of(town: Municipality, user: User, wanted: AppealFilter, at: datetime) -> QuerySet[Appeal]:
    """The appeals of a tab: open ones by date due, decided ones newest first."""
    appeals = Appeal.objects.filter(municipality=town)
    if wanted.tab == DECIDED:
        appeals = appeals.filter(state=Appeal.State.CLOSED).order_by("-decided_at", "-pk")
    elif wanted.tab == CARRY_OUT:
        appeals = appeals.to_be_carried_out().order_by("decided_at", "pk")
    else:
        appeals = appeals.open().order_by("due_at", "pk")
        if wanted.tab == MINE:
            appeals = appeals.filter(reviewer=user)
        if wanted.is_overdue:
            appeals = appeals.filter(due_at__lte=at)
    if wanted.search:
        words = wanted.search
        found = Q(reference__icontains=words) | Q(text__icontains=words) | Q(account__icontains=words)
        appeals = appeals.filter(found | Q(email__iexact=words) | Q(name__icontains=words))
    return appeals.select_related("reviewer", "decided_by", "contested_by")


def appeal_counts(town: Municipality, user: User, at: datetime) -> dict[str, int]:
    """How many are open, overdue, this person's and to be carried out; one query."""
    is_open = Q(state__in=Appeal.OPEN_STATES)
    return Appeal.objects.filter(municipality=town).aggregate(
        open=Count("pk", filter=is_open),
        overdue=Count("pk", filter=is_open & Q(due_at__lte=at)),
        mine=Count("pk", filter=is_open & Q(reviewer=user)),
        carry_out=Count("pk", filter=Q(state=Appeal.State.DECIDED)),
    )


def appeal_for_screen(pk: int) -> QuerySet[Appeal]:
    """The appeal with everything its page names; one query, without the evidence's content."""
    related = ("reviewer", "contested_by", "decided_by", "closed_by", "municipality", "comment__author")
    decision = ("decision__clause__netiquette", "decision__actor", "decision__evidence", "decision__action")
    appeals = Appeal.objects.filter(pk=pk).select_related(*related, "comment__channel", *decision)
    return appeals.defer("decision__evidence__content", "comment__remote_data")


class Way(StrEnum):
    """How a measure can be taken back that an appeal was right about."""

    NO_MEASURE = "no_measure"
    BUTTON = "button"
    RUNNING = "running"
    STUCK = "stuck"
    DONE = "done"
    VISIBLE = "visible"
    CLOSED_CHANNEL = "closed_channel"
    REPORTED = "reported"
    REMOVED = "removed"


@dataclass(frozen=True)
class WayBack:
    """``showing`` is the standing decision to show the comment again, if there is one."""

    kind: Way
    showing: Decision | None = None

    @property
    def is_done(self) -> bool:
        return self.kind == Way.DONE

    @property
    def is_stuck(self) -> bool:
        """Whether the platform did not follow and a person has to settle it."""
        return self.kind == Way.STUCK

    @property
    def is_by_button(self) -> bool:
        return self.kind == Way.BUTTON

    @property
    def may_be_done_by_hand_instead(self) -> bool:
        """Whether a person may be faster than the software, which could do it or is doing it."""
        return self.kind in (Way.BUTTON, Way.RUNNING)


def way_back(appeal: Appeal) -> WayBack:
    """What remains to be done about an upheld ``appeal``, read as ``appeal_for_screen``; at most one query."""
    measure, comment = appeal.decision, appeal.comment
    if measure is None or comment is None or measure.kind not in Decision.NEEDS_GROUNDS:
        return WayBack(Way.NO_MEASURE)
    shown = Decision.objects.filter(comment=comment, kind=Decision.Kind.SHOW, undone_at=None)
    showing = shown.filter(decided_at__gte=measure.decided_at).select_related("action").order_by("-decided_at").first()
    action = getattr(showing, "action", None)
    if showing is not None and not comment.is_hidden:
        return WayBack(Way.DONE, showing)
    if action is not None and action.needs_a_person:
        return WayBack(Way.STUCK, showing)
    if action is not None and not action.is_published:
        return WayBack(Way.RUNNING, showing)
    if comment.removed_at is not None:
        return WayBack(Way.REMOVED)
    if not profile_of(comment.channel.connector).abilities.unhide:
        return WayBack(Way.REPORTED)
    if comment.is_hidden and comment.channel.state == Channel.State.CLOSED:
        return WayBack(Way.CLOSED_CHANNEL)
    return WayBack(Way.BUTTON if comment.is_hidden else Way.VISIBLE)


def wording_decided_about(decision: Decision) -> Comment | CommentRevision:
    """The comment, or that earlier wording of it, about which ``decision`` was taken."""
    comment = decision.comment
    if comment.revision == decision.comment_revision:
        return comment
    earlier = CommentRevision.objects.filter(comment=comment, revision=decision.comment_revision).first()
    return earlier or comment


def standing_decision(comment: Comment | None) -> Decision | None:
    """The decision about ``comment`` that holds: the newest measure, or the newest at all."""
    if comment is None:
        return None
    decisions = Decision.objects.filter(comment=comment).select_related("actor", "comment").order_by("-decided_at")
    return decisions.standing_measures().first() or decisions.filter(undone_at=None).first()


def comment_behind(town: Municipality, link: str) -> Comment | None:
    """The comment at the web address ``link``, in the usual spellings of it; one indexed query.

    Two where the address names an account by its handle: stored is the number, which outlives it.
    """
    addresses = [spelling for named in (link, *_by_number(town, link)) for spelling in _spellings(named)]
    if not addresses:
        return None
    found = Comment.objects.filter(municipality=town, url__in=addresses)
    return found.select_related("author", "channel").order_by("-posted_at").first()


def candidates_for(appeal: Appeal, words: str) -> list[tuple[Comment, Decision | None]]:
    """Comments that may be meant, with their standing decision: by ``words``, else by account, else hidden last."""
    town = appeal.municipality
    comments = Comment.objects.filter(municipality=town)
    ordered = comments.order_by("-posted_at", "-pk")
    by_account = _by_account(town, words or appeal.account, ordered)
    found: list[Comment] = []
    if words:
        by_address = comment_behind(town, words)
        found = [by_address] if by_address else []
        found = found or list(_for_choice(matching(ordered, town, words, CANDIDATES).comments))
    found = [*found, *(c for c in by_account if c not in found)][:CANDIDATES]
    if not found and not words:
        found = list(_for_choice(comments.filter(is_hidden=True).order_by("-decided_at")[:CANDIDATES]))
    return _with_decisions(found)


def waiting_appeals(person: User, town: Municipality, at: datetime) -> QuerySet[Appeal]:
    """Open appeals ``person`` may judge, by date due. The head of the authority gets what is overdue, and what
    nobody else may judge because only one person decides about comments."""
    appeals = Appeal.objects.filter(municipality=town).open().exclude(contested_by=person)
    appeals = appeals.filter(Q(reviewer=None) | Q(reviewer=person) | Q(due_at__lte=at)).order_by("due_at", "pk")
    if person.roles_in(town) & {Role.MODERATOR, Role.COMMUNICATIONS}:
        return appeals
    deciders = Membership.objects.current(timezone.localdate(at)).filter(
        municipality=town, role__in=[Role.MODERATOR, Role.COMMUNICATIONS], user__is_active=True
    )
    others = deciders.exclude(user=OuterRef("contested_by"))
    has_nobody = Q(contested_by__isnull=False) & ~Exists(others)
    return appeals.filter(Q(due_at__lte=at) | has_nobody)


def public_settings(town: Municipality) -> PublicSettings:
    """What the town has set, or the defaults; read at most once a minute."""
    cached = cache.get(_settings_key(town))
    if cached is None:
        found = PublicSettings.objects.filter(municipality=town).first() or PublicSettings(municipality=town)
        cached = (found.answer_days, found.is_transparency_public, found.restriction_days)
        cache.set(_settings_key(town), cached, SETTINGS_SECONDS)
    answer_days, is_public, days = cached
    return PublicSettings(
        municipality=town, answer_days=answer_days, is_transparency_public=is_public, restriction_days=days
    )


def care_contacts(town: Municipality) -> str:
    """Whom the town tells its people to talk to, in its own words."""
    found = PublicSettings.objects.filter(municipality=town).values_list("care_contacts", flat=True).first()
    return found or ""


def forget_public_settings(town: Municipality) -> None:
    """Let the next reader see what was just set."""
    cache.delete(_settings_key(town))


def _settings_key(town: Municipality) -> str:
    return f"public-settings-2-{town.pk}"


def _spellings(link: str) -> list[str]:
    """How the same address may have been stored: with or without query, fragment and slash at its end.

    The practice platform, which is part of this installation, names its posts without a host.
    """
    link = link.strip()
    if link.startswith("/"):
        return [link]
    if "." not in link or " " in link:
        return []
    try:
        parts = urlsplit(link if "://" in link else f"https://{link}")
    except ValueError:
        return []
    found = {link, urlunsplit(parts), urlunsplit(("", "", parts.path, parts.query, parts.fragment))}
    for query in {parts.query, ""}:
        for path in {parts.path, parts.path.rstrip("/"), parts.path.rstrip("/") + "/"}:
            found |= {urlunsplit((scheme, parts.netloc, path, query, "")) for scheme in ("https", "http")}
    return sorted(found - {""})


def _by_number(town: Municipality, link: str) -> list[str]:
    """The same address with the account's number in place of its handle, for accounts that wrote to us."""
    if (found := _PROFILE.search(link)) is None:
        return []
    authors = Author.objects.filter(municipality=town, handle__iexact=found["handle"], remote_id__startswith="did:")
    before, after = link[: found.start("handle")], link[found.end("handle") :]
    return [f"{before}{number}{after}" for number in authors.values_list("remote_id", flat=True)[:5]]


def _for_choice(comments: QuerySet[Comment]) -> QuerySet[Comment]:
    return comments.select_related("author", "channel").defer("remote_data")


def _by_account(town: Municipality, account: str, ordered: QuerySet[Comment]) -> list[Comment]:
    name = account.strip().lstrip("@")
    if not name:
        return []
    authors = Author.objects.filter(municipality=town).filter(Q(handle__icontains=name) | Q(name__iexact=name))
    pks = list(authors.values_list("pk", flat=True)[:CANDIDATES])
    return list(_for_choice(ordered.filter(author__in=pks, decided_at__isnull=False))[:CANDIDATES])


def _with_decisions(comments: list[Comment]) -> list[tuple[Comment, Decision | None]]:
    standing = Decision.objects.filter(comment__in=[c.pk for c in comments], undone_at=None)
    by_comment: dict[int, Decision] = {}
    for decision in standing.select_related("actor", "clause").order_by("decided_at"):
        held = by_comment.get(decision.comment_id)
        if held is None or held.kind not in Decision.NEEDS_GROUNDS or decision.kind in Decision.NEEDS_GROUNDS:
            by_comment[decision.comment_id] = decision
    return [(comment, by_comment.get(comment.pk)) for comment in comments]
