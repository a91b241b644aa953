# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""The outside of the main job: what a citizen sees on a network and what the citizen writes there.

Citizens use the network's own SDK, so that they cannot agree with our connector on a wrong wire form.
"""

from typing import Protocol

from django_scopes import scopes_disabled

from channels_mgmt.connectors.mastodon.text import plain_text
from practice.models import PracticeAccount, PracticePost
from tests.connectors.mastodon_peer import People


class Network(Protocol):
    """``platform`` as the strategy names it; ``form`` and ``access`` are what the press office types."""

    platform: str
    form: dict[str, object]
    access: dict[str, str]

    def posts(self, words: str) -> list[tuple[str, list[str]]]: ...
    def images(self, words: str) -> list[bytes]: ...
    def reply(self, words: str, text: str) -> None: ...
    def answers_below(self, text: str) -> list[str]: ...


class MastodonNetwork:
    platform = "mastodon"

    def __init__(self, url: str) -> None:
        people = People(url)
        self.citizen, self.me = people.citizen, people.me
        self.form: dict[str, object] = {"base_url": url}
        self.access = {"secret": "ada_token"}

    def _statuses(self, words: str) -> list:
        return [s for s in self.citizen.account_statuses(self.me.id, limit=40) if words in plain_text(s.content)]

    def posts(self, words: str) -> list[tuple[str, list[str]]]:
        """Text and alternative texts of the town's posts with these words."""
        return [(plain_text(s.content), [m.description for m in s.media_attachments]) for s in self._statuses(words)]

    def images(self, words: str) -> list[bytes]:
        import urllib.request

        urls = [m.url for s in self._statuses(words) for m in s.media_attachments]
        return [urllib.request.urlopen(url, timeout=10).read() for url in urls]

    def reply(self, words: str, text: str) -> None:
        [status] = self._statuses(words)
        self.citizen.status_post(f"@ada {text}", in_reply_to_id=status.id)

    def answers_below(self, text: str) -> list[str]:
        """What the town wrote below the citizen's reply."""
        mine = [
            s for s in self.citizen.account_statuses(self.citizen.me().id, limit=40) if text in plain_text(s.content)
        ]
        below = [s for reply in mine for s in self.citizen.status_context(reply.id).descendants]
        return [plain_text(s.content) for s in below if s.account.id == self.me.id]


class PracticeNetwork:
    """The practice platform in place of Bluesky; citizens are rows of the other side."""

    platform = "bluesky"
    form: dict[str, object] = {"is_practice": True}
    access: dict[str, str] = {}

    def posts(self, words: str) -> list[tuple[str, list[str]]]:
        with scopes_disabled():
            found = PracticePost.objects.filter(account__is_town=True, text__contains=words).order_by("pk")
            return [(p.text, [i.alt_text for i in p.images.all()]) for p in found]

    def images(self, words: str) -> list[bytes]:
        with scopes_disabled():
            found = PracticePost.objects.filter(account__is_town=True, text__contains=words)
            return [image.file.read() for post in found for image in post.images.all()]

    def reply(self, words: str, text: str) -> None:
        with scopes_disabled():
            post = PracticePost.objects.get(account__is_town=True, text__contains=words, root=None)
            citizen, _new = PracticeAccount.objects.get_or_create(
                municipality=post.municipality, handle="alma", defaults={"display_name": "Alma Beispiel"}
            )
            PracticePost.objects.create(
                municipality=post.municipality,
                account=citizen,
                idempotency_key=text[:40],
                text=text,
                reply_to=post,
                root=post,
            )

    def answers_below(self, text: str) -> list[str]:
        with scopes_disabled():
            below = PracticePost.objects.filter(reply_to__text__contains=text, account__is_town=True)
            return list(below.values_list("text", flat=True))

    def is_hidden(self, text: str) -> bool:
        with scopes_disabled():
            return PracticePost.objects.get(text__contains=text).hidden_at is not None
