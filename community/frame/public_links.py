# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""What the dialogue adds to the public netiquette."""

from collections.abc import Iterator

from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.models import Municipality
from community.queries.appeals import public_settings
from community.queries.faq import has_public_faq
from netiquette.queries import PublicLink


def public_links(town: Municipality) -> Iterator[PublicLink]:
    """The form for appeals; answered questions and the transparency page where there are any. At most two queries."""
    if has_public_faq(town):
        yield _("Questions and answers"), reverse("faq:questions", args=[town.slug])
    yield _("Object to a measure (appeal)"), reverse("appeals:form", args=[town.slug])
    if public_settings(town).is_transparency_public:
        yield _("How often we stepped in: our figures"), reverse("appeals:transparency", args=[town.slug])
