# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""Consents and licences: what they keep back, at the approval and in the claim, and what a withdrawal does."""

import threading
from datetime import datetime, time, timedelta

import pytest
import time_machine
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils.timezone import now

from accounts.models import AuditEntry, Role
from channels_mgmt.models import (
    AssetConsent,
    Capture,
    Consent,
    Delivery,
    Licence,
    MediaAsset,
    PostMedia,
    WithdrawalTask,
)
from channels_mgmt.queries.gaps import missing_for_approval
from channels_mgmt.queries.rights import consents_to_settle, ending_consents, ending_licences, open_tasks
from channels_mgmt.services.captures import take_in
from channels_mgmt.services.media import add_image
from channels_mgmt.services.planning import edit_post, schedule_post, submit_post
from channels_mgmt.services.publishing import publish_delivery
from channels_mgmt.services.rights import (
    enter_consent,
    link_consent,
    save_licence,
    set_licence,
    state_people,
    unlink_consent,
)
from channels_mgmt.services.scans import MAX_SCAN_BYTES, UnfitScan, open_scan
from channels_mgmt.services.withdrawals import forget_consents, settle_task, withdraw_consent
from core.errors import AlreadyChanged, DomainError, NotPermitted, Refused
from tests.channels_mgmt import photos
from tests.channels_mgmt.factories import draft
from tests.e2e.browser import signed_in
from tests.factories import MunicipalityFactory, person

PDF = b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n"


def pictured(seed: int, *, size=(1200, 900), quality=90) -> bytes:
    """A photo of blocks of grey, another one for each seed."""
    import io
    import random

    from PIL import Image

    small = Image.frombytes("L", (12, 9), random.Random(seed).randbytes(108))
    target = io.BytesIO()
    small.resize(size, Image.Resampling.BICUBIC).convert("RGB").save(target, "JPEG", quality=quality)
    return target.getvalue()


@pytest.fixture
def asset(live):
    return add_image(live.town, actor=live.author, upload=photos.upload(pictured(1)))


def consent_for(live, *assets, **changes):
    given = {"who": "Kita Regenbogen, Gruppe 2", "purpose": "Berichte über das Sommerfest", "signed_by": "parents"}
    given |= {"given_on": live.town.local_day() - timedelta(days=9), "assets": assets}
    return enter_consent(live.town, actor=live.author, **given | changes)


def post_with(live, asset, text="Das Sommerfest war schön."):
    post = live.post(text)
    PostMedia.objects.create(post=post, asset=asset, position=1, alt_text="Kinder auf einer Wiese")
    live.approve_as_it_stands(post)
    return post


def gaps(post) -> str:
    return " ".join(str(gap) for gap in missing_for_approval(post))


# -- what keeps a post back -------------------------------------------------------------------------


def test_a_consent_that_holds_keeps_nothing_back(live, asset):
    consent_for(live, asset)
    delivery = live.delivery(post=post_with(live, asset))

    assert gaps(delivery.post) == ""
    publish_delivery(delivery.pk)

    delivery.refresh_from_db()
    assert delivery.state == Delivery.State.PUBLISHED


@pytest.mark.parametrize(
    ("break_it", "words"),
    [
        (lambda live, consent: withdraw(live, consent), "widerrufen"),
        (lambda live, consent: end_yesterday(live, consent), "endete am"),
        (lambda live, consent: Consent.objects.filter(pk=consent.pk).update(platforms=["facebook"]), "gilt nicht für"),
        (lambda live, consent: forget(consent), "gelöscht"),
    ],
)
def test_without_a_valid_consent_nothing_is_approved_and_nothing_goes_out(live, asset, break_it, words):
    consent = consent_for(live, asset)
    delivery = live.delivery(post=post_with(live, asset))

    break_it(live, consent)

    assert words in gaps(delivery.post)
    again = draft(live.town, live.author, [live.channel])
    PostMedia.objects.create(post=again, asset=asset, position=1, alt_text="Kinder")
    with pytest.raises(Refused, match=words):
        submit_post(again, actor=live.author)
    late = live.delivery(post=live.post("Noch einmal."))
    PostMedia.objects.create(post=late.post, asset=asset, position=1, alt_text="Kinder")
    live.approve_as_it_stands(late.post)
    publish_delivery(late.pk)
    late.refresh_from_db()
    assert late.state == Delivery.State.WITHDRAWN
    assert words in late.error
    assert live.public_texts == []


def withdraw(live, consent):
    return withdraw_consent(consent, actor=live.author, withdrawn_on=live.town.local_day())


