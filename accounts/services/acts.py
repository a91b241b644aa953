# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""Ten seconds to undo what reaches the public or another person at one click.

An app registers how an act is carried out; asked for, it is tried and rolled back, so that every refusal comes at once,
and kept as a row. A bell carries the row out in the name of who asked, with the rights that person has then.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django_scopes import scope

from accounts.audit import record
from accounts.mail.letters import post_letter
from accounts.models import Municipality, User
from accounts.models.acts import PostponedAct
from core.errors import AlreadyChanged, DomainError, NotPermitted, Refused
from core.states import change_state

#: Loads the subject by its key and calls the service.
CarryOut = Callable[[int, User], object]
ACTS: dict[str, CarryOut] = {}
State = PostponedAct.State


def register_act(kind: str, carry_out: CarryOut) -> None:
    """Let acts of ``kind`` be postponed; ``carry_out`` takes the key of the subject and who asked."""
    ACTS[kind] = carry_out


class _RolledBack(Exception):
    """Ends a rehearsal."""


def postpone(kind: str, town: Municipality, *, actor: User, subject: int, words: str) -> PostponedAct:
    """Do the act in ten seconds unless ``actor`` undoes it. Raises at once whatever the act itself would refuse.

    Asked for twice it is one act: the second time raises ``AlreadyChanged``.
    """
    try:
        with transaction.atomic():
            ACTS[kind](subject, actor)
            raise _RolledBack
    except _RolledBack:
        pass
    at = timezone.now()
    asked = {"actor": actor, "words": words[:300], "asked_at": at, "due_at": at + PostponedAct.UNDO_TIME}
    try:
        with transaction.atomic():
            act: PostponedAct = PostponedAct.objects.create(municipality=town, kind=kind, subject=subject, **asked)
    except IntegrityError:
        raise AlreadyChanged(_("This is on its way already. Nothing is done a second time.")) from None
    return act


def undo_act(act: PostponedAct, *, actor: User) -> None:
    """Take one's own act back; nothing has happened then. Raises ``Refused`` once it was carried out."""
    if act.actor_id != actor.pk:
        raise Refused(_("Only the person who asked for this can undo it."))
    try:
        change_state(act, State.UNDONE)
    except DomainError:
        raise Refused(_("Too late to undo: it has been carried out.")) from None


def is_act_due() -> bool:
    """Whether ``carry_out_act`` would have anything to do. Needs all towns in scope."""
    return bool(PostponedAct.objects.due(timezone.now()).exists())


def due_acts(at: datetime) -> list[int]:
    """Keys of the acts to carry out at ``at``. Needs all towns in scope."""
    return list(PostponedAct.objects.due(at).values_list("pk", flat=True)[:200])


def carry_out_act(pk: int) -> None:
    """Carry out act ``pk`` once; who asked is written to when it is not possible any more. Idempotent."""
    act = PostponedAct.objects.due(timezone.now()).select_related("municipality", "actor").filter(pk=pk).first()
    if act is None:
        return
    with scope(municipality=act.municipality):
        try:
            with transaction.atomic():
                if not _begin(act):
                    return
                ACTS[act.kind](act.subject, act.actor)
        except (DomainError, NotPermitted) as error:
            _give_up(PostponedAct.objects.select_related("municipality", "actor").get(pk=pk), str(error))


def _begin(act: PostponedAct) -> bool:
    try:
        change_state(act, State.DONE)
    except AlreadyChanged:
        return False  # undone, or another worker was faster
    return True


@transaction.atomic
def _give_up(act: PostponedAct, reason: str) -> None:
    change_state(act, State.FAILED, error=reason)
    record(None, "accounts.act_failed", act.municipality, words=act.words, reason=reason)
    text = _("This could not be done after all: %(words)s\n\nWhy: %(reason)s\n\nNothing was changed.")
    post_letter(
        act.municipality,
        to=act.actor.email,
        subject=_("Not carried out: %(words)s") % {"words": act.words[:80]},
        text=text % {"words": act.words, "reason": reason},
        key=f"act:{act.pk}:failed",
    )
