# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""What the settings' addresses and keys mean. Each function raises ValueError for what cannot be meant."""

from __future__ import annotations

from email.utils import parseaddr
from importlib.util import find_spec
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit

import environ
from cryptography.fernet import Fernet

POSTGRES_SCHEMES = {"postgres", "postgresql"}
POSTGRES_FORM = "postgres://NAME:PASSWORD@HOST:5432/DATABASE"
# Scheme → (backend, settings, usual port). smtps is TLS from the first byte, smtp+tls begins with STARTTLS.
MAIL_SCHEMES: dict[str, tuple[str, dict[str, Any], int]] = {
    "smtp": ("smtp", {}, 25),
    "smtp+tls": ("smtp", {"EMAIL_USE_TLS": True}, 587),
    "smtps": ("smtp", {"EMAIL_USE_SSL": True}, 465),
    "smtp+ssl": ("smtp", {"EMAIL_USE_SSL": True}, 465),
    "filemail": ("filebased", {}, 0),
    "consolemail": ("console", {}, 0),
    "memorymail": ("locmem", {}, 0),
    "dummymail": ("dummy", {}, 0),
}


def refuse_unless(fact: object) -> None:
    """Raise ValueError unless the fact holds; which one it was is for the caller's sentence to say."""
    if not fact:
        raise ValueError


def database(text: str) -> dict[str, Any]:
    """An entry of DATABASES for PostgreSQL or SQLite; further parameters of the driver may follow a ``?``."""
    scheme = text.partition(":")[0]
    if scheme == "sqlite":
        refuse_unless(text.startswith(("sqlite:///", "sqlite://:memory:")))
        return dict(environ.Env.db_url_config(text))
    refuse_unless(scheme in POSTGRES_SCHEMES)
    found: dict[str, Any] = environ.Env.db_url_config(text)
    refuse_unless(found["NAME"] and found["HOST"])
    refuse_unless(all(part.isdecimal() for part in str(found["PORT"]).split(",") if part))
    return found


def redis(text: str) -> str:
    """The address of a Redis or Valkey as redis-py and Django's cache take it."""
    parts = urlsplit(text)
    if parts.scheme == "unix":
        refuse_unless(parts.path.strip("/"))
        return text
    refuse_unless(parts.scheme in {"redis", "rediss"} and parts.hostname)
    refuse_unless(parts.port is None or parts.port)
    refuse_unless(parts.path in {"", "/"} or parts.path[1:].isdecimal())
    return text


def broker(text: str) -> str:
    """The same address for Celery, which spells a unix socket differently."""
    parts = urlsplit(text)
    return f"redis+socket://{parts.path}?virtual_host=0" if parts.scheme == "unix" else text


def mail(text: str) -> dict[str, Any]:
    """Django's mail settings. ``filemail:///FOLDER`` names the folder by its full path."""
    parts = urlsplit(text)
    refuse_unless(parts.scheme in MAIL_SCHEMES)
    backend, found, usual_port = MAIL_SCHEMES[parts.scheme]
    settings = {"EMAIL_BACKEND": f"django.core.mail.backends.{backend}.EmailBackend", **found}
    if backend == "smtp":
        refuse_unless(parts.hostname and parts.path in {"", "/"})
        settings["EMAIL_HOST"] = parts.hostname
        settings["EMAIL_PORT"] = parts.port or usual_port
        settings["EMAIL_HOST_USER"] = unquote(parts.username or "")
        settings["EMAIL_HOST_PASSWORD"] = unquote(parts.password or "")
        refuse_unless(not parse_qs(parts.query))
    if backend == "filebased":
        refuse_unless(parts.path.strip("/") and not parts.netloc)
        settings["EMAIL_FILE_PATH"] = "/" + unquote(parts.path).lstrip("/")
    return settings


MAILBOX_PORTS = {"imaps": 993, "imap": 143}


def mailboxes(text: str) -> dict[str, dict[str, Any]]:
    """By the short name of a town where its mailbox is; several stand with blanks between. ``imap`` is without TLS,
    for a server on the same host alone."""
    found = {}
    for entry in text.split():
        town, _, address = entry.partition("=")
        parts = urlsplit(address)
        refuse_unless(town and parts.scheme in MAILBOX_PORTS and parts.hostname and parts.username and parts.password)
        refuse_unless(parts.scheme == "imaps" or parts.hostname in {"localhost", "127.0.0.1", "::1"})
        refuse_unless(not parts.query and town not in found)
        folder = unquote(parts.path.strip("/")) or "INBOX"
        refuse_unless('"' not in folder and folder.isprintable() and folder.isascii())
        found[town] = {
            "host": parts.hostname,
            "port": parts.port or MAILBOX_PORTS[parts.scheme],
            "name": unquote(parts.username or ""),
            "password": unquote(parts.password or ""),
            "folder": folder,
            "is_encrypted": parts.scheme == "imaps",
        }
    return found


def field_keys(text: str) -> list[str]:
    """Fernet keys, newest first."""
    keys = [key.strip() for key in text.split(",") if key.strip()]
    refuse_unless(keys)
    for key in keys:
        Fernet(key)
    return keys


def hosts(text: str) -> list[str]:
    """Host names as ALLOWED_HOSTS takes them; never all of them."""
    names = [name.strip() for name in text.split(",") if name.strip()]
    for name in names:
        refuse_unless("*" not in name and name.strip(".") and not set(name) & set("/ @?#"))
        refuse_unless(name.startswith("[") or ":" not in name)
    refuse_unless(names)
    return names


def web_address(text: str) -> str:
    """The public address, without a slash at its end."""
    parts = urlsplit(text)
    refuse_unless(parts.scheme in {"http", "https"} and parts.hostname and (parts.port is None or parts.port))
    refuse_unless(parts.path in {"", "/"} and not parts.query and not parts.fragment and not parts.username)
    return text.rstrip("/")


def sender(text: str) -> str:
    """A mail address, with or without a name before it."""
    name, _, domain = parseaddr(text)[1].partition("@")
    refuse_unless(name and domain and "\n" not in text)
    return text


def folder(text: str) -> str:
    """A full path; whether it is there is another question."""
    refuse_unless(Path(text).is_absolute() and "\0" not in text)
    return text


def existing_folder(text: str) -> str:
    """A full path of a folder that is there. One that is not mounted must not be made beside itself."""
    refuse_unless(Path(folder(text)).is_dir())
    return text


def storage_class(text: str) -> str:
    """The dotted name of a class whose module is installed; Django loads it when it is needed."""
    module, _, name = text.rpartition(".")
    try:
        refuse_unless(module and name.isidentifier() and find_spec(module))
    except ImportError as error:
        raise ValueError from error
    return text
