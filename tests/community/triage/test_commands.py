# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""An administrator trains from files on a disk and evaluates; a file that is none is refused with words."""

import csv
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from community.triage.corpora import UnreadableCorpus, is_held_out, read_corpora
from community.triage.labels import Label
from community.triage.outside import kept_outside
from tests.community.triage.sample import sample

pytestmark = pytest.mark.django_db


@pytest.fixture
def media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "media"


def table(path, columns, rows, delimiter=","):
    with path.open("w", encoding="utf-8", newline="") as lines:
        writer = csv.writer(lines, delimiter=delimiter)
        writer.writerow(columns)
        writer.writerows(rows)
    return path


@pytest.fixture
def own_layout(tmp_path):
    rows = [(one.text, f"post {one.group}", "ja" if one.positive else "nein") for one in sample(160)]
    return table(tmp_path / "own.csv", ["text", "group", "insult"], rows)


def said(name, *arguments, **options):
    out = StringIO()
    call_command(name, *arguments, stdout=out, **options)
    return out.getvalue()


def test_what_was_trained_waits_for_the_towns_next_refit(own_layout, town, media):
    printed = said("train_triage", str(own_layout), town=town.slug)

    assert "insult: 160 comments of own: insult" in printed
    assert list(kept_outside(town=town.pk)) == [Label.INSULT]


def test_a_signed_file_is_written_and_measured(own_layout, town, media, tmp_path):
    out = tmp_path / "model.npz"

    said("train_triage", str(own_layout), town=town.slug, out=out)
    printed = said("evaluate_triage", str(own_layout), town=town.slug, model=out)

    assert kept_outside(town=town.pk) == {}
    assert "own: insult as insult: 160 comments" in printed
    assert "macro-F1" in printed and "predictions/s" in printed and "average precision" in printed
    with pytest.raises(CommandError, match="anderen Kommune"):
        said("evaluate_triage", str(own_layout), town=_another_town().slug, model=out)


def _another_town():
    from tests.factories import MunicipalityFactory

    return MunicipalityFactory()


def test_the_held_out_part_is_opened_only_when_asked_for(own_layout):
    (corpus,), _harmless = read_corpora([own_layout])
    held = sum(map(is_held_out, corpus.groups))
    assert 0 < held < 80

    assert f"{160 - held} comments" in said("evaluate_triage", str(own_layout))
    assert f"{held} comments" in said("evaluate_triage", str(own_layout), open=True)


def test_a_group_is_never_divided(own_layout):
    (corpus,), _harmless = read_corpora([own_layout])

    learned, held = corpus.part(held_out=False), corpus.part(held_out=True)

    assert set(learned.groups).isdisjoint(held.groups)
    assert len(learned.texts) + len(held.texts) == 160


def test_known_public_layouts_are_read(tmp_path):
    files = [
        table(
            tmp_path / "g.csv", ["comment_id", "comment_text", "Sub1_Toxic"], [("1", "Du Depp", "1"), ("2", "Gut", "0")]
        ),
        table(tmp_path / "f.csv", ["document", "comment_id", "comment"], [("D", "1", "Toll!"), ("D", "2", "Na ja")]),
        table(tmp_path / "l.csv", ["document", "comment_id", "flausch"], [("D", "2", "no"), ("D", "1", "yes")]),
        table(
            tmp_path / "h.csv",
            ["id", "description", "DBO"],
            [("1", "Weg damit", "agitation"), ("2", "Ja", "nothing")],
            ";",
        ),
        table(tmp_path / "k.csv", ["id", "text_raw"], [("1", "Laterne defekt")]),
        table(
            tmp_path / "m.csv",
            ["functionality", "test_case"],
            [("ident_neutral_nh", "Ich bin Jüdin."), ("slur_h", "x")],
        ),
    ]

    corpora, harmless = read_corpora(files)

    assert {one.label: list(one.positive) for one in corpora} == {
        Label.INSULT: [True, False],
        Label.PRAISE: [True, False],
        Label.ANTIDEMOCRATIC: [True, False],
    }
    assert [list(one.texts) for one in harmless] == [["Laterne defekt"], ["Ich bin Jüdin."]]


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"a,b\n1,2\n", "Keine der Spalten"),
        (b"text,other\nx,1\n", "Keine Spalte sagt"),
        (b"text,insult\nx,perhaps\n", "weder Ja noch Nein"),
        (b"text,insult\n\xff\xfe,1\n", "UTF-8"),
        (b"", "Keine der Spalten"),
        (b'text,insult\n"' + b"x" * 200_000 + b'",1\n', "keine Tabelle"),
    ],
)
def test_a_file_that_is_no_corpus_is_refused_with_words(tmp_path, content, message):
    path = tmp_path / "file.csv"
    path.write_bytes(content)

    with pytest.raises(UnreadableCorpus, match=message):
        read_corpora([path])


@pytest.mark.parametrize(
    ("name", "arguments", "message"),
    [
        ("train_triage", {"town": "nowhere"}, "no town"),
        ("evaluate_triage", {"model": "model.npz"}, "which town"),
    ],
)
def test_a_wrong_call_is_refused_with_words(name, arguments, message, own_layout):
    with pytest.raises(CommandError, match=message):
        said(name, str(own_layout), **arguments)


def test_a_missing_file_is_said(town, tmp_path):
    with pytest.raises(CommandError, match="No such file"):
        said("train_triage", str(tmp_path / "none.csv"), town=town.slug)


def test_too_few_of_a_sort_are_refused_and_nothing_is_kept(town, media, tmp_path):
    calm = table(tmp_path / "calm.csv", ["text", "insult"], [(f"Schönes Fest {at}", "0") for at in range(10)])

    with pytest.raises(CommandError, match="Zum Lernen fehlen"):
        said("train_triage", str(calm), town=town.slug)
    assert kept_outside(town=town.pk) == {}
