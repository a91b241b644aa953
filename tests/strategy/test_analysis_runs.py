# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""Weights before results, every run kept, results that can be computed again, and the document."""

import hashlib
import io
import random

import pikepdf
import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from accounts.models import Role
from core.errors import Refused
from core.hashing import content_hash
from strategy import services
from strategy.domain.age_bands import CENSUS_GROUPS, STUDY_BANDS, STUDY_GROUPS, AgeBand
from strategy.domain.comparison import Group, compare_platforms, input_of
from strategy.domain.criteria import JUDGED, default_scores, why
from strategy.domain.reach import Figure
from strategy.models import PlatformAnalysis
from strategy.queries import earlier_results, is_on_record, is_outdated
from strategy.queries.outline import parts_of
from strategy.queries.places import typed_place
from tests.factories import person
from tests.strategy.factories import WEIGHTS, frozen_analysis

RESULT_PAGES = ("analysis_paper", "analysis_data")


@pytest.fixture
def page(client, town, author):
    client.force_login(author)
    client.page = lambda name, *args: reverse(f"strategy:{name}", args=[town.slug, *args])
    return client


def computed(strategy, actor):
    return services.run_analysis(frozen_analysis(strategy, actor), actor=actor)


def kept(analysis):
    return PlatformAnalysis.objects.get(pk=analysis.pk)


# -- no result before the weights -----------------------------------------------------------------


@pytest.mark.parametrize("role", [Role.COMMUNICATIONS, Role.LEADERSHIP, Role.ADMINISTRATOR, Role.READER])
@pytest.mark.parametrize("is_frozen", [False, True])
def test_no_address_shows_a_result_before_there_is_one(client, page, town, author, draft, role, is_frozen):
    analysis = services.start_analysis(draft, actor=author, profile_code="08335043")
    if is_frozen:
        services.freeze_weights(analysis, actor=author, weights=WEIGHTS)
    client.force_login(person(town, role))

    for name in RESULT_PAGES:
        assert client.get(page.page(name, analysis.pk)).status_code == 404
    assert client.get(page.page("run", analysis.pk)).status_code == 405
    shown = client.get(page.page("analysis_run", analysis.pk)).content.decode()
    runs = client.get(page.page("analysis_runs", analysis.pk))
    assert "chart__drawing" not in shown
    assert "SHA-256" not in shown
    assert runs.context["runs"]["runs"] == []
    assert kept(analysis).result is None


def test_frozen_weights_are_not_changed_by_an_old_page(page, author, draft):
    analysis = services.start_analysis(draft, actor=author, profile_code="08335043")
    form = page.get(page.page("analysis_run", analysis.pk)).context["form"]
    typed = {name: field.initial for name, field in form.fields.items()}
    page.post(page.page("freeze", analysis.pk), typed)

    page.post(page.page("freeze", analysis.pk), {**typed, "weight-reach": "0"})

    assert kept(analysis).weights["reach"] == 5


@pytest.mark.parametrize(
    "changes",
    [
        {"computed_at": None},
        {"result_hash": ""},
        {"weights_frozen_at": None},
        {"weights_frozen_by": None},
        {"weights_frozen_at": timezone.now() + timezone.timedelta(days=900)},
    ],
)
def test_the_database_keeps_a_result_dated_hashed_and_after_its_weights(author, draft, changes):
    analysis = computed(draft, author)

    with pytest.raises(IntegrityError), transaction.atomic():
        PlatformAnalysis.objects.filter(pk=analysis.pk).update(**changes)


# -- later runs -----------------------------------------------------------------------------------


