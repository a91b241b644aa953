# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""What a town entered once for all its documents."""

from __future__ import annotations

from accounts.models import Municipality
from channels_mgmt.models import DocumentParticulars


def particulars_of(town: Municipality) -> DocumentParticulars:
    """What the town entered for its documents; an unsaved row while it has entered nothing."""
    return DocumentParticulars.objects.filter(municipality=town).first() or DocumentParticulars(municipality=town)
