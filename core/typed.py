# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""What somebody typed, kept when a form is shown again."""

from typing import Any, cast

from django import forms
from django.http import QueryDict


def input_of(form: forms.BaseForm) -> QueryDict:
    """The form's input as the browser sent it. Only of forms that were bound to a request."""
    return cast(QueryDict, form.data)


def retype(form: forms.BaseForm, **changes: Any) -> None:
    """Show ``form`` again with everything that was typed, and ``changes`` in their fields."""
    sent = input_of(form).copy()
    for name, value in changes.items():
        sent[name] = value
    form.data = sent