def test_other_weights_are_another_run_that_says_an_earlier_result_was_known(page, author, draft):
    first = computed(draft, author)
    assert earlier_results(first) == []

    page.post(page.page("restart", first.pk))
    second = PlatformAnalysis.objects.exclude(pk=first.pk).get()
    assert (second.copied_from, second.weights, second.weights_frozen_at) == (first, first.weights, None)
    services.freeze_weights(second, actor=author, weights={**WEIGHTS, "privacy": 5, "reach": 1})
    services.run_analysis(second, actor=author)

    assert [known["hash"] for known in kept(second).result["earlier_results"]] == [first.result_hash]
    assert kept(first).result["earlier_results"] == []
    assert "nachdem ein früheres Ergebnis" in page.get(page.page("analysis_run", second.pk)).content.decode()
    assert "nachdem ein früheres Ergebnis" not in page.get(page.page("analysis_run", first.pk)).content.decode()
    assert any("früheres Ergebnis" in part.text for part in parts_of(draft))


def test_a_run_frozen_before_the_other_ones_result_says_nothing(author, draft):
    one, two = frozen_analysis(draft, author), frozen_analysis(draft, author)
    services.run_analysis(one, actor=author)
    services.run_analysis(two, actor=author)

    assert kept(two).result["earlier_results"] == []


def test_a_result_in_a_draft_thrown_away_is_still_known(town, author, draft):
    first = computed(draft, author)
    draft.refresh_from_db()
    services.discard_draft(draft, actor=author)
    again = services.start_strategy(town, actor=author)
    services.add_target_group(again, actor=author, name="Alle", age_from=14)

    second = computed(again, author)

    [known] = earlier_results(second)
    assert (known.result_hash, known.is_discarded) == (first.result_hash, True)


def test_runs_stand_side_by_side_and_what_differs_is_marked(page, author, draft):
    first = computed(draft, author)
    second = services.restart_analysis(first, actor=author)
    services.freeze_weights(second, actor=author, weights={**WEIGHTS, "reach": 1})
    services.run_analysis(second, actor=author)
    services.restart_analysis(first, actor=author)

    shown = page.get(page.page("analysis_runs", first.pk)).context

    reach = shown["runs"]["weights"][0][1]
    assert [(cell.value, cell.differs) for cell in reach] == [(5, False), (1, True)]
    assert [run["knew_result"] for run in shown["runs"]["runs"]] == [False, True]
    assert len(shown["waiting"]) == 1


def test_the_runs_need_the_same_number_of_queries_for_one_and_three(page, author, draft):
    first = computed(draft, author)
    address = page.page("analysis_runs", first.pk)
    page.get(address)
    with CaptureQueriesContext(connection) as few:
        page.get(address)
    computed(draft, author)
    computed(draft, author)

    with CaptureQueriesContext(connection) as many:
        page.get(address)

    assert len(many) == len(few)


# -- a result that lasts --------------------------------------------------------------------------


def test_a_result_holds_everything_it_was_computed_from(author, draft):
    result = kept(computed(draft, author)).result
    services.import_platform_usage(
        io.StringIO(
            "platform,age_from,age_to,percent,metric,base,year,status,source_url,note\n"
            "x,14,,1,weekly,people 14+,2026,estimate,,\n"
        )
    )

    again = compare_platforms(**input_of(result))

    assert {name: result[name] for name in again if name != "nation"} == {
        name: value for name, value in again.items() if name != "nation"
    }
    assert result["nation"]["ages"] == again["nation"]["ages"]


def test_a_changed_result_is_noticed_on_the_page_and_in_the_document(page, author, draft):
    analysis = computed(draft, author)
    assert kept(analysis).is_result_intact
    assert is_on_record(analysis)
    forged = {**analysis.result, "draws": 1}
    PlatformAnalysis.objects.filter(pk=analysis.pk).update(result=forged)

    shown = page.get(page.page("analysis_run", analysis.pk))
    assert not shown.context["is_intact"]
    assert "nach der Berechnung verändert" in shown.content.decode()

    PlatformAnalysis.objects.filter(pk=analysis.pk).update(result_hash=content_hash(forged))
    shown = page.get(page.page("analysis_run", analysis.pk))
    assert (shown.context["is_intact"], shown.context["is_on_record"]) == (True, False)


