# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""What people do for a town."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Role(models.TextChoices):
    """What a person does for a town; several per person (DOMAIN § 1)."""

    LEADERSHIP = "leadership", _("Head of the authority")
    COMMUNICATIONS = "communications", _("Press office")
    EDITOR = "editor", _("Editor")
    MODERATOR = "moderator", _("Community management")
    DEPARTMENT = "department", _("Department")
    EXTERNAL = "external", _("External help")
    READER = "reader", _("Reader")
    ADMINISTRATOR = "administrator", _("Administrator")


#: Roles that nobody gets or loses by one person's word (docs/adr/0020).
OFFICES = (Role.LEADERSHIP, Role.ADMINISTRATOR)
