# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.models import AuditEntry, Role
from strategy import services
from strategy.models import PlatformAnalysis, Strategy, StrategySection
from strategy.queries import decided_platforms, strategy_in_force
from tests.factories import PASSWORD, MunicipalityFactory, person
from tests.strategy.factories import WEIGHTS, complete_strategy, frozen_analysis, signed_strategy, submitted_strategy

State = Strategy.State


@pytest.fixture
def author(town):
    return person(town, Role.COMMUNICATIONS)


@pytest.fixture
def mayor(town):
    return person(town, Role.LEADERSHIP)


@pytest.fixture
def page(client, town, author):
    """The press office's browser: ``page("section", "tone")`` is the address of that page."""
    client.force_login(author)
    client.page = lambda name, *args: reverse(f"strategy:{name}", args=[town.slug, *args])
    return client


def text_of(response):
    return response.content.decode()


@pytest.mark.parametrize("role", Role.values)
def test_everybody_in_the_town_reads_the_strategy_and_only_the_press_office_edits(client, town, author, role):
    strategy = complete_strategy(town, author=author)
    somebody = person(town, role)
    client.force_login(somebody)
    may_write = role == Role.COMMUNICATIONS

    document = client.get(reverse("strategy:document", args=[town.slug]))

    assert document.status_code == 200
    assert "Text zu mandate." in text_of(document)
    assert (reverse("strategy:section", args=[town.slug, "tone"]) in text_of(document)) == may_write
    for name, args in {
        "section": ["tone"],
        "figures": [],
        "goals": [],
        "target_groups": [],
        "analysis": [],
        "decision": [],
    }.items():
        edit = client.get(reverse(f"strategy:{name}", args=[town.slug, *args]))
        assert edit.status_code == (200 if may_write else 403)
    analysis = client.get(reverse("strategy:analysis_run", args=[town.slug, strategy.analyses.get().pk]))
    assert analysis.status_code == 200


def test_another_town_finds_nothing_here(client, town, author):
    strategy = complete_strategy(town, author=author)
    other = MunicipalityFactory()
    client.force_login(person(other, Role.COMMUNICATIONS))
    goal, group, analysis = strategy.goals.get(), strategy.target_groups.get(), strategy.analyses.get()

    assert client.get(reverse("strategy:document", args=[town.slug])).status_code == 404
    for name, pk in (
        ("goal_remove", goal.pk),
        ("target_group_remove", group.pk),
        ("target_group_move", group.pk),
        ("freeze", analysis.pk),
        ("run", analysis.pk),
    ):
        assert client.post(reverse(f"strategy:{name}", args=[other.slug, pk])).status_code == 404
    assert client.get(reverse("strategy:analysis_run", args=[other.slug, analysis.pk])).status_code == 404
    assert client.get(reverse("strategy:version", args=[other.slug, 1])).status_code == 404
    assert strategy.goals.exists()


def test_the_empty_page_leads_to_the_first_draft(page, town):
    assert page.page("start") in text_of(page.get(page.page("document")))

    page.post(page.page("start"))
    page.post(page.page("start"))

    assert Strategy.objects.get().state == State.DRAFT


def test_pages_of_parts_are_404_while_nothing_is_open(page):
    for name, args in {"section": ["tone"], "figures": [], "goals": [], "analysis": [], "decision": []}.items():
        assert page.get(page.page(name, *args)).status_code == 404
    assert page.post(page.page("new_version")).status_code == 404
    assert page.post(page.page("submit")).status_code == 404


def test_a_section_is_saved_and_a_newer_text_is_shown_beside_what_was_typed(page, town, author):
    services.start_strategy(town, actor=author)
    section = StrategySection.objects.get(key="tone")
    services.edit_section(section, actor=person(town, Role.COMMUNICATIONS), text="Wir sagen Sie.", seen_revision=0)

    stale = page.post(page.page("section", "tone"), {"text": "Wir sagen Du.", "revision": 0})
    assert stale.status_code == 422
    assert "Wir sagen Sie." in text_of(stale)
    assert ">\r\nWir sagen Du.</textarea>" in text_of(stale) or "Wir sagen Du.</textarea>" in text_of(stale)

    saved = page.post(page.page("section", "tone"), {"text": "Wir sagen Sie und Du.", "revision": 1})
    assert saved.status_code == 302
    assert StrategySection.objects.get(key="tone").text == "Wir sagen Sie und Du."


