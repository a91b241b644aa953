# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""What libraries say to people is said in this product's words: "Sie", "Kennwort", and no greeting by a host name."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import allauth
import django
import polib
import pytest
from allauth.account.forms import LoginForm, ResetPasswordForm
from django.apps import apps
from django.conf import settings
from django.contrib.sites.requests import RequestSite
from django.template.loader import get_template
from django.test import RequestFactory
from django.urls import NoReverseMatch
from django.utils import translation
from django.utils.timezone import now

from tests.test_translations import CATALOG, placeholders

ROOT = Path(settings.BASE_DIR)
OWN = ROOT / "locale" / "libraries" / "de" / "LC_MESSAGES" / "django.po"
FAMILIAR = re.compile(
    r"\b(du|dein(e[mnrs]?)?|dir|dich|euch|euer|eure[mnrs]?|hallo|hi|gib|lass|melde dich|klicke?)\b(?! mal)|passw[oö]rt",
    re.IGNORECASE,
)
LIBRARY = Path(allauth.__file__).parent / "templates"
SWITCHED_OFF = {"account/confirm_password_reset_code.html", "account/confirm_phone_verification_code.html"}
"""Pages of ways to sign in that are not offered here: they have no address, so nobody can be shown them."""
PAGES_AND_MAILS = sorted(
    {
        path.relative_to(LIBRARY).as_posix()
        for folder in ("account", "mfa")
        for path in (LIBRARY / folder).rglob("*")
        if path.suffix in {".html", ".txt"}
    }
    - SWITCHED_OFF
)


def catalogs() -> Iterator[Path]:
    """The German of Django and of every installed library."""
    places = [Path(django.__file__).parent / "conf", *(Path(config.path) for config in apps.get_app_configs())]
    for place in places:
        if ROOT not in place.parents or ".venv" in place.parts:
            yield from (place / "locale" / "de" / "LC_MESSAGES").glob("django.mo")


def of_libraries() -> dict[str, str]:
    """Source → German as a library brings it; a plural's two forms in one."""
    found: dict[str, str] = {}
    for path in catalogs():
        for entry in polib.mofile(str(path)):
            found[entry.msgid] = " ".join([entry.msgstr, *entry.msgstr_plural.values()])
    return found


def in_force(source: str) -> str:
    with translation.override("de"):
        return translation.gettext(source)


def test_no_text_of_a_library_says_du_or_passwort() -> None:
    familiar = {source: in_force(source) for source in of_libraries() if FAMILIAR.search(in_force(source))}

    assert familiar == {}


def test_our_german_for_libraries_is_still_needed_and_fits() -> None:
    theirs = of_libraries()

    needless = [entry.msgid for entry in polib.pofile(str(OWN)) if not FAMILIAR.search(theirs.get(entry.msgid, ""))]
    unfit = [
        entry.msgid
        for entry in polib.pofile(str(OWN))
        for german in [entry.msgstr, *entry.msgstr_plural.values()]
        if german and placeholders(german) != placeholders(entry.msgid)
    ]

    assert (needless, unfit) == ([], [])


@pytest.fixture
def shown(db: None, rf: RequestFactory) -> dict[str, Any]:
    """What the library's pages and mails may show; whatever else they name stays empty."""
    request = rf.get("/konto/login/")
    request.session = {}  # type: ignore[assignment]
    return {
        "request": request,
        "current_site": RequestSite(request),
        "email": "person@example.org",
        "user": None,
        "timestamp": now(),
        "form": ResetPasswordForm(),
        "password_reset_url": "https://example.org/neu",
        "trust_from": now(),
    }


@pytest.mark.parametrize("name", PAGES_AND_MAILS)
def test_every_page_and_mail_of_the_login_library_says_sie(name: str, shown: dict[str, Any]) -> None:
    if name == "account/login.html":
        shown["form"] = LoginForm()

    with translation.override("de"):
        text = get_template(name).render(shown, shown["request"])

    assert not FAMILIAR.search(text), FAMILIAR.search(text)


@pytest.mark.parametrize("name", sorted(SWITCHED_OFF))
def test_what_is_not_offered_has_no_address(name: str, shown: dict[str, Any]) -> None:
    with pytest.raises(NoReverseMatch):
        get_template(name).render(shown, shown["request"])


TYPED = {"password second factor passkey e-mail address sessions"}


def test_our_own_german_calls_it_kennwort_too() -> None:
    """Platforms keep their own terms: Bluesky's are "App-Passwort" and the password of an account there.

    What a person may type to find a page (``TYPED``) is not what we call it.
    """
    texts = [
        text
        for entry in polib.pofile(str(CATALOG))
        if entry.msgid not in TYPED
        for text in [entry.msgstr, *entry.msgstr_plural.values()]
        if text
    ]

    assert [text for text in texts if "Passwor" in text and "App-Passw" not in text] == []
