# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""Deciding for one or two platforms, with reasons for and against (D11)."""

from collections.abc import Mapping, Sequence

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from accounts.audit import record
from accounts.models import User
from accounts.tenancy.permissions import require
from core.errors import AlreadyChanged, Refused
from core.platforms import Platform
from strategy.models import PlatformDecision, Strategy
from strategy.queries.strategies import places_of
from strategy.services.writing import touch

MOST = 2


def decide_platforms(
    strategy: Strategy,
    *,
    actor: User,
    chosen: Sequence[str],
    reasons: Mapping[str, str] | None = None,
    exit_plans: Mapping[str, str] | None = None,
    seen_revision: int | None = None,
) -> list[PlatformDecision]:
    """Replace the decision: ``chosen`` fills slots 1 and 2, other platforms with a reason count as rejected.

    ``exit_plans`` says for each chosen platform how the town would leave it; a draft may still lack them.
    Passing over the first place of the newest comparison needs a reason, as choosing does: that is what
    "unprejudiced" means (D11); where the first place rests wholly on estimates, the refusal says so. A third platform
    is refused; the database knows only two slots, so a race cannot smuggle one in.
    """
    require(actor, "strategy.write_strategy", strategy)
    chosen = list(dict.fromkeys(chosen))
    reasons = {platform: text.strip() for platform, text in (reasons or {}).items() if text.strip()}
    plans = {platform: text.strip() for platform, text in (exit_plans or {}).items() if text.strip()}
    unknown = (set(chosen) | set(reasons)) - set(Platform.values)
    if unknown:
        raise Refused(_("Unknown platform: %(codes)s.") % {"codes": ", ".join(sorted(unknown))})
    if not chosen:
        raise Refused(_("Please choose one or two platforms."))
    if len(chosen) > MOST:
        raise Refused(
            _("A town runs at most two platforms: two done well reach more people than three. Please drop %(number)s.")
            % {"number": len(chosen) - MOST}
        )
    places = places_of(strategy)
    if places.estimated_first and places.estimated_first not in reasons:
        raise Refused(
            _(
                "%(platform)s stands first in your comparison, but its reach rests on estimates alone. "
                "Please say why you choose it all the same, or why not."
            )
            % {"platform": Platform(places.estimated_first).label}
        )
    missing = [Platform(p).label for p in chosen if p not in reasons]
    if missing:
        raise Refused(_("Please say why you choose %(platforms)s.") % {"platforms": ", ".join(missing)})
    first = next(iter(places.of), None)
    if first and first not in reasons:
        raise Refused(
            _("%(platform)s stands first in your comparison. Please say why you do not choose it.")
            % {"platform": Platform(first).label}
        )
    rows = [
        PlatformDecision(strategy=strategy, platform=p, slot=i, reason=reasons[p], exit_plan=plans.get(p, ""))
        for i, p in enumerate(chosen, 1)
    ]
    rows += [
        PlatformDecision(strategy=strategy, platform=p, reason=text)
        for p, text in sorted(reasons.items())
        if p not in chosen
    ]
    only_if = None if seen_revision is None else {"revision": seen_revision}
    try:
        with transaction.atomic():
            touch(strategy, actor=actor, only_if=only_if)
            strategy.platform_decisions.all().delete()
            PlatformDecision.objects.bulk_create(rows)
            record(actor, "strategy.platforms_decided", strategy, chosen=chosen, reasons=reasons)
    except IntegrityError:
        raise AlreadyChanged(
            _("Somebody else changed this in the meantime. Please look at the current version.")
        ) from None
    return rows
