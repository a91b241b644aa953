# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""What a town shows of its decisions: the right counts, of real channels, without a person, at a constant price."""

from datetime import UTC, date, datetime

import pytest
import time_machine
from django.core.cache import cache
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.models import Role
from community import tasks
from community.models import Appeal, Decision
from community.queries.transparency import QUARTERS, quarters_until, transparency_of
from community.services.appeals import decide_appeal, set_aside_appeal
from community.services.public_settings import set_public_pages
from core.errors import NotPermitted, Refused
from core.platforms import Platform
from tests.community.factories import (
    appeal_in,
    comment_on,
    decision_on,
    delivery_of,
    hidden_comment,
    moderator,
    netiquette_in_force,
    practice_channel,
)
from tests.factories import person

TODAY = date(2026, 11, 28)


@pytest.fixture
def press(town):
    return person(town, Role.COMMUNICATIONS)


@pytest.fixture
def real(town):
    """A published post on a channel of a real network."""
    return delivery_of(practice_channel(town, connector=Platform.MASTODON, platform="mastodon"))


@pytest.fixture
def url(town):
    return f"/{town.slug}/netiquette/transparenz/"


def publish(town, press):
    set_public_pages(town, actor=press, answer_days=5, is_transparency_public=True)


def decided_at(decision: Decision, moment: str) -> None:
    Decision.objects.filter(pk=decision.pk).update(decided_at=datetime.fromisoformat(moment).replace(tzinfo=UTC))


def hide_on(town, delivery, by, moment: str) -> Decision:
    decision = hidden_comment(town, by, delivery=delivery).decisions.get()
    decided_at(decision, moment)
    return decision


def counts(lines, key: str) -> list[int]:
    return next((line.counts for line in lines if line.key == key), [])


def test_decisions_count_by_kind_clause_and_the_towns_own_quarter(town, real):
    alma = moderator(town)
    hide_on(town, real, alma, "2026-09-30T21:59")  # the last minute of September in Berlin
    hide_on(town, real, alma, "2026-09-30T22:00")
    decided_at(decision_on(comment_on(real), alma, "reply"), "2026-10-05T10:00")

    found = transparency_of(town, TODAY)

    assert found.quarters[-2:] == ["2026-3", "2026-4"]
    assert counts(found.kinds, "hide")[-2:] == [1, 1] and counts(found.kinds, "reply")[-1] == 1
    assert counts(found.clauses, "respekt")[-2:] == [1, 1]


def test_today_is_not_counted_yet_and_yesterday_is(town, real):
    alma = moderator(town)
    hide_on(town, real, alma, "2026-11-27T22:59")
    hide_on(town, real, alma, "2026-11-27T23:00")

    assert sum(counts(transparency_of(town, TODAY).kinds, "hide")) == 1


def test_what_was_taken_back_and_what_is_too_old_does_not_count(town, real):
    alma = moderator(town)
    undone = hide_on(town, real, alma, "2026-11-01T10:00")
    Decision.objects.filter(pk=undone.pk).update(undone_at=undone.decided_at, undone_by=alma)
    hide_on(town, real, alma, "2024-12-31T22:59")

    assert transparency_of(town, TODAY).is_empty


def test_eight_quarters_end_with_the_one_of_yesterday():
    assert quarters_until(date(2026, 10, 1))[-1] == (2026, 3)
    assert quarters_until(date(2026, 10, 2))[-1] == (2026, 4)
    assert quarters_until(date(2027, 1, 1))[0] == (2025, 1) and len(quarters_until(TODAY)) == QUARTERS


def test_practice_never_counts_beside_or_without_a_real_channel(town, real):
    alma = moderator(town)
    practice = delivery_of(practice_channel(town, live_slot=2, platform="facebook"))
    hide_on(town, practice, alma, "2026-11-01T10:00")

    assert transparency_of(town, TODAY).is_empty
    assert transparency_of(town, TODAY, with_practice=True).is_empty


def test_a_preview_without_a_real_channel_says_that_it_is_practice(town):
    practice = delivery_of(practice_channel(town))
    hide_on(town, practice, moderator(town), "2026-11-01T10:00")

    preview, public = transparency_of(town, TODAY, with_practice=True), transparency_of(town, TODAY)

    assert preview.is_practice and not preview.is_empty
    assert not public.is_practice and public.is_empty


def test_appeals_count_as_received_and_by_result_without_what_was_none(town):
    alma = moderator(town)
    for outcome in ("upheld", "rejected"):
        appeal = appeal_in(town)
        decide_appeal(appeal, actor=alma, outcome=outcome, reasons="Darum.", is_without_decision=True)
    set_aside_appeal(appeal_in(town), actor=alma, reasons="Werbung")
    at = datetime(2026, 11, 2, 9, tzinfo=UTC)
    Appeal.objects.update(received_at=at)
    Appeal.objects.exclude(decided_at=None).update(decided_at=at)

    found = transparency_of(town, TODAY)

    assert [counts(found.appeals, key)[-1] for key in ("received", "upheld", "partly", "rejected")] == [2, 1, 0, 1]


