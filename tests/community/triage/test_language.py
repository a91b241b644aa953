# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""A language is said where it is clear; dialects are German; short words say nothing."""

import sys

import pytest

from community.triage import language
from community.triage.language import language_of

TABLE = [
    ("Danke!", ""),
    ("Top 👍", ""),
    ("Super!!! 👏👏👏", ""),
    ("@stadt https://example.org/a/very/long/address #thisisnoenglish ok", ""),
    ("Wann wird das Freibad in diesem Jahr wieder geöffnet?", "de"),
    ("Dat is nich goot, wat ji dor maken doot in uns Dörp", "de"),
    ("Nu isset aver ok goot, wi wullt dat Swimmbad wedder hebben", "de"),
    ("Wat soll dä Quatsch, dat kütt doch all us unsere Täsch", "de"),
    ("Mir hend jo gar koi Geld meh für d Schual im Ort", "de"),
    ("I mog des ned, dass die Straß scho wieder gsperrt is", "de"),
    ("Super Team, nice Event, great Job Leute, echt cool gemacht", "de"),
    ("Belediyeye çok teşekkür ederim, yollar artık daha güzel oldu", "tr"),
    ("Mulțumesc frumos pentru informațiile despre grădiniță", "ro"),
    ("Dziękuję bardzo za szybką odpowiedź w sprawie przedszkola", "pl"),
    ("Thank you very much for the quick answer about the school", "en"),
    ("Grazie mille per la vostra risposta sulla scuola", "it"),
    ("Коли відкриється новий дитячий садок у нашому районі?", "uk"),
    ("Когда откроется новый детский сад в нашем районе?", "ru"),
    ("متى تفتح الروضة الجديدة في حينا؟", "ar"),
    ("چرا خیابان ما هنوز بسته است؟", "fa"),
    ("Дякую, її бачу", "uk"),
    ("Спасибо, мы рады", "ru"),
    ("Дуже добре", ""),
]


@pytest.mark.parametrize(("text", "code"), TABLE)
def test_a_language_is_said_only_where_it_is_clear(text, code):
    assert language_of(text) == code


def test_the_library_itself_is_sure_of_nonsense_about_short_words():
    from lingua import LanguageDetectorBuilder

    every = LanguageDetectorBuilder.from_all_languages().with_low_accuracy_mode().build()

    assert [every.detect_language_of(text).name for text in ("Danke!", "Top 👍")] == ["DANISH", "TURKISH"]


def test_without_the_extra_only_a_telling_script_is_named(monkeypatch):
    monkeypatch.setitem(sys.modules, "lingua", None)
    language._detector.cache_clear()
    try:
        said = [language_of(TABLE[index][0]) for index in (4, 11, 16)]
    finally:
        language._detector.cache_clear()

    assert said == ["", "", "uk"]
