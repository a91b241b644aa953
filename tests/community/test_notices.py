# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""A citizen reads why a measure was taken, behind a link that opens nothing else (docs/adr/0060)."""

from urllib.parse import urlsplit

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.utils.timezone import now

from accounts.models import Role
from community.models import Decision, Notice
from community.services.decisions import undo_decision
from community.services.notices import note_as_given, notice_link
from core.errors import AlreadyChanged, NotPermitted, Refused
from netiquette.models import Clause
from tests.community.factories import (
    address,
    comment_in,
    decision_on,
    hidden_comment,
    moderator,
    restriction_asked,
    restriction_in_force,
)
from tests.factories import MunicipalityFactory, person

SECRET_WORDS = "Ihr Schnarchnasen im Bauamt"


@pytest.fixture
def alma(town):
    return moderator(town, name="Alma Beispiel")


@pytest.fixture
def measure(town, alma):
    return hidden_comment(town, alma, text=SECRET_WORDS).decisions.get()


def path_of(about):
    return urlsplit(notice_link(about)).path


def page(about):
    return Client().get(path_of(about))


def test_the_page_tells_rule_reasons_and_the_way_to_object_and_nobodys_name(measure, alma):
    response = page(measure)
    body = response.content.decode()

    assert measure.clause.text in body and measure.rationale in body
    assert "massnahme=hidden" in body
    assert alma.name not in body and SECRET_WORDS not in body and measure.comment.author.name not in body
    assert response["X-Robots-Tag"] == "noindex" and not response.cookies


def test_the_form_for_appeals_knows_the_case_already(measure):
    body = page(measure).content.decode()
    url = body.partition('class="kern-btn kern-btn--primary" href="')[2].partition('"')[0].replace("&amp;", "&")

    form = Client().get(url).content.decode()

    assert measure.comment.url in form
    assert 'value="hidden"' in form and "checked" in form


def test_hints_in_the_address_that_are_none_are_left_out(town):
    url = address(town, "queue").replace("/dialog/", "/netiquette/beschwerde/")

    body = Client().get(url, {"massnahme": "<b>", "tag": "gestern", "link": "x" * 9999}).content.decode()

    assert 'value="&lt;b' not in body and "checked" not in body and "x" * 501 not in body


def test_the_clause_reads_as_it_did_then(measure):
    old = measure.clause.text
    Clause.objects.create(
        netiquette=measure.clause.netiquette, number=99, key="neu", title="Neu", text="Ganz neu formuliert."
    )

    assert old in page(measure).content.decode()


def test_a_measure_that_was_taken_back_tells_nothing(measure, alma):
    """Removal: undone_at in measure_behind."""
    undo_decision(measure, actor=alma)

    response = page(measure)

    assert response.status_code == 410 and measure.rationale not in response.content.decode()


def test_once_the_words_are_gone_the_page_is_too(measure):
    Decision.objects.filter(pk=measure.pk).update(emptied_at=now(), evidence=None)

    assert page(measure).status_code == 410


@pytest.mark.parametrize("kind", ["leave", "reply"])
def test_what_is_no_measure_has_no_page(town, alma, kind):
    decision = decision_on(comment_in(town), alma, kind)

    assert page(decision).status_code == 410
    with pytest.raises(Refused):
        note_as_given(decision, actor=alma)


def test_a_link_opens_nothing_in_another_town_nor_when_changed(measure):
    other = MunicipalityFactory()
    path = path_of(measure)

    assert Client().get(path.replace(f"/{measure.municipality.slug}/", f"/{other.slug}/")).status_code == 404
    assert Client().get(path[:-3] + "xx/").status_code == 404


def test_a_link_about_a_measure_opens_no_restriction_of_the_same_number(measure, alma, town):
    blocked = restriction_in_force(comment_in(town), alma, reason="Drohungen")

    assert path_of(measure) != path_of(blocked)
    assert "Drohungen" not in page(measure).content.decode()
    assert "Drohungen" in page(blocked).content.decode() and "massnahme=blocked" in page(blocked).content.decode()


def test_a_restriction_nobody_has_decided_on_is_told_to_nobody(town, alma):
    asked = restriction_asked(comment_in(town), alma)

    with pytest.raises(Refused):
        notice_link(asked)
    with pytest.raises(Refused):
        note_as_given(asked, actor=alma)


def test_that_the_citizen_got_it_is_noted_once(town, client, measure, alma):
    client.force_login(alma)
    url = address(town, "give_notice", measure.pk)
    assert "/netiquette/bescheid/" in client.get(url).content.decode()

    client.post(url, {"act": "note"})
    client.post(url, {"act": "note"})

    assert Notice.objects.get().decision == measure
    assert "Alma Beispiel" in client.get(url).content.decode()
    with pytest.raises(AlreadyChanged):
        note_as_given(measure, actor=alma)


def test_a_reader_sees_decisions_and_passes_nothing_on(town, measure):
    with pytest.raises(NotPermitted):
        note_as_given(measure, actor=person(town, Role.READER))


def test_a_notice_is_about_one_measure(town, alma, measure):
    with pytest.raises(IntegrityError), transaction.atomic():
        Notice.objects.create(municipality=town, given_by=alma)
