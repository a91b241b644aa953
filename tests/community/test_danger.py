# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""A comment that may mean danger rings: who is on call, after ten minutes their deputies, then the head."""

import io
import json
import zipfile
from datetime import timedelta
from hashlib import sha256

import pytest
from django.test import Client
from django.urls import reverse
from django.utils.timezone import now
from django_scopes import scopes_disabled

from accounts.models import Letter, Role
from channels_mgmt.models import Channel
from community.models import Comment, DangerCall, Evidence
from community.services.danger import ring, see_to_danger
from community.services.decisions import leave_comment
from community.services.queue import claim_comment
from community.services.reports import EVERY_ROUTE, Route, letter_for, make_report
from community.tasks import ring_danger
from core.errors import AlreadyChanged, NotPermitted
from reporting.presenters.waiting import waiting_for
from staffing.models import DutyShift
from tests.community.factories import comment_on, delivery_of, moderator
from tests.factories import person
from tests.racing import race

State, Circle = DangerCall.State, DangerCall.Circle
TEN = timedelta(minutes=10)


@pytest.fixture
def alma(town):
    return moderator(town, name="Alma")


@pytest.fixture
def bela(town):
    return moderator(town, name="Bela")


@pytest.fixture
def head(town):
    return person(town, Role.LEADERSHIP)


@pytest.fixture
def threat(town):
    channel = Channel.objects.create(
        municipality=town, platform="mastodon", connector="mastodon", name="Mastodon", state="live", live_slot=2
    )
    return comment_on(
        delivery_of(channel),
        text="Ich weiß, wo du wohnst.",
        urgency=Comment.Urgency.DANGER,
        due_at=now() + timedelta(hours=1),
    )


def on_call(town, who, hours=8):
    DutyShift.objects.create(
        municipality=town, person=who, is_on_call=True,
        starts_at=now() - timedelta(hours=1), ends_at=now() + timedelta(hours=hours),
    )  # fmt: skip


def told() -> list[str]:
    return sorted(Letter.objects.filter(key__startswith="danger:").values_list("to", flat=True))


def ring_at(at) -> int:
    with scopes_disabled():
        return ring(at)


def test_who_is_on_call_is_told_at_once_and_nobody_else(town, alma, bela, head, threat):
    on_call(town, alma)

    assert ring_at(now()) == 1

    assert told() == [alma.email]
    assert DangerCall.objects.get().state == State.RINGING


def test_nobody_is_told_twice_however_often_it_rings(town, alma, threat):
    on_call(town, alma)
    at = now()

    ring_at(at)
    ring_at(at)

    assert told() == [alma.email]


def test_after_ten_minutes_everybody_who_decides_and_after_twenty_the_head(town, alma, bela, head, threat):
    on_call(town, alma)
    at = now()
    ring_at(at)
    ring_at(at + TEN - timedelta(seconds=1))
    assert told() == [alma.email]

    ring_at(at + TEN)
    assert set(told()) == {alma.email, bela.email}

    ring_at(at + 2 * TEN)
    assert set(told()) == {alma.email, bela.email, head.email}
    ring_at(at + 9 * TEN)
    assert told().count(head.email) == 1


def test_without_anybody_on_call_all_who_decide_are_told_at_once(town, alma, bela, threat):
    ring_at(now())

    assert told() == sorted([alma.email, bela.email])


def test_without_anybody_who_decides_the_head_is_told_at_once(town, head, threat):
    ring_at(now())

    assert told() == [head.email]
    assert DangerCall.objects.get().next_at is None


def test_seen_to_it_is_silent_until_the_hour_is_over(town, alma, bela, head, threat):
    """Removal: the later time in see_to_danger; the head at the end of the hour."""
    on_call(town, alma)
    at = now()
    ring_at(at)

    see_to_danger(threat, actor=alma)
    ring_at(at + 3 * TEN)
    assert told() == [alma.email]

    ring_at(threat.due_at + timedelta(seconds=1))
    assert set(told()) == {alma.email, head.email}


