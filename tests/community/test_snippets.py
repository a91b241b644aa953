# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""Texts to answer with: variables and gaps, versions, files, and where they are chosen."""

from functools import partial

import pytest
from django.test import Client

from accounts.models import Role
from community.domain.text_files import Entry, as_csv, as_json, read_entries
from community.domain.variables import filled, gaps_of, is_adapted
from community.models import Comment, Decision, Snippet, SnippetVersion
from community.queries.snippets import known_values
from community.services.decisions import hide_comment, reply_to_comment
from community.services.snippets import (
    change_snippet,
    restore_snippet,
    retire_snippet,
    take_up_snippet,
)
from community.services.text_import import take_over_texts
from core.errors import AlreadyChanged, NotPermitted, Refused
from tests.community.factories import (
    clause,
    comment_in,
    comment_on,
    delivery_of,
    department_asked,
    moderator,
    netiquette_in_force,
    practice_channel,
    snippet_in,
)
from tests.factories import MunicipalityFactory, person
from tests.racing import race


@pytest.fixture
def alma(town):
    return moderator(town, name="Alma")


@pytest.fixture
def comment(town):
    return comment_in(town, text="Wo kann ich das melden?")


def stored(row):
    return type(row)._base_manager.get(pk=row.pk)


def signed_in(user) -> Client:
    client = Client()
    client.force_login(user, backend="allauth.account.auth_backends.AuthenticationBackend")
    return client


# -- variables --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "gaps"),
    [
        ("Bitte bis {frist} an {amt}.", ["{frist}", "{amt}"]),
        ("{frist} und noch einmal {frist}", ["{frist}"]),
        ("Ku\u0308rzel {ku\u0308rzel}", ["{kürzel}"]),
        ("Mengen {1, 2} und {} und { a } sind keine", []),
        ("{zwei Wörter}", ["{zwei Wörter}"]),
    ],
)
def test_a_gap_is_a_word_in_braces(text, gaps):
    assert gaps_of(text) == gaps


def test_what_is_known_is_filled_in_however_the_variable_is_typed():
    assert filled("{Amt}, {KUERZEL}: {frist}", {"amt": "Bauamt", "kuerzel": "mk"}) == "Bauamt, mk: {frist}"


def test_a_name_in_braces_is_no_variable():
    assert filled("{anrede}", {"anrede": "Hallo {amt}", "amt": "Bauamt"}) == "Hallo (amt)"


def test_the_desk_knows_name_town_department_day_and_link(town, alma):
    delivery = delivery_of(practice_channel(town), text="Alles dazu: https://stadt.example/sperrung.")
    comment = comment_on(delivery)
    asked = department_asked(comment, alma)

    known = known_values(stored(comment), alma)

    assert known["anrede"].endswith(comment.author.name)
    assert (known["kommune"], known["amt"]) == (town.name, "Bauamt")
    assert known["frist"] == f"{asked.due_at.astimezone(town.zone):%d.%m.%Y}" or known["frist"]
    assert known["link"] == "https://stadt.example/sperrung"


# -- sending ----------------------------------------------------------------------------------------


def test_an_answer_with_a_gap_does_not_leave(town, alma, comment):
    """Detects an answer that goes out with {frist} in it."""
    with pytest.raises(Refused) as refused:
        reply_to_comment(comment, actor=alma, text="Wir antworten bis {frist}.")

    assert "{frist}" in str(refused.value)
    assert not Decision.objects.exists()
    assert stored(comment).state == Comment.State.NEW


def test_a_use_is_counted_once_for_each_answer_and_for_nobody(town, alma, comment):
    text = snippet_in(town, alma)

    reply_to_comment(comment, actor=alma, text="Danke!", snippets=[text.pk, text.pk])

    assert stored(text).uses == 1
    assert not any(field.name.startswith("used_by") for field in Snippet._meta.get_fields())


