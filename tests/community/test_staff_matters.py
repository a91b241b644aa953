# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""One key restricts a comment about somebody of the staff to named people; its line in the queue says nothing."""

import pytest
from django.core import mail
from django.urls import reverse
from django_scopes import scope

from accounts.models import AuditEntry, Letter, Role
from community.models import Comment, StaffMatter, StaffReader
from community.queries.filters import QueueFilter
from community.queries.queue import counts, queue_page
from community.queries.staff_matters import sees_staff_matters
from community.services.queue import claim_comment, claim_next
from community.services.staff_matters import (
    mark_staff_matter,
    name_staff_reader,
    remove_staff_reader,
    say_whom_it_concerns,
    unmark_staff_matter,
)
from core.errors import AlreadyChanged, NotPermitted, Refused
from core.sight import sight
from tests.community.factories import address, comment_in, moderator
from tests.factories import MunicipalityFactory, person
from tests.racing import race

WORDS = "Die Sachbearbeiterin Frau Zwetschge ist unfähig"


@pytest.fixture
def press(town):
    return person(town, Role.COMMUNICATIONS, name="Petra Presse")


@pytest.fixture
def about(town):
    return comment_in(town, text=WORDS)


def stored(comment):
    return Comment.objects.get(pk=comment.pk)


def test_one_key_restricts_and_the_line_stays_without_words(town, client, alma, press, about):
    desk = client.get(address(town, "comment", about.pk)).content.decode()
    client.post(address(town, "mark_staff_matter", about.pk))

    page = client.get(address(town, "queue")).content.decode()
    assert 'data-key="b"' in desk
    assert "&lt;span" not in page
    assert "Betrifft eine beschäftigte Person – eingeschränkt" in page and f"row-{about.pk}" in page
    assert "Zwetschge" not in page and str(about.author) not in page


def test_others_see_who_reads_it_and_only_whoever_marked_it_its_words(town, client, alma, press, about):
    mark_staff_matter(about, actor=alma)
    mine = client.get(address(town, "comment", about.pk)).content.decode()
    client.force_login(moderator(town))
    others = client.get(address(town, "comment", about.pk)).content.decode()
    refused = client.get(address(town, "history", about.pk))

    assert "Petra Presse" in mine and WORDS in mine
    assert "Petra Presse" in others and "Zwetschge" not in others
    assert refused.status_code == 403 and "Zwetschge" not in refused.content.decode()


def test_nobody_who_is_not_named_decides_about_it(town, client, alma, press, about):
    mark_staff_matter(about, actor=alma)

    answers = [
        client.post(address(town, name, about.pk), {"revision": 1}).status_code for name in ("claim", "leave", "reply")
    ]

    assert answers == [403, 403, 403]
    assert stored(about).state == "new"


def test_claiming_the_next_passes_it_over_for_some_and_gives_it_to_the_named(town, alma, press, about):
    mark_staff_matter(about, actor=alma)

    with sight(False):
        assert claim_next(town, actor=alma) is None
    with sight(True):
        assert claim_next(town, actor=press) == about


def test_counts_count_the_lines_that_are_there(town, alma, press, about):
    comment_in(town)
    mark_staff_matter(about, actor=alma)

    with sight(False):
        page = queue_page(town, alma, QueueFilter())
        assert (len(page.rows), counts(town, alma)["open"]) == (2, 2)
        assert queue_page(town, alma, QueueFilter(search="Zwetschge")).rows == []
    with sight(True):
        assert len(queue_page(town, alma, QueueFilter(search="Zwetschge")).rows) == 1


def test_a_lease_of_somebody_who_may_not_read_it_any_more_ends(town, alma, press, about):
    claim_comment(about, actor=alma)

    mark_staff_matter(about, actor=alma)

    assert (stored(about).state, stored(about).claimed_by) == ("new", None)


def test_who_is_named_is_told_without_a_word_of_it(town, alma, press, about):
    mark_staff_matter(about, actor=alma)

    letters = list(Letter.objects.all())
    assert [letter.to for letter in letters] == [press.email]
    assert mail.outbox == [] and "Zwetschge" not in str(letters[0].__dict__)


