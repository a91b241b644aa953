# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""What passes the door of the house: no NUL, one line end, nothing unprintable, days and numbers to reckon with."""

from datetime import UTC, date, datetime
from io import BytesIO
from zipfile import ZipFile

import pytest
from django import forms
from django.core.exceptions import BadRequest
from django.db import connection, transaction
from django.http import HttpResponse, QueryDict
from django.test import Client
from django.urls import reverse
from django.utils.timezone import now
from hypothesis import given
from hypothesis import strategies as st

from accounts.models import Municipality, Role
from channels_mgmt.connectors.contract import IncomingComment
from channels_mgmt.legal.paper import as_odt, as_pdf
from channels_mgmt.models import ChannelDocument, Post
from community.forms import LineField, PlainField
from core.converters import Day, Month
from core.days import EARLIEST, LATEST, DayField, read_day, read_moment
from core.incoming import IncomingMiddleware, _cleaned
from core.text import LARGEST, clean_json, clean_text, read_number
from core.urls import way_back
from tests.channels_mgmt.factories import checked_document
from tests.community.factories import practice_channel
from tests.factories import person
from tests.pages import forms_in, signed_in

FAMILY = "👨‍👩‍👧 می‌خواهم क्‍ष"


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("eins\r\nzwei\rdrei\nvier", "eins\nzwei\ndrei\nvier"),
        ("aus\x0bWord\x0cund\x85und\u2028und\u2029Ende", "aus\nWord\nund\nund\nund\nEnde"),
        ("\ufeffmit\x00 \x07Glocke\x1b[31m\x7f\x9f", "mit Glocke[31m"),
        ("halb \ud83d und \ufffe\uffff", "halb  und "),
        ("Tab\tbleibt", "Tab\tbleibt"),
        (FAMILY, FAMILY),
    ],
)
def test_text_is_cleaned_and_no_script_suffers(typed, kept):
    assert clean_text(typed) == kept


@given(st.text(st.characters(exclude_categories=[])))
def test_what_is_cleaned_stays_as_it_is(text):
    assert clean_text(clean_text(text)) == clean_text(text)
    clean_text(text).encode()


def test_the_json_of_others_is_cleaned_cut_and_ended():
    """Removal: one of the three; PostgreSQL refuses NUL and halves of characters in JSON as well."""
    endless: list = []
    endless.append(endless)
    odd = {"a\x00": "b\ud800c", "words": "x" * 9, "rows": [1, 2, 3], "deep": endless, "thing": object()}

    kept = clean_json(odd, longest=4, most=2, depth=5)

    assert kept == {"a": "bc", "words": "xxxx", "rows": [1, 2], "deep": [[[[None]]]], "thing": None}


@pytest.mark.parametrize(
    ("typed", "number"),
    [("12", 12), ("007", 7), ("²", None), ("١٢", None), ("-1", None), ("1_0", None), ("", None),
     ("9" * 5000, None), (str(LARGEST), LARGEST), (str(LARGEST + 1), None)],
)  # fmt: skip
def test_a_number_is_written_in_ten_digits_and_fits_the_database(typed, number):
    assert read_number(typed) == number


@pytest.mark.parametrize(
    "typed", ["0001-01-01", "1899-12-31", "2200-01-01", "9999-12-31", "2026-02-30", "abc", "²", ""]
)
def test_days_outside_the_calendar_are_no_days(typed):
    assert read_day(typed) is None and read_moment(f"{typed}T00:00:00+14:00") is None
    for converter in (Day(), Month()):
        with pytest.raises(ValueError):
            converter.to_python(typed if isinstance(converter, Day) else typed[:7] + "x")
    with pytest.raises(forms.ValidationError):
        DayField().clean(typed)


def test_the_first_and_the_last_day_are_days():
    for day in (EARLIEST, LATEST):
        assert read_day(f"{day:%Y-%m-%d}") == day == DayField().clean(f"{day:%Y-%m-%d}")
    assert read_moment("2026-11-28T10:00:00+00:00") == datetime(2026, 11, 28, 10, tzinfo=UTC)
    assert Month().to_python("2026-11") == date(2026, 11, 1)


@pytest.mark.parametrize(
    ("wanted", "leads_to"),
    [("/planen/?q=1", "/planen/?q=1"), ("http://testserver/x/", "http://testserver/x/"), ("abc", "/"), ("", "/"),
     ("//evil.example", "/"), ("https://evil.example/", "/"), ("admin:index", "/"), ("javascript:alert(1)", "/")],
)  # fmt: skip
def test_only_an_address_of_this_host_is_followed(rf, wanted, leads_to):
    assert way_back(rf.get("/"), wanted) == leads_to


def test_a_way_on_that_is_no_address_reaches_no_library(db):
    """Detects the removal of the look at ``next``: it ended in errors of Django and of allauth."""
    for wanted in ("abc", "http://[::1", "https://a:99999/", "admin:nothing"):
        assert Client().post("/konto/password/reset/", {"email": "a@b.example", "next": wanted}).status_code < 500
        assert Client().get("/konto/login/", {"next": wanted}).status_code == 200


@pytest.fixture
def editor(town):
    return signed_in(person(town, Role.EDITOR))


