# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""Topics by mail, read from a real IMAP server: once each, with photos; strangers wait for a person."""

from datetime import timedelta
from email.message import EmailMessage
from uuid import uuid4

import pytest
from django.urls import reverse
from django.utils.timezone import now
from django_scopes import scope

from accounts.models import AuditEntry, Role
from accounts.tenancy.permissions import NotPermitted
from channels_mgmt import tasks
from channels_mgmt.connectors import mailbox as imap
from channels_mgmt.models import Department, MediaAsset, Topic, TopicMail, TopicMailbox
from channels_mgmt.services import topic_mail
from channels_mgmt.services.departments import withdraw_department_link
from channels_mgmt.services.topic_mail import accept_mail, dismiss_mail, forget_mails, take_in_message
from core.errors import AlreadyChanged
from tests.channels_mgmt.factories import department_in
from tests.channels_mgmt.photos import phone_photo
from tests.factories import person
from tests.imapserver import PASSWORD, deliver, flags_in, running_server
from tests.racing import race

BAUHOF = "bauhof@stadt.example"


@pytest.fixture(scope="module")
def server():
    with running_server() as port:
        yield port


@pytest.fixture
def box(server, town, settings):
    """Name of the town's mailbox; read once, so that everything from now on is new."""
    name = f"themen-{uuid4().hex[:12]}"
    place = {"host": "127.0.0.1", "port": server, "name": name, "password": PASSWORD, "folder": "INBOX"}
    settings.TOPIC_MAILBOX = {town.slug: place | {"is_encrypted": False}}
    deliver(server, name, mail(subject="Lag schon da"))
    read()
    return name


@pytest.fixture
def link(town, officer):
    return department_in(town, officer, name="Bauhof", email=BAUHOF)


def read():
    """As the bell does, with every pause over."""
    TopicMailbox.objects.update(next_at=now())
    ((pk, _town),) = topic_mail.due_mailboxes(now())
    return topic_mail.read_mailbox(pk)


def mail(
    subject="Kirchgasse gesperrt", text="Ab Montag, drei Wochen.", sender=f"Bauhof <{BAUHOF}>", photos=(), **heads
):
    message = EmailMessage()
    message["From"], message["To"], message["Subject"] = sender, "themen@stadt.example", subject
    message["Message-ID"] = heads.pop("message_id", f"<{uuid4().hex}@stadt.example>")
    for name, value in heads.items():
        message[name.replace("_", "-")] = value
    message.set_content(text)
    for photo in photos:
        message.add_attachment(photo, maintype="image", subtype="jpeg", filename="IMG_1.jpg")
    return message


# -- from the server -----------------------------------------------------------------------------------


def test_a_mail_of_a_department_becomes_a_topic_with_its_photo(server, town, box, link):
    deliver(server, box, mail(photos=[phone_photo(300, 200)]))

    assert read()

    topic = Topic.objects.get()
    assert (topic.title, topic.note, topic.department) == ("Kirchgasse gesperrt", "Ab Montag, drei Wochen.", link)
    assert BAUHOF in topic.contact
    asset = topic.photos.get().asset
    assert asset.media_type == "image/jpeg"
    assert b"Exif" not in asset.file.read()[:200]
    assert AuditEntry.objects.filter(action="planning.topic_mailed").count() == 1


def test_what_lay_in_the_mailbox_before_is_left_alone_and_nothing_in_it_is_changed(server, town, box, link):
    deliver(server, box, mail())

    read()

    assert [topic.title for topic in Topic.objects.all()] == ["Kirchgasse gesperrt"]
    assert not any(b"Seen" in line for line in flags_in(server, box))


def test_a_mail_is_one_topic_however_often_it_is_read_and_sent(server, town, box, link):
    """As after a death between storing and booking. Removal: the question for the key in ``take_in_message``."""
    message = mail(message_id="<einmal@stadt.example>")
    deliver(server, box, message)
    read()
    TopicMailbox.objects.update(last_uid=1)
    deliver(server, box, message)

    read()

    assert Topic.objects.count() == 1


def test_numbers_given_anew_lose_and_double_nothing(server, town, box, link):
    deliver(server, box, mail(subject="Erstens"))
    read()
    TopicMailbox.objects.update(validity=7, last_uid=900)
    deliver(server, box, mail(subject="Zweitens"))

    read()

    assert {topic.title for topic in Topic.objects.all()} >= {"Erstens", "Zweitens"}
    assert Topic.objects.filter(title="Erstens").count() == 1
    assert TopicMailbox.objects.get().validity != 7


