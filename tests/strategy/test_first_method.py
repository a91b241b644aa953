# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""Results of the first method keep what they showed; figures and analyses of a release before are carried over."""

import hashlib
import io
import json
from importlib import import_module
from pathlib import Path

import pikepdf
import pytest
from django.apps import apps
from django.urls import reverse
from django.utils import timezone
from django.utils.dateparse import parse_datetime

from core.errors import Refused
from strategy import services
from strategy.domain.comparison import FIRST_METHOD, METHOD, compare_platforms, input_of, is_estimated, method_of
from strategy.domain.criteria import Criterion
from strategy.models import PlatformAnalysis, PlatformUsage
from strategy.queries.strategies import places_of
from tests.strategy.factories import WEIGHTS, frozen_analysis

KEPT = Path(__file__).with_name("first_method.json").read_bytes()
RESULT = json.loads(KEPT)
carry_over = import_module("strategy.migrations.0009_the_groups_of_an_analysis").tell_channel_from_messenger


@pytest.fixture
def old(draft, author):
    """A result as the database of a release before holds it."""
    return PlatformAnalysis.objects.create(
        strategy=draft,
        profile_code=RESULT["town"]["code"],
        town=RESULT["town"],
        metric=RESULT["metric"],
        base=RESULT["base"],
        weights=RESULT["weights"],
        scores=RESULT["scores"],
        created_by=author,
        weights_frozen_by=author,
        weights_frozen_at=parse_datetime(RESULT["frozen_at"]),
        result=RESULT,
        result_hash=hashlib.sha256(KEPT).hexdigest(),
        computed_at=parse_datetime(RESULT["computed_at"]),
    )


@pytest.fixture
def page(client, town, author):
    client.force_login(author)
    client.page = lambda name, *args: reverse(f"strategy:{name}", args=[town.slug, *args])
    return client


def test_a_result_of_the_first_method_is_computed_again_to_the_last_digit():
    again = compare_platforms(**input_of(RESULT))

    assert method_of(RESULT) == FIRST_METHOD
    assert {k: v for k, v in RESULT.items() if k in again and k != "nation"} == {
        k: v for k, v in again.items() if k != "nation"
    }


def test_an_old_result_keeps_order_sentences_and_fingerprint_and_says_which_method_it_is(page, old):
    shown = page.get(page.page("analysis_run", old.pk))
    text = " ".join(shown.content.decode().split())

    assert shown.context["is_intact"]
    assert [row["platform"] for row in shown.context["rows"]] == [row["platform"] for row in RESULT["platforms"]]
    assert "Erreicht etwa 20.000 der 22.000 Menschen in „Junge Familien“" in text
    assert "Mit einem früheren Verfahren berechnet" in text
    assert str(Criterion.DIALOGUE.label) not in text
    assert page.get(page.page("analysis_data", old.pk)).content == KEPT
    with pikepdf.open(io.BytesIO(page.get(page.page("analysis_paper", old.pk)).content)) as pdf:
        assert pdf.Root.MarkInfo.Marked


def test_an_old_and_a_new_run_stand_side_by_side(page, author, draft, old):
    new = services.restart_analysis(old, actor=author)
    assert new.weights == {**RESULT["weights"], "dialogue": 3}
    assert new.scores["whatsapp"]["dialogue"] == 1
    services.freeze_weights(new, actor=author, weights=new.weights)
    services.run_analysis(new, actor=author)

    runs = page.get(page.page("analysis_runs", old.pk)).context["runs"]

    weights = dict(runs["weights"])[Criterion.DIALOGUE.label]
    assert [(cell.value, cell.differs) for cell in weights] == [("–", False), (3, True)]
    assert runs["runs"][1]["judged_anew"] == 0
    assert method_of(new.result) == METHOD
    assert new.result["method"]["version"] == METHOD


def test_an_analysis_frozen_before_the_upgrade_keeps_its_criteria_and_gets_its_result(author, draft):
    analysis = frozen_analysis(draft, author)
    PlatformAnalysis.objects.filter(pk=analysis.pk).update(
        weights=RESULT["weights"], scores=RESULT["scores"], groups=[]
    )
    analysis.refresh_from_db()

    services.run_analysis(analysis, actor=author)

    assert set(analysis.result["platforms"][0]["points"]) == set(RESULT["weights"])
    assert analysis.result["groups"][0]["name"] == "Junge Familien"


def test_an_analysis_begun_before_the_upgrade_is_asked_for_the_new_criterion(page, author, draft):
    analysis = services.start_analysis(draft, actor=author, profile_code="08335043")
    PlatformAnalysis.objects.filter(pk=analysis.pk).update(weights=RESULT["weights"], scores=RESULT["scores"])

    form = page.get(page.page("analysis_run", analysis.pk)).context["form"]
    page.post(page.page("freeze", analysis.pk), {name: field.initial for name, field in form.fields.items()})

    analysis.refresh_from_db()
    assert analysis.weights["dialogue"] == 3
    assert analysis.scores["whatsapp"]["dialogue"] == 1