def test_a_text_of_another_town_is_not_counted(town, alma, comment, anywhere):
    other = MunicipalityFactory()
    text = snippet_in(other, moderator(other))

    reply_to_comment(comment, actor=alma, text="Danke!", snippets=[text.pk])

    assert stored(text).uses == 0


# -- reasons ----------------------------------------------------------------------------------------

REASONS = "Der Kommentar beleidigt eine Person und geht nicht auf die Sache ein."


def hide(comment, alma, rules, rationale):
    return hide_comment(stored(comment), actor=alma, clause=clause(rules), rationale=rationale)


@pytest.mark.parametrize(
    "rationale",
    [REASONS, REASONS.upper(), f"  {REASONS} ", f"{REASONS} Ja so.", REASONS.replace(".", " !")],
)
def test_prepared_reasons_without_a_word_about_the_comment_hide_nothing(town, alma, comment, rationale):
    """Detects a measure that rests on a text nobody has adapted."""
    rules = netiquette_in_force(town)
    snippet_in(town, alma, kind="rationale", name="Beleidigung", text=REASONS)

    with pytest.raises(Refused, match=r"\S"):
        hide(comment, alma, rules, rationale)

    assert not Decision.objects.exists()


def test_adapted_reasons_hide_and_are_counted(town, alma, comment):
    rules = netiquette_in_force(town)
    text = snippet_in(town, alma, kind="rationale", name="Beleidigung", text=REASONS)

    hide_comment(
        comment,
        actor=alma,
        clause=clause(rules),
        rationale=f"{REASONS} Er nennt die Amtsleiterin „eine Null“.",
        snippets=[text.pk],
    )

    assert stored(text).uses == 1


def test_an_older_version_of_prepared_reasons_is_no_reason_either(town, alma, comment):
    rules = netiquette_in_force(town)
    text = snippet_in(town, alma, kind="rationale", text=REASONS)
    change(text, alma, text="Ganz anders.")

    with pytest.raises(Refused):
        hide(comment, alma, rules, REASONS)


def test_prepared_reasons_with_a_gap_hide_nothing(town, alma, comment):
    rules = netiquette_in_force(town)

    with pytest.raises(Refused, match="wort"):
        hide(comment, alma, rules, "Das Wort {wort} ist eine Beleidigung der Amtsleiterin.")


@pytest.mark.parametrize(
    ("text", "templates", "adapted"),
    [
        ("Eigene Worte über diesen Fall", ["Vorlage"], True),
        ("Vorlage eins. Vorlage zwei.", ["Vorlage eins.", "Vorlage zwei."], False),
        ("Das Wort Depp ist grob", ["Das Wort {wort} ist grob"], False),
        ("Das Wort Depp, viermal wiederholt, ist grob", ["Das Wort {wort} ist grob"], True),
        ("ganz frei", [], True),
    ],
)
def test_a_text_is_adapted_when_somebody_added_words(text, templates, adapted):
    assert is_adapted(text, templates) is adapted


# -- versions ---------------------------------------------------------------------------------------


def change(kept, actor, *, seen=None, **changes):
    values = {"name": kept.name, "text": kept.text, "owner": kept.owner, "valid_until": kept.valid_until} | changes
    change_snippet(kept, actor=actor, seen_version=kept.version if seen is None else seen, **values)


def test_each_change_of_words_is_a_version_and_an_older_one_can_hold_again(town, alma):
    text = snippet_in(town, alma, text="Erste Fassung")
    change(text, alma, text="Zweite Fassung")
    restore_snippet(stored(text), actor=alma, version=1, seen_version=2)

    assert stored(text).text == "Erste Fassung"
    assert [v.text for v in SnippetVersion.objects.filter(snippet=text)] == [
        "Erste Fassung",
        "Zweite Fassung",
        "Erste Fassung",
    ]


