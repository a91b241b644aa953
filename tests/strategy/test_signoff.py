# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""Around the signature: who is written to, remarks per part, taking it back."""

import pytest
import time_machine
from django.db import IntegrityError, transaction
from django.utils.timezone import localdate, now

from accounts.models import AuditEntry, Letter, Role
from accounts.queries import people_with_role
from accounts.services import IdentityNotConfirmed
from core.errors import AlreadyChanged, IllegalTransition, NotPermitted, Refused
from strategy import services
from strategy.models import Strategy
from strategy.queries import decided_platforms, strategy_in_force
from tests.factories import PASSWORD, person
from tests.strategy.factories import complete_strategy, signed_strategy, submitted_strategy

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


@pytest.fixture
def author(town):
    return person(town, Role.COMMUNICATIONS, name="Alma Autorin")


@pytest.fixture
def mayor(town):
    return person(town, Role.LEADERSHIP, name="Mara Muster")


def letters_to(reader, occasion):
    return list(Letter.objects.filter(to=reader.email, key__contains=f":{occasion}:").order_by("pk"))


# -- letters --------------------------------------------------------------------------------------


def test_submitting_writes_to_everybody_who_may_sign_and_to_nobody_else(town, author, mayor):
    deputy, both = person(town, Role.LEADERSHIP), person(town, Role.LEADERSHIP, Role.COMMUNICATIONS)
    others = [person(town, role) for role in (Role.READER, Role.EDITOR, Role.ADMINISTRATOR)]
    strategy = complete_strategy(town, author=author)

    services.submit_strategy(strategy, actor=both)

    heads = people_with_role(town, Role.LEADERSHIP)
    assert {mayor, deputy, both} <= set(heads)
    assert sorted(letter.to for letter in Letter.objects.all()) == sorted(h.email for h in heads if h != both)
    assert not any(letters_to(other, "submitted") for other in others)


def test_the_letter_says_what_it_is_from_whom_what_it_costs_and_what_is_promised(town, author, mayor):
    submitted_strategy(town, author=author)

    [letter] = letters_to(mayor, "submitted")

    assert letter.subject == f"Bitte lesen und unterzeichnen: Social-Media-Strategie, Fassung 1 – {town.name}"
    for words in (
        "Guten Tag Mara Muster",
        "Alma Autorin hat",
        "Stunden pro Woche: 12,0",
        "3.000 €",
        "innerhalb von 24 Stunden",
        "/unterzeichnen/",
    ):
        assert words in letter.text, words


def test_submitting_again_writes_again(town, author, mayor):
    strategy = submitted_strategy(town, author=author)
    services.return_strategy(strategy, actor=mayor, reason="Kürzer.")
    services.submit_strategy(Strategy.objects.get(), actor=author)

    assert len(letters_to(mayor, "submitted")) == 2


def test_a_submission_that_fails_writes_to_nobody(town, author, mayor):
    draft = services.start_strategy(town, actor=author)
    with pytest.raises(Refused):
        services.submit_strategy(draft, actor=author)

    assert not Letter.objects.exists()


def test_the_author_learns_of_the_signature_and_of_the_return(town, author, mayor):
    strategy = submitted_strategy(town, author=author)
    services.return_strategy(strategy, actor=mayor, parts={"tone": "Bitte ohne Fachwörter."})
    services.submit_strategy(Strategy.objects.get(), actor=author)
    services.sign_strategy(Strategy.objects.get(), actor=mayor, password=PASSWORD, statement="Gute Arbeit.")

    [returned], [signed] = letters_to(author, "returned"), letters_to(author, "signed")
    assert "Bitte ohne Fachwörter." in returned.text and "Tonalität" in returned.text
    assert "Mara Muster hat unterzeichnet" in signed.text and "Gute Arbeit." in signed.text


def test_a_review_date_in_the_past_is_a_gap(town, author):
    strategy = complete_strategy(town, author=author)
    Strategy.objects.filter(pk=strategy.pk).update(review_on=localdate())

    with pytest.raises(Refused) as refused:
        services.submit_strategy(Strategy.objects.get(), actor=author)

    assert [gap.part for gap in refused.value.gaps] == ["figures"]


# -- returning with remarks -----------------------------------------------------------------------


def test_one_remark_is_reason_enough(town, author, mayor):
    strategy = submitted_strategy(town, author=author)

    services.return_strategy(strategy, actor=mayor, parts={"tone": " Freundlicher. ", "crisis": " "})

    strategy.refresh_from_db()
    assert strategy.return_parts == {"tone": "Freundlicher."}
    assert strategy.return_reason == "Siehe die Anmerkungen zu: Tonalität"
    assert AuditEntry.objects.latest("sequence").details["parts"] == {"tone": "Freundlicher."}


@pytest.mark.parametrize("given", [{}, {"reason": "  "}, {"parts": {"tone": " "}}, {"parts": {"erfunden": "Hm."}}])
def test_without_a_reason_or_with_an_unknown_part_nothing_is_returned(town, author, mayor, given):
    strategy = submitted_strategy(town, author=author)

    with pytest.raises(Refused):
        services.return_strategy(strategy, actor=mayor, **given)

    assert Strategy.objects.get().state == "submitted"


