# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""Everything a signature covers of a part, as one text that people can read and compare."""

from django.utils.translation import gettext as _

from accounts.signoff.page import Passage
from netiquette.domain.languages import TRANSLATIONS, Language
from netiquette.models import Clause, Netiquette


def readable(part: Netiquette | Clause) -> str:
    """The German text, then what explains a clause, then the translations; empty parts are left out."""
    translations = [f"{language}: {words}" for language, words in _translations(part)]
    return "\n\n".join([*_german(part), *translations])


def passages_of(part: Netiquette | Clause) -> list[Passage]:
    """The same words, each in its language and direction: a voice reads them aloud from the signed PDF."""
    passages = [Passage("\n\n".join(_german(part)))]
    for language, words in _translations(part):
        passages += [Passage(f"{language}:"), Passage(words, language.tag, language.direction)]
    return passages


def _german(part: Netiquette | Clause) -> list[str]:
    if isinstance(part, Netiquette):
        return [part.introduction]
    ground = _("Measures may rest on it") if part.is_ground_for_measures else _("No measure rests on it")
    explained = [
        f"{part._meta.get_field(name).verbose_name}: {value}"  # type: ignore[union-attr]
        for name, value in part.details.items()
        if name != "strongest_measure"
    ]
    if part.strongest_measure:
        ground += _(" – strongest measure: %(measure)s") % {"measure": part.get_strongest_measure_display()}
    return [part.title, part.text, ground, *explained]


def _translations(part: Netiquette | Clause) -> list[tuple[Language, str]]:
    found = ((language, part.translation(code)) for code, language in TRANSLATIONS.items())
    return [(language, f"{words['title']}\n{words['text']}".strip()) for language, words in found if words["text"]]
