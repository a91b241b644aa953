# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""A running Mastodon API, with Mastodon.py as the citizen's client."""

import os
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import replace
from pathlib import Path

from mastodon import Mastodon as MastodonClient

from channels_mgmt.connectors.contract import Account, RemoteRef
from channels_mgmt.connectors.mastodon.profile import DEFAULT_LIMITS
from channels_mgmt.connectors.mastodon.text import plain_text
from tests.connectors.peers import PATIENT, Seen, WirePeer
from tests.connectors.proxy import FaultProxy, free_port


@contextmanager
def running_mastodon() -> Iterator[str]:
    """Start the server on a free port and stop it again; yields its address."""
    port = free_port()
    command = [str(Path(sys.executable).parent / "mastodon_mock"), "serve", "--in-memory", "--demo"]
    command += ["--host", "127.0.0.1", "--port", str(port), "--log-level", "error"]
    with tempfile.TemporaryDirectory() as folder, open(f"{folder}/log", "wb") as log:
        process = subprocess.Popen(command, cwd=folder, stdout=log, stderr=log, env=os.environ | {"HOME": folder})
        try:
            url = f"http://127.0.0.1:{port}"
            deadline = time.monotonic() + 120
            while time.monotonic() < deadline:
                with suppress(OSError), urllib.request.urlopen(f"{url}/api/v2/instance", timeout=2):
                    break
                if process.poll() is not None:
                    raise RuntimeError(Path(log.name).read_text())
                time.sleep(0.1)
            yield url
        finally:
            process.terminate()
            process.wait(10)


class People:
    """The town and a citizen, signed in once per session."""

    def __init__(self, url: str) -> None:
        self.town = MastodonClient(access_token="ada_token", api_base_url=url, request_timeout=10)
        self.citizen = MastodonClient(access_token="grace_token", api_base_url=url, request_timeout=10)
        self.me = self.town.account_verify_credentials()


class MastodonPeer(WirePeer):
    kind = "mastodon"
    create = ("POST", "/api/v1/statuses")

    def __init__(self, people: People, proxy: FaultProxy) -> None:
        self.proxy = proxy
        self.town, self.citizen, self.me = people.town, people.citizen, people.me
        self.account = Account(
            base_url=proxy.url,
            handle="ada",
            remote_id=str(self.me.id),
            tokens={"access": "ada_token"},
            limits=DEFAULT_LIMITS,
            allow_local=True,
            timeouts=PATIENT,
        )

    def public_posts(self, text: str) -> list[Seen]:
        return [
            Seen(
                plain_text(status.content),
                tuple(media.description for media in status.media_attachments),
                str(status.in_reply_to_id) if status.in_reply_to_id else None,
            )
            for status in self.citizen.account_statuses(self.me.id, limit=40)
            if text in plain_text(status.content)
        ]

    def public_film(self, text: str) -> tuple[str, str]:
        (status,) = [s for s in self.citizen.account_statuses(self.me.id, limit=40) if text in plain_text(s.content)]
        (film,) = status.media_attachments
        return film.description, ""

    def citizen_replies(self, remote_id: str, text: str) -> str:
        status = self.citizen.status_post(f"@ada {text}", in_reply_to_id=remote_id)
        return str(status.id)

    def citizen_deletes(self, remote_id: str) -> None:
        self.citizen.status_delete(remote_id)

    def has_taken_measures(self, ref: RemoteRef) -> bool:
        reports = self.town.admin_reports()
        return any(str(status.id) == ref.remote_id for report in reports for status in report.statuses)

    def lose_access(self, how: str = "revoked") -> Account:
        """Tokens do not run out there; the server answers 401 to whatever it does not know."""
        return replace(self.account, tokens={"access": how})
