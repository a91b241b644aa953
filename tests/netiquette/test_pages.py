# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
import pytest
from django.urls import reverse

from accounts.models import Role
from netiquette import services
from netiquette.models import Clause, Netiquette
from tests.factories import PASSWORD, person
from tests.netiquette.factories import draft_netiquette, scheduled_netiquette, signed_netiquette, submitted_netiquette


@pytest.fixture
def officer(town, client):
    officer = person(town, Role.COMMUNICATIONS)
    client.force_login(officer)
    return officer


def address(name, town, *args):
    return reverse(f"netiquette:{name}", args=[town.slug, *args])


def test_an_empty_page_teaches_the_first_step(town, client, officer):
    page = client.get(address("edit", town))

    assert page.status_code == 200
    assert address("start", town) in page.content.decode()


def test_starting_leads_to_the_clauses(town, client, officer):
    page = client.post(address("start", town), follow=True)

    assert page.redirect_chain == [(address("edit", town), 302)]
    assert len(page.context["rows"]) == 24
    assert page.context["gaps"]


def test_a_reader_sees_the_text_and_no_button(town, client):
    draft_netiquette(town)
    client.force_login(person(town, Role.READER))

    page = client.get(address("edit", town)).content.decode()

    assert "Keine Beleidigungen" in page
    assert address("submit", town) not in page and address("add_clause", town) not in page


def test_a_weak_clause_is_warned_about_and_can_be_submitted_all_the_same(town, client, officer):
    draft = draft_netiquette(town)
    services.add_clause(draft, actor=officer, title="Namen", text="Es gilt Klarnamenpflicht.")

    page = client.get(address("edit", town))
    client.post(address("submit", town))

    assert [bool(row["warnings"]) for row in page.context["rows"]][-1]
    assert Netiquette.objects.get().state == "submitted"


def test_what_is_missing_is_listed_when_submitting(town, client, officer):
    services.start_netiquette(town, actor=officer)

    page = client.post(address("submit", town))

    assert page.status_code == 422
    assert page.context["refused"]
    assert Netiquette.objects.get().state == "draft"


def test_saving_a_clause_leads_back_to_its_place(town, client, officer):
    clause = draft_netiquette(town).clauses.get(key="werbung")

    response = client.post(
        address("clause", town, clause.pk), {"seen": clause.fingerprint, "title": "Werbung", "text": "Neu."}
    )

    assert response.headers["Location"] == f"{address('edit', town)}#werbung"
    clause.refresh_from_db()
    assert (clause.text, clause.is_ground_for_measures) == ("Neu.", False)


def test_a_conflict_shows_both_texts_and_keeps_what_was_typed(town, client, officer):
    clause = draft_netiquette(town).clauses.get(key="werbung")
    Clause.objects.filter(pk=clause.pk).update(text="Von der Kollegin.")

    page = client.post(
        address("clause", town, clause.pk), {"seen": clause.fingerprint, "title": "Werbung", "text": "Von mir."}
    )

    assert page.status_code == 422
    text = page.content.decode()
    assert "Von der Kollegin." in text and "Von mir." in text
    clause.refresh_from_db()
    assert clause.text == "Von der Kollegin."


def test_an_empty_wording_keeps_the_title_that_was_typed(town, client, officer):
    draft_netiquette(town)

    page = client.post(address("add_clause", town), {"title": "Hunde", "text": ""})

    assert page.status_code == 422
    assert 'value="Hunde"' in page.content.decode()
    assert not Clause.objects.filter(title="Hunde").exists()


def test_a_clause_is_removed_after_asking(town, client, officer):
    clause = draft_netiquette(town).clauses.get(key="werbung")

    asked = client.get(address("remove_clause", town, clause.pk))
    assert asked.status_code == 200 and Clause.objects.filter(pk=clause.pk).exists()

    client.post(address("remove_clause", town, clause.pk))
    assert not Clause.objects.filter(pk=clause.pk).exists()


