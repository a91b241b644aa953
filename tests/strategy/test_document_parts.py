# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""Tables of the document, drafts of its texts, remarks on its parts, and the templates it begins with."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from accounts.models import AuditEntry, Role
from channels_mgmt.models import Post
from channels_mgmt.queries.posts import approvers_of
from core.errors import AlreadyChanged, NotPermitted, Refused
from strategy import services, tasks
from strategy.domain.starter import TEMPLATES, hours_for, template_for
from strategy.models import (
    ApprovalStep,
    Goal,
    PartComment,
    Pillar,
    RoleAssignment,
    SectionDraft,
    Strategy,
    StrategySection,
)
from strategy.queries import missing_crisis_roles, strategy_in_force
from strategy.queries.approval import APPROVING_ROLES
from strategy.queries.completeness import missing_parts_of
from strategy.services import ApprovalRow, NewerDraft, PillarRow, RoleRow
from tests.factories import MunicipalityFactory, person
from tests.strategy.factories import PILLARS, complete_strategy, signed_strategy


@pytest.fixture
def author(town):
    return person(town, Role.COMMUNICATIONS)


@pytest.fixture
def draft(town, author):
    return services.start_strategy(town, actor=author)


def gaps_of(strategy, part):
    return [str(gap) for gap in missing_parts_of(Strategy.objects.get(pk=strategy.pk)) if gap.part == part]


# -- pillars --------------------------------------------------------------------------------------

OWN = PillarRow("Eigene Arbeit erklären", 100, explains_own_work=True)


@pytest.mark.parametrize(
    "pillars",
    [
        [PillarRow("Eigene", 60, explains_own_work=True), PillarRow("Service", 30)],
        [PillarRow("Eigene", 60, explains_own_work=True), PillarRow("eigene", 40)],
        [PillarRow("Eigene", 60), PillarRow("Service", 40)],
        [PillarRow("A", 50, explains_own_work=True), PillarRow("B", 50, explains_own_work=True)],
        [PillarRow("A", 100, explains_own_work=True), PillarRow("B", 0)],
        [PillarRow("", 100, explains_own_work=True)],
        [PillarRow("A", 92, explains_own_work=True), *(PillarRow(f"B{n}", 1) for n in range(8))],
    ],
)
def test_pillars_that_do_not_make_a_whole_are_refused_and_change_nothing(author, draft, pillars):
    services.set_pillars(draft, actor=author, pillars=PILLARS)

    with pytest.raises(Refused) as refused:
        services.set_pillars(draft, actor=author, pillars=pillars)

    assert refused.value.gaps
    assert list(draft.pillars.values_list("quota", flat=True)) == [40, 60]


def test_the_database_knows_neither_a_ninth_pillar_nor_two_that_explain_the_own_work(draft):
    for row in ({"slot": 9, "name": "Neunte"}, {"slot": 2, "name": "Zweite", "explains_own_work": True}):
        Pillar.objects.filter(strategy=draft).delete()
        Pillar.objects.create(strategy=draft, slot=1, name="Erste", quota=50, explains_own_work=True)
        with pytest.raises(IntegrityError), transaction.atomic():
            Pillar.objects.create(strategy=draft, quota=50, **row)


def test_a_table_somebody_else_has_changed_meanwhile_is_not_overwritten(author, draft):
    seen = draft.revision
    services.set_pillars(Strategy.objects.get(pk=draft.pk), actor=author, pillars=PILLARS, seen_revision=seen)

    with pytest.raises(AlreadyChanged):
        services.set_pillars(draft, actor=author, pillars=[OWN], seen_revision=seen)

    assert draft.pillars.count() == 2


# -- roles and approvals --------------------------------------------------------------------------


def test_person_and_deputy_differ_in_the_service_and_in_the_database(author, draft):
    with pytest.raises(Refused):
        services.set_roles(draft, actor=author, roles={"planning": RoleRow(author, author)})
    with pytest.raises(IntegrityError), transaction.atomic():
        RoleAssignment.objects.create(strategy=draft, kind="planning", person=author, deputy=author)


def test_people_of_another_town_hold_no_role_goal_or_promise(author, draft):
    stranger = person(MunicipalityFactory(), Role.COMMUNICATIONS)
    today = timezone.localdate()

    with pytest.raises(Refused):
        services.set_roles(draft, actor=author, roles={"care": RoleRow(stranger)})
    with pytest.raises(Refused):
        services.add_goal(draft, actor=author, metric="answered", baseline=1, target=2, due_on=today, owner=stranger)
    with pytest.raises(Refused):
        services.edit_figures(
            draft,
            actor=author,
            seen_revision=draft.revision,
            hours_per_week=Decimal(1),
            budget_per_year=Decimal(1),
            answer_promise_hours=1,
            review_on=today,
            answer_deputy=stranger,
        )


