# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""What the calendar writes."""

from django import template

from channels_mgmt.presenters.events import event

register = template.Library()
register.filter("event", event)
