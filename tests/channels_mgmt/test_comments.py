# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""Comments on a post: whoever is named is told once and answers, own words change for minutes, help from outside sees
its own posts alone.
"""

import re
from datetime import timedelta

import pytest
import time_machine
from django.urls import reverse
from django.utils.html import strip_tags
from django.utils.timezone import now

from accounts.models import AuditEntry, Letter, Role
from channels_mgmt.domain.mentions import named_in
from channels_mgmt.models import PostComment, PostMention
from channels_mgmt.queries.comments import people_to_name
from channels_mgmt.services.comments import comment_on_post, edit_comment, settle_post_comment, take_note
from channels_mgmt.services.planning import discard_post
from core.errors import AlreadyChanged, NotPermitted, Refused
from tests.channels_mgmt.factories import draft
from tests.factories import MunicipalityFactory, person


@pytest.fixture
def editor(town):
    return person(town, Role.EDITOR, name="Rosa Redaktion")


@pytest.fixture
def press(town):
    return person(town, Role.COMMUNICATIONS, name="Petra Presse")


@pytest.fixture
def agency(town):
    return person(town, Role.EXTERNAL, name="Agentur Adler")


@pytest.fixture
def post(town, editor):
    return draft(town, editor, title="Winterdienst")


def page(post, name="comments"):
    return reverse(f"planning:{name}", args=[post.municipality.slug, post.pk])


def on_comment(name, comment):
    return reverse(f"planning:{name}", args=[comment.municipality.slug, comment.pk])


def read(answer):
    return " ".join(strip_tags(answer.content.decode()).split())


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("@Anna Kurz bitte prüfen", {1}),
        ("Frage an @anna  kurz.", {1}),
        ("@Anna Kurzmann weiß es", {2}),
        ("(@Anna Kurz, @Bert Lang)", {1, 3}),
        ("Anna Kurz weiß es, mail@Anna", set()),
        ("@", set()),
        ("@Niemand Hier", set()),
        ("@Bert\nLang", {3}),
    ],
)
def test_an_at_before_the_whole_name_names_a_person(text, named):
    assert named_in(text, {1: "Anna Kurz", 2: "Anna Kurzmann", 3: "Bert Lang", 4: ""}) == named


def test_all_bearers_of_a_name_are_named():
    assert named_in("@Anna Kurz", {1: "Anna Kurz", 2: "Anna Kurz"}) == {1, 2}


def test_who_is_named_gets_one_letter_and_a_line_on_the_start_page_until_answered(client, post, editor, press):
    """Removal: ``_mark_answered`` in ``comment_on_post``."""
    comment_on_post(post, actor=editor, text="@Petra Presse passt das so? Und @Petra Presse, wann?", told=[press])

    letter = Letter.objects.get(to=press.email)
    assert "Rosa Redaktion nennt Sie bei „Winterdienst“" in letter.subject
    assert "passt das so?" in letter.text
    assert page(post) in letter.text
    client.force_login(press)
    today = reverse("today:today", args=[post.municipality.slug])
    assert "Rosa Redaktion fragt Sie etwas zu „Winterdienst“." in read(client.get(today))
    client.post(page(post), {"text": "Ja, so."})
    assert "fragt Sie etwas" not in read(client.get(today))


def test_taking_note_settles_it_without_an_answer(client, post, editor, press):
    comment_on_post(post, actor=editor, text="Nur zur Kenntnis", told=[press])
    client.force_login(press)
    assert "Sie sind hier genannt" in read(client.get(page(post)))

    client.post(page(post, "comments_read"))

    assert PostMention.objects.get().answered_at is not None
    assert "Sie sind hier genannt" not in read(client.get(page(post)))
    assert take_note(post, actor=press) == 0


def test_a_settled_comment_waits_for_nobody(client, post, editor, press):
    """Removal: ``comment__resolved_at=None`` in ``mentions_open``."""
    settle_post_comment(comment_on_post(post, actor=editor, text="Frage", told=[press]), actor=editor)
    client.force_login(press)

    assert "fragt Sie etwas" not in read(client.get(reverse("today:today", args=[post.municipality.slug])))


def test_nobody_is_told_who_may_not_read_it(town, post, editor, agency):
    """Removal: ``told & people.keys()`` in ``_tell``."""
    comment = comment_on_post(post, actor=editor, text="@Agentur Adler bitte nicht lesen", told=[agency, editor])

    assert not comment.mentions.exists()
    assert not Letter.objects.filter(key__startswith="post_comment").exists()
    own = draft(town, agency)
    assert agency in people_to_name(own, besides=editor)


def test_help_from_outside_reads_and_writes_on_its_own_posts_alone(client, town, post, agency):
    """Removal: ``is_inside_or_wrote_the_post`` in the rules."""
    client.force_login(agency)
    own = draft(town, agency, title="Von der Agentur")

    assert client.get(page(post)).status_code == 403
    assert client.post(page(post), {"text": "x"}).status_code == 403
    assert client.post(page(post, "presence")).status_code == 403
    assert client.get(page(own)).status_code == 200
    client.post(page(own), {"text": "Fertig"})
    assert PostComment.objects.get().post == own


def test_somebody_of_another_town_is_never_told(post, editor):
    stranger = person(MunicipalityFactory(), Role.EDITOR, name="Fremde Stadt")

    comment_on_post(post, actor=editor, text="@Fremde Stadt", told=[stranger])

    assert stranger not in people_to_name(post, besides=editor)
    assert not PostMention.objects.exists()


def test_own_words_change_for_a_quarter_of_an_hour_and_tell_only_the_new(post, editor, press):
    """Removal: ``is_open_to_change`` in ``edit_comment``."""
    comment = comment_on_post(post, actor=editor, text="@Petra Presse bite prüfen")

    edit_comment(comment, actor=editor, text="@Petra Presse bitte prüfen")

    comment.refresh_from_db()
    assert comment.text == "@Petra Presse bitte prüfen"
    assert comment.edited_at is not None
    assert Letter.objects.filter(to=press.email).count() == 1
    with time_machine.travel(now() + timedelta(minutes=15), tick=False), pytest.raises(Refused):
        edit_comment(comment, actor=editor, text="zu spät")
    with pytest.raises(NotPermitted):
        edit_comment(comment, actor=press, text="fremd")


def test_a_settled_comment_keeps_its_words(post, editor):
    comment = comment_on_post(post, actor=editor, text="Frage")
    settle_post_comment(comment, actor=editor)

    with pytest.raises(Refused):
        edit_comment(comment, actor=editor, text="Andere Frage")
    with pytest.raises(AlreadyChanged):
        settle_post_comment(PostComment.objects.get(), actor=editor)


def test_the_author_and_the_editorial_team_settle_and_a_second_click_changes_nothing(client, town, post, press):
    reader = person(town, Role.READER)
    comment = comment_on_post(post, actor=reader, text="Frage")
    client.force_login(press)

    for _click in range(2):
        client.post(on_comment("comment_settle", comment), {"settled": "yes"})

    assert PostComment.objects.get().resolved_by == press
    assert AuditEntry.objects.filter(action="planning.comment_settled").count() == 1
    client.post(on_comment("comment_settle", comment), {"settled": "no"})
    assert not PostComment.objects.get().is_resolved
    other = person(town, Role.READER)
    client.force_login(other)
    assert client.post(on_comment("comment_settle", comment), {"settled": "yes"}).status_code == 403


@pytest.mark.parametrize("text", ["", "   ", "x" * 2001])
def test_a_refused_comment_keeps_its_words_and_who_was_chosen(client, post, editor, press, text):
    client.force_login(editor)

    answer = client.post(page(post), {"text": text, "told": [press.pk]})

    assert answer.status_code == 422
    assert text.strip() in answer.content.decode()
    assert re.search(rf'value="{press.pk}"[^>]*checked', answer.content.decode())
    assert not PostComment.objects.exists()


def test_words_are_shown_as_words(client, post, editor):
    comment_on_post(post, actor=editor, text="<script>alert(1)</script>")
    client.force_login(editor)

    assert "<script>alert" not in client.get(page(post)).content.decode()


def test_comments_go_with_a_deleted_draft(post, editor, press):
    comment_on_post(post, actor=editor, text="Frage", told=[press])

    discard_post(post, actor=editor)

    assert not PostComment.objects.exists()