# -- groups are frozen with the weights -----------------------------------------------------------


def test_groups_changed_after_the_weights_were_frozen_do_not_count(page, author, draft):
    analysis = frozen_analysis(draft, author)
    draft.refresh_from_db()
    services.add_target_group(draft, actor=author, name="Alle", age_from=14)

    shown = page.get(page.page("analysis_run", analysis.pk)).context["groups"]
    services.run_analysis(PlatformAnalysis.objects.get(pk=analysis.pk), actor=author)

    assert [name for name, _ages in shown] == ["Junge Familien"]
    assert [g["name"] for g in PlatformAnalysis.objects.get(pk=analysis.pk).result["groups"]] == ["Junge Familien"]


def test_weights_are_not_frozen_without_a_group(author, draft):
    analysis = services.start_analysis(draft, actor=author, profile_code="08335043")
    draft.target_groups.all().delete()

    with pytest.raises(Refused):
        services.freeze_weights(analysis, actor=author, weights=WEIGHTS)


# -- a first place on estimates alone -------------------------------------------------------------


@pytest.fixture
def estimated(draft, author):
    """Mastodon stands first, and of its use nothing is published."""
    analysis = services.start_analysis(draft, actor=author, profile_code="08335043")
    services.freeze_weights(analysis, actor=author, weights=dict.fromkeys(WEIGHTS, 0) | {"privacy": 5})
    services.run_analysis(analysis, actor=author)
    return analysis


def test_a_first_place_on_estimates_alone_is_said_in_words(page, draft, estimated):
    assert places_of(draft).estimated_first == "mastodon"
    assert is_estimated(estimated.result, "mastodon") and not is_estimated(estimated.result, "instagram")

    result = page.get(page.page("analysis_run", estimated.pk)).content.decode()
    decision = page.get(page.page("decision")).content.decode()

    assert "Platz 1 nur auf Schätzungen" in result
    assert "Dieser Platz beruht nur auf Schätzungen" in decision


@pytest.mark.parametrize("chosen", ["mastodon", "facebook"])
def test_a_first_place_on_estimates_alone_is_not_decided_without_a_reason(author, draft, estimated, chosen):
    """Detects a decision that takes or passes over an estimated first place in silence."""
    reasons = {chosen: "Passt zu uns."} if chosen != "mastodon" else {}

    with pytest.raises(Refused, match=r"nur auf Schätzungen|estimates alone"):
        services.decide_platforms(draft, actor=author, chosen=[chosen], reasons=reasons)

    services.decide_platforms(
        draft, actor=author, chosen=[chosen], reasons=reasons | {"mastodon": "Die Schätzung genügt uns."}
    )


def test_a_first_place_with_published_figures_says_nothing_of_the_kind(page, author, draft):
    analysis = frozen_analysis(draft, author)
    services.run_analysis(analysis, actor=author)

    assert places_of(draft).estimated_first == ""
    assert "Platz 1 nur auf Schätzungen" not in page.get(page.page("analysis_run", analysis.pk)).content.decode()


# -- the table of figures -------------------------------------------------------------------------


def old_figure(**given):
    about = {
        "platform": "whatsapp",
        "age_from": 14,
        "age_to": 29,
        "percent": 91,
        "metric": "daily",
        "base": "German-speaking population 14+",
        "year": 2021,
        "status": "sourced",
        "source_url": "https://example.org/2021",
    }
    return PlatformUsage.objects.create(**about | given)


@pytest.mark.django_db
def test_an_upgrade_tells_the_channel_from_the_messenger_once():
    messenger = old_figure()
    typed = old_figure(year=2025, platform="facebook", changed_at=timezone.now())

    for _ in range(2):
        carry_over(apps, None)

    messenger.refresh_from_db()
    typed.refresh_from_db()
    assert (messenger.platform, messenger.sample_size) == ("whatsapp_messenger", 2001)
    assert typed.sample_size is None
    assert sorted(PlatformUsage.objects.filter(platform="whatsapp").values_list("percent", flat=True)) == [
        1,
        8,
        14,
        16,
        33,
    ]


@pytest.mark.django_db
def test_an_upgrade_leaves_a_towns_own_figure_of_the_channel_and_an_empty_table_alone():
    carry_over(apps, None)
    assert not PlatformUsage.objects.exists()
    own = old_figure(note="Kanal der Stadt")

    carry_over(apps, None)

    assert [row.pk for row in PlatformUsage.objects.all()] == [own.pk]
