# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""How the demo town signs besides social media; one post has its own words for the gazette, one hangs on the board."""

from datetime import timedelta

from accounts.models import Municipality, Role, User
from channels_mgmt.models import Post
from channels_mgmt.services.planning import create_post
from channels_mgmt.services.ways import note_other_way, save_way, save_way_settings

TITLE = "Seniorennachmittag im Advent"
TEXT = (
    "Die Stadt lädt am zweiten Advent alle ab 70 Jahren zum Kaffee ins Bürgerhaus ein. Beginn ist um 14:30 Uhr, der Eintritt ist frei. "
    "Wer nicht gut zu Fuß ist, wird abgeholt: Ein Anruf bis Donnerstag genügt. 🎄\n\n#Lindenhagen #Advent"
)
GAZETTE = (
    "Seniorennachmittag im Advent\nAm zweiten Advent lädt die Stadt alle ab 70 Jahren ins Bürgerhaus ein, Beginn 14:30 Uhr, Eintritt frei. "
    "Abholung nach Anruf bis Donnerstag unter 09999 12-34. Pressestelle der Stadt Lindenhagen"
)


def load_ways(town: Municipality, people: dict[str, User]) -> None:
    press, editor = people[Role.COMMUNICATIONS], people[Role.EDITOR]
    save_way_settings(
        town,
        actor=press,
        office="Pressestelle der Stadt Lindenhagen",
        contact="Telefon 09999 12-34",
        gazette_length=600,
        asks_other_way=True,
    )
    post = create_post(
        town,
        actor=editor,
        title=TITLE,
        text=TEXT,
        kind=Post.Kind.EVENT,
        citizen_benefit="Bis Donnerstag anrufen, dann werden Sie abgeholt.",
    )
    day = town.local_day() + timedelta(days=2)
    note_other_way(post, actor=editor, notice_on=day, notice_place="Schaukasten am Rathaus", reason="")
    save_way(post, actor=editor, way="gazette", text=GAZETTE, revision=0)
