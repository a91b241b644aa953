# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""An appeal on its way: taken up, joined with the decision it contests, judged by somebody else, carried out.

Four eyes hold three times: by permission here, by compare-and-set against a change of the contested decision
at the same moment, and by a constraint of the database (``appeal_has_another_judge``).
"""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import transaction
from django.template.loader import render_to_string
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from accounts.audit import record
from accounts.models import User
from accounts.services import post_letter
from accounts.tenancy.permissions import require
from community.domain.plain_text import plain
from community.models import Appeal, Comment, Decision
from community.queries.appeals import standing_decision
from community.services.appeals_intake import PUBLIC_LANGUAGE
from community.services.showing import note_shown_by_hand, show_comment
from core.errors import AlreadyChanged, IllegalTransition, Refused
from core.states import change_state, compare_and_set
from core.text import grouped
from core.urls import absolute_address

State, Outcome = Appeal.State, Appeal.Outcome
#: Full calendar years after the year of closing, like decisions and evidence (DOMAIN § 3 [B]).
KEPT_YEARS = 3
REASONS_LIMIT = 10_000


@transaction.atomic
def take_appeal(appeal: Appeal, *, actor: User) -> None:
    """Become its reviewer; from a colleague too, who then reads so on the page. Harmless when it is one's own.

    Raises ``NotPermitted`` for whoever took the contested decision, ``AlreadyChanged`` when it is decided or
    changed hands meanwhile.
    """
    require(actor, "community.handle_appeal", appeal)
    if appeal.is_in_review and appeal.reviewer_id == actor.pk:
        return
    _take(appeal, actor)
    record(actor, "community.appeal_taken", appeal)


@transaction.atomic
def release_appeal(appeal: Appeal, *, actor: User) -> None:
    """Give one's own appeal back to the list."""
    require(actor, "community.handle_appeal", appeal)
    change_state(appeal, State.RECEIVED, only_if={"reviewer": actor.pk}, reviewer=None)
    record(actor, "community.appeal_released", appeal)


@transaction.atomic
def link_appeal(appeal: Appeal, *, actor: User, comment: Comment | None) -> None:
    """Say which comment, and with it which standing decision, the appeal is about; ``None``: about none we know.

    Whoever took the contested decision cannot take it out of the case. A reviewer who turns out to have taken
    it gives the case back. Raises ``AlreadyChanged`` when somebody linked or decided meanwhile.
    """
    require(actor, "community.handle_appeal", appeal)
    if not appeal.is_open:
        raise AlreadyChanged(_("This appeal has been decided. Nothing was changed."))
    decision = standing_decision(comment)
    contested_by = decision.actor if decision else None
    expected = {"state": appeal.state, "decision": appeal.decision_id, "reviewer": appeal.reviewer_id}
    changes = {"comment": comment, "decision": decision, "contested_by": contested_by}
    if contested_by is not None and contested_by.pk == appeal.reviewer_id:
        change_state(appeal, State.RECEIVED, only_if=expected, reviewer=None, **changes)
    else:
        compare_and_set(appeal, expected=expected, **changes)
    record(
        actor,
        "community.appeal_linked",
        appeal,
        comment=comment.pk if comment else None,
        decision=decision.pk if decision else None,
    )


@transaction.atomic
def decide_appeal(
    appeal: Appeal, *, actor: User, outcome: str, reasons: str, is_without_decision: bool = False
) -> None:
    """Judge the appeal and let the answer leave. A free appeal is taken up first.

    ``is_without_decision``: ``actor`` looked and found no decision of the town that is meant; without it an
    appeal that is joined with none is refused, or four eyes could be avoided by joining nothing. Raises
    ``Refused`` with what is missing, ``NotPermitted`` for whoever took the contested decision,
    ``AlreadyChanged`` when a colleague holds or has decided it, or joined it with another decision.
    """
    require(actor, "community.handle_appeal", appeal)
    reasons = plain(reasons)
    if missing := _missing(appeal, outcome, reasons, is_without_decision):
        raise Refused(_("The appeal was not decided. Something is still missing."), missing)
    at = timezone.now()
    _hold(appeal, actor)
    judged = {"outcome": outcome, "reasons": reasons, "decided_by": actor, "decided_at": at}
    seen = {"reviewer": actor.pk, "decision": appeal.decision_id}
    if outcome in Appeal.WITH_FOLLOW_UP:
        change_state(appeal, State.DECIDED, only_if=seen, **judged)
    else:
        change_state(appeal, State.CLOSED, only_if=seen, closed_by=actor, closed_at=at, **judged)
    _answer(appeal)
    record(
        actor,
        "community.appeal_decided",
        appeal,
        outcome=outcome,
        decision=appeal.decision_id,
        is_without_decision=is_without_decision,
    )


@transaction.atomic
def set_aside_appeal(appeal: Appeal, *, actor: User, reasons: str) -> None:
    """Close what is no appeal, such as advertising, without a letter. The reasons stay with the case.

    Raises ``Refused`` without reasons, else like ``decide_appeal``.
    """
    require(actor, "community.handle_appeal", appeal)
    reasons = plain(reasons)
    if not reasons:
        raise Refused(_("Please write down why this is no appeal."))
    at = timezone.now()
    _hold(appeal, actor)
    change_state(
        appeal,
        State.CLOSED,
        only_if={"reviewer": actor.pk, "decision": appeal.decision_id},
        outcome=Outcome.SET_ASIDE,
        reasons=reasons,
        decided_by=actor,
        decided_at=at,
        closed_by=actor,
        closed_at=at,
    )
    record(actor, "community.appeal_set_aside", appeal)


