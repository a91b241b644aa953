# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""Signing in at Meta: a person agrees over there, and what they administer opens with keys that last.

The operator's app stands in the settings, once for all towns. Meta offers PKCE for its OpenID tokens only; a code is
bound here by the app's secret, the exact way back, and the state (docs/adr/0054).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import ClassVar
from urllib.parse import urlencode

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from channels_mgmt.connectors.contract import Account, Rejected, Text
from channels_mgmt.connectors.meta.graph import Graph, data_in, error_in
from channels_mgmt.connectors.meta.pages import PageAccess, pages_of
from channels_mgmt.connectors.sign_in import AppKeys, Opened, Right
from channels_mgmt.connectors.transport import Reply, distrustful

DATA_ACCESS = timedelta(days=90)
"""How long Meta lets an app read on after a person has agreed; the keys of a page have no end of their own."""
PAGES = Right("pages_show_list", gettext_lazy("See which pages you administer, so that you can choose one"))
CONNECTION = Right("pages_manage_metadata", gettext_lazy("Be told at once when somebody comments"))


class MetaSignIn:
    """What all of Meta's networks share. ``id_setting`` and ``secret_setting`` name the app's keys."""

    registers = False
    rights: ClassVar[Sequence[Right]]
    advice: ClassVar[Text]
    name: ClassVar[str]
    home: ClassVar[str]
    """Where people sign in; a stand-in on this machine does that itself."""
    server: ClassVar[str]
    id_setting: ClassVar[str] = "META_APP_ID"
    secret_setting: ClassVar[str] = "META_APP_SECRET"  # noqa: S105  a name

    @property
    def scopes(self) -> str:
        """The rights by Meta's names, for whoever makes an access token by hand."""
        return ", ".join(right.scope for right in self.rights)

    def gap(self) -> str:
        missing = [name for name in (self.id_setting, self.secret_setting) if not getattr(settings, name)]
        if not missing:
            return ""
        return _(
            "Nobody can sign in at %(host)s yet: the settings of this installation lack %(names)s. The handbook for "
            "operators says how an app is made at Meta. Until then an access token can be entered below."
        ) % {"host": self.name, "names": ", ".join(missing)}

    def site(self, account: Account) -> str:
        return self.home if account.base_url.rstrip("/") == self.server else account.base_url

    def register(self, account: Account, *, redirect_uri: str) -> AppKeys:
        if gap := self.gap():
            raise Rejected(gap)
        return AppKeys(getattr(settings, self.id_setting), getattr(settings, self.secret_setting))

    def after_connecting(self, account: Account) -> None:
        return None

    def _dialog(self, account: Account, path: str, app: AppKeys, redirect_uri: str, state: str, **more: str) -> str:
        query = {
            "client_id": app.client_id,
            "redirect_uri": redirect_uri,
            "scope": ",".join(right.scope for right in self.rights),
            "response_type": "code",
            "state": state,
        }
        return f"{self.site(account).rstrip('/')}{path}?{urlencode(query | more)}"

    def _token_in(self, graph: Graph, reply: Reply) -> str:
        if reply.status >= 400:
            raise self._refusal(graph, reply)
        token = reply.entry("access_token")
        if not isinstance(token, str) or not token:
            raise graph.unreadable(may_have_happened=False)
        return token

    def _refusal(self, graph: Graph, reply: Reply) -> Rejected:
        words = _("%(host)s does not accept this sign-in, perhaps because it took too long. Please begin again.")
        refused = Rejected(words % {"host": graph.host})
        error = error_in(reply)
        refused.raw = f"{graph.last}: {error}"[:500] if error else graph.last[:500]
        return refused

    def _refuse_missing(self, graph: Graph, granted: Iterable[str]) -> None:
        held = set(granted)
        if missing := [right for right in self.rights if right.scope not in held]:
            raise Rejected(
                _(
                    "%(host)s has not granted everything. Missing: %(rights)s. Nothing was connected; please begin "
                    "again and leave everything ticked."
                )
                % {"host": graph.host, "rights": ", ".join(f"{right.words} ({right.scope})" for right in missing)}
            )


class PageSignIn(MetaSignIn):
    """By a person who administers pages. Their own key lives as long as the exchange and is never stored."""

    advice = gettext_lazy(
        "Sign in there as somebody who administers the page, and choose exactly the pages meant here."
    )

    def address(self, account: Account, app: AppKeys, *, redirect_uri: str, state: str, challenge: str) -> str:
        # Whoever has left something out once is asked for it again.
        path = f"/{settings.META_GRAPH_VERSION}/dialog/oauth"
        return self._dialog(account, path, app, redirect_uri, state, auth_type="rerequest")

    @distrustful
    def redeem(
        self, account: Account, app: AppKeys, *, redirect_uri: str, code: str, verifier: str
    ) -> Sequence[Opened]:
        person = replace(account, remote_id="", tokens={"access": self._lasting(account, app, redirect_uri, code)})
        graph = Graph(person, self.name)
        asked = graph.ask("GET", "me/permissions", params={"limit": 200})
        self._refuse_missing(graph, (str(e["permission"]) for e in data_in(asked) if e.get("status") == "granted"))
        ends_at = datetime.now(UTC) + DATA_ACCESS
        return self._opened(pages_of(person, self.name), {"ends_at": ends_at.isoformat()})

    def _lasting(self, account: Account, app: AppKeys, redirect_uri: str, code: str) -> str:
        """A key of sixty days for the code: only with one do the keys of pages have no end."""
        graph = Graph(replace(account, tokens={}), self.name)
        keys = app.as_json()
        given = keys | {"redirect_uri": redirect_uri, "code": code}
        brief = self._token_in(graph, graph.ask("POST", "oauth/access_token", data=given, ok=(400, 401)))
        given = keys | {"grant_type": "fb_exchange_token", "fb_exchange_token": brief}
        return self._token_in(graph, graph.ask("POST", "oauth/access_token", data=given, ok=(400, 401)))

    def after_connecting(self, account: Account) -> None:
        """Let the page ring, for its profile as well; which of it reaches us is set in the app."""
        Graph(account, self.name).ask("POST", "me/subscribed_apps", data={"subscribed_fields": "feed"})

    def _opened(self, pages: list[PageAccess], more: Mapping[str, str]) -> Sequence[Opened]:
        raise NotImplementedError
