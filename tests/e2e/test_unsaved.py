# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""Unsaved text stays in the browser until the server has confirmed it (static/js/core/unsaved.js)."""

import pytest
from django_scopes import scope
from playwright.sync_api import expect

from accounts.models import Role
from community.models import Comment
from community.services import decisions, queue
from tests.community.factories import comment_in
from tests.e2e.browser import sign_in
from tests.factories import MunicipalityFactory, person

pytestmark = [pytest.mark.e2e, pytest.mark.django_db(transaction=True)]

KEPT = "Object.keys(localStorage).filter((name) => name.startsWith('dorflinde-unsaved-')).length"


def test_an_answer_is_kept_for_its_writer_until_the_comment_is_decided(tab, live_server):
    town = MunicipalityFactory(name="Konstanz", slug="konstanz")
    moderator, colleague = person(town, Role.MODERATOR), person(town, Role.MODERATOR)
    with scope(municipality=town):
        comment = comment_in(town, text="Wann ist die Brücke wieder frei?")
    shown = tab(user=moderator)
    address = f"/konstanz/dialog/{comment.pk}/"
    page = shown.open(address)
    page.locator("#reply-form textarea").press_sequentially("Am Freitag.")
    page.close()

    page = shown.context.new_page()
    page.goto(live_server.url + address)
    expect(page.locator("#reply-form textarea")).to_have_value("Am Freitag.")

    with scope(municipality=town):
        queue.release_claim(Comment.objects.get(), actor=moderator)
    sign_in(shown.context, colleague, live_server.url)
    page.goto(live_server.url + address)
    expect(page.locator("#reply-form textarea")).to_have_value("")

    with scope(municipality=town):
        decided = Comment.objects.get()
        queue.claim_comment(decided, actor=moderator)
        decisions.leave_comment(decided, actor=moderator)
    sign_in(shown.context, moderator, live_server.url)
    assert page.evaluate(KEPT) == 1
    page.goto(live_server.url + address)
    expect(page.locator("#outcome")).to_be_visible()
    assert page.evaluate(KEPT) == 0


def test_a_form_that_is_kept_nowhere_warns_before_its_text_is_lost(tab):
    town = MunicipalityFactory(name="Konstanz", slug="konstanz")
    page = tab(user=person(town, Role.EDITOR)).open("/konstanz/planen/neu/")
    asked = []
    page.on("dialog", lambda dialog: (asked.append(dialog.type), dialog.accept()))

    page.get_by_label("Arbeitstitel").press_sequentially("Freibad")
    page.goto("about:blank")

    assert asked == ["beforeunload"]
