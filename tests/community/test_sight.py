# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""What concerns a person of the staff is read by named people only, on whatever page, in whatever file."""

import pytest
from django.apps import apps
from django.db.models import CharField, TextField
from django.test import Client
from django.urls import reverse
from django_scopes import scope

from accounts.models import Role
from community.models import (
    AnswerPart,
    Appeal,
    Author,
    Comment,
    CommentRevision,
    DangerCall,
    Decision,
    DepartmentFile,
    DepartmentQuestion,
    Evidence,
    NoticeMessage,
    PlatformAction,
    Restriction,
    RestrictionAction,
    StaffMatter,
    StaffReader,
    TriageScore,
)
from core.folding import fold_words
from tests.factories import person
from tests.leak_world import World
from tests.leaks import RULES

SECRET = "Zwetschgenkernweitspucker"
#: Models with a way to a comment that say nothing of it: numbers, or words a person has written anew.
SILENT = {
    "community.FaqEntry",
    "community.HandedOn",
    "community.Notice",
    "community.RootSearch",
    "community.Snippet",
    "community.SnippetVersion",
    "community.StaffMatter",
    "community.TriageLabel",
}
WORDS = {
    Comment: ("text", "other_words", "urgency_reason"),
    CommentRevision: ("text",),
    Author: ("name", "handle"),
    Decision: ("reply_text", "rationale"),
    DepartmentQuestion: ("question",),
    DepartmentFile: ("name",),
    Appeal: ("text", "name", "reasons"),
    Restriction: ("reason", "decision_note"),
    PlatformAction: ("error", "outcome"),
    RestrictionAction: ("error", "outcome"),
    AnswerPart: ("error",),
    NoticeMessage: ("text", "error"),
}
WITH_TEXT = [
    Comment,
    CommentRevision,
    Decision,
    Evidence,
    DepartmentQuestion,
    Restriction,
    Appeal,
    DangerCall,
    TriageScore,
]


@pytest.fixture
def world(db):
    """A town in which every citizen's comment says one word, and everything said about it does as well."""
    world = World.build("Astadt")
    with scope(municipality=world.town):
        for model, names in WORDS.items():
            for row in model._base_manager.all():
                filled = [name for name in names if getattr(row, name)]
                if filled:
                    model._base_manager.filter(pk=row.pk).update(**dict.fromkeys(filled, f"{SECRET} {row.pk}"))
        Comment._base_manager.update(searchable=fold_words(SECRET))
        Decision._base_manager.exclude(searchable="").update(searchable=fold_words(SECRET))
    return world


def restrict_everything(world, *, reader):
    """Every comment concerns the staff, and only ``reader`` is named."""
    with scope(municipality=world.town):
        for comment in Comment.objects.all():
            StaffMatter.objects.create(comment=comment, marked_by=reader)
        Comment.objects.update(is_staff_matter=True)
        StaffReader.objects.all().delete()
        StaffReader.objects.create(municipality=world.town, person=reader, named_by=reader)


def pages_with_the_word(world, user, *, query="", only=None):
    client, found = Client(), set()
    client.force_login(user)
    for name, rule in RULES.items():
        if rule.see is None or (only and name not in only):
            continue
        url = reverse(name, kwargs=rule.kwargs(world.town, world.rows))
        for headers in ({}, {"HTTP_HX_REQUEST": "true"}):
            response = client.get(url + query, **headers)
            content = b"".join(response) if response.streaming else response.content
            if SECRET.encode() in content:
                found.add(name)
    return found


def test_every_model_about_a_comment_restricts_who_reads_it():
    """Complete by construction: a new model needs the manager or a reason in ``SILENT``."""
    about, more = set(), {Comment}
    while more:
        about |= more
        more = {
            model
            for model in apps.get_models()
            if any(field.is_relation and field.related_model in about for field in model._meta.concrete_fields)
        } - about
    guarded = {model._meta.label for model in about if getattr(model._default_manager, "restricts_sight", False)}

    assert {model._meta.label for model in about} - guarded == SILENT


PAGES = {"dialog:queue", "dialog:comment", "dialog:history", "dialog:appeal", "dialog:restriction", "search:search"}


def test_pages_show_the_words_as_long_as_nothing_is_restricted(world):
    """Proves that the walk below would find them."""
    assert pages_with_the_word(world, world.everybody, only=PAGES, query=f"?q={SECRET}") == PAGES


def test_no_page_and_no_file_shows_the_words_to_somebody_who_is_not_named(world):
    restrict_everything(world, reader=person(world.town, Role.READER))

    assert pages_with_the_word(world, world.everybody) == set()


def test_no_view_of_the_queue_shows_them_either(world):
    restrict_everything(world, reader=person(world.town, Role.READER))
    client = Client()
    client.force_login(world.everybody)

    for query in ("?tab=all", "?tab=decided", "?tab=person", f"?tab=all&q={SECRET[:12]}"):
        page = client.get(reverse("dialog:queue", args=[world.town.slug]) + query).content.decode()
        assert SECRET not in page.replace(f'value="{SECRET[:12]}"', ""), query


def test_whoever_is_named_reads_them_where_they_stood(world):
    restrict_everything(world, reader=world.everybody)

    assert pages_with_the_word(world, world.everybody, only=PAGES, query=f"?q={SECRET}") == PAGES


def test_the_work_of_the_software_itself_sees_everything(world):
    restrict_everything(world, reader=world.everybody)

    with scope(municipality=world.town):
        assert [model.objects.count() for model in WITH_TEXT] == [model._base_manager.count() for model in WITH_TEXT]


def test_everything_that_holds_text_is_asked_about():
    """``WORDS`` fills whatever the models about a comment hold in words."""
    held = {
        model._meta.label
        for model in apps.get_models()
        if getattr(model._default_manager, "restricts_sight", False)
        and any(isinstance(field, CharField | TextField) for field in model._meta.concrete_fields)
    }

    assert held - {model._meta.label for model in [*WORDS, *WITH_TEXT]} == set()
