# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""Council decisions, read by OParl (a fake made of the specification: tests/fake_oparl.py) or pasted, are explained."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.urls import reverse
from django.utils.timezone import now
from django_scopes import scope

from accounts.models import AuditEntry, Role
from accounts.tenancy.permissions import NotPermitted
from channels_mgmt import tasks
from channels_mgmt.connectors.addresses import UnsafeAddress
from channels_mgmt.connectors.contract import Rejected, Timeouts, TryLater
from channels_mgmt.connectors.oparl import check_address, read_decisions
from channels_mgmt.models import CouncilDecision, CouncilSource, Post
from channels_mgmt.queries.gaps import missing_for_approval
from channels_mgmt.services.council import (
    note_decision,
    read_source,
    reopen_decision,
    save_source,
    set_decision_aside,
    take_in,
)
from channels_mgmt.services.explaining import explain_decision
from channels_mgmt.services.planning import discard_post
from core.errors import AlreadyChanged, Refused
from strategy.models import Pillar, Strategy
from tests.channels_mgmt.factories import give_mandate
from tests.connectors import proxy as faults
from tests.connectors.proxy import FaultProxy
from tests.factories import person
from tests.fake_oparl import FakeOparl
from tests.racing import race

SHORT = Timeouts(connect=1, read=0.5, total=1)
LONG_AGO = datetime(2026, 1, 1, tzinfo=UTC)
BRIDGE = {
    "name": "Sanierung der Lindenbrücke",
    "resolutionText": "Die Brücke wird 2027 saniert.",
    "result": "angenommen",
}
State = CouncilDecision.State


@pytest.fixture
def oparl():
    server = FakeOparl()
    yield server
    server.close()


@pytest.fixture
def officer(town):
    return person(town, Role.COMMUNICATIONS)


@pytest.fixture
def source(town, officer, oparl):
    return save_source(town, actor=officer, url=oparl.url)


@pytest.fixture
def decision(town, officer):
    return note_decision(
        town,
        actor=officer,
        title="Sanierung der Lindenbrücke",
        text="Die Brücke wird 2027 saniert.",
        decided_on=date(2026, 11, 24),
        body="Gemeinderat",
        web="https://rat.example/1",
    )


def read(url, **options):
    return read_decisions(url, **{"since": LONG_AGO, "allow_local": True, "timeouts": SHORT} | options)


def again(source):
    CouncilSource.objects.filter(pk=source.pk).update(next_at=now())
    return read_source(source.pk)


# -- the protocol


def test_every_page_is_read_and_what_was_not_decided_in_public_is_left_out(oparl):
    web = "https://rat.example/to/1"
    oparl.meet(1, BRIDGE | {"web": web}, {"name": "Nur Beratung"}, BRIDGE | {"public": False})
    oparl.meet(2, {"name": "Haushalt", "result": "vertagt"})
    oparl.meet(3, BRIDGE, cancelled=True)
    oparl.meet(4, BRIDGE)
    oparl.meet(5, BRIDGE | {"deleted": True})

    reading = read(oparl.url)

    assert [(one.title, one.result, one.day, one.web) for one in reading.decided] == [
        ("Sanierung der Lindenbrücke", "angenommen", date(2026, 11, 24), web),
        ("Haushalt", "vertagt", date(2026, 11, 24), ""),
        ("Sanierung der Lindenbrücke", "angenommen", date(2026, 11, 24), ""),
    ]
    assert reading.gone == [f"{oparl.home}/meeting/1/item/3", f"{oparl.home}/meeting/5/item/1"]
    assert (reading.rest, reading.unreadable) == ("", 0)
    assert sum(path.startswith("/meetings") for path in oparl.asked) == 3


def test_a_body_is_asked_for_what_has_changed_since(oparl):
    oparl.meet(1, BRIDGE, modified=datetime(2026, 3, 1, tzinfo=UTC))
    oparl.meet(2, BRIDGE, modified=datetime(2026, 5, 1, tzinfo=UTC))

    reading = read(f"{oparl.home}/body/1", since=datetime(2026, 4, 1, tzinfo=UTC))

    assert [one.meeting for one in reading.decided] == [f"{oparl.home}/meeting/2"]
    assert "modified_since=2026-04-01T00%3A00%3A00%2B00%3A00" in oparl.asked[-1]


def test_a_reading_that_runs_out_of_time_goes_on_where_it_was(oparl):
    for number in range(1, 6):
        oparl.meet(number, BRIDGE)

    first = read(oparl.url, all_seconds=SHORT.total)
    second = read(oparl.url, rest=first.rest)

    assert first.rest
    assert len({one.id for one in [*first.decided, *second.decided]}) == 5


