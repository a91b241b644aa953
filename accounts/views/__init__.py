# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""Pages of people and towns."""

from accounts.views.entrance import home

__all__ = ["home"]
