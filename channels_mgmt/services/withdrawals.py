# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""Taking a consent back: nothing planned goes out with the image or film, and every post that shows it is a task.

And letting consents go when their time is over.
"""

from __future__ import annotations

from datetime import date, datetime
from functools import partial

from django.db import transaction
from django.utils.timezone import now
from django.utils.translation import gettext as _

from accounts.audit import record
from accounts.models import Municipality, User
from accounts.tenancy.permissions import require
from channels_mgmt.models import Consent, Delivery, Post, WithdrawalTask
from channels_mgmt.queries.rights import consents_to_forget, posts_with
from channels_mgmt.services.publishing import follow_deliveries
from core.errors import AlreadyChanged, Refused
from core.folded import forget_gone_words
from core.states import change_state, compare_and_set

NOTE_LENGTH = 200
AT_ONCE = 100
HELD_BACK = (Delivery.State.SCHEDULED, Delivery.State.RETRY_WAIT, Delivery.State.HANDED_OVER)


@transaction.atomic
def withdraw_consent(consent: Consent, *, actor: User, withdrawn_on: date, note: str = "") -> int:
    """Take the consent back for ``actor``'s town; returns how many posts somebody has to see to.

    Planned deliveries of posts with its images and films, and with images that look the same, are withdrawn in this
    transaction. What is public a person takes down: no software deletes by itself.
    """
    require(actor, "channels_mgmt.withdraw_consent", consent)
    if withdrawn_on > consent.municipality.local_day():
        raise Refused(_("The day of the withdrawal has not come yet."))
    if not consent.is_given:
        raise AlreadyChanged(_("This consent is withdrawn already."))
    change_state(
        consent, Consent.State.WITHDRAWN, withdrawn_on=withdrawn_on, withdrawal_note=" ".join(note.split())[:300]
    )
    shown = posts_with(
        consent.asset_links.values_list("asset", flat=True), consent.video_links.values_list("video", flat=True)
    )
    posts = list(shown.select_related("municipality"))
    for post in posts:
        WithdrawalTask.objects.create(consent=consent, post=post, opened_at=now())
        _hold_back(post, actor, _("%(consent)s was withdrawn.") % {"consent": consent})
    record(actor, "media.consent_withdrawn", consent, posts=len(posts), on=withdrawn_on)
    return len(posts)


def _hold_back(post: Post, actor: User, reason: str) -> None:
    """Take back what has not gone out; what is on its way at this moment is asked about in the task."""
    held = []
    for delivery in Delivery.objects.filter(post=post, state__in=HELD_BACK).select_related("channel"):
        try:
            change_state(delivery, Delivery.State.WITHDRAWN, next_attempt_at=None, error=reason)
        except AlreadyChanged:
            continue  # it left, or a person was faster; then it is public and a task like the others
        held.append(delivery.channel.name)
    if held:
        follow_deliveries(post)
        record(actor, "channels_mgmt.deliveries_withdrawn", post, channels=held, reason=reason)


@transaction.atomic
def settle_task(task: WithdrawalTask, *, actor: User, note: str) -> None:
    """Say what was done about a post after a withdrawal."""
    require(actor, "channels_mgmt.settle_withdrawal", task)
    said = " ".join(note.split())[:NOTE_LENGTH]
    if len(said) < 3:
        raise Refused(_("Please say in a few words what was done, for example “deleted on both channels”."))
    compare_and_set(task, expected={"settled_at": None}, settled_by=actor, settled_at=now(), note=said)
    record(actor, "media.withdrawal_settled", task.post, consent=task.consent_id)


def forget_consents(town: Municipality, at: datetime) -> int:
    """Let go of names, purpose and paper of consents whose time is over. Needs the town in scope."""
    forgotten = 0
    for consent in list(consents_to_forget(town, at)[:AT_ONCE]):
        name = consent.scan.name
        try:
            with transaction.atomic():
                change_state(
                    consent,
                    Consent.State.FORGOTTEN,
                    who="",
                    purpose="",
                    withdrawal_note="",
                    scan="",
                    scan_sha256="",
                )
                WithdrawalTask.objects.filter(consent=consent).update(note="")
                record(None, "media.consent_forgotten", consent)
                if name:
                    transaction.on_commit(partial(consent.scan.storage.delete, name))
        except AlreadyChanged:
            continue
        forgotten += 1
    if forgotten:
        forget_gone_words(Consent)
    return forgotten
