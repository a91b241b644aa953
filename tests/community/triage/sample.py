# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""Two hundred comments made up for this project, from templates. No word of them was written by a citizen."""

from datetime import UTC, datetime, timedelta
from random import Random

from community.triage.model import Example

_WHO = (
    "der Bauhof",
    "das Rathaus",
    "die Bücherei",
    "das Freibad",
    "der Stadtrat",
    "die Feuerwehr",
    "das Amt",
    "der Markt",
)
_RUDE = (
    "So ein Idiotenhaufen, {} kann gar nichts",
    "Haltet doch die Klappe, {} ist ein Witz",
    "Ihr seid so dumm, {} gehört geschlossen",
    "Was für Versager, {} macht alles falsch",
    "Lauter Trottel, typisch {}",
)
_CALM = (
    "Wann hat {} am Samstag offen",
    "Vielen Dank, {} hat schnell geholfen",
    "Ich fände es gut, wenn {} länger da wäre",
    "Gestern war {} gut besucht",
    "{} hat jetzt eine neue Leitung",
    "Bei uns um die Ecke hilft {} gern",
    "Das Wetter war schön und {} auch",
)
_ENDS = (" heute", " wieder", " bei uns", " im Ort", "!", ".", " 🙂", " seit Montag")
BEGIN = datetime(2026, 1, 1, tzinfo=UTC)


def sample(number: int = 200, seed: int = 1) -> list[Example]:
    """A third rude, four comments under each post, one an hour."""
    draw = Random(seed)
    examples = []
    for at in range(number):
        rude = draw.random() < 0.34
        text = draw.choice(_RUDE if rude else _CALM).format(draw.choice(_WHO)) + draw.choice(_ENDS) + f" ({at})"
        examples.append(Example(text, rude, at // 4, BEGIN + timedelta(hours=at)))
    return examples
