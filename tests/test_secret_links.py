# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""No log and no mail to an administrator names what opens a link: every kind, with tokens that are valid."""

import io
import logging
import re
import sys
from contextlib import contextmanager

import pytest
from django.core import mail
from django.test import Client, RequestFactory
from django.urls import get_resolver, path
from django.urls.converters import IntConverter, SlugConverter
from gunicorn.config import Config
from gunicorn.glogging import Logger

from core.secret_links import QuietRecord, Secret, _patterns, hide_secrets, is_secret
from tests.leak_world import World
from tests.links import kinds_of_links, links_of, secrets_of

#: Free text in an address that opens nothing.
HARMLESS = {
    ("channels:document_file", "file_format"),
    ("channels:town_document_file", "file_format"),
    ("admin:app_list", "app_label"),
}
#: Rows are named by numbers and short names; what else a converter takes is listed where it is registered.
FREE_TEXT = "zzz-Zzz_123~x"


@pytest.fixture
def links(db) -> dict[str, str]:
    return links_of(World.build("Geheimlingen"))


@contextmanager
def everything_logged():
    """What any handler of the process would write, tracebacks included."""
    text, root = io.StringIO(), logging.getLogger()
    handler = logging.StreamHandler(text)
    handler.setFormatter(logging.Formatter("{asctime} {levelname} {name} {message}", style="{"))
    before = root.level
    root.addHandler(handler)
    root.setLevel(logging.DEBUG)
    try:
        yield text
    finally:
        root.removeHandler(handler)
        root.setLevel(before)


def leaked(links, text: str) -> list[str]:
    return [name for name, link in links.items() for secret in secrets_of(link) if secret in text]


def test_free_text_in_an_address_is_a_secret_or_listed_as_harmless():
    """Fails for a new link with ``<str:…>``: write ``<secret:…>``, and give ``tests/links.py`` a valid one."""
    open_ones = set()
    for name, _prefix, pattern, converters in _patterns(get_resolver()):
        for parameter in re.compile(pattern.pattern.regex.pattern).groupindex:
            converter = converters.get(parameter)
            takes_free_text = converter is None or (
                not isinstance(converter, SlugConverter | IntConverter) and re.fullmatch(converter.regex, FREE_TEXT)
            )
            if takes_free_text and not is_secret(parameter, converter):
                open_ones.add((name, parameter))

    assert {pair for pair in open_ones if not pair[0].startswith("admin:")} - HARMLESS == set()


def test_a_valid_link_of_every_kind_is_walked(links):
    assert set(links) == kinds_of_links()


def test_no_log_names_a_token_whatever_becomes_of_the_link(links):
    """Opened, sent without a CSRF token, with a wrong method, cut off, prolonged, and as the page one came from."""
    with everything_logged() as text:
        for link in links.values():
            client = Client(enforce_csrf_checks=True, raise_request_exception=False)
            client.get(link, {"next": link})
            client.post(link, {"token": link})
            client.put(link)
            client.get(link.rstrip("/"))
            client.get(link + "mehr/")
            client.get("/gibt/es/nicht/", HTTP_REFERER=f"http://testserver{link}")
            client.post("/konto/login/", HTTP_REFERER=f"http://testserver{link}", QUERY_STRING=f"next={link}")

    said = text.getvalue()
    assert "Not Found" in said and "Forbidden" in said
    assert leaked(links, said) == []


def broken(request, **given):
    raise RuntimeError(f"could not show {request.get_full_path()}")


def test_an_error_on_a_link_names_no_token_in_log_or_mail(links, settings, rf):
    """The mail shows path, query, body, headers and traceback of the request."""
    settings.ADMINS = [("IT", "it@stadt.example")]
    records = logging.getLogger("django.request")
    with everything_logged() as text:
        for link in links.values():
            request = rf.post(f"{link}?next={link}", {"token": link}, HTTP_REFERER=f"http://testserver{link}")
            request.COOKIES["sessionid"] = "s" * 32
            try:
                broken(request)
            except RuntimeError:
                given = {"exc_info": sys.exc_info(), "extra": {"status_code": 500, "request": request}}
                records.error("Internal Server Error: %s", request.path, **given)

    mails = "".join(f"{letter.subject}\n{letter.body}" for letter in mail.outbox)
    assert len(mail.outbox) == len(links) and "RuntimeError" in mails
    assert leaked(links, text.getvalue()) == [] and leaked(links, mails) == []
    assert "s" * 32 not in mails


def test_the_access_log_of_gunicorn_names_no_token(links):
    """Its line repeats the request line and the page one came from; it is off unless somebody turns it on."""
    config = Config()
    config.set("accesslog", "-")
    logger = Logger(config)

    class Answer:
        status, sent, headers, response_length = "200 OK", 10, [], 10

    class Asked:
        headers = [("REFERER", "x")]

    with everything_logged() as text:
        logger.access_log.propagate = True
        for link in links.values():
            environ = {
                **RequestFactory().get("/").environ,
                "REQUEST_METHOD": "GET",
                "RAW_URI": f"{link}?a=b",
                "SERVER_PROTOCOL": "HTTP/1.1",
                "HTTP_REFERER": f"https://stadt.example{link}",
                "HTTP_USER_AGENT": "Browser",
            }
            logger.access(Answer(), Asked(), environ, __import__("datetime").timedelta(seconds=1))

    assert text.getvalue().count("GET /") == len(links)
    assert leaked(links, text.getvalue()) == []


def test_every_line_of_the_process_is_made_of_the_quiet_record():
    """Detects the removal of ``config.settings.logs``."""
    assert logging.getLogRecordFactory() is QuietRecord


@pytest.mark.parametrize(
    ("said", "kept"),
    [
        ("Not Found: /einladung/abcDEF123/", "Not Found: /einladung/…/"),
        ("/konto/login/?next=%2Funterzeichnen%2FWzEs%3A1abcde%3Axyz%2F", "/konto/login/?…"),
        ("next is '%2Fantwort%2FWzEsMiwz%2F'", "next is '%2Fantwort%2F…%2F'"),
        ("/stadt/netiquette/beschwerde/eingegangen/WzEs/", "/stadt/netiquette/beschwerde/eingegangen/…/"),
        ("key ImZv:1tGq3A:Rk5mJ8Xw7aVbQeTzLpOiUyHgFdSaQwErTyU here", "key … here"),
        ("/stadt/planen/beitrag/12/ took 30 ms", "/stadt/planen/beitrag/12/ took 30 ms"),
    ],
)
def test_only_the_secret_is_hidden(said, kept):
    assert hide_secrets(said) == kept


def test_a_pattern_says_by_itself_that_it_holds_a_secret():
    pattern = path("neu/<token>/", broken, name="neu")

    assert is_secret("code", Secret()) and not is_secret("code", IntConverter())
    assert is_secret("token", pattern.pattern.converters["token"])