def test_a_goal_on_something_the_report_does_not_count_is_refused(author, draft):
    with pytest.raises(Refused):
        services.add_goal(
            draft, actor=author, metric=Goal.Metric.FOLLOWERS, baseline=1, target=2, due_on=timezone.localdate()
        )


def test_the_approval_path_says_what_planning_does(town, author):
    assert ApprovalStep.Risk.values == Post.Risk.values
    people = {role: person(town, role) for role in Role.values}

    for risk, roles in APPROVING_ROLES.items():
        allowed = {user.pk for user in approvers_of(risk, town, author)}
        assert {role for role, user in people.items() if user.pk in allowed} == set(roles)


def test_routine_takes_nobody_and_a_crisis_only_the_head(town, author, draft):
    head, second = person(town, Role.LEADERSHIP), person(town, Role.LEADERSHIP)

    with pytest.raises(Refused):
        services.set_approvals(draft, actor=author, steps={"routine": ApprovalRow(author)})
    with pytest.raises(Refused):
        services.set_approvals(draft, actor=author, steps={"crisis": ApprovalRow(author, head, 2)})
    with pytest.raises(IntegrityError), transaction.atomic():
        ApprovalStep.objects.create(strategy=draft, risk="routine", approver=author)

    services.set_approvals(draft, actor=author, steps={"crisis": ApprovalRow(head, second, 2)})
    assert draft.approval_steps.get().is_settled


def test_crisis_roles_are_missing_until_a_signed_strategy_names_person_and_deputy(town, author):
    everything = missing_crisis_roles(strategy_in_force(town))
    assert len(everything) == len(RoleAssignment.CRISIS_KINDS)

    strategy = signed_strategy(town, author=author)
    assert missing_crisis_roles(strategy_in_force(town)) == []

    RoleAssignment.objects.filter(strategy=strategy, kind="care").update(deputy=None)
    assert missing_crisis_roles(strategy_in_force(town)) == everything  # changed past the services: nothing is in force


# -- budget ---------------------------------------------------------------------------------------


def test_the_budget_is_the_sum_of_its_items_and_nothing_else(author, draft):
    services.set_budget(draft, actor=author, lines=[("Technik", Decimal(200)), ("Kurse", Decimal("100.50"))])
    draft.refresh_from_db()
    assert draft.budget_per_year == Decimal("300.50")

    with pytest.raises(Refused):
        services.edit_figures(
            draft,
            actor=author,
            seen_revision=draft.revision,
            hours_per_week=Decimal(5),
            budget_per_year=Decimal(999),
            answer_promise_hours=4,
            review_on=timezone.localdate(),
        )


# -- completeness ---------------------------------------------------------------------------------


def test_brackets_left_in_a_text_keep_the_strategy_from_being_submitted(town, author):
    strategy = complete_strategy(town, author=author)
    section = strategy.sections.get(key="crisis")
    services.edit_section(section, actor=author, text="Erreichbar: [Telefon].", seen_revision=section.revision)

    with pytest.raises(Refused):
        services.submit_strategy(Strategy.objects.get(pk=strategy.pk), actor=author)

    assert "[Telefon]" in gaps_of(strategy, "crisis")[0]


def test_a_platform_without_exit_plan_is_a_gap(town, author):
    strategy = complete_strategy(town, author=author)
    services.decide_platforms(
        strategy, actor=author, chosen=["mastodon"], reasons=dict.fromkeys(["mastodon", "instagram"], "Gut.")
    )

    assert gaps_of(strategy, "decision")


def test_somebody_named_who_has_left_is_a_gap(town, author):
    strategy = complete_strategy(town, author=author)
    strategy.answer_deputy.memberships.all().delete()

    assert gaps_of(strategy, "figures")
    assert gaps_of(strategy, "role_table")


def test_a_strategy_signed_before_these_parts_existed_keeps_its_hash(town, author, draft):
    assert not {"roles", "pillars", "tone", "budget", "approvals", "exit_plans", "answer_deputy"} & set(draft.content())


# -- drafts of texts ------------------------------------------------------------------------------


@pytest.fixture
def section(draft):
    return StrategySection.objects.select_related("strategy__municipality").get(strategy=draft, key="tone")


