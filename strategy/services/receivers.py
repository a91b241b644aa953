# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""What follows from a signature inside this app."""

from typing import Any

from django.dispatch import receiver

from strategy.models import Strategy
from strategy.services.drafts import forget_drafts_of
from strategy.signals import strategy_signed


@receiver(strategy_signed, dispatch_uid="forget drafts of a signed strategy")
def forget_drafts(sender: Any, strategy: Strategy, **_more: Any) -> None:
    forget_drafts_of(strategy)
