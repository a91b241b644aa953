# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils.timezone import now
from django_scopes import scope

from accounts.models import AuditEntry, Role
from channels_mgmt.legal.wording import facts_for
from channels_mgmt.models import Channel, ChannelDocument, DocumentCheck
from channels_mgmt.queries.documents import (
    channels_with_documents,
    document_lines,
    document_of,
    documents_to_review,
    facts_of_channel,
    town_facts,
)
from channels_mgmt.services.documents import (
    check_document,
    edit_document,
    enter_particulars,
    enter_provider,
    generate_document,
    merge,
    renew_document,
    withdraw_document_check,
)
from core.errors import AlreadyChanged, NotPermitted, Refused
from core.hashing import content_hash
from tests.channels_mgmt.factories import ChannelFactory, checked_document, give_mandate
from tests.factories import MunicipalityFactory, person
from tests.racing import race

Kind = ChannelDocument.Kind
PARTICULARS = {
    "postal_address": "Marktplatz 1",
    "phone": "",
    "represented_by": "die Bürgermeisterin",
    "responsible_for_content": "Pressestelle",
    "data_protection_officer": "datenschutz@stadt.example",
    "privacy_url": "",
}
PROVIDER = {
    "name": "Landesserver",
    "seat": "Landesstadt",
    "privacy_url": "",
    "joint_control": "Vertrag nach Art. 28 DSGVO.",
    "third_country": "Keine Übermittlung.",
    "source": "Vertrag",
}


@pytest.fixture
def officer(town):
    return person(town, Role.COMMUNICATIONS, name="Petra Presse")


@pytest.fixture
def channel(town, officer):
    give_mandate(town, "mastodon")
    return ChannelFactory(municipality=town, owner=officer, deputy=person(town, Role.EDITOR, name="Rita Redaktion"))


def concept(channel, officer):
    return generate_document(channel, actor=officer, kind=Kind.USAGE_CONCEPT)


def facts_hash(document):
    facts = facts_of_channel(Channel.objects.get(pk=document.channel_id), town_facts(document.municipality))
    return content_hash(facts_for(document.kind, facts))


def renew(document, officer, take):
    shown = facts_hash(document)
    return renew_document(document, actor=officer, seen_version=document.version, seen_facts=shown, take=take)


# -- generating


@pytest.mark.parametrize("kind", ChannelDocument.CHANNEL_KINDS)
def test_a_document_is_drafted_from_what_is_known_and_names_its_legal_basis(channel, officer, kind):
    document = generate_document(channel, actor=officer, kind=kind)

    assert (document.version, document.state) == (1, "draft")
    assert channel.municipality.name in document.text
    assert "Mastodon" in document.text
    basis = {
        Kind.USAGE_CONCEPT: "Art. 6 Abs. 1 Buchst. e",
        Kind.DPIA: "Art. 35 Abs. 7",
        Kind.PRIVACY_NOTICE: "Art. 13 und 14 DSGVO",
        Kind.IMPRINT: "§ 5 DDG",
    }
    assert basis[kind] in document.text
    assert document.blanks


@pytest.mark.parametrize("kind", [Kind.PRIVACY_NOTICE, Kind.IMPRINT])
def test_public_texts_name_nobody_who_works_on_the_channel(channel, officer, kind):
    text = generate_document(channel, actor=officer, kind=kind).text

    assert "Petra Presse" not in text
    assert "Rita Redaktion" not in text


def test_the_concept_names_who_is_responsible(channel, officer):
    text = concept(channel, officer).text

    assert "Petra Presse" in text
    assert "Rita Redaktion" in text


def test_the_same_facts_give_the_same_text(channel, officer):
    first = concept(channel, officer)

    assert renew(first, officer, {"Anbieter"}).text == first.text


def test_a_document_is_generated_once(channel, officer):
    concept(channel, officer)

    with pytest.raises(AlreadyChanged):
        concept(channel, officer)

    assert ChannelDocument.objects.count() == 1


