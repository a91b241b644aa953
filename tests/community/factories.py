# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""A netiquette in force, a channel with a published post, and citizens who write below it."""

from collections.abc import Sequence
from datetime import timedelta
from itertools import count

from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from accounts.models import Municipality, Role, User
from channels_mgmt.models import Channel, Delivery, Post
from community.models import (
    Appeal,
    Author,
    Comment,
    Decision,
    DepartmentQuestion,
    FaqEntry,
    PlatformAction,
    Restriction,
    Snippet,
)
from community.services.appeals_intake import AppealEntry, submit_appeal
from community.services.decisions import delete_comment, hide_comment, leave_comment, reply_to_comment
from community.services.departments import ask_department, receive_answer
from community.services.faq import draft_faq, publish_faq
from community.services.restrictions import decide_restriction, request_restriction
from community.services.snippets import create_snippet
from netiquette.models import Clause, Netiquette
from tests.factories import person

_numbers = count(1)

DECISIONS = {"leave": leave_comment, "reply": reply_to_comment, "hide": hide_comment, "delete": delete_comment}


def moderator(town: Municipality, **fields: object) -> User:
    return person(town, Role.MODERATOR, **fields)


def netiquette_in_force(town: Municipality, *more: str) -> Netiquette:
    """Clauses: respect and advertising may carry measures, contact may not, ``more`` keys may. Older ones retire."""
    author, mayor = person(town, Role.COMMUNICATIONS), person(town, Role.LEADERSHIP)
    number = Netiquette.objects.filter(municipality=town).count() + 1
    Netiquette.objects.filter(municipality=town, state="published").update(state="retired")
    netiquette = Netiquette.objects.create(municipality=town, version=number, author=author, introduction="Willkommen.")
    texts = [
        ("respekt", "Respekt", "Beleidigungen haben hier keinen Platz.", True),
        ("werbung", "Werbung", "Werbung ist hier nicht erwünscht.", True),
        ("kontakt", "Kontakt", "So erreichen Sie uns.", False),
        *((key, key.title(), "Das hat hier keinen Platz.", True) for key in more),
    ]
    for position, (key, title, text, is_ground) in enumerate(texts, 1):
        Clause.objects.create(
            netiquette=netiquette, number=position, key=key, title=title, text=text, is_ground_for_measures=is_ground
        )
    Netiquette.objects.filter(pk=netiquette.pk).update(
        state="published", signed_by=mayor, signed_at=timezone.now(), signed_hash=netiquette.current_hash()
    )
    return Netiquette.objects.get(pk=netiquette.pk)


def with_ladder(found: Clause, strongest: str) -> Clause:
    """The clause with the last step it supports, signed so."""
    Clause.objects.filter(pk=found.pk).update(strongest_measure=strongest)
    signed = Netiquette.objects.get(pk=found.netiquette_id)
    Netiquette.objects.filter(pk=signed.pk).update(signed_hash=signed.current_hash())
    return Clause.objects.get(pk=found.pk)


def clause(netiquette: Netiquette, key: str = "respekt") -> Clause:
    return netiquette.clauses.get(key=key)


def practice_channel(town: Municipality, **fields: object) -> Channel:
    """A live channel on the practice platform that counts like Bluesky (300 characters)."""
    values = {
        "platform": "bluesky",
        "connector": "practice",
        "name": "Übungsplattform",
        "handle": "stadt",
        "account_id": str(next(_numbers)),
        "state": "live",
        "live_slot": 1,
        "limits": {"characters": 300, "images": 4, "image_bytes": 1_000_000},
    }
    return Channel.objects.create(municipality=town, **values | fields)


def delivery_of(channel: Channel, text: str = "Ab 1. Dezember ist die Bahnhofstraße gesperrt.") -> Delivery:
    author = person(channel.municipality, Role.EDITOR)
    post = Post.objects.create(municipality=channel.municipality, title="Sperrung", text=text, author=author)
    at = timezone.now() - timedelta(hours=5)
    return Delivery.objects.create(
        post=post,
        channel=channel,
        state="published",
        due_at=at,
        published_at=at,
        remote_id=f"post-{next(_numbers)}",
        remote_url="https://social.example/post/1",
    )


def comment_on(delivery: Delivery, text: str = "Gilt das auch für Fahrräder?", **fields: object) -> Comment:
    """A new comment, written an hour ago, due in an hour; ``answers`` names the comment it answers."""
    number, at = next(_numbers), timezone.now()
    channel = delivery.channel
    author = fields.pop("author", None) or Author.objects.create(
        municipality=channel.municipality,
        channel=channel,
        remote_id=f"citizen-{number}",
        handle=f"hafenliebe{number}",
        name=f"Hafenliebe {number}",
        url=f"https://social.example/@hafenliebe{number}",
    )
    answers = fields.pop("answers", None)
    values = {
        "municipality": channel.municipality,
        "channel": channel,
        "delivery": delivery,
        "author": author,
        "remote_id": f"comment-{number}",
        "parent_remote_id": answers.remote_id if answers else delivery.remote_id,
        "url": f"https://social.example/comment/{number}",
        "text": text,
        "posted_at": at - timedelta(hours=1),
        "due_at": at + timedelta(hours=1),
    }
    values |= fields
    return Comment.objects.create(**{"readable_since": values["posted_at"]} | values)


def comment_in(town: Municipality, **fields: object) -> Comment:
    """A new comment below the town's one post; both are made when missing."""
    delivery = Delivery.objects.filter(post__municipality=town).select_related("channel__municipality").first()
    return comment_on(delivery or delivery_of(practice_channel(town)), **fields)


