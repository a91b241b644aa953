# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""What documents and templates can fill in by themselves, because the town has said it already."""

from dataclasses import dataclass
from typing import Any

from django.utils.formats import number_format
from django.utils.translation import gettext as _

from accounts.domain.kinds import Kind
from accounts.frame.clock import entered_hours, week_of
from accounts.frame.directory import proposed_facts
from accounts.models import Municipality
from core.service_time import hours_in_words


@dataclass(frozen=True)
class Known:
    """``value`` is empty for what nobody has entered; ``proposed`` then says what a table or the name would say."""

    label: Any
    value: str
    proposed: str = ""


def known_facts(town: Municipality) -> list[Known]:
    """The particulars every template asks for, in the order of the form."""
    proposed = proposed_facts(town)
    kind, population = proposed.get("kind", ""), proposed.get("population")
    return [
        Known(_("Name"), town.name),
        Known(_("Kind of municipality"), town.get_kind_display(), str(Kind(kind).label) if kind else ""),
        Known(
            _("Inhabitants"),
            _whole(town.population) if town.population else "",
            _whole(population) if population else "",
        ),
        Known(_("Website"), town.website),
        Known(_("Imprint"), town.imprint_url),
        Known(_("Contact address for citizens"), town.contact_email),
        Known(_("Service hours"), entered_hours(town), hours_in_words(week_of(town))),
    ]


def _whole(number: int) -> str:
    return number_format(number, 0, use_l10n=True, force_grouping=True)
