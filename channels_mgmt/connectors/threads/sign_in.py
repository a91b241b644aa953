# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""Signing in at Threads, from Meta's documentation only (as of 2026-08): no client of Meta's exists to compare with.

Threads names no rights in its answers: what was left out shows when it is needed, in the words of the refusal.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from django.utils.translation import gettext_lazy

from channels_mgmt.connectors.contract import Account
from channels_mgmt.connectors.meta.graph import Graph
from channels_mgmt.connectors.meta.sign_in import MetaSignIn
from channels_mgmt.connectors.sign_in import AppKeys, Opened, Right
from channels_mgmt.connectors.threads.connector import Threads, lasting_tokens
from channels_mgmt.connectors.threads.profile import NAME, PROFILE
from channels_mgmt.connectors.transport import distrustful


class ThreadsSignIn(MetaSignIn):
    name = NAME
    home = "https://threads.com"
    advice = gettext_lazy("Sign in there with the channel's account, not with a private one.")
    server = PROFILE.server
    id_setting, secret_setting = "THREADS_APP_ID", "THREADS_APP_SECRET"
    rights = (
        Right("threads_basic", gettext_lazy("See whose account it is, so that nothing goes out under another name")),
        Right("threads_content_publish", gettext_lazy("Publish approved posts and answers")),
        Right("threads_read_replies", gettext_lazy("Read what people reply")),
        Right("threads_manage_replies", gettext_lazy("Answer replies, and hide one if you decide so")),
        Right("threads_delete", gettext_lazy("Delete own posts")),
        Right("threads_manage_insights", gettext_lazy("Read figures of posts and account, never of single people")),
    )

    def address(self, account: Account, app: AppKeys, *, redirect_uri: str, state: str, challenge: str) -> str:
        return self._dialog(account, "/oauth/authorize", app, redirect_uri, state)

    @distrustful
    def redeem(
        self, account: Account, app: AppKeys, *, redirect_uri: str, code: str, verifier: str
    ) -> Sequence[Opened]:
        graph = Graph(replace(account, tokens={}), self.name, Threads.version)
        given = app.as_json() | {"grant_type": "authorization_code", "redirect_uri": redirect_uri, "code": code}
        brief = graph.ask("POST", "/oauth/access_token", data=given, ok=(400, 401))
        exchanged = {"grant_type": "th_exchange_token", "client_secret": app.client_secret}
        # Meta documents this exchange with everything in the address only (docs/adr/0054).
        exchanged["access_token"] = self._token_in(graph, brief)
        lasting = graph.ask("GET", "/access_token", params=exchanged, ok=(400, 401))
        self._token_in(graph, lasting)
        tokens = lasting_tokens(graph, lasting)
        return [Opened(Threads(replace(account, remote_id="", tokens=tokens)).verify(), tokens)]