def end_yesterday(live, consent):
    day = live.town.local_day() - timedelta(days=1)
    Consent.objects.filter(pk=consent.pk).update(valid_until=day, ends_at=now())


def forget(consent):
    Consent.objects.filter(pk=consent.pk).update(state="forgotten", who="", purpose="")


def test_a_consent_that_ends_before_the_planned_day_is_no_consent_for_it(live, asset):
    today = live.town.local_day()
    consent_for(live, asset, valid_until=today + timedelta(days=3))
    post = draft(live.town, live.author, [live.channel])
    PostMedia.objects.create(post=post, asset=asset, position=1, alt_text="Kinder")

    assert gaps(post) == ""
    post.planned_day = today + timedelta(days=4)

    assert "endete am" in gaps(post)


def test_a_post_is_not_scheduled_for_a_day_on_which_its_consent_has_ended(live, asset):
    """Removal: asking for the day it is planned for until now; it was held back only when it came due."""
    today = live.town.local_day()
    consent_for(live, asset, valid_until=today + timedelta(days=3))
    post = post_with(live, asset)

    with pytest.raises(Refused, match="endete am"):
        schedule_post(post, actor=live.author, wall=datetime.combine(today + timedelta(days=4), time(9)))
    assert not post.deliveries.exists()

    schedule_post(post, actor=live.author, wall=datetime.combine(today + timedelta(days=2), time(9)))
    assert post.deliveries.get().state == Delivery.State.SCHEDULED


def test_who_says_that_all_have_agreed_has_to_enter_who(live, asset):
    post = post_with(live, asset)
    state_people(asset, actor=live.author, people="agreed")
    assert "keine Einwilligung" in gaps(post)

    consent_for(live, asset)

    assert gaps(post) == ""


def test_a_licence_that_ended_or_whose_credit_is_missing_keeps_the_post_back(live, asset):
    today = live.town.local_day()
    given = {"source": "Fotostudio", "terms": "cc_by", "credit_line": "Foto: Änne Öhm"}
    licence = save_licence(live.town, actor=live.author, asset=asset, **given)
    post = post_with(live, asset)
    assert "Foto: Änne Öhm" in gaps(post)

    shown = post_with(live, asset, "Das Sommerfest. FOTO: Aenne Oehm")
    assert gaps(shown) == ""

    save_licence(live.town, actor=live.author, licence=licence, valid_until=today - timedelta(days=1), **given)
    assert "Lizenz" in gaps(shown)
    delivery = live.delivery(post=shown)
    publish_delivery(delivery.pk)
    delivery.refresh_from_db()
    assert delivery.state == Delivery.State.WITHDRAWN


def test_a_post_without_images_asks_nothing_about_rights(live, django_assert_num_queries):
    post = live.post()
    missing_for_approval(post)  # what is remembered afterwards
    from channels_mgmt.queries.rights import rights_gaps

    with django_assert_num_queries(0):
        assert rights_gaps([], [(live.channel, post.text)], live.town.local_day()) == []


# -- withdrawal -------------------------------------------------------------------------------------


def test_a_withdrawal_holds_planned_posts_back_at_once_and_lists_every_post(live, asset):
    consent = consent_for(live, asset)
    public = live.delivery(post=post_with(live, asset, "Schon öffentlich."))
    publish_delivery(public.pk)
    planned = live.delivery(post=post_with(live, asset, "Für morgen."), due_at=now() + timedelta(days=1))
    begun = draft(live.town, live.author, [live.channel], title="Entwurf")
    PostMedia.objects.create(post=begun, asset=asset, position=1, alt_text="Kinder")
    other = live.delivery(post=live.post("Ohne Foto."), due_at=now() + timedelta(days=1))

    posts = withdraw(live, consent)

    planned.refresh_from_db()
    other.refresh_from_db()
    assert posts == 3
    assert planned.state == Delivery.State.WITHDRAWN
    assert str(consent) in planned.error
    assert other.state == Delivery.State.SCHEDULED
    assert {task.post_id for task in WithdrawalTask.objects.all()} == {public.post_id, planned.post_id, begun.pk}
    assert AuditEntry.objects.filter(action="media.consent_withdrawn").count() == 1


