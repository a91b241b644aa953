# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""One label learned from decisions: whether a comment may be it, in which band, and the words that drove it.

The same examples in the same order give the same model. A deleted comment is forgotten with the next refit.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import TYPE_CHECKING, NamedTuple

from django.utils.translation import gettext as _

from community.triage import lexicon, rules
from community.triage.features import Vectors, vectors
from community.triage.judging import (
    FEWEST_DECISIONS,
    FEWEST_OF_A_SORT,
    NEWEST,
    Judgement,
    average_precision,
    best_threshold,
    recall_at_top,
    share_with_interval,
    threshold_of_precision,
    with_interval,
)
from community.triage.labels import Label
from community.triage.linear import Linear, fit_linear, fit_sigmoid
from core.errors import DomainError
from core.folding import fold_words

if TYPE_CHECKING:
    import numpy as np

    from community.triage.features import Floats

#: Parts of the cross-validation on which the sigmoid and the bands rest.
FOLDS = 4
#: "High" begins where so many of a hundred were right, and at least so many were counted.
HIGH_PRECISION = 0.8
FEWEST_IN_HIGH = 10
#: No score reaches it: a label without a band "high".
NEVER = 2.0
#: So many different words of a comment are left out in turn.
MOST_LEFT_OUT = 150


class Example(NamedTuple):
    """A decision a person set actively. ``group`` is the post it stands under, ``at`` when it was decided."""

    text: str
    positive: bool
    group: int
    at: datetime


class Band(StrEnum):
    """``LOW`` means: not conspicuous, not checked. It is no clearance."""

    LOW = "low"
    MID = "mid"
    HIGH = "high"


class Bands(NamedTuple):
    """From which score on. ``mid`` is never above ``high``."""

    mid: float
    high: float


class Placed(NamedTuple):
    """``is_capped``: a word that says who somebody is carried it to "high" alone, so it is "mid"."""

    score: float
    band: Band
    is_capped: bool


class TooFewExamples(DomainError):
    """There is nothing to learn: not both sorts, or all from one post."""

    def __init__(self) -> None:
        super().__init__(_("There are not yet enough decisions of both kinds, from several posts, to learn from."))


@dataclass(frozen=True, eq=False)
class Trained:
    """``outside`` are models of other corpora; each is one column, never mixed with the town's own decisions."""

    label: Label
    linear: Linear
    slope: float
    offset: float
    bands: Bands
    judged: Judgement
    outside: tuple[Linear, ...] = ()

    def scores(self, texts: Sequence[str]) -> list[float]:
        """How likely each of ``texts`` is the label, 0 to 1."""
        return self.scores_of(vectors(texts))

    def scores_of(self, read: Vectors) -> list[float]:
        return [float(score) for score in _shares(self.logits_of(read), self.slope, self.offset)]

    def logits_of(self, read: Vectors) -> Floats:
        """Before the sigmoid; for comparing texts with each other."""
        return self.linear.logits(read, _columns(self.outside, read))

    def place(self, texts: Sequence[str]) -> list[Placed]:
        """Score and band of each text, capped where an identity word carries it alone."""
        return self.place_scores(texts, self.scores(texts))

    def place_scores(self, texts: Sequence[str], scores: Sequence[float]) -> list[Placed]:
        """As ``place``, with ``scores`` made before."""
        high = [at for at, score in enumerate(scores) if score >= self.bands.high]
        capped = self._identity_alone(texts, high)
        return [
            Placed(score, Band.MID if at in capped else self._band(score), at in capped)
            for at, score in enumerate(scores)
        ]

    def words_behind(self, text: str, most: int = 3) -> tuple[str, ...]:
        """The words without which the score would fall furthest, as they stand in ``text``, the strongest first."""
        tokens = text.split()
        known = list(dict.fromkeys(said for token in tokens if (said := fold_words(token))))[:MOST_LEFT_OUT]
        if not known:
            return ()
        without = [" ".join(token for token in tokens if fold_words(token) != said) for said in known]
        logits = self.logits_of(vectors([text, *without]))
        fallen = sorted(((float(logits[0] - logit), -at) for at, logit in enumerate(logits[1:])), reverse=True)
        strongest = [known[-at] for fall, at in fallen[:most] if fall > 0]
        return tuple(_as_it_stands(said, tokens) for said in strongest)

    def _band(self, score: float) -> Band:
        if score >= self.bands.high:
            return Band.HIGH
        return Band.MID if score >= self.bands.mid else Band.LOW

    def _identity_alone(self, texts: Sequence[str], which: Sequence[int]) -> set[int]:
        naming = [at for at in which if lexicon.identity().search(texts[at])]
        if not naming:
            return set()
        without = self.scores([rules.without_identity(texts[at]) for at in naming])
        return {at for at, score in zip(naming, without, strict=True) if score < self.bands.high}


