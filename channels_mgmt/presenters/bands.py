# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""Marked days of the plan, written already. A month asks for forty days, so what they say is written once."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from functools import lru_cache
from typing import Any

from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from channels_mgmt.models import ElectionWindow
from channels_mgmt.queries.bands import ACTION, CAMPAIGN, ELECTION, PAUSE, SCHOOL, Band

#: Kind of a band → what it is called for those who do not see its colour.
KINDS: dict[str, Any] = {
    PAUSE: _("Publishing is stopped"),
    ELECTION: _("Election window"),
    SCHOOL: _("School holidays"),
    ACTION: _("Action day"),
    CAMPAIGN: _("Campaign"),
}


def bands_written(bands: Iterable[Band], language: str | None) -> SafeString:
    """Each with its name, as beside the heading of a day."""
    return SafeString("".join([_band(language, band.kind, band.name, True) for band in bands]))


def bands_in_month(bands: Iterable[Band], day: date, language: str | None) -> SafeString:
    """As strips of a cell: the name is seen on the first day and on Mondays, and read out on each."""
    is_monday = day.weekday() == 0
    return SafeString("".join([_band(language, b.kind, b.name, is_monday or b.first == day) for b in bands]))


@lru_cache(512)
def _band(language: str | None, kind: str, name: str, is_named: bool) -> SafeString:
    if kind == ELECTION:
        name = str(ElectionWindow.Kind(name).label)
    if is_named:
        return format_html(
            '<span class="band band--{}"><span class="visually-hidden">{}: </span>{}</span>', kind, KINDS[kind], name
        )
    return format_html(
        '<span class="band band--{} band--goes-on"><span class="visually-hidden">{}: {}</span></span>',
        kind,
        KINDS[kind],
        name,
    )