def test_the_same_picture_loaded_again_is_held_back_as_well(live, asset):
    consent = consent_for(live, asset)
    copy = add_image(live.town, actor=live.author, upload=photos.upload(pictured(1, size=(800, 600), quality=60)))
    planned = live.delivery(post=post_with(live, copy), due_at=now() + timedelta(days=1))

    assert withdraw(live, consent) == 1

    planned.refresh_from_db()
    assert planned.state == Delivery.State.WITHDRAWN
    later = add_image(live.town, actor=live.author, upload=photos.upload(pictured(1, size=(640, 480))))
    assert "widerrufen" in gaps(post_with(live, later, "Noch eine Kopie."))


def test_another_picture_has_nothing_to_do_with_it(live, asset):
    consent = consent_for(live, asset)
    other = add_image(live.town, actor=live.author, upload=photos.upload(pictured(2)))
    planned = live.delivery(post=post_with(live, other), due_at=now() + timedelta(days=1))

    assert withdraw(live, consent) == 0

    planned.refresh_from_db()
    assert planned.state == Delivery.State.SCHEDULED


def test_a_person_says_that_it_is_another_picture_and_only_where_nobody_named_it(live, asset):
    consent = consent_for(live, asset)
    copy = add_image(live.town, actor=live.author, upload=photos.upload(pictured(1, size=(800, 600))))
    withdraw(live, consent)
    said, taken_over = (AssetConsent.objects.get(asset=one, consent=consent) for one in (asset, copy))

    with pytest.raises(Refused):
        unlink_consent(said, actor=live.author)
    unlink_consent(taken_over, actor=live.author)

    assert gaps(post_with(live, copy)) == ""
    assert AuditEntry.objects.filter(action="media.consent_unlinked").count() == 1


def test_a_task_is_over_when_somebody_says_what_was_done_or_a_planned_post_lost_the_photo(live, asset):
    consent = consent_for(live, asset)
    public = live.delivery(post=post_with(live, asset, "Schon öffentlich."))
    publish_delivery(public.pk)
    begun = draft(live.town, live.author, [live.channel])
    PostMedia.objects.create(post=begun, asset=asset, position=1, alt_text="Kinder")
    withdraw(live, consent)
    assert open_tasks(live.town).count() == 2

    edit_post(begun, actor=live.author, images=[])
    task = open_tasks(live.town).get()
    assert task.post_id == public.post_id
    with pytest.raises(Refused):
        settle_task(task, actor=live.author, note=" ")
    settle_task(task, actor=live.author, note="Auf Mastodon gelöscht")

    assert not consents_to_settle(live.town)
    with pytest.raises(AlreadyChanged):
        settle_task(WithdrawalTask.objects.get(pk=task.pk), actor=live.author, note="Noch einmal")


def test_a_consent_is_withdrawn_once_and_not_tomorrow(live, asset):
    consent = consent_for(live, asset)
    with pytest.raises(Refused):
        withdraw_consent(consent, actor=live.author, withdrawn_on=live.town.local_day() + timedelta(days=1))
    withdraw(live, consent)

    with pytest.raises(AlreadyChanged):
        withdraw(live, Consent.objects.get(pk=consent.pk))
    with pytest.raises(AlreadyChanged):
        link_consent(asset, Consent.objects.get(pk=consent.pk), actor=live.author)


@pytest.mark.postgresql
@pytest.mark.django_db(transaction=True)
def test_a_withdrawal_and_the_claim_at_the_same_moment_never_both_win():
    from django_scopes import scope

    from tests.channels_mgmt.live import make_live_town
    from tests.racing import race

    town = MunicipalityFactory()
    with scope(municipality=town):
        live = make_live_town(town)
        asset = add_image(town, actor=live.author, upload=photos.upload(pictured(1)))
        consent = consent_for(live, asset)
        deliveries = [live.delivery(post=post_with(live, asset, f"Fest {n}.")) for n in range(4)]
    barrier = threading.Barrier(1)

    def take_back():
        barrier.wait()
        return withdraw(live, Consent.objects.get(pk=consent.pk))

    race(town, [take_back, *[lambda pk=delivery.pk: publish_delivery(pk) for delivery in deliveries]])

    with scope(municipality=town):
        for delivery in deliveries:
            delivery.refresh_from_db()
            assert delivery.state in (Delivery.State.PUBLISHED, Delivery.State.WITHDRAWN)
            assert open_tasks(town).filter(post=delivery.post_id).exists()


# -- paper ------------------------------------------------------------------------------------------


