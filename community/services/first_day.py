# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""The first ten minutes of a town: one click lets it practise a post, a question and an answer (docs/adr/0034)."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import Kind, Municipality, User
from channels_mgmt.models import Channel, Delivery
from channels_mgmt.services.practising import open_practice_channel, publish_sample
from community.services.reading import sync_channel
from core.states import hold_and_read
from core.text import read_number
from practice.models import PracticePost
from practice.services import reply_as_citizen

CITIZEN = "anna-ausgedacht"
PASSPORT_KINDS = frozenset(Kind) - {Kind.DISTRICT, Kind.BOROUGH}


def begin_practice(town: Municipality, *, actor: User) -> None:
    """Open the practice channel, publish a sample post and let an invented citizen ask below it.

    Idempotent, and what an earlier call left undone is done. Raises ``NotPermitted`` and ``Refused`` as
    ``open_practice_channel`` does.
    """
    channel = open_practice_channel(town, actor=actor)
    text = _(
        "You reach us %(in_the_house)s, by telephone and by e-mail. Please bring your identity card when you come. "
        "What would you like to know?"
    ) % {"in_the_house": town.words.house.inside}
    delivery = publish_sample(channel, actor=actor, title=_("First practice post"), text=text)
    if delivery.is_published:
        _let_ask(channel, delivery, actor)
        sync_channel(channel.pk)


@transaction.atomic
def _let_ask(channel: Channel, delivery: Delivery, actor: User) -> None:
    hold_and_read(channel, "state")
    post = PracticePost.objects.filter(pk=read_number(delivery.remote_id) or -1, deleted_at=None).first()
    if post is not None and not post.replies.exists():
        reply_as_citizen(post, actor=actor, citizen=CITIZEN, text=_question_to(channel.municipality))


def _question_to(town: Municipality) -> str:
    """Something this kind of authority is really asked."""
    if town.kind == Kind.DISTRICT:
        return _("Do I need an appointment to register my car?")
    if town.kind in PASSPORT_KINDS:
        return _("Do I need an appointment for a new passport?")
    return _("Do I need an appointment when I want to come by?")
