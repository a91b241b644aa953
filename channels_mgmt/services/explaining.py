# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""From a decision of the council to the draft of a post that explains it."""

from __future__ import annotations

from django.db import transaction

from accounts.audit import record
from accounts.models import User
from channels_mgmt.domain.explaining import draft_text, draft_title
from channels_mgmt.domain.placing import Placing
from channels_mgmt.models import CouncilDecision, Post
from channels_mgmt.queries.council import pillar_of_own_work
from channels_mgmt.services.council import refuse_unless
from channels_mgmt.services.planning import create_post
from core.states import change_state

State = CouncilDecision.State


@transaction.atomic
def explain_decision(decision: CouncilDecision, *, actor: User) -> Post:
    """A draft of the pillar that explains the house's own work, with facts, day and source, and gaps for the rest.

    Raises ``AlreadyChanged`` when somebody else has dealt with the decision; then nothing is stored.
    """
    refuse_unless(decision, State.NEW)
    town = decision.municipality
    post = create_post(
        town,
        actor=actor,
        title=draft_title(decision.title),
        text=draft_text(
            subject=decision.title,
            text=decision.text,
            result=decision.result,
            body=decision.body,
            day=decision.decided_on,
            web=decision.web,
        ),
        kind=Post.Kind.EXPLAIN,
        alternative_url=decision.web,
        placing=Placing(pillar=pillar_of_own_work(town), facts_as_of=decision.decided_on),
    )
    change_state(decision, State.EXPLAINED, post=post)
    record(actor, "planning.decision_explained", decision, post=post.pk)
    return post
