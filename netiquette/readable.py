# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""Everything a signature covers of a part, as one text that people can read and compare."""

from django.utils.translation import gettext as _

from netiquette.languages import TRANSLATIONS
from netiquette.models import Clause, Netiquette


def readable(part: Netiquette | Clause) -> str:
    """The German text, then what explains a clause, then the translations; empty parts are left out."""
    if isinstance(part, Netiquette):
        return "\n\n".join([part.introduction, *_translations(part)])
    ground = _("Measures may rest on it") if part.is_ground_for_measures else _("No measure rests on it")
    explained = [
        f"{part._meta.get_field(name).verbose_name}: {value}"  # type: ignore[union-attr]
        for name, value in part.details.items()
        if name != "strongest_measure"
    ]
    if part.strongest_measure:
        ground += _(" – strongest measure: %(measure)s") % {"measure": part.get_strongest_measure_display()}
    return "\n\n".join([part.title, part.text, ground, *explained, *_translations(part)])


def _translations(part: Netiquette | Clause) -> list[str]:
    found = ((language, part.translation(code)) for code, language in TRANSLATIONS.items())
    return [f"{language}: {words['title']}\n{words['text']}".strip() for language, words in found if words["text"]]