@pytest.mark.parametrize(
    "send",
    [
        lambda client, url: client.get(f"{url}?q=a%00b"),
        lambda client, url: client.get(f"{url}?a%00b=1"),
        lambda client, url: client.get(f"{url}a%00b/"),
        lambda client, url: client.get(url, HTTP_REFERER="a\0b"),
        lambda client, url: client.get(url, HTTP_COOKIE='sessionid="\\000abc"'),
        lambda client, url: client.post(url, {"a\0b": "text"}),
        lambda client, url: client.post(url, '{"a": "\\u0000"}', content_type="application/json"),
        lambda client, url: client.post(url, b'{"a": "\0"}', content_type="application/json"),
        lambda client, url: client.post(url, b"x", content_type="text/plain; charset=utf-16"),
    ],
    ids=["query", "name", "path", "header", "cookie", "field", "json", "raw", "charset"],
)
def test_a_nul_anywhere_is_answered_with_a_page(town, editor, send):
    page = send(editor, f"/{town.slug}/planen/neu/")

    assert page.status_code == 400
    assert "Diese Anfrage wurde nicht verstanden" in page.content.decode()


def test_a_nul_in_a_field_shows_the_form_again_with_its_text(town, editor):
    """Removal: whatever lets the character reach the check of the field; the text would be gone."""
    page = editor.post(f"/{town.slug}/planen/neu/", {"title": "Zwei\0 Worte", "text": "a\0b\x07c", "kind": "other"})

    shown = next(form for form in forms_in(page.content.decode(), "") if "title" in form.fields)
    assert page.status_code == 422 and "Nullzeichen sind nicht erlaubt." in page.content.decode()
    assert (shown.values["title"], shown.values["text"].strip()) == ("Zwei Worte", "abc")
    assert b"\0" not in page.content and not Post.objects.exists()


@pytest.mark.parametrize("field", [PlainField(), LineField()], ids=["text", "line"])
def test_a_field_that_drops_what_nobody_sees_refuses_a_nul_before(field):
    with pytest.raises(forms.ValidationError):
        field.clean("Das war\0 Kritik.")
    assert field.clean("Das war\u200b Kritik.")


def test_no_statement_of_a_request_with_a_nul_carries_it_to_a_database(town, rf):
    """Removal: the look at the statements; a view that reads a field past every form would store it."""

    def view(request):
        Municipality.objects.filter(pk=town.pk).update(name=request.POST["text"])
        return HttpResponse()

    def get_response(request):
        door.process_view(request, view, (), {})
        return view(request)

    door = IncomingMiddleware(get_response)
    with pytest.raises(BadRequest), transaction.atomic():
        door(rf.post("/", {"text": "a\0b"}))

    assert Municipality.objects.get(pk=town.pk).name == town.name
    assert not connection.execute_wrappers


def test_a_refusal_speaks_the_language_of_the_visitor(db):
    page = Client().get("/konto/login/?q=%00", HTTP_ACCEPT_LANGUAGE="en")

    assert page.status_code == 400 and "This request was not understood" in page.content.decode()


def test_posts_leave_with_one_line_end_and_a_password_keeps_every_sign(town, editor):
    """Detects the removal of the cleaning at the door: browsers send ``\\r\\n``."""
    typed = {"title": "Zwei\x07 Zeilen", "text": "eins\r\nzwei", "kind": "other", "risk": "routine"}

    assert editor.post(f"/{town.slug}/planen/neu/", typed).status_code == 302

    post = Post.objects.get()
    assert (post.title, post.text) == ("Zwei Zeilen", "eins\nzwei")
    assert _cleaned(QueryDict("password=a%07b&text=a%07b")).dict() == {"password": "a\x07b", "text": "ab"}


def test_what_a_platform_sends_is_cleaned_at_its_border():
    comment = IncomingComment(
        "1", "", "", "a", "han\x00dle", "Na\x1bme", "eins\r\nzwei\ufeff", now(), "https://a.example"
    )

    assert (comment.author_handle, comment.author_name, comment.text) == ("handle", "Name", "eins\nzwei")


def test_paper_is_made_of_what_was_stored_before_texts_were_cleaned(town):
    """Detects an export that hands a control character to XML, which refuses it."""
    channel = practice_channel(town)
    document = checked_document(
        channel, author=person(town, Role.COMMUNICATIONS), text="# Konzept\x0b\n\nZeile\x07 eins\x1b"
    )
    Municipality.objects.filter(pk=town.pk).update(name="Stadt\x08 mit Zeichen")
    document = ChannelDocument.objects.get(pk=document.pk)

    odt, pdf = as_odt(document), as_pdf(document)

    text = ZipFile(BytesIO(odt)).read("content.xml").decode()
    assert "Zeile eins" in text and "\x07" not in text
    assert pdf.startswith(b"%PDF")
    assert ChannelDocument.objects.get(pk=document.pk).text == document.text


@pytest.mark.parametrize(
    ("name", "arguments"),
    [("planning:day", ["0001-01-01"]), ("planning:week_of", ["9999-12-31"]), ("planning:month_of", ["9999-12"]),
     ("netiquette:netiquette_day", ["0001-01-01"])],
)  # fmt: skip
def test_an_address_with_a_day_outside_the_calendar_is_no_page(town, editor, name, arguments):
    url = reverse("today:today", args=[town.slug])
    paths = {
        "planning:day": f"{url}planen/tag/{arguments[0]}/",
        "planning:week_of": f"{url}planen/woche/{arguments[0]}/",
        "planning:month_of": f"{url}planen/monat/{arguments[0]}/",
        "netiquette:netiquette_day": f"{url}netiquette/am/{arguments[0]}/",
    }

    assert editor.get(paths[name]).status_code == 404