def keep(section, actor, text, seen=0, base=0):
    return services.keep_draft(section, actor=actor, text=text, base_revision=base, seen_revision=seen)


def test_a_draft_is_kept_without_changing_the_document(author, draft, section):
    before = draft.current_hash()

    first = keep(section, author, "Wir")
    second = keep(section, author, "Wir sagen Sie", seen=first.revision)

    assert (second.text, second.revision) == ("Wir sagen Sie", 2)
    assert Strategy.objects.get(pk=draft.pk).current_hash() == before
    assert StrategySection.objects.get(pk=section.pk).text == ""


def test_a_second_window_does_not_overwrite_the_first(author, section):
    keep(section, author, "Fenster eins")

    with pytest.raises(NewerDraft) as newer:
        keep(section, author, "Fenster zwei")

    assert newer.value.current.text == "Fenster eins"
    assert SectionDraft.objects.get().text == "Fenster eins"


def test_saving_takes_the_draft_along_but_not_a_newer_one_of_another_window(author, section):
    known = keep(section, author, "Fenster eins")
    keep(section, author, "Fenster zwei, weiter", seen=known.revision)

    services.edit_section(section, actor=author, text="Fenster eins", seen_revision=0, draft_revision=known.revision)
    assert SectionDraft.objects.get().text == "Fenster zwei, weiter"

    services.edit_section(section, actor=author, text="Fenster zwei, weiter", seen_revision=1)
    assert not SectionDraft.objects.exists()


def test_drafts_go_with_the_signature_and_after_thirty_days(town, author):
    strategy = complete_strategy(town, author=author)
    section = StrategySection.objects.select_related("strategy").get(strategy=strategy, key="tone")
    old = keep(section, author, "Alt", base=1)
    SectionDraft.objects.filter(pk=old.pk).update(saved_at=timezone.now() - timedelta(days=31))
    tasks.forget_old_drafts()
    assert not SectionDraft.objects.exists()

    keep(section, author, "Neu", base=1)
    services.submit_strategy(strategy, actor=author)
    services.sign_strategy(strategy, actor=person(town, Role.LEADERSHIP), password="ein-langes-kennwort")
    assert not SectionDraft.objects.exists()


def test_the_page_keeps_a_draft_says_so_and_discards_it_on_request(client, town, author, section):
    client.force_login(author)
    address = reverse("strategy:section", args=[town.slug, "tone"])
    kept = client.post(
        reverse("strategy:keep_draft", args=[town.slug, "tone"]), {"text": "Halb", "revision": 0, "draft_revision": 0}
    )
    assert kept.json()["revision"] == 1
    other = client.post(
        reverse("strategy:keep_draft", args=[town.slug, "tone"]), {"text": "Anders", "revision": 0, "draft_revision": 0}
    )
    assert (other.status_code, other.json()["text"]) == (409, "Halb")
    assert "Halb" in client.get(address).content.decode()

    client.post(reverse("strategy:discard_draft", args=[town.slug, "tone"]), {"draft_revision": 1})

    assert "Halb" not in client.get(address).content.decode()


def test_colleagues_see_who_writes_but_not_what(client, town, author, section):
    keep(section, author, "Noch geheim")
    client.force_login(person(town, Role.COMMUNICATIONS))

    for address in (
        reverse("strategy:section", args=[town.slug, "tone"]),
        reverse("strategy:document", args=[town.slug]),
    ):
        shown = client.get(address).content.decode()
        assert f"{author.name} schreibt hier seit" in shown
        assert "Noch geheim" not in shown


def test_too_long_a_draft_is_refused_and_stays_with_the_browser(author, section):
    with pytest.raises(Refused):
        keep(section, author, "x" * 20_001)


# -- remarks --------------------------------------------------------------------------------------


def test_everybody_comments_and_only_author_and_press_office_settle(client, town, author, draft):
    reader, other = person(town, Role.READER), person(town, Role.MODERATOR)
    before = draft.current_hash()
    comment = services.comment_on_part(draft, actor=reader, part="roles", text="Wer vertritt im August?")

    with pytest.raises(NotPermitted):
        services.resolve_comment(comment, actor=other)
    services.resolve_comment(comment, actor=author)
    services.reopen_comment(PartComment.objects.get(), actor=reader)

    assert not PartComment.objects.get().is_resolved
    assert Strategy.objects.get().current_hash() == before
    client.force_login(other)
    assert "1 offener Kommentar" in client.get(reverse("strategy:document", args=[town.slug])).content.decode()