def test_the_paper_is_unreadable_on_the_disk_and_comes_back_as_it_was(live, asset):
    consent = consent_for(live, asset, scan=SimpleUploadedFile("Unterschrift Mia.jpg", PDF, "image/jpeg"))

    stored = default_storage.open(consent.scan.name).read()
    opened = open_scan(consent, actor=live.author)

    assert b"%PDF" not in stored
    assert "Mia" not in consent.scan.name
    assert (opened.content, opened.media_type) == (PDF, "application/pdf")
    assert AuditEntry.objects.get(action="media.scan_viewed").actor == live.author


def test_who_only_sees_the_register_does_not_see_the_paper(live, asset):
    consent = consent_for(live, asset, scan=SimpleUploadedFile("a.pdf", PDF))

    with pytest.raises(NotPermitted):
        open_scan(consent, actor=person(live.town, Role.MODERATOR))

    assert not AuditEntry.objects.filter(action="media.scan_viewed").exists()


class Unread(SimpleUploadedFile):
    """A file nobody may read."""

    def __init__(self, size):
        super().__init__("scan.pdf", b"", "application/pdf")
        self.size = size

    def read(self, *args):
        raise AssertionError("was read")


@pytest.mark.parametrize(
    "scan",
    [
        Unread(100_000_000),
        Unread(MAX_SCAN_BYTES + 1),
        SimpleUploadedFile("scan.pdf", b"<html>no paper</html>", "application/pdf"),
        SimpleUploadedFile("scan.pdf", PDF[:20], "application/pdf"),
        SimpleUploadedFile("scan.jpg", photos.phone_photo()[:900], "image/jpeg"),
        SimpleUploadedFile("scan.png", photos.png_claiming(60_000, 60_000), "image/png"),
        SimpleUploadedFile("scan.webp", photos.picture("WEBP"), "image/webp"),
    ],
)
def test_a_file_that_is_no_paper_is_refused_and_nothing_is_kept(live, asset, scan):
    with pytest.raises(UnfitScan, match=r"\.$"):
        consent_for(live, asset, scan=scan)

    assert not Consent.objects.exists()
    assert not default_storage.exists(f"scans/{live.town.pk}")


def test_a_consent_that_fails_leaves_no_paper_behind(live):
    elsewhere = MediaAsset(municipality=MunicipalityFactory())

    with pytest.raises(DomainError):
        consent_for(live, elsewhere, scan=SimpleUploadedFile("a.pdf", PDF))

    assert not Consent.objects.exists()
    assert default_storage.listdir(f"scans/{live.town.pk}")[1] == []


# -- time -------------------------------------------------------------------------------------------


def test_what_ends_within_a_month_is_told_while_it_is_about_a_photo(live, asset):
    today = live.town.local_day()
    soon, later = today + timedelta(days=20), today + timedelta(days=60)
    consent = consent_for(live, asset, valid_until=soon)
    consent_for(live, asset, valid_until=later)
    consent_for(live, valid_until=soon)
    licence = save_licence(live.town, actor=live.author, asset=asset, source="A", terms="own", valid_until=soon)
    save_licence(live.town, actor=live.author, source="B", terms="own", valid_until=soon)

    assert list(ending_consents(live.town, now())) == [consent]
    assert list(ending_licences(live.town, now())) == [licence]
    assert not ending_consents(live.town, now() + timedelta(days=30))
    page = signed_in(live.author).get(reverse("today:today", args=[live.town.slug])).content.decode()
    assert f"{consent} endet am" in page


def test_three_years_after_the_last_publication_names_and_paper_are_gone(live, asset):
    consent = consent_for(live, asset, scan=SimpleUploadedFile("a.pdf", PDF))
    name = consent.scan.name
    delivery = live.delivery(post=post_with(live, asset))
    publish_delivery(delivery.pk)
    year = timedelta(days=365)

    assert forget_consents(live.town, now() + 2.9 * year) == 0
    with transaction.atomic():
        assert forget_consents(live.town, now() + 3.1 * year) == 1

    consent.refresh_from_db()
    assert (consent.who, consent.purpose, consent.scan.name, consent.state) == ("", "", "", "forgotten")
    assert "gelöscht" in gaps(delivery.post)
    assert name


def test_the_file_goes_with_the_commit(live, asset, django_capture_on_commit_callbacks):
    consent = consent_for(live, asset, scan=SimpleUploadedFile("a.pdf", PDF))

    with django_capture_on_commit_callbacks(execute=True):
        forget_consents(live.town, now() + timedelta(days=1200))

    assert not default_storage.exists(consent.scan.name)


def test_as_long_as_somebody_has_to_take_a_post_down_the_consent_stays(live, asset):
    consent = consent_for(live, asset)
    publish_delivery(live.delivery(post=post_with(live, asset)).pk)
    withdraw(live, consent)

    assert forget_consents(live.town, now() + timedelta(days=1200)) == 0