def test_a_wrong_password_is_said_and_told_after_the_third_time(server, town, box, link, settings, client, officer):
    settings.TOPIC_MAILBOX[town.slug] |= {"password": "falsch"}
    for _attempt in range(3):
        read()

    row = TopicMailbox.objects.get()
    assert "Kennwort" in row.error
    assert (row.failures, row.lease_until) == (3, None)
    client.force_login(officer)
    assert "Kennwort" in client.get(reverse("planning:topic_mails", args=[town.slug])).content.decode()
    assert "Postfach" in client.get(reverse("today:today", args=[town.slug])).content.decode()


def test_a_server_that_is_away_is_asked_again_later(town, box, settings):
    settings.TOPIC_MAILBOX[town.slug] |= {"port": 9}

    read()

    row = TopicMailbox.objects.get()
    assert row.error
    assert row.next_at > now()


def test_of_a_mail_that_is_too_large_only_the_head_is_read(server, town, box, link, monkeypatch):
    monkeypatch.setattr(imap, "MOST_BYTES", 1000)
    deliver(server, box, mail(subject="Riesig", text="x" * 5000))

    read()

    kept = TopicMail.objects.get()
    assert (kept.state, kept.reason) == ("to_look_at", "too_large")
    assert (kept.content["subject"], kept.content["text"]) == ("Riesig", "")


def test_two_workers_do_not_read_the_same_mailbox(server, town, box, link):
    TopicMailbox.objects.update(lease_until=now() + timedelta(minutes=1), next_at=now())

    assert topic_mail.due_mailboxes(now()) == []
    assert not topic_mail.read_mailbox(TopicMailbox.objects.get().pk)


def test_without_a_setting_nothing_is_due(town, settings):
    settings.TOPIC_MAILBOX = {}

    assert not tasks.is_a_topic_mailbox_due()


# -- who has written it ----------------------------------------------------------------------------------


def test_a_colleague_s_mail_is_their_topic(town):
    colleague = person(town, Role.READER)

    taken = take_in_message(town, mail(sender=colleague.email.upper()).as_bytes())

    assert (taken.topic.suggested_by, taken.topic.source) == (colleague, Topic.Source.STAFF)


@pytest.mark.parametrize("sender", ["fremd@example.com", "", "a@b.example, c@d.example", f"{BAUHOF}.example"])
def test_a_stranger_s_mail_waits_for_a_person_and_takes_no_photo_in(town, link, sender):
    kept = take_in_message(town, mail(sender=sender, photos=[phone_photo(300, 200)]).as_bytes())

    assert (kept.state, kept.reason, kept.photos_left_out) == ("to_look_at", "unknown", 1)
    assert not Topic.objects.exists()
    assert not MediaAsset.objects.exists()


def test_a_department_is_known_by_its_other_addresses_too(town, link):
    Department.objects.filter(email=link.email).update(aliases=["lager@stadt.example"])

    topic = take_in_message(town, mail(sender="Lager@stadt.example").as_bytes()).topic

    assert topic.department == link


def test_mail_of_a_department_that_is_paused_waits_for_a_person(town, link):
    Department.objects.filter(email=link.email).update(is_paused=True)

    assert take_in_message(town, mail().as_bytes()).reason == "unknown"


def test_a_department_whose_link_was_withdrawn_is_unknown(town, link, officer):
    withdraw_department_link(link, actor=officer)

    assert take_in_message(town, mail().as_bytes()).reason == "unknown"


def test_a_sender_the_town_s_own_server_doubts_waits_for_a_person(town, link):
    doubted = mail(Authentication_Results="mx.stadt.example; spf=fail; dmarc=fail")

    assert take_in_message(town, doubted.as_bytes()).reason == "forged"


@pytest.mark.parametrize(
    "heads",
    [
        {"Auto_Submitted": "auto-replied"},
        {"Auto_Submitted": "auto-generated (vacation)"},
        {"Precedence": "bulk"},
        {"X_Autoreply": "yes"},
        {"List_Id": "<alle.stadt.example>"},
        {"Return_Path": "<>"},
        {"sender": "MAILER-DAEMON@stadt.example"},
    ],
)
def test_absence_notes_and_bounces_are_no_topics(town, link, heads):
    """Removal: ``is_automatic`` in ``take_in_message``."""
    assert take_in_message(town, mail(**heads).as_bytes()) is None
    assert not TopicMail.objects.exists()


# -- what it says ----------------------------------------------------------------------------------------


def test_html_alone_becomes_the_words_a_reader_sees(town, link):
    message = mail()
    message.set_content(
        "<html><head><style>p {color: red}</style></head><body><p>Ab <b>Montag</b></p><script>alert(1)</script>"
        "<ul><li>Kirchgasse</li></ul></body></html>",
        subtype="html",
    )

    assert take_in_message(town, message.as_bytes()).topic.note == "Ab Montag\nKirchgasse"


