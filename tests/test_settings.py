# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""A production starts with settings that can be meant, or says in a sentence which ones cannot and what to write."""

import importlib
import os
import re
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

import config
from config.settings import addresses

# Settings are read before any database is known.
pytestmark = pytest.mark.sqlite_only

ROOT = Path(settings.BASE_DIR)
SOURCES = sorted((ROOT / "config" / "settings").glob("*.py"))
PRODUCTION = {
    "SECRET_KEY": "s" * 60,
    "FIELD_ENCRYPTION_KEYS": "Y2hlY2stb25seS1jaGVjay1vbmx5LWNoZWNrLW9ubHk=",
    "ALLOWED_HOSTS": "dorflinde.example.org",
    "BASE_URL": "https://dorflinde.example.org",
    "DATABASE_URL": "postgres://dorflinde@127.0.0.1:1/dorflinde",
    "REDIS_URL": "redis://127.0.0.1:1/0",
    "EMAIL_URL": "smtp://127.0.0.1:1",
    "DEFAULT_FROM_EMAIL": "Dorflinde <dorflinde@example.org>",
    "MEDIA_ROOT": tempfile.gettempdir(),
}
READ = re.findall(r'env\.(\w+)\(\s*"([A-Z_]+)"', "".join(path.read_text() for path in SOURCES))
KIND_OF = {name: kind for kind, name in READ if kind != "refuse"}
# What somebody types by mistake; a text of any content is a secret key.
GARBAGE = {
    "bool": ["perhaps", "2"],
    "int": ["many", "-1", "1.5", "²", "9" * 30],
    "float": ["a little", "-1", "0,5", "9" * 30, "nan"],
    "choice": ["something"],
    "FIELD_ENCRYPTION_KEYS": ["abc", ",", "Y2hlY2stb25seS1jaGVjay1vbmx5LWNoZWNrLW9ubHk=,abc", "ä" * 44],
    "ALLOWED_HOSTS": ["*", "*.example.org", "https://dorflinde.example.org", ",", "dorflinde.example.org:443"],
    "BASE_URL": ["dorflinde.example.org", "ftp://a.example", "https://", "https://a.example/path", "https://a:b:c"],
    "DATABASE_URL": [
        "abc", "postgres://", "postgres://h", "postgres://h:x/db", "mysql://u@h/db", "sqlite:x", "postgres://[::1/db",
    ],
    "REDIS_URL": ["abc", "redis://", "http://h", "redis://h:x/0", "redis://h/abc", "unix://"],
    "EMAIL_URL": ["abc", "smtp://", "smtp://h:x", "pop3://h", "smtp://h?tls=1", "filemail://", "smtp+tls://n:a/b@h:587"],
    "TOPIC_MAILBOX": [
        "abc", "imaps://n:p@h", "stadt=pop3://n:p@h", "stadt=imaps://h", "stadt=imap://n:p@mail.example.org",
        "stadt=imaps://n:p@h:x", "a=imaps://n:p@h a=imaps://n:p@g", "stadt=imaps://n:p@h/%22",
    ],
    "DEFAULT_FROM_EMAIL": ["abc", "Dorflinde <>", "@example.org"],
    "MEDIA_ROOT": ["media", "/is/not/there", "/dev/null"],
    "MEDIA_STORAGE": ["abc", "not.there.Storage", "storages.backends.s3."],
    "STATIC_ROOT": ["static"],
    "META_GRAPH_VERSION": ["26", "v26", "latest", "v26.0/../me"],
    "META_APP_SECRET": ["abc", "g" * 32, "0" * 31],
    "META_WEBHOOK_TOKEN": ["short", "ä" * 30, "a" * 101],
    "META_APP_ID": ["abc", "12", "1" * 30, "²" * 6],
    "THREADS_APP_ID": ["abc", "12", "1" * 30],
    "THREADS_APP_SECRET": ["abc", "g" * 32, "0" * 31],
}  # fmt: skip


