# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""Languages a netiquette may be translated into. German is the master and the only binding text."""

from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True)
class Language:
    """``code`` is used in addresses and stored; ``tag`` is the BCP 47 tag for browsers and screen readers.

    ``name`` is the language's own name, ``german`` how the town hall calls it.
    """

    code: str
    tag: str
    name: str
    label: object
    is_right_to_left: bool = False

    @property
    def direction(self) -> str:
        return "rtl" if self.is_right_to_left else "ltr"

    def __str__(self) -> str:
        return str(self.label)


GERMAN = Language("de", "de", "Deutsch", _("German"))
#: "simple" is the registered variant subtag for a simplified form of a language (IANA registry, 2015).
PLAIN = Language("leicht", "de-simple", "Einfache Sprache", _("Plain language"))
ENGLISH = Language("en", "en", "English", _("English"))

#: The two that are offered from the start, then those most spoken in German towns, by their German names.
TRANSLATIONS = {
    language.code: language
    for language in (
        PLAIN,
        ENGLISH,
        Language("ar", "ar", "العربية", _("Arabic"), is_right_to_left=True),
        Language("bg", "bg", "Български", _("Bulgarian")),
        Language("da", "da", "Dansk", _("Danish")),
        Language("fr", "fr", "Français", _("French")),
        Language("el", "el", "Ελληνικά", _("Greek")),
        Language("it", "it", "Italiano", _("Italian")),
        Language("hr", "hr", "Hrvatski", _("Croatian")),
        Language("ku", "ku", "Kurdî", _("Kurdish")),
        Language("nl", "nl", "Nederlands", _("Dutch")),
        Language("nds", "nds", "Plattdüütsch", _("Low German")),
        Language("fa", "fa", "فارسی", _("Persian"), is_right_to_left=True),
        Language("pl", "pl", "Polski", _("Polish")),
        Language("ro", "ro", "Română", _("Romanian")),
        Language("ru", "ru", "Русский", _("Russian")),
        Language("hsb", "hsb", "Hornjoserbšćina", _("Upper Sorbian")),
        Language("es", "es", "Español", _("Spanish")),
        Language("tr", "tr", "Türkçe", _("Turkish")),
        Language("uk", "uk", "Українська", _("Ukrainian")),
        Language("vi", "vi", "Tiếng Việt", _("Vietnamese")),
    )
}
OFFERED = (PLAIN.code, ENGLISH.code)
