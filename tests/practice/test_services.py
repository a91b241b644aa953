# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
import pytest
from django.db import IntegrityError, transaction
from django_scopes import scope

from accounts.models import AuditEntry, Role
from core.errors import DomainError, NotPermitted
from practice import services
from practice.domain.platform import CITIZENS, AccessExpired, InternalError, NoSuchPost, Upload
from practice.models import Fault, PracticeAccount, PracticePost
from tests.factories import MunicipalityFactory, person
from tests.practice.factories import PracticeAccountFactory, PracticePostFactory


def test_the_towns_account_is_opened_once(town):
    actor = person(town, Role.COMMUNICATIONS)

    first = services.open_town_account(town, actor=actor, emulates="bluesky")
    again = services.open_town_account(town, actor=actor, emulates="bluesky")

    assert first == again
    assert first.emulates == "bluesky"
    assert AuditEntry.objects.filter(action="practice.account_opened").count() == 1


def test_an_editor_may_neither_open_accounts_nor_switch_faults(town):
    actor = person(town, Role.EDITOR)
    account = PracticeAccountFactory(municipality=town)

    with pytest.raises(NotPermitted):
        services.open_town_account(town, actor=actor, emulates="mastodon")
    with pytest.raises(NotPermitted):
        services.set_fault(account, actor=actor, fault=Fault.SLOW)

    account.refresh_from_db()
    assert account.fault == ""


@pytest.mark.parametrize("role", Role.values)
def test_everybody_of_the_town_may_reply_as_an_invented_citizen(town, role):
    post = PracticePostFactory(municipality=town)

    reply = services.reply_as_citizen(post, actor=person(town, role), citizen="dora-uebung", text=" Danke!\r\nGut. ")

    assert reply.text == "Danke!\nGut."
    assert reply.root == post
    assert reply.account.display_name == "Dora Übung"
    assert not reply.account.is_town
    assert AuditEntry.objects.get(action="practice.replied").details == {"citizen": "dora-uebung"}


def test_nobody_from_another_town_may_reply(town):
    post = PracticePostFactory(municipality=town)
    stranger = person(MunicipalityFactory(), Role.COMMUNICATIONS)

    with pytest.raises(NotPermitted):
        services.reply_as_citizen(post, actor=stranger, citizen="dora-uebung", text="Hallo")


@pytest.mark.parametrize(
    ("citizen", "text"), [("dora-uebung", "  "), ("dora-uebung", "x" * 1001), ("echte-person", "Hallo")]
)
def test_a_reply_that_makes_no_sense_is_refused_and_nothing_is_kept(town, citizen, text):
    post = PracticePostFactory(municipality=town)

    with pytest.raises(DomainError):
        services.reply_as_citizen(post, actor=person(town, Role.READER), citizen=citizen, text=text)

    assert PracticePost.objects.count() == 1


def test_a_deleted_post_cannot_be_answered(town):
    post = PracticePostFactory(municipality=town)
    services.delete_post(post.account, remote_id=str(post.pk))
    post.refresh_from_db()

    with pytest.raises(DomainError):
        services.reply_as_citizen(post, actor=person(town, Role.READER), citizen="dora-uebung", text="Hallo")


def test_every_citizen_is_recognisably_invented():
    surnames = {citizen.name.split()[-1] for citizen in CITIZENS}

    assert surnames <= {"Ausgedacht", "Beispiel", "Muster", "Probe", "Übung", "Erfunden", "Fiktiv", "Gibtsnicht"}


def test_a_reply_to_a_reply_belongs_to_the_same_thread(town):
    post = PracticePostFactory(municipality=town)
    reply = PracticePostFactory(municipality=town, reply_to=post)

    answer = services.publish_post(post.account, key="a", text="Gern.", reply_to=str(reply.pk))

    assert (answer.reply_to, answer.root) == (reply, post)