@pytest.mark.parametrize("role", [Role.EDITOR, Role.READER, Role.LEADERSHIP, Role.EXTERNAL])
def test_who_does_not_run_channels_writes_no_documents(town, channel, officer, role):
    somebody, document = person(town, role), concept(channel, officer)
    calls = [
        lambda: generate_document(channel, actor=somebody, kind=Kind.DPIA),
        lambda: edit_document(document, actor=somebody, text="Neu", seen_version=1),
        lambda: renew_document(document, actor=somebody, seen_version=1, seen_facts="", take=set()),
        lambda: enter_particulars(town, actor=somebody, seen_revision=0, **PARTICULARS),
        lambda: enter_provider(channel, actor=somebody, seen_revision=0, as_of=now().date(), **PROVIDER),
    ]

    for call in calls:
        with pytest.raises(NotPermitted):
            call()


def test_the_documents_of_a_closed_channel_stay_as_they_are(channel, officer):
    document = concept(channel, officer)
    Channel.objects.update(state="closed")
    channel.refresh_from_db()
    document.channel.refresh_from_db()

    with pytest.raises(Refused):
        generate_document(channel, actor=officer, kind=Kind.DPIA)
    with pytest.raises(Refused):
        edit_document(document, actor=officer, text="Neu", seen_version=1)
    with pytest.raises(Refused):
        check_document(document, actor=officer, function="DSB")


# -- editing


def test_every_save_is_a_version_and_nothing_is_lost(channel, officer):
    first = concept(channel, officer)

    second = edit_document(first, actor=officer, text="## Zweck\r\n\r\nKurz.", seen_version=1)

    assert (second.version, second.text) == (2, "## Zweck\n\nKurz.")
    assert ChannelDocument.objects.get(version=1).text == first.text
    actions = AuditEntry.objects.order_by("sequence").values_list("action", flat=True)
    assert list(actions) == ["channels.document_generated", "channels.document_edited"]


def test_an_unchanged_text_makes_no_version(channel, officer):
    first = concept(channel, officer)

    assert edit_document(first, actor=officer, text=first.text, seen_version=1) == first
    assert ChannelDocument.objects.count() == 1


def test_a_newer_version_is_not_overwritten(channel, officer):
    first = concept(channel, officer)
    edit_document(first, actor=officer, text="Neuer Text", seen_version=1)

    with pytest.raises(AlreadyChanged):
        edit_document(first, actor=officer, text="Alter Text", seen_version=1)

    assert document_of(channel, Kind.USAGE_CONCEPT).text == "Neuer Text"


@pytest.mark.parametrize("text", ["", " \n ", "x" * 100_001])
def test_an_empty_or_endless_text_is_refused(channel, officer, text):
    first = concept(channel, officer)

    with pytest.raises(Refused):
        edit_document(first, actor=officer, text=text, seen_version=1)

    assert ChannelDocument.objects.count() == 1


# -- checking


def test_a_check_is_pinned_to_the_text(channel, officer, town):
    document = edit_document(concept(channel, officer), actor=officer, text="Ohne Lücken.", seen_version=1)

    check_document(document, actor=person(town, Role.READER), function="Datenschutzbeauftragte", note="Az. 7")
    assert document_of(channel, Kind.USAGE_CONCEPT).is_check_valid
    ChannelDocument.objects.filter(version=2).update(text="Heimlich geändert.")

    assert not document_of(channel, Kind.USAGE_CONCEPT).is_check_valid


def test_a_change_after_the_check_voids_the_mark(channel, officer):
    document = checked_document(channel)

    edit_document(document, actor=officer, text="Neuer Zweck.", seen_version=1)

    newest = document_of(channel, Kind.USAGE_CONCEPT)
    assert (newest.version, newest.state, newest.is_check_valid) == (2, "draft", False)
    assert ChannelDocument.objects.get(version=1).is_check_valid


def test_open_blanks_keep_a_document_from_being_checked(channel, officer):
    document = concept(channel, officer)

    with pytest.raises(Refused, match="eingetragen"):
        check_document(document, actor=officer, function="Datenschutzbeauftragte")

    assert not DocumentCheck.objects.exists()


def test_a_check_needs_the_function(channel, officer):
    document = edit_document(concept(channel, officer), actor=officer, text="Text.", seen_version=1)

    with pytest.raises(Refused):
        check_document(document, actor=officer, function=" ")


