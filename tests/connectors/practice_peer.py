# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""The practice platform; the independent look is the database."""

from django.utils.timezone import now

from accounts.models import Municipality, Role
from channels_mgmt.connectors.contract import Account, RemoteRef
from practice import services
from practice.models import Fault, PracticePost
from tests.connectors.peers import Peer, Seen
from tests.factories import person

FAULTS = {
    "timeout before": Fault.TIMEOUT_BEFORE,
    "timeout after": Fault.TIMEOUT_AFTER,
    "disconnect": Fault.TIMEOUT_AFTER,
    "malformed": Fault.MALFORMED,
    "server error": Fault.SERVER_ERROR,
    "throttled": Fault.THROTTLED,
    "late": Fault.SLOW,
}


class PracticePeer(Peer):
    kind = "practice"
    faults = FAULTS

    def __init__(self, town: Municipality) -> None:
        self.actor = person(town, Role.COMMUNICATIONS)
        self.row = services.open_town_account(town, actor=self.actor, emulates="mastodon")
        self.account = Account(base_url="", handle=self.row.handle, remote_id=str(self.row.pk))

    def public_posts(self, text: str) -> list[Seen]:
        posts = PracticePost.objects.filter(account=self.row, text__contains=text, deleted_at=None)
        return [
            Seen(
                post.text,
                tuple(image.alt_text for image in post.images.all()),
                str(post.reply_to_id) if post.reply_to_id else None,
            )
            for post in posts
        ]

    def public_film(self, text: str) -> tuple[str, str]:
        (film,) = PracticePost.objects.get(account=self.row, text__contains=text).images.all()
        assert film.is_film
        return film.alt_text, film.captions

    def citizen_replies(self, remote_id: str, text: str) -> str:
        post = PracticePost.objects.get(pk=remote_id)
        reply = services.reply_as_citizen(post, actor=self.actor, citizen="anna-ausgedacht", text=text)
        return str(reply.pk)

    def citizen_deletes(self, remote_id: str) -> None:
        PracticePost.objects.filter(pk=remote_id).update(deleted_at=now())

    def has_taken_measures(self, ref: RemoteRef) -> bool:
        return PracticePost.objects.get(pk=ref.remote_id).hidden_at is not None

    def arm(self, fault: str) -> None:
        services.set_fault(self.row, actor=self.actor, fault=FAULTS[fault], fault_count=1)

    def lose_access(self, how: str = "revoked") -> Account:
        services.set_fault(self.row, actor=self.actor, fault=Fault.EXPIRED_TOKEN)
        return self.account
