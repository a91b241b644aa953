# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""A model learns from decisions, is judged by time, says why, and never rests on who somebody is alone."""

from dataclasses import replace
from datetime import timedelta

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from community.triage import model as model_module
from community.triage.fairness import Gate, gate
from community.triage.features import style_width, vectors
from community.triage.judging import (
    Judgement,
    Measure,
    average_precision,
    best_threshold,
    macro_f1,
    share_with_interval,
    threshold_of_precision,
)
from community.triage.labels import Label
from community.triage.linear import fit_linear
from community.triage.model import (
    Band,
    Bands,
    Example,
    TooFewExamples,
    Trained,
    fit,
    fit_corpus,
    grouped,
    is_worth_it,
    scores_by_label,
)
from tests.community.triage.sample import BEGIN, sample

pytestmark = pytest.mark.sqlite_only
GOOD = Judgement(100, 40, 20, 8, Measure(0.8, 0.6, 0.9), 0.5, 0.4)


def test_it_learns_and_beats_rules_and_chance_on_the_newest_fifth(insults):
    judged = insults.judged

    assert (judged.decisions, judged.newest) == (200, 40)
    assert judged.average_precision.value > 0.9
    assert judged.average_precision.low <= judged.average_precision.value <= judged.average_precision.high
    assert judged.average_precision.value > max(judged.by_rules, judged.prevalence)
    assert judged.is_too_few
    assert is_worth_it(judged, judged.decisions, judged.positives, judged.negatives)
    rude, calm = insults.scores(["Lauter Trottel im Rathaus", "Danke, das Freibad war schön"])
    assert 0 <= calm < 0.3 < 0.7 < rude <= 1


def test_the_same_decisions_in_any_order_give_the_same_model(insults):
    again = fit(Label.INSULT, sample()[::-1])

    assert np.array_equal(again.linear.weights, insults.linear.weights)
    assert (again.slope, again.offset, again.bands) == (insults.slope, insults.offset, insults.bands)
    assert again.judged == insults.judged


def test_labels_of_the_same_decisions_read_them_once():
    examples = sample(60)[::-1]

    once = fit(Label.INSULT, examples, read=vectors([one.text for one in examples]))

    assert np.array_equal(once.linear.weights, fit(Label.INSULT, examples).linear.weights)


@pytest.mark.parametrize(
    ("judgement", "decisions", "positives", "negatives"),
    [
        (GOOD, 99, 40, 59),
        (GOOD, 100, 19, 81),
        (GOOD, 100, 81, 19),
        (replace(GOOD, by_rules=0.8), 100, 40, 60),
        (replace(GOOD, prevalence=0.8), 100, 40, 60),
        (replace(GOOD, average_precision=None), 100, 40, 60),
    ],
)
def test_a_model_waits_until_it_is_worth_it(judgement, decisions, positives, negatives):
    assert is_worth_it(GOOD, 100, 20, 80)
    assert not is_worth_it(judgement, decisions, positives, negatives)


def test_bands_come_at_three_hundred_decisions_and_percentages_at_a_thousand():
    assert [replace(GOOD, decisions=n).has_bands for n in (299, 300)] == [False, True]
    assert [replace(GOOD, decisions=n).has_percentages for n in (999, 1000)] == [False, True]
    assert [replace(GOOD, newest_positive=n).is_too_few for n in (49, 50)] == [True, False]


def test_what_hangs_together_is_never_on_both_sides():
    """The newest fifth repeats an old text word for word: learning it by heart must not count."""
    at = BEGIN + timedelta(days=400)
    examples = [Example("Ganz gleich!", False, 91, BEGIN), Example("ganz gleich", False, 92, at), *sample(8)]

    groups = grouped(examples)

    assert groups[0] == groups[1]
    assert len(set(groups)) == 3
    assert groups[2] == groups[5] != groups[6]


