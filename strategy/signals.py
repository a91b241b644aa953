# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""News for the apps to the left. Sent after the transaction of the change."""

from django.dispatch import Signal

strategy_submitted = Signal()  # strategy
strategy_signed = Signal()  # strategy