def test_an_older_version_is_not_checked(channel, officer):
    first = edit_document(concept(channel, officer), actor=officer, text="Zwei.", seen_version=1)
    edit_document(first, actor=officer, text="Drei.", seen_version=2)

    with pytest.raises(AlreadyChanged):
        check_document(first, actor=officer, function="Rechtsamt")


def test_a_check_is_repeated_after_a_year_and_the_first_stays_on_record(channel, officer):
    document = checked_document(channel)

    check_document(document, actor=officer, function="Rechtsamt", seen_checks=1)

    assert list(DocumentCheck.objects.order_by("number").values_list("function", flat=True)) == [
        "Datenschutzbeauftragte",
        "Rechtsamt",
    ]
    with pytest.raises(AlreadyChanged):
        check_document(document, actor=officer, function="Rechtsamt", seen_checks=1)


def test_a_mark_is_taken_back_with_a_reason(channel, officer):
    document = checked_document(channel)

    with pytest.raises(Refused):
        withdraw_document_check(document, actor=officer, reason=" ")
    withdraw_document_check(document, actor=officer, reason="Falsche Fassung geprüft")

    assert not document_of(channel, Kind.USAGE_CONCEPT).is_check_valid
    assert DocumentCheck.objects.count() == 1


@pytest.mark.parametrize("role", [Role.EDITOR, Role.LEADERSHIP, Role.MODERATOR, Role.EXTERNAL])
def test_checking_needs_the_role(town, channel, role):
    document = checked_document(channel)

    with pytest.raises(NotPermitted):
        check_document(document, actor=person(town, role), function="Rechtsamt", seen_checks=1)
    with pytest.raises(NotPermitted):
        withdraw_document_check(document, actor=person(town, role), reason="Weil")


# -- facts that change


def state_of(channel, kind=Kind.USAGE_CONCEPT, at=None):
    town = channel.municipality
    lines = document_lines(list(channels_with_documents(town)), town_facts(town), at or now())
    return next(line for line in lines if line.place == channel and line.kind == kind)


def test_a_changed_fact_makes_exactly_the_documents_stale_that_use_it(channel, officer):
    for kind in ChannelDocument.CHANNEL_KINDS:
        generate_document(channel, actor=officer, kind=kind)

    enter_provider(channel, actor=officer, seen_revision=0, as_of=now().date(), **PROVIDER)

    assert state_of(channel, Kind.PRIVACY_NOTICE).state == "stale"
    assert state_of(channel, Kind.IMPRINT).state == "draft"
    assert "Landesserver" in [fact.after for fact in state_of(channel, Kind.DPIA).changed]


def test_a_new_owner_makes_the_concept_stale(town, channel, officer):
    concept(channel, officer)

    Channel.objects.update(owner=person(town, Role.MODERATOR, name="Mona Neu"))

    assert next(fact.after for fact in state_of(channel).changed).startswith("Mona Neu")


def test_generating_again_takes_only_the_chosen_sections(channel, officer):
    own = concept(channel, officer).text.replace("## Zielgruppen", "## Zielgruppen\n\nVon Hand ergänzt.")
    document = edit_document(document_of(channel, Kind.USAGE_CONCEPT), actor=officer, text=own, seen_version=1)
    enter_provider(channel, actor=officer, seen_revision=0, as_of=now().date(), **PROVIDER)
    document = document_of(channel, Kind.USAGE_CONCEPT)

    renewed = renew(document, officer, {"Anbieter"})

    assert "Landesserver" in renewed.text
    assert "Von Hand ergänzt." in renewed.text
    assert "Vertrag nach Art. 28" not in renewed.text
    assert (renewed.version, state_of(channel).state) == (3, "draft")


def test_generating_again_with_nothing_chosen_saves_nothing_and_the_document_stays_out_of_date(channel, officer):
    first = concept(channel, officer)
    enter_particulars(channel.municipality, actor=officer, seen_revision=0, **PARTICULARS)

    with pytest.raises(Refused):
        renew(first, officer, set())

    assert state_of(channel).state == "stale"
    assert document_of(channel, first.kind) == first


