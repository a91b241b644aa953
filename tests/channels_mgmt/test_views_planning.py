# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
from datetime import date, datetime, timedelta

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils.timezone import now
from django_scopes import scopes_disabled

from accounts.models import Role
from channels_mgmt.models import Channel, Delivery, MediaAsset, Post
from channels_mgmt.services.media import add_image
from channels_mgmt.services.planning import submit_post
from tests.channels_mgmt import photos
from tests.channels_mgmt.factories import draft, live_channel
from tests.factories import MunicipalityFactory, person

TODAY = date(2026, 11, 23)


@pytest.fixture(autouse=True)
def _november():
    with time_machine.travel("2026-11-23T09:00Z", tick=True):
        yield


@pytest.fixture
def channel(town):
    return live_channel(town, name="Mastodon der Stadt")


@pytest.fixture
def editor(town):
    return person(town, Role.EDITOR)


@pytest.fixture
def as_editor(client, editor):
    client.force_login(editor)
    return client


def url(name, town, *args):
    return reverse(f"planning:{name}", args=[town.slug, *args])


def planned(town, day, hour=10, **fields):
    moment = datetime(day.year, day.month, day.day, hour)
    post = draft(town, **fields)
    Post.objects.filter(pk=post.pk).update(
        planned_day=day, planned_time=moment.time(), planned_at=moment.replace(tzinfo=now().tzinfo)
    )
    return post


# -- calendar


def test_the_month_shows_each_post_on_its_day_with_status_in_words(town, as_editor, editor, channel):
    planned(town, date(2026, 11, 25), title="Winterdienst", author=editor, channels=[channel])

    page = as_editor.get(url("month", town))

    content = page.content.decode()
    assert page.status_code == 200
    assert "Winterdienst" in content
    assert "network--mastodon" in content
    assert "<time>10:00</time>" in content


def test_the_holidays_are_those_of_the_state(db, client):
    shown = {}
    for code in ("08335043", "14612000"):
        town = MunicipalityFactory(municipality_code=code)
        client.force_login(person(town, Role.READER))
        shown[code] = "Buß- und Bettag" in client.get(url("month", town)).content.decode()

    assert shown == {"08335043": False, "14612000": True}


def test_more_posts_than_fit_are_a_link_to_the_day(town, as_editor, editor):
    day = date(2026, 11, 26)
    for number in range(5):
        planned(town, day, title=f"Meldung {number}", author=editor)

    content = as_editor.get(url("month", town)).content.decode()

    assert content.count("Meldung ") == 3
    assert url("day", town, day) in content
    assert as_editor.get(url("day", town, day)).content.decode().count("Meldung ") == 5


@pytest.mark.parametrize("page", ["month", "week", "agenda"])
def test_empty_and_senseless_filters_filter_nothing(town, as_editor, editor, page):
    planned(town, TODAY, title="Winterdienst", author=editor)

    for query in ("?q=&kanal=&status=&von=", "?kanal=abc&status=xyz&von=999999&page=99"):
        assert "Winterdienst" in as_editor.get(url(page, town) + query).content.decode()


def test_filters_narrow_by_channel_status_author_and_words(town, as_editor, editor, channel):
    other = person(town, Role.EDITOR)
    planned(town, TODAY, title="Winterdienst", author=editor, channels=[channel])
    planned(town, TODAY, title="Gemeinderat", author=other, state=Post.State.IN_REVIEW)

    def titles(query):
        content = as_editor.get(url("agenda", town) + query).content.decode()
        return {title for title in ("Winterdienst", "Gemeinderat") if title in content}

    assert titles(f"?kanal={channel.pk}") == {"Winterdienst"}
    assert titles("?status=in_review") == {"Gemeinderat"}
    assert titles(f"?von={other.pk}") == {"Gemeinderat"}
    assert titles("?q=winter") == {"Winterdienst"}
    assert titles("?q=winter dienst") == {"Winterdienst"}
    assert titles("?q=nichts") == set()


