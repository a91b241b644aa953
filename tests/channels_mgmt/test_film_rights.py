# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""Consents and licences of films: what they keep back, what a withdrawal does, and the label of what AI has made."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils.timezone import now
from django_scopes import scope

from accounts.models import AuditEntry, Role
from channels_mgmt.domain.ai_label import labelled
from channels_mgmt.models import Consent, Delivery, Post, Video, VideoConsent, WithdrawalTask
from channels_mgmt.presenters.previews import Content, previews_of
from channels_mgmt.queries.gaps import missing_for_approval, said_by
from channels_mgmt.queries.rights import ending_consents, ending_licences, open_tasks
from channels_mgmt.services.films import attach_video, describe_film, remove_film
from channels_mgmt.services.publishing import publish_delivery
from channels_mgmt.services.rights import (
    enter_consent,
    link_consent,
    save_licence,
    state_people,
    unlink_consent,
)
from channels_mgmt.services.video_sending import video_to_send
from channels_mgmt.services.video_work import work_on_video
from channels_mgmt.services.withdrawals import forget_consents, settle_task, withdraw_consent
from core.errors import DomainError, NotPermitted, Refused
from tests.channels_mgmt import films
from tests.channels_mgmt.factories import draft
from tests.channels_mgmt.live import make_live_town
from tests.e2e.browser import signed_in
from tests.factories import MunicipalityFactory, person
from tests.racing import race


def with_film(live, post=None, **fields) -> Post:
    """An approved post of the channel with a film that is ready."""
    post = post or live.post("Das Sommerfest war schön.")
    Post.objects.filter(pk=post.pk).update(film=films.ready_film(live.town, live.author, **fields))
    post.refresh_from_db()
    live.approve_as_it_stands(post)
    return post


@pytest.fixture
def post(live):
    return with_film(live)


def consent_for(live, *shown, **changes) -> Consent:
    given = {"who": "Kita Regenbogen, Gruppe 2", "purpose": "Film vom Sommerfest", "signed_by": "parents"}
    given |= {"given_on": live.town.local_day() - timedelta(days=9), "assets": shown}
    return enter_consent(live.town, actor=live.author, **given | changes)


def withdraw(live, consent) -> int:
    return withdraw_consent(consent, actor=live.author, withdrawn_on=live.town.local_day())


def gaps(post) -> str:
    return " ".join(str(gap) for gap in missing_for_approval(Post.objects.get(pk=post.pk)))


def anew(post) -> Video:
    return Video.objects.get(pk=post.film.video_id)


@pytest.mark.parametrize(
    ("happens", "words"),
    [
        (lambda live, video: withdraw(live, consent_for(live, video)), "widerrufen"),
        (
            lambda live, video: consent_for(live, video, valid_until=live.town.local_day() - timedelta(days=1)),
            "endete am",
        ),
        (lambda live, video: consent_for(live, video, platforms=["instagram"]), "gilt nicht für"),
        (lambda live, video: state_people(video, actor=live.author, people="agreed"), "keine Einwilligung"),
        (
            lambda live, video: save_licence(
                live.town,
                actor=live.author,
                asset=video,
                source="Filmbüro",
                terms="agreed",
                valid_until=live.town.local_day() - timedelta(days=1),
            ),
            "Lizenz",
        ),
        (
            lambda live, video: save_licence(
                live.town, actor=live.author, asset=video, source="W", terms="cc_by", credit_line="Film: W, CC BY"
            ),
            "Film: W, CC BY",
        ),
    ],
)
def test_without_the_right_to_show_it_a_film_is_neither_approved_nor_sent(live, post, happens, words):
    """Removal: ``_gaps_of_film`` in the claim lets it out."""
    assert gaps(post) == ""

    happens(live, anew(post))

    assert words in gaps(post)
    assert "Video:" in gaps(post)
    delivery = live.delivery(post=Post.objects.get(pk=post.pk))
    publish_delivery(delivery.pk)
    delivery.refresh_from_db()
    assert delivery.state == Delivery.State.WITHDRAWN
    assert words in delivery.error
    assert live.public_texts == []