def test_whoever_wants_the_text_as_it_is_says_so_and_the_facts_are_noted(channel, officer):
    first = concept(channel, officer)
    enter_particulars(channel.municipality, actor=officer, seen_revision=0, **PARTICULARS)
    assert state_of(channel).state == "stale"

    renewed = renew_document(
        first, actor=officer, seen_version=1, seen_facts=facts_hash(first), take=set(), keeps_text=True
    )

    assert renewed.text == first.text
    assert state_of(channel).state == "draft"


def test_facts_that_changed_while_somebody_was_reading_are_shown_first(channel, officer):
    first = concept(channel, officer)
    shown = facts_hash(first)
    enter_particulars(channel.municipality, actor=officer, seen_revision=0, **PARTICULARS)

    with pytest.raises(AlreadyChanged):
        renew_document(first, actor=officer, seen_version=1, seen_facts=shown, take=set())


def test_merging_adds_removes_and_keeps_sections_by_name():
    own, new = "## A\n\neigen\n\n## Nur hier\n\nx", "## A\n\nneu\n\n## B\n\nb"

    assert merge(own, new, {"B"}) == "## A\n\neigen\n\n## B\n\nb\n\n## Nur hier\n\nx"
    assert merge(own, new, {"A", "B", "Nur hier"}) == new
    assert merge(own, new, set()) == own


def test_two_people_entering_particulars_do_not_overwrite_each_other(town, officer):
    enter_particulars(town, actor=officer, seen_revision=0, **PARTICULARS)

    with pytest.raises(AlreadyChanged):
        enter_particulars(town, actor=officer, seen_revision=0, **PARTICULARS | {"phone": "1"})


# -- the yearly review


@pytest.mark.parametrize(("days", "state"), [(364, "checked"), (365, "overdue"), (366, "overdue")])
def test_a_check_holds_for_a_year(channel, days, state):
    at = now()
    checked_document(channel, created_at=at - timedelta(days=days))

    assert state_of(channel, at=at).state == state
    assert bool(documents_to_review(channel.municipality, at)) == (state == "overdue")


def test_drafts_wait_for_nobody(channel, officer):
    concept(channel, officer)

    assert documents_to_review(channel.municipality, now() + timedelta(days=800)) == []


def test_closed_channels_are_not_reviewed(channel):
    checked_document(channel, created_at=now() - timedelta(days=800))
    Channel.objects.update(state="closed")

    assert documents_to_review(channel.municipality, now()) == []


def test_the_lines_of_three_channels_cost_as_many_queries_as_those_of_one(town, channel):
    counts = []
    for number in (1, 3):
        while Channel.objects.count() < number:
            ChannelFactory(municipality=town, owner=channel.owner)
        checked_document(Channel.objects.order_by("-pk").first())
        town_facts(town)  # the service hours are kept for a minute
        with CaptureQueriesContext(connection) as queries:
            document_lines(list(channels_with_documents(town)), town_facts(town), now())
        counts.append(len(queries))

    assert counts[0] == counts[1] <= 22


# -- races


@pytest.mark.postgresql
@pytest.mark.django_db(transaction=True)
def test_two_people_generating_at_once_make_one_document():
    town = MunicipalityFactory()
    with scope(municipality=town):
        officer, channel = person(town, Role.COMMUNICATIONS), ChannelFactory(municipality=town)

    answers = race(town, [lambda: concept(channel, officer)] * 2)

    with scope(municipality=town):
        assert ChannelDocument.objects.count() == 1
    assert sorted(type(answer).__name__ for answer in answers) == ["AlreadyChanged", "ChannelDocument"]


@pytest.mark.postgresql
@pytest.mark.django_db(transaction=True)
def test_two_people_checking_at_once_leave_one_mark():
    town = MunicipalityFactory()
    with scope(municipality=town):
        officer, channel = person(town, Role.COMMUNICATIONS), ChannelFactory(municipality=town)
        first = concept(channel, officer)
        edit_document(first, actor=officer, text="Ohne Lücken.", seen_version=1)

    def check():
        return check_document(document_of(channel, Kind.USAGE_CONCEPT), actor=officer, function="Rechtsamt")

    answers = race(town, [check, check])

    with scope(municipality=town):
        assert DocumentCheck.objects.count() == 1
    assert sorted(type(answer).__name__ for answer in answers) == ["AlreadyChanged", "DocumentCheck"]