def scores_by_label(models: Mapping[Label, Trained], texts: Sequence[str]) -> dict[Label, list[float]]:
    """The scores of all ``models``; each text is read once."""
    read = vectors(texts)
    return {label: one.scores_of(read) for label, one in models.items()}


def fit(
    label: Label,
    examples: Sequence[Example],
    *,
    own: rules.OwnWords = rules.NO_OWN_WORDS,
    outside: Sequence[Linear] = (),
    read: Vectors | None = None,
) -> Trained:
    """Learn ``label`` and judge it by time: a model of the older four fifths is asked about the newest fifth.

    Posts and equal texts stay together on one side. ``own`` are the town's words, for the rules it is compared with.
    ``read`` are the ``vectors`` of the examples, in their order, where several labels share them. Raises
    ``TooFewExamples``.
    """
    order = sorted(range(len(examples)), key=lambda at: (examples[at].at, examples[at].text))
    ordered = [examples[at] for at in order]
    positive = [one.positive for one in ordered]
    groups = grouped(ordered)
    if len(set(positive)) < 2 or len(set(groups)) < 2:
        raise TooFewExamples
    read = vectors([one.text for one in ordered]) if read is None else read.rows(order)
    columns = _columns(outside, read)
    judged = _judged(label, ordered, groups, read, columns, own)
    linear, slope, offset, bands = _learned(read, columns, positive, groups)
    return Trained(label, linear, slope, offset, bands, judged, tuple(outside))


def fit_corpus(label: Label, texts: Sequence[str], positive: Sequence[bool], groups: Sequence[int]) -> Trained:
    """Learn ``label`` from a corpus without dates, for ``outside`` of a town's own. Raises ``TooFewExamples``."""
    if len(set(positive)) < 2 or len(set(groups)) < 2:
        raise TooFewExamples
    linear, slope, offset, bands = _learned(vectors(texts), (), positive, groups)
    return Trained(label, linear, slope, offset, bands, Judgement(len(texts), sum(positive), 0, 0))


def is_worth_it(judgement: Judgement, decisions: int, positives: int, negatives: int) -> bool:
    """Whether a model may suggest: enough decisions of both sorts, and better than the rules and than chance."""
    reached = judgement.average_precision
    if decisions < FEWEST_DECISIONS or min(positives, negatives) < FEWEST_OF_A_SORT:
        return False
    if reached is None or judgement.by_rules is None or judgement.prevalence is None:
        return False
    return reached.value > max(judgement.by_rules, judgement.prevalence)


def grouped(examples: Sequence[Example]) -> list[int]:
    """A number for each example, the same for those under one post and for those that say the same."""
    first: dict[object, int] = {}
    parent = list(range(len(examples)))

    def root(at: int) -> int:
        while parent[at] != at:
            parent[at] = parent[parent[at]]
            at = parent[at]
        return at

    for at, one in enumerate(examples):
        for key in (("post", one.group), ("text", fold_words(one.text) or one.text)):
            known = first.setdefault(key, at)
            parent[root(at)] = root(known)
    return [root(at) for at in range(len(examples))]