def test_a_consent_that_holds_lets_the_film_out(live, post):
    consent_for(live, anew(post), platforms=["mastodon"])
    delivery = live.delivery(post=Post.objects.get(pk=post.pk))

    publish_delivery(delivery.pk)

    assert len(live.public_texts) == 1


def test_a_withdrawal_takes_back_what_is_planned_with_the_film_and_opens_a_task_for_each_post(live, post):
    consent = consent_for(live, anew(post))
    public = with_film(live, live.post("Schon gezeigt."))
    link_consent(anew(public), consent, actor=live.author)
    publish_delivery(live.delivery(post=public).pk)
    planned = live.delivery(post=post, due_at=now() + timedelta(days=2))

    assert withdraw(live, consent) == 2

    planned.refresh_from_db()
    assert planned.state == Delivery.State.WITHDRAWN
    assert set(WithdrawalTask.objects.values_list("post", flat=True)) == {post.pk, public.pk}
    assert open_tasks(live.town).count() == 2
    shown = signed_in(live.author).get(reverse("planning:consent", args=[live.town.slug, consent.pk])).content.decode()
    assert post.title in shown
    assert anew(post).original_name in shown


def test_a_task_is_over_once_the_film_is_out_of_the_post(live):
    post = draft(live.town, live.author, [live.channel])
    Post.objects.filter(pk=post.pk).update(film=films.ready_film(live.town, live.author))
    post.refresh_from_db()
    withdraw(live, consent_for(live, anew(post)))
    assert open_tasks(live.town).count() == 1

    remove_film(post, actor=live.author)

    assert not open_tasks(live.town).exists()
    assert VideoConsent.objects.get().video is None


def test_a_withdrawn_film_that_is_loaded_again_is_held_back_as_well(live):
    """Removal: ``remember_film`` lets a withdrawal be walked around by sending the film once more."""
    first, second = (draft(live.town, live.author, [live.channel]) for _ in range(2))
    attach_video(first, actor=live.author, upload=films.upload())
    work_on_video(first.film.video_id)
    consent = consent_for(live, anew(first))
    withdraw(live, consent)
    remove_film(first, actor=live.author)

    attach_video(second, actor=live.author, upload=films.upload(name="nochmal.mov"))
    work_on_video(second.film.video_id)

    assert "widerrufen" in gaps(second)
    assert anew(second).people == "agreed"


def test_a_consent_entered_while_the_film_is_converted_knows_it_afterwards(live):
    post = draft(live.town, live.author)
    attach_video(post, actor=live.author, upload=films.upload())
    consent_for(live, anew(post))
    assert VideoConsent.objects.get().sha256 == ""

    work_on_video(post.film.video_id)

    assert VideoConsent.objects.get().sha256 == anew(post).sha256 != ""


def test_what_is_known_of_a_film_is_known_of_the_same_film_loaded_again(live):
    first, second = (draft(live.town, live.author) for _ in range(2))
    attach_video(first, actor=live.author, upload=films.upload())
    work_on_video(first.film.video_id)
    describe(live, first, is_ai_made=True)
    licence = save_licence(live.town, actor=live.author, asset=anew(first), source="Filmbüro", terms="agreed")

    attach_video(second, actor=live.author, upload=films.upload())
    work_on_video(second.film.video_id)

    assert (anew(second).is_ai_made, anew(second).licence) == (True, licence)


@pytest.mark.postgresql
@pytest.mark.django_db(transaction=True)
def test_who_withdraws_while_the_post_goes_out_either_holds_it_back_or_finds_a_task():
    town = MunicipalityFactory()
    with scope(municipality=town):
        live = make_live_town(town)
        post = with_film(live)
        consent, delivery = consent_for(live, anew(post)), live.delivery(post=post)

    race(town, [lambda: publish_delivery(delivery.pk), lambda: withdraw(live, consent)])

    with scope(municipality=town):
        delivery.refresh_from_db()
        assert (delivery.state == Delivery.State.WITHDRAWN) == (live.public_texts == [])
        assert WithdrawalTask.objects.get().post_id == post.pk


def test_a_film_of_another_town_has_its_own_consents(live, post):
    foreign = MunicipalityFactory()
    stranger = person(foreign, Role.EDITOR)
    video = anew(post)

    with pytest.raises(DomainError):
        enter_consent(
            foreign,
            actor=stranger,
            who="Jemand",
            purpose="Film",
            signed_by="self",
            given_on=foreign.local_day(),
            assets=[video],
        )