@pytest.mark.parametrize(
    "typed",
    [
        {"hours_per_week": "-1"},
        {"hours_per_week": "viele"},
        {"budget_per_year": "99999999999"},
        {"answer_promise_hours": "0"},
        {"review_on": "30.02.2027"},
        {"hours_per_week": ""},
    ],
)
def test_wrong_figures_are_kept_in_the_form_and_change_nothing(page, town, author, typed):
    strategy = services.start_strategy(town, actor=author)
    good = {
        "hours_per_week": "12,5",
        "budget_per_year": "3000",
        "answer_promise_hours": "24",
        "review_on": "2027-11-01",
    }

    refused = page.post(page.page("figures"), {**good, "revision": strategy.revision, **typed})

    assert refused.status_code == 422
    assert 'value="3000"' in text_of(refused) or "budget_per_year" in typed
    assert Strategy.objects.get().hours_per_week is None

    assert page.post(page.page("figures"), {**good, "revision": strategy.revision}).status_code == 302
    assert Strategy.objects.get().hours_per_week == 12.5


def test_a_target_group_with_ages_the_wrong_way_round_is_explained(page, town, author):
    services.start_strategy(town, actor=author)

    refused = page.post(page.page("target_groups"), {"name": "Familien", "age_from": "45", "age_to": "28"})

    assert refused.status_code == 422
    assert 'value="Familien"' in text_of(refused)
    assert (
        page.post(page.page("target_groups"), {"name": "Familien", "age_from": "28", "age_to": "45"}).status_code == 302
    )
    assert "Familien" in text_of(page.get(page.page("target_groups")))


def test_from_town_to_result_without_seeing_a_result_before_the_weights(page, town, author):
    services.load_reference_tables()
    strategy = services.start_strategy(town, actor=author)
    services.add_target_group(strategy, actor=author, name="Alle", age_from=14)
    assert "Konstanz, Universitätsstadt" in text_of(page.get(page.page("analysis"), {"q": "konst"}))
    assert "<svg" in text_of(page.get(page.page("analysis"), {"ags": "08335043"}))

    page.post(page.page("analysis"), {"ags": "08335043", "series": "weekly|German-speaking population 14+"})
    analysis = PlatformAnalysis.objects.get()
    weights_page = page.get(page.page("analysis_run", analysis.pk))
    form = weights_page.context["form"]
    typed = {name: field.initial for name, field in form.fields.items()}
    assert page.page("run", analysis.pk) not in text_of(weights_page)
    page.post(page.page("run", analysis.pk))
    assert PlatformAnalysis.objects.get().result is None

    refused = page.post(page.page("freeze", analysis.pk), {**typed, "weight-reach": "9"})
    assert refused.status_code == 422
    page.post(page.page("freeze", analysis.pk), {**typed, "weight-reach": "4"})
    assert page.page("run", analysis.pk) in text_of(page.get(page.page("analysis_run", analysis.pk)))

    page.post(page.page("run", analysis.pk))
    result_page = text_of(page.get(page.page("analysis_run", analysis.pk)))
    assert PlatformAnalysis.objects.get().weights["reach"] == 4
    assert result_page.count('<svg class="chart__drawing"') == 5
    assert "media-perspektiven" in result_page or "ard-media" in result_page