@pytest.mark.parametrize(("part", "text"), [("roles", "  "), ("roles", "x" * 2001), ("unbekannt", "Hm.")])
def test_an_empty_long_or_misplaced_comment_is_refused(author, draft, part, text):
    with pytest.raises(Refused):
        services.comment_on_part(draft, actor=author, part=part, text=text)


def test_open_comments_move_to_the_next_version(town, author):
    strategy = signed_strategy(town, author=author)
    services.comment_on_part(strategy, actor=author, part="crisis", text="Nächstes Mal anders.")

    assert services.start_new_version(strategy, actor=author).comments.get().text == "Nächstes Mal anders."


# -- templates ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("inhabitants", "template", "hours"),
    [(9_999, "small", "6"), (10_000, "medium", "11.5"), (50_000, "medium", "58.5"), (120_000, "large", "117")],
)
def test_a_town_is_offered_the_template_and_hours_of_its_size(inhabitants, template, hours):
    assert template_for(inhabitants) == template
    assert hours_for(inhabitants) == Decimal(hours)


@pytest.mark.parametrize("key", TEMPLATES)
def test_a_template_fills_everything_but_people_names_and_figures_of_the_town(town, author, key):
    strategy = services.start_strategy(town, actor=author, template=key)

    assert sum(strategy.pillars.values_list("quota", flat=True)) == 100
    assert strategy.role_assignments.filter(person__isnull=False).count() == 0
    assert sum(r.hours_per_week or 0 for r in strategy.role_assignments.all()) <= strategy.hours_per_week
    assert all(section.text for section in strategy.sections.all())
    assert any("noch nicht eingetragen" in gap for gap in gaps_of(strategy, "mandate"))


def test_the_page_preselects_the_template_and_refuses_an_unknown_one(client, town, author):
    client.force_login(author)
    address = reverse("strategy:start", args=[town.slug])

    page = client.get(reverse("strategy:document", args=[town.slug])).content.decode()
    assert (
        'value="medium" required id="id_template_1" checked' in page
        or "checked" in page.split('value="medium"')[1][:60]
    )
    assert client.post(address, {"template": "riesig"}).status_code == 422
    client.post(address, {"template": "small"})

    assert Strategy.objects.get().address == "formal"


# -- discarding -----------------------------------------------------------------------------------


def test_a_draft_is_discarded_after_asking_and_the_audit_remembers(client, town, author):
    strategy = complete_strategy(town, author=author)
    client.force_login(author)
    address = reverse("strategy:discard", args=[town.slug])

    assert client.get(address).status_code == 200
    assert Strategy.objects.exists()
    client.post(address)

    assert not Strategy.objects.exists()
    assert AuditEntry.objects.filter(action="strategy.discarded", object_id=str(strategy.pk)).exists()


def test_a_submitted_version_is_not_discarded(town, author):
    strategy = complete_strategy(town, author=author)
    services.submit_strategy(strategy, actor=author)

    with pytest.raises(AlreadyChanged):
        services.discard_draft(strategy, actor=author)


# -- pages of the tables --------------------------------------------------------------------------


def test_pillars_typed_wrongly_stay_in_the_form(client, town, author, draft):
    client.force_login(author)
    address = reverse("strategy:pillar_shares", args=[town.slug])
    typed = {"revision": draft.revision, "name-1": "Service <b>", "quota-1": "70", "belongs-1": "", "own-1": "on"}

    refused = client.post(address, typed)

    assert refused.status_code == 422
    assert "Service &lt;b&gt;" in refused.content.decode()
    assert "70 Prozent, nicht 100" in refused.content.decode()
    assert not draft.pillars.exists()


@pytest.mark.parametrize("name", ["pillar_shares", "role_table", "approvals", "budget", "tone_choices"])
def test_a_table_changed_meanwhile_shows_what_is_stored_and_keeps_what_was_typed(client, town, author, name):
    strategy = complete_strategy(town, author=author)
    client.force_login(author)
    typed = {
        "revision": 0,
        "name-1": "Eigene",
        "quota-1": "100",
        "own-1": "on",
        "item-1": "Kamera",
        "amount-1": "10",
        "address": "informal",
        "language_levels": ["easy"],
    }

    answer = client.post(reverse(f"strategy:{name}", args=[town.slug]), typed)

    assert answer.status_code == 422
    assert "Was jetzt gespeichert ist" in answer.content.decode()
    assert Strategy.objects.get().current_hash() == strategy.current_hash()
