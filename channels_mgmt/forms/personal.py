# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""Why personal data stand in a post."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy

from channels_mgmt.services.personal import REASON_LENGTH


class ConfirmForm(forms.Form):
    reason = forms.CharField(
        label=gettext_lazy("Why does it stand there?"),
        max_length=REASON_LENGTH,
        help_text=gettext_lazy("For example: the town’s donation account, or whose agreement you have."),
    )