def test_clauses_of_a_signed_version_have_no_editing_page(town, client, officer):
    clause = signed_netiquette(town).clauses.get(key="werbung")

    assert client.get(address("clause", town, clause.pk)).status_code == 404
    assert client.post(address("remove_clause", town, clause.pk)).status_code == 404


def test_versions_show_what_changed_from_one_to_the_next(town, client, officer):
    signed_netiquette(town)
    draft = services.start_netiquette(town, actor=officer)
    clause = draft.clauses.get(key="werbung")
    services.edit_clause(
        clause,
        actor=officer,
        seen=clause.fingerprint,
        title=clause.title,
        text=f"{clause.text} Flohmärkte sind willkommen.",
        is_ground_for_measures=True,
    )
    services.submit_netiquette(draft, actor=officer)
    services.sign_netiquette(draft, actor=person(town, Role.LEADERSHIP), password=PASSWORD)

    page = client.get(address("versions", town))

    assert [len(row["changes"]) for row in page.context["rows"]] == [1, 0]
    assert "Flohmärkte" in page.content.decode()


def test_the_version_that_is_signed_for_later_is_among_the_versions(town, client, officer):
    signed_netiquette(town)
    scheduled_netiquette(town)

    page = client.get(address("versions", town)).content.decode()

    assert page.index("Fassung 2") < page.index("Fassung 1")
    assert "gilt ab" in page and address("netiquette_version", town, 2) not in page


def test_a_void_signature_is_named_on_the_editing_page(town, client, officer):
    signed_netiquette(town)
    Clause.objects.filter(key="werbung").update(text="Untergeschoben.")

    page = client.get(address("edit", town))

    assert page.context["is_void"]
    assert address("start", town) in page.content.decode()


@pytest.mark.parametrize("make", [draft_netiquette, signed_netiquette])
def test_the_editing_page_needs_the_same_queries_for_few_and_many_clauses(
    town, client, officer, make, django_assert_max_num_queries
):
    make(town)
    client.get(address("versions", town))  # what a town remembers for a minute is read

    with django_assert_max_num_queries(14):
        client.get(address("edit", town))


def test_the_mayor_reads_what_changed_and_signs_in_the_admin_view(town, client):
    mayor = person(town, Role.LEADERSHIP)
    netiquette = submitted_netiquette(town)
    client.force_login(mayor)
    url = reverse("admin:netiquette_netiquette_change", args=[netiquette.pk])

    page = client.get(url)
    assert page.status_code == 200 and "Keine Beleidigungen" in page.content.decode()
    client.post(url, {"action": "sign", "seen_hash": netiquette.current_hash(), "password": PASSWORD})

    netiquette.refresh_from_db()
    assert (netiquette.state, netiquette.signed_by) == ("published", mayor)


def test_the_mayor_returns_it_with_a_reason(town, client):
    netiquette = submitted_netiquette(town)
    client.force_login(person(town, Role.LEADERSHIP))
    url = reverse("admin:netiquette_netiquette_change", args=[netiquette.pk])

    client.post(url, {"action": "return", "reason": "Bitte kürzer."})

    netiquette.refresh_from_db()
    assert (netiquette.state, netiquette.return_reason) == ("draft", "Bitte kürzer.")


def test_the_admin_view_compares_clauses_by_key_with_the_version_in_force(town, client):
    signed_netiquette(town)
    officer = person(town, Role.COMMUNICATIONS)
    draft = services.start_netiquette(town, actor=officer)
    services.remove_clause(draft.clauses.get(key="geltung"), actor=officer)
    services.submit_netiquette(draft, actor=officer)
    client.force_login(person(town, Role.LEADERSHIP))

    page = client.get(reverse("admin:netiquette_netiquette_change", args=[draft.pk]))

    assert [part.anchor for part in page.context["page"].changed_parts] == ["geltung"]


def test_a_town_that_never_published_reads_that_there_are_no_versions_yet(town, client, officer):
    draft_netiquette(town)

    assert client.get(address("versions", town)).status_code == 200