def test_a_scheduled_post_and_one_that_needs_a_person_look_different(town, as_editor, editor, channel):
    for state, title in (("scheduled", "Läuft"), ("uncertain", "Hängt")):
        post = planned(town, TODAY, title=title, author=editor, state=Post.State.APPROVED, approved_hash="x")
        Delivery.objects.create(post=post, channel=channel, due_at=now(), state=state)

    content = as_editor.get(url("month", town)).content.decode()

    assert "event--scheduled" in content
    assert "event--trouble" in content


@pytest.mark.parametrize("path", ["monat/2026-13/", "monat/1800-01/", "woche/2026-02-30/", "tag/0000-00-00/"])
def test_an_impossible_date_is_no_page(town, as_editor, path):
    assert as_editor.get(f"/{town.slug}/planen/{path}").status_code == 404


@pytest.mark.parametrize("page", ["month", "week", "agenda", "approvals"])
def test_every_view_needs_a_constant_number_of_queries(town, client, editor, officer, channel, page):
    client.force_login(officer)
    counts = []
    for number in (1, 3):
        while Post.objects.count() < number:
            post = planned(town, TODAY, author=editor, channels=[channel])
            add = add_image(town, actor=editor, upload=photos.upload())
            post.media.create(asset=add, position=1, alt_text="Rotes Ufer")
            submit_post(Post.objects.get(pk=post.pk), actor=editor)
        client.get(url(page, town))
        with CaptureQueriesContext(
            connection,
        ) as queries:
            client.get(url(page, town))
        counts.append(len(queries))

    assert counts[0] == counts[1] if page != "approvals" else counts[1] <= counts[0] + 8
    assert counts[0] <= 16


def test_the_month_with_five_thousand_posts_needs_at_most_twelve_queries(town, as_editor, editor, channel):
    days = [TODAY.replace(day=1) + timedelta(days=n % 30) for n in range(5000)]
    Post.objects.bulk_create(
        Post(
            municipality=town,
            title=f"Beitrag {n}",
            author=editor,
            planned_day=day,
            planned_time=datetime(2026, 1, 1, 9).time(),
            planned_at=datetime(day.year, day.month, day.day, 8, tzinfo=now().tzinfo),
        )
        for n, day in enumerate(days)
    )
    as_editor.get(url("month", town))

    with CaptureQueriesContext(connection) as queries:
        page = as_editor.get(url("month", town))

    assert len(queries) <= 12
    assert len(page.content) < 120_000
    assert page.content.decode().count("calendar__more") == 30


def test_the_pages_of_the_list_show_each_post_once_and_say_how_many_there_are(town, as_editor, editor, channel):
    for number in range(41):
        post = planned(town, TODAY, title=f"Meldung {number:02}.", author=editor, channels=[channel])
    draft(town, author=editor, title="Idee ohne Tag")
    addresses = [url("agenda", town) + query for query in ("", "?page=2", "?page=99")]

    first, second, last = (as_editor.get(address).content.decode() for address in addresses)

    shown = [n for n in range(41) for _times in range((first + second).count(f"Meldung {n:02}."))]
    assert shown == list(range(41))
    assert first.index("Idee ohne Tag") < first.index(post.title)
    assert "Seite 1 von 2 · 42 Eintr" in first and second.count("list__title") == 2 == last.count("list__title")


def test_the_month_offers_the_newest_open_posts_without_a_date(town, as_editor, editor, channel):
    for number in range(10):
        draft(town, author=editor, title=f"Idee {number}.", channels=[channel])
    draft(town, author=editor, title="Schon vorbei", state=Post.State.FAILED)

    content = as_editor.get(url("month", town)).content.decode()

    places = [content.find(f"Idee {number}.") for number in range(9, -1, -1)]
    assert places[:8] == sorted(places[:8]) and places[0] > 0
    assert places[8:] == [-1, -1]
    assert "Schon vorbei" not in content