@transaction.atomic
def close_appeal(appeal: Appeal, *, actor: User, note: str, is_visible_again: bool = False) -> None:
    """Say what was done on the platform after an appeal was upheld.

    ``is_visible_again``: the comment can be read there again; it then no longer counts as hidden here, and the
    contested measure as taken back. Raises ``Refused`` without a note, ``AlreadyChanged`` when a colleague was
    faster.
    """
    require(actor, "community.close_appeal", appeal)
    note = plain(note)
    if not note:
        raise Refused(_("Please write down what was done on the platform."))
    try:
        change_state(appeal, State.CLOSED, closed_by=actor, closed_at=timezone.now(), closing_note=note)
    except IllegalTransition:
        raise AlreadyChanged(_("This appeal is closed already. Nothing was changed.")) from None
    if is_visible_again and appeal.comment_id:
        Comment.objects.filter(pk=appeal.comment_id).update(is_hidden=False)
        if appeal.decision and appeal.decision.is_measure and not appeal.decision.is_deletion:
            note_shown_by_hand(appeal.decision, actor=actor, rationale=note)
    record(actor, "community.appeal_closed", appeal, is_visible_again=is_visible_again)


def carry_out_appeal(appeal: Appeal, *, actor: User, rationale: str, revision: int | None = None) -> Decision:
    """Show the comment again whose author was right; the case closes by itself when the platform has done it.

    An appeal that was upheld in part stays until a person has closed it. Raises ``AlreadyChanged`` when it waits
    for nothing, ``Refused`` when it contests no measure, else like ``show_comment``.
    """
    require(actor, "community.close_appeal", appeal)
    if not appeal.is_to_be_carried_out:
        raise AlreadyChanged(_("This appeal is closed already. Nothing was changed."))
    if appeal.decision is None or appeal.decision.kind not in Decision.NEEDS_GROUNDS:
        town = appeal.municipality.words.town
        raise Refused(_("No measure of %(town_genitive)s is linked here.") % {"town_genitive": town.genitive})
    return show_comment(appeal.decision.comment, actor=actor, rationale=rationale, seen_revision=revision)


def forget_appeals(at: datetime) -> int:
    """Empty what identifies the citizen, and the words on both sides, ``KEPT_YEARS`` after the year of closing.

    What stays are figures: dates, measure, outcome, the contested decision as long as that is kept. Needs all
    towns in scope; idempotent. Returns how many were emptied.
    """
    forgotten = 0
    earliest = at - timedelta(days=365 * KEPT_YEARS)
    old = Appeal.objects.filter(state=State.CLOSED, forgotten_at=None, closed_at__lt=earliest)
    for appeal in old.select_related("municipality"):
        zone = appeal.municipality.zone
        if appeal.closed_at is None or at.astimezone(zone).year <= appeal.closed_at.astimezone(zone).year + KEPT_YEARS:
            continue
        with transaction.atomic():
            try:
                compare_and_set(
                    appeal,
                    expected={"forgotten_at": None},
                    forgotten_at=at,
                    name="",
                    email="",
                    link="",
                    account="",
                    text="",
                    happened_on=None,
                    content_key="",
                    reasons="",
                    closing_note="",
                )
            except AlreadyChanged:
                continue
            record(None, "community.appeal_forgotten", appeal)
        forgotten += 1
    return forgotten


def _take(appeal: Appeal, actor: User) -> None:
    if appeal.is_in_review:
        held = {"state": State.IN_REVIEW, "reviewer": appeal.reviewer_id, "decision": appeal.decision_id}
        compare_and_set(appeal, expected=held, reviewer=actor)
        return
    try:
        change_state(appeal, State.IN_REVIEW, only_if={"decision": appeal.decision_id}, reviewer=actor)
    except IllegalTransition:
        raise AlreadyChanged(_("This appeal has been decided. Nothing was changed.")) from None


def _hold(appeal: Appeal, actor: User) -> None:
    """Let ``actor`` be the reviewer, or say who is."""
    if appeal.is_received:
        _take(appeal, actor)
    elif not appeal.is_in_review:
        raise AlreadyChanged(_("This appeal has been decided. Nothing was sent a second time."))
    elif appeal.reviewer_id != actor.pk:
        raise AlreadyChanged(
            _("%(person)s is reviewing this appeal. Please take it over first. Nothing was changed.")
            % {"person": appeal.reviewer}
        )


def _missing(appeal: Appeal, outcome: str, reasons: str, is_without_decision: bool) -> list[str]:
    missing = []
    if outcome not in Appeal.JUDGEMENTS:
        missing.append(_("Please choose whether the citizen is right."))
    if not reasons:
        missing.append(_("Please write down your reasons: they are the answer to the citizen."))
    elif len(reasons) > REASONS_LIMIT:
        missing.append(_("Please shorten the reasons to %(limit)s characters.") % {"limit": grouped(REASONS_LIMIT)})
    if appeal.decision_id is None and not is_without_decision:
        missing.append(
            _(
                "Please link the comment that is meant, or confirm that you found no decision of %(town_genitive)s "
                "about it."
            )
            % {"town_genitive": appeal.municipality.words.town.genitive}
        )
    return missing


def _answer(appeal: Appeal) -> None:
    town = appeal.municipality
    with translation.override(PUBLIC_LANGUAGE):
        context = {
            "appeal": appeal,
            "town": town,
            "netiquette": absolute_address("netiquette:netiquette", town.slug),
        }
        post_letter(
            town,
            to=appeal.email,
            subject=_("Decision on your appeal %(reference)s") % {"reference": appeal.reference},
            text=render_to_string("community/email/appeal_decided.txt", context),
            key=f"appeal:{appeal.pk}:decided",
        )