def test_a_text_handed_in_meanwhile_is_not_returned_with_remarks_on_the_old_one(town, author, mayor):
    strategy = submitted_strategy(town, author=author)
    read = strategy.current_hash()
    section = strategy.sections.get(key="tone")
    services.edit_section(section, actor=author, text="Neu.", seen_revision=section.revision)
    services.submit_strategy(Strategy.objects.get(), actor=author)

    with pytest.raises(AlreadyChanged):
        services.return_strategy(Strategy.objects.get(), actor=mayor, reason="Nein.", seen_hash=read)

    assert Strategy.objects.get().state == "submitted"


def test_the_author_sees_a_remark_at_its_part_until_the_text_is_submitted_again(client, town, author, mayor):
    strategy = submitted_strategy(town, author=author)
    services.return_strategy(strategy, actor=mayor, parts={"tone": "Freundlicher.", "figures": "Mehr Stunden."})
    client.force_login(author, backend=BACKEND)
    pages = [f"/{town.slug}/strategie/{path}" for path in ("", "teil/tone/", "kosten/")]

    document, section, figures = (client.get(page).content.decode() for page in pages)
    assert "Freundlicher." in document and "Mehr Stunden." in document
    assert "Freundlicher." in section and "Mehr Stunden." not in section
    assert "Mehr Stunden." in figures
    services.submit_strategy(Strategy.objects.get(), actor=author)

    assert Strategy.objects.get().return_parts == {}
    assert not any("Freundlicher." in client.get(page).content.decode() for page in pages)


# -- the page -------------------------------------------------------------------------------------


def page_of(strategy):
    return f"/admin/strategy/strategy/{strategy.pk}/"


def test_the_page_returns_with_general_reason_and_remarks(client, town, author, mayor):
    strategy = submitted_strategy(town, author=author)
    client.force_login(mayor, backend=BACKEND)
    sent = {"action": "return", "reason": "Fast.", "part_tone": "Kürzer.", "seen_hash": strategy.current_hash()}

    answer = client.post(page_of(strategy), sent, follow=True)

    strategy.refresh_from_db()
    assert answer.status_code == 200
    assert (strategy.state, strategy.return_reason, strategy.return_parts) == ("draft", "Fast.", {"tone": "Kürzer."})


def test_a_wrong_password_keeps_what_was_typed(client, town, author, mayor):
    strategy = submitted_strategy(town, author=author)
    client.force_login(mayor, backend=BACKEND)
    sent = {"action": "sign", "statement": "Auf geht’s.", "password": "falsch", "seen_hash": strategy.current_hash()}

    answer = client.post(page_of(strategy), sent)

    assert answer.status_code == 422
    assert "Auf geht’s." in answer.content.decode() and "falsch" not in answer.content.decode()


def test_remarks_are_not_thrown_away_by_the_button_that_signs(client, town, author, mayor):
    strategy = submitted_strategy(town, author=author)
    client.force_login(mayor, backend=BACKEND)
    sent = {"action": "sign", "part_tone": "Kürzer.", "password": PASSWORD, "seen_hash": strategy.current_hash()}

    answer = client.post(page_of(strategy), sent)

    assert answer.status_code == 422
    assert "Kürzer." in answer.content.decode()
    assert Strategy.objects.get().state == "submitted"


def test_a_second_click_and_the_back_button_change_nothing(client, town, author, mayor):
    strategy = submitted_strategy(town, author=author)
    client.force_login(mayor, backend=BACKEND)
    sent = {"action": "sign", "password": PASSWORD, "seen_hash": strategy.current_hash()}
    client.post(page_of(strategy), sent)
    entries = AuditEntry.objects.count()

    for again in (sent, {"action": "return", "reason": "Doch nicht."}):
        answer = client.post(page_of(strategy), again, follow=True)
        assert "Das war bereits entschieden" in answer.content.decode()

    assert Strategy.objects.get().state == "in_force"
    assert AuditEntry.objects.count() == entries


def test_an_old_page_signs_no_newer_text(client, town, author, mayor):
    strategy = submitted_strategy(town, author=author)
    read = strategy.current_hash()
    section = strategy.sections.get(key="tone")
    services.edit_section(section, actor=author, text="Neu.", seen_revision=section.revision)
    services.submit_strategy(Strategy.objects.get(), actor=author)
    client.force_login(mayor, backend=BACKEND)

    answer = client.post(page_of(strategy), {"action": "sign", "password": PASSWORD, "seen_hash": read})

    assert answer.status_code == 422
    assert "Neu." in answer.content.decode()
    assert Strategy.objects.get().state == "submitted"


