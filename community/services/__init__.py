# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""Every change to comments: queue (leases), decisions, and what comes in and goes out."""