def _learned(
    read: Vectors, columns: Sequence[Floats], positive: Sequence[bool], groups: Sequence[int]
) -> tuple[Linear, float, float, Bands]:
    unseen, truth = out_of_fold(read, columns, positive, groups)
    slope, offset = fit_sigmoid(unseen, truth)
    shares = _shares(unseen, slope, offset)
    high = threshold_of_precision(truth, shares, HIGH_PRECISION, FEWEST_IN_HIGH) or NEVER
    mid = best_threshold(truth, shares)
    bands = Bands(mid, max(mid, high))
    return fit_linear(read, positive, columns), slope, offset, bands


def out_of_fold(
    read: Vectors, columns: Sequence[Floats], positive: Sequence[bool], groups: Sequence[int]
) -> tuple[Floats, list[bool]]:
    """Logits of rows whose group the model had not seen; rows of folds that cannot be learned are left out."""
    import numpy as np
    from sklearn.model_selection import GroupKFold

    truth = np.asarray(positive, dtype=bool)
    logits = np.full(len(truth), np.nan, dtype=np.float32)
    folds = GroupKFold(n_splits=min(FOLDS, len(set(groups))))
    for seen, unseen in folds.split(truth, truth, groups):
        if truth[seen].all() or not truth[seen].any():
            continue
        linear = fit_linear(read.rows(seen), truth[seen], [column[seen] for column in columns])
        logits[unseen] = linear.logits(read.rows(unseen), [column[unseen] for column in columns])
    known = ~np.isnan(logits)
    if len(set(truth[known])) < 2:
        raise TooFewExamples
    return logits[known], truth[known].tolist()


def _judged(
    label: Label,
    ordered: Sequence[Example],
    groups: Sequence[int],
    read: Vectors,
    columns: Sequence[Floats],
    own: rules.OwnWords,
) -> Judgement:
    import numpy as np

    truth = np.asarray([one.positive for one in ordered], dtype=bool)
    cut = len(ordered) - max(1, round(len(ordered) * NEWEST))
    newest = list(range(cut, len(ordered)))
    # What hangs together with a newest one was as good as seen.
    newest_groups = {groups[at] for at in newest}
    older = [at for at in range(cut) if groups[at] not in newest_groups]
    known = Judgement(len(truth), int(truth.sum()), len(newest), int(truth[newest].sum()))
    if not _has_both(truth[newest]) or not _has_both(truth[older]):
        return known
    try:
        linear, slope, offset, bands = _learned(
            read.rows(older), [column[older] for column in columns], truth[older].tolist(), [groups[at] for at in older]
        )
    except TooFewExamples:
        return known
    logits = linear.logits(read.rows(newest), [column[newest] for column in columns])
    said = _shares(logits, slope, offset)
    high = said >= bands.high
    by_rules = [float(len(rules.seen(ordered[at].text, own=own).get(label, ()))) for at in newest]
    its_groups = [groups[at] for at in newest]
    return Judgement(
        known.decisions,
        known.positives,
        known.newest,
        known.newest_positive,
        with_interval(average_precision, truth[newest], said, its_groups),
        average_precision(truth[newest], by_rules),
        float(truth[newest].mean()),
        with_interval(recall_at_top, truth[newest], said, its_groups),
        share_with_interval(int(truth[newest][high].sum()), int(high.sum())),
    )


def _has_both(truth: np.ndarray[tuple[int, ...], np.dtype[np.bool_]]) -> bool:
    return bool(len(truth)) and bool(truth.any()) and not bool(truth.all())


def _shares(logits: Floats, slope: float, offset: float) -> Floats:
    import numpy as np

    shares: Floats = 1 / (1 + np.exp(-np.clip(slope * logits + offset, -30, 30)))
    return shares


def _columns(outside: Sequence[Linear], read: Vectors) -> list[Floats]:
    return [one.logits(read) for one in outside]


def _as_it_stands(said: str, tokens: Sequence[str]) -> str:
    standing = next(token for token in tokens if fold_words(token) == said)
    return standing.strip(".,;:!?\"'()„“”»«…")
