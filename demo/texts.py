# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""The words of the demo town: a believable month, written for this project.

Lindenhagen does not exist, nor does anybody in it. Days count from the day the demo is loaded.
"""

from dataclasses import dataclass, field

TOWN = "Lindenhagen"
SLUG = "lindenhagen"
# The official key of a real university town of this size: Lindenhagen itself is in no census.
MUNICIPALITY_CODE = "08335043"
POPULATION = 85_000
#: Persons by age as the invented register of residents counts them: many students, as in a university town.
AGES = {
    "age_0_2": 2_190,
    "age_3_5": 2_140,
    "age_6_9": 2_660,
    "age_10_15": 4_010,
    "age_16_18": 2_160,
    "age_19_24": 10_910,
    "age_25_39": 19_100,
    "age_40_59": 20_130,
    "age_60_66": 6_720,
    "age_67_74": 5_900,
    "age_75_plus": 9_080,
}
AGES_SOURCE = "Melderegister der Stadt Lindenhagen (erfunden)"

SERVICE_HOURS = "montags bis donnerstags von 8 bis 16 Uhr und freitags von 8 bis 12 Uhr"


@dataclass(frozen=True)
class Reply:
    """A citizen's comment. ``hours`` after the post; ``answer`` is what the town wrote back.

    With ``picture_alt`` it carries a picture; empty means that nobody described it.
    """

    name: str
    text: str
    hours: float
    answer: str = ""
    answer_hours: float = 2
    hide_clause: str = ""
    rationale: str = ""
    warning: str = ""
    poll: tuple[str, ...] = ()
    picture_alt: str | None = None
    is_private: bool = False


@dataclass(frozen=True)
class Entry:
    """A post. ``day`` counts from today; negative days are published history."""

    day: int
    hour: str
    title: str
    text: str
    benefit: str
    kind: str = "other"
    risk: str = "sensitive"
    picture: str = ""
    alt_text: str = ""
    state: str = "scheduled"
    replies: list[Reply] = field(default_factory=list)

    @property
    def pillar(self) -> str:
        """The pillar of the demo's strategy it belongs to; empty for what nobody has placed."""
        title = self.title.lower()
        named = (("gesichter", "Gesichter des Rathauses"), ("sperrung", "Baustellen und Verkehr"))
        of_kind = {"service": "Service und Termine", "explain": "Eigene Arbeit erklären"}
        return next((name for word, name in named if word in title), of_kind.get(self.kind, ""))
