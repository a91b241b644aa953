# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""What the dialogue adds to the public netiquette."""

from collections.abc import Iterator

from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.models import Municipality
from community.queries.appeals import public_settings
from netiquette.queries import PublicLink


def public_links(town: Municipality) -> Iterator[PublicLink]:
    """The form for appeals, and the transparency page where the town shows it; at most one query a minute."""
    yield _("Object to a measure (appeal)"), reverse("appeals:form", args=[town.slug])
    if public_settings(town).is_transparency_public:
        yield _("How often we stepped in: our figures"), reverse("appeals:transparency", args=[town.slug])