def test_remembered_fields_offer_a_new_channel_at_once_and_speak_the_language_of_the_page(town, as_editor, channel):
    fields = []
    for language in ("de", "en", "de"):
        Channel.objects.create(municipality=town, name=f"Kanal {len(fields)}", platform="x", connector="manual")
        content = as_editor.get(url("agenda", town), headers={"accept-language": language}).content.decode()
        fields.append(content[content.index("data-autosubmit") :])

    assert [f"Kanal {number}" in text for number, text in enumerate(fields)] == [True, True, True]
    assert ["Kanal 1" in text for text in fields] == [False, True, True]
    assert ["Verfasst von" in text for text in fields] == [True, False, True]


# -- composer


def form(channel=None, **fields):
    given = {"title": "Winterdienst", "text": "Der Winterdienst räumt ab 6 Uhr.", "kind": "other", "risk": "sensitive"}
    if channel:
        given["channels"] = [channel.pk]
    return given | fields


def test_a_post_is_written_with_a_photo_in_one_go(town, as_editor, channel):
    answer = as_editor.post(
        url("post_create", town),
        form(
            channel,
            photo=photos.upload(),
            photo_alt="Ein Räumfahrzeug",
            day="2026-11-25",
            time="10:00",
            action="submit",
        ),
    )

    post = Post.objects.get()
    assert answer.url == url("post_detail", town, post.pk)
    assert post.state == Post.State.IN_REVIEW
    assert post.planned_wall == datetime(2026, 11, 25, 10, 0)
    assert [m.alt_text for m in post.media.all()] == ["Ein Räumfahrzeug"]


def test_a_mistake_keeps_everything_typed_and_the_photo(town, as_editor, channel):
    answer = as_editor.post(
        url("post_create", town), form(channel, title="", photo=photos.upload(), photo_alt="Ein Räumfahrzeug")
    )

    content = answer.content.decode()
    assert answer.status_code == 422
    assert not Post.objects.exists()
    assert "Der Winterdienst räumt ab 6 Uhr." in content
    assert f'name="image" value="{MediaAsset.objects.get().pk}"' in content
    assert "Ein Räumfahrzeug" in content


def test_a_file_that_is_no_photo_is_explained_and_nothing_typed_is_lost(town, as_editor, channel):
    answer = as_editor.post(
        url("post_create", town), form(channel, photo=photos.upload(b"MZ no photo", "foto.jpg"), action="save")
    )

    assert answer.status_code == 422
    assert "Der Winterdienst räumt ab 6 Uhr." in answer.content.decode()
    assert not MediaAsset.objects.exists()


def test_submitting_without_alternative_text_saves_a_draft_and_says_why(town, as_editor, channel):
    answer = as_editor.post(url("post_create", town), form(channel, photo=photos.upload(), action="submit"))

    post = Post.objects.get()
    assert post.state == Post.State.DRAFT
    assert answer.url == url("post_edit", town, post.pk)


def test_the_preview_button_works_without_script_and_stores_no_post(town, as_editor, channel):
    answer = as_editor.post(url("post_create", town), form(channel, action="preview"))

    assert answer.status_code == 200
    assert not Post.objects.exists()
    assert "32 von 500" in answer.content.decode() or "32 of 500" in answer.content.decode()


def test_the_live_preview_counts_as_each_platform_does(town, as_editor):
    """A link counts 23 on Mastodon and as written on Bluesky; a flag is one character on both."""
    mastodon = live_channel(town, 1)
    bluesky = live_channel(town, 2, platform="bluesky")
    text = "🇩🇪 https://www.konstanz.example/rathaus/winterdienst/raeumplan"

    content = as_editor.post(
        url("preview", town), form(text=text, channels=[mastodon.pk, bluesky.pk]), headers={"HX-Request": "true"}
    ).content.decode()

    assert "<html" not in content
    assert "25 " in content
    assert f"{2 + len(text.split()[1])} " in content