def test_a_place_without_ages_says_so(page, town, author):
    services.load_reference_tables()
    strategy = services.start_strategy(town, actor=author)
    services.add_target_group(strategy, actor=author, name="Alle", age_from=14)

    shown = page.get(page.page("analysis"), {"ags": "01054039"})
    refused = page.post(page.page("analysis"), {"ags": "01054039", "series": "weekly|German-speaking population 14+"})

    assert "Gröde" in text_of(shown)
    assert "chart__drawing" not in text_of(shown)
    assert refused.status_code == 422
    assert not PlatformAnalysis.objects.exists()


def test_a_third_platform_is_refused_and_everything_typed_is_kept(page, town, author):
    strategy = services.start_strategy(town, actor=author)
    typed = {"revision": strategy.revision}
    for platform in ("mastodon", "bluesky", "facebook"):
        typed |= {f"choose-{platform}": "on", f"reason-{platform}": f"Grund {platform}"}

    refused = page.post(page.page("decision"), typed)
    assert refused.status_code == 422
    assert "Grund facebook" in text_of(refused)
    assert not strategy.platform_decisions.exists()

    del typed["choose-facebook"]
    assert page.post(page.page("decision"), typed).status_code == 302
    assert list(strategy.platform_decisions.values_list("platform", "slot").order_by("platform")) == [
        ("bluesky", 2),
        ("facebook", None),
        ("mastodon", 1),
    ]


def test_a_decision_made_on_an_old_page_is_refused_once(page, town, author):
    strategy = services.start_strategy(town, actor=author)
    typed = {"revision": strategy.revision, "choose-mastodon": "on", "reason-mastodon": "Ja."}
    services.add_target_group(strategy, actor=author, name="Alle", age_from=14)

    assert page.post(page.page("decision"), typed).status_code == 422
    strategy.refresh_from_db()
    assert page.post(page.page("decision"), {**typed, "revision": strategy.revision}).status_code == 302


def test_submitting_with_gaps_lists_each_with_a_link(page, town, author):
    services.start_strategy(town, actor=author)

    refused = page.post(page.page("submit"))

    assert refused.status_code == 422
    listed = text_of(refused).split('id="refused-title"')[1].split("</section>")[0]
    for name, args in {"section": ["mandate"], "goals": [], "analysis": [], "decision": [], "figures": []}.items():
        assert f'href="{page.page(name, *args)}"' in listed


def test_the_document_needs_the_same_number_of_queries_for_one_and_three_rows(page, town, author):
    strategy = complete_strategy(town, author=author)
    page.get(page.page("document"))
    with CaptureQueriesContext(
        connection,
    ) as few:
        page.get(page.page("document"))
    for name in ("B", "C"):
        services.add_target_group(strategy, actor=author, name=name, age_from=14)
        services.run_analysis(frozen_analysis(strategy, author), actor=author)

    with CaptureQueriesContext(connection) as many:
        page.get(page.page("document"))

    assert len(many) == len(few)


# -- the admin view -------------------------------------------------------------------------------


def admin_page(strategy):
    return reverse("admin:strategy_strategy_change", args=[strategy.pk])


def test_the_mayor_reads_what_it_costs_and_signs_with_the_password(client, town, author, mayor):
    strategy = submitted_strategy(town, author=author)
    client.force_login(mayor)
    assert admin_page(strategy) in text_of(client.get(reverse("admin:index")))
    shown = client.get(admin_page(strategy))
    assert "3.000" in text_of(shown)
    assert "Text zu mandate." in text_of(shown)
    seen = shown.context["hash"]

    wrong = client.post(
        admin_page(strategy), {"action": "sign", "seen_hash": seen, "password": "geraten", "statement": "Gut."}
    )
    assert wrong.status_code == 422
    assert "Gut.</textarea>" in text_of(wrong)
    assert "geraten" not in text_of(wrong)
    assert strategy_in_force(town) is None

    signed = client.post(
        admin_page(strategy), {"action": "sign", "seen_hash": seen, "password": PASSWORD, "statement": "Gut."}
    )
    assert signed.status_code == 302
    assert strategy_in_force(town) == strategy
    assert decided_platforms(town) == ["mastodon", "bluesky"]
    assert AuditEntry.objects.filter(action="strategy.signed", actor=mayor).count() == 1


