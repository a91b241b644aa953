# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""Who has access to the demo town's accounts; one name is due to be asked about."""

from datetime import timedelta

from django.utils.timezone import now

from accounts.models import User
from channels_mgmt.models import AccessHolder, Channel
from channels_mgmt.services.access import add_holder

Reach = AccessHolder.Reach
HOLDERS = (
    ("Rollenpostfach social@lindenhagen.example", Reach.ADMINISTERS, 20),
    ("Pressestelle, Leitung", Reach.ADMINISTERS, 20),
    ("Agentur Weitblick (Vertrag bis Jahresende)", Reach.PUBLISHES, 120),
)


def load_access(channels: list[Channel], press: User) -> None:
    for channel in channels:
        for name, reach, days_ago in HOLDERS:
            holder = add_holder(channel, actor=press, name=name, reach=reach)
            then = now() - timedelta(days=days_ago)
            AccessHolder.objects.filter(pk=holder.pk).update(added_at=then, confirmed_at=then)
