# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
import pytest
from django.urls import reverse

from accounts.models import Role
from practice import services
from practice.domain.platform import Upload
from practice.models import PracticeAccount, PracticePost
from tests.connectors.peers import a_photo
from tests.factories import MunicipalityFactory, person
from tests.practice.factories import PracticeAccountFactory, PracticePostFactory


@pytest.fixture
def reader(client, town):
    client.force_login(person(town, Role.READER))
    return client


@pytest.fixture
def officer(client, town):
    client.force_login(person(town, Role.COMMUNICATIONS))
    return client


def url(town, name: str, *args: object) -> str:
    return reverse(f"practice:{name}", args=[town.slug, *args])


def test_the_empty_page_says_what_to_do_next(reader, town):
    page = reader.get(url(town, "timeline"))

    assert page.status_code == 200
    assert "öffentlich" in page.content.decode() or "public" in page.content.decode()


def test_a_post_appears_with_image_alternative_text_and_thread(reader, town):
    photo = a_photo()
    account = PracticeAccountFactory(municipality=town)
    upload = Upload(photo.content, photo.media_type, "Ein Bagger an der Brücke", photo.width, photo.height)
    post = services.publish_post(account, key="a", text="Die Brücke ist offen. <b>", images=[upload])
    PracticePostFactory(municipality=town, reply_to=post, text="Endlich!")

    page = reader.get(url(town, "timeline")).content.decode()

    assert "Die Brücke ist offen. &lt;b&gt;" in page
    assert 'alt="Ein Bagger an der Brücke"' in page
    assert page.index("Die Brücke") < page.index("Endlich!")


def test_a_picture_is_served_to_people_of_the_town_only(reader, town):
    photo = a_photo()
    upload = Upload(photo.content, photo.media_type, "", photo.width, photo.height)
    post = services.publish_post(PracticeAccountFactory(municipality=town), key="a", text="x", images=[upload])
    address = url(town, "image", post.images.get().pk)

    answer = reader.get(address)

    assert b"".join(answer.streaming_content) == photo.content
    assert answer["Content-Type"] == "image/jpeg"
    reader.force_login(person(MunicipalityFactory(), Role.READER))
    assert reader.get(address).status_code == 404
    reader.logout()
    assert reader.get(address).status_code == 302


def test_replies_stand_below_what_they_answer(reader, town):
    post = PracticePostFactory(municipality=town)
    first = PracticePostFactory(municipality=town, reply_to=post, text="erste")
    PracticePostFactory(municipality=town, reply_to=post, text="zweite")
    PracticePostFactory(municipality=town, reply_to=first, text="Antwort auf die erste")

    (thread,) = reader.get(url(town, "timeline")).context["threads"]

    assert [reply.text for reply in thread.replies] == ["erste", "Antwort auf die erste", "zweite"]


def test_a_hidden_reply_moves_behind_a_disclosure_and_a_deleted_one_is_gone(reader, town):
    post = PracticePostFactory(municipality=town)
    hidden = PracticePostFactory(municipality=town, reply_to=post, text="Schnarchnasen")
    deleted = PracticePostFactory(municipality=town, reply_to=post, account=post.account, text="Tippfehler")
    below = PracticePostFactory(municipality=town, reply_to=deleted, text="darunter")
    services.hide_reply(post.account, remote_id=str(hidden.pk))
    services.delete_post(post.account, remote_id=str(deleted.pk))

    page = reader.get(url(town, "timeline"))

    (thread,) = page.context["threads"]
    assert list(thread.hidden) == [hidden]
    assert list(thread.replies) == [below]
    assert "Tippfehler" not in page.content.decode()


def test_posts_of_another_town_are_not_shown(reader, town):
    PracticePostFactory(municipality=MunicipalityFactory(), text="fremder Beitrag")
    PracticePostFactory(municipality=town, text="eigener Beitrag")

    page = reader.get(url(town, "timeline"))

    assert [thread.post.text for thread in page.context["threads"]] == ["eigener Beitrag"]


def test_three_threads_cost_as_many_queries_as_one(reader, town, django_assert_num_queries):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    def a_thread() -> None:
        post = PracticePostFactory(municipality=town)
        PracticePostFactory(municipality=town, reply_to=post)

    a_thread()
    reader.get(url(town, "timeline"))  # what a town remembers for a minute is read
    with CaptureQueriesContext(
        connection,
    ) as one:
        reader.get(url(town, "timeline"))
    a_thread()
    a_thread()
    with django_assert_num_queries(len(one)):
        reader.get(url(town, "timeline"))


def test_long_timelines_have_pages(reader, town):
    account = PracticeAccountFactory(municipality=town)
    for number in range(12):
        PracticePostFactory(municipality=town, account=account, text=f"Nr. {number}")

    first = reader.get(url(town, "timeline"))
    second = reader.get(url(town, "timeline") + "?page=2")

    assert len(first.context["threads"]) == 10
    assert [thread.post.text for thread in second.context["threads"]] == ["Nr. 1", "Nr. 0"]
    assert reader.get(url(town, "timeline") + "?page=nonsense").status_code == 200