def test_the_newest_are_judged_by_a_model_that_saw_neither_them_nor_their_posts(monkeypatch):
    asked = []
    examples = sample(60)
    straddling = [one._replace(group=one.group if at < 44 else 0) for at, one in enumerate(examples)]
    learned = model_module._learned

    def watched(read, columns, positive, groups):
        asked.append(len(positive))
        return learned(read, columns, positive, groups)

    monkeypatch.setattr(model_module, "_learned", watched)

    fit(Label.INSULT, straddling)

    # 60 decisions: 48 older ones, without the four under post 0 and the four that were moved there.
    assert asked == [40, 60]


@pytest.mark.parametrize(
    "examples",
    [
        [],
        sample(1),
        [one._replace(positive=True) for one in sample(20)],
        [one._replace(group=1) for one in sample(20)],
    ],
)
def test_too_little_to_learn_from_is_said(examples):
    with pytest.raises(TooFewExamples):
        fit(Label.INSULT, examples)


def test_two_posts_are_enough_to_learn_and_too_few_to_judge():
    trained = fit(Label.INSULT, [one._replace(group=at % 2) for at, one in enumerate(sample(24))])

    assert trained.judged.average_precision is None
    assert not is_worth_it(trained.judged, 100, 50, 50)


def test_it_names_the_words_that_drove_a_score(insults):
    text = "Gestern im Rathaus: Lauter Trottel, wie immer."

    words = insults.words_behind(text)

    assert set(words) & {"Trottel", "Lauter"}
    assert len(words) <= 3
    assert all(word in text for word in words)
    assert insults.words_behind("") == insults.words_behind("!?") == ()


@given(text=st.text(max_size=120))
def test_any_text_has_a_score_and_words_that_stand_in_it(insults, text):
    (score,) = insults.scores([text])

    assert 0 <= score <= 1
    assert all(word in text for word in insults.words_behind(text))


def test_scores_do_not_depend_on_what_stands_beside(insults):
    texts = ["Lauter Trottel", "", "Danke"]

    together = insults.scores(texts)

    assert together == pytest.approx([insults.scores([text])[0] for text in texts], abs=1e-6)
    assert insults.scores([]) == []
    assert scores_by_label({Label.INSULT: insults}, texts) == {Label.INSULT: together}


def prejudiced() -> Trained:
    """Taught what nobody should teach: one identity word, and one word of abuse."""
    calm = ["Das Fest war schön", "Wir waren am Fluss", "Der Bus kam pünktlich", "Morgen ist Markt"]
    texts = [f"{word} {text} {at}" for at in range(8) for text in calm for word in ("Eine Jüdin:", "Du Trottel:", "")]
    positive = [bool(text[0] in "ED") for text in texts]
    trained = fit_corpus(Label.INSULT, texts, positive, list(range(len(texts))))
    return replace(trained, bands=Bands(0.4, 0.6))


def test_an_identity_word_alone_never_makes_it_high():
    trained = prejudiced()

    alone, abused, calm = trained.place(["Eine Jüdin: Morgen ist Markt", "Du Trottel: Morgen ist Markt", "Der Markt"])

    assert alone.score >= trained.bands.high
    assert (alone.band, alone.is_capped) == (Band.MID, True)
    assert (abused.band, abused.is_capped) == (Band.HIGH, False)
    assert (calm.band, calm.is_capped) == (Band.LOW, False)


def test_abuse_beside_an_identity_word_stays_high():
    (placed,) = prejudiced().place(["Du Trottel: eine Jüdin hat heute auf dem Markt gesungen"])

    assert (placed.band, placed.is_capped) == (Band.HIGH, False)


def test_the_gate_stops_a_prejudiced_model():
    stopped = gate(prejudiced())

    assert not stopped.passed
    assert stopped.worst == "Jüdin"
    assert stopped.logit_gap > 0.3


def test_the_gate_passes_a_model_that_knows_nobody():
    trained = prejudiced()
    blank = replace(
        trained,
        linear=replace(
            trained.linear, weights=trained.linear.weights * 0, style_weights=trained.linear.style_weights * 0
        ),
    )

    assert gate(blank) == Gate(True, 0.0, 0.0, "")


