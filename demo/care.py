# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""A wave of nearly identical comments in the demo town, and one about somebody of its staff."""

from collections.abc import Callable
from datetime import datetime, timedelta

from django.utils.timezone import now

from accounts.models import Municipality, User
from channels_mgmt.models import Channel, Delivery
from community.models import Comment
from community.services.staff_matters import mark_staff_matter, name_staff_reader
from demo.texts import Reply

WAVE = (
    ("Lindenfreundin", "Bitte erhaltet die alte Linde am Marktplatz und fällt sie nicht!"),
    ("Gassigeher", "@lindenhagen Bitte erhaltet die alte Linde am Marktplatz und fällt sie nicht."),
    ("Oma Trude", "BITTE erhaltet die alte Linde am Marktplatz, und fällt sie nicht!!! 🌳"),
    ("Baumpate", "Bitte die alte Linde am Marktplatz erhaltet und fällt sie nicht"),
)
STAFF = "Die Kollegin im Bürgerbüro, Zimmer 4, ist unfähig und hat mich angelogen."


def load_care(
    town: Municipality,
    *,
    reply: Callable[[Delivery, Reply, datetime], None],
    press: User,
    council: User,
    moderator: User,
) -> None:
    """Written below the newest post of the practice platform; press office and staff council are named."""
    for person in (press, council):
        name_staff_reader(town, actor=press, person=person)
    posts = Delivery.objects.filter(channel__connector=Channel.Connector.PRACTICE, published_at__isnull=False)
    newest = posts.order_by("-published_at").first()
    if newest is None:
        return
    for hours, (name, text) in enumerate((*WAVE, ("Wartenummer 87", STAFF)), 1):
        reply(newest, Reply(name, text, 90 + hours / 10), now() - timedelta(minutes=40 - hours))
    about = Comment.objects.filter(municipality=town, text=STAFF).select_related("municipality", "channel").first()
    if about is not None:
        mark_staff_matter(about, actor=moderator)
