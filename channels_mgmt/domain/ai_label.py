# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""The label of what AI has made, as it goes out: one place for preview, counter, checks and delivery alike.

The words are German because they are part of the post. Article 50 of Regulation (EU) 2024/1689; which fact of the law
the product rests on stands in ``core.legal_facts``.
"""

TEXT, IMAGE, BOTH = "Text: KI-generiert", "Bild: KI-generiert", "Text und Bild: KI-generiert"
IMAGES, BOTH_MANY = "Bilder: KI-generiert", "Text und Bilder: KI-generiert"
FILM, BOTH_FILM = "Video: KI-generiert", "Text und Video: KI-generiert"
SPOKEN = "KI-generiert: "


def labelled(text: str, *, is_text_made: bool, images_made: int, is_film_made: bool = False) -> str:
    """``text`` with its label in a last line, where something in it has to be labelled."""
    is_text_made = is_text_made and bool(text.strip())
    if is_film_made and images_made:
        label = f"{'Text, ' if is_text_made else ''}{'Bilder' if images_made > 1 else 'Bild'} und {FILM}"
    elif is_film_made:
        label = BOTH_FILM if is_text_made else FILM
    elif images_made:
        many = images_made > 1
        label = (BOTH_MANY if many else BOTH) if is_text_made else (IMAGES if many else IMAGE)
    elif is_text_made:
        label = TEXT
    else:
        return text
    return f"{text.rstrip()}\n\n{label}" if text.strip() else label


def labelled_alt(alt_text: str, *, is_made: bool) -> str:
    """The alternative text with the label in front; an empty one stays empty, so that it is still missing."""
    return f"{SPOKEN}{alt_text.strip()}" if is_made and alt_text.strip() else alt_text