@pytest.mark.parametrize(
    ("logit_gap", "flags", "passed"), [(0.29, False, True), (0.31, False, False), (0.29, True, False)]
)
def test_either_gap_stops_a_model(monkeypatch, logit_gap, flags, passed):
    """A model that moves every group by a known distance."""
    trained = prejudiced()
    rows = iter(range(10_000))
    monkeypatch.setattr(Trained, "logits_of", lambda self, read: np.array([logit_gap if next(rows) % 2 == 0 else 0.0]))
    turn = iter(range(10_000))
    monkeypatch.setattr(Trained, "scores_of", lambda self, read: [0.5 if flags and next(turn) % 2 == 0 else 0.1])

    assert gate(replace(trained, slope=1.0)).passed is passed


def test_an_outside_corpus_is_one_column_and_never_pooled():
    examples = sample(120)
    corpus = sample(200, seed=7)
    outside = fit_corpus(
        Label.INSULT, [one.text for one in corpus], [one.positive for one in corpus], [one.group for one in corpus]
    ).linear

    trained = fit(Label.INSULT, examples, outside=[outside])

    assert trained.judged.decisions == 120
    assert len(trained.linear.style_weights) == style_width() + 1
    assert trained.linear.style_weights[-1] > 0


def test_no_word_of_a_comment_is_in_a_model(insults):
    held = list(vars(insults.linear).values())

    assert all(isinstance(value, float) or value.dtype == np.float32 for value in held)


def test_a_comment_is_the_same_numbers_every_time():
    first, second = (
        vectors(["Schöne Grüße aus der Lindenstraße! 🙂"]),
        vectors(["Schöne Grüße aus der Lindenstraße! 🙂"]),
    )

    assert (first.letters != second.letters).nnz == (first.words != second.words).nnz == 0
    assert np.array_equal(first.style, second.style)
    # Changes whenever the hashing does: files.VERSION has to be raised then.
    assert int(first.letters.indices.astype(np.int64).sum()) == 14_542_280


def test_weights_are_those_that_a_file_can_hold():
    read = vectors([one.text for one in sample(60)])
    linear = fit_linear(read, [one.positive for one in sample(60)])

    assert np.array_equal(linear.weights, linear.weights.astype(np.float16).astype(np.float32))


RANKED = st.lists(st.tuples(st.booleans(), st.integers(0, 8)), min_size=4, max_size=40).filter(
    lambda rows: len({yes for yes, _ in rows}) == 2
)


@given(RANKED)
def test_no_other_threshold_gives_a_better_macro_f1(rows):
    truth, scores = [yes for yes, _ in rows], [float(score) for _, score in rows]

    chosen = macro_f1(truth, [score >= best_threshold(truth, scores) for score in scores])

    assert chosen == pytest.approx(max(macro_f1(truth, [score >= at for score in scores]) for at in scores))


@given(RANKED)
def test_from_its_threshold_on_the_precision_is_what_was_wanted(rows):
    truth, scores = [yes for yes, _ in rows], [float(score) for _, score in rows]

    threshold = threshold_of_precision(truth, scores, 0.8, 2)

    if threshold is not None:
        taken = [yes for yes, score in zip(truth, scores, strict=True) if score >= threshold]
        assert len(taken) >= 2
        assert sum(taken) / len(taken) >= 0.8


def test_average_precision_of_a_perfect_and_of_a_blind_order():
    assert average_precision([True, True, False, False], [4, 3, 2, 1]) == 1
    assert average_precision([True, False, False, False], [1, 1, 1, 1]) == 0.25


@given(st.integers(0, 50), st.integers(1, 50))
def test_an_interval_of_a_share_holds_it_and_stays_a_share(hits, of):
    measure = share_with_interval(min(hits, of), of)

    assert 0 <= measure.low <= measure.value + 1e-9
    assert measure.value - 1e-9 <= measure.high <= 1
    assert share_with_interval(0, 0) is None
