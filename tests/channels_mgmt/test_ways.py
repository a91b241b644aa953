# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""One text on every way, and the proof that a post can be found without social media."""

from datetime import date, datetime, timedelta
from io import BytesIO

import pikepdf
import pytest
from django.urls import reverse
from django.utils.timezone import now
from django_scopes import scope

from accounts.models import AuditEntry, Municipality, Role
from accounts.tenancy.permissions import NotPermitted
from channels_mgmt.domain import ways
from channels_mgmt.models import LinkCheck, Post, WayText
from channels_mgmt.presenters.ways import ways_of
from channels_mgmt.queries.gaps import missing_for_approval
from channels_mgmt.queries.ways import Kind, proof_of_post
from channels_mgmt.services.copies import duplicate_post
from channels_mgmt.services.emergencies import publish_emergency
from channels_mgmt.services.planning import edit_post, submit_post
from channels_mgmt.services.ways import ask_to_look, note_other_way, save_way, save_way_settings, take_suggestion
from core.errors import AlreadyChanged, Refused
from tests.channels_mgmt.factories import draft, live_channel
from tests.factories import person
from tests.racing import race

TEXT = "Ab Montag ist die Lindenstraße gesperrt. Der Bus hält am Markt. 🚧\n\n#Lindenhagen #Verkehr"
URL = "https://www.lindenhagen.example/sperrung"
TELLING = ways.Telling("Sperrung", TEXT, "Nehmen Sie die Umleitung.", URL, date(2026, 11, 30), "Bauamt", "09999 12-0")


@pytest.fixture
def strict(town):
    Municipality.objects.filter(pk=town.pk).update(asks_other_way=True)
    town.refresh_from_db()
    return town


@pytest.fixture
def editor(town):
    return person(town, Role.EDITOR)


@pytest.fixture
def post(strict, editor):
    return draft(strict, editor, [live_channel(strict)], title="Sperrung", text=TEXT)


def page(post, name="ways", *args):
    return reverse(f"planning:{name}", args=[post.municipality.slug, post.pk, *args])


# -- the words


def test_each_way_has_its_own_words():
    website = ways.suggested(ways.WEBSITE, TELLING, ways.LONGEST)
    gazette = ways.suggested(ways.GAZETTE, TELLING, 900)
    notice = ways.suggested(ways.NOTICE, TELLING, ways.LONGEST)
    message = ways.suggested(ways.MESSENGER, TELLING, ways.MESSENGER_LENGTH)

    plain = "Ab Montag ist die Lindenstraße gesperrt. Der Bus hält am Markt."
    more = f"Mehr dazu: {URL}"
    assert website == f"Sperrung\n\n{plain}\n\n{TELLING.benefit}\n\n{more}\n\nBauamt · 09999 12-0 · Stand: 30.11.2026"
    assert gazette == f"Sperrung\n{plain} {TELLING.benefit} {more} Bauamt · 09999 12-0 · Stand: 30.11.2026"
    assert notice == f"Sperrung\n\n{plain}\n\n{TELLING.benefit}\n\n09999 12-0"
    assert message == f"*Sperrung*\n\n{plain} 🚧\n\n{TELLING.benefit}\n\n{more}"


@pytest.mark.parametrize("longest", [200, 300, 900])
@pytest.mark.parametrize("sign", ["a", "ä", "👨‍👩‍👧"])
def test_a_paragraph_for_the_gazette_never_exceeds_its_length_and_keeps_its_end(longest, sign):
    telling = ways.Telling("Titel", f"{sign * 20} {sign * 20}. " * 60, "", "", date(2026, 1, 2), "Amt", "Telefon 1")

    words = ways.suggested(ways.GAZETTE, telling, longest)

    assert ways.graphemes(words) <= longest
    assert words.endswith("Amt · Telefon 1 · Stand: 02.01.2026")