def test_a_consent_chosen_by_mistake_is_taken_off_and_a_withdrawn_one_stays(live, post):
    video = anew(post)
    consent = consent_for(live, video)

    unlink_consent(VideoConsent.objects.get(), actor=live.author)

    assert not VideoConsent.objects.exists()
    link_consent(video, consent, actor=live.author)
    withdraw(live, consent)
    with pytest.raises(Refused):
        unlink_consent(VideoConsent.objects.get(), actor=live.author)


def test_who_keeps_no_consents_links_none(live, post):
    consent = consent_for(live)

    with pytest.raises(NotPermitted):
        link_consent(anew(post), consent, actor=person(live.town, Role.READER))


def test_ends_are_told_beforehand_and_names_go_when_the_time_is_over(live, post):
    soon = live.town.local_day() + timedelta(days=9)
    consent = consent_for(live, anew(post), valid_until=soon)
    save_licence(live.town, actor=live.author, asset=anew(post), source="Filmbüro", terms="own", valid_until=soon)

    assert [each.pk for each in ending_consents(live.town, now())] == [consent.pk]
    assert ending_licences(live.town, now()).count() == 1
    publish_delivery(live.delivery(post=Post.objects.get(pk=post.pk)).pk)
    assert forget_consents(live.town, now() + timedelta(days=1090)) == 0
    assert forget_consents(live.town, now() + timedelta(days=1200)) == 1


def test_after_a_withdrawal_is_settled_the_consent_may_be_forgotten(live, post):
    consent = consent_for(live, anew(post))
    withdraw(live, consent)
    later = now() + timedelta(days=1200)
    assert forget_consents(live.town, later) == 0

    settle_task(WithdrawalTask.objects.get(), actor=live.author, note="Film herausgenommen")

    assert forget_consents(live.town, later) == 1


# -- the page ------------------------------------------------------------------------------------


def test_from_the_page_of_the_video_to_consent_and_terms(live, post):
    client, town = signed_in(live.author), live.town.slug
    page = reverse("planning:film", args=[town, post.pk])

    def sent(name, **fields):
        return client.post(reverse(f"planning:{name}", args=[town, post.pk]), fields)

    assert sent("film_people", people="agreed").url == page
    assert anew(post).people == "agreed"
    entered = client.post(
        reverse("planning:consent_create", args=[town]) + f"?beitrag={post.pk}",
        {"who": "Mia und ihre Eltern", "purpose": "Film", "signed_by": "parents", "given_on": "2026-01-05"},
    )
    assert entered.url == page
    kept = client.post(
        reverse("planning:licence_create", args=[town]) + f"?beitrag={post.pk}", {"source": "Filmbüro", "terms": "own"}
    )
    assert kept.url == page
    shown = client.get(page).content.decode()
    assert "Mia und ihre Eltern" in shown
    assert "Filmbüro" in shown
    other = consent_for(live)
    assert sent("link_film_consent", consent=other.pk).url == page
    assert (
        client.post(
            reverse("planning:unlink_film_consent", args=[town, VideoConsent.objects.get(consent=other).pk])
        ).url
        == page
    )
    assert sent("set_film_licence", licence="").url == page
    assert anew(post).licence is None
    assert [link.consent.who for link in VideoConsent.objects.all()] == ["Mia und ihre Eltern"]


@pytest.mark.parametrize(
    ("name", "fields", "words"),
    [
        ("film_people", {"people": "all"}, "Das Video"),
        ("link_film_consent", {"consent": 999}, "Das Video"),
        ("set_film_licence", {"licence": 999}, "Das Video"),
    ],
)
def test_what_does_not_fit_is_said_on_the_page_and_nothing_changes(live, post, name, fields, words):
    answer = signed_in(live.author).post(reverse(f"planning:{name}", args=[live.town.slug, post.pk]), fields)

    assert answer.status_code == 422
    assert words in answer.content.decode()
    assert not VideoConsent.objects.exists()
    assert (anew(post).people, anew(post).licence) == ("", None)


