# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
import re
from io import StringIO

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.management import CommandError, call_command
from django.db import transaction
from django.http import HttpResponse
from django.urls import get_resolver
from django_scopes import scope, scopes_disabled

from accounts.audit import record
from accounts.models import AuditEntry, Invitation, Letter, Membership, Municipality, Role, User
from accounts.services import RESERVED_SLUGS, InvitationInvalid, accept_invitation, create_municipality
from accounts.views.middleware import TownMiddleware
from core.errors import AlreadyChanged, DiskFull, IllegalTransition, NotPermitted, Refused
from tests.factories import MunicipalityFactory, person


def test_a_town_is_set_up_and_recorded(db):
    town = create_municipality("Konstanz", "konstanz", "08335043", population=85_000)

    with scope(municipality=town):
        assert AuditEntry.objects.get().action == "accounts.town_created"


@pytest.mark.parametrize("slug", ["admin", "konto", "Konstanz", "kon stanz", "-konstanz", "köln", ""])
def test_a_short_name_that_would_not_work_is_refused(db, slug):
    with pytest.raises(Refused) as refusal:
        create_municipality("Konstanz", slug, "08335043")

    assert refusal.value.gaps and not Municipality.objects.exists()


@pytest.mark.parametrize("code", ["", "8335043", "0833504A", "083350431"])
def test_a_municipality_code_has_eight_digits(db, code):
    with pytest.raises(Refused):
        create_municipality("Konstanz", "konstanz", code)


def test_a_short_name_is_given_once(db):
    create_municipality("Konstanz", "konstanz", "08335043")

    with pytest.raises((AlreadyChanged, Refused)):
        create_municipality("Konstanz am Rhein", "konstanz", "08335044")


def test_every_first_word_of_the_installations_own_addresses_is_reserved():
    """Complete by construction: a new address outside the towns must be added to ``RESERVED_SLUGS``."""
    first_words = {
        re.match(r"\^?([a-z0-9-]*)", str(pattern.pattern)).group(1) for pattern in get_resolver().url_patterns
    }

    nested = {
        re.match(r"\^?([a-z0-9-]*)", str(inner.pattern)).group(1)
        for pattern in get_resolver().url_patterns
        if str(pattern.pattern) == "" and hasattr(pattern, "url_patterns")
        for inner in pattern.url_patterns
    }
    assert (first_words | nested) - {""} <= RESERVED_SLUGS


THREE = {
    "head": [["mara@stadt.example", "Mara Muster"]],
    "administrator": [["ida@stadt.example", "Ida Informatik"], ["theo@stadt.example", "Theo Technik"]],
}
NEW = {"name": "Neu", "password": "ein-sehr-langer-satz"}


def set_up(**changes):
    out = StringIO()
    options = {"slug": "konstanz", **THREE, **changes}
    call_command("create_town", "Konstanz", "08335043", stdout=out, **options)
    return out.getvalue()


def letters_to(town, email):
    with scope(municipality=town):
        return list(Letter.objects.filter(to=email).order_by("pk"))


def token_for(town, email):
    return re.search(r"/einladung/([^/\s]+)/", letters_to(town, email)[-1].text).group(1)


def test_create_town_invites_the_head_and_two_administrators_by_mail(db):
    printed = set_up()

    town = Municipality.objects.get(slug="konstanz")
    roles = {}
    for email in ("mara@stadt.example", "ida@stadt.example", "theo@stadt.example"):
        roles[email] = accept_invitation(token_for(town, email), **NEW).roles_in(town)
    assert list(roles.values()) == [{"leadership"}, {"administrator"}, {"administrator"}]
    assert "/einladung/" not in printed
    assert Membership.objects.filter(municipality=town, is_founded=True).count() == 3


def test_create_town_shows_links_only_when_asked(db):
    assert len(re.findall(r"/einladung/[^/\s]+/", set_up(show_links=True))) == 3


@pytest.mark.parametrize(
    "wrong",
    [
        {"head": []},
        {"administrator": THREE["administrator"][:1]},
        {"head": [["keine Adresse", "Mara"]]},
        {"head": [["IDA@stadt.example", "Ida"]]},
    ],
)
def test_create_town_keeps_nothing_when_something_is_wrong(db, wrong):
    with pytest.raises(CommandError):
        set_up(**wrong)

    assert not Municipality.objects.exists() and not User.objects.exists()


