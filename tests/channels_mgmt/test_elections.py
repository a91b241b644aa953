# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""Before an election nobody who stands approves a post, and a list shows which posts name office holders."""

from datetime import datetime, time, timedelta

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils.timezone import now

from accounts.models import AuditEntry, Role
from accounts.tenancy.permissions import NotPermitted
from channels_mgmt.models import Delivery, ElectionMark, ElectionWindow, Post
from channels_mgmt.queries.elections import Judged, judged_of, review_of
from channels_mgmt.queries.posts import approvers_of, needs_approver, posts_awaiting
from channels_mgmt.services import outbox
from channels_mgmt.services.elections import Judgement, enter_window, judge_posts, remove_window
from channels_mgmt.services.moving import move_post
from channels_mgmt.services.planning import approve_post, discard_post, edit_post, submit_post
from channels_mgmt.services.publishing import DeliveryErrand, publish_delivery
from core.errors import AlreadyChanged, Refused
from core.localtime import to_wall
from tests.channels_mgmt.factories import draft, election_in
from tests.channels_mgmt.test_emergencies import released
from tests.e2e.browser import signed_in
from tests.factories import person


@pytest.fixture
def press(live):
    """Somebody of the press office who stands for nothing."""
    return person(live.town, Role.COMMUNICATIONS)


@pytest.fixture
def window(live, press):
    """A running window in which the approver of the town stands."""
    return election_in(live.town, press, [live.approver])


@pytest.fixture
def asked(live):
    return submit_post(draft(live.town, live.author, [live.channel]), actor=live.author)


def test_whoever_stands_approves_nothing_and_somebody_else_does(live, window, press, asked):
    with pytest.raises(NotPermitted):
        approve_post(asked, actor=live.approver, seen_hash=asked.current_hash())

    assert not posts_awaiting(live.approver, live.town)
    assert live.approver not in approvers_of(asked.risk, live.town, live.author)
    assert [post.pk for post in posts_awaiting(press, live.town)] == [asked.pk]
    approve_post(asked, actor=press, seen_hash=asked.current_hash())
    assert asked.approved_by == press


def test_nor_beforehand_for_a_day_in_the_window(live, press):
    """The window has not begun; the post would go out in it."""
    today = live.town.local_day()
    election_in(live.town, press, [live.approver], ahead=20, starts_on=today + timedelta(days=5))
    written = draft(live.town, live.author, [live.channel])
    edit_post(written, actor=live.author, wall=to_wall(now() + timedelta(days=10), live.town.timezone))
    submit_post(written, actor=live.author)

    with pytest.raises(NotPermitted):
        approve_post(written, actor=live.approver, seen_hash=written.current_hash())


def test_what_somebody_who_stands_has_approved_is_not_moved_into_the_window(live, press):
    """Removal: asking when the day is chosen; it was held back only when it came due."""
    today = live.town.local_day()
    post = live.delivery().post
    election_in(live.town, press, [live.approver], ahead=20, starts_on=today + timedelta(days=5))
    seen = post.planned_wall

    with pytest.raises(Refused, match="Wahl"):
        move_post(post, actor=live.author, seen=seen, wall=datetime.combine(today + timedelta(days=6), time(9)))

    post = Post.objects.get(pk=post.pk)
    assert post.planned_wall == seen
    before = datetime.combine(today + timedelta(days=4), time(9))
    assert move_post(post, actor=live.author, seen=seen, wall=before).planned_wall == before


def test_what_somebody_who_stands_has_approved_does_not_go_out_in_the_window(live, press):
    """Approved before anybody entered the window: the claim asks again."""
    delivery = live.delivery()
    election_in(live.town, press, [live.approver])

    publish_delivery(delivery.pk)

    delivery.refresh_from_db()
    assert delivery.state == Delivery.State.WITHDRAWN
    assert "Wahl" in delivery.error
    assert live.public_texts == []


class WindowOpens(DeliveryErrand):
    """Somebody enters a window after everything was looked at, and before the claim."""

    def __init__(self, press, standing):
        self.press, self.standing = press, standing

    def conditions(self, row):
        election_in(row.post.municipality, self.press, self.standing)
        return super().conditions(row)


def test_a_window_entered_in_the_moment_of_the_claim_keeps_the_post_back(live, press):
    delivery = live.delivery()

    assert not outbox.send(WindowOpens(press, [live.approver]), delivery.pk)

    delivery.refresh_from_db()
    assert (delivery.state, delivery.attempts) == (Delivery.State.SCHEDULED, 0)
    assert live.public_texts == []


def test_a_window_in_which_somebody_else_stands_does_not(live, press):
    delivery = live.delivery()

    assert outbox.send(WindowOpens(press, [press]), delivery.pk)

    delivery.refresh_from_db()
    assert delivery.state == Delivery.State.PUBLISHED