def read(monkeypatch: pytest.MonkeyPatch, environment: dict[str, str]) -> dict[str, Any]:
    """The settings that result from this environment and nothing else."""
    monkeypatch.setattr(os, "environ", dict(environment))
    monkeypatch.setattr(config, "settings", config.settings)  # the import below sets another one
    for name in [name for name in sys.modules if f"{name}.".startswith("config.settings.")]:
        monkeypatch.delitem(sys.modules, name)
    return vars(importlib.import_module("config.settings"))


def refusal(monkeypatch: pytest.MonkeyPatch, environment: dict[str, str]) -> str:
    with pytest.raises(ImproperlyConfigured) as refused:
        read(monkeypatch, environment)
    return str(refused.value)


def cases() -> list[tuple[str, str]]:
    return [
        (name, garbage)
        for name, kind in sorted(KIND_OF.items())
        if name != "SECRET_KEY"
        for garbage in GARBAGE.get(name) or GARBAGE[kind]
    ]


def test_a_complete_configuration_starts(monkeypatch: pytest.MonkeyPatch) -> None:
    assert read(monkeypatch, PRODUCTION)["MEDIA_ROOT"] == PRODUCTION["MEDIA_ROOT"]


def test_plans_are_kept_by_postgresql_unless_the_operator_says_otherwise(monkeypatch: pytest.MonkeyPatch) -> None:
    def threshold(**further: str) -> Any:
        return read(monkeypatch, PRODUCTION | further)["DATABASES"]["default"]["OPTIONS"]["prepare_threshold"]

    assert threshold() == 5
    assert threshold(PREPARED_STATEMENTS="0") is None


