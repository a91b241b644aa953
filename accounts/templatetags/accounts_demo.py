# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""The demo's pull-down on the login page."""

from django import template
from django.conf import settings

from accounts.models import User
from accounts.services.demo_people import PASSWORD, PEOPLE, DemoPerson

register = template.Library()


@register.simple_tag(takes_context=True)
def demo_people(context: template.Context) -> list[DemoPerson]:
    """Those of the demo's people who exist here; nobody outside demo mode."""
    if not settings.DEMO:
        return []
    context["demo_password"] = PASSWORD
    present = set(User.objects.filter(email__in=[p.email for p in PEOPLE]).values_list("email", flat=True))
    return [person for person in PEOPLE if person.email in present]
