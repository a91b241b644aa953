# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""Triage: what a comment may be, from rules and from what the town itself decided. It suggests; a person decides.

Nothing here knows a row. numpy, scipy and scikit-learn are imported inside functions only: no process that answers
requests loads them (docs/adr/0065).
"""
