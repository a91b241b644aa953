# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
from typing import Any

from django import forms
from django.contrib.auth.password_validation import validate_password
from django.utils.translation import gettext_lazy as _

from accounts.models import Municipality, Role, User
from core.days import DayField
from core.pasted import PastedEmailField, PastedURLField

ROLE_NOTES = {
    Role.LEADERSHIP: _("signs strategy and netiquette, takes escalations"),
    Role.COMMUNICATIONS: _("plans, approves, configures channels"),
    Role.EDITOR: _("drafts and schedules posts"),
    Role.MODERATOR: _("works the comment queue"),
    Role.DEPARTMENT: _("supplies facts and answers forwarded questions"),
    Role.EXTERNAL: _("drafts only; access ends by itself"),
    Role.READER: _("reads what concerns staff council, data protection, legal office or archive"),
    Role.ADMINISTRATOR: _("people and credentials"),
}


def _role_choices() -> list[tuple[str, Any]]:
    return [(role.value, f"{role.label} – {ROLE_NOTES[role]}") for role in Role]


def _day_field(label: Any, **kwargs: Any) -> DayField:
    return DayField(label=label, required=False, widget=forms.DateInput({"type": "date"}, format="%Y-%m-%d"), **kwargs)


class RolesForm(forms.Form):
    roles = forms.MultipleChoiceField(
        label=_("Roles"),
        choices=_role_choices,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Please choose at least one role.")},
    )
    ends_on = _day_field(
        _("Last day"), help_text=_("Mandatory for external help. Access ends after this day by itself.")
    )


class InvitationForm(RolesForm):
    name = forms.CharField(label=_("Name"), max_length=120)
    email = PastedEmailField(label=_("E-mail address"), help_text=_("The official address; the invitation goes there."))
    field_order = ["name", "email", "roles", "ends_on"]


class EndMembershipForm(forms.Form):
    reason = forms.CharField(
        label=_("Reason"),
        required=False,
        max_length=500,
        widget=forms.Textarea({"rows": 2}),
        help_text=_("For the audit trail, for example “moved to another department”."),
    )


class RefusalForm(forms.Form):
    """Why a request for an office is refused; told to everybody concerned."""

    reason = forms.CharField(label=_("Why?"), max_length=500, widget=forms.Textarea({"rows": 2}))


class TownForm(forms.ModelForm):
    """``seen_*`` carry the values the form was drawn with, ``checked_code`` the code whose facts were shown."""

    website = PastedURLField(
        label=_("Website"),
        required=False,
        assume_scheme="https",
        help_text=_("Citizens find every piece of information there as well."),
    )
    imprint_url = PastedURLField(
        label=_("Imprint"),
        required=False,
        assume_scheme="https",
        help_text=_("Must be reachable from every channel in two clicks."),
    )

    class Meta:
        model = Municipality
        fields = ["name", "municipality_code", "kind", "population", "website", "imprint_url", "contact_email"]
        field_classes = {"contact_email": PastedEmailField}
        help_texts = {"contact_email": _("Where citizens write when a social network is not the right place.")}

    checked_code = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, may_change_code: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.code = self.instance.municipality_code
        if not may_change_code:
            del self.fields["municipality_code"]
        for name in self.own_fields:
            seen: forms.Field = forms.CharField(required=False, strip=False, widget=forms.HiddenInput)
            if name == "population":
                seen = forms.IntegerField(required=False, widget=forms.HiddenInput)
            seen.initial = getattr(self.instance, name)
            self.fields[f"seen_{name}"] = seen

    @property
    def own_fields(self) -> list[str]:
        return [name for name in self.Meta.fields if name in self.fields]

    @property
    def seen(self) -> dict[str, Any]:
        return {name: self.cleaned_data[f"seen_{name}"] for name in self.own_fields}

    @property
    def entered(self) -> dict[str, Any]:
        return {name: self.cleaned_data[name] for name in self.own_fields}

    @property
    def unchecked_code(self) -> str:
        """A new code whose facts nobody has been shown yet."""
        code = self.cleaned_data.get("municipality_code", self.code)
        return "" if code in (self.code, self.cleaned_data["checked_code"]) else code


class NameForm(forms.Form):
    name = forms.CharField(label=_("Your name"), max_length=120, help_text=_("As colleagues see it."))


class KeysForm(forms.Form):
    """One field for every single key, and the switch for all of them."""

    is_off = forms.BooleanField(label=_("Switch off all single keys"), required=False)

    def __init__(self, *args: Any, meanings: dict[str, str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.names = {key: f"key_{ord(key)}" for key in meanings}
        for key, meaning in meanings.items():
            self.fields[self.names[key]] = forms.CharField(
                label=meaning,
                required=False,
                max_length=10,
                widget=forms.TextInput({"class": "key-field", "autocomplete": "off", "autocapitalize": "none"}),
            )

    @property
    def wanted(self) -> dict[str, str]:
        """Each key with the one that was entered for it."""
        return {key: self.cleaned_data.get(name, "") for key, name in self.names.items()}


class AddressForm(forms.Form):
    email = PastedEmailField(
        label=_("New e-mail address"),
        max_length=254,
        widget=forms.EmailInput({"autocomplete": "email"}),
        help_text=_("The official address in which you want to sign in. It counts after 48 hours."),
    )


class AcceptForm(forms.Form):
    """Name and password of somebody new."""

    name = forms.CharField(label=_("Your name"), max_length=120, widget=forms.TextInput({"autocomplete": "name"}))
    password = forms.CharField(
        label=_("Choose a password"),
        strip=False,
        widget=forms.PasswordInput({"autocomplete": "new-password"}),
        help_text=_("At least 12 characters. A short sentence is easy to remember and hard to guess."),
    )
    repeated = forms.CharField(
        label=_("Password once more"), strip=False, widget=forms.PasswordInput({"autocomplete": "new-password"})
    )

    def __init__(self, *args: Any, email: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.email = email

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        password = given.get("password")
        if password:
            try:
                validate_password(password, User(email=self.email, name=given.get("name", "")))
            except forms.ValidationError as error:
                self.add_error("password", error)
            if given.get("repeated") and given["repeated"] != password:
                self.add_error("repeated", _("The two passwords differ."))
        return given


class AuditFilterForm(forms.Form):
    text = forms.CharField(required=False, max_length=100)
    area = forms.SlugField(required=False)
    since = DayField(required=False)
    until = DayField(required=False)