def test_the_mayor_returns_with_a_reason_or_not_at_all(client, town, author, mayor):
    strategy = submitted_strategy(town, author=author)
    client.force_login(mayor)

    assert client.post(admin_page(strategy), {"action": "return", "reason": " "}).status_code == 422
    assert Strategy.objects.get().state == State.SUBMITTED
    client.post(admin_page(strategy), {"action": "return", "reason": "Zu wenige Stunden."})
    assert Strategy.objects.get().state == State.DRAFT

    client.force_login(author)
    assert "Zu wenige Stunden." in text_of(client.get(reverse("strategy:document", args=[town.slug])))


def test_a_text_that_changed_while_the_mayor_read_is_not_signed(client, town, author, mayor):
    strategy = submitted_strategy(town, author=author)
    client.force_login(mayor)
    seen = client.get(admin_page(strategy)).context["hash"]
    StrategySection.objects.filter(key="tone").update(text="Anders.")

    refused = client.post(admin_page(strategy), {"action": "sign", "seen_hash": seen, "password": PASSWORD})

    assert refused.status_code == 422
    assert "Anders." in text_of(refused)
    assert strategy_in_force(town) is None


def test_an_author_who_is_also_head_sees_no_sign_button_and_cannot_post_one(client, town):
    both = person(town, Role.COMMUNICATIONS, Role.LEADERSHIP)
    strategy = submitted_strategy(town, author=both)
    client.force_login(both)
    shown = client.get(admin_page(strategy))

    assert 'name="password"' not in text_of(shown)
    client.post(admin_page(strategy), {"action": "sign", "seen_hash": shown.context["hash"], "password": PASSWORD})
    assert strategy_in_force(town) is None


@pytest.mark.parametrize("role", [r for r in Role.values if r != Role.LEADERSHIP])
def test_the_admin_view_is_the_heads_alone(client, town, author, role):
    strategy = submitted_strategy(town, author=author)
    client.force_login(person(town, role))

    for url in (reverse("admin:index"), reverse("admin:strategy_strategy_changelist"), admin_page(strategy)):
        assert client.get(url, follow=True).status_code == 403
    client.post(admin_page(strategy), {"action": "sign", "password": PASSWORD})
    assert strategy_in_force(town) is None


def test_the_head_of_another_town_finds_nothing_to_sign(client, town, author):
    strategy = submitted_strategy(town, author=author)
    other = MunicipalityFactory()
    stranger = person(other, Role.LEADERSHIP)
    # Serves this town as well, but not as its head.
    person_here = person(town, Role.EDITOR)
    stranger.memberships.create(municipality=town, role=Role.EDITOR)
    client.force_login(stranger)

    assert admin_page(strategy) not in text_of(client.get(reverse("admin:index")))
    assert client.get(admin_page(strategy)).status_code == 404
    assert person_here.pk != stranger.pk


def test_a_second_version_shows_the_mayor_what_changed(client, town, author, mayor):
    first = signed_strategy(town, author=author, mayor=mayor)
    second = services.start_new_version(first, actor=author)
    section = second.sections.get(key="tone")
    services.edit_section(section, actor=author, text="Text zu unserem Ton.", seen_revision=0)
    second.refresh_from_db()
    services.submit_strategy(second, actor=author)
    client.force_login(mayor)

    shown = text_of(client.get(admin_page(second)))

    assert "<ins>" in shown
    assert "unserem" in shown
    assert shown.count("<ins>") == 1


def test_weights_in_the_page_are_the_weights_of_the_analysis(page, town, author):
    strategy = services.start_strategy(town, actor=author)
    services.add_target_group(strategy, actor=author, name="Alle", age_from=14)
    analysis = frozen_analysis(strategy, author)

    shown = page.get(page.page("analysis_run", analysis.pk))

    assert [weight for _label, weight in shown.context["weights"]] == list(WEIGHTS.values())