@pytest.mark.parametrize("name", sorted(PRODUCTION))
def test_without_a_required_value_it_does_not_start_and_names_it(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    said = refusal(monkeypatch, {key: value for key, value in PRODUCTION.items() if key != name})

    assert f"Missing: {name}." in said


@pytest.mark.parametrize(("name", "garbage"), cases())
def test_what_cannot_be_meant_is_refused_by_one_sentence(
    name: str, garbage: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    said = refusal(monkeypatch, PRODUCTION | {name: garbage})

    assert said.startswith(f"{name} ")
    assert "\n" not in said
    assert re.search(r"Write|Leave|leave|no full path", said)


@pytest.mark.parametrize("name", ["SECRET_KEY", "FIELD_ENCRYPTION_KEYS", "DATABASE_URL", "EMAIL_URL", "REDIS_URL"])
def test_a_refusal_does_not_repeat_what_may_be_secret(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    word = "geheimes-kennwort"

    for value in (word, f"smtp://{word}:{word}@h:x", f"postgres://{word}:{word}@h:x/y"):
        environment = PRODUCTION | {name: value, "DEBUG": "1"}

        assert word not in refusal(monkeypatch, environment)


def test_everything_wrong_is_named_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    said = refusal(monkeypatch, PRODUCTION | {"REDIS_URL": "abc", "WORKER_THREADS": "many", "DEMO": "perhaps"})

    assert [line.split()[0] for line in said.splitlines()] == ["DEMO", "REDIS_URL", "WORKER_THREADS"]


@pytest.mark.parametrize(("name", "value"), [("DEBUG", "1"), ("ALLOW_LOCAL_PEERS", "1")])
def test_what_is_for_development_only_is_refused_in_production(
    name: str, value: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert refusal(monkeypatch, PRODUCTION | {name: value}).startswith(name)
    assert read(monkeypatch, PRODUCTION | {name: value, "DEMO": "1", "ALLOWED_HOSTS": "localhost"})[name] is True


def test_the_demo_is_refused_under_a_public_name(monkeypatch: pytest.MonkeyPatch) -> None:
    assert refusal(monkeypatch, PRODUCTION | {"DEMO": "1"}).startswith("DEMO=1 ")


@pytest.mark.parametrize("name", sorted(KIND_OF))
def test_a_file_that_holds_no_value_is_named_with_its_path(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    empty, binary, absent = tmp_path / "empty", tmp_path / "binary", tmp_path / "absent"
    empty.write_text(" \n")
    binary.write_bytes(b"\xff\xfe\x00")

    for path in (empty, binary, absent, tmp_path):
        said = refusal(monkeypatch, PRODUCTION | {f"{name}_FILE": str(path)})

        assert said.startswith(f"{name}_FILE names ") and str(path) in said
        assert "\n" not in said


def test_a_value_from_a_file_loses_the_end_of_its_line(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """``echo`` and most editors write one; in a key it would be another key."""
    (tmp_path / "key").write_text(PRODUCTION["SECRET_KEY"] + "\n")
    environment = {key: value for key, value in PRODUCTION.items() if key != "SECRET_KEY"}

    found = read(monkeypatch, environment | {"SECRET_KEY_FILE": str(tmp_path / "key")})

    assert found["SECRET_KEY"] == PRODUCTION["SECRET_KEY"]


@pytest.mark.parametrize(
    ("address", "expected"),
    [
        ("smtp://h", {"EMAIL_HOST": "h", "EMAIL_PORT": 25}),
        ("smtp+tls://n:p%2Fw@h", {"EMAIL_PORT": 587, "EMAIL_USE_TLS": True, "EMAIL_HOST_PASSWORD": "p/w"}),
        ("smtps://h:465", {"EMAIL_PORT": 465, "EMAIL_USE_SSL": True}),
        ("filemail:///var/mail", {"EMAIL_FILE_PATH": "/var/mail"}),
        ("filemail:///home/a%20b%23c/mail", {"EMAIL_FILE_PATH": "/home/a b#c/mail"}),
    ],
)
def test_the_address_of_a_mail_server_means_what_it_says(address: str, expected: dict[str, Any]) -> None:
    """TLS from the first byte is not STARTTLS, and a full path stays one."""
    found = addresses.mail(address)

    assert found | expected == found
    assert not (found.get("EMAIL_USE_TLS") and found.get("EMAIL_USE_SSL"))


def test_a_postgresql_behind_a_socket_or_in_a_cluster_is_taken() -> None:
    socket = addresses.database("postgres:////var/run/postgresql/town")
    cluster = addresses.database("postgres://name:word@a:5432,b:5433/town?sslmode=require")

    assert (socket["HOST"], socket["NAME"]) == ("/var/run/postgresql", "town")
    assert (cluster["HOST"], cluster["PORT"]) == ("a,b", "5432,5433")


@pytest.mark.parametrize(
    ("command", "environment"),
    [
        (["manage.py", "check", "--deploy"], {"FIELD_ENCRYPTION_KEYS": "abc"}),
        (["manage.py", "clearsessions"], {}),  # nothing listens on port 1
        (["-m", "celery", "-A", "config", "worker"], {"FIELD_ENCRYPTION_KEYS": "abc"}),
        (["-m", "gunicorn", "config.wsgi", "--bind", "127.0.0.1:0"], {"FIELD_ENCRYPTION_KEYS": "abc"}),
        (["-m", "gunicorn", "config.wsgi", "--config", "deploy/gunicorn.conf.py"], {"WEB_THREADS": "many"}),
    ],
    ids=["check", "database", "worker", "web", "web-threads"],
)
def test_no_part_of_the_installation_ends_with_a_traceback(command: list[str], environment: dict[str, str]) -> None:
    bare = {"PATH": os.environ["PATH"], **PRODUCTION, **environment}

    ended = subprocess.run([sys.executable, *command], cwd=ROOT, env=bare, capture_output=True, text=True, timeout=60)

    assert ended.returncode != 0
    assert "Traceback" not in ended.stderr
    assert re.search(rf"^({'|'.join(environment) or 'The database of DATABASE_URL'}) ", ended.stderr, re.MULTILINE)
