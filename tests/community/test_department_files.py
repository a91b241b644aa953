# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""Files that come with the answer of a department: what is taken, who sees them, and when they go."""

import pytest
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils.timezone import now

from accounts.models import AuditEntry, Role
from channels_mgmt.services.departments import link_address
from channels_mgmt.services.scans import MAX_SCAN_BYTES
from community.models import Comment, DepartmentFile, DepartmentQuestion
from community.services.department_files import open_department_file
from community.services.departments import PURPOSE, answer_link, empty_department_questions, receive_answer
from community.services.retention import replace_author
from core.errors import AlreadyChanged, NotPermitted, Refused
from tests.channels_mgmt import photos
from tests.channels_mgmt.factories import department_in
from tests.community.factories import (
    PLAN,
    comment_in,
    decision_on,
    department_answered,
    department_asked,
    moderator,
    paper,
)
from tests.factories import person
from tests.racing import race

State = DepartmentQuestion.State


@pytest.fixture
def alma(town):
    return moderator(town, name="Alma")


@pytest.fixture
def comment(town):
    return comment_in(town)


def stored(row):
    return type(row)._base_manager.get(pk=row.pk)


def link_to(asked) -> str:
    return "/fachamt/" + answer_link(asked).partition("/fachamt/")[2]


def signed_in(user) -> Client:
    client = Client()
    client.force_login(user, backend="allauth.account.auth_backends.AuthenticationBackend")
    return client


def kept_on_disk(town) -> list[str]:
    folder = f"departments/{town.pk}"
    return default_storage.listdir(folder)[1] if default_storage.exists(folder) else []


def test_an_answer_brings_files_that_lie_encrypted_and_come_back_as_they_were(town, alma, comment, client):
    asked = department_asked(comment, alma)
    photo = SimpleUploadedFile("Straße Höhe 3.JPG", photos.phone_photo(), "application/octet-stream")

    client.post(link_to(asked), {"text": "Räder dürfen durch.", "attachments": [paper(), photo]})

    plan, picture = stored(asked).files.all()
    assert (plan.name, picture.name) == ("Umleitungsplan.pdf", "Straße Höhe 3.jpg")
    assert (plan.media_type, picture.media_type) == ("application/pdf", "image/jpeg")
    assert PLAN not in default_storage.open(plan.file.name).read()
    assert "Umleitung" not in plan.file.name
    assert open_department_file(plan, actor=alma).content == PLAN
    assert AuditEntry.objects.get(action="community.department_file_opened").actor == alma


def test_an_answer_needs_no_file(town, alma, comment, client):
    asked = department_asked(comment, alma)

    client.post(link_to(asked), {"text": "Ja."})

    assert stored(asked).state == State.ANSWERED
    assert not DepartmentFile.objects.exists()


@pytest.mark.parametrize(
    ("files", "words"),
    [
        ([SimpleUploadedFile("plan.pdf", b"<html>kein Plan</html>", "application/pdf")], "weder"),
        ([SimpleUploadedFile("makro.docm", b"PK\x03\x04" + b"\0" * 40)], "weder"),
        ([SimpleUploadedFile("plan.pdf", PLAN[:20])], "unvollständig"),
        ([SimpleUploadedFile("bild.svg", b"<svg onload='alert(1)'/>", "image/png")], "weder"),
        ([SimpleUploadedFile("bombe.png", photos.png_claiming(60_000, 60_000))], "Megapixel"),
        ([SimpleUploadedFile("gross.pdf", PLAN + b" " * MAX_SCAN_BYTES + PLAN)], "MB"),
        ([paper(f"{number}.pdf") for number in range(4)], "3"),
        ([paper(), SimpleUploadedFile("leer.pdf", b"")], "leer"),
        ([paper(), SimpleUploadedFile("brief.docx", b"PK\x03\x04")], "brief"),
    ],
    ids=["html", "macro", "cut", "svg", "bomb", "large", "four", "empty", "second"],
)
def test_a_file_that_is_refused_is_named_and_what_was_typed_stays(town, alma, comment, client, files, words):
    """Detects a file of which only the name or the browser says what it is."""
    asked = department_asked(comment, alma)

    answer = client.post(link_to(asked), {"text": "Räder dürfen durch.", "answered_as": "Zi. 12", "attachments": files})

    page = answer.content.decode()
    assert answer.status_code == 422
    assert words in page
    assert "Räder dürfen durch." in page
    assert "noch einmal" in page
    assert stored(asked).state == State.ASKED
    assert not DepartmentFile.objects.exists()
    assert kept_on_disk(town) == []


