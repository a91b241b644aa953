# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""Whose page a token opens. With the token of a page nobody can act for another one."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _

from channels_mgmt.connectors.contract import Account, Rejected
from channels_mgmt.connectors.meta.graph import Graph, data_in, entry_in
from channels_mgmt.connectors.transport import distrustful

PAGE_FIELDS = "id,name,access_token,instagram_business_account{id,username,name}"


@dataclass(frozen=True, slots=True)
class ProfileOfPage:
    """The professional profile that belongs to a page."""

    remote_id: str
    username: str
    name: str


@dataclass(frozen=True, slots=True)
class PageAccess:
    """A page, the token that acts as it, and the profile that belongs to it, if there is one."""

    remote_id: str
    name: str
    token: str = field(repr=False)
    profile: ProfileOfPage | None = None


@distrustful
def pages_of(account: Account, name: str) -> list[PageAccess]:
    """The pages on which the person whose token ``account`` holds may act, each with a token of its own.

    Raises a ``ConnectorError``. A person's token is asked for this and never stored.
    """
    graph = Graph(account, name)
    answer = graph.ask("GET", "me/accounts", params={"fields": PAGE_FIELDS, "limit": 100})
    return [_page(entry, str(entry["access_token"])) for entry in data_in(answer) if entry.get("access_token")]


@distrustful
def page_behind(account: Account, name: str, wanted: str = "") -> PageAccess:
    """The page that the token of ``account`` opens: its own, or of a person's pages the one called ``wanted``.

    Raises ``Rejected`` where it is none, several, or another than ``wanted`` (its number or its name).
    """
    graph = Graph(account, name)
    answer = graph.ask("GET", "me", params={"fields": "id,name", "metadata": "1"})
    kind = entry_in(answer.entry("metadata")).get("type")
    if kind == "user":
        return _chosen(pages_of(account, name), wanted)
    fields = "id,name,instagram_business_account{id,username,name}"
    page = graph.ask("GET", "me", params={"fields": fields})
    return _chosen([_page(page.json, account.tokens.get("access", ""))], wanted)


def _chosen(pages: list[PageAccess], wanted: str) -> PageAccess:
    fitting = [page for page in pages if not wanted or wanted.casefold() in (page.remote_id, page.name.casefold())]
    if len(fitting) == 1:
        return fitting[0]
    names = ", ".join(page.name for page in pages)
    if not pages:
        raise Rejected(_("This access opens no page. Please sign in there as somebody who administers the page."))
    if not fitting:
        raise Rejected(
            _("This access opens %(names)s, not “%(wanted)s”. Nothing was stored.") % {"names": names, "wanted": wanted}
        )
    raise Rejected(
        _("This access opens several pages: %(names)s. Please enter the name or the number of the one that is meant.")
        % {"names": names}
    )


def _page(entry: dict[str, Any], token: str) -> PageAccess:
    found = entry_in(entry.get("instagram_business_account"))
    profile = None
    if found.get("id"):
        username = str(found.get("username") or found["id"])
        profile = ProfileOfPage(str(found["id"]), username, str(found.get("name") or username))
    return PageAccess(str(entry["id"]), str(entry.get("name") or entry["id"]), token, profile)