def decision_on(comment: Comment, actor: User, kind: str = "leave", **grounds: object) -> Decision:
    if kind == "reply":
        grounds.setdefault("text", "Mit dem Rad kommen Sie durch.")
    return DECISIONS[kind](Comment.objects.get(pk=comment.pk), actor=actor, **grounds)


def department_asked(comment: Comment, actor: User, **words: object) -> DepartmentQuestion:
    """The building authority is asked about ``comment``."""
    given = {"department": "Bauamt", "email": "bauamt@stadt.example", "question": "Gilt die Sperrung für Räder?"}
    return ask_department(Comment.objects.get(pk=comment.pk), actor=actor, **given | words)


PLAN = b"%PDF-1.7\n1 0 obj\nendobj\n%%EOF\n"


def paper(name: str = "Umleitungsplan.pdf", content: bytes = PLAN) -> SimpleUploadedFile:
    """A file as a department sends it."""
    return SimpleUploadedFile(name, content, "application/pdf")


def department_answered(
    comment: Comment, actor: User, text: str = "Räder dürfen durch.", files: Sequence[SimpleUploadedFile] = ()
) -> DepartmentQuestion:
    asked = department_asked(comment, actor)
    receive_answer(asked, text=text, answered_as="Bauamt, Durchwahl 12", files=files)
    return asked


def snippet_in(town: Municipality, actor: User, **changes: object) -> Snippet:
    """A text for answers with a name of its own."""
    given = {"kind": "reply", "name": f"Dank {next(_numbers)}", "text": "Danke für Ihren Hinweis!"}
    return create_snippet(town, actor=actor, **given | changes)


def published_answer(comment: Comment, actor: User, text: str = "Mit dem Rad kommen Sie durch.") -> Decision:
    """A reply that has arrived on its platform."""
    action = decision_on(comment, actor, "reply", text=text).action
    PlatformAction.objects.filter(pk=action.pk).update(state="published", published_at=timezone.now())
    return Decision.objects.get(pk=action.decision_id)


def faq_in(town: Municipality, actor: User, **changes: object) -> FaqEntry:
    """A draft with a question of its own."""
    given = {"question": f"Wann öffnet das Freibad {next(_numbers)}?", "answer": "Am 1. Mai um 8 Uhr."}
    return draft_faq(town, actor=actor, **{"as_of": town.local_day()} | given | changes)


def published_faq(town: Municipality, actor: User, **changes: object) -> FaqEntry:
    entry = faq_in(town, actor, **changes)
    publish_faq(entry, actor=actor, seen_version=1)
    return entry


def answer_to_release(comment: Comment, actor: User, *, is_settled: bool = False) -> Decision:
    """A reply that waits for a second person, or that was returned meanwhile."""
    decision = decision_on(comment, actor, "reply")
    PlatformAction.objects.filter(decision=decision).delete()
    undone = {"undone_at": timezone.now(), "undone_by": actor} if is_settled else {}
    Decision.objects.filter(pk=decision.pk).update(needs_release=True, **undone)
    return Decision.objects.get(pk=decision.pk)


def restriction_asked(comment: Comment, actor: User, **words: object) -> Restriction:
    """``actor`` asks for a block of the comment's author; the netiquette is made when missing."""
    town = comment.municipality
    rules = Netiquette.objects.filter(municipality=town, state="published").first() or netiquette_in_force(town)
    grounds = rules.clauses.filter(is_ground_for_measures=True)
    ground = next((found for found in grounds if found.supports("block")), None)
    given = {"kind": "block", "clause": ground, "reason": "Droht trotz Ausblendens täglich.", "days": 30}
    return request_restriction(Comment.objects.get(pk=comment.pk), actor=actor, **given | words)


def restriction_in_force(comment: Comment, actor: User, by: User | None = None, **words: object) -> Restriction:
    """Approved by the head of the authority, or ``by``."""
    asked = restriction_asked(comment, actor, **words)
    decide_restriction(asked, actor=by or person(comment.municipality, Role.LEADERSHIP), is_approved=True)
    return asked


def failed_action(comment: Comment, actor: User, state: str = "rejected") -> PlatformAction:
    """A reply that the platform did not take, or of which nobody knows."""
    action = decision_on(comment, actor, "reply").action
    PlatformAction.objects.filter(pk=action.pk).update(state=state, error="Die Plattform hat abgelehnt.")
    return PlatformAction.objects.get(pk=action.pk)


def entry(**changes: object) -> AppealEntry:
    """What a citizen enters, with a new text each time."""
    given = {
        "measure": "hidden",
        "email": "buerger@mail.example",
        "text": f"Das war Kritik und keine Beleidigung ({next(_numbers)}).",
        "account": "Mastodon, @hafenliebe",
    }
    return AppealEntry(**given | changes)


def appeal_in(town: Municipality, comment: Comment | None = None, **changes: object) -> Appeal:
    """A received appeal; with ``comment`` it names that comment's address and is joined with its decision."""
    if comment is not None:
        changes["link"] = comment.url
    return submit_appeal(town, entry=entry(**changes)).appeal


def hidden_comment(town: Municipality, by: User, **fields: object) -> Comment:
    """A comment that ``by`` has hidden under clause 1 of the netiquette in force, made when missing."""
    rules = Netiquette.objects.filter(municipality=town, state="published").first() or netiquette_in_force(town)
    delivery = fields.pop("delivery", None)
    comment = comment_on(delivery, **fields) if delivery else comment_in(town, **fields)
    ground = rules.clauses.filter(is_ground_for_measures=True).first()
    decision_on(comment, by, "hide", clause=ground, rationale="Eine Beleidigung ohne Bezug zur Sache.")
    return Comment.objects.get(pk=comment.pk)


def address(town: Municipality, name: str, *args: object) -> str:
    """The path of a page of the dialogue in ``town``."""
    return reverse(f"dialog:{name}", args=[town.slug, *args])