@pytest.mark.parametrize(
    "entry",
    [
        7,
        None,
        [],
        {"type": "Meeting"},
        {"id": 7},
        {"id": "x" * 501},
        {"id": "m", "agendaItem": {"id": "i"}},
        {"id": "m", "agendaItem": [7]},
        {"id": "m", "agendaItem": [{"id": None, "name": "N", "result": "R"}]},
    ],
)
def test_an_entry_that_makes_no_sense_is_counted_and_the_others_are_read(oparl, entry):
    oparl.meet(1, BRIDGE)
    oparl.meet(2, BRIDGE)
    oparl.answer, whole = (lambda path, query: _with(whole(path, query), path, entry)), oparl.answer

    reading = read(oparl.url)

    assert (len(reading.decided), reading.unreadable) == (2, 1)


def _with(answer, path, entry):
    if path == "/meetings":
        answer["data"].append(entry)
    return answer


@pytest.mark.parametrize("start", ["gestern", "", 7, None, "9999999-01-01", "0001-01-01T00:00:00Z"])
def test_a_day_that_is_none_is_left_open(oparl, start):
    oparl.meet(1, BRIDGE, start=start)

    assert read(oparl.url).decided[0].day is None


@pytest.mark.parametrize(
    ("effect", "error"),
    [
        (faults.BEFORE, TryLater),
        (faults.MALFORMED, TryLater),
        (faults.SURPRISE, TryLater),
        (faults.DRIP, TryLater),
        (faults.HUGE, TryLater),
        (500, TryLater),
        (503, TryLater),
        (429, TryLater),
        (401, Rejected),
        (404, Rejected),
        ((302, {"Location": "https://anderswo.example/"}, b""), Rejected),
        ((200, {}, b'{"links": {}}'), TryLater),
        ((200, {}, b'{"data": {}, "links": {}}'), TryLater),
        ((200, {}, b'{"data": [], "links": 7}'), TryLater),
        ((200, {}, b"null"), TryLater),
        ((200, {}, b'{"data": [], "links": {"next": "https://anderswo.example/2"}}'), Rejected),
    ],
)
@pytest.mark.parametrize("path", ["/meetings"])
def test_what_a_system_does_wrong_ends_in_one_of_two_errors(oparl, effect, error, path):
    server = FaultProxy(oparl.home)
    oparl.home = server.url
    oparl.meet(1, BRIDGE)
    server.arm("GET", path, effect)
    try:
        with pytest.raises(error):
            read(f"{server.url}/system")
    finally:
        server.stop()


def test_a_system_of_several_bodies_names_them(oparl):
    oparl.bodies = 2

    with pytest.raises(Rejected, match="Gemeinde 1, Gemeinde 2"):
        read(oparl.url)
    assert read(f"{oparl.home}/body/2").decided == []


def test_an_address_that_is_no_oparl_is_told(oparl):
    with pytest.raises(Rejected):
        read(f"{oparl.home}/meetings?modified_since=2026-01-01T00:00:00%2B00:00")


@pytest.mark.parametrize(
    "url", ["http://127.0.0.1/oparl", "https://10.0.0.1/", "https://[::1]/x", "ftp://a.example", ""]
)
def test_an_address_never_leads_into_an_internal_network(url):
    with pytest.raises(UnsafeAddress):
        check_address(url, resolver=lambda host, port: ["10.0.0.1"])


def test_a_name_that_points_inside_later_is_not_followed(oparl):
    with pytest.raises(Rejected):
        read("https://rat.example/oparl", allow_local=False, resolver=lambda host, port: ["169.254.1.1"])


# -- the rows


def test_a_decision_is_one_row_however_often_it_is_read(source, oparl):
    """Removal: ``one_row_per_council_decision`` and the lookup in ``take_in``."""
    oparl.meet(1, BRIDGE)

    assert read_source(source.pk)
    assert not read_source(source.pk)
    for _number in range(2):
        assert again(source)

    [decision] = CouncilDecision.objects.all()
    assert (decision.title, decision.body, decision.is_new) == (BRIDGE["name"], "Sitzung des Gemeinderats", True)
    source.refresh_from_db()
    assert (source.error, source.failures, source.lease_until, source.rest) == ("", 0, None, "")


