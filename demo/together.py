# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""How the people of the demo town work on one post together."""

from accounts.models import Municipality, Role, User
from channels_mgmt.models import Post
from channels_mgmt.services.planning import edit_post

TITLE = "Weihnachtsmarkt eröffnet"
LONGER = (
    "Es ist so weit: Am Freitag eröffnen wir den Weihnachtsmarkt. Bis 22. Dezember täglich von 11 bis 21 Uhr auf dem "
    "Kirchplatz. Am ersten Abend spielt der Musikverein."
)
SHORT = "Der Weihnachtsmarkt ist eröffnet: bis 22. Dezember täglich 11 bis 21 Uhr, Kirchplatz."


def write_together(town: Municipality, people: dict[str, User]) -> None:
    """A draft in three versions."""
    post = Post.objects.get(municipality=town, title=TITLE)
    channels = [target.channel for target in post.targets.select_related("channel").order_by("pk")]
    edit_post(post, actor=people[Role.COMMUNICATIONS], text=LONGER)
    edit_post(post, actor=people[Role.EDITOR], wordings={channels[-1].pk: SHORT})
