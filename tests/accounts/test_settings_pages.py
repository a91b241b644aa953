# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
import pytest
from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from accounts.audit import record
from accounts.models import Invitation, Role, User
from accounts.services.towns import TOWN_FIELDS
from tests.factories import MunicipalityFactory, person


@pytest.fixture
def admin(town, client):
    admin = person(town, Role.ADMINISTRATOR)
    client.force_login(admin)
    return admin


def address(name, town, *args):
    return reverse(f"settings:{name}", args=[town.slug, *args])


def test_everybody_finds_the_own_account_and_only_some_the_rest(town, client):
    client.force_login(person(town, Role.EDITOR))

    page = client.get(address("index", town)).content.decode()

    assert address("account", town) in page
    assert address("people", town) not in page and address("audit", town) not in page


@pytest.mark.parametrize(
    ("name", "roles"),
    [
        ("people", {"administrator", "communications", "leadership", "reader"}),
        ("invite", {"administrator"}),
        ("town", {"administrator", "communications"}),
        ("audit", {"administrator", "leadership", "reader"}),
        ("account", set(Role.values)),
    ],
)
def test_who_sees_which_page(town, client, name, roles):
    allowed = set()
    for role in Role.values:
        client.force_login(person(town, role))
        status = client.get(address(name, town)).status_code
        assert status in (200, 403)
        if status == 200:
            allowed.add(role)

    assert allowed == roles


def test_an_invitation_leaves_from_the_page(town, client, admin, mailoutbox):
    client.post(address("invite", town), {"name": "Nora", "email": "nora@stadt.example", "roles": ["editor"]})

    assert [mail.to for mail in mailoutbox] == [["nora@stadt.example"]]
    assert "nora@stadt.example" in client.get(address("people", town)).content.decode()


def test_a_wrong_invitation_keeps_what_was_typed(town, client, admin):
    page = client.post(address("invite", town), {"name": "Nora", "email": "nora@stadt.example", "roles": ["external"]})

    assert page.status_code == 422
    assert 'value="nora@stadt.example"' in page.content.decode()
    assert not Invitation.objects.exists()


def test_when_the_mail_does_not_leave_the_link_is_shown(town, client, admin, settings):
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 1

    page = client.post(
        address("invite", town), {"name": "Nora", "email": "nora@stadt.example", "roles": ["editor"]}, follow=True
    )

    assert "/einladung/" in page.content.decode()


def test_roles_are_changed_on_the_persons_page(town, client, admin):
    somebody = person(town, Role.EDITOR)

    client.post(address("person", town, somebody.pk), {"roles": ["moderator", "reader"]})

    assert User.objects.get(pk=somebody.pk).roles_in(town) == {"moderator", "reader"}


def test_the_last_administrator_is_told_why_it_does_not_work(town, client, admin):
    page = client.post(address("end_membership", town, admin.pk), {})

    assert page.status_code == 422
    assert User.objects.get(pk=admin.pk).roles_in(town) == {"administrator"}


def test_ending_asks_first(town, client, admin):
    somebody = person(town, Role.EDITOR)

    client.get(address("end_membership", town, somebody.pk))
    assert User.objects.get(pk=somebody.pk).roles_in(town)

    client.post(address("end_membership", town, somebody.pk), {"reason": "in Rente"})
    assert not User.objects.get(pk=somebody.pk).roles_in(town)


def test_people_of_other_towns_do_not_exist_here(town, client, admin):
    stranger = person(MunicipalityFactory(), Role.EDITOR)

    assert client.get(address("person", town, stranger.pk)).status_code == 404
    assert stranger.email not in client.get(address("people", town)).content.decode()


def test_the_people_page_needs_the_same_queries_for_one_and_five_people(
    town, client, admin, django_assert_max_num_queries
):
    with django_assert_max_num_queries(14):
        client.get(address("people", town))
    for _ in range(4):
        person(town, Role.EDITOR, Role.READER)
    with django_assert_max_num_queries(14):
        client.get(address("people", town))


def test_the_towns_particulars_are_saved_without_asking_for_a_scheme(town, client, admin):
    kept = {"municipality_code": town.municipality_code, "kind": town.kind, "population": town.population}
    seen = {f"seen_{name}": getattr(town, name) for name in TOWN_FIELDS}
    given = {"name": "Neustadt", "website": "neustadt.example", "contact_email": ""}

    client.post(address("town", town), seen | kept | given)

    town.refresh_from_db()
    assert (town.name, town.website) == ("Neustadt", "https://neustadt.example")


def test_particulars_somebody_else_changed_meanwhile_are_not_overwritten(town, client, admin):
    """Detects the removal of the compare-and-set in ``change_town``."""
    seen = {f"seen_{name}": getattr(town, name) for name in ("name", "website", "imprint_url", "contact_email")}
    type(town).objects.update(website="https://anders.example")

    page = client.post(address("town", town), {**seen, "name": "Neustadt"})

    assert page.status_code == 422
    town.refresh_from_db()
    assert town.name != "Neustadt" and town.website == "https://anders.example"


def test_a_wrong_web_address_is_explained_and_the_frame_keeps_the_stored_name(town, client, admin):
    seen = {f"seen_{name}": getattr(town, name) for name in ("name", "website", "imprint_url", "contact_email")}

    page = client.post(address("town", town), {**seen, "name": "Falschstadt", "website": "kein web"})

    assert page.status_code == 422
    assert f'<span class="brand__name">{town.name}</span>' in page.content.decode()


def test_the_own_name_can_be_changed(town, client, admin):
    client.post(address("account", town), {"name": "Anna Anders"})

    assert User.objects.get(pk=admin.pk).name == "Anna Anders"


# -- audit trail --------------------------------------------------------------------------------


@pytest.fixture
def trail(town, admin):
    with transaction.atomic():
        for action in ("strategy.signed", "netiquette.signed", "netiquette.edited"):
            record(admin, action, town, why="Grund")


def test_the_trail_is_shown_newest_first_with_words_and_details(town, client, trail):
    page = client.get(address("audit", town))

    assert [row["entry"].action for row in page.context["rows"]] == [
        "netiquette.edited",
        "netiquette.signed",
        "strategy.signed",
    ]
    assert "Grund" in page.content.decode()


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ({"area": "netiquette"}, 2),
        ({"text": "strategy"}, 1),
        ({"text": "niemand"}, 0),
        ({"since": "2199-01-01"}, 0),
        ({"until": f"{timezone.localdate():%Y-%m-%d}"}, 3),
        ({"since": "kein Tag", "area": "strategy"}, 1),
        ({"page": "999"}, 3),
    ],
)
def test_the_trail_is_filtered_by_the_address(town, client, trail, query, found):
    page = client.get(address("audit", town), query)

    assert page.status_code == 200
    assert len(page.context["rows"]) == found


def test_a_long_trail_is_cut_into_pages(town, client, admin):
    with transaction.atomic():
        for number in range(60):
            record(admin, "netiquette.edited", town, number=number)

    first, second = (client.get(address("audit", town), {"page": page}) for page in (1, 2))

    assert (len(first.context["rows"]), len(second.context["rows"])) == (50, 10)


def test_the_trail_of_another_town_is_not_shown(town, client, trail):
    other = MunicipalityFactory()
    stranger = person(other, Role.ADMINISTRATOR)
    client.force_login(stranger)

    page = client.get(address("audit", other))

    assert page.context["rows"] == []
