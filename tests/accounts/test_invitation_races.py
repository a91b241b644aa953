# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""An invitation gives its roles once, in however many windows it is accepted at the same moment."""

import pytest
from django_scopes import scope

from accounts.models import AuditEntry, Role
from accounts.services import InvitationInvalid, accept_invitation
from accounts.services.invitations import invite_person
from core.errors import AlreadyChanged
from tests.accounts.test_invitations import token_of
from tests.factories import MunicipalityFactory, person
from tests.racing import race

WINDOWS = 8

pytestmark = [pytest.mark.postgresql, pytest.mark.django_db(transaction=True)]


def test_one_of_many_windows_accepts(mailoutbox):
    """Detects the removal of the compare-and-set; a known person, whose address no constraint can double."""
    town = MunicipalityFactory()
    known = person(MunicipalityFactory(), Role.READER)
    with scope(municipality=town):
        admin = person(town, Role.ADMINISTRATOR)
        invite_person(town, actor=admin, email=known.email, name="Karl Kennt", roles=[Role.EDITOR])
        token = token_of(mailoutbox[-1])

        results = race(town, [lambda: accept_invitation(token)] * WINDOWS)

        assert [r for r in results if r == known] == [known]
        assert all(isinstance(r, AlreadyChanged | InvitationInvalid) for r in results if r != known), results
        assert AuditEntry.objects.filter(action="accounts.invitation_accepted").count() == 1
