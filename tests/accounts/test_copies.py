# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""The signed PDF: ordered with the signature, made once, accessible, and never changed."""

import io
from datetime import timedelta

import pikepdf
import pytest
import time_machine
from django.db import IntegrityError, transaction
from django.utils.timezone import now

from accounts import tasks
from accounts.models import AuditEntry, Role
from accounts.signoff.copies import CopyDamaged, build_copy, due_copies, read_copy
from netiquette.models import NetiquetteCopy
from strategy import services
from strategy.models import StrategyCopy, StrategySection
from tests.factories import PASSWORD, MunicipalityFactory, person
from tests.netiquette.factories import signed_netiquette
from tests.racing import race
from tests.strategy.factories import signed_strategy, submitted_strategy

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


@pytest.fixture
def mayor(town):
    return person(town, Role.LEADERSHIP, name="Mara Muster")


@pytest.fixture
def strategy(town, mayor):
    submitted = submitted_strategy(town)
    services.sign_strategy(submitted, actor=mayor, password=PASSWORD, statement="Ich stehe dahinter.")
    return submitted


def built(document, copies=StrategyCopy):
    copy = copies.objects.get(document=document)
    build_copy(copy)
    return copies.objects.get(pk=copy.pk)


def elements(pdf):
    return [o for o in pdf.objects if isinstance(o, pikepdf.Dictionary) and o.get("/Type") == "/StructElem"]


def test_the_signature_orders_the_copy_and_the_worker_makes_it(strategy):
    assert due_copies() == [("strategy.strategy", strategy.signed_copy.pk)]

    tasks.build_copy("strategy.strategy", strategy.signed_copy.pk)

    copy = StrategyCopy.objects.get()
    assert (copy.state, len(copy.sha256), copy.signatory) == ("built", 64, "Mara Muster")
    assert read_copy(copy).startswith(b"%PDF")
    assert due_copies() == []
    entry = AuditEntry.objects.latest("sequence")
    assert (entry.action, entry.details["sha256"]) == ("strategy.copy_archived", copy.sha256)


def test_the_copy_is_tagged_speaks_german_and_describes_its_picture(strategy):
    """What PDF/UA asks of structure; no validator was run."""
    pdf = pikepdf.open(io.BytesIO(read_copy(built(strategy))))

    assert bool(pdf.Root.MarkInfo.Marked) and str(pdf.Root.Lang) == "de"
    assert "Social-Media-Strategie, Fassung 1" in str(pdf.docinfo["/Title"])
    assert bool(pdf.Root.ViewerPreferences.DisplayDocTitle)
    kinds = [str(e.S) for e in elements(pdf)]
    assert kinds.count("/H1") == 1 and kinds.count("/H2") > 8 and "/Table" in kinds and "/TH" in kinds
    [figure] = [e for e in elements(pdf) if str(e.S) == "/Figure"]
    assert "QR-Code" in str(figure.Alt) and "/pruefen/" in str(figure.Alt)


def test_the_netiquette_is_archived_in_the_same_way(town):
    copy = built(signed_netiquette(town), NetiquetteCopy)

    pdf = pikepdf.open(io.BytesIO(read_copy(copy)))
    assert "Netiquette" in str(pdf.docinfo["/Title"])
    assert AuditEntry.objects.latest("sequence").action == "netiquette.copy_archived"


def test_building_twice_gives_one_file(strategy):
    first = built(strategy)

    again = built(strategy)

    assert (again.pdf.name, again.sha256) == (first.pdf.name, first.sha256)


def test_a_copy_whose_worker_died_is_made_again_after_its_lease(strategy):
    """Detects a claim without a lease, which would leave the document without its PDF for ever."""
    copy = strategy.signed_copy
    StrategyCopy.objects.filter(pk=copy.pk).update(lease_until=now() + timedelta(minutes=5), attempts=1)
    assert due_copies() == [] and built(strategy).state == "due"

    with time_machine.travel(now() + timedelta(minutes=6)):
        assert due_copies()
        assert built(strategy).state == "built"


def test_a_text_changed_after_the_signature_is_never_put_on_paper(strategy):
    StrategySection.objects.filter(strategy=strategy, key="tone").update(text="Untergeschoben.")

    copy = built(strategy)

    assert (copy.state, copy.sha256) == ("due", "") and copy.error
    assert due_copies() == []


def test_a_copy_cannot_be_saved_again_or_deleted(strategy):
    copy = built(strategy)

    for forbidden in (copy.save, copy.delete):
        with pytest.raises(TypeError):
            forbidden()


def test_the_database_knows_no_built_copy_without_a_file(strategy):
    with pytest.raises(IntegrityError), transaction.atomic():
        StrategyCopy.objects.update(state="built", built_at=now())


def test_the_same_text_gives_the_same_bytes(strategy):
    """So that a copy made again after a crash is the same document."""
    from accounts.signoff.paper import signed_paper

    assert signed_paper(strategy.signed_copy) == signed_paper(strategy.signed_copy)


def test_everybody_of_the_town_downloads_it(client, town, strategy):
    url = f"/{town.slug}/strategie/fassung/1/unterzeichnet.pdf"
    client.force_login(person(town, Role.READER), backend=BACKEND)
    assert client.get(url).status_code == 409
    copy = built(strategy)

    answer = client.get(url)

    assert answer.status_code == 200 and answer.content == read_copy(copy)
    assert answer.headers["Content-Type"] == "application/pdf"
    assert url in client.get(f"/{town.slug}/strategie/").content.decode()


def test_a_file_changed_on_the_disk_is_not_handed_out(client, town, strategy):
    copy = built(strategy)
    with open(copy.pdf.path, "ab") as file:
        file.write(b"x")
    client.force_login(person(town, Role.READER), backend=BACKEND)

    answer = client.get(f"/{town.slug}/strategie/fassung/1/unterzeichnet.pdf")

    assert answer.status_code == 500
    assert "nach ihrer Erstellung verändert" in answer.content.decode()
    with pytest.raises(CopyDamaged):
        read_copy(copy)


def test_a_draft_has_no_pdf_and_says_so(client, town):
    submitted_strategy(town)
    client.force_login(person(town, Role.READER), backend=BACKEND)

    answer = client.get(f"/{town.slug}/strategie/fassung/1/unterzeichnet.pdf")

    assert answer.status_code == 409 and "nicht unterzeichnet" in answer.content.decode()


@pytest.mark.postgresql
@pytest.mark.django_db(transaction=True)
def test_two_workers_at_the_same_copy_make_one():
    from django_scopes import scope

    town = MunicipalityFactory()
    with scope(municipality=town):
        strategy = signed_strategy(town)
        copies = [StrategyCopy.objects.get(document=strategy) for _ in range(4)]

    race(town, [lambda copy=copy: build_copy(copy) for copy in copies])

    with scope(municipality=town):
        assert AuditEntry.objects.filter(action="strategy.copy_archived").count() == 1
        assert read_copy(StrategyCopy.objects.get())
