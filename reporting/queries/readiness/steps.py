# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""What a step is. Steps are the same for every reader; ``shown.py`` says what a reader may see and do."""

from dataclasses import dataclass

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from accounts.models import Role


class Group(TextChoices):
    """Areas in the order a town takes them."""

    MANDATE = "mandate", _("Mandate of the head")
    RULES = "rules", _("Rules")
    PEOPLE = "people", _("People and time")
    CRISIS = "crisis", _("Crisis")
    CHANNELS = "channels", _("Channels")
    SECURITY = "security", _("Security")


@dataclass(frozen=True)
class Step:
    """A step on the way. ``who`` are the role codes that can take it, at ``url``.

    ``concerned`` are the keys and names of single people who have to act themselves; then only they find
    the link of use, and only who may see the list of people reads the names.
    """

    group: Group
    key: str
    label: str
    is_done: bool
    who: tuple[str, ...]
    url: str
    note: str = ""
    concerned: tuple[tuple[int, str], ...] = ()
    # The channel it belongs to; empty for what concerns the whole town.
    subject: str = ""

    @property
    def who_label(self) -> str:
        return ", ".join(str(Role(role).label) for role in self.who)
