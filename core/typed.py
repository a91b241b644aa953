# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""What somebody typed, kept when a form is shown again."""

from typing import cast

from django import forms
from django.http import QueryDict


def typed(form: forms.BaseForm) -> QueryDict:
    """The form's input as the browser sent it. Only of forms that were bound to a request."""
    return cast(QueryDict, form.data)