def test_a_post_without_a_video_has_no_rights_to_note(live):
    post = draft(live.town, live.author)

    answer = signed_in(live.author).post(
        reverse("planning:film_people", args=[live.town.slug, post.pk]), {"people": "nobody"}
    )

    assert answer.status_code == 404
    create = reverse("planning:consent_create", args=[live.town.slug])
    assert signed_in(live.author).get(f"{create}?beitrag={post.pk}").status_code == 404


# -- made by AI -----------------------------------------------------------------------------------


def describe(live, post, **changes):
    given = {"alt_text": "Ein Bagger", "captions": "", "is_without_speech": True, "poster_at": 0} | changes
    return describe_film(post, actor=live.author, **given)


def test_a_film_of_ai_has_one_label_in_preview_counter_and_delivery(live):
    post = draft(live.town, live.author, [live.channel], text="So sieht der Platz bald aus.")
    Post.objects.filter(pk=post.pk).update(film=films.ready_film(live.town, live.author))
    post.refresh_from_db()

    describe(live, post, is_ai_made=True)

    post = Post.objects.get(pk=post.pk)
    outgoing = "So sieht der Platz bald aus.\n\nVideo: KI-generiert"
    assert [words for _channel, words in said_by(post).wordings] == [outgoing]
    content = Content(post.text, "", "", [(live.channel, post.text)], [], post=post)
    [preview] = previews_of(content)
    assert "".join(piece.text for piece in preview.pieces) == outgoing
    assert preview.counts[0].used == len(outgoing)
    assert video_to_send(post.film).alt_text == "KI-generiert: Ein Bagger"
    Post.objects.filter(pk=post.pk).update(state=Post.State.APPROVED, approved_by=live.approver, approved_hash="-")
    post.refresh_from_db()
    live.approve_as_it_stands(post)
    publish_delivery(live.delivery(post=post).pk)
    assert live.public_texts == [outgoing]
    assert AuditEntry.objects.filter(action="media.ai_marked").count() == 1


def test_whoever_notes_ai_ends_the_approval_of_every_post_with_the_film(live, post):
    other = live.post("Ein anderer Beitrag.")
    film = films.ready_film(live.town, live.author)
    film.video_id = post.film.video_id
    film.save()
    Post.objects.filter(pk=other.pk).update(film=film)
    other.refresh_from_db()
    live.approve_as_it_stands(other)

    describe(live, post, is_ai_made=True)

    assert Post.objects.get(pk=post.pk).state == Post.State.DRAFT
    assert not Post.objects.get(pk=other.pk).is_approval_valid


def test_approvals_of_films_nobody_has_made_with_ai_read_as_before(live, post):
    film = post.film

    assert film.content() == [film.video.sha256, film.alt_text, film.captions, film.is_without_speech, film.poster_at]


@pytest.mark.parametrize(
    ("given", "label"),
    [
        ({"is_text_made": False, "images_made": 0}, "Video: KI-generiert"),
        ({"is_text_made": True, "images_made": 0}, "Text und Video: KI-generiert"),
        ({"is_text_made": False, "images_made": 1}, "Bild und Video: KI-generiert"),
        ({"is_text_made": True, "images_made": 2}, "Text, Bilder und Video: KI-generiert"),
    ],
)
def test_one_label_names_everything_that_ai_has_made(given, label):
    assert labelled("Neu.", is_film_made=True, **given) == f"Neu.\n\n{label}"


def test_the_tick_on_the_page_is_stored_and_shown(live):
    post = draft(live.town, live.author)
    Post.objects.filter(pk=post.pk).update(film=films.ready_film(live.town, live.author))
    client, page = signed_in(live.author), reverse("planning:film", args=[live.town.slug, post.pk])
    fields = {"alt_text": "Ein Bagger", "captions": films.CAPTIONS, "poster": "0.5", "revision": 0, "is_ai_made": "on"}

    assert client.post(reverse("planning:describe_film", args=[live.town.slug, post.pk]), fields).status_code == 302

    assert Video.objects.get().is_ai_made
    assert 'name="is_ai_made"' in client.get(page).content.decode()
    shown = client.get(reverse("planning:post_detail", args=[live.town.slug, post.pk])).content.decode()
    assert "KI-generiert: Ein Bagger" in shown
