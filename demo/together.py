# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""How the people of the demo town work on one post together."""

from decimal import Decimal

from accounts.models import Municipality, Role, User
from channels_mgmt.models import Post
from channels_mgmt.services.comments import comment_on_post
from channels_mgmt.services.efforts import note_effort
from channels_mgmt.services.planning import edit_post

TITLE = "Weihnachtsmarkt eröffnet"
LONGER = (
    "Es ist so weit: Am Freitag eröffnen wir den Weihnachtsmarkt. Bis 22. Dezember täglich von 11 bis 21 Uhr auf dem "
    "Kirchplatz. Am ersten Abend spielt der Musikverein."
)
SHORT = "Der Weihnachtsmarkt ist eröffnet: bis 22. Dezember täglich 11 bis 21 Uhr, Kirchplatz."


def write_together(town: Municipality, people: dict[str, User]) -> None:
    """A draft in three versions, and what was said about it."""
    post = Post.objects.get(municipality=town, title=TITLE)
    channels = [target.channel for target in post.targets.select_related("channel").order_by("pk")]
    edit_post(post, actor=people[Role.COMMUNICATIONS], text=LONGER)
    edit_post(post, actor=people[Role.EDITOR], wordings={channels[-1].pk: SHORT})
    editor = people[Role.EDITOR]
    for minutes, euros, is_external in ((35, 0, False), (20, 0, False), (60, 90, True)):
        note_effort(post, actor=editor, minutes=minutes, euros=Decimal(euros), is_external=is_external)
    comment_on_post(
        post,
        actor=people[Role.COMMUNICATIONS],
        text=f"@{editor.name} Steht fest, dass der Musikverein spielt? Sonst lassen wir den Satz weg.",
    )
    comment_on_post(
        post, actor=editor, text="Ja, der Vorstand hat gestern zugesagt.", told=[people[Role.COMMUNICATIONS]]
    )
