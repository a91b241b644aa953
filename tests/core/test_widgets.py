# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""A compiled widget is the widget that Django's own engine draws."""

import pytest
from django import forms
from django.forms.renderers import TemplatesSetting, get_default_renderer
from django.forms.widgets import ChoiceWidget
from django.test.html import parse_html

from core.widgets import WidgetRenderer

CHOICES = [("a", "A & B"), ("Gruppe <1>", [("b", "B"), (3, "C")])]
ATTRS = {"id": "id_x", "class": "wide", "required": True, "disabled": False, "rows": 4, "data-words": "\"Ja\" & 'nein'"}
WIDGETS = [
    *(forms.TextInput, forms.NumberInput, forms.EmailInput, forms.URLInput, forms.PasswordInput, forms.HiddenInput),
    *(forms.DateInput, forms.DateTimeInput, forms.TimeInput, forms.Textarea, forms.CheckboxInput, forms.FileInput),
    *(forms.ClearableFileInput, forms.MultipleHiddenInput, forms.SplitDateTimeWidget, forms.SelectDateWidget),
    *(forms.Select, forms.SelectMultiple, forms.RadioSelect, forms.CheckboxSelectMultiple, forms.NullBooleanSelect),
]


def values_for(widget):
    if isinstance(widget, forms.SelectMultiple | forms.CheckboxSelectMultiple | forms.MultipleHiddenInput):
        return [None, [], ["a", "3"]]
    if isinstance(widget, forms.SelectDateWidget | forms.SplitDateTimeWidget | forms.FileInput):
        return [None]
    return [None, "", "a", "3", "<b> & \"so\" 'weiter'\n"]


@pytest.mark.parametrize("kind", WIDGETS, ids=lambda kind: kind.__name__)
@pytest.mark.parametrize("attrs", [ATTRS, {}], ids=["attributes", "bare"])
def test_a_compiled_widget_is_the_one_of_the_other_engine(kind, attrs):
    widget = kind()
    if isinstance(widget, ChoiceWidget) and kind is not forms.NullBooleanSelect:
        widget.choices = CHOICES

    for value in values_for(widget):
        compiled = widget.render("x", value, attrs, renderer=WidgetRenderer())
        expected = widget.render("x", value, attrs, renderer=TemplatesSetting())

        assert parse_html(compiled) == parse_html(expected)
        if kind is forms.Textarea:  # where a line break shows
            assert compiled.replace("&#34;", "&quot;").replace("&#39;", "&#x27;") == expected


def test_forms_are_drawn_by_it():
    assert isinstance(get_default_renderer(), WidgetRenderer)
