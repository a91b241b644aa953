# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""Django's backend for PostgreSQL, which asks the server less often (docs/adr/0033)."""
