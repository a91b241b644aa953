# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""An office that is asked for, and what came of it."""

import re

from accounts.models import Letter, Role, User
from accounts.services import change_roles


def raised(town, admin, somebody, role=Role.ADMINISTRATOR):
    """A request that ``somebody``, an editor, gets ``role`` as well."""
    [request] = change_roles(somebody, town, actor=admin, roles=[Role.EDITOR, role])
    return request


def fresh(user):
    return User.objects.get(pk=user.pk)


def token_in_letter(email):
    letter = Letter.objects.filter(to=email, text__contains="/einladung/").latest("pk")
    return re.search(r"/einladung/([^/\s]+)/", letter.text).group(1)
