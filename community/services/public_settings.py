# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""What a town promises and shows citizens beside its netiquette."""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.audit import record
from accounts.models import Municipality, User
from accounts.tenancy.permissions import require
from community.models import PublicSettings
from community.models.appeals import LONGEST_ANSWER_DAYS
from community.models.restrictions import LONGEST_RESTRICTION, RESTRICTION_DAYS
from community.queries.appeals import forget_public_settings
from core.errors import Refused


@transaction.atomic
def set_public_pages(
    town: Municipality,
    *,
    actor: User,
    answer_days: int,
    is_transparency_public: bool,
    restriction_days: int = RESTRICTION_DAYS,
) -> PublicSettings:
    """Set when appeals are answered, how long accounts are restricted, whether the transparency page is public.

    Appeals that were received keep their date. Raises ``Refused`` for days out of range.
    """
    require(actor, "community.set_public_pages", town)
    if not 1 <= answer_days <= LONGEST_ANSWER_DAYS:
        raise Refused(_("Please choose between 1 and %(most)s working days.") % {"most": LONGEST_ANSWER_DAYS})
    if not 1 <= restriction_days <= LONGEST_RESTRICTION:
        raise Refused(_("Please choose between 1 and %(most)s days.") % {"most": LONGEST_RESTRICTION})
    values = {
        "answer_days": answer_days,
        "is_transparency_public": is_transparency_public,
        "restriction_days": restriction_days,
        "changed_by": actor,
        "changed_at": timezone.now(),
    }
    settings, _is_new = PublicSettings.objects.update_or_create(municipality=town, defaults=values)
    forget_public_settings(town)
    # Once more after the commit: in between, somebody may have read and kept the old row.
    transaction.on_commit(lambda: forget_public_settings(town))
    record(
        actor,
        "community.public_pages_set",
        settings,
        answer_days=answer_days,
        restriction_days=restriction_days,
        is_transparency_public=is_transparency_public,
    )
    return settings
