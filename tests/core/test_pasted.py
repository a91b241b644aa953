# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""Pasted addresses, names, tokens and codes work as they look."""

import importlib
import pkgutil

import pytest
from django import forms
from django.apps import apps

from core.pasted import Pasted, PastedURLField, pasted

OURS = ("accounts", "channels_mgmt", "community", "netiquette", "practice", "reporting", "staffing", "strategy")
# Fields of these names hold something that was copied from elsewhere.
NAMES = {"handle", "secret", "token", "code", "base_url", "remote_url", "source_url", "alternative_url", "link"}
NAMES |= {"account", "website", "imprint_url", "privacy_url", "contact_email", "email"}
# The citizens' form has a trap for scripts: whoever fills it in is no person.
TRAPS = {"AppealForm.website"}
UNSEEN = ["\u200b", "\u200c", "\u2060", "\ufeff", "\u00ad", "\u200e", "\u202a", "\u2069", "\u00a0", "\u202f", "\u3000"]
UNSEEN += [" ", "\t", "\r\n", "\x00", "\x1f"]


def forms_of_ours():
    for name in OURS:
        package = importlib.import_module(apps.get_app_config(name).name)
        for module in pkgutil.walk_packages(package.__path__, f"{name}."):
            if "forms" in module.name or module.name.endswith("styleguide"):
                importlib.import_module(module.name)
    waiting, found = [forms.BaseForm], set()
    while waiting:
        for kind in waiting.pop().__subclasses__():
            waiting.append(kind)
            if kind.__module__.partition(".")[0] in OURS:
                found.add(kind)
    return sorted(found, key=lambda kind: (kind.__module__, kind.__name__))


def pasted_fields():
    for form in forms_of_ours():
        for name, field in form.base_fields.items():
            is_address = isinstance(field, forms.URLField | forms.EmailField)
            is_named = name in NAMES or isinstance(field.widget, forms.URLInput | forms.EmailInput)
            if (is_address or is_named) and f"{form.__name__}.{name}" not in TRAPS:
                yield f"{form.__name__}.{name}", field


def test_every_field_for_something_pasted_is_one():
    found = dict(pasted_fields())

    assert len(found) >= 14
    assert [name for name, field in found.items() if not isinstance(field, Pasted)] == []


@pytest.mark.parametrize("sign", UNSEEN, ids=ascii)
def test_no_field_keeps_a_sign_nobody_sees(sign):
    for name, field in pasted_fields():
        value = "name@mail.example" if isinstance(field, forms.EmailField) else "https://stadt.example/a"

        assert field.clean(f"{sign}„{sign}{value}{sign}“{sign}") == field.clean(value), name


@pytest.mark.parametrize("sign", UNSEEN, ids=ascii)
def test_a_token_has_no_blanks_inside(sign):
    assert pasted(f"abc{sign}def") == "abcdef"


@pytest.mark.parametrize("quoted", ["„{}“", "“{}”", "«{}»", "« {} »", "»{}«", "‹{}›", "‚{}‘", "'{}'", "<{}>", "`{}`"])
def test_quotation_marks_around_a_value_are_no_part_of_it(quoted):
    assert pasted(quoted.format("@stadt@social.example")) == "@stadt@social.example"


def test_two_addresses_pasted_as_one_are_refused_and_not_joined():
    with pytest.raises(forms.ValidationError):
        PastedURLField(assume_scheme="https").clean("https://a.example https://b.example")


def test_letters_outside_ascii_stay():
    assert pasted(" müller.example/größe?x=日本 ") == "müller.example/größe?x=日本"
