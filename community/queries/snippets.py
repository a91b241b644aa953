# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""The texts of a town: to choose from while answering, to keep, and what the desk can fill into them."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from urllib.parse import urlencode

from django.db.models import QuerySet
from django.http import QueryDict
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.models import Municipality, Role, User
from accounts.queries import users_with_role
from channels_mgmt.queries.measure import links
from community.domain.variables import normal
from community.models import Comment, DepartmentQuestion, Snippet, SnippetVersion
from community.queries.replying import initials_of
from core.folded import holding
from core.moments import german_date
from core.urls import absolute_address

PAGE_SIZE = 25
#: As many are offered at a time beside the answer; typing narrows them down.
MOST_OFFERED = 12
AWAY, EXPIRED = "weg", "abgelaufen"
KINDS = tuple(Snippet.Kind.values)
KEEPERS = (Role.MODERATOR, Role.COMMUNICATIONS)


@dataclass(frozen=True)
class SnippetFilter:
    """What the address of the list asks for; senseless values count as not given."""

    kind: str = Snippet.Kind.REPLY.value
    search: str = ""
    standing: str = ""

    @classmethod
    def from_query(cls, query: QueryDict) -> SnippetFilter:
        kind, standing = query.get("art", ""), query.get("stand", "")
        return cls(
            kind if kind in KINDS else Snippet.Kind.REPLY.value,
            query.get("q", "").replace("\0", "").strip()[:100],
            standing if standing in (AWAY, EXPIRED) else "",
        )

    @property
    def is_narrowed(self) -> bool:
        return bool(self.search or self.standing)

    def as_query(self, **changes: str) -> str:
        values = {"art": self.kind, "q": self.search, "stand": self.standing} | changes
        return urlencode({name: value for name, value in values.items() if value})


def snippets_of(town: Municipality, wanted: SnippetFilter, today: date) -> QuerySet[Snippet]:
    """One kind of a town's texts by name, those put away only where asked for."""
    found = Snippet.objects.filter(municipality=town, kind=wanted.kind).select_related("owner")
    if wanted.standing == AWAY:
        found = found.exclude(retired_at=None)
    elif wanted.standing == EXPIRED:
        found = found.expired(today)
    else:
        found = found.in_use()
    return found.filter(holding(wanted.search, "name", "text")).order_by("name", "pk")


def snippets_to_offer(town: Municipality, kinds: Collection[str], words: str) -> list[Snippet]:
    """What fits ``words``, the most used first."""
    found = Snippet.objects.filter(municipality=town, kind__in=kinds).in_use().select_related("owner")
    return list(found.filter(holding(words, "name", "text")).order_by("-uses", "name", "pk")[:MOST_OFFERED])


def snippet_to_use(town: Municipality, pk: int, kinds: Collection[str]) -> Snippet | None:
    return Snippet.objects.filter(municipality=town, pk=pk, kind__in=kinds).in_use().first()


def versions_of(snippet: Snippet) -> list[SnippetVersion]:
    """Newest first."""
    return list(SnippetVersion.objects.filter(snippet=snippet).select_related("saved_by").order_by("-version"))


def expired_snippets(town: Municipality, person: User, today: date) -> QuerySet[Snippet]:
    """Texts ``person`` answers for whose day is over."""
    return Snippet.objects.filter(municipality=town, owner=person).expired(today).order_by("valid_until", "pk")


def people_who_answer(town: Municipality) -> QuerySet[User]:
    """Who may answer for a text."""
    return users_with_role(town, *KEEPERS)


def known_values(comment: Comment, reader: User) -> dict[str, str]:
    """What the desk knows of ``comment``, by the normal name of its variable. Three queries at most."""
    town = comment.municipality
    known = {
        "anrede": _("Hello %(name)s") % {"name": comment.author} if comment.pseudonymised_at is None else _("Hello"),
        "kommune": town.name,
        "stadt": town.name,
        "netiquette": absolute_address("netiquette:netiquette", town.slug),
        "kürzel": initials_of(town, reader),
    }
    asked = DepartmentQuestion.objects.filter(comment=comment).order_by("-asked_at", "-pk").first()
    if asked is not None:
        known["amt"] = asked.department
        if asked.is_open:
            known["frist"] = german_date(asked.due_at, town)
    if comment.delivery is not None:
        text = comment.delivery.post.text
        if found := links(text):
            known["link"] = text[found[0][0] : found[0][1]]
    return {normal(name): value for name, value in known.items() if value}


def list_address(town: Municipality, **wanted: str) -> str:
    query = urlencode({name: value for name, value in wanted.items() if value})
    return reverse("dialog:texts", args=[town.slug]) + (f"?{query}" if query else "")
