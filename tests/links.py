# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""A valid link of every kind that opens something to whoever holds it."""

import re
from datetime import timedelta
from hashlib import sha256
from urllib.parse import urlsplit

from allauth.account.forms import EmailAwarePasswordResetTokenGenerator
from allauth.account.models import EmailAddress, EmailConfirmationHMAC
from allauth.account.utils import user_pk_to_url_str
from django.core import signing
from django.urls import get_resolver, reverse
from django.utils.timezone import now
from django_scopes import scope

from accounts.models import Invitation, Letter, Role
from accounts.services import open_feed
from accounts.services.addresses import request_address_change
from accounts.signoff.letters import signoff_token
from channels_mgmt.models import ApprovalRequest
from channels_mgmt.services.approval_requests import approval_link
from channels_mgmt.services.departments import bring_topic, link_address
from channels_mgmt.services.fetching import address_of
from community.services.departments import answer_link
from community.services.notices import notice_link
from core.platforms import Platform
from core.secret_links import secret_parameters
from strategy.services.direct_line import answer_links
from tests.factories import person
from tests.leak_world import World

INVITED = "Einladung-mit-gueltigem-Geheimnis-0123456789"


def links_of(world: World) -> dict[str, str]:
    """Address by name, each with a token that is valid in this world."""
    town = world.town
    with scope(municipality=town):
        Invitation.objects.filter(pk=world.rows["invitation"].pk).update(token_hash=_hash(INVITED))
        mayor = person(town, Role.LEADERSHIP)
        newcomer = EmailAddress.objects.create(user=world.everybody, email=f"neu@{town.slug}.example")
        change = request_address_change(person(town, Role.EDITOR), new_address=f"anders@{town.slug}.example")
        answer = answer_links(world.rows["question"], mayor)[0][1]
        found = {
            "invitation:accept": reverse("invitation:accept", args=[INVITED]),
            "feed:feed": urlsplit(open_feed(town, actor=mayor, kind="plan", permission="channels_mgmt.view_plan")).path,
            "signoff:link": reverse(
                "signoff:link", args=[signoff_token(world.rows["strategy"], mayor, now() + timedelta(days=1))]
            ),
            **{f"address_{what}": _path_of_letter(f"address:{change.pk}:{what}") for what in ("stop", "confirm")},
            "direct_line:answer": "/antwort/" + answer.partition("/antwort/")[2],
            "approval:decide": urlsplit(_approval_link(world)).path,
            "department:answer": urlsplit(answer_link(world.rows["department_question"])).path,
            "appeals:notice": urlsplit(notice_link(world.rows["measure"])).path,
            "topic_link:bring": urlsplit(link_address(world.rows["department"])).path,
            "topic_link:received": _receipt_of_department(world),
            "fetched:picture": urlsplit(address_of(world.rows["asset"], Platform.INSTAGRAM)).path,
            "appeals:received": reverse(
                "appeals:received",
                args=[
                    town.slug,
                    signing.dumps([world.rows["appeal"].pk, True], salt=f"dorflinde.appeal.receipt.{town.pk}"),
                ],
            ),
            "account_reset_password_from_key": reverse(
                "account_reset_password_from_key",
                kwargs={
                    "uidb36": user_pk_to_url_str(mayor),
                    "key": EmailAwarePasswordResetTokenGenerator().make_token(mayor),
                },
            ),
            "account_confirm_email": reverse("account_confirm_email", args=[EmailConfirmationHMAC(newcomer).key]),
        }
    return found


def kinds_of_links() -> set[str]:
    """Every address with a secret in it, as the URL patterns say."""
    return set(secret_parameters(get_resolver()))


def secrets_of(path: str) -> list[str]:
    """The secret part of a link of ``links_of``, and the pieces it is made of."""
    secret = path.rstrip("/").rsplit("/", 1)[1]
    return [secret, *(piece for piece in secret.replace(":", "-").split("-") if len(piece) > 12)]


def _receipt_of_department(world: World) -> str:
    link = world.rows["department"]
    topic = bring_topic(link, title="Thema", note="", contact="Frau Kurz", wanted_day=None, request=None)
    token = urlsplit(link_address(link)).path.split("/")[2]
    receipt = signing.dumps(topic.pk, salt=f"dorflinde.topic.receipt.{link.pk}")
    return reverse("topic_link:received", args=[token, receipt])


def _approval_link(world: World) -> str:
    post, at = world.rows["post"], now()
    request = ApprovalRequest.objects.create(
        municipality=world.town, post=post, content_hash=post.current_hash(), asked_at=at, half_at=at, due_at=at
    )
    return approval_link(request, person(world.town, Role.COMMUNICATIONS))


def _path_of_letter(key: str) -> str:
    return re.search(r"/konto/adresse/\S+", Letter.objects.get(key=key).text)[0]


def _hash(token: str) -> str:
    return sha256(token.encode()).hexdigest()