def test_with_the_first_name_the_press_office_reads_no_longer(town, press):
    council = person(town, Role.READER)

    before = [sees_staff_matters(one, town) for one in (press, council)]
    name_staff_reader(town, actor=press, person=council)
    after = [sees_staff_matters(one, town) for one in (press, council)]
    remove_staff_reader(StaffReader.objects.get(), actor=press)

    assert (before, after) == ([True, False], [False, True])
    assert sees_staff_matters(press, town)


def test_only_somebody_who_reads_the_dialogue_is_named_and_once(town, press):
    council = person(town, Role.READER)
    name_staff_reader(town, actor=press, person=council)

    for someone in (council, person(town, Role.EDITOR)):
        with pytest.raises(Refused):
            name_staff_reader(town, actor=press, person=someone)
    with pytest.raises(NotPermitted):
        name_staff_reader(town, actor=moderator(town), person=press)


def test_whoever_it_is_about_does_not_read_it_even_if_named(town, client, alma, press, about):
    deputy = person(town, Role.COMMUNICATIONS)
    mark_staff_matter(about, actor=deputy)
    say_whom_it_concerns(about, actor=deputy, person=press)
    client.force_login(press)

    page = client.get(address(town, "comment", about.pk)).content.decode()

    assert "Zwetschge" not in page
    assert (sees_staff_matters(press, town), sees_staff_matters(deputy, town)) == (False, True)
    with pytest.raises(NotPermitted):
        unmark_staff_matter(about, actor=press)


def test_the_mark_is_taken_back_by_the_named_alone_and_leaves_nobody_behind(town, alma, press, about):
    mark_staff_matter(about, actor=alma)
    say_whom_it_concerns(about, actor=alma, person=alma)
    with pytest.raises(NotPermitted):
        unmark_staff_matter(about, actor=alma)

    unmark_staff_matter(about, actor=press)

    assert not stored(about).is_staff_matter and not StaffMatter.objects.exists()


def test_every_step_is_in_the_trail_without_words_and_without_the_person(town, alma, press, about):
    mark_staff_matter(about, actor=alma)
    say_whom_it_concerns(about, actor=alma, person=alma)
    unmark_staff_matter(about, actor=press)

    entries = AuditEntry.objects.filter(action__startswith="community.staff_matter").order_by("sequence")
    assert [entry.action.partition(".")[2] for entry in entries] == [
        "staff_matter_marked",
        "staff_matter_person_said",
        "staff_matter_unmarked",
    ]
    assert all(entry.details in ({}, None) and "Zwetschge" not in entry.object_label for entry in entries)


def test_a_mark_on_emptied_words_is_refused_and_a_second_one_as_well(town, alma, about):
    mark_staff_matter(stored(about), actor=alma)

    with pytest.raises(AlreadyChanged):
        mark_staff_matter(about, actor=alma)


def test_the_page_names_who_reads_and_offers_naming_only_to_those_who_may(town, client, alma, press):
    url = reverse("dialog:staff_readers", args=[town.slug])
    council = person(town, Role.READER, name="Karl Personalrat")

    read = client.get(url).content.decode()
    client.force_login(press)
    client.post(url, {"person": council.pk})
    named = client.get(url).content.decode()

    assert "Petra Presse" in read and "<select" not in read
    assert "Karl Personalrat" in named and "<select" in named


@pytest.mark.postgresql
@pytest.mark.django_db(transaction=True)
def test_of_two_marks_at_the_same_moment_one_holds():
    """Removal: the expectation in mark_staff_matter."""
    town = MunicipalityFactory()
    with scope(municipality=town):
        about, alma = comment_in(town), moderator(town)
        read = [Comment.objects.get(pk=about.pk) for _ in range(4)]

    results = race(town, [lambda one=one: mark_staff_matter(one, actor=alma) for one in read])

    assert sum(result is None for result in results) == 1
    assert sum(isinstance(result, AlreadyChanged) for result in results) == 3
    with scope(municipality=town):
        assert StaffMatter.objects.count() == 1