def test_the_data_file_has_the_fingerprint_of_the_result(page, author, draft):
    analysis = computed(draft, author)

    answer = page.get(page.page("analysis_data", analysis.pk))

    assert hashlib.sha256(answer.content).hexdigest() == analysis.result_hash


def test_the_document_is_an_accessible_pdf_with_described_charts_and_the_fingerprint(page, author, draft):
    analysis = computed(draft, author)

    answer = page.get(page.page("analysis_paper", analysis.pk))

    assert answer["Content-Type"] == "application/pdf"
    with pikepdf.open(io.BytesIO(answer.content)) as pdf:
        assert pdf.Root.MarkInfo.Marked
        assert str(pdf.Root.Lang).startswith("de")
        assert "Konstanz" in str(pdf.docinfo["/Title"])
        with pdf.open_metadata() as about:
            assert about["pdfuaid:part"] == "1"
        figures = [tag for tag in _tags(pdf.Root.StructTreeRoot) if tag.get("/S") == "/Figure"]
        assert len(figures) == 5
        assert all(str(figure.Alt).startswith("Diagramm") for figure in figures)


def _tags(node):
    kids = node.get("/K", [])
    for kid in kids if isinstance(kids, pikepdf.Array) else [kids]:
        if isinstance(kid, pikepdf.Dictionary):
            yield kid
            yield from _tags(kid)


# -- typed ages and sums --------------------------------------------------------------------------


def typed_form(page, draft, **more):
    ages = dict.fromkeys(CENSUS_GROUPS, "100")
    form = page.get(page.page("analysis_typed")).context["form"]
    series = form.fields["series"].choices[0][0]
    return {"name": "Gröde", "population": "1.100", "year": "2025", "source": "Melderegister", "series": series} | {
        **ages,
        **more,
    }


def test_typed_ages_are_kept_and_marked_wherever_the_result_is_shown(page, author, draft):
    page.post(page.page("analysis_typed"), typed_form(page, draft))
    analysis = PlatformAnalysis.objects.get()
    services.freeze_weights(analysis, actor=author, weights=WEIGHTS)
    services.run_analysis(analysis, actor=author)

    result = kept(analysis).result
    shown = page.get(page.page("analysis_run", analysis.pk)).content.decode()
    assert (result["town"]["kind"], result["town"]["source"], result["town"]["year"]) == (
        "typed",
        "Melderegister",
        2025,
    )
    assert "selbst eingetippt" in shown
    assert "Melderegister" in shown
    assert any("selbst eingetippt: Melderegister, 2025" in part.text for part in parts_of(draft))


@pytest.mark.parametrize(
    ("more", "word"),
    [({"population": "1.131"}, "1100"), ({"source": ""}, "source"), ({"year": ""}, "year"), ({"age_0_2": "x"}, "age")],
)
def test_typed_ages_that_do_not_fit_are_refused_and_kept(page, draft, more, word):
    refused = page.post(page.page("analysis_typed"), typed_form(page, draft, **more))

    assert refused.status_code == 422
    assert word in str(refused.context["form"].errors)
    assert 'value="Gröde"' in refused.content.decode()
    assert not PlatformAnalysis.objects.exists()


def test_ages_by_the_bands_of_the_studies_are_taken_too(author, draft):
    place = typed_place(
        name="Dorf", population=500, year=2025, source="Melderegister", ages=dict.fromkeys(STUDY_GROUPS, 100)
    )
    analysis = services.start_analysis(draft, actor=author, place=place)
    services.freeze_weights(analysis, actor=author, weights=WEIGHTS)

    services.run_analysis(analysis, actor=author)

    assert analysis.result["groups"][0]["people"] == round(100 / 16 * 2 + 100 * 16 / 20)


