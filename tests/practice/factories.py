# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
import factory
from factory.django import DjangoModelFactory

from practice.models import PracticeAccount, PracticePost


class PracticeAccountFactory(DjangoModelFactory):
    class Meta:
        model = PracticeAccount

    handle = factory.Sequence(lambda n: f"konto-{n}")
    display_name = factory.Sequence(lambda n: f"Stadt Musterstadt {n}")
    is_town = True


class PracticePostFactory(DjangoModelFactory):
    """A post; ``reply_to`` makes it a reply in the right thread."""

    class Meta:
        model = PracticePost

    account = factory.SubFactory(PracticeAccountFactory, municipality=factory.SelfAttribute("..municipality"))
    idempotency_key = factory.Sequence(lambda n: f"key-{n}")
    text = factory.Sequence(lambda n: f"Beitrag Nummer {n}")
    root = factory.LazyAttribute(lambda o: (o.reply_to.root or o.reply_to) if o.reply_to else None)
    reply_to = None
