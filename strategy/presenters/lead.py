# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""In words: whether the first place of a result is clear, or whether the figures leave it open (docs/adr/0047)."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from core.platforms import Platform
from strategy.domain.doubt import level_with_first


@dataclass(frozen=True)
class Lead:
    """``is_open``: the doubt of the figures is larger than the lead of the first place."""

    is_open: bool
    title: str
    text: str


def lead_of(result: Mapping[str, Any]) -> Lead | None:
    """What the order of the first places is worth; ``None`` for the first method and with a single platform."""
    rows = result["platforms"]
    if len(rows) < 2 or "people" not in result:
        return None
    level = [str(Platform(code).label) for code in level_with_first(result)]
    about = {
        "first": Platform(rows[0]["platform"]).label,
        "second": Platform(rows[1]["platform"]).label,
        "points": number_format(round((rows[0]["total"] - rows[1]["total"]) * 100, 1), 1, use_l10n=True),
        "level": _together(level),
    }
    lead = _("%(first)s is %(points)s of 100 points ahead of %(second)s.") % about
    if not level:
        clear = _("The doubt of the figures is smaller than that.")
        return Lead(False, _("The first place is clear"), f"{lead} {clear}")
    open_places = ngettext(
        "The intervals of the people reached are wider than this lead: %(level)s may stand first as well. Whoever "
        "decides for it does not decide against the result.",
        "The intervals of the people reached are wider than this lead: each of %(level)s may stand first as well. "
        "Whoever decides for one of them does not decide against the result.",
        len(level),
    )
    return Lead(True, _("The first place lies within the doubt of the figures"), f"{lead} {open_places % about}")


def _together(names: list[str]) -> str:
    if len(names) < 2:
        return "".join(names)
    return _("%(names)s and %(last)s") % {"names": ", ".join(names[:-1]), "last": names[-1]}
