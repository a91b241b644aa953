# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""The dialogue at reading speed: decide and go on, with few acts, on a slow line, two people at once."""

import re
from datetime import timedelta

import pytest
from django.utils import timezone
from django_scopes import scope, scopes_disabled
from playwright.sync_api import expect

from accounts.models import Role
from community.models import Comment, Decision
from community.services.queue import claim_comment
from tests.community.factories import comment_in, decision_on, netiquette_in_force
from tests.e2e.browser import wait_for_keys
from tests.e2e.slow import slowed
from tests.factories import MunicipalityFactory, person

pytestmark = [pytest.mark.e2e, pytest.mark.django_db(transaction=True)]

SENTENCE = "Droht anderen mit Gewalt."


@pytest.fixture
def linde(transactional_db):
    town = MunicipalityFactory(name="Linde", slug="linde")
    town.moderator = person(town, Role.MODERATOR, name="Alma Beispiel")
    return town


def long_ago():
    return timezone.now() - timedelta(hours=3)


def write_comments(town, number):
    """Overdue ones, which the menu counts, in the order of the list."""
    with scope(municipality=town):
        return [comment_in(town, text=f"Wo ist die Haltestelle {n}?", due_at=long_ago()) for n in range(number)]


def decisions():
    with scopes_disabled():
        return list(Decision.objects.order_by("pk").select_related("clause", "comment"))


class Acts:
    """Keys pressed on a page, counted; a sentence typed counts as none."""

    def __init__(self, page):
        self.page, self.count = page, 0

    def press(self, key):
        self.count += 1
        wait_for_keys(self.page)
        self.page.keyboard.press(key)


def test_hiding_with_its_clause_takes_three_acts_and_the_sentence(tab, linde, capsys):
    with scope(municipality=linde):
        netiquette_in_force(linde, "gewalt")
        comment = comment_in(linde, text="Euch sollte man alle abstechen!")
    page = tab(user=linde.moderator).open(f"/linde/dialog/{comment.pk}/")
    acts = Acts(page)

    acts.press("h")
    expect(page.get_by_text("Vorausgewählt, weil der Kommentar „abstechen“ enthält")).to_be_visible()
    expect(page.get_by_label("Gewalt")).to_be_focused()
    expect(page.get_by_label("Gewalt")).to_be_checked()
    acts.press("3")
    expect(page.locator("[name=rationale]")).to_be_focused()
    page.keyboard.type(SENTENCE)
    acts.press("Control+Enter")

    expect(page.get_by_role("button", name="Rückgängig")).to_be_visible()
    [decision] = decisions()
    assert (decision.kind, decision.clause.key, decision.rationale) == ("hide", "gewalt", SENTENCE)
    with capsys.disabled():
        print(f"\nHide with clause: {acts.count} acts plus the sentence")
    assert acts.count <= 3


def test_a_digit_chooses_another_clause_than_the_suggested_one_and_is_a_digit_while_typing(tab, linde):
    with scope(municipality=linde):
        netiquette_in_force(linde, "gewalt")
        comment = comment_in(linde, text="Euch sollte man alle abstechen!")
    page = tab(user=linde.moderator).open(f"/linde/dialog/{comment.pk}/")

    page.keyboard.press("h")
    expect(page.get_by_label("Gewalt")).to_be_focused()
    page.keyboard.press("2")
    expect(page.get_by_label("Werbung")).to_be_checked()
    page.keyboard.type("1 von 3")

    expect(page.locator("[name=rationale]")).to_have_value("1 von 3")
    expect(page.get_by_label("Werbung")).to_be_checked()
    assert decisions() == []


def test_the_list_of_keys_names_the_digits_and_the_one_that_sends(tab, linde):
    with scope(municipality=linde):
        netiquette_in_force(linde)
        comment = comment_in(linde)
    page = tab(user=linde.moderator).open(f"/linde/dialog/{comment.pk}/ausblenden/")

    page.keyboard.press("?")

    lines = [line.split("\n") for line in page.locator("#help [data-keys] li").all_inner_texts()]
    assert ["Respekt", "1"] in lines
    assert ["Werbung", "2"] in lines
    assert lines[-1][-1] == "Strg+Enter"


def test_ctrl_enter_sends_an_answer_once(tab, linde):
    [comment] = write_comments(linde, 1)
    page = tab(user=linde.moderator).open(f"/linde/dialog/{comment.pk}/")
    posts = []
    page.on("request", lambda request: request.method == "POST" and posts.append(request.url))

    page.keyboard.press("r")
    page.keyboard.insert_text("Oberhalb der Kirche.")
    page.keyboard.press("Control+Enter")

    expect(page.get_by_role("button", name="Rückgängig")).to_be_visible()
    assert len([url for url in posts if url.endswith("/antworten/")]) == 1
    assert [decision.reply_text for decision in decisions()] == ["Oberhalb der Kirche."]


def title(page):
    return page.locator("#comment-title")


