# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""Every answer of the installation is private and not stored, or named as public; every address is asked."""

from datetime import date

from django.http import HttpRequest, HttpResponse
from django.test import Client
from django.urls import include, path, reverse
from django.utils.cache import patch_cache_control
from django_scopes import scopes_disabled

from config.caching import PRIVATE, PUBLIC_ANSWERS
from tests.leak_world import World
from tests.leaks import ADMIN, OWN_ACCOUNT, PUBLIC, RULES, all_addresses

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


def broken(request: HttpRequest) -> HttpResponse:
    raise RuntimeError("an error nobody expected")


def careless(request: HttpRequest) -> HttpResponse:
    response = HttpResponse("Personalakte")
    patch_cache_control(response, public=True, max_age=3600)
    return response


urlpatterns = [path("kaputt/", broken), path("sorglos/", careless, name="careless"), path("", include("config.urls"))]


def addresses(world: World) -> dict[str, str]:
    """One path per address of the installation."""
    known = {name: rule.kwargs(world.town, world.rows) for name, rule in RULES.items()}
    known |= OWN_ACCOUNT
    known |= {name: {"object_id": world.rows[row].pk} if row else {} for name, row in ADMIN.items()}
    known["admin:app_list"] = {"app_label": "strategy"}
    values = {"municipality": world.town.slug, "version": 1, "language": "en", "day": date(2026, 11, 23)}
    for name in PUBLIC:
        names = all_addresses()[name].pattern.regex.groupindex
        town = {"municipality": world.town.slug} if name.split(":")[0] in TOWN_SPACES else {}
        known[name] = town | {key: values.get(key, "unbekannt") for key in names if key != "municipality"}
    return {name: reverse(name, kwargs=kwargs) for name, kwargs in known.items()}


ENDING_THE_LOGIN = {"account_logout", "admin:logout", "demo:sign_in"}
TOWN_SPACES = {"accessibility", "appeals", "faq", "netiquette", "netiquette_short"}


def test_every_answer_is_private_or_named_as_public(db):
    """Complete by construction: a new address is asked as well. Detects the removal of the middleware."""
    world, client, stranger = World.build("Musterlingen"), Client(), Client()
    client.force_login(world.everybody, backend=BACKEND)
    wrong, public, asked = {}, set(), addresses(world)
    for name, url in sorted(asked.items(), key=lambda item: item[0] in ENDING_THE_LOGIN):
        only_takes_forms = name in RULES and RULES[name].see is None
        answers = [client.post(url) if only_takes_forms else client.get(url)]
        if name in PUBLIC:
            answers += [stranger.get(url), stranger.post(url)]
        for response in answers:
            said = response.headers["Cache-Control"]
            if said == PRIVATE:
                continue
            public.add(name)
            if name not in PUBLIC_ANSWERS or "private" in said or response.cookies:
                wrong[name] = said

    assert wrong == {}
    assert set(asked) == set(all_addresses())
    assert public >= {"netiquette:netiquette", "netiquette:netiquette_pdf", "netiquette_short"}


def test_only_pages_without_login_are_named_as_public():
    assert PUBLIC_ANSWERS <= PUBLIC


def test_error_pages_are_private_too(db, settings):
    settings.ROOT_URLCONF = "tests.test_caching"
    client = Client(raise_request_exception=False)
    client.force_login(World.build("Musterlingen").everybody, backend=BACKEND)
    answers = {
        404: client.get("/gibt/es/nicht/"),
        500: client.get("/kaputt/"),
        400: client.get("/", headers={"host": "fremd.example"}),
    }

    assert {status: answer.status_code for status, answer in answers.items()} == {s: s for s in answers}
    assert {answer.headers["Cache-Control"] for answer in answers.values()} == {PRIVATE}


def test_a_view_cannot_make_itself_public(db, settings):
    """Detects a middleware that believes every view."""
    settings.ROOT_URLCONF = "tests.test_caching"
    client = Client()
    client.force_login(World.build("Musterlingen").everybody, backend=BACKEND)

    assert client.get("/sorglos/").headers["Cache-Control"] == PRIVATE


def test_the_404_of_a_public_page_is_private_and_a_remembered_page_stays_public(db):
    world, client = World.build("Musterlingen"), Client()
    url = f"/{world.town.slug}/netiquette/"

    for _ in range(2):
        assert "public" in client.get(url).headers["Cache-Control"]
    assert client.get(f"{url}version/99/").headers["Cache-Control"] == PRIVATE


def test_images_of_the_town_are_not_kept_by_the_browser(db):
    world, client = World.build("Musterlingen"), Client()
    client.force_login(world.everybody, backend=BACKEND)
    with scopes_disabled():
        response = client.get(reverse("planning:asset", args=[world.town.slug, world.rows["asset"].pk]))

    assert response.status_code == 200 and response.headers["Cache-Control"] == PRIVATE
