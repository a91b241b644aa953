# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""Measures in a report and on the public page, and the four reports of a danger, on every screen."""

import pytest
from django.core.cache import cache
from django.utils.timezone import now
from django_scopes import scope

from accounts.models import Role
from community.services.public_settings import set_public_pages
from reporting.models import Report
from reporting.queries.figures import figures_of
from tests.community.factories import (
    comment_in,
    comment_on,
    delivery_of,
    hidden_comment,
    practice_channel,
    restriction_in_force,
)
from tests.e2e.browser import check_page, shoot
from tests.factories import MunicipalityFactory, person

pytestmark = [pytest.mark.e2e, pytest.mark.django_db(transaction=True)]


@pytest.mark.parametrize(("width", "theme"), [(360, "light"), (768, "dark"), (1440, "light")])
def test_measures_and_the_four_reports_fit_every_screen(tab, transactional_db, width, theme):
    cache.clear()
    town = MunicipalityFactory(name="Linde", slug="linde")
    press, alma = person(town, Role.COMMUNICATIONS), person(town, Role.MODERATOR, name="Alma Beispiel")
    with scope(municipality=town):
        post = delivery_of(practice_channel(town, connector="mastodon", platform="mastodon"))
        for _ in range(4):
            hidden_comment(town, alma, delivery=post)
        restriction_in_force(comment_on(post), alma)
        set_public_pages(town, actor=press, answer_days=5, is_transparency_public=True)
        today = town.local_day()
        figures = figures_of(town, today.replace(day=1), today).as_json()
        report = Report.objects.create(
            municipality=town, month=today.replace(day=1), state="built", figures=figures, due_at=now(), built_at=now()
        )
        threat = comment_in(town, text="Ich weiß, wo du wohnst.", urgency=0)
    for name, path in (
        ("report", f"/linde/berichte/{report.pk}/"),
        ("transparency", "/linde/netiquette/transparenz/"),
        ("four-reports", f"/linde/dialog/{threat.pk}/melden/"),
    ):
        window = tab(user=press, width=width, theme=theme)
        window.open(path)
        shoot(window, f"measures-{name}", full_page=True)
        assert check_page(window) == [], path