def shows(page, comment):
    """The comment is on the desk, has the focus and its line is marked."""
    expect(page.locator(f"[data-comment='{comment.pk}']")).to_be_visible()
    expect(title(page)).to_be_focused()
    expect(page.locator(f"#row-{comment.pk} [aria-current]")).to_have_count(1)
    expect(page.locator("#desk")).not_to_have_attribute("aria-busy", "true")


def is_made_ready(page, comment):
    expect(page.locator("#desk")).to_have_attribute("data-ready", str(comment.pk), timeout=15_000)


def test_five_comments_in_a_row_are_decided_by_five_keys_and_the_page_keeps_up(tab, linde):
    comments = write_comments(linde, 6)
    shown = tab(user=linde.moderator)
    page = shown.open(f"/linde/dialog/{comments[0].pk}/")
    acts = Acts(page)

    for number, following in enumerate(comments[1:], 1):
        acts.press("l")
        shows(page, following)
        expect(page.get_by_role("button", name=re.compile(r"Rückgängig \(\d+ s\)"))).to_be_visible()
        expect(page).to_have_url(f"{shown.base_url}/linde/dialog/{following.pk}/")
        expect(page.locator("#dialog-tabs a[aria-current] .count")).to_have_text(str(6 - number))
        expect(page.locator(".side__nav > ul > li > .nav-link[aria-current] .count").first).to_contain_text(
            str(6 - number)
        )
        expect(page.locator(f"#row-{comments[number - 1].pk} .badge")).to_have_text("Stehen gelassen")

    assert acts.count == 5
    assert [decision.comment for decision in decisions()] == comments[:5]
    page.keyboard.press("u")
    shows(page, comments[4])
    acts.press("l")
    shows(page, comments[5])
    acts.press("l")
    expect(page.get_by_text("Alles ist entschieden")).to_be_visible()
    expect(page.get_by_role("button", name="Rückgängig")).to_be_visible()
    assert shown.complaints == []


def test_the_undo_of_the_comment_before_is_there_again_when_the_last_one_was_undone(tab, linde):
    comments = write_comments(linde, 3)
    page = tab(user=linde.moderator).open(f"/linde/dialog/{comments[0].pk}/")
    page.keyboard.press("l")
    shows(page, comments[1])
    page.keyboard.press("l")
    shows(page, comments[2])

    page.keyboard.press("u")
    shows(page, comments[1])
    page.keyboard.press("u")
    shows(page, comments[0])

    assert all(decision.undone_at for decision in decisions())
    expect(page.locator("#dialog-tabs a[aria-current] .count")).to_have_text("3")


def test_on_a_slow_line_the_next_comment_is_there_at_once_and_takes_what_is_typed(tab, linde):
    comments = write_comments(linde, 3)
    shown = tab(user=linde.moderator)
    with slowed(shown.base_url, 4) as slow:
        page = shown.page
        page.goto(f"{slow}/linde/dialog/{comments[0].pk}/")
        is_made_ready(page, comments[1])
        posts = []
        page.on("request", lambda request: request.method == "POST" and posts.append(request.url))

        page.keyboard.press("r")
        page.keyboard.type("Oberhalb der Kirche.", delay=20)
        page.keyboard.press("Control+Enter")

        # Long before the server has answered the next one can be read and answered, and not be decided.
        expect(page.locator(f"[data-comment='{comments[1].pk}']")).to_be_visible(timeout=1000)
        expect(title(page)).to_be_focused(timeout=500)
        page.keyboard.press("l")
        page.keyboard.press("h")
        page.wait_for_timeout(750)
        page.keyboard.press("r")
        expect(page.locator("#reply-form textarea")).to_be_focused(timeout=500)
        page.keyboard.type("Hinter dem Lindenplatz.")
        assert page.locator("#desk").get_attribute("aria-busy") == "true"

        expect(page.locator("#desk")).not_to_have_attribute("aria-busy", "true", timeout=20_000)
        expect(page.locator("#reply-form textarea")).to_have_value("Hinter dem Lindenplatz.")
        expect(page.locator("#reply-form textarea")).to_be_focused()
        expect(page.locator("#lease")).to_contain_text("Ihnen")
        besides = {"uebernehmen", "laenge"}  # the lease, and how long the answer is as the platform counts
        assert [name for url in posts if (name := url.rsplit("/", 2)[1]) not in besides] == ["antworten"]
        page.keyboard.press("Control+Enter")
        expect(page.locator(f"[data-comment='{comments[2].pk}']")).to_be_visible()
        expect(page.locator("#desk")).not_to_have_attribute("aria-busy", "true", timeout=20_000)

    assert [decision.reply_text for decision in decisions()] == ["Oberhalb der Kirche.", "Hinter dem Lindenplatz."]


