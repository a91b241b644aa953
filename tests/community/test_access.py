# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""Who sees and decides what, role by role and town by town."""

from datetime import timedelta

import pytest
from django.utils import timezone

from accounts.models import Role
from tests.community.factories import (
    address,
    comment_in,
    failed_action,
    moderator,
    netiquette_in_force,
)
from tests.factories import MunicipalityFactory, person


def test_a_readers_page_offers_no_decision(town, client):
    comment = comment_in(town)
    client.force_login(person(town, Role.READER))

    body = client.get(address(town, "comment", comment.pk)).content.decode()

    assert "textarea" not in body
    assert address(town, "claim_next") not in body


POSTS = ["claim", "renew", "release", "leave", "reply", "hide"]
SEES = {"moderator", "communications", "reader"}
DECIDES = {"moderator", "communications"}


@pytest.mark.parametrize("role", Role.values)
def test_each_role_sees_and_decides_what_it_may_and_nothing_more(town, client, role):
    netiquette_in_force(town)
    comment = comment_in(town)
    action = failed_action(comment_in(town), moderator(town))
    client.force_login(person(town, role))
    sees = 200 if role in SEES else 403

    pages = [address(town, "queue"), address(town, "comment", comment.pk), address(town, "history", comment.pk)]
    assert [client.get(page).status_code for page in pages] == [sees] * 3
    assert client.get(address(town, "hide", comment.pk)).status_code == (200 if role in DECIDES else 403)
    if role not in DECIDES:
        answers = [
            client.post(address(town, name, comment.pk), {"revision": 1, "text": "Ja."}).status_code for name in POSTS
        ]
        answers.append(client.post(address(town, "claim_next")).status_code)
        answers.append(client.post(address(town, "undo", action.decision_id)).status_code)
        answers.append(client.post(address(town, "settle", action.pk), {"outcome": "retry"}).status_code)
        assert answers == [403] * 9


def test_the_menu_shows_the_dialogue_only_to_those_who_may_open_it(town, client):
    link = f'href="{address(town, "queue")}"'
    client.force_login(person(town, Role.MODERATOR))
    seen = client.get(address(town, "queue")).content.decode()
    client.force_login(person(town, Role.EDITOR))

    assert link in seen
    assert link not in client.get(address(town, "queue")).content.decode()


def test_no_comment_of_another_town_is_shown_or_touched(town, client, alma):
    """Detects a read or write that forgets the town: everything of it is 404 or absent."""
    from django_scopes import scope

    other = MunicipalityFactory()
    with scope(municipality=other):
        foreign = comment_in(other, text="Streng geheim")
        netiquette_in_force(other)
        stranger = moderator(other, name="Fremde Person")
        action = failed_action(foreign, stranger)
        second = comment_in(other, text="Streng geheim", due_at=timezone.now() - timedelta(hours=1))
    own = comment_in(town)

    for query in ("", "?tab=decided", "?tab=person", "?overdue=1", "?q=geheim", f"?channel={foreign.channel_id}"):
        response = client.get(address(town, "queue") + query)
        assert "Streng geheim" not in response.content.decode()
    assert client.get(address(town, "queue")).context["numbers"]["overdue"] == "0"
    assert "Fremde Person" not in client.get(address(town, "hide", own.pk)).content.decode()
    for name in ("comment", "history", "hide", "outcome"):
        assert client.get(address(town, name, second.pk)).status_code == 404
    for name in POSTS:
        assert client.post(address(town, name, second.pk), {"revision": 1, "text": "Ja."}).status_code == 404
    assert client.post(address(town, "undo", action.decision_id)).status_code == 404
    assert client.post(address(town, "settle", action.pk), {"outcome": "retry"}).status_code == 404
    assert client.get(address(other, "queue")).status_code == 404
    client.post(address(town, "claim_next"), {"after": second.pk})
    own.refresh_from_db()
    assert own.claimed_by == alma
