# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""Towns and people for tests. ``person(town, Role.EDITOR)`` is the shortest way to somebody with a role."""

from datetime import timedelta

import factory
from allauth.mfa.models import Authenticator
from django.utils import timezone
from factory.django import DjangoModelFactory

from accounts.models import Kind, Municipality, Role, User
from accounts.services import found_membership

PASSWORD = "ein-langes-kennwort"


class MunicipalityFactory(DjangoModelFactory):
    class Meta:
        model = Municipality

    name = factory.Sequence(lambda n: f"Musterstadt {n}")
    slug = factory.Sequence(lambda n: f"musterstadt-{n}")
    municipality_code = factory.Sequence(lambda n: f"08{n:06d}")
    kind = Kind.TOWN
    population = 25_000
    asks_other_way = False  # most tests are about something else than tests/channels_mgmt/test_ways.py


class UserFactory(DjangoModelFactory):
    class Meta:
        model = User

    email = factory.Sequence(lambda n: f"person{n}@stadt.example")
    name = factory.Sequence(lambda n: f"Person {n}")

    @classmethod
    def _create(cls, model_class, *args, **kwargs):
        kwargs.setdefault("toured_roles", " ".join(Role.values))  # most tests are of people who have been here before
        return model_class.objects.create_user(*args, password=kwargs.pop("password", PASSWORD), **kwargs)


def person(town: Municipality, *roles: str, **fields: object) -> User:
    """A person with ``roles`` in ``town``; external help ends in thirty days."""
    user = UserFactory(**fields)
    end = timezone.localdate() + timedelta(days=30)
    for role in roles:
        found_membership(user, town, role, ends_on=end if role == Role.EXTERNAL else None)
    return user


def secure(user: User) -> None:
    Authenticator.objects.create(user=user, type=Authenticator.Type.TOTP, data={})
