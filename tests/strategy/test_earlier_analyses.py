# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""What an upgrade does with the analyses of a release before."""

from importlib import import_module

from django.apps import apps
from django.urls import reverse

from accounts.models import Role
from core.hashing import content_hash
from strategy import services
from strategy.models import PlatformAnalysis
from strategy.queries.places import census_place, place_of
from tests.factories import person
from tests.strategy.factories import frozen_analysis


def test_analyses_begun_before_towns_were_kept_get_theirs_and_keep_their_fingerprint(client, town):
    """Detects an upgrade that changes a frozen result, or counts on today's census where a result exists."""
    author = person(town, Role.COMMUNICATIONS)
    draft = services.start_strategy(town, actor=author)
    services.add_target_group(draft, actor=author, name="Junge Familien", age_from=28, age_to=45)
    old, begun = frozen_analysis(draft, author), frozen_analysis(draft, author)
    services.run_analysis(old, actor=author)
    earlier = {"name": "Altstadt", "code": "08335043", "population": 11, "census_year": 2011, "ages": {"age_0_2": 11}}
    result = {**old.result, "town": earlier}
    PlatformAnalysis.objects.filter(pk=old.pk).update(town={}, result=result, result_hash=content_hash(result))
    PlatformAnalysis.objects.filter(pk=begun.pk).update(town={})

    for _ in range(2):
        import_module("strategy.migrations.0006_towns_of_earlier_analyses").keep_towns(apps, None)

    old, begun = (PlatformAnalysis.objects.get(pk=analysis.pk) for analysis in (old, begun))
    assert old.is_result_intact
    assert (place_of(old).year, place_of(old).ages) == (2011, {"age_0_2": 11})
    assert begun.town == census_place("08335043").as_json()
    client.force_login(author)
    assert "Altstadt" in client.get(reverse("strategy:analysis", args=[town.slug])).content.decode()
