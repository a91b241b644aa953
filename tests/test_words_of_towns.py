# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""Pages and documents call a town what it is: nobody tells a Landkreis that it is a Stadt."""

import re
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path

import pytest
from django.conf import settings
from django_scopes import scope

from accounts.models import Kind, Municipality
from channels_mgmt.legal.wording import facts_for, write
from channels_mgmt.models import ChannelDocument
from channels_mgmt.presenters.pins import pin_texts
from channels_mgmt.queries.documents import facts_of_channel, town_facts
from netiquette.library import library_for
from strategy.domain.starter import TEMPLATES
from tests.leak_world import World
from tests.pages import paths_of, signed_in

NAME = "Aheim"
A_STADT = re.compile(r"\bSt(adt|ädt)\w*")
THIS_STADT = re.compile(r"\b(?:die|der|Ihre|Ihrer|diese|dieser) Stadt\b", re.IGNORECASE)
HANDBOOK = Path(settings.BASE_DIR) / "docs" / "handbuch"
NO_STADT = re.compile(r"\b(Gemeindeverwaltung|Marktgemeinde|Kreisverwaltung|Kreishaus|des Landkreises)\b")
#: What a town must not be called, and what it has to be called somewhere.
WORDS = {
    Kind.TOWN: (NO_STADT, "der Stadt"),
    Kind.MUNICIPALITY: (A_STADT, "der Gemeinde"),
    Kind.MARKET: (A_STADT, "der Marktgemeinde"),
    Kind.DISTRICT: (A_STADT, "des Landkreises"),
    "": (A_STADT, "der Kommune"),
}
SPOKEN_ATTRIBUTES = {"alt", "aria-label", "placeholder", "title"}


class _Spoken(HTMLParser):
    """What a reader sees or hears, without the choices of a field and without addresses."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.lines: list[str] = []
        self._silent = 0
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._silent += tag in ("script", "style", "option")
        self.lines += [value for name, value in attrs if name in SPOKEN_ATTRIBUTES and value]

    def handle_endtag(self, tag: str) -> None:
        self._silent -= tag in ("script", "style", "option")

    def handle_data(self, text: str) -> None:
        if not self._silent:
            self.lines.append(" ".join(text.split()))


def documents_of(world: World) -> Iterator[tuple[str, str]]:
    """Everything a town can begin with, in its own words."""
    town, channel = world.town, world.rows["channel"]
    for template in TEMPLATES.values():
        filled = template.filled(town.german.facts(town.name), website=town.website, contact=town.contact_email)
        yield template.key, "\n".join([*filled.sections.values(), *(f"{p[0]} {p[2]}" for p in filled.pillars)])
    for clause in library_for(town):
        translations = [f"{title} {text}" for title, text in clause.translations.values()]
        yield clause.key, "\n".join([clause.title, clause.text, clause.purpose, clause.examples_allowed, *translations])
    facts = facts_of_channel(channel, town_facts(town))
    for kind in ChannelDocument.Kind.values:
        yield kind, write(kind, facts_for(kind, facts))
    yield "pins", "\n".join(pin.text for pin in pin_texts(channel))


def wrong_words(texts: dict[str, str], forbidden: re.Pattern[str]) -> dict[str, list[str]]:
    found = {name: sorted({match.group() for match in forbidden.finditer(text)}) for name, text in texts.items()}
    return {name: words for name, words in found.items() if words}


@pytest.mark.django_db
@pytest.mark.parametrize("kind", WORDS, ids=lambda kind: kind or "unknown")
def test_documents_call_a_town_what_it_is(kind: str) -> None:
    world = World.build(NAME, kind=kind, website="https://aheim.example", imprint_url="https://aheim.example/impressum")
    forbidden, _own = WORDS[kind]

    with scope(municipality=world.town):
        texts = dict(documents_of(world))

    assert wrong_words(texts, forbidden) == {}
    if kind:
        named = world.town.german.named(NAME)
        for key in ("small", "geltung", "imprint", "usage_concept", "pins"):
            assert named.word in texts[key] or named.genitive in texts[key], key


@pytest.mark.django_db
@pytest.mark.parametrize("kind", [Kind.TOWN, Kind.DISTRICT])
def test_pages_call_a_town_what_it_is(kind: str) -> None:
    world = World.build(NAME, kind=kind)
    Municipality.objects.exclude(pk=world.town.pk).update(kind=kind)
    client, (forbidden, own) = signed_in(world.everybody), WORDS[kind]
    texts = {}

    for name, path in paths_of(world).items():
        if "logout" in path or path.startswith("/admin") or name.startswith(("demo:", "help:")):
            continue
        page = client.get(path)
        if page.status_code == 200 and "html" in page.headers.get("Content-Type", ""):
            texts[name] = "\n".join(_Spoken(page.content.decode()).lines)

    assert len(texts) > 60
    assert wrong_words(texts, forbidden) == {}
    assert sum(own in text for text in texts.values()) >= 5


def test_the_handbook_speaks_of_no_towns_kind() -> None:
    chapters = [path for path in HANDBOOK.glob("*.md") if path.name != "beispiel-konstanz.md"]

    found = {path.name: THIS_STADT.findall(path.read_text(encoding="utf-8")) for path in chapters}

    assert len(found) > 10
    assert {name: words for name, words in found.items() if words} == {}


def test_every_word_of_the_templates_has_a_place_that_is_filled() -> None:
    town = Municipality(name="Moos", kind=Kind.MUNICIPALITY, municipality_code="08335055")

    for template in TEMPLATES.values():
        filled = template.filled(
            town.german.facts(town.name), website="https://moos.example", contact="post@moos.example"
        )
        for text in (*filled.sections.values(), *(name for name, *_rest in filled.pillars)):
            assert not re.search(r"[{}]|\[(Name der (Stadt|Gemeinde)|Adresse)", text)