@pytest.mark.parametrize("charset", ["iso-8859-1", "windows-1252", "x-unknown", "utf-8"])
def test_words_are_read_whatever_the_charset_is_called(town, link, charset):
    coded = "utf-8" if charset == "x-unknown" else charset
    raw = (
        f"From: {BAUHOF}\r\nMessage-ID: <{charset}@x>\r\nSubject: =?{charset}?Q?Stra=C3=9Fe?=\r\n"
        f"Content-Type: text/plain; charset={charset}\r\nContent-Transfer-Encoding: 8bit\r\n\r\n"
    ).encode() + "Straße gesperrt".encode(coded)

    assert take_in_message(town, raw).topic.note == "Straße gesperrt"


def test_a_file_that_only_claims_to_be_a_photo_is_left_out(town, link):
    taken = take_in_message(town, mail(photos=[b"MZ no picture", phone_photo(300, 200)]).as_bytes())

    assert taken.topic.photos.count() == 1
    assert taken.photos_left_out == 1


@pytest.mark.parametrize(
    "raw", [b"", b"\x00\xff", b"Content-Type: multipart/mixed\n\n", b"From: =?utf-8?B?####?= <x>\n\nText"]
)
def test_nonsense_waits_for_a_person(town, raw):
    assert take_in_message(town, raw).state == "to_look_at"


def test_a_topic_s_photo_stands_in_the_composer(town, link, officer, client):
    topic = take_in_message(town, mail(photos=[phone_photo(300, 200)]).as_bytes()).topic
    client.force_login(officer)

    shown = client.get(f"{reverse('planning:post_create', args=[town.slug])}?thema={topic.pk}").content.decode()

    assert f'name="image" value="{topic.photos.get().asset_id}"' in shown
    listed = client.get(reverse("planning:topics", args=[town.slug])).content.decode()
    assert reverse("planning:thumbnail", args=[town.slug, topic.photos.get().asset_id]) in listed


@pytest.mark.django_db(transaction=True)
def test_a_strangers_message_is_kept_where_nobody_has_begun_a_transaction(town):
    """As the task reads it. Removal: the transaction in ``_kept``."""
    kept = take_in_message(town, mail(sender="fremd@example.com").as_bytes())

    assert AuditEntry.objects.filter(action="planning.topic_mail_kept", object_id=str(kept.pk)).exists()


# -- deciding --------------------------------------------------------------------------------------------


@pytest.fixture
def strange(town):
    return take_in_message(town, mail(sender="fremd@example.com", text="Bei uns ist die Bank kaputt.").as_bytes())


def test_a_person_makes_a_topic_of_it_and_the_sender_is_forgotten(town, strange, officer, client):
    client.force_login(officer)
    page = reverse("planning:topic_mails", args=[town.slug])
    assert "fremd@example.com" in client.get(page).content.decode()

    client.post(reverse("planning:accept_topic_mail", args=[town.slug, strange.pk]))

    topic = Topic.objects.get()
    assert (topic.suggested_by, topic.note) == (officer, "Bei uns ist die Bank kaputt.")
    assert TopicMail.objects.get().content == {}
    assert "fremd@example.com" not in client.get(page).content.decode()


def test_what_is_no_topic_is_let_go_of_once(town, strange, officer):
    dismiss_mail(strange, actor=officer)

    assert TopicMail.objects.get().content == {}
    with pytest.raises(AlreadyChanged):
        accept_mail(TopicMail.objects.get(), actor=officer)


def test_words_of_strangers_are_for_those_who_decide(town, strange, client):
    client.force_login(person(town, Role.ADMINISTRATOR))

    shown = client.get(reverse("planning:topic_mails", args=[town.slug])).content.decode()

    assert "Bank kaputt" not in shown
    with pytest.raises(NotPermitted):
        accept_mail(strange, actor=person(town, Role.DEPARTMENT))


def test_what_nobody_looks_at_is_deleted_after_thirty_days(town, strange):
    forget_mails(now() + timedelta(days=29))
    assert TopicMail.objects.exists()

    forget_mails(now() + timedelta(days=31))

    assert not TopicMail.objects.exists()


@pytest.mark.postgresql
@pytest.mark.django_db(transaction=True)
def test_five_workers_with_the_same_mail_make_one_topic(town, officer):
    with scope(municipality=town):
        department_in(town, officer, email=BAUHOF)
    raw = mail(message_id="<zugleich@stadt.example>").as_bytes()

    results = race(town, [lambda: take_in_message(town, raw).key] * 5)

    assert len(set(results)) == 1
    with scope(municipality=town):
        assert Topic.objects.count() == 1