@pytest.mark.postgresql
@pytest.mark.django_db(transaction=True)
def test_five_who_take_in_the_same_at_once_store_it_once(town, officer, oparl):
    oparl.meet(1, BRIDGE)
    reading = read(oparl.url)

    race(town, [lambda: take_in(town, reading.decided, [])] * 5)

    with scope(municipality=town):
        assert CouncilDecision.objects.count() == 1


@pytest.mark.postgresql
@pytest.mark.django_db(transaction=True)
def test_a_system_is_asked_by_one_worker(town, officer, oparl):
    """Removal: the lease in ``read_source``."""
    oparl.meet(1, BRIDGE)
    with scope(municipality=town):
        source = save_source(town, actor=officer, url=oparl.url)

    results = race(town, [lambda: read_source(source.pk)] * 5)

    assert results.count(True) == 1
    assert oparl.asked.count("/system") == 1


def test_changed_words_come_and_a_post_that_quotes_the_old_ones_is_marked(source, oparl, officer):
    oparl.meet(1, BRIDGE, BRIDGE | {"name": "Haushalt"})
    read_source(source.pk)
    explained = CouncilDecision.objects.get(title="Haushalt")
    post = explain_decision(explained, actor=officer)
    oparl.meet(1, BRIDGE | {"result": "geändert"}, BRIDGE | {"name": "Haushalt", "resolutionText": "Anders."})

    again(source)

    rows = {row.title: row for row in CouncilDecision.objects.all()}
    assert (rows[BRIDGE["name"]].result, rows[BRIDGE["name"]].is_outdated) == ("geändert", False)
    assert (rows["Haushalt"].text, rows["Haushalt"].is_outdated) == ("Anders.", True)
    assert Post.objects.get(pk=post.pk).text == post.text


def test_what_is_deleted_at_its_source_is_deleted_here(source, oparl, officer):
    """Removal: ``_forget``."""
    oparl.meet(1, BRIDGE, BRIDGE | {"name": "Haushalt"})
    read_source(source.pk)
    post = explain_decision(CouncilDecision.objects.get(title="Haushalt"), actor=officer)
    oparl.delete(1)

    again(source)

    assert not CouncilDecision.objects.exclude(text="").exists()
    assert sorted(CouncilDecision.objects.values_list("state", "title")) == [("explained", "Haushalt"), ("gone", "")]
    discard_post(post, actor=officer)
    assert set(CouncilDecision.objects.values_list("state", flat=True)) == {"gone"}


def test_a_system_that_fails_is_asked_less_often_and_keeps_what_came(source, oparl):
    oparl.meet(1, BRIDGE)
    read_source(source.pk)
    oparl.answer = lambda path, query: [7]
    waits = []
    for _number in range(6):
        at = now()
        again(source)
        source.refresh_from_db()
        waits.append(round((source.next_at - at) / timedelta(hours=1)))

    assert waits == [1, 2, 4, 8, 12, 12]
    assert source.error
    assert CouncilDecision.objects.count() == 1


def test_beat_asks_first_and_the_bell_reads(source, oparl):
    oparl.meet(1, BRIDGE)
    assert tasks.is_a_council_due()

    tasks.read_councils_of_lane([(source.pk, source.municipality_id)])

    assert CouncilDecision.objects.count() == 1
    assert not tasks.is_a_council_due()


# -- what becomes of them


def test_a_draft_has_pillar_facts_day_source_and_gaps_that_block(town, officer, decision):
    give_mandate(town, "mastodon")
    strategy = Strategy.objects.get(municipality=town)
    Pillar.objects.create(strategy=strategy, slot=1, name="Eigene Arbeit erklären", quota=40, explains_own_work=True)

    post = explain_decision(decision, actor=officer)

    assert (post.kind, post.pillar, post.facts_as_of) == ("explain", "Eigene Arbeit erklären", date(2026, 11, 24))
    assert post.alternative_url == "https://rat.example/1"
    for words in ("24.11.2026", "Die Brücke wird 2027 saniert.", "Gemeinderat", "Quelle: https://rat.example/1"):
        assert words in post.text
    assert any("Was ändert sich" in str(gap) for gap in missing_for_approval(post))
    decision.refresh_from_db()
    assert (decision.state, decision.post) == (State.EXPLAINED, post)


def test_without_strategy_day_and_source_a_draft_is_made_all_the_same(town, officer):
    post = explain_decision(note_decision(town, actor=officer, title="x" * 300, text="Wort " * 4000), actor=officer)

    assert (post.pillar, post.facts_as_of, post.alternative_url) == ("", None, "")
    assert len(post.title) == 120
    assert len(post.text) < 1200


