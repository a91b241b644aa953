# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""Text not saved yet: kept per person and part, never overwriting what another window has kept.

A draft is nobody's decision: it changes neither the document nor its state, and the audit trail, which
remembers saving, does not remember typing (docs/adr/0010).
"""

from datetime import datetime, timedelta

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from accounts.tenancy.permissions import require
from core.errors import AlreadyChanged, Refused
from core.states import compare_and_set
from core.text import grouped, plain_lines
from strategy.models import SectionDraft, Strategy, StrategySection
from strategy.services.writing import OPEN_STATES

KEPT_DAYS = 30
LONGEST = 20_000  # characters, as in the form


class NewerDraft(AlreadyChanged):
    """The same person has typed on in another window; ``current`` holds that text, nothing was overwritten."""

    def __init__(self, current: SectionDraft) -> None:
        super().__init__(_("You have written on in another window. Nothing was overwritten."))
        self.current = current


def keep_draft(
    section: StrategySection, *, actor: User, text: str, base_revision: int, seen_revision: int
) -> SectionDraft | None:
    """Keep what ``actor`` has typed so far. ``seen_revision`` is the newest draft this window knows, 0 for none.

    Returns ``None`` when the text is what the section says anyway: nothing is unsaved then. Raises
    ``NewerDraft`` when another window was faster, ``Refused`` when the version is signed or the text too long.
    """
    require(actor, "strategy.write_strategy", section.strategy)
    if section.strategy.state not in OPEN_STATES:
        raise Refused(_("A signed strategy is not changed. Please start a new version."))
    text = plain_lines(text)
    if len(text) > LONGEST:
        raise Refused(_("At most %(most)s characters are kept.") % {"most": grouped(LONGEST)})
    drafts = SectionDraft.objects.filter(section=section, person=actor)
    current = drafts.first()
    if current is not None and current.revision != seen_revision:
        if current.text == text:
            return current
        raise NewerDraft(current)
    try:
        with transaction.atomic():
            if text.strip() == section.text:  # also when the window learns of the saved text only later
                drafts.filter(revision=seen_revision).delete()
                return None
            if current is None:
                return SectionDraft.objects.create(
                    section=section,
                    person=actor,
                    text=text,
                    base_revision=base_revision,
                    revision=seen_revision + 1,
                )
            compare_and_set(
                current,
                expected={"revision": seen_revision},
                text=text,
                base_revision=base_revision,
                revision=seen_revision + 1,
                saved_at=timezone.now(),
            )
    except (AlreadyChanged, IntegrityError):
        faster = drafts.first()
        if faster is None:
            raise AlreadyChanged(_("This draft was saved or discarded in another window.")) from None
        raise NewerDraft(faster) from None
    return current


def discard_section_draft(section: StrategySection, *, actor: User, seen_revision: int) -> bool:
    """Throw away one's own unsaved text; ``False`` when there is a newer one, which stays."""
    require(actor, "strategy.write_strategy", section.strategy)
    drafts = SectionDraft.objects.filter(section=section, person=actor)
    return bool(drafts.filter(revision=seen_revision).delete()[0]) or not drafts.exists()


def forget_drafts_of(strategy: Strategy) -> int:
    """A signed version leaves no unsaved text behind; returns how many drafts went."""
    return SectionDraft.objects.filter(section__strategy=strategy).delete()[0]


def forget_old_drafts(at: datetime) -> int:
    """Delete what nobody has typed on for thirty days; returns how many drafts went."""
    return SectionDraft.objects.filter(saved_at__lt=at - timedelta(days=KEPT_DAYS)).delete()[0]