def test_complete_town_says_who_is_missing_and_invites_nobody_beyond(db):
    town, out = MunicipalityFactory(), StringIO()
    person(town, Role.ADMINISTRATOR)

    call_command("complete_town", town.slug, stdout=out)

    assert out.getvalue() == "leadership: 1 missing\nadministrator: 1 missing\n"
    with pytest.raises(CommandError, match="2 angegeben, 1 fehlen"):
        call_command("complete_town", town.slug, administrator=THREE["administrator"])
    with scope(municipality=town):
        assert not Invitation.objects.exists()


def test_complete_town_is_recorded_and_told_to_everybody_in_office(db):
    town = MunicipalityFactory()
    admin = person(town, Role.ADMINISTRATOR)

    call_command("complete_town", town.slug, head=THREE["head"], stdout=StringIO())

    assert accept_invitation(token_for(town, "mara@stadt.example"), **NEW).roles_in(town) == {"leadership"}
    assert "mara@stadt.example" in letters_to(town, admin.email)[-1].text
    with scope(municipality=town):
        entry = AuditEntry.objects.get(action="accounts.town_completed")
        assert (entry.actor, entry.details["invited"]) == (None, ["leadership: mara@stadt.example"])


def test_complete_town_replaces_a_head_who_can_act_no_more_and_tells_that_person(db):
    town = MunicipalityFactory()
    former = person(town, Role.LEADERSHIP)
    with pytest.raises(CommandError):
        call_command("complete_town", town.slug, head=THREE["head"])

    call_command("complete_town", town.slug, head=THREE["head"], gone=[former.email], stdout=StringIO())

    assert User.objects.get(pk=former.pk).roles_in(town) == set()
    assert former.email in letters_to(town, former.email)[-1].text


def test_complete_town_replaces_an_invitation_that_went_to_the_wrong_address(db):
    set_up()
    town = Municipality.objects.get(slug="konstanz")
    former = token_for(town, "mara@stadt.example")

    call_command(
        "complete_town",
        "konstanz",
        head=[["m.muster@stadt.example", "Mara"]],
        gone=["mara@stadt.example"],
        stdout=StringIO(),
    )

    with pytest.raises(InvitationInvalid):
        accept_invitation(former, **NEW)
    assert accept_invitation(token_for(town, "m.muster@stadt.example"), **NEW).roles_in(town) == {"leadership"}


@pytest.mark.parametrize("wrong", [{"slug": "nirgendwo"}, {"gone": ["niemand@stadt.example"]}])
def test_complete_town_refuses_what_it_does_not_know(db, wrong):
    town = MunicipalityFactory()
    with pytest.raises(CommandError):
        call_command("complete_town", wrong.get("slug", town.slug), gone=wrong.get("gone", []))


def test_verify_audit_finds_every_chain_intact(db):
    out = StringIO()
    create_municipality("Konstanz", "konstanz", "08335043")

    call_command("verify_audit", stdout=out)

    assert out.getvalue() == "konstanz: intact\n"


def test_verify_audit_names_town_and_entry_that_were_tampered_with(db):
    """Detects a command that ends with success whatever it finds."""
    town = MunicipalityFactory()
    with scope(municipality=town), transaction.atomic():
        record(None, "accounts.town_changed", town)
    with scopes_disabled():
        AuditEntry.objects.update(actor_label="jemand anders")

    with pytest.raises(CommandError, match=rf"{town.slug}: entry 1") as failure:
        call_command("verify_audit", town.slug, stdout=StringIO())
    assert failure.value.returncode == 1


def test_verify_audit_knows_which_towns_there_are(db):
    with pytest.raises(CommandError, match="nirgendwo"):
        call_command("verify_audit", "nirgendwo")


def test_demo_logins_prints_one_line_per_person(settings):
    out = StringIO()
    call_command("demo_logins", stdout=out)
    assert len(out.getvalue().splitlines()) >= len(Role.values)

    settings.DEMO = False
    with pytest.raises(CommandError):
        call_command("demo_logins")


@pytest.mark.parametrize(
    ("error", "status"),
    [
        (Refused("Es fehlt etwas."), 422),
        (AlreadyChanged("Jemand war schneller."), 409),
        (IllegalTransition("Das geht nicht mehr."), 409),
        (NotPermitted("Das darf nur die Leitung."), 403),
        (DiskFull(), 507),
    ],
)
def test_a_refusal_no_view_expected_is_answered_by_its_own_status(town, rf, error, status):
    """Removal: ``TownMiddleware.process_exception``; it would be a 500 with a traceback."""
    request = rf.get("/")
    request.user = AnonymousUser()

    answer = TownMiddleware(lambda _request: HttpResponse()).process_exception(request, error)

    assert answer.status_code == status
    assert status == 507 or str(error) in answer.content.decode()