@pytest.mark.parametrize(
    ("longest", "cut"),
    [
        (100, "Eins zwei. Drei vier fünf."),
        (26, "Eins zwei. Drei vier fünf."),
        (25, "Eins zwei."),
        (10, "Eins zwei."),
        (9, "Eins…"),
        (0, ""),
    ],
)
def test_a_text_is_cut_at_a_sentence_else_at_a_word(longest, cut):
    assert ways.shortened_to("Eins zwei. Drei vier fünf.", longest) == cut


def test_a_heading_with_a_star_is_not_set_in_bold():
    telling = ways.Telling("Helfer*innen gesucht", "Bitte melden.", "", "", date(2026, 1, 2), "", "")

    assert ways.suggested(ways.MESSENGER, telling, 1024).startswith("Helfer*innen gesucht\n")


def test_the_html_is_escaped_and_its_links_lead_somewhere():
    html = ways.as_html(f"Neu <b>\n\nMehr: {URL}?a=1&b=2.\nZeile & <script>alert(1)</script>")

    assert html == (
        f'<h2>Neu &lt;b&gt;</h2>\n<p>Mehr: <a href="{URL}?a=1&amp;b=2">{URL}?a=1&amp;b=2</a>.<br>'
        "Zeile &amp; &lt;script&gt;alert(1)&lt;/script&gt;</p>"
    )


# -- kept with the post


def test_own_words_are_kept_and_say_when_the_post_has_changed(post, editor):
    save_way(post, actor=editor, way="gazette", text=" Kurz.\r\nNeu. ", revision=0)

    shown = {way.way: way for way in ways_of(post)}
    assert (shown["gazette"].text, shown["gazette"].is_behind, shown["website"].stored) == ("Kurz.\nNeu.", False, None)
    edit_post(post, actor=editor, text="Doch nicht.")
    assert [way.way for way in ways_of(post) if way.is_behind] == ["gazette"]


def test_words_that_are_too_long_are_refused_and_stay_in_the_field(client, post, editor):
    """Removal: the comparison with ``limit_of`` in ``save_way``."""
    client.force_login(editor)

    answer = client.post(page(post, "way_save", "gazette"), {"text": "Langtext " * 120, "revision": 0})

    assert answer.status_code == 422
    assert "Langtext Langtext" in answer.content.decode()
    assert not WayText.objects.exists()
    assert client.post(page(post, "way_save", "gazette"), {"text": "x" * 900, "revision": 0}).status_code == 302
    assert client.post(page(post, "way_save", "gazette"), {"text": "x" * 901, "revision": 1}).status_code == 422
    assert client.post(page(post, "way_save", "sky"), {"text": "x", "revision": 0}).status_code == 404


def test_who_saves_second_is_told_and_keeps_the_words(client, post, editor):
    save_way(post, actor=editor, way="website", text="Von der Kollegin", revision=0)
    client.force_login(editor)

    answer = client.post(page(post, "way_save", "website"), {"text": "Von mir", "revision": 0})

    assert answer.status_code == 422
    assert "Von mir" in answer.content.decode()
    assert WayText.objects.get().text == "Von der Kollegin"
    with pytest.raises(AlreadyChanged):
        take_suggestion(post, actor=editor, way="website", revision=7)
    take_suggestion(post, actor=editor, way="website", revision=1)
    assert not WayText.objects.exists()
    with pytest.raises(AlreadyChanged):
        save_way(post, actor=editor, way="website", text="Noch einmal", revision=1)


@pytest.mark.postgresql
@pytest.mark.django_db(transaction=True)
def test_of_five_who_write_at_once_one_is_kept(town, editor):
    with scope(municipality=town):
        pk = draft(town, editor, text="Neu").pk

    def write():
        return save_way(Post.objects.get(pk=pk), actor=editor, way="website", text="Text", revision=0)

    results = race(town, [write] * 5)

    assert sum(isinstance(result, WayText) for result in results) == 1
    assert sum(isinstance(result, AlreadyChanged) for result in results) == 4