# -- where it is said -------------------------------------------------------------------------------


def test_the_tick_at_the_camera_is_a_consent_that_can_be_withdrawn(live):
    clerk = person(live.town, Role.EXTERNAL)
    taken = take_in(
        live.town, actor=clerk, key="a" * 8, sentence="Das Fest.", people="agreed", photo=photos.upload(pictured(3))
    )

    consent = Consent.objects.get()
    assert (consent.signed_by, consent.entered_by) == ("spoken", clerk)
    assert clerk.name in consent.who
    assert taken.asset.people == "agreed"
    assert withdraw(live, consent) == 1


@pytest.mark.parametrize("people", ["nobody", "event"])
def test_other_answers_at_the_camera_are_kept_with_the_photo_and_are_no_consent(live, people):
    given = {"sentence": "Das Fest.", "people": people, "photo": photos.upload(pictured(3))}
    taken = take_in(live.town, actor=live.author, key="a" * 8, **given)

    assert MediaAsset.objects.get(pk=taken.asset_id).people == people
    assert not Consent.objects.exists()
    assert Capture.objects.get().asset_id == taken.asset_id


def test_what_is_refused_when_a_consent_is_entered(live, asset):
    today = live.town.local_day()
    for wrong in (
        {"who": " "},
        {"purpose": ""},
        {"signed_by": "everybody"},
        {"platforms": ["fax"]},
        {"given_on": today + timedelta(days=1)},
        {"given_on": today, "valid_until": today - timedelta(days=1)},
    ):
        with pytest.raises(Refused):
            consent_for(live, asset, **wrong)
    with pytest.raises(NotPermitted):
        enter_consent(
            live.town,
            actor=person(live.town, Role.EXTERNAL),
            who="A",
            purpose="B",
            signed_by="self",
            given_on=today,
        )
    assert not Consent.objects.exists()


@pytest.mark.parametrize(
    "broken",
    [
        {"who": ""},
        {"state": "withdrawn"},
        {"state": "forgotten"},
        {"valid_until": "2030-01-01"},
    ],
)
def test_the_database_knows_no_consent_that_says_nothing(live, asset, broken):
    consent = consent_for(live, asset)

    with pytest.raises(IntegrityError), transaction.atomic():
        Consent.objects.filter(pk=consent.pk).update(**broken)


def test_a_licence_with_a_name_needs_the_name_and_belongs_to_its_town(live, asset):
    with pytest.raises(Refused):
        save_licence(live.town, actor=live.author, source="Archiv", terms="cc_by")
    with pytest.raises(Refused):
        save_licence(live.town, actor=live.author, source=" ", terms="own")
    with pytest.raises(DomainError):
        set_licence(asset, Licence(municipality=MunicipalityFactory()), actor=live.author)
    with pytest.raises(NotPermitted):
        save_licence(live.town, actor=person(live.town, Role.READER), source="Archiv", terms="own")
    assert not Licence.objects.exists()


# -- pages ------------------------------------------------------------------------------------------


def test_from_the_photo_to_the_consent_to_the_withdrawal_and_its_list(live, asset):
    client, town = signed_in(live.author), live.town.slug
    post = post_with(live, asset)
    page = reverse("planning:media_item", args=[town, asset.pk])
    given = {"who": "Mia und ihre Eltern", "purpose": "Sommerfest", "signed_by": "parents", "given_on": "2026-01-05"}

    entered = client.post(
        reverse("planning:consent_create", args=[town]) + f"?bild={asset.pk}",
        given | {"scan": SimpleUploadedFile("a.pdf", PDF)},
    )
    consent = Consent.objects.get()
    assert entered.url == page
    assert "Mia und ihre Eltern" in client.get(page).content.decode()
    opened = client.post(reverse("planning:consent_scan", args=[town, consent.pk]))
    assert opened.content == PDF
    assert "no-store" in opened["Cache-Control"]
    shown = client.post(
        reverse("planning:withdraw_consent", args=[town, consent.pk]), {"withdrawn_on": "2026-01-06"}, follow=True
    ).content.decode()
    assert post.title in shown
    assert "1 Beitrag zeigt das Foto oder Video" in shown
    start = client.get(reverse("today:today", args=[town])).content.decode()
    assert f"{consent} wurde widerrufen" in start
    task = WithdrawalTask.objects.get()
    refused = client.post(reverse("planning:settle_withdrawal", args=[town, task.pk]), {"note": "x"})
    assert refused.status_code == 422
    client.post(reverse("planning:settle_withdrawal", args=[town, task.pk]), {"note": "Entfernt"})
    assert not open_tasks(live.town)


