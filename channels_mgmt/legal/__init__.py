# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""The wording of a channel's documents and how it becomes HTML, PDF and ODT. No tables here."""
