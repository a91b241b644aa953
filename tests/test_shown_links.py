# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""Every link shown to every role answers 200: nobody is led to a refusal, no form is shown to whom it would refuse.

On the way the numbers are read: thousands are set off on every page. Every variant of a page is asked by one at least
of the roles that may see it (`tests/shown_links.py`).
"""

import pytest
from django.urls import reverse
from django_scopes import scopes_disabled

from accounts.models import Role
from tests.factories import person
from tests.leak_world import World
from tests.leaks import RULES, allowed
from tests.pages import signed_in
from tests.shown_links import Walk, begin_with_large_keys, turn_of, ungrouped_numbers
from tests.states import add_every_state


@pytest.mark.django_db
@pytest.mark.parametrize("role", Role.values)
def test_every_link_and_form_shown_to_a_role_answers(role):
    begin_with_large_keys()
    world = World.build("Wegweisingen")
    add_every_state(world)
    with scopes_disabled():
        client = signed_in(person(world.town, role, name="Vera Versuch"))
        client.raise_request_exception = True

        walk = Walk(client, role).start(reverse("today:today", args=[world.town.slug]))

    seen = f"{walk.pages} pages, {len(walk.asked)} links, {len(walk.sent_to)} addresses of forms"
    print(f"{role}: {seen}, {walk.left_to_others} variants left to other roles")
    assert walk.wrong == {}
    assert walk.pages > 20


def test_a_variant_of_known_values_has_its_turn_with_one_role_that_may_see_the_page():
    address = "/musterstadt/dialog/?tab=all&kind=praise&channel={}"

    assert turn_of(address.format(4001)) in allowed(RULES["dialog:queue"].see)
    assert turn_of(address.format(4001)) == turn_of(address.format(4777))
    assert turn_of("/musterstadt/gibt-es-nicht/?tab=all") == ""
    assert len({turn_of(f"/musterstadt/dialog/?tab=all&kind={kind}") for kind in range(40)}) > 1


@pytest.mark.django_db
@pytest.mark.parametrize("role", [Role.DEPARTMENT, Role.EXTERNAL])
def test_menu_entries_that_would_refuse_are_not_shown(town, role):
    page = signed_in(person(town, role)).get(reverse("today:today", args=[town.slug])).content.decode()
    settings_page = signed_in(person(town, role)).get(reverse("settings:index", args=[town.slug])).content.decode()

    for name in ("team:team", "reports:report_list", "dialog:queue"):
        assert f'href="{reverse(name, args=[town.slug])}"' not in page
    assert f'href="{reverse("channels:channel_list", args=[town.slug])}"' not in settings_page


@pytest.mark.parametrize(
    ("html", "found"),
    [
        ("<p>216 von 63206</p>", ["63206"]),
        ("<p>63.206 Menschen, 2026, am 24.11.2026, 08335043, 13 A 1535/21</p>", []),
        ('<a href="/1234/">mehr</a><code>1234</code><script>1234</script>', []),
    ],
)
def test_only_numbers_without_their_point_are_found(html, found):
    assert ungrouped_numbers(html) == found