def test_a_new_day_alone_is_no_version(town, alma):
    text = snippet_in(town, alma)

    change(text, alma, valid_until=town.local_day())

    assert SnippetVersion.objects.filter(snippet=text).count() == 1


def test_nobody_overwrites_what_a_colleague_has_written_meanwhile(town, alma):
    text = snippet_in(town, alma)
    same = stored(text)
    change(text, alma, text="Von Alma")

    with pytest.raises(AlreadyChanged):
        change(same, moderator(town), text="Von Ben")

    assert stored(text).text == "Von Alma"


@pytest.mark.postgresql
def test_of_two_who_save_at_once_one_is_told(transactional_db, anywhere):
    town = MunicipalityFactory()
    alma = moderator(town)
    text = snippet_in(town, alma)

    results = race(town, [partial(change, stored(text), alma, seen=1, text=f"Fassung {number}") for number in range(4)])

    assert sum(isinstance(result, AlreadyChanged) for result in results) == 3
    assert stored(text).version == 2


def test_a_name_stands_once_among_the_texts_in_use(town, alma):
    first = snippet_in(town, alma, name="Danke")
    with pytest.raises(Refused):
        snippet_in(town, alma, name="Danke")

    retire_snippet(first, actor=alma)
    snippet_in(town, alma, name="Danke")

    with pytest.raises(Refused):
        take_up_snippet(stored(first), actor=alma)


def test_only_the_team_of_the_dialogue_keeps_texts_and_answers_for_them(town, alma):
    with pytest.raises(NotPermitted):
        snippet_in(town, person(town, Role.READER))
    with pytest.raises(Refused):
        snippet_in(town, alma, owner=person(town, Role.EDITOR))


@pytest.mark.parametrize("wrong", [{"name": " "}, {"text": "\n"}, {"name": "n" * 121}, {"text": "t" * 5001}])
def test_a_text_without_name_or_words_is_refused(town, alma, wrong):
    with pytest.raises(Refused):
        snippet_in(town, alma, **wrong)


# -- files ------------------------------------------------------------------------------------------

ENTRIES = [
    Entry(2, "reply", "Danke", "Danke für den Hinweis!\n=SUMME(A1)", None),
    Entry(3, "rationale", "Beleidigung", "Weil {wort}; deshalb.", None),
]


@pytest.mark.parametrize("write", [as_csv, as_json])
def test_what_was_written_is_read_again(write):
    found = read_entries(write(ENTRIES).encode())

    assert [entry[1:] for entry in found] == [entry[1:] for entry in ENTRIES]


def test_a_file_read_twice_brings_nothing_twice(town, alma):
    first = take_over_texts(town, ENTRIES, actor=alma)
    second = take_over_texts(town, ENTRIES, actor=alma)
    third = take_over_texts(town, [ENTRIES[0]._replace(text="Vielen Dank!")], actor=alma)

    assert (first, second, third) == ((2, 0, 0), (0, 0, 2), (0, 1, 0))
    assert Snippet.objects.get(name="Danke").version == 2


def test_a_file_with_one_wrong_row_brings_nothing(town, alma):
    entries = [*ENTRIES, Entry(4, "reply", "n" * 200, "zu langer Name", None)]

    with pytest.raises(Refused) as refused:
        take_over_texts(town, entries, actor=alma)

    assert [gap for gap in refused.value.gaps if "4" in str(gap)]
    assert not Snippet.objects.exists()


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"name;text\nDanke;Danke\n",
        b"art;name;text\nfrage;Danke;Danke\n",
        b"art;name;text\nantwort;;Danke\n",
        b"art;name;text;gueltig_bis\nantwort;Danke;Danke;irgendwann\n",
        b"[{}]",
        b'{"art": 1}',
        b"[" * 100_000,
        b"\xff\xfe\x00\xd8",
    ],
)
def test_a_file_that_holds_something_else_is_refused_with_words(content):
    with pytest.raises(Refused, match=r"\w"):
        read_entries(content)
