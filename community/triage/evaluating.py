# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""How good models are on a file with answers: macro-F1, average precision, precision and speed, with 95 %."""

from __future__ import annotations

import resource
import time
from typing import NamedTuple

from community.triage import rules
from community.triage.corpora import Corpus, Harmless
from community.triage.features import vectors
from community.triage.judging import (
    Measure,
    average_precision,
    best_threshold,
    macro_f1,
    share_with_interval,
    with_interval,
)
from community.triage.labels import BURDENING
from community.triage.model import Trained, fit_corpus, out_of_fold

#: So many comments at once, as intake brings them.
AT_ONCE = 500


class Evaluation(NamedTuple):
    """``by_rules`` is the macro-F1 of the rules on the same comments."""

    comments: int
    positive: int
    by_rules: float
    macro_f1: Measure
    average_precision: Measure
    precision: Measure | None
    per_second: float
    peak_mib: float


def evaluate_model(trained: Trained, corpus: Corpus) -> Evaluation:
    """``trained`` on comments it has not seen. Its own threshold counts, nothing is chosen here."""
    trained.scores(corpus.texts[:10])  # patterns and libraries are made ready once, not per comment
    began = time.process_time()
    scores: list[float] = []
    for at in range(0, len(corpus.texts), AT_ONCE):
        scores += trained.scores(corpus.texts[at : at + AT_ONCE])
    spent = time.process_time() - began
    return _measured(corpus, scores, trained.bands.mid, spent)


def cross_validated(corpus: Corpus) -> Evaluation:
    """Grouped cross-validation; the threshold is chosen on what it is measured on, so it flatters a little."""
    vectors(corpus.texts[:10])
    began = time.process_time()
    read = vectors(corpus.texts)
    spent = time.process_time() - began
    logits, truth = out_of_fold(read, (), corpus.positive, corpus.group_numbers())
    if len(truth) != len(corpus.texts):
        raise ValueError("A part of the corpus could not be learned.")
    scores = [float(logit) for logit in logits]
    return _measured(corpus, scores, best_threshold(truth, scores), spent)


def train(corpus: Corpus) -> Trained:
    return fit_corpus(corpus.label, corpus.texts, corpus.positive, corpus.group_numbers())


def flagged_by_rules(harmless: Harmless) -> Measure | None:
    """The share that a rule calls burdening."""
    flagged = sum(not BURDENING.isdisjoint(rules.seen(text)) for text in harmless.texts)
    return share_with_interval(flagged, len(harmless.texts))


def _measured(corpus: Corpus, scores: list[float], threshold: float, spent: float) -> Evaluation:
    guessed = [score >= threshold for score in scores]
    hits = sum(yes and truth for yes, truth in zip(guessed, corpus.positive, strict=True))
    asked = BURDENING if corpus.label in BURDENING else frozenset({corpus.label})
    # Whole groups are drawn where there are enough of them; a single document has to be drawn comment by comment.
    groups = corpus.group_numbers()
    drawn = groups if len(set(groups)) >= 20 else list(range(len(groups)))
    return Evaluation(
        comments=len(scores),
        positive=sum(corpus.positive),
        by_rules=macro_f1(corpus.positive, [not asked.isdisjoint(rules.seen(text)) for text in corpus.texts]),
        macro_f1=with_interval(
            lambda truth, said: macro_f1(truth, [score >= threshold for score in said]), corpus.positive, scores, drawn
        ),
        average_precision=with_interval(average_precision, corpus.positive, scores, drawn),
        precision=share_with_interval(hits, sum(guessed)),
        per_second=len(scores) / spent if spent else float("inf"),
        peak_mib=resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
    )
