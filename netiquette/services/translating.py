# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""Translations of the introduction and of clauses, beside the German master."""

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.audit import record
from accounts.models import User
from core.errors import AlreadyChanged, Refused
from core.states import compare_and_set
from netiquette.domain.languages import TRANSLATIONS
from netiquette.library import library_for
from netiquette.models import Clause, Netiquette
from netiquette.services.writing import open_for_writing, plain


@transaction.atomic
def translate(
    part: Netiquette | Clause, *, language: str, actor: User, text: str, title: str = "", seen: str, seen_master: str
) -> None:
    """Write, renew or (with an empty text) remove a translation, if its fingerprint still is ``seen``.

    It counts as made from the master with the fingerprint ``seen_master``, the one the translator had in
    sight: if the master has moved on, the translation is stale from its first moment.
    """
    netiquette = part.netiquette if isinstance(part, Clause) else part
    open_for_writing(netiquette, actor)
    if language not in TRANSLATIONS:
        raise Refused(_("This language is not on the list. Nothing was changed."))
    stored = type(part)._base_manager.get(pk=part.pk)
    if stored.translation_fingerprint(language) != seen:
        raise AlreadyChanged(_("Somebody else changed this translation meanwhile. Your text is kept below."))
    title, text = plain(title), plain(text)
    if isinstance(part, Clause) and bool(title) != bool(text):
        raise Refused(
            _("The translation was not saved."), [_("A translation needs both, a title and a wording – or neither.")]
        )
    translations = {code: words for code, words in stored.translations.items() if code != language}
    if text:
        translations[language] = {"title": title, "text": text, "of": seen_master}
    if translations == stored.translations:
        return
    compare_and_set(part, expected={}, translations=translations)
    key = part.key if isinstance(part, Clause) else "introduction"
    record(actor, "netiquette.edited", netiquette, part=key, language=language, removed=not text)


@transaction.atomic
def translate_from_library(clause: Clause, *, language: str, actor: User) -> None:
    """Take the library's translation of a clause whose German wording still is the library's.

    Raises ``Refused`` where the wording differs or the library has none: it would say something else.
    """
    open_for_writing(clause.netiquette, actor)
    stored = Clause.objects.get(pk=clause.pk)
    source = next((c for c in library_for(clause.municipality) if c.key == stored.key), None)
    if (
        source is None
        or language not in source.translations
        or (source.title, source.text)
        != (
            stored.title,
            stored.text,
        )
    ):
        raise Refused(_("The library has no translation of this wording."))
    title, text = source.translations[language]
    translate(
        clause,
        language=language,
        actor=actor,
        title=title,
        text=text,
        seen=stored.translation_fingerprint(language),
        seen_master=stored.master_fingerprint,
    )
