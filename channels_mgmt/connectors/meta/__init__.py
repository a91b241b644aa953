# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""What the connectors to Meta's networks share: one interface, the Graph. No platform of its own."""