def test_who_approved_it_is_part_of_the_claim(live, press):
    """The approver was another when the row was read."""
    delivery = live.delivery()

    class ApprovedAnew(DeliveryErrand):
        def conditions(self, row):
            conditions = super().conditions(row)
            Post.objects.filter(pk=row.post_id).update(approved_by=press)
            return conditions

    assert not outbox.send(ApprovedAnew(), delivery.pk)
    assert live.public_texts == []


@pytest.mark.django_db(transaction=True)
def test_the_window_is_a_band_of_the_plan_as_soon_as_it_is_entered(live, press):
    client = signed_in(press)
    month = reverse("planning:month", args=[live.town.slug])
    assert "band--election" not in client.get(month).content.decode()

    window = election_in(live.town, press)

    shown = client.get(month).content.decode()
    assert "band--election" in shown
    assert "Wahlfenster" in shown
    remove_window(window, actor=press)
    assert "band--election" not in client.get(month).content.decode()


def test_outside_the_window_and_in_other_towns_everything_goes_on(live, press):
    today = live.town.local_day()
    election_in(
        live.town,
        press,
        [live.approver],
        ahead=-1,
        starts_on=today - timedelta(days=30),
        ends_on=today - timedelta(days=1),
    )
    delivery = live.delivery()

    publish_delivery(delivery.pk)

    delivery.refresh_from_db()
    assert delivery.state == Delivery.State.PUBLISHED


def test_a_routine_post_of_somebody_who_stands_needs_another_person(live, window, press):
    routine = {"risk": Post.Risk.ROUTINE}
    own = draft(live.town, live.approver, [live.channel], **routine)

    assert needs_approver(own, live.approver)
    assert not needs_approver(draft(live.town, live.author, [live.channel], **routine), live.author)
    submit_post(own, actor=live.approver)
    assert own.waits_for_approval


def test_an_emergency_goes_out_in_a_window_all_the_same(live, window):
    warning = draft(live.town, live.approver, [live.channel], text="Fenster zu.", risk=Post.Risk.CRISIS)

    released(live, warning, actor=live.approver)
    publish_delivery(Delivery.objects.get(post=warning).pk)

    assert live.public_texts == ["Fenster zu."]


def test_the_list_names_office_holders_by_whole_words_and_counts_the_year_before(live, press):
    today = live.town.local_day()
    head = person(live.town, Role.LEADERSHIP, name="Dr. Änne Müller-Lüdenscheidt")
    window = election_in(live.town, press, [head], names="Bürgermeisterin\nKarl Ott")
    for days, text, state in (
        (1, "Die Buergermeisterin lädt ein.", "draft"),
        (1, "Karl Otto kommt.", "draft"),
        (2, "Frau Lüdenscheidt eröffnet die Brücke.", "draft"),
        (1 - 364, "Die Bürgermeisterin tanzt.", "published"),
        (2 - 364, "Die Bürgermeisterin plante.", "draft"),
        (90, "Die Bürgermeisterin später.", "draft"),
    ):
        day = today + timedelta(days=days)
        at = now() + timedelta(days=days)
        draft(
            live.town,
            live.author,
            text=text,
            state=state,
            approved_hash="x" if state == "published" else "",
            planned_day=day,
            planned_time=at.time(),
            planned_at=at,
        )

    review = review_of(window)

    assert [(found.post.searchable.split()[-2:], found.names) for found in review.naming] == [
        (["laedt", "ein"], ["Bürgermeisterin"]),
        (["die", "bruecke"], ["Luedenscheidt"]),
    ]
    assert (review.total, review.total_before, review.naming_before) == (3, 1, 1)


def test_the_list_takes_as_many_queries_for_one_post_as_for_three(live, press, django_assert_num_queries):
    window = election_in(live.town, press, names="Bürgermeisterin")
    for count in (1, 3):
        for _ in range(count):
            at = now() + timedelta(days=1)
            draft(
                live.town,
                live.author,
                text="Die Bürgermeisterin",
                planned_day=live.town.local_day(),
                planned_time=at.time(),
                planned_at=at,
            )
        with django_assert_num_queries(3):
            review_of(window)


@pytest.mark.parametrize(
    "broken",
    [{"basis": " "}, {"ends_on": "before"}, {"starts_on": "after"}, {"starts_on": "long ago"}],
)
def test_days_that_do_not_fit_and_a_window_without_a_basis_are_refused(live, press, broken):
    today = live.town.local_day()
    days = {
        "before": today - timedelta(days=1),
        "after": today + timedelta(days=31),
        "long ago": today - timedelta(days=200),
    }

    with pytest.raises(Refused):
        election_in(live.town, press, **{name: days.get(value, value) for name, value in broken.items()})

    assert not ElectionWindow.objects.exists()


