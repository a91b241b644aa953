# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""How a town answers."""

from __future__ import annotations

from django.db.models import Exists, F, OuterRef, QuerySet
from django.utils.translation import gettext as _

from accounts.models import Municipality, User
from community.models import Comment, Decision, ReplySettings, StaffInitials


def reply_settings(town: Municipality) -> ReplySettings:
    """The town's settings, or the defaults in a row that is not stored; one query."""
    return ReplySettings.objects.filter(municipality=town).first() or ReplySettings(municipality=town)


def tone_of(settings: ReplySettings) -> str:
    """The town's own guide, else what the house proposes."""
    return settings.tone_guide or _(
        "We answer as people who like their town: friendly, short and in everyday words.\n"
        "First the answer, then the reason. One thought per sentence.\n"
        "No paragraphs of law, no abbreviations, no “unfortunately we are not in charge” – say who is, and how to "
        "reach them.\n"
        "Thank people for hints. Admit mistakes. Do not argue with anger: answer what was asked.\n"
        "Nothing about single persons in public; ask them to write or call instead."
    )


def answers_to_release(town: Municipality, person: User) -> QuerySet[Decision]:
    """What colleagues have written and ``person`` may release, the longest waiting first."""
    waiting = Decision.objects.filter(
        comment__municipality=town,
        comment__state__in=Comment.DECIDED_STATES,
        comment__revision=F("comment_revision"),
    )
    return waiting.waiting_for_release().exclude(actor=person).order_by("decided_at", "pk")


def initials_of(town: Municipality, person: User) -> str:
    """What stands below the answers of ``person``; empty unless the town wants it and the person has agreed."""
    wanted = ReplySettings.objects.filter(municipality=OuterRef("municipality"), uses_initials=True)
    agreed = StaffInitials.objects.filter(Exists(wanted), municipality=town, person=person)
    return agreed.values_list("initials", flat=True).first() or ""
