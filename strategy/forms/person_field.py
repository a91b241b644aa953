# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""Choosing a person of the town in a form."""

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy as _

from accounts.models import Membership, Municipality, Role, User


def people_of(town: Municipality, *roles: str) -> QuerySet[User]:
    """Who may be named: people of the town by name, external help never (it only drafts, D8)."""
    members = Membership.objects.current(localdate()).filter(municipality=town).exclude(role=Role.EXTERNAL)
    if roles:
        members = members.filter(role__in=roles)
    return User.objects.filter(pk__in=members.values("user"), is_active=True).order_by("name")


class PersonField(forms.ModelChoiceField):
    def __init__(self, label: Any, people: QuerySet[User], **options: Any) -> None:
        super().__init__(people, label=label, empty_label=_("not named yet"), **options)

    def label_from_instance(self, obj: User) -> str:
        return obj.name or obj.email
