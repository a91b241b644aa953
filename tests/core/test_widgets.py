# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""Both template languages write the same widgets."""

from datetime import date
from html import unescape

import pytest
from django import forms
from django.forms.renderers import TemplatesSetting
from django.forms.renderers import get_default_renderer as renderer

from core.widgets import FormRenderer

CHOICES = [("", "–"), ("a", 'Ärzte & "Praxen"'), ("Gruppe", [("b", "<b>"), ("c", "C's")])]
CHOSEN = {
    forms.Select: "b",
    forms.RadioSelect: "a",
    forms.SelectMultiple: ["a", "c"],
    forms.CheckboxSelectMultiple: ["b"],
}
TYPED = {
    forms.CheckboxInput: True,
    forms.DateInput: date(2026, 11, 28),
    forms.NumberInput: 12_345,
    forms.MultipleHiddenInput: ["1", "2"],
    forms.SelectDateWidget: date(2026, 11, 28),
}
PLAIN = (
    forms.TextInput,
    forms.Textarea,
    forms.URLInput,
    forms.EmailInput,
    forms.PasswordInput,
    forms.HiddenInput,
    forms.TimeInput,
    forms.FileInput,
    forms.ClearableFileInput,
)
ATTRS = {"id": "id_x", "class": "wide", "required": True, "disabled": False, "rows": 3, "data-note": 'say "<b>"'}


def written(widget, value):
    """What a reader of HTML gets from each renderer."""
    texts = (widget.render("x", value, dict(ATTRS), renderer=one) for one in (TemplatesSetting(), FormRenderer()))
    return [unescape("".join(text.split())) for text in texts]


@pytest.mark.parametrize("kind", sorted({*CHOSEN, *TYPED, *PLAIN}, key=str))
def test_a_widget_is_the_same_in_both_languages(kind):
    widget = kind(choices=CHOICES) if kind in CHOSEN else kind()

    of_django, compiled = written(widget, {**CHOSEN, **TYPED}.get(kind, '"<b>"'))

    assert of_django == compiled
    assert 'name="x' in compiled


def test_forms_are_drawn_by_it_and_the_admin_keeps_its_own():
    assert type(renderer()) is FormRenderer
    assert "Jinja" in type(renderer().get_template("django/forms/widgets/text.html").backend).__name__
    assert "Django" in type(renderer().get_template("admin/widgets/url.html").backend).__name__