def test_who_has_it_open_is_not_passed_over(town, alma, bela, threat):
    on_call(town, alma)
    at = now()
    ring_at(at)
    claim_comment(threat, actor=alma)
    Comment.objects.update(claim_until=at + TEN + timedelta(minutes=1))

    ring_at(at + TEN)
    assert told() == [alma.email]

    ring_at(at + 2 * TEN)  # closed without a decision
    assert bela.email in told()


def test_decided_it_is_over(town, alma, bela, threat):
    ring_at(now())
    leave_comment(Comment.objects.get(pk=threat.pk), actor=alma)

    ring_at(now() + TEN)

    call = DangerCall.objects.get()
    assert (call.state, call.next_at) == (State.OVER, None)
    assert told().count(bela.email) == 1


def test_other_words_ring_anew_and_the_same_words_do_not(town, alma, threat):
    ring_at(now())
    leave_comment(Comment.objects.get(pk=threat.pk), actor=alma)
    ring_at(now())
    Comment.objects.update(state="new", decided_at=None)
    ring_at(now())
    assert DangerCall.objects.count() == 1

    Comment.objects.update(revision=2)
    ring_at(now())
    assert DangerCall.objects.count() == 2


def test_an_invented_citizen_rings_nobody(town, alma, threat):
    Channel.objects.update(connector="practice")

    assert ring_at(now()) == 0


def test_the_letter_quotes_nobody(town, alma, threat):
    """Detects a threat, or its author, that leaves the house in a mail."""
    ring_at(now())

    text = Letter.objects.get(key__startswith="danger:").text
    assert "wohnst" not in text
    assert threat.author.name not in text
    assert f"/dialog/{threat.pk}/" in text


def test_only_one_person_sees_to_it_and_only_who_decides(town, alma, bela, threat):
    ring_at(now())
    with pytest.raises(NotPermitted):
        see_to_danger(threat, actor=person(town, Role.READER))
    see_to_danger(threat, actor=alma)

    with pytest.raises(AlreadyChanged) as error:
        see_to_danger(threat, actor=bela)

    assert "Alma" in str(error.value)


@pytest.mark.postgresql
@pytest.mark.django_db(transaction=True)
def test_of_four_who_ring_at_once_one_tells(town, alma, threat):
    at = now()

    race(town, [lambda: ring_at(at)] * 4)
    race(town, [lambda: ring_at(at + TEN)] * 4)

    assert DangerCall.objects.count() == 1
    assert len(told()) == len(set(Letter.objects.values_list("key", flat=True)))


def test_the_start_page_says_it_and_no_digest_repeats_it(town, alma, threat):
    [before, *_rest] = waiting_for(alma, town, now())
    ring_at(now())

    [after, *_rest] = waiting_for(alma, town, now())

    assert (before.is_mailed, after.is_mailed) == (False, True)


def test_the_task_rings(town, alma, threat):
    ring_danger()

    assert DangerCall.objects.exists()


def test_one_button_on_the_desk_stops_the_ringing(town, alma, threat):
    ring_at(now())
    client = Client()
    client.force_login(alma, backend="allauth.account.auth_backends.AuthenticationBackend")
    page = client.get(reverse("dialog:comment", args=[town.slug, threat.pk])).content.decode()
    assert reverse("dialog:see_to_danger", args=[town.slug, threat.pk]) in page

    client.post(reverse("dialog:see_to_danger", args=[town.slug, threat.pk]))

    assert DangerCall.objects.get().seen_to_by == alma
    assert "Alma" in client.get(reverse("dialog:comment", args=[town.slug, threat.pk])).content.decode()


