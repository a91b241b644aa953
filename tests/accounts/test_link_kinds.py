# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""A link outlives its letter: whatever kind it is, it asks at each use whether its person still counts."""

import re
from pathlib import Path

import pytest
from django.conf import settings
from django.core import mail
from django.test import Client

from accounts.models import Invitation, Letter, Membership, Role, User
from accounts.services import addresses, invite_person
from channels_mgmt.services.planning import submit_post
from tests.accounts.proofs import with_address
from tests.channels_mgmt.factories import draft, live_channel
from tests.factories import PASSWORD, person
from tests.leaks import PUBLIC, all_addresses
from tests.strategy.factories import asked_question, submitted_strategy

SECRETS = {"token", "key", "uidb36", "receipt"}


def path_in(text, prefix):
    return re.search(rf"https?://[^/\s]+({prefix}\S+)", text).group(1)


def a_question(town, holder):
    asked_question(town, person(town, Role.EDITOR), question="Ist das geheim?")
    return path_in(Letter.objects.get(to=holder.email).text, "/antwort/"), "Ist das geheim?"


def an_approval(town, holder):
    author = person(town, Role.EDITOR)
    post = draft(town, author, [live_channel(town)], text="Ist das geheim?", risk="crisis")
    submit_post(post, actor=author)
    return path_in(Letter.objects.get(to=holder.email, key__contains=":asked:").text, "/freigabe/"), "Ist das geheim?"


def a_signature(town, holder):
    strategy = submitted_strategy(town)
    letter = Letter.objects.get(to=holder.email, key__contains=":submitted:")
    return path_in(letter.text, "/unterzeichnen/"), str(strategy)


def an_invitation(town, holder):
    """The holder has an account and is asked into another role; sent by an administrator."""
    Membership.objects.filter(user=holder).delete()
    invite_person(town, actor=person(town, Role.ADMINISTRATOR), email=holder.email, name="Mara", roles=[Role.EDITOR])
    return path_in(mail.outbox[-1].body, "/einladung/"), town.name


def a_stop(town, holder):
    change = addresses.request_address_change(holder, new_address="neu@stadt.example")
    return path_in(Letter.objects.get(key=f"address:{change.pk}:stop").text, "/konto/adresse/"), "neu@stadt.example"


def a_confirmation(town, holder):
    change = addresses.request_address_change(holder, new_address="neu@stadt.example")
    return path_in(Letter.objects.get(key=f"address:{change.pk}:confirm").text, "/konto/adresse/"), "neu@stadt.example"


def a_reset(town, holder):
    with_address(holder)
    Client().post("/konto/password/reset/", {"email": holder.email})
    return path_in(mail.outbox[-1].body, "/konto/password/reset/key/"), 'name="password1"'


#: Each address that a secret opens: how a letter with one comes about, or why it is nobody's of the town.
KINDS = {
    "direct_line:answer": a_question,
    "approval:decide": an_approval,
    "signoff:link": a_signature,
    "invitation:accept": an_invitation,
    "address_stop": a_stop,
    "address_confirm": a_confirmation,
    "account_reset_password_from_key": a_reset,
    "account_confirm_email": "only marks the login address itself as confirmed (test_reauthentication.py)",
    "appeals:notice": "a citizen's own notice; no person of the town stands behind it (docs/adr/0061)",
    "appeals:received": "a citizen's own receipt; no person of the town stands behind it",
    "department:answer": "bound to a question, not to a person: whoever has it answers once (docs/adr/0052)",
    "topic_link:bring": "bound to a department, not to a person; shows nothing and can be withdrawn",
    "topic_link:received": "the receipt of what was brought by that link",
    "fetched:picture": "one picture that is about to be public, for an hour, for a network that fetches it",
    "feed:feed": "asks at each reading what its person may see (accounts/test_feeds.py)",
}
OF_PEOPLE = {name: kind for name, kind in KINDS.items() if callable(kind)}


@pytest.fixture
def holder(town):
    return person(town, Role.LEADERSHIP, name="Mara Muster")


def answers_of(path, holder):
    """What a browser is shown that opens the link and presses its button; somebody shut out cannot sign in first."""
    client = Client()
    client.login(email=holder.email, password=PASSWORD)
    shown = client.get(path, follow=True)
    sent = client.post(path, {"answer": "1"}, follow=True)
    return shown.content.decode() + sent.content.decode()


