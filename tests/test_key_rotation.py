# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""Changing the key under which everything secret lies: after the command the old one is needed by nothing."""

import base64
import os
import re
from datetime import timedelta
from pathlib import Path

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP
from allauth.mfa.utils import decrypt
from django.conf import settings as django_settings
from django.core.files.storage import default_storage
from django.core.management import CommandError, call_command
from django.db import connection
from django.utils.timezone import now

from accounts.audit import first_break, prune_trail
from accounts.models import AuditCheckpoint, Role
from accounts.services.encrypted import registered_kinds, renew_encryption
from channels_mgmt.models import Consent, Credential, TopicMail
from channels_mgmt.models.sign_ins import PlatformApp, SignInAttempt
from channels_mgmt.services.rights import enter_consent
from channels_mgmt.services.scans import open_scan
from community.models import DepartmentFile
from community.services.department_files import open_department_file
from tests.channels_mgmt.factories import live_channel
from tests.community.factories import PLAN, comment_in, department_answered, moderator, paper
from tests.factories import person

ROOT = Path(django_settings.BASE_DIR)
SECRET = "JBSWY3DPEHPK3PXP"


def new_key() -> str:
    return base64.urlsafe_b64encode(os.urandom(32)).decode()


@pytest.fixture
def officer(town):
    return person(town, Role.COMMUNICATIONS)


@pytest.fixture
def secrets(town, officer):
    """One of everything that lies encrypted."""
    channel = live_channel(town, slot=2, platform="mastodon")
    Credential.objects.create(channel=channel, tokens={"access": "a", "refresh": "r"})
    PlatformApp.objects.create(municipality=town, connector="mastodon", base_url="https://a.example", keys={"id": "7"})
    SignInAttempt.objects.create(channel=channel, person=officer, secrets={"verifier": "v"}, ends_at=now())
    TopicMail.objects.create(
        municipality=town, key="k", state="to_look_at", content={"words": "Hallo"}, received_at=now()
    )
    given_on = town.local_day() - timedelta(days=9)
    words = {"who": "Kita", "purpose": "Sommerfest", "signed_by": "parents", "given_on": given_on, "assets": ()}
    enter_consent(town, actor=officer, scan=paper(), **words)
    alma = moderator(town)
    department_answered(comment_in(town), alma, files=[paper()])
    TOTP.activate(officer, SECRET)
    RecoveryCodes.activate(officer)
    prune_trail(town, now() + timedelta(days=6 * 366))
    assert AuditCheckpoint.objects.filter(municipality=town).exists()
    return officer, alma


def opened(people) -> list[object]:
    """Everything, as whoever needs it gets it."""
    officer, alma = people
    totp = Authenticator.objects.get(type=Authenticator.Type.TOTP)
    return [
        Credential.objects.get().tokens,
        PlatformApp.objects.get().keys,
        SignInAttempt.objects.get().secrets,
        TopicMail.objects.get().content,
        open_scan(Consent.objects.get(), actor=officer).content,
        open_department_file(DepartmentFile._base_manager.get(), actor=alma).content,
        decrypt(totp.data["secret"]),
        RecoveryCodes(Authenticator.objects.get(type=Authenticator.Type.RECOVERY_CODES)).get_unused_codes(),
    ]


def files() -> set[str]:
    return {f"{row.scan}" for row in Consent.objects.all()} | {
        str(row.file) for row in DepartmentFile._base_manager.all()
    }


def test_after_the_command_nothing_needs_the_old_key(town, secrets, settings, capsys):
    before, names = opened(secrets), files()
    settings.FIELD_ENCRYPTION_KEYS = [new_key(), *settings.FIELD_ENCRYPTION_KEYS]

    call_command("rotate_keys")
    said = capsys.readouterr().out
    settings.FIELD_ENCRYPTION_KEYS = settings.FIELD_ENCRYPTION_KEYS[:1]

    assert opened(secrets) == before
    assert "Nothing needs an older key." in said
    for name in registered_kinds():
        assert f"{name}: 0 under the newest key, {2 if 'mfa' in name else 1} renewed, 0 under" in said
    assert first_break(town) is None
    assert not files() & names and not any(default_storage.exists(name) for name in names)
    assert before[4] == before[5] == PLAN