# -- a report ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("route", Route.values)
def test_a_report_holds_the_evidence_its_words_and_their_sums_and_names_no_staff(town, alma, threat, route):
    packed = make_report(threat, actor=alma, route=route)

    with zipfile.ZipFile(io.BytesIO(packed)) as archive:
        files = {name: archive.read(name) for name in archive.namelist()}
    assert set(files) == {"beweis.json", "anschreiben.txt", "SHA256SUMS"}
    evidence = json.loads(files["beweis.json"])
    assert evidence["comment"]["text"] == "Ich weiß, wo du wohnst."
    assert evidence["sha256_in_the_house"] == Evidence.objects.get().sha256
    assert sha256(files["beweis.json"]).hexdigest() in files["SHA256SUMS"].decode()
    assert sha256(files["beweis.json"]).hexdigest() in files["anschreiben.txt"].decode()
    assert "Alma" not in b"".join(files.values()).decode()


def test_the_page_gives_the_file_and_an_unknown_way_nothing(town, alma, threat):
    client = Client()
    client.force_login(alma, backend="allauth.account.auth_backends.AuthenticationBackend")
    address = reverse("dialog:report_comment", args=[town.slug, threat.pk])
    assert "Ich weiß, wo du wohnst." in client.get(address).content.decode()

    answer = client.post(address, {"route": "polizei"})
    assert answer["Content-Type"] == "application/zip"

    assert client.post(address, {"route": "presse"}).status_code == 422
    assert Evidence.objects.count() == 1


def unpacked(packed):
    with zipfile.ZipFile(io.BytesIO(packed)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def test_one_tap_gives_all_four_from_one_evidence_and_says_what_comes_first(town, alma, threat):
    client = Client()
    client.force_login(alma, backend="allauth.account.auth_backends.AuthenticationBackend")
    ring_at(now())
    assert 'value="alle"' in client.get(reverse("dialog:comment", args=[town.slug, threat.pk])).content.decode()

    answer = client.post(reverse("dialog:report_comment", args=[town.slug, threat.pk]), {"route": "alle"})

    files = unpacked(answer.content)
    folders = {name.partition("/")[0] for name in files if "/" in name}
    assert folders == {"1-polizei", "2-hinweisgeber", "3-meldung", "4-beschwerde"}
    assert "110" in files["LIESMICH.txt"].decode()
    sums = files["SHA256SUMS"].decode().splitlines()
    assert sorted(sums) == sorted(f"{sha256(c).hexdigest()}  {n}" for n, c in files.items() if n != "SHA256SUMS")
    assert Evidence.objects.count() == 1
    for folder in folders:
        proof = files[f"{folder}/beweis.json"]
        assert sha256(proof).hexdigest() in files[f"{folder}/anschreiben.txt"].decode()
        assert threat.text in json.loads(proof)["comment"]["text"]


@pytest.mark.parametrize(
    ("route", "said"),
    [
        (Route.POLICE, ["110", "Strafantrag"]),
        (Route.FLAGGER, ["Meldestelle"]),
        (Route.NOTICE, ["Art. 16", "in gutem Glauben"]),
        (Route.COMPLAINT, ["Art. 20", "Art. 21", "Ihre Entscheidung"]),
    ],
)
def test_each_letter_says_what_its_way_asks_for(town, alma, threat, route, said):
    letter = letter_for(route, threat)

    assert [words for words in said if words not in letter] == []
    assert threat.text in letter and threat.author.handle in letter
    assert (threat.url or "[") in letter


def test_what_others_wrote_goes_to_the_police_alone(town, alma, threat):
    """Removal: leaving the conversation out of what platform and reporting office get."""
    bystander = comment_on(threat.delivery, text="Lasst den Unsinn, sagt der Nachbar.")

    files = unpacked(make_report(threat, actor=alma, route=EVERY_ROUTE))

    assert {name for name, content in files.items() if bystander.text.encode() in content} == {"1-polizei/beweis.json"}
    assert json.loads(files["3-meldung/beweis.json"])["thread"]["left_out"] == 1


def test_who_only_reads_makes_no_report(town, threat):
    with pytest.raises(NotPermitted):
        make_report(threat, actor=person(town, Role.READER), route=Route.POLICE)
    assert not Evidence.objects.exists()
