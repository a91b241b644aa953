# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""Triage: what people's acts teach, what software suggests from it, and how a town's model is made anew each night."""
