# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
from datetime import date, timedelta

import pytest
from django.utils import timezone

from channels_mgmt.models import Delivery, MediaAsset, PostMedia
from community.models import Decision, PlatformAction
from reporting.queries.figures import figures_of
from tests.community.factories import clause, comment_on, delivery_of, moderator, netiquette_in_force, practice_channel

TODAY = timezone.localdate()


@pytest.fixture
def mastodon(town):
    return practice_channel(town, connector="mastodon", platform="mastodon", name="Mastodon")


def answered(comment, hours, actor):
    """A comment whose answer was published ``hours`` after it was written."""
    decision = Decision.objects.create(
        comment=comment, comment_revision=1, kind="reply", actor=actor, reply_text="Gern."
    )
    at = comment.posted_at + timedelta(hours=hours)
    PlatformAction.objects.create(decision=decision, state="published", due_at=at, published_at=at)


def test_an_empty_month_has_no_shares_and_no_median(town):
    figures = figures_of(town, TODAY.replace(day=1), TODAY)

    assert (figures.posts, figures.comments, figures.answered) == (0, 0, 0)
    assert figures.answered_percent is None
    assert figures.median_first_response_hours is None
    assert figures.is_practice is False


def test_posts_comments_answers_and_alternative_texts_are_counted(town, mastodon):
    actor = moderator(town)
    delivery = delivery_of(mastodon)
    Delivery.objects.update(published_at=timezone.now())
    asset = MediaAsset.objects.create(municipality=town, sha256="0" * 64, original_name="a.jpg", uploaded_by=actor)
    PostMedia.objects.create(post=delivery.post, asset=asset, position=1, alt_text="Ein Baum")
    PostMedia.objects.create(post=delivery.post, asset=asset, position=2, alt_text="")
    at = timezone.now() - timedelta(minutes=1)
    comments = [comment_on(delivery, posted_at=at) for _ in range(4)]
    answered(comments[0], 0, actor)

    figures = figures_of(town, TODAY.replace(day=1), TODAY)

    assert (figures.posts, figures.deliveries, figures.images) == (1, 1, 2)
    assert figures.accessible_percent == 50
    assert (figures.comments, figures.answered, figures.answered_percent) == (4, 1, 25)
    assert sum(week.comments for week in figures.weeks) == 4


def test_the_practice_platform_never_counts_beside_a_real_channel(town, mastodon):
    """Detects the removal of the filter on practice channels."""
    practice = practice_channel(town)
    comment_on(delivery_of(practice))

    figures = figures_of(town, TODAY.replace(day=1), TODAY)

    assert figures.comments == 0
    assert figures.channels == ["Mastodon"]
    assert figures.is_practice is False


def test_a_town_with_practice_channels_only_gets_a_report_marked_as_practice(town):
    comment_on(delivery_of(practice_channel(town)), posted_at=timezone.now())

    figures = figures_of(town, TODAY.replace(day=1), TODAY)

    assert figures.comments == 1
    assert figures.is_practice is True


def test_the_first_answer_counts_in_service_hours(town, mastodon):
    actor = moderator(town)
    delivery = delivery_of(mastodon)
    friday = timezone.make_aware(timezone.datetime(2026, 11, 6, 11, 0))  # an hour before the week-end
    comment = comment_on(delivery, posted_at=friday)
    answered(comment, 72 - 3, actor)  # Monday at eight
    answered(comment, 72, actor)  # a second answer does not matter

    figures = figures_of(town, date(2026, 11, 1), date(2026, 11, 23))

    assert figures.median_first_response_hours == 1.0


def test_hidden_comments_are_counted_by_clause_and_undone_ones_are_not(town, mastodon):
    actor = moderator(town)
    ground = clause(netiquette_in_force(town))
    delivery = delivery_of(mastodon)
    for undone in (None, timezone.now()):
        comment = comment_on(delivery)
        evidence = comment.evidence.create(comment_revision=1, captured_by=actor, content={}, sha256="0" * 64)
        Decision.objects.create(
            comment=comment,
            comment_revision=1,
            kind="hide",
            actor=actor,
            clause=ground,
            rationale="Beleidigung",
            evidence=evidence,
            undone_at=undone,
        )

    figures = figures_of(town, TODAY.replace(day=1), TODAY)

    assert figures.hidden == 1
    assert figures.hidden_by_clause == [("1. Respekt", 1)]


def test_a_thousand_comments_cost_no_more_queries_than_one(town, mastodon, django_assert_max_num_queries):
    delivery = delivery_of(mastodon)
    for _ in range(30):
        comment_on(delivery)

    with django_assert_max_num_queries(16):
        figures_of(town, TODAY.replace(day=1), TODAY)
