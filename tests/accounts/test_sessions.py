# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""Whatever changes who somebody is ends the sessions that began before."""

import re

import pytest
from django.contrib.sessions.backends.base import UpdateError
from django.contrib.sessions.models import Session
from django.core import mail
from django.test import Client
from django.utils.timezone import now

from accounts.login.session_store import SessionStore
from accounts.models import Membership, Role, User
from accounts.services import change_roles, end_sessions
from tests.accounts.proofs import is_in, log_in, prove, with_address
from tests.factories import PASSWORD, MunicipalityFactory, person

NEW = "ein-ganz-neues-kennwort"


@pytest.fixture
def editor(town):
    return with_address(person(town, Role.EDITOR, Role.MODERATOR))


@pytest.fixture
def browsers(editor):
    """Two windows of the same person on two devices."""
    return log_in(editor), log_in(editor)


def test_a_changed_password_ends_the_other_sessions(browsers):
    here, elsewhere = browsers
    prove(here)

    here.post("/konto/password/change/", {"oldpassword": PASSWORD, "password1": NEW, "password2": NEW})

    assert (is_in(here), is_in(elsewhere)) == (True, False)


def test_a_reset_by_mail_ends_all_sessions(editor, browsers):
    client = Client()
    client.post("/konto/password/reset/", {"email": editor.email})
    link = re.search(r"https?://[^/]+(/konto/password/reset/key/\S+)", mail.outbox[-1].body).group(1)

    client.post(client.get(link).headers["Location"], {"password1": NEW, "password2": NEW})

    assert User.objects.get(pk=editor.pk).check_password(NEW)
    assert [is_in(browser) for browser in browsers] == [False, False]


def test_the_person_ends_the_other_sessions(browsers):
    here, elsewhere = browsers
    prove(here)

    here.post("/konto/abmelden-ueberall/")

    assert (is_in(here), is_in(elsewhere)) == (True, False)


def test_looking_at_the_page_ends_nothing(browsers):
    here, elsewhere = browsers
    prove(here)

    here.get("/konto/abmelden-ueberall/")

    assert is_in(elsewhere)


def test_a_role_that_is_taken_ends_all_sessions(town, editor, browsers):
    """Detects the removal of the receiver on ``Membership``."""
    admin = person(town, Role.ADMINISTRATOR)

    change_roles(editor, town, actor=admin, roles=[Role.EDITOR])

    assert [is_in(browser) for browser in browsers] == [False, False]


def test_a_role_that_is_given_ends_nothing(editor, browsers):
    Membership.objects.create(user=editor, municipality=MunicipalityFactory(), role=Role.READER)

    assert all(is_in(browser) for browser in browsers)


def test_an_account_that_is_shut_has_no_session(editor, browsers):
    User.objects.filter(pk=editor.pk).update(is_active=False)

    assert [is_in(browser) for browser in browsers] == [False, False]


def test_ending_one_persons_sessions_leaves_the_others(town, editor, browsers):
    colleague = log_in(with_address(person(town, Role.EDITOR)))

    end_sessions(editor)

    assert is_in(colleague) and not is_in(browsers[0])


def test_sessions_from_before_this_rule_go_on(editor):
    """An update of the software signs nobody out: without an ended session the hash is Django's own."""
    plain = super(User, editor).get_session_auth_hash()

    assert editor.session_epoch == 0 and editor.get_session_auth_hash() == plain


def test_a_rotated_secret_keeps_sessions_and_an_ended_one_stays_ended(editor, settings):
    end_sessions(editor)
    before = editor.get_session_auth_hash()
    settings.SECRET_KEY_FALLBACKS, settings.SECRET_KEY = [settings.SECRET_KEY], "another-secret-" + "y" * 40

    assert list(editor.get_session_auth_fallback_hash()) == [before]
    assert editor.get_session_auth_hash() != before


def test_a_session_whose_time_is_over_opens_nothing(browsers):
    here, elsewhere = browsers
    key = here.cookies["sessionid"].value

    Session.objects.filter(session_key=key).update(expire_date=now())

    assert (is_in(here), is_in(elsewhere)) == (False, True)


def test_a_session_ended_meanwhile_is_not_written_back(browsers):
    here, _elsewhere = browsers
    on_its_way = SessionStore(here.session.session_key)
    on_its_way["seen"] = 1
    Session.objects.all().delete()

    with pytest.raises(UpdateError):
        on_its_way.save()

    assert not Session.objects.exists()


def test_what_a_session_is_given_is_there_in_the_next_request(browsers):
    here, elsewhere = browsers
    held = SessionStore(here.session.session_key)
    held["seen"] = "Grünfläche"
    held.save()

    assert SessionStore(here.session.session_key)["seen"] == "Grünfläche"
    assert "seen" not in SessionStore(elsewhere.session.session_key)