@pytest.mark.postgresql
@pytest.mark.django_db(transaction=True)
def test_of_five_who_explain_at_once_one_makes_the_draft(town, officer):
    with scope(municipality=town):
        pk = note_decision(town, actor=officer, title="Haushalt", text="Beschlossen.").pk

    results = race(town, [lambda: explain_decision(CouncilDecision.objects.get(pk=pk), actor=officer)] * 5)

    assert sum(isinstance(result, Post) for result in results) == 1
    assert sum(isinstance(result, AlreadyChanged) for result in results) == 4
    with scope(municipality=town):
        assert Post.objects.count() == 1


def test_a_decision_is_new_again_when_its_draft_is_deleted(officer, decision):
    """Removal: ``free_decision_of`` in ``discard_post``."""
    discard_post(explain_decision(decision, actor=officer), actor=officer)

    decision.refresh_from_db()
    assert (decision.is_new, decision.post) == (True, None)


def test_it_is_set_aside_and_taken_up_again(town, officer, decision):
    set_decision_aside(decision, actor=officer)
    with pytest.raises(AlreadyChanged):
        explain_decision(decision, actor=officer)
    assert not Post.objects.exists()

    reopen_decision(decision, actor=officer)

    assert decision.is_new
    with pytest.raises(NotPermitted):
        set_decision_aside(decision, actor=person(town, Role.DEPARTMENT))
    assert AuditEntry.objects.filter(action="planning.decision_reopened").exists()


def test_a_pasted_decision_without_words_is_refused_and_kept_in_the_form(client, town, officer):
    client.force_login(officer)
    address = reverse("planning:decision_create", args=[town.slug])
    typed = {"title": "Haushalt", "text": "", "decided_on": "2026-13-40", "body": "Rat", "web": "kein netz"}

    answer = client.post(address, typed)

    assert answer.status_code == 422
    shown = answer.content.decode()
    assert all(f'value="{typed[name]}"' in shown for name in ("title", "decided_on", "body", "web"))
    assert not CouncilDecision.objects.exists()
    with pytest.raises(Refused):
        note_decision(town, actor=officer, title="Haushalt", text=" ")
    assert client.post(address, {"title": "Haushalt", "text": "Beschlossen."}).status_code == 302


def test_an_address_that_may_not_be_asked_is_refused_and_kept_in_the_form(client, town, officer):
    client.force_login(officer)

    answer = client.post(reverse("planning:council_source", args=[town.slug]), {"url": "https://10.0.0.1/oparl"})

    assert answer.status_code == 422
    assert 'value="https://10.0.0.1/oparl"' in answer.content.decode()
    assert not CouncilSource.objects.exists()


@pytest.mark.parametrize(
    ("query", "titles"),
    [
        ("", {"Sanierung der Lindenbrücke"}),
        ("?q=BRUECKE", {"Sanierung der Lindenbrücke"}),
        ("?stand=set_aside", {"Haushalt"}),
        ("?stand=alle", {"Sanierung der Lindenbrücke", "Haushalt"}),
        ("?stand=unsinn", {"Sanierung der Lindenbrücke"}),
        ("?q=nichts", set()),
    ],
)
def test_the_list_is_narrowed_and_needs_constant_queries(
    client, town, officer, decision, query, titles, django_assert_max_num_queries
):
    set_decision_aside(note_decision(town, actor=officer, title="Haushalt", text="Beschlossen."), actor=officer)
    client.force_login(officer)

    shown = client.get(reverse("planning:decisions", args=[town.slug]) + query)

    assert {found.title for found in shown.context["decisions"]} == titles
    address = reverse("planning:decisions", args=[town.slug]) + "?stand=alle"
    with django_assert_max_num_queries(40) as two:
        client.get(address)
    for number in range(3):
        explain_decision(note_decision(town, actor=officer, title=f"N{number}", text="Ja."), actor=officer)
    with django_assert_max_num_queries(len(two)):
        client.get(address)


def test_one_button_opens_the_draft_and_the_second_is_told(client, town, officer, decision):
    client.force_login(officer)
    address = reverse("planning:explain_decision", args=[town.slug, decision.pk])

    first = client.post(address)
    second = client.post(address)

    post = Post.objects.get()
    assert first.url == reverse("planning:post_edit", args=[town.slug, post.pk])
    assert second.url == reverse("planning:decisions", args=[town.slug])
    told = client.get(reverse("planning:post_detail", args=[town.slug, post.pk])).content.decode()
    assert "Sanierung der Lindenbrücke" in told
