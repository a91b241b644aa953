# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""What stands at the foot of pages for citizens, as staff see it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.frame.public_footer import footer_of
from accounts.models import Municipality
from channels_mgmt.queries.documents import DocumentLine


@dataclass(frozen=True, slots=True)
class Notice:
    """A link at the foot of pages for citizens: there, or where staff can see to it."""

    label: Any
    url: str
    missing: str = ""
    where: str = ""


def notices_of(town: Municipality, statement: DocumentLine) -> list[Notice]:
    """The three notices every page for citizens should name, in their order there."""
    published = {str(link.label): link.url for link in footer_of(town)}
    missing = [
        (
            _("Privacy notice"),
            _("The address of your privacy notice is missing."),
            reverse("channels:particulars", args=[town.slug]),
        ),
        (_("Imprint"), _("The address of your imprint is missing."), reverse("settings:town", args=[town.slug])),
        (
            _("Accessibility statement"),
            _("Nobody has vouched for your accessibility statement yet."),
            statement.url,
        ),
    ]
    return [
        Notice(label, published[label]) if label in published else Notice(label, "", reason, where)
        for label, reason, where in missing
    ]