def test_changed_parts_come_first_and_the_rest_is_folded(client, town, author, mayor):
    first = signed_strategy(town, author=author, mayor=mayor)
    second = services.start_new_version(first, actor=author)
    section = second.sections.get(key="tone")
    services.edit_section(section, actor=author, text="Wir sagen Du.", seen_revision=section.revision)
    services.submit_strategy(Strategy.objects.get(version=2), actor=author)
    client.force_login(mayor, backend=BACKEND)

    page = client.get(page_of(second)).content.decode()

    assert page.index('id="teil-tone"') < page.index('id="teil-mandate"')
    assert 'id="teil-tone" open' in page and 'id="teil-mandate" open' not in page
    assert "1 Teil geändert" in page


def test_a_page_of_a_text_that_was_taken_back_leads_to_what_waits(client, town, author, mayor):
    strategy = submitted_strategy(town, author=author)
    section = strategy.sections.get(key="tone")
    services.edit_section(section, actor=author, text="Neu.", seen_revision=section.revision)
    client.force_login(mayor, backend=BACKEND)

    for answer in (
        client.get(page_of(strategy), follow=True),
        client.post(page_of(strategy), {"action": "sign", "password": PASSWORD}, follow=True),
    ):
        assert "liegt wieder bei der Autorin" in answer.content.decode()

    assert Strategy.objects.get().state == "draft"


# -- taking the signature back --------------------------------------------------------------------


def test_the_mayor_takes_the_signature_back(town, author, mayor):
    strategy = signed_strategy(town, author=author, mayor=mayor)

    services.revoke_strategy(strategy, actor=mayor, reason="Der Rat hat anders beschlossen.", password=PASSWORD)

    strategy.refresh_from_db()
    assert (strategy.state, strategy.revoked_by, strategy.is_revoked) == ("retired", mayor, True)
    assert strategy_in_force(town) is None and decided_platforms(town) == []
    assert AuditEntry.objects.latest("sequence").action == "strategy.revoked"
    [letter] = letters_to(author, "revoked")
    assert "Der Rat hat anders beschlossen." in letter.text and "Kein Kanal kann in Betrieb gehen" in letter.text


@pytest.mark.parametrize("role", [role for role in Role.values if role != Role.LEADERSHIP])
def test_nobody_else_takes_it_back(town, author, mayor, role):
    strategy = signed_strategy(town, author=author, mayor=mayor)

    with pytest.raises(NotPermitted):
        services.revoke_strategy(strategy, actor=person(town, role), reason="Nein.", password=PASSWORD)

    assert strategy_in_force(town) == strategy


def test_taking_back_needs_reason_and_identity_and_something_in_force(town, author, mayor):
    strategy = signed_strategy(town, author=author, mayor=mayor)
    with pytest.raises(Refused):
        services.revoke_strategy(strategy, actor=mayor, reason=" ", password=PASSWORD)
    with pytest.raises(IdentityNotConfirmed):
        services.revoke_strategy(strategy, actor=mayor, reason="Darum.", password="falsch")
    assert strategy_in_force(town) == strategy

    services.revoke_strategy(strategy, actor=mayor, reason="Darum.", password=PASSWORD)
    with pytest.raises(IllegalTransition):
        services.revoke_strategy(strategy, actor=mayor, reason="Noch einmal.", password=PASSWORD)


def test_the_database_takes_nothing_back_without_a_reason(town, author, mayor):
    """Detects the removal of the constraint ``strategy_revoked_with_reason``."""
    strategy = signed_strategy(town, author=author, mayor=mayor)

    for change in ({"revoked_at": now()}, {"revoked_at": now(), "revoked_by": mayor, "state": "retired"}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Strategy.objects.filter(pk=strategy.pk).update(**change)


def test_after_taking_back_a_new_version_begins_with_that_text(town, author, mayor):
    strategy = signed_strategy(town, author=author, mayor=mayor)
    services.revoke_strategy(strategy, actor=mayor, reason="Darum.", password=PASSWORD)

    new = services.start_new_version(strategy, actor=author)

    assert (new.version, new.is_revoked, new.return_parts) == (2, False, {})


def test_the_page_says_what_it_means_before_and_asks_to_tick(client, town, author, mayor):
    strategy = signed_strategy(town, author=author, mayor=mayor)
    client.force_login(mayor, backend=BACKEND)
    url = f"{page_of(strategy)}widerrufen/"

    assert "Kein Kanal kann in Betrieb gehen" in client.get(url).content.decode()
    refused = client.post(url, {"action": "revoke", "reason": "Neuer Beschluss.", "password": PASSWORD})
    assert refused.status_code == 422 and "Neuer Beschluss." in refused.content.decode()
    assert strategy_in_force(town) == strategy
    done = client.post(
        url, {"action": "revoke", "reason": "Neuer Beschluss.", "password": PASSWORD, "is_sure": "on"}, follow=True
    )

    assert "Die Unterschrift wurde widerrufen von Mara Muster" in done.content.decode()
    assert strategy_in_force(town) is None


def test_a_letter_that_expires_is_valid_for_fourteen_days_from_the_submission(town, author, mayor):
    with time_machine.travel("2026-11-28 12:00Z", tick=False):
        submitted_strategy(town, author=author)
        [letter] = letters_to(mayor, "submitted")

    assert "bis Sa., 12.12.2026" in letter.text