def test_what_does_not_fit_is_marked(town, as_editor):
    bluesky = live_channel(town, 1, platform="bluesky")

    content = as_editor.post(url("preview", town), form(bluesky, text="a" * 300 + "zuviel")).content.decode()

    assert ">]</span></del>" in content
    assert "zuviel" in content.split("preview__over")[1]


def test_whoever_saves_over_a_colleague_is_told_and_loses_nothing(town, as_editor, editor, channel):
    post = draft(town, editor, [channel])
    Post.objects.filter(pk=post.pk).update(revision=1, text="Vom Kollegen")

    answer = as_editor.post(url("post_edit", town, post.pk), form(channel, text="Von mir", revision=0))

    assert answer.status_code == 409
    assert "Von mir" in answer.content.decode()
    assert Post.objects.get().text == "Vom Kollegen"


@pytest.mark.parametrize(
    ("change", "state", "words"),
    [
        ({"risk": "crisis"}, Post.State.DRAFT, "wieder ein Entwurf"),
        ({"text": "Heute nicht."}, Post.State.DRAFT, "wieder ein Entwurf"),
        ({"title": "Nur ein neuer Name"}, Post.State.APPROVED, "Der Beitrag ist gespeichert."),
    ],
)
def test_the_page_says_whether_saving_voided_the_approval(town, as_editor, editor, channel, change, state, words):
    as_editor.post(url("post_create", town), form(channel, risk="routine", action="submit"))
    post = Post.objects.get()
    assert post.state == Post.State.APPROVED

    answer = as_editor.post(
        url("post_edit", town, post.pk),
        form(channel, revision=post.revision, **{"risk": "routine"} | change),
        follow=True,
    )

    assert Post.objects.get().state == state
    assert words in answer.content.decode()


def test_a_stored_image_of_another_town_is_not_taken_over(town, as_editor, channel):
    with scopes_disabled():
        other = MunicipalityFactory()
        foreign = add_image(other, actor=person(other, Role.EDITOR), upload=photos.upload())

    as_editor.post(url("post_create", town), form(channel, image=[foreign.pk]))

    assert not Post.objects.get().media.exists()


def test_a_past_day_is_refused_in_the_composer(town, as_editor, channel):
    answer = as_editor.post(url("post_create", town), form(channel, day="2026-11-20", time="10:00"))

    assert answer.status_code == 422
    assert not Post.objects.exists()


@pytest.mark.parametrize("role", [Role.READER, Role.MODERATOR, Role.ADMINISTRATOR])
def test_who_does_not_write_sees_the_plan_but_no_composer(town, client, role):
    client.force_login(person(town, role))

    assert client.get(url("month", town)).status_code == 200
    assert client.get(url("post_create", town)).status_code == 403
    assert client.post(url("preview", town), {}).status_code == 403


def test_the_only_channel_is_chosen_and_nothing_is_called_wrong_before_anything_was_typed(town, as_editor, channel):
    page = as_editor.get(url("post_create", town)).content.decode()

    assert "checked" in page.split('name="channels"')[1][:120]
    assert "is-blocked" not in page
    assert "field--error" not in page


def test_of_two_channels_none_is_chosen(town, as_editor, channel):
    live_channel(town, 2, platform="bluesky", name="Bluesky")

    page = as_editor.get(url("post_create", town)).content.decode()

    assert all("checked" not in part[:120] for part in page.split('name="channels"')[1:])


@pytest.mark.parametrize("by_script", [True, False])
def test_the_next_free_slot_is_filled_in_without_losing_what_was_typed(town, as_editor, channel, by_script):
    typed = {"title": "Winterdienst", "text": "Wir räumen.", "action": "slot"}
    path = url("slot", town) if by_script else url("post_create", town)

    page = as_editor.post(path, typed).content.decode()

    assert 'value="2026-11-23"' in page
    assert 'value="12:00"' in page
    assert "In den Servicezeiten" in page
    assert by_script or ("Winterdienst" in page and "Wir räumen." in page)
    assert not Post.objects.filter(title="Winterdienst").exists()