def test_a_refused_decision_on_a_slow_line_returns_with_every_letter(tab, linde):
    comments = write_comments(linde, 2)
    shown = tab(user=linde.moderator)
    with slowed(shown.base_url, 1) as slow:
        page = shown.page
        page.goto(f"{slow}/linde/dialog/{comments[0].pk}/")
        is_made_ready(page, comments[1])
        with scope(municipality=linde):
            decision_on(comments[0], person(linde, Role.MODERATOR))
        page.keyboard.press("r")
        page.keyboard.type("Meine Antwort.", delay=20)
        page.keyboard.press("Control+Enter")

        expect(page.locator("#decide > [role=alert]")).to_contain_text("ist bereits entschieden", timeout=10_000)
        expect(page.locator("#kept-draft")).to_have_value("Meine Antwort.")
    assert len(decisions()) == 1


def test_when_the_line_breaks_the_comment_and_its_draft_are_there_again(tab, linde):
    comments = write_comments(linde, 2)
    shown = tab(user=linde.moderator)
    page = shown.open(f"/linde/dialog/{comments[0].pk}/")
    is_made_ready(page, comments[1])
    page.route("**/antworten/**", lambda route: route.abort())

    page.keyboard.press("r")
    page.keyboard.type("Meine Antwort.", delay=20)
    page.keyboard.press("Control+Enter")

    expect(page.locator(f"[data-comment='{comments[0].pk}']")).to_be_visible()
    expect(page.locator("#reply-form textarea")).to_have_value("Meine Antwort.")
    expect(page.get_by_text("Das hat nicht geklappt")).to_be_visible()
    assert decisions() == []


def test_what_a_colleague_took_after_it_was_made_ready_is_passed_over(tab, linde):
    comments = write_comments(linde, 3)
    bruno = person(linde, Role.MODERATOR, name="Bruno Muster")
    shown = tab(user=linde.moderator)
    with slowed(shown.base_url, 1) as slow:
        page = shown.page
        page.goto(f"{slow}/linde/dialog/{comments[0].pk}/")
        is_made_ready(page, comments[1])
        with scope(municipality=linde):
            claim_comment(comments[1], actor=bruno)

        page.keyboard.press("l")
        expect(page.locator(f"[data-comment='{comments[1].pk}']")).to_be_visible(timeout=900)

        expect(page.locator(f"[data-comment='{comments[2].pk}']")).to_be_visible(timeout=10_000)
        expect(title(page)).to_be_focused()
    with scopes_disabled():
        holders = dict(Comment.objects.values_list("pk", "claimed_by__name"))
    assert holders == {comments[0].pk: None, comments[1].pk: "Bruno Muster", comments[2].pk: "Alma Beispiel"}


def test_two_people_who_go_through_the_same_list_never_have_the_same_comment(tab, linde):
    comments = write_comments(linde, 6)
    bruno = person(linde, Role.MODERATOR, name="Bruno Muster")
    pages = [tab(user=who).open("/linde/dialog/") for who in (linde.moderator, bruno)]

    for page in pages:
        page.keyboard.press("c")
        expect(page.locator("#reply-form")).to_be_visible()
    for _round in range(2):
        for page in pages:
            before = page.locator("[data-comment]").get_attribute("data-comment")
            page.locator("body").press("l")
            expect(page.locator(f"[data-comment='{before}']")).to_have_count(0)
            expect(page.locator("#desk")).not_to_have_attribute("aria-busy", "true")
        assert len({page.locator("[data-comment]").get_attribute("data-comment") for page in pages}) == 2

    assert len({decision.comment_id for decision in decisions()}) == 4
    assert {decision.comment for decision in decisions()} <= set(comments)


def test_without_a_script_a_decision_leads_to_the_next_comment_with_its_undo(tab, linde):
    comments = write_comments(linde, 2)
    page = tab(user=linde.moderator, java_script_enabled=False).open(f"/linde/dialog/{comments[0].pk}/?q=Haltestelle")

    page.get_by_role("button", name="Stehen lassen").click()
    expect(page).to_have_url(re.compile(rf"/linde/dialog/{comments[1].pk}/\?q=Haltestelle$"))
    page.get_by_role("button", name="Rückgängig").click()

    expect(page).to_have_url(re.compile(rf"/linde/dialog/{comments[0].pk}/\?q=Haltestelle$"))
    assert all(decision.undone_at for decision in decisions())


def test_a_past_comment_is_found_by_one_field(tab, linde, capsys):
    [past, _other] = write_comments(linde, 2)
    with scope(municipality=linde):
        decision_on(past, linde.moderator)
    page = tab(user=linde.moderator).open("/linde/dialog/")
    acts = Acts(page)

    acts.count += 1
    page.locator("#search").click()
    page.keyboard.type("Haltestelle 0")
    acts.press("Enter")
    expect(page.get_by_text("Nichts gefunden")).to_be_visible()
    acts.count += 1
    page.get_by_role("link", name="1 Treffer unter Entschieden").click()

    expect(page.locator(f"#row-{past.pk}")).to_be_visible()
    with capsys.disabled():
        print(f"\nFind a past comment: 1 field, {acts.count} acts")
    assert acts.count <= 3
