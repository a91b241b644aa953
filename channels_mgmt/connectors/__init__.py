# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""Connectors to platforms, a folder each. ``registry`` finds them; ``contract`` says what they promise."""