def test_a_refused_form_keeps_what_was_typed_and_says_what_is_wrong(live, asset):
    client, town = signed_in(live.author), live.town.slug
    given = {"who": "Mia", "purpose": "Sommerfest", "signed_by": "parents", "given_on": "2026-01-05"}
    large = SimpleUploadedFile("a.pdf", b"%PDF-" + bytes(MAX_SCAN_BYTES), "application/pdf")

    refused = client.post(reverse("planning:consent_create", args=[town]), given | {"scan": large})

    assert refused.status_code == 422
    assert "höchstens 10" in refused.content.decode()
    assert 'value="Mia"' in refused.content.decode()
    assert not Consent.objects.exists()


def test_the_library_finds_by_name_and_post_and_shows_what_may_not_go_out(live, asset):
    other = add_image(live.town, actor=live.author, upload=photos.upload(pictured(2), name="brunnen.jpg"))
    twin = add_image(live.town, actor=live.author, upload=photos.upload(pictured(1, size=(800, 600)), name="kopie.jpg"))
    post_with(live, asset, "Unser Sommerfest")
    withdraw(live, consent_for(live, other))
    client, page = signed_in(live.author), reverse("planning:media_library", args=[live.town.slug])

    def shown(**asked):
        names = {"IMG_4711.jpg": asset, "brunnen.jpg": other, "kopie.jpg": twin}
        content = client.get(page, asked).content.decode()
        return {name for name in names if name in content}

    assert shown() == {"IMG_4711.jpg", "brunnen.jpg", "kopie.jpg"}
    assert shown(q="sommerfest") == {"IMG_4711.jpg"}
    assert shown(q="Brunnen") == {"brunnen.jpg"}
    assert shown(stand="gesperrt") == {"brunnen.jpg"}
    assert shown(stand="doppelt") == {"IMG_4711.jpg", "kopie.jpg"}
    assert shown(stand="unbenutzt") == {"brunnen.jpg", "kopie.jpg"}
    assert shown(stand="offen") == {"IMG_4711.jpg", "kopie.jpg"}
    assert shown(q="gibt es nicht") == set()


def test_the_library_takes_as_many_queries_for_one_image_as_for_three(live, django_assert_max_num_queries):
    from channels_mgmt.queries.library import LibraryFilter, assets_of, standings

    for count in (1, 2):
        for number in range(count):
            image = add_image(live.town, actor=live.author, upload=photos.upload(pictured(10 * count + number)))
            consent_for(live, image)
            save_licence(live.town, actor=live.author, asset=image, source="Archiv", terms="own")
        with django_assert_max_num_queries(3):
            assets = list(assets_of(live.town, LibraryFilter(), now()))
            standings(assets, live.town, now())


def test_help_from_outside_sees_that_there_is_a_consent_and_not_of_whom(live, asset):
    consent_for(live, asset, who="Mia Meier")
    client = signed_in(person(live.town, Role.EXTERNAL))

    page = client.get(reverse("planning:media_item", args=[live.town.slug, asset.pk])).content.decode()

    assert "Mia Meier" not in page
    assert "Einwilligung #" in page
    assert client.get(reverse("planning:consents", args=[live.town.slug])).status_code == 403


def test_the_composer_names_the_photo_nobody_has_spoken_about_and_leads_to_it(live, asset):
    post = draft(live.town, live.author, [live.channel])
    PostMedia.objects.create(post=post, asset=asset, position=1, alt_text="Kinder")
    client = signed_in(live.author)

    page = client.get(reverse("planning:post_edit", args=[live.town.slug, post.pk])).content.decode()

    assert "wer zu erkennen ist" in page
    assert reverse("planning:media_item", args=[live.town.slug, asset.pk]) in page


@pytest.mark.parametrize("days", [400])
def test_old_publications_do_not_shorten_the_time(live, asset, days):
    """What was shown again later is kept from then on."""
    consent = consent_for(live, asset)
    with time_machine.travel(now() + timedelta(days=days)):
        publish_delivery(live.delivery(post=post_with(live, asset)).pk)

    assert forget_consents(live.town, now() + timedelta(days=1200)) == 0
    assert forget_consents(live.town, now() + timedelta(days=1200 + days)) == 1
    assert consent.pk
