# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""Captions: read as they come, judged by line, written so that every player shows what was meant."""

from io import StringIO

import pytest
import webvtt
from hypothesis import given
from hypothesis import strategies as st

from channels_mgmt.domain.captions import Cue, as_srt, as_vtt, is_read_back, read_captions, transcript

VTT = """WEBVTT - Baustelle

STYLE
::cue { color: yellow }

NOTE Von Hand geschrieben

eins
00:00:01.000 --> 00:00:03.500 align:start
<v Frau Klein>Hier wird <i>gebaut</i> &amp; gefahren.

00:03.500 --> 00:05.000
Kosten &lt; 1 Mio. Euro
– so der Rat.
"""
SRT = "1\r\n00:00:01,000 --> 00:00:03,500\r\n<font color=red>Grüße</font> & Dank\r\n".replace("\r\n", "\n")


def problems(text, **options):
    return [(problem.line, problem.text) for problem in read_captions(text, **options).problems]


def cues(*rows):
    return "WEBVTT\n\n" + "\n".join(f"00:00:{a:06.3f} --> 00:00:{b:06.3f}\n{words}\n" for a, b, words in rows)


def test_webvtt_becomes_plain_words_with_their_speaker():
    read = read_captions(VTT)

    assert read.problems == []
    assert read.cues == [
        Cue(1000, 3500, "Frau Klein: Hier wird gebaut & gefahren."),
        Cue(3500, 5000, "Kosten < 1 Mio. Euro\n– so der Rat."),
    ]


def test_srt_is_read_as_well_and_its_ampersand_is_one():
    assert read_captions(SRT).cues == [Cue(1000, 3500, "Grüße & Dank")]


def test_what_is_written_escapes_in_webvtt_and_not_in_srt():
    read = read_captions(VTT).cues

    assert "gebaut &amp; gefahren" in as_vtt(read)
    assert "Frau Klein: Hier wird gebaut & gefahren." in as_srt(read)
    assert "00:00:01,000 --> 00:00:03,500" in as_srt(read)


def test_another_reader_finds_in_both_files_what_was_meant():
    read = read_captions(VTT).cues

    assert is_read_back(read)
    assert [c.text for c in webvtt.WebVTT.from_buffer(StringIO(as_srt(read)), format="srt").captions] == [
        cue.text for cue in read
    ]
    assert transcript(read).startswith("Frau Klein: Hier wird gebaut & gefahren. Kosten < 1 Mio.")


def test_what_another_reader_would_cut_is_noticed():
    assert not is_read_back([Cue(0, 1000, "oben\n\nunten")])


@given(
    st.lists(st.text(st.characters(exclude_categories=("C", "Z"), include_characters=" &<>"), min_size=1), max_size=5)
)
def test_whatever_people_write_is_read_back_or_refused(words):
    rows = [f"00:00:0{n}.000 --> 00:00:0{n + 1}.000\n{text}\n" for n, text in enumerate(words)]
    read = read_captions("\n".join(rows))

    assert read.problems or is_read_back(read.cues)
    if not read.problems:
        assert read_captions(as_vtt(read.cues)).cues == read.cues


@pytest.mark.parametrize(
    ("text", "line", "words"),
    [
        (cues((5, 6, "Zwei"), (1, 2, "Eins")), 6, "begins before the one above"),
        (cues((1, 4, "Eins"), (3, 5, "Zwei")), 6, "begins while the one above"),
        (cues((4, 2, "Eins")), 3, "ends before it begins"),
        (cues((1, 2, "siehe --> dort")), 4, "may not stand in the words"),
        (cues((1, 2, "siehe --&gt; dort")), 4, "may not stand in the words"),
        (cues((1, 2, "")), 3, "no words below"),
        ("WEBVTT\n\n00:99:00.000 --> 00:99:02.000\nEins", 3, "This is no time"),
        ("WEBVTT\n\n00:01 -> 00:02\nEins", 3, "no time"),
        ("WEBVTT\n\nEins\nZwei\nDrei", 3, "have no time"),
        ("", 1, "No caption was found"),
        ("WEBVTT\n", 1, "No caption was found"),
    ],
)
def test_each_mistake_is_named_with_its_line(text, line, words, settings):
    from django.utils import translation

    with translation.override("en"):
        found = problems(text)

    assert found[0][0] == line
    assert words in found[0][1]


def test_captions_of_another_film_are_noticed():
    assert problems(cues((1, 2, "Eins"), (50, 60, "Zwei")), film=3000)[0][0] == 6
    assert problems(cues((1, 3.5, "Eins")), film=3000) == []


def test_a_file_without_end_is_refused():
    rows = [f"{n}\n00:{n // 60:02}:{n % 60:02},000 --> 00:{n // 60:02}:{n % 60:02},900\nWort\n" for n in range(2001)]

    assert len(problems("\n".join(rows))) == 1
