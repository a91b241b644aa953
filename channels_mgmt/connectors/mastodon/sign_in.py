# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""Signing in at a server of the Mastodon family. Each server learns of this installation when a town first asks it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from urllib.parse import urlencode

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from channels_mgmt.connectors.contract import Account, Rejected
from channels_mgmt.connectors.mastodon.connector import Mastodon
from channels_mgmt.connectors.sign_in import AppKeys, AppUnknown, Opened, Right
from channels_mgmt.connectors.transport import Reply, Session
from core.urls import absolute

CLIENT_NAME = "Dorflinde"
RIGHTS = (
    Right("read:accounts", gettext_lazy("See whose account it is, so that nothing goes out under another name")),
    Right("read:statuses", gettext_lazy("Read own posts and the replies below them")),
    Right("read:notifications", gettext_lazy("Notice replies and mentions")),
    Right("write:statuses", gettext_lazy("Publish approved posts and answers, and delete own ones")),
    Right("write:media", gettext_lazy("Upload images with their alternative texts")),
    Right("write:reports", gettext_lazy("Report a reply to the moderators of the server, if you decide so")),
)


class MastodonSignIn:
    registers = True
    rights = RIGHTS
    advice = gettext_lazy("Sign in there with the channel's account, not with a private one.")

    def gap(self) -> str:
        return ""

    def site(self, account: Account) -> str:
        return account.base_url

    def register(self, account: Account, *, redirect_uri: str) -> AppKeys:
        http = Session(account)
        asked = {
            "client_name": CLIENT_NAME,
            "redirect_uris": redirect_uri,
            "scopes": _scopes(),
            "website": absolute("/"),
        }
        answer = http.ask("POST", "/api/v1/apps", json=asked)
        client_id, client_secret = answer.entry("client_id"), answer.entry("client_secret")
        if not (isinstance(client_id, str) and client_id and isinstance(client_secret, str) and client_secret):
            raise http.unreadable(may_have_happened=False)
        return AppKeys(client_id, client_secret)

    def address(self, account: Account, app: AppKeys, *, redirect_uri: str, state: str, challenge: str) -> str:
        query = {
            "response_type": "code",
            "client_id": app.client_id,
            "redirect_uri": redirect_uri,
            "scope": _scopes(),
            "state": state,
            "code_challenge": challenge,
            "code_challenge_method": "S256",
            # Whoever is signed in there with a private account is asked for the town's one.
            "force_login": "true",
        }
        return f"{account.base_url.rstrip('/')}/oauth/authorize?{urlencode(query)}"

    def redeem(
        self, account: Account, app: AppKeys, *, redirect_uri: str, code: str, verifier: str
    ) -> Sequence[Opened]:
        http = Session(account)
        asked = {
            "grant_type": "authorization_code",
            "client_id": app.client_id,
            "client_secret": app.client_secret,
            "redirect_uri": redirect_uri,
            "code": code,
            "code_verifier": verifier,
            "scope": _scopes(),
        }
        answer = http.ask("POST", "/oauth/token", data=asked, ok=(400, 401))
        if answer.status >= 400:
            raise _refusal(http, answer)
        token = answer.entry("access_token")
        if not isinstance(token, str) or not token:
            raise http.unreadable(may_have_happened=False)
        _refuse_missing_rights(http, answer.entry("scope"))
        tokens = {"access": token}
        # Whoever signed in: whether it is the channel's account is for the caller to say, with both names.
        identity = Mastodon(replace(account, remote_id="", tokens=tokens)).verify()
        return [Opened(identity, tokens)]

    def after_connecting(self, account: Account) -> None:
        return None


def _scopes() -> str:
    return " ".join(right.scope for right in RIGHTS)


def _refusal(http: Session, answer: Reply) -> Rejected:
    if answer.entry("error") in ("invalid_client", "unauthorized_client"):
        return AppUnknown(
            _("%(host)s no longer knows this installation. Please begin again; it introduces itself anew.")
            % {"host": http.host}
        )
    return Rejected(
        _("%(host)s does not accept this sign-in, perhaps because it took too long. Please begin again.")
        % {"host": http.host}
    )


def _refuse_missing_rights(http: Session, granted: object) -> None:
    """Servers that name what was granted must have granted all; those that name nothing are asked for it at work."""
    if not isinstance(granted, str) or not granted.strip():
        return
    held = set(granted.split())
    missing = [right for right in RIGHTS if right.scope not in held and right.scope.partition(":")[0] not in held]
    if missing:
        raise Rejected(
            _("%(host)s has not granted everything. Missing: %(rights)s. Nothing was connected; please begin again.")
            % {"host": http.host, "rights": ", ".join(str(right.words) for right in missing)}
        )