def test_the_same_election_is_entered_once_and_the_database_keeps_its_days(live, press, window):
    with pytest.raises(AlreadyChanged):
        election_in(live.town, press)
    for broken in ({"basis": ""}, {"ends_on": window.starts_on}):
        with pytest.raises(IntegrityError), transaction.atomic():
            ElectionWindow.objects.filter(pk=window.pk).update(**broken)


def test_whoever_stands_does_not_remove_the_window_and_others_leave_a_trace(live, press, window):
    with pytest.raises(Refused):
        remove_window(window, actor=live.approver)

    remove_window(window, actor=press)

    assert not ElectionWindow.objects.exists()
    assert AuditEntry.objects.filter(action="planning.election_removed").count() == 1


def test_the_page_suggests_three_months_and_every_page_says_that_the_window_runs(live, press):
    client, day = signed_in(press), live.town.local_day() + timedelta(days=60)
    page = reverse("planning:elections", args=[live.town.slug])
    given = {"kind": "council", "election_day": day.isoformat(), "basis": "Erlass", "standing": [live.approver.pk]}

    assert client.post(page, given | {"election_day": "31.02.2027"}).status_code == 422
    shown = client.post(page, given, follow=True).content.decode()

    window = ElectionWindow.objects.get()
    assert (window.starts_on, window.ends_on) == (day - timedelta(days=92), day)
    assert live.approver.name in shown
    start = client.get(reverse("today:today", args=[live.town.slug])).content.decode()
    assert reverse("planning:election", args=[live.town.slug, window.pk]) in start


def test_editors_enter_no_election(live):
    today = live.town.local_day()

    with pytest.raises(NotPermitted):
        enter_window(
            live.town,
            actor=live.author,
            kind="mayor",
            election_day=today,
            starts_on=today,
            ends_on=today,
            basis="Erlass",
        )


def planned_in(live, days, **fields):
    at = now() + timedelta(days=days)
    day = live.town.local_day() + timedelta(days=days)
    return draft(live.town, live.author, planned_day=day, planned_time=at.time(), planned_at=at, **fields)


def judge(client, window, *posts, shows=(), lacks=(), **more):
    given = {
        "gelesen": [f"{post.pk}:{post.revision}" for post in posts],
        "zeigt": [post.pk for post in shows],
        "ohne_anlass": [post.pk for post in lacks],
    }
    page = reverse("planning:judge_election", args=[window.municipality.slug, window.pk])
    return client.post(page, given | more, follow=True).content.decode()


def test_people_tick_posts_and_both_years_are_counted(live, press, window):
    first, second = planned_in(live, 1, title="Spatenstich"), planned_in(live, 2, title="Öffnungszeiten")
    earlier = planned_in(live, 1 - 364, title="Damals", state="published", approved_hash="x")
    client = signed_in(press)

    judge(client, window, first, second, shows=[first], lacks=[first])
    judge(client, window, earlier, shows=[earlier], jahr="vorher")

    assert judged_of(window) == Judged(posts=2, judged=2, showing=1, lacking=1)
    assert judged_of(window, before=True) == Judged(posts=1, judged=1, showing=1, lacking=0)
    shown = client.get(reverse("planning:election", args=[live.town.slug, window.pk])).content.decode()
    assert shown.count("checked") == 2
    assert AuditEntry.objects.filter(action="planning.election_judged").count() == 2


def test_a_judgement_holds_for_what_was_read(live, press, window):
    post = planned_in(live, 1, title="Spatenstich")
    client = signed_in(press)
    judge(client, window, post, shows=[post])

    edit_post(Post.objects.get(pk=post.pk), actor=live.author, text="Jetzt ohne Band.")

    assert judged_of(window) == Judged(posts=1, judged=0, showing=0, lacking=0)
    shown = client.get(reverse("planning:election", args=[live.town.slug, window.pk])).content.decode()
    assert "seit der Prüfung geändert" in shown
    assert "noch einmal" in judge(client, window, post)  # the page was open all the time
    assert judged_of(window).judged == 0


def test_posts_outside_the_window_are_not_judged_by_it(live, press, window):
    outside = planned_in(live, 90)

    judge(signed_in(press), window, outside, shows=[outside])

    assert not ElectionMark.objects.exists()


def test_whoever_stands_judges_nothing_and_editors_do_not_either(live, press, window):
    post = planned_in(live, 1)

    assert "Wer in dieser Wahl kandidiert, prüft ihre Beiträge nicht." in judge(signed_in(live.approver), window, post)
    with pytest.raises(NotPermitted):
        judge_posts(window, actor=live.author, said={post.pk: Judgement(0, True, True)})

    assert not ElectionMark.objects.exists()


def test_a_draft_that_was_judged_can_be_discarded(live, press, window):
    post = planned_in(live, 1)
    judge(signed_in(press), window, post, shows=[post])

    discard_post(Post.objects.get(pk=post.pk), actor=live.author)

    assert not ElectionMark.objects.exists()
