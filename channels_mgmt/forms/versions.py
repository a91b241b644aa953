# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""Which two versions of a post are compared."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext as _

from channels_mgmt.models import PostVersion


class CompareForm(forms.Form):
    """Two numbers in the address. What is not understood is the newest version and the one before it."""

    def __init__(self, versions: Sequence[PostVersion], data: Any) -> None:
        super().__init__(data)
        self.by_number = {version.number: version for version in versions}
        choices = [(version.number, _choice(version)) for version in versions]
        for name, label in (("alt", _("Before")), ("neu", _("After"))):
            self.fields[name] = forms.TypedChoiceField(label=label, required=False, coerce=int, choices=choices)

    def chosen(self) -> tuple[PostVersion, PostVersion]:
        """Before and after; there is at least one version."""
        self.is_valid()
        newest = next(iter(self.by_number.values()))
        after = self.by_number.get(self.cleaned_data.get("neu") or 0, newest)
        before = self.by_number.get(self.cleaned_data.get("alt") or 0)
        if before is None:
            earlier = [version for version in self.by_number.values() if version.number < after.number]
            before = earlier[0] if earlier else after
        return before, after


def _choice(version: PostVersion) -> str:
    return _("%(number)d – %(person)s, %(day)s") % {
        "number": version.number,
        "person": version.saved_by,
        "day": f"{version.saved_at:%d.%m.}",
    }