def test_the_page_shows_every_way_and_needs_constant_queries(client, post, editor, django_assert_max_num_queries):
    client.force_login(editor)
    client.get(page(post))
    with django_assert_max_num_queries(30) as one:
        shown = client.get(page(post)).content.decode()
    for way in WayText.Way.values:
        assert f'id="{way}"' in shown
        save_way(post, actor=editor, way=way, text="Eigene Worte", revision=0)
    with django_assert_max_num_queries(len(one)):
        client.get(page(post))


def test_readers_see_the_words_and_change_nothing(client, post, town):
    reader = person(town, Role.READER)
    client.force_login(reader)

    shown = client.get(page(post))

    assert "Lindenstraße" in shown.content.decode()
    assert "way_save" not in shown.content.decode()
    assert client.post(page(post, "way_save", "website"), {"text": "x", "revision": 0}).status_code == 403
    with pytest.raises(NotPermitted):
        note_other_way(post, actor=reader, notice_on=None, notice_place="", reason="Nur so")


def test_the_sheet_is_tagged_names_the_page_and_says_the_own_words(client, post, editor):
    edit_post(post, actor=editor, alternative_url=URL)
    save_way(post, actor=editor, way="notice", text="Straße gesperrt\n\nBis Freitag.", revision=0)
    client.force_login(editor)

    answer = client.get(page(post, "notice_sheet"))

    assert answer["Content-Type"] == "application/pdf"
    with pikepdf.open(BytesIO(answer.content)) as sheet:
        assert bool(sheet.Root.MarkInfo.Marked)
        assert (str(sheet.Root.Lang), str(sheet.docinfo.Title)) == ("de", f"Straße gesperrt – {post.municipality.name}")
        links = [str(note.A.URI) for note in sheet.pages[0].Annots if "/A" in note]
    assert links == [URL]


# -- the proof


def test_without_another_way_a_post_is_not_submitted_until_somebody_says_why(post, editor):
    """Removal: ``without_other_way`` in ``gaps.RULES``."""
    with pytest.raises(Refused) as refused:
        submit_post(post, actor=editor)
    assert len(refused.value.gaps) == 1

    note_other_way(post, actor=editor, notice_on=None, notice_place="", reason="Nur ein Gruß zum Fest")
    submit_post(post, actor=editor)

    assert post.waits_for_approval
    assert AuditEntry.objects.filter(
        action="planning.other_way_noted", details__reason="Nur ein Gruß zum Fest"
    ).exists()


def test_a_page_a_link_and_a_notice_prove_it_and_a_copy_has_to_prove_it_anew(post, editor):
    assert proof_of_post(post).kind == Kind.NONE
    note_other_way(post, actor=editor, notice_on=date(2026, 12, 1), notice_place=" Rathaus,  Schaukasten ", reason="")
    assert (proof_of_post(post).kind, post.notice_place) == (Kind.NOTICE, "Rathaus, Schaukasten")
    assert missing_for_approval(duplicate_post(post, actor=editor))
    edit_post(post, actor=editor, text=f"Mehr: {URL}")
    assert proof_of_post(post).kind == Kind.PAGE


@pytest.mark.parametrize(
    ("day", "place", "reason"), [(date(2026, 12, 1), "", ""), (None, "Rathaus", ""), (None, "", "x")]
)
def test_half_a_notice_and_a_reason_that_says_nothing_are_refused(client, post, editor, day, place, reason):
    client.force_login(editor)
    typed = {"notice_on": day.isoformat() if day else "", "notice_place": place, "reason": reason}

    answer = client.post(page(post, "other_way"), typed)

    assert answer.status_code == 422
    assert all(f'value="{value}"' in answer.content.decode() for value in typed.values() if value)
    post.refresh_from_db()
    assert (post.notice_on, post.notice_place, post.no_other_way) == (None, "", "")