def test_every_address_with_a_secret_is_a_kind_below():
    """Complete by construction: fails for a new kind of link until somebody has thought about it."""
    with_secret = {
        name
        for name, found in all_addresses().items()
        if name in PUBLIC and SECRETS & set(found.pattern.converters or found.pattern.regex.groupindex)
    }

    assert with_secret == KINDS.keys()


def test_links_are_sealed_in_known_places_only():
    """A new caller of ``seal_link`` or of Django's signing is a new kind: it belongs into the table above."""
    root, found = Path(settings.BASE_DIR), set()
    for app in (
        "accounts",
        "channels_mgmt",
        "community",
        "netiquette",
        "practice",
        "reporting",
        "staffing",
        "strategy",
    ):
        for path in (root / app).rglob("*.py"):
            if re.search(r"\b(seal_link|signing\.dumps)\(", path.read_text()):
                found.add(str(path.relative_to(root)))

    assert found == {
        "accounts/login/devices.py",  # no link: the cookie of a device, which opens nothing
        "accounts/tenancy/links.py",
        "accounts/services/addresses.py",
        "accounts/signoff/letters.py",
        "community/domain/form_seal.py",  # no link: how long a form was open
        "community/views/appeals_public.py",
        "channels_mgmt/services/approval_requests.py",
        "channels_mgmt/services/departments.py",
        "channels_mgmt/services/fetching.py",
        "channels_mgmt/views/topic_link.py",
        "community/services/departments.py",
        "community/services/notices.py",
        "strategy/services/direct_line.py",
    }


@pytest.mark.parametrize("name", OF_PEOPLE)
def test_the_link_shows_its_page_while_its_person_counts(town, holder, name):
    """Proves that the tests below look at the right words."""
    path, secret = OF_PEOPLE[name](town, holder)
    if name == "signoff:link":  # leads through the login
        assert Client().get(path).headers["Location"].startswith("/konto/login/")
        return

    assert secret in Client().get(path, follow=True).content.decode()


@pytest.mark.parametrize("name", OF_PEOPLE)
def test_the_link_of_somebody_shut_out_shows_and_does_nothing(town, holder, name):
    path, secret = OF_PEOPLE[name](town, holder)
    User.objects.filter(pk=holder.pk).update(is_active=False)

    assert secret not in answers_of(path, holder)
    assert not Membership.objects.filter(user=holder, role=Role.EDITOR).exists()
    assert User.objects.get(pk=holder.pk).check_password(PASSWORD)


@pytest.mark.parametrize("name", sorted(OF_PEOPLE.keys() - {"invitation:accept", "account_reset_password_from_key"}))
def test_the_link_of_somebody_without_a_role_shows_and_does_nothing(town, holder, name):
    """An invitation gives the first role, and a password belongs to no town."""
    path, secret = OF_PEOPLE[name](town, holder)
    Membership.objects.filter(user=holder).delete()

    assert secret not in answers_of(path, holder)


@pytest.mark.parametrize("name", ["direct_line:answer", "signoff:link", "approval:decide"])
def test_the_link_of_a_head_who_is_no_head_any_more_shows_and_does_nothing(town, holder, name):
    """Detects a page that shows the question to whoever still has some other role."""
    path, secret = OF_PEOPLE[name](town, holder)
    Membership.objects.filter(user=holder).update(role=Role.DEPARTMENT)

    shown = Client().get(path).content.decode()

    assert secret not in shown


@pytest.mark.parametrize("loses", ["role", "account"])
def test_an_invitation_falls_with_whoever_sent_it(town, holder, loses):
    """Somebody who was let go has invited nobody."""
    path, secret = an_invitation(town, holder)
    sender = Invitation.objects.get().invited_by
    if loses == "role":
        Membership.objects.filter(user=sender).update(role=Role.READER)
    else:
        User.objects.filter(pk=sender.pk).update(is_active=False)

    answer = Client().post(path)

    assert answer.status_code == 410 and secret not in answer.content.decode()
    assert not Membership.objects.filter(user=holder).exists()
