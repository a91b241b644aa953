# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""An account of the demo town that two people restricted for a time, by hand; and whom its people can talk to.

And an account that advertises, and a comment that its author has taken away.
"""

from django.utils.timezone import now

from accounts.models import Municipality, User
from community.models import Author, Comment, Restriction
from community.services.care import set_contacts
from community.services.gone import note_gone
from community.services.marking import mark_account
from community.services.restrictions import decide_restriction, request_restriction, settle_restriction_step
from netiquette.queries import citable_clauses

REASON = (
    "Das Konto hat unter mehreren Beiträgen dieselbe Kollegin beschimpft, auch nachdem wir ausgeblendet und höflich um Sachlichkeit "
    "gebeten haben. Kritik an der Baustelle bleibt stehen; es geht nur um die persönlichen Beschimpfungen."
)
NOTE = "Die milderen Mittel sind ausgeschöpft, vier Wochen sind angemessen."
CONTACTS = (
    "Leitung der Pressestelle, Zimmer 12\nPersonalrat, Zimmer 3\nBetriebsärztlicher Dienst, mittwochs 9 bis 12 Uhr"
)


def load_ladder(town: Municipality, *, press: User, moderator: User) -> None:
    """Asked for by the moderator, approved by the press office, done on the platform by hand."""
    set_contacts(town, actor=press, contacts=CONTACTS)
    if advertiser := Author.objects.filter(municipality=town, name="gewinn.spiel.24").first():
        mark_account(advertiser, actor=moderator, standing=Author.Standing.SPAM)
    left = Comment.objects.filter(municipality=town, decisions__kind="leave", is_hidden=False).order_by("pk").first()
    if left is not None:
        note_gone(left, now())
    kind = Restriction.Kind.RESTRICT
    hidden = Comment.objects.filter(municipality=town, is_hidden=True).order_by("decided_at").first()
    clause = next((found for found in citable_clauses(town) if found.supports(kind)), None)
    if hidden is None or clause is None:
        return
    asked = request_restriction(hidden, actor=moderator, kind=kind, clause=clause, reason=REASON, days=28)
    decide_restriction(asked, actor=press, is_approved=True, note=NOTE)
    for step in asked.actions.all():
        settle_restriction_step(step, actor=moderator, was_carried_out=True)