@pytest.mark.parametrize(
    ("outcome", "holds"),
    [("reached", True), ("broken", True), ("silent", True), ("refused", True), ("gone", False), ("internal", False)],
)
def test_a_page_that_was_not_found_proves_nothing(post, editor, outcome, holds):
    """Removal: ``is_dead`` in ``proof_of``."""
    edit_post(post, actor=editor, alternative_url=URL)
    assert ask_to_look(post, actor=editor) == 1
    LinkCheck.objects.update(outcome=outcome, checked_at=now(), due_at=None)

    assert proof_of_post(post).holds is holds
    assert bool(missing_for_approval(post)) is not holds
    if not holds:
        note_other_way(post, actor=editor, notice_on=None, notice_place="", reason="Seite folgt am Montag")
        assert not missing_for_approval(post)


def test_a_submitted_post_has_its_page_looked_at_before_somebody_decides(post, editor):
    edit_post(post, actor=editor, alternative_url=URL)

    submit_post(post, actor=editor)

    assert [check.url for check in LinkCheck.objects.due(now() + timedelta(seconds=1))] == [URL]


def test_an_emergency_goes_out_without_another_way(post, strict):
    """Removal: ``besides={WAY}`` in ``refuse_release``."""
    chief = person(strict, Role.COMMUNICATIONS)

    publish_emergency(
        post, actor=chief, reason="Das Wasser ist verunreinigt", seen_hash=post.current_hash(), is_sure=True
    )

    assert post.is_approved


def test_the_proof_of_all_waiting_posts_is_one_query(client, strict, django_assert_max_num_queries):
    chief = person(strict, Role.COMMUNICATIONS)
    channel = live_channel(strict)
    for number in range(3):
        author = person(strict, Role.EDITOR)
        post = draft(strict, author, [channel], text=f"Mehr: {URL}/{number}", alternative_url=URL)
        submit_post(post, actor=author)
    client.force_login(chief)
    address = reverse("planning:approvals", args=[strict.slug])
    client.get(address)
    Municipality.objects.update(asks_other_way=False)
    with django_assert_max_num_queries(60) as without:
        client.get(address)
    Municipality.objects.update(asks_other_way=True)

    with django_assert_max_num_queries(len(without)):
        client.get(address)


def test_the_house_decides_how_it_signs_and_whether_it_asks(client, strict, post, editor):
    chief = person(strict, Role.COMMUNICATIONS)
    with pytest.raises(NotPermitted):
        save_way_settings(strict, actor=editor, office="", contact="", gazette_length=500, asks_other_way=False)
    client.force_login(chief)
    address = reverse("planning:way_settings", args=[strict.slug])
    typed = {"office": "Pressestelle", "contact": "Telefon 12", "gazette_length": 199, "asks_other_way": ""}

    refused = client.post(address, typed)
    assert (refused.status_code, 'value="Pressestelle"' in refused.content.decode()) == (422, True)
    client.post(address, typed | {"gazette_length": 250})

    strict.refresh_from_db()
    post = Post.objects.get(pk=post.pk)
    assert not missing_for_approval(post)
    assert "Pressestelle · Telefon 12" in next(way.text for way in ways_of(post) if way.way == "gazette")


def test_the_page_of_a_published_post_says_why_nobody_boosts(client, strict, post, editor):
    Post.objects.filter(pk=post.pk).update(state="published", approved_hash="x", planned_at=None)
    client.force_login(editor)

    shown = client.get(reverse("planning:post_detail", args=[strict.slug, post.pk])).content.decode()

    assert "2024/900" in shown


def test_a_day_stands_as_it_is_written_here():
    assert "Stand: 02.01.2026" in ways.suggested(
        ways.GAZETTE, ways.Telling("T", "X.", "", "", datetime(2026, 1, 2).date(), "", ""), 300
    )