def test_the_service_refuses_what_the_form_would(town, alma, comment):
    asked = department_asked(comment, alma)

    with pytest.raises(Refused):
        receive_answer(asked, text="Ja.", files=[SimpleUploadedFile("a.exe", b"MZ")])

    assert stored(asked).state == State.ASKED


def test_a_second_answer_brings_nothing(town, alma, comment, client):
    asked = department_answered(comment, alma, files=[paper()])

    answer = client.post(link_to(asked), {"text": "Doch nicht.", "attachments": [paper("Anderes.pdf")]})

    assert answer.status_code == 409
    assert [row.name for row in DepartmentFile.objects.all()] == ["Umleitungsplan.pdf"]
    assert len(kept_on_disk(town)) == 1


@pytest.mark.postgresql
@pytest.mark.django_db(transaction=True)
def test_of_two_answers_at_once_the_files_of_one_are_kept(town, alma, comment):
    asked = department_asked(comment, alma)

    outcomes = race(
        town,
        [lambda n=n: receive_answer(stored(asked), text=f"Ja {n}.", files=[paper(f"{n}.pdf")]) for n in range(2)],
    )

    assert sum(isinstance(one, AlreadyChanged) for one in outcomes) == 1
    assert len(kept_on_disk(town)) == 1
    assert f"Ja {DepartmentFile.objects.get().name[0]}." == stored(asked).answer


def test_the_page_behind_the_link_never_shows_a_file(town, alma, comment, client):
    """Detects a forwarded link by which others read what a department has sent."""
    asked = department_answered(comment, alma, files=[paper()])

    page = client.get(link_to(asked)).content.decode()

    assert "Umleitungsplan" not in page


def test_the_desk_names_the_files_and_hands_them_out_as_a_download(town, alma, comment):
    asked = department_answered(comment, alma, files=[paper()])
    client = signed_in(alma)

    page = client.get(reverse("dialog:comment", args=[town.slug, comment.pk])).content.decode()
    answer = client.post(reverse("dialog:department_file", args=[town.slug, asked.files.get().pk]))

    assert "Umleitungsplan.pdf" in page
    assert answer.content == PLAN
    assert answer["Content-Disposition"].startswith("attachment")
    assert "sandbox" in answer["Content-Security-Policy"]
    assert "no-store" in answer["Cache-Control"]


def test_who_may_not_see_the_queue_opens_no_file(town, alma, comment):
    row = department_answered(comment, alma, files=[paper()]).files.get()

    with pytest.raises(NotPermitted):
        open_department_file(row, actor=person(town, Role.EDITOR))


def test_a_file_that_cannot_be_read_is_said_so(town, alma, comment):
    asked = department_answered(comment, alma, files=[paper()])
    default_storage.delete(asked.files.get().file.name)

    answer = signed_in(alma).post(
        reverse("dialog:department_file", args=[town.slug, asked.files.get().pk]), follow=True
    )

    assert "lässt sich nicht mehr lesen" in answer.content.decode()


def test_files_go_with_the_name_of_the_citizen(town, alma, comment, django_capture_on_commit_callbacks):
    """Nobody can take a name out of a PDF."""
    asked = department_answered(comment, alma, files=[paper()])
    decision_on(comment, alma)

    with django_capture_on_commit_callbacks(execute=True):
        replace_author(stored(comment), {}, now())

    assert not DepartmentFile.objects.exists()
    assert kept_on_disk(town) == []
    assert stored(asked).answer == "Räder dürfen durch."


def test_files_go_with_the_words_of_the_comment(town, alma, comment, django_capture_on_commit_callbacks):
    asked = department_answered(comment, alma, files=[paper()])

    with django_capture_on_commit_callbacks(execute=True):
        empty_department_questions(comment, now())

    assert stored(asked).answer == Comment.GONE
    assert not DepartmentFile.objects.exists()
    assert kept_on_disk(town) == []


def test_the_link_of_a_department_for_topics_opens_no_question_of_the_same_number(town, alma, comment, client):
    """Detects one signature for two kinds of links: numbers of rows repeat from table to table."""
    asked = department_asked(comment, alma)
    link = department_in(town, person(town, Role.COMMUNICATIONS))
    type(link).objects.filter(pk=link.pk).update(id=asked.pk)
    link.pk = asked.pk
    token = link_address(link).rstrip("/").rsplit("/", 1)[1]

    assert client.get(reverse("department:answer", args=[token])).status_code == 404
    assert PURPOSE != "department"
