# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""The pictures of README and handbook: taken from the demo town, by ``make pictures``.

Without ``SCREENSHOTS`` the same pages are opened and nothing is written; a picture the documents
show but no line here takes, or the other way round, fails.
"""

import re
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import call_command
from django.utils.timezone import now
from django_scopes import scopes_disabled
from playwright.sync_api import expect

from accounts.models import Role, User
from channels_mgmt.models import Post
from community.models import Comment
from reporting.models import Heartbeat
from strategy.models import PlatformAnalysis
from tests.e2e.browser import shoot
from tests.e2e.test_konstanz import PICTURES as KONSTANZ
from tests.factories import MunicipalityFactory, person

pytestmark = [pytest.mark.e2e, pytest.mark.django_db(transaction=True)]

DOCS = Path(settings.BASE_DIR) / "docs"
TOWN = "/lindenhagen"
# name of the picture, who looks, page, width of the window
PICTURES = (
    ("heute", "presse", "/", 1440),
    ("heute", "buergermeisterin", "/", 360),
    ("plan", "redaktion", "/planen/", 1440),
    ("verfassen", "redaktion", "/planen/beitrag/{draft}/bearbeiten/", 1440),
    ("beitrag", "presse", "/planen/beitrag/{post}/", 1440),
    ("dialog", "dialog", "/dialog/{comment}/", 1440),
    ("strategie", "presse", "/strategie/", 1440),
    ("analyse", "presse", "/strategie/analyse/{analysis}/", 1440),
    ("netiquette", "", "/netiquette/", 360),
    ("kanal", "presse", "/einstellungen/kanaele/", 1440),
    ("uebung", "redaktion", "/uebung/", 1440),
    ("team", "presse", "/team/", 1440),
    ("bericht", "buergermeisterin", "/berichte/1/", 1440),
)
# The same of a town in which nobody has done anything yet.
FIRST_DAY = ("erste-schritte", 1440)


def test_the_documents_show_what_the_pages_look_like(tab):
    call_command("seed_demo")
    with scopes_disabled():
        Heartbeat.objects.update_or_create(component="worker", defaults={"seen_at": now()})
        Heartbeat.objects.update_or_create(component="beat", defaults={"seen_at": now()})
        User.objects.update(toured_roles=" ".join(Role.values))  # on a day like any other
        people = {user.email.split("@")[0]: user for user in User.objects.all()}
        rows = {
            "post": Post.objects.filter(state="in_review").get().pk,
            "draft": Post.objects.filter(state="draft").order_by("-media__pk").first().pk,
            "comment": Comment.objects.open().in_queue_order().first().pk,
            "analysis": PlatformAnalysis.objects.exclude(result_hash="").first().pk,
        }

    for name, who, path, width in PICTURES:
        own = tab(width=width, user=people.get(who))
        page = own.open(TOWN + path.format(**rows))
        assert page.locator("h1").count() == 1, name
        shoot(own, name)


def test_the_documents_show_the_first_day_of_an_empty_town(tab):
    town = MunicipalityFactory(name="Musterstadt", slug="musterstadt")
    Heartbeat.objects.bulk_create(Heartbeat(component=name, seen_at=now()) for name in ("worker", "beat"))
    name, width = FIRST_DAY
    own = tab(width=width, user=person(town, Role.ADMINISTRATOR, name="Ida Informatik"))

    page = own.open("/")
    page.get_by_role("button", name="Jetzt üben").click()

    expect(page.get_by_label("Ihre Antwort")).to_be_visible()
    shoot(own, name, full_page=True)


def test_each_picture_is_shown_and_each_shown_picture_is_taken():
    documents = [DOCS.parent / "README.md", *DOCS.rglob("*.md")]
    shown = {match for document in documents for match in re.findall(r"bilder/([\w-]+\.png)", document.read_text())}
    taken = {f"{name}-{width}.png" for name, _who, _path, width in PICTURES}
    taken |= {f"{name}-{width}.png" for name, width in [*KONSTANZ, FIRST_DAY]}

    assert shown == taken
    assert {path.name for path in (DOCS / "bilder").glob("*.png")} == taken