def test_a_second_run_changes_nothing(secrets, settings):
    settings.FIELD_ENCRYPTION_KEYS = [new_key(), *settings.FIELD_ENCRYPTION_KEYS]
    call_command("rotate_keys")
    names = files()

    again = renew_encryption(writes=True)

    assert sum(found.older + found.renewed for found in again.values()) == 0
    assert files() == names


def test_looking_alone_changes_nothing_and_ends_with_an_error(secrets, settings, capsys):
    names = files()
    settings.FIELD_ENCRYPTION_KEYS = [new_key(), *settings.FIELD_ENCRYPTION_KEYS]

    with pytest.raises(CommandError, match="9 still need an older key"):
        call_command("rotate_keys", "--check")

    assert "channels_mgmt.Credential.tokens: 0 under the newest key, 0 renewed, 1 under an older one" in (
        capsys.readouterr().out
    )
    assert files() == names


def test_what_no_key_opens_is_named_and_left_alone(secrets, settings, capsys):
    tokens = Credential.objects.values_list("pk").get()
    older = settings.FIELD_ENCRYPTION_KEYS
    settings.FIELD_ENCRYPTION_KEYS = [new_key()]

    with pytest.raises(CommandError, match="None of the keys opens 9 of them"):
        call_command("rotate_keys")

    assert f"channels_mgmt.Credential.tokens: 0 under the newest key, 0 renewed, 0 under an older one, 1 under none: #{tokens[0]}" in capsys.readouterr().out  # fmt: skip # noqa: E501
    settings.FIELD_ENCRYPTION_KEYS = older
    assert opened(secrets)[0] == {"access": "a", "refresh": "r"}


def test_a_file_that_was_lost_is_named_and_stops_nothing(secrets, settings, capsys):
    default_storage.delete(str(Consent.objects.get().scan))
    settings.FIELD_ENCRYPTION_KEYS = [new_key(), *settings.FIELD_ENCRYPTION_KEYS]

    call_command("rotate_keys")

    assert "1 without their file" in capsys.readouterr().out


def test_a_token_that_a_worker_stores_meanwhile_stays(secrets, settings):
    """Removal: renewing a row whatever stands in it by now."""
    settings.FIELD_ENCRYPTION_KEYS = [new_key(), *settings.FIELD_ENCRYPTION_KEYS]
    done = []

    def store_first(execute, sql, params, many, context):
        if sql.startswith("UPDATE") and "channels_mgmt_credential" in sql and not done:
            done.append(sql)
            Credential.objects.update(tokens={"access": "fresh"})
        return execute(sql, params, many, context)

    with connection.execute_wrapper(store_first):
        found = renew_encryption(writes=True)["channels_mgmt.Credential.tokens"]

    assert Credential.objects.get().tokens == {"access": "fresh"}
    assert (found.older, found.renewed, len(done)) == (1, 0, 1)


def test_whoever_encrypts_something_says_so_to_the_command():
    """Columns are found by their kind. A new place that encrypts belongs in this list and to ``register_encrypted``."""
    words = re.compile(r"\bencrypt(_bytes)?\(")
    own = [
        "accounts",
        "channels_mgmt",
        "community",
        "core",
        "netiquette",
        "practice",
        "reporting",
        "staffing",
        "strategy",
    ]
    found = {
        str(path.relative_to(ROOT))
        for app in own
        for path in (ROOT / app).rglob("*.py")
        if words.search(path.read_text(encoding="utf-8"))
    }

    assert found == {
        "accounts/login/adapter.py",
        "channels_mgmt/models/fields.py",
        "channels_mgmt/services/scans.py",
        "community/services/department_files.py",
        "core/encryption.py",
    }
    assert registered_kinds() == [
        "accounts.AuditCheckpoint.signature",
        "channels_mgmt.Consent.scan",
        "channels_mgmt.Credential.tokens",
        "channels_mgmt.PlatformApp.keys",
        "channels_mgmt.SignInAttempt.secrets",
        "channels_mgmt.TopicMail.content",
        "community.DepartmentFile.file",
        "mfa.Authenticator.data",
    ]
