# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""Documents that wait for a signature or came back, as lines of *Heute*: in the same words for each kind."""

from collections.abc import Iterable, Iterator
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.frame.waiting import WaitingItem


def signature_items(documents: Iterable[Any], url_name: str) -> Iterator[WaitingItem]:
    """One line for each submitted document, to be signed at ``url_name``."""
    for document in documents:
        yield WaitingItem(
            cause=f"{document._meta.label_lower}:{document.pk}:sign",
            urgency=2,
            icon="sign",
            text=_("%(document)s – version %(number)s waits for your signature.")
            % {"document": document._meta.verbose_name, "number": document.version},
            path=reverse(url_name, args=[document.pk]),
            action=_("Read and sign"),
            since=document.submitted_at,
            note=_("submitted by %(person)s") % {"person": document.submitted_by},
        )


def returned_items(documents: Iterable[Any], path: str) -> Iterator[WaitingItem]:
    """One line for each document that came back, to be revised at ``path``."""
    for document in documents:
        yield WaitingItem(
            cause=f"{document._meta.label_lower}:{document.pk}:returned",
            urgency=2,
            icon="undo",
            text=_("%(document)s came back to you.") % {"document": document._meta.verbose_name},
            path=path,
            action=_("Revise"),
            since=document.returned_at,
            note=document.return_reason,
        )