def test_the_same_key_never_makes_two_posts(town):
    account = PracticeAccountFactory(municipality=town)

    first = services.publish_post(account, key="a", text="Hallo")
    again = services.publish_post(account, key="a", text="Hallo")

    assert first == again
    with pytest.raises(IntegrityError), transaction.atomic():
        PracticePostFactory(municipality=town, account=account, idempotency_key="a")


def test_two_accounts_may_use_the_same_key(town):
    posts = [services.publish_post(PracticeAccountFactory(municipality=town), key="a", text="x") for _ in range(2)]

    assert posts[0] != posts[1]


def test_an_image_is_kept_with_the_alternative_text(town):
    from tests.connectors.peers import a_photo

    photo = a_photo()
    upload = Upload(photo.content, photo.media_type, "Die Brücke", photo.width, photo.height)

    post = services.publish_post(PracticeAccountFactory(municipality=town), key="a", text="x", images=[upload])

    image = post.images.get()
    assert (image.alt_text, image.width, image.height) == ("Die Brücke", 64, 48)
    assert image.file.read() == photo.content


def test_a_counted_fault_is_used_up(town):
    account = PracticeAccountFactory(municipality=town)
    services.set_fault(account, actor=person(town, Role.ADMINISTRATOR), fault=Fault.SERVER_ERROR, fault_count=2)

    for _ in range(2):
        with pytest.raises(InternalError):
            services.publish_post(account, key="a", text="x")

    assert services.publish_post(account, key="a", text="x").pk
    account.refresh_from_db()
    assert (account.fault, account.fault_count) == ("", 0)


def test_an_uncounted_fault_stays_until_it_is_switched_off(town):
    account = PracticeAccountFactory(municipality=town)
    actor = person(town, Role.ADMINISTRATOR)
    services.set_fault(account, actor=actor, fault=Fault.SERVER_ERROR)

    for _ in range(3):
        with pytest.raises(InternalError):
            services.publish_post(account, key="a", text="x")

    services.set_fault(account, actor=actor, fault=Fault.NONE, fault_count=5)
    assert services.publish_post(account, key="a", text="x").pk


def test_only_replies_in_threads_of_the_account_can_be_hidden(town):
    post = PracticePostFactory(municipality=town)
    reply = PracticePostFactory(municipality=town, reply_to=post)
    other = PracticeAccountFactory(municipality=town)

    for remote_id in (str(post.pk), "0", "x", "²", "9" * 30, ""):
        with pytest.raises(NoSuchPost):
            services.hide_reply(post.account, remote_id=remote_id)
    with pytest.raises(NoSuchPost):
        services.hide_reply(other, remote_id=str(reply.pk))

    services.hide_reply(post.account, remote_id=str(reply.pk))
    reply.refresh_from_db()
    assert reply.hidden_at


def test_only_own_posts_can_be_deleted(town):
    post = PracticePostFactory(municipality=town)

    services.delete_post(PracticeAccountFactory(municipality=town), remote_id=str(post.pk))

    post.refresh_from_db()
    assert post.deleted_at is None


def test_the_account_of_another_town_does_not_open(town):
    foreign_town = MunicipalityFactory()
    foreign = PracticeAccountFactory(municipality=foreign_town)

    with pytest.raises(AccessExpired):
        services.open_session(str(foreign.pk))
    with scope(municipality=foreign_town):
        assert services.open_session(str(foreign.pk)) == foreign


def test_a_citizens_account_does_not_open_for_the_connector(town):
    citizen = PracticeAccountFactory(municipality=town, is_town=False)

    with pytest.raises(AccessExpired):
        services.open_session(str(citizen.pk))


def test_a_handle_exists_once_per_town(town):
    PracticeAccountFactory(municipality=town, handle="stadt")
    PracticeAccountFactory(municipality=MunicipalityFactory(), handle="stadt")

    with pytest.raises(IntegrityError), transaction.atomic():
        PracticeAccount.objects.create(municipality=town, handle="stadt", display_name="x")
