# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""What software sees of the demo town's comments, and what its people said to that so far: it still learns."""

from accounts.models import Municipality, User
from community.models import Comment, TriageScore
from community.queries.hints import KINDS
from community.services.triage.refitting import refit_town
from community.services.triage.scoring import NOTHING_LEARNED, score_comments
from community.services.triage.settings import set_triage
from community.services.triage.teaching import answer_label

#: Words of the town beside those of the house.
OWN_WORDS = {"defect": ["Schlagloch*", "Straßenlaterne*"], "spam": ["Gewinnspiel*"]}
#: So many newest comments a person has said something about.
ANSWERED = 12


def load_hints(town: Municipality, *, press: User, moderator: User) -> None:
    """Whatever is open is looked at; the kinds of some comments are confirmed, one is not."""
    set_triage(town, actor=press, is_on=True, words=OWN_WORDS)
    while score_comments(town, models=NOTHING_LEARNED):
        pass
    of_kind = Comment.objects.filter(municipality=town, kind__in=KINDS.values(), emptied_at=None)
    for number, comment in enumerate(of_kind.order_by("-posted_at", "pk")[:ANSWERED]):
        label = next(label for label, kind in KINDS.items() if kind == comment.kind)
        answer_label(comment, actor=moderator, label=label, is_right=number != 3, seen_revision=comment.revision)
    suggested = TriageScore.objects.filter(comment__municipality=town).select_related("comment")
    if (newest := suggested.order_by("pk").last()) is not None:
        seen = newest.comment.revision
        answer_label(newest.comment, actor=moderator, label=newest.label, is_right=True, seen_revision=seen)
    refit_town(town)