def test_the_page_is_off_until_somebody_switches_it_on_and_off_again(town, client, url, press):
    netiquette_in_force(town)
    assert client.get(url).status_code == client.get(f"{url}zahlen.csv").status_code == 404
    publish(town, press)
    assert client.get(url).status_code == 200
    assert url in client.get(f"/{town.slug}/netiquette/").content.decode()

    set_public_pages(town, actor=press, answer_days=5, is_transparency_public=False)

    assert client.get(url).status_code == 404
    assert url not in client.get(f"/{town.slug}/netiquette/").content.decode()


@pytest.mark.parametrize("role", [Role.MODERATOR, Role.EDITOR, Role.READER, Role.ADMINISTRATOR])
def test_other_roles_do_not_switch_it(town, role):
    with pytest.raises(NotPermitted):
        publish(town, person(town, role))


@pytest.mark.parametrize("days", [0, 31])
def test_a_senseless_promise_is_refused(town, press, days):
    with pytest.raises(Refused):
        set_public_pages(town, actor=press, answer_days=days, is_transparency_public=False)


def test_the_page_names_nobody_repeats_nothing_and_sets_no_cookie(town, client, url, press, real):
    alma = moderator(town, name="Alma Beispiel")
    decision = hide_on(town, real, alma, "2026-01-10T10:00")
    publish(town, press)

    response = client.get(url)

    page = response.content.decode()
    for secret in ("Alma", decision.comment.text, decision.rationale, decision.comment.author.name, real.channel.name):
        assert secret not in page
    assert not response.cookies and "<script" not in page and "public" in response.headers["Cache-Control"]


def test_a_visitor_after_midnight_sees_yesterdays_figures_until_the_worker_has_counted(town, client, url, press, real):
    """Removal: the look at yesterday; the first visitor of a large town would wait for the count."""
    publish(town, press)
    hide_on(town, real, moderator(town), "2026-11-27T10:00")
    with time_machine.travel(datetime(2026, 11, 27, 12, tzinfo=UTC), tick=False) as clock:
        before = client.get(url).headers["ETag"]
        clock.move_to(datetime(2026, 11, 28, 0, 5, tzinfo=UTC))
        still = client.get(url).headers["ETag"]
        tasks.count_for_transparency()
        after = client.get(url)

    assert still == before != after.headers["ETag"]
    assert "27.11.2026" in after.content.decode()


def test_an_unchanged_page_is_not_sent_again(town, client, url, press):
    publish(town, press)
    etag = client.get(url).headers["ETag"]

    again = client.get(url, headers={"if-none-match": etag})

    assert (again.status_code, again.content) == (304, b"")


def test_the_price_does_not_grow_with_the_rows(town, client, url, press, real):
    alma = moderator(town)
    publish(town, press)

    def cost():
        cache.clear()
        with CaptureQueriesContext(connection) as captured:
            assert client.get(url).status_code == 200
        return len(captured)

    hide_on(town, real, alma, "2026-01-10T10:00")
    appeal_in(town)
    first = cost()
    for month in ("02", "05", "08"):
        hide_on(town, real, alma, f"2026-{month}-10T10:00")
        appeal_in(town)

    assert cost() == first


def test_the_file_opens_in_a_spreadsheet_and_runs_no_formula(town, client, url, press, real):
    alma = moderator(town)
    decision = hide_on(town, real, alma, "2026-01-10T10:00")
    type(decision.clause).objects.filter(pk=decision.clause_id).update(title='=HYPERLINK("x")')
    publish(town, press)

    response = client.get(f"{url}zahlen.csv")

    text = response.content.decode("utf-8-sig")
    assert response.headers["Content-Type"] == "text/csv; charset=utf-8"
    assert text.startswith("Quartal;Gruppe;Schlüssel;Name;Anzahl\r\n")
    assert ";=HYPERLINK" not in text and "'=HYPERLINK" in text


def test_the_switch_shows_a_preview_and_keeps_a_wrong_entry(town, client, press):
    client.force_login(press)
    address = f"/{town.slug}/dialog/beschwerden/oeffentlich/"

    wrong = client.post(address, {"answer_days": "99"})
    right = client.post(address, {"answer_days": "7", "is_transparency_public": "on"}, follow=True)

    assert wrong.status_code == 422 and 'value="99"' in wrong.content.decode()
    assert 'value="7"' in right.content.decode() and "Vorschau" in right.content.decode()