def test_a_reply_of_an_invented_citizen_is_published(reader, town):
    post = PracticePostFactory(municipality=town)

    form = reader.get(url(town, "reply", post.pk))
    answer = reader.post(url(town, "reply", post.pk), {"citizen": "cem-probe", "text": "Wann fährt der Bus?"})

    assert form.status_code == 200
    reply = PracticePost.objects.get(reply_to=post)
    assert answer["Location"] == f"{url(town, 'thread', post.pk)}?page=1#beitrag-{reply.pk}"
    assert (reply.text, reply.account.handle) == ("Wann fährt der Bus?", "cem-probe")


@pytest.mark.parametrize(
    "entered",
    [
        {"citizen": "cem-probe", "text": "  "},
        {"citizen": "cem-probe", "text": "x" * 1001},
        {"citizen": "niemand", "text": "kept as typed"},
        {},
    ],
)
def test_a_wrong_reply_is_explained_and_kept(reader, town, entered):
    post = PracticePostFactory(municipality=town)

    page = reader.post(url(town, "reply", post.pk), entered)

    assert page.status_code == 422
    assert page.context["form"].errors
    assert entered.get("text", "").strip() in page.content.decode()
    assert PracticePost.objects.count() == 1


def test_what_is_deleted_foreign_or_unknown_cannot_be_answered(reader, town):
    deleted = PracticePostFactory(municipality=town)
    services.delete_post(deleted.account, remote_id=str(deleted.pk))
    foreign = PracticePostFactory(municipality=MunicipalityFactory())

    for pk in (deleted.pk, foreign.pk, 999_999):
        assert reader.get(url(town, "reply", pk)).status_code == 404
        assert reader.post(url(town, "reply", pk), {"citizen": "cem-probe", "text": "x"}).status_code == 404


def test_a_fault_is_switched_on_and_off(officer, town):
    account = PracticeAccountFactory(municipality=town)
    prefix = f"account-{account.pk}"

    page = officer.get(url(town, "faults"))
    answer = officer.post(
        url(town, "set_fault", account.pk), {f"{prefix}-fault": "timeout_after", f"{prefix}-fault_count": "3"}
    )

    account.refresh_from_db()
    assert page.status_code == 200
    assert answer.status_code == 302
    assert (account.fault, account.fault_count) == ("timeout_after", 3)
    assert officer.get(url(town, "faults")).status_code == 200


def test_a_wrong_fault_is_explained_and_changes_nothing(officer, town):
    account = PracticeAccountFactory(municipality=town)
    prefix = f"account-{account.pk}"

    page = officer.post(url(town, "set_fault", account.pk), {f"{prefix}-fault": "boom", f"{prefix}-fault_count": "-1"})

    assert page.status_code == 422
    assert PracticeAccount.objects.get(pk=account.pk).fault == ""


def test_faults_are_for_the_press_office_and_administrators(reader, town):
    account = PracticeAccountFactory(municipality=town)

    assert reader.get(url(town, "faults")).status_code == 403
    assert (
        reader.post(url(town, "set_fault", account.pk), {f"account-{account.pk}-fault_count": "1"}).status_code == 403
    )
    assert reader.get(url(town, "faults")).content.count(b"/uebung/stoerungen/") == 0


def test_another_towns_account_cannot_be_broken(officer, town):
    foreign = PracticeAccountFactory(municipality=MunicipalityFactory())

    assert officer.post(url(town, "set_fault", foreign.pk), {}).status_code == 404


def test_wrong_methods_are_refused(officer, town):
    assert officer.post(url(town, "timeline")).status_code == 405
    assert officer.get(url(town, "set_fault", 1)).status_code == 405


def test_a_long_thread_shows_its_newest_replies_and_leads_to_all_of_them_page_by_page(reader, town):
    post = PracticePostFactory(municipality=town)
    replies = [PracticePostFactory(municipality=town, reply_to=post, text=f"Antwort {n}") for n in range(70)]

    page = reader.get(url(town, "timeline"))
    (thread,) = page.context["threads"]
    assert list(thread.replies) == replies[-5:]
    assert thread.more == 65
    assert url(town, "thread", post.pk) in page.content.decode()

    pages = [reader.get(url(town, "thread", post.pk), {"page": number}) for number in (1, 2, 3)]
    assert [reply for shown in pages for reply in shown.context["thread"].replies] == replies


def test_the_address_of_a_reply_opens_the_page_on_which_it_stands(reader, town):
    post = PracticePostFactory(municipality=town)
    replies = [PracticePostFactory(municipality=town, reply_to=post) for _ in range(40)]

    shown = reader.get(url(town, "thread", post.pk), {"antwort": replies[35].pk}).context["thread"].replies

    assert replies[35] in shown


def test_whoever_replies_lands_where_the_reply_stands(reader, town):
    post = PracticePostFactory(municipality=town)
    for _ in range(40):
        PracticePostFactory(municipality=town, reply_to=post)

    answer = reader.post(url(town, "reply", post.pk), {"citizen": "cem-probe", "text": "Hallo!"})

    written = PracticePost.objects.get(text="Hallo!")
    assert answer.url == f"{url(town, 'thread', post.pk)}?page=2#beitrag-{written.pk}"
    assert "Hallo!" in reader.get(answer.url).content.decode()


def test_the_practice_platform_stays_small_however_much_was_answered(reader, town):
    account = PracticeAccountFactory(municipality=town)
    for _ in range(10):
        post = PracticePostFactory(municipality=town, account=account)
        for _ in range(30):
            PracticePostFactory(municipality=town, reply_to=post)

    assert len(reader.get(url(town, "timeline")).content) < 200_000
