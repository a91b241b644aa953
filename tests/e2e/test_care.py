# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""Restricted, covered and folded comments in the browser: by key, in place, and without a script."""

import pytest
from django_scopes import scope
from playwright.sync_api import expect

from accounts.models import Role
from community.domain.likeness import fold_key
from community.models import Comment
from community.services.staff_matters import mark_staff_matter
from tests.community.factories import comment_in, comment_on
from tests.e2e.browser import THEMES, WIDTHS, check_no_cut_words, check_page, shoot, wait_for_keys
from tests.factories import MunicipalityFactory, person

pytestmark = [pytest.mark.e2e, pytest.mark.django_db(transaction=True)]

WAVE = "Rettet endlich unser schönes altes Freibad am Waldrand"
THREAT = "Ich weiß, wo du wohnst, und ich komme vorbei."
STAFF = "Die Sachbearbeiterin in Zimmer 4 ist unfähig."


@pytest.fixture
def town(transactional_db):
    return MunicipalityFactory(name="Konstanz", slug="konstanz")


@pytest.fixture
def moderator(town):
    return person(town, Role.MODERATOR, name="Donata Fährmann-Schifffahrt")


@pytest.fixture
def press(town):
    return person(town, Role.COMMUNICATIONS, name="Petra Presse")


@pytest.fixture
def comments(town, moderator, press):
    with scope(municipality=town):
        threat = comment_in(town, text=THREAT, urgency=Comment.Urgency.DANGER)
        wave = [comment_on(threat.delivery, text=f"{WAVE}{'!' * n}") for n in range(5)]
        Comment.objects.filter(pk__in=[one.pk for one in wave]).update(fold_key=fold_key(WAVE))
        about = comment_on(threat.delivery, text=STAFF)
        mark_staff_matter(Comment.objects.get(pk=about.pk), actor=press)
    return {"threat": threat, "wave": wave, "about": about}


@pytest.mark.parametrize("theme", THEMES)
def test_what_is_restricted_covered_and_folded_looks_as_it_should(tab, moderator, press, comments, theme):
    about, threat = comments["about"], comments["threat"]
    paths = (
        (moderator, "", "liste"),
        (moderator, f"?gleiche={comments['wave'][0].pk}", "liste-gleiche"),
        (moderator, f"{threat.pk}/", "platz-verdeckt"),
        (moderator, f"{about.pk}/", "platz-eingeschraenkt"),
        (press, f"{about.pk}/", "platz-benannt"),
        (press, "beschaeftigte/", "benannte"),
        (press, "ansprechpersonen/", "wahl"),
        (moderator, f"{threat.pk}/verlauf/", "verlauf-verdeckt"),
    )
    for width in WIDTHS:
        for reader, path, name in paths:
            shown = tab(width=width, theme=theme, user=reader)
            page = shown.open(f"/konstanz/dialog/{path}")
            assert check_page(shown) == []
            assert check_no_cut_words(page) == []
            shoot(shown, f"care-{name}-{theme}", full_page=True)


def test_a_key_uncovers_and_covers_again(tab, moderator, comments):
    page = tab(user=moderator).open(f"/konstanz/dialog/{comments['threat'].pk}/")
    words = page.locator(".desk-comment .desk-words")

    expect(words).to_be_hidden()
    page.keyboard.press("z")
    expect(words).to_be_visible()
    page.keyboard.press("z")
    expect(words).to_be_hidden()


def test_a_fold_opens_in_place_and_the_keys_walk_through_it(tab, moderator, comments):
    page = tab(width=1440, user=moderator).open("/konstanz/dialog/")
    first, second = comments["wave"][0], comments["wave"][1]

    expect(page.locator(f"#row-{second.pk}")).to_have_count(0)
    page.get_by_role("link", name="5 fast gleiche").click()
    expect(page.locator(f"#row-{second.pk}")).to_be_visible()
    page.locator(f"#row-{first.pk} > .queue__row").click()
    expect(page.locator(f"#row-{first.pk} > .queue__row")).to_have_attribute("aria-current", "true")
    expect(page.locator(f'[data-comment="{first.pk}"]')).to_be_visible()
    wait_for_keys(page)
    page.keyboard.press("j")
    expect(page.locator(f"#row-{second.pk} > .queue__row")).to_have_attribute("aria-current", "true")


def test_one_key_restricts(tab, moderator, comments):
    page = tab(width=1440, user=moderator).open(f"/konstanz/dialog/{comments['wave'][0].pk}/")

    page.keyboard.press("b")

    expect(page.get_by_role("heading", name="Betrifft eine beschäftigte Person")).to_be_visible()
    expect(page.locator(f"#row-{comments['wave'][0].pk}")).to_contain_text("Eingeschränkt")