def test_several_towns_are_analysed_as_one_and_a_silent_one_only_leaves_explicitly(page, draft):
    codes = ["08335043", "09162000", "01054039"]
    series = "weekly|German-speaking population 14+"

    refused = page.post(page.page("analysis"), {"ags": codes, "series": series})
    assert refused.status_code == 422
    assert "Gröde" in refused.content.decode()
    page.post(page.page("analysis"), {"ags": codes, "series": series, "ohne": "1", "name": "Seebund"})

    town = PlatformAnalysis.objects.get().town
    assert (town["kind"], town["name"]) == ("sum", "Seebund")
    assert [part["name"] for part in town["left_out"]] == ["Gröde"]


def test_a_place_without_ages_offers_to_type_them(page, draft):
    shown = page.get(page.page("analysis"), {"ags": "01054039"}).content.decode()

    assert "Keine Altersangaben" in shown
    assert f"{page.page('analysis_typed')}?ags=01054039" in shown


def test_an_analysis_that_lost_its_census_row_is_refused_not_broken(page, author, draft):
    analysis = services.start_analysis(draft, actor=author, profile_code="08335043")
    PlatformAnalysis.objects.filter(pk=analysis.pk).update(town={}, profile_code="99999999")
    analysis.refresh_from_db()

    with pytest.raises(Refused):
        services.restart_analysis(analysis, actor=author)
    assert page.get(page.page("analysis_run", analysis.pk)).status_code == 302


# -- properties of the whole computation ----------------------------------------------------------

AGES = st.fixed_dictionaries({name: st.integers(1, 400_000) for name in CENSUS_GROUPS})
PLATFORMS = ("mastodon", "facebook", "instagram", "tiktok")
FIGURES = [
    Figure(p, band, share=(7 * i + 11 * j) % 90 / 100, year=2024, status=("sourced", "bound", "estimate")[(i + j) % 3])
    for i, p in enumerate(PLATFORMS)
    for j, band in enumerate(STUDY_BANDS)
]
GROUPS = [Group("Junge", AgeBand(18, 34)), Group("Alle", AgeBand(14))]


def compare(town, figures=FIGURES, weights=WEIGHTS):
    return compare_platforms(
        town=town, nation=town, groups=GROUPS, figures=figures, weights=weights, scores=default_scores()
    )


@given(AGES, st.randoms(use_true_random=False))
def test_the_order_of_figures_ages_and_weights_changes_nothing(town, rng):
    figures = list(FIGURES)
    rng.shuffle(figures)
    ages, weights = list(town.items()), list(WEIGHTS.items())
    rng.shuffle(ages)
    rng.shuffle(weights)

    assert content_hash(compare(dict(ages), figures, dict(weights))) == content_hash(compare(town))


@given(AGES)
def test_every_interval_contains_its_estimate_and_the_top_two_shares_make_two(town):
    result = compare(town)

    assert sum(row["top_two"] for row in result["platforms"]) == pytest.approx(2)
    for row in result["platforms"]:
        for reach, group in zip(row["reach"], result["groups"], strict=True):
            assert 0 <= reach["low"] <= reach["expected"] <= reach["high"] <= group["covered"] + 1


def test_a_shuffled_table_in_the_database_gives_the_same_result(author, draft):
    from strategy.models import PlatformUsage

    first = computed(draft, author)
    rows = list(PlatformUsage.objects.all())
    random.Random(7).shuffle(rows)
    PlatformUsage.objects.all().delete()
    for row in rows:
        row.pk = None
    PlatformUsage.objects.bulk_create(rows)

    second = computed(draft, author)

    same = ("platforms", "tornado", "figures", "unused_figures", "groups")
    assert {k: second.result[k] for k in same} == {k: first.result[k] for k in same}


def test_every_suggested_judgement_says_why_it_is_this_number():
    for platform, own in default_scores().items():
        for criterion in JUDGED:
            assert str(why(platform, criterion)).startswith(str(own[criterion]))


def test_figures_are_outdated_after_two_years():
    assert [is_outdated(year, 2026) for year in (2023, 2024, 2026)] == [True, False, False]
