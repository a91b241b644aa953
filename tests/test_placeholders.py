# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""No text the product writes for a town holds "[…]" for somebody to find: what is not known is said in words."""

import re
from collections.abc import Iterator

import pytest
from django.apps import apps
from django.core.management import call_command
from django.db.models import CharField, TextField
from django_scopes import scope, scopes_disabled

from accounts.models import Role
from channels_mgmt.models import Channel, ChannelDocument
from channels_mgmt.services.documents import generate_document
from netiquette.services import start_netiquette
from strategy.domain.starter import TEMPLATES
from strategy.services import start_strategy
from tests.channels_mgmt.factories import ChannelFactory
from tests.factories import person
from tests.pages import PACKAGES

PLACEHOLDER = re.compile(r"\[[^\[\]\n\"']*[A-Za-zÄÖÜäöü…][^\[\]\n\"']*\]")


def placeholders() -> Iterator[str]:
    """Everything in square brackets in any text of any row of the installation."""
    with scopes_disabled():
        for label in PACKAGES:
            for model in apps.get_app_config(label).get_models():
                names = [f.name for f in model._meta.concrete_fields if isinstance(f, CharField | TextField)]
                for row in model._base_manager.values_list(*names) if names else ():
                    for text in row:
                        for found in PLACEHOLDER.findall(str(text or "")):
                            yield f"{model.__name__}: {found}"


def write_all_documents(channel: Channel, author) -> None:
    town = channel.municipality
    there = set(ChannelDocument.objects.filter(channel=channel).values_list("kind", flat=True))
    for kind in set(ChannelDocument.Kind.values) - there - {ChannelDocument.Kind.ACCESSIBILITY}:
        generate_document(channel, actor=author, kind=kind)
    if not ChannelDocument.objects.filter(municipality=town, kind=ChannelDocument.Kind.ACCESSIBILITY).exists():
        generate_document(town, actor=author, kind=ChannelDocument.Kind.ACCESSIBILITY)


def test_no_document_of_the_demo_town_holds_a_placeholder(db, settings):
    call_command("seed_demo")
    with scopes_disabled():
        channels = list(Channel.objects.all())
    with scope(municipality=channels[0].municipality):
        for channel in channels:
            write_all_documents(channel, channel.owner)

    assert list(placeholders()) == []


@pytest.mark.parametrize("template", TEMPLATES)
def test_no_document_of_a_fresh_town_holds_a_placeholder(town, template):
    author = person(town, Role.COMMUNICATIONS)
    start_strategy(town, actor=author, template=template)
    start_netiquette(town, actor=author)
    channel = ChannelFactory(municipality=town, owner=None, deputy=None)
    write_all_documents(channel, author)

    assert list(placeholders()) == []
    with scope(municipality=town):
        texts = ChannelDocument.objects.values_list("text", flat=True)
        assert any("(noch niemand benannt: Vertretung)" in text for text in texts)
