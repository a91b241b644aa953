# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""Each night a town's version is made anew from all that its people decided (docs/adr/0066).

A new version runs on trial for a night: it is put in use when it is not worse than the one in use on what was decided
since, in the blind sample, which neither had seen. A person puts an earlier one back. Whatever happens, it is recorded.
"""

from __future__ import annotations

import logging
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import asdict
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Exists, F, OuterRef, Q
from django.utils.timezone import localtime, now
from django.utils.translation import gettext as _

from accounts.audit import record
from accounts.models import Municipality, User
from accounts.tenancy.permissions import require
from community.models import TriageLabel, TriageModel, TriageSettings
from community.queries.hints import triage_settings
from community.services.triage.examples import Decided, blind_since, decided_by_label, fingerprint
from community.services.triage.figures import figures_of
from community.services.triage.own_words import own_words
from community.services.triage.scoring import version_in_use
from community.triage.fairness import gate
from community.triage.files import pack, unpack
from community.triage.judging import FEWEST_DECISIONS, FEWEST_OF_A_SORT, average_precision
from community.triage.labels import Label
from community.triage.model import TooFewExamples, Trained, fit, is_worth_it
from community.triage.outside import columns_for, kept_outside
from community.triage.rules import OwnWords
from core.errors import AlreadyChanged, DomainError
from core.states import change_state, compare_and_set

log = logging.getLogger(__name__)
State = TriageModel.State

#: By the clock of the town: when its people sleep.
FROM_HOUR, TO_HOUR = 1, 6
VERSIONS_KEPT = 5
#: Blind decisions of each sort since a version was made that are needed to call it worse.
FEWEST_TO_COMPARE = 5
#: Differences of the average precision below this are noise.
NOISE = 0.02


def towns_to_refit(at: datetime) -> list[Municipality]:
    """Towns in whose night it is and that were not made anew yet; needs all towns in scope."""
    taught = TriageLabel._base_manager.filter(municipality=OuterRef("pk"))
    yesterday = Q(triage__refitted_on=None) | Q(triage__refitted_on__lt=at.date())
    towns = Municipality.objects.filter(yesterday, Exists(taught)).exclude(triage__is_on=False).order_by("pk")
    return [town for town in towns if FROM_HOUR <= localtime(at, town.zone).hour < TO_HOUR]


def take_night(town: Municipality, at: datetime) -> bool:
    """Take on this night's work for ``town``; false if somebody else did. Needs the town in scope."""
    settings, _is_new = TriageSettings.objects.get_or_create(municipality=town)
    night = town.local_day(at)
    if settings.refitted_on is not None and settings.refitted_on >= night:
        return False
    try:
        compare_and_set(settings, expected={"refitted_on": settings.refitted_on}, refitted_on=night)
    except AlreadyChanged:
        return False
    return True


def refit_town(town: Municipality) -> TriageModel | None:
    """Judge what is on trial, count, and make a new version; ``None`` if there is none to be made.

    The same answers give the same version. Heavy: for a process of its own. Needs the town in scope.
    """
    found = decided_by_label(town)
    settings = triage_settings(town)
    judge_trial(town, found)
    figures = figures_of(town, found, own_words(settings.own_words))
    TriageSettings.objects.update_or_create(municipality=town, defaults={"figures": figures})
    outside = _outside(town)
    sha256 = fingerprint(found, settings.own_words, {label.value: one.linear.bias for label, one in outside.items()})
    newest = TriageModel.objects.filter(municipality=town).defer("content").order_by("-version").first()
    if newest is not None and newest.examples_sha256 == sha256:
        return None
    trained, judged = _learned(found, own_words(settings.own_words), outside)
    if not trained:
        return None
    return _kept(town, pack(trained, town=town.pk), judged, sha256)


def judge_trial(town: Municipality, found: Mapping[str, list[Decided]]) -> None:
    """Put the version on trial in use, or away where it is worse than what is in use."""
    trial = TriageModel.objects.filter(municipality=town, state=State.SHADOW).order_by("-version").first()
    if trial is None:
        return
    worse = _worse_labels(town, trial, found)
    if worse is None:
        _put_away(trial, _("Its file does not hold."))
    elif worse:
        names = ", ".join(str(Label(label).label) for label in worse)
        _put_away(trial, _("On trial it was worse than the version in use: %(labels)s") % {"labels": names})
    else:
        _put_in_use(trial, None)


@transaction.atomic
def use_version(version: TriageModel, *, actor: User) -> None:
    """Put a version in use, in place of the one that is. Raises ``AlreadyChanged`` and ``IllegalTransition``."""
    require(actor, "community.set_replying", version)
    _put_in_use(version, actor)


@transaction.atomic
def stop_version(version: TriageModel, *, actor: User) -> None:
    """Take the version in use away; rules suggest alone until another one is."""
    require(actor, "community.set_replying", version)
    _put_away(version, _("A person took it out of use."), actor)
    _look_again(version.municipality)


def refuse_version_in_use(town: Municipality, reason: str) -> None:
    """Its file does not hold: take it out of use and say why. Somebody else may do the same at this moment."""
    version = version_in_use(town)
    if version is None:
        return
    with suppress(AlreadyChanged), transaction.atomic():
        _put_away(version, reason)
        _look_again(town)


def _outside(town: Municipality) -> dict[Label, Trained]:
    """What was learned from public corpora for ``town``; nothing if that does not hold."""
    try:
        return kept_outside(town=town.pk)
    except DomainError as error:
        log.warning("What was learned from corpora for %s is left out: %s", town.slug, error)
        return {}


def _learned(
    found: Mapping[str, list[Decided]], own: OwnWords, outside: Mapping[Label, Trained]
) -> tuple[dict[Label, Trained], dict[str, dict[str, Any]]]:
    """What is worth to be used, and the judgement of every label that had enough to be tried."""
    trained: dict[Label, Trained] = {}
    judged: dict[str, dict[str, Any]] = {}
    for label in Label:
        examples = [one.example for one in found.get(label.value, [])]
        positives = sum(example.positive for example in examples)
        negatives = len(examples) - positives
        if len(examples) < FEWEST_DECISIONS or min(positives, negatives) < FEWEST_OF_A_SORT:
            continue
        try:
            one = fit(label, examples, own=own, outside=columns_for(label, outside))
        except TooFewExamples:
            continue
        checked = gate(one)
        is_worth = is_worth_it(one.judged, len(examples), positives, negatives)
        judged[label.value] = asdict(one.judged) | {
            "is_worth_it": is_worth,
            "is_fair": bool(checked.passed),
            "gaps": [round(float(checked.logit_gap), 3), round(float(checked.flag_gap), 2)],
        }
        if is_worth and checked.passed:
            trained[label] = one
    return trained, judged


def _worse_labels(town: Municipality, trial: TriageModel, found: Mapping[str, list[Decided]]) -> list[str] | None:
    """Labels at which ``trial`` is worse; ``None`` for one whose file does not hold."""
    try:
        new = unpack(bytes(trial.content), town=town.pk)
    except DomainError:
        return None
    in_use = version_in_use(town)
    try:
        old = unpack(bytes(in_use.content), town=town.pk) if in_use else {}
    except DomainError:
        return []  # nothing is worse than what cannot be read
    worse = []
    for label in new.keys() & old.keys():
        recent = blind_since(found.get(label.value, []), trial.made_at)
        truth = [example.positive for example in recent]
        if min(sum(truth), len(truth) - sum(truth)) < FEWEST_TO_COMPARE:
            continue
        texts = [example.text for example in recent]
        reached = average_precision(truth, new[label].scores(texts))
        if reached < average_precision(truth, old[label].scores(texts)) - NOISE:
            worse.append(label.value)
    return sorted(worse)


@transaction.atomic
def _kept(town: Municipality, content: bytes, judged: dict[str, Any], sha256: str) -> TriageModel:
    """Store the new version on trial; one that was still on trial gives way, and only the newest few are kept."""
    versions = TriageModel.objects.filter(municipality=town)
    for waiting in versions.filter(state=State.SHADOW).defer("content"):
        _put_away(waiting, _("A newer version took its place."))
    last = versions.order_by("-version").values_list("version", flat=True).first() or 0
    made = TriageModel.objects.create(
        municipality=town,
        version=last + 1,
        judged=judged,
        content=content,
        size=len(content),
        examples_sha256=sha256,
    )
    kept = list(versions.order_by("-version").values_list("pk", flat=True)[:VERSIONS_KEPT])
    versions.exclude(pk__in=kept).exclude(state=State.ACTIVE).delete()
    record(None, "community.triage_model_made", made, version=made.version, labels=sorted(judged), bytes=made.size)
    return made


@transaction.atomic
def _put_in_use(version: TriageModel, actor: User | None) -> None:
    in_use = version_in_use(version.municipality)
    if in_use is not None:
        _put_away(in_use, _("Version %(number)s took its place.") % {"number": version.version}, actor)
    change_state(version, State.ACTIVE, activated_at=now(), outcome="")
    _look_again(version.municipality)
    record(actor, "community.triage_model_activated", version, version=version.version)


@transaction.atomic
def _put_away(version: TriageModel, reason: str, actor: User | None = None) -> None:
    change_state(version, State.RETIRED, outcome=reason[:200])
    record(actor, "community.triage_model_retired", version, version=version.version, why=reason)


def _look_again(town: Municipality) -> None:
    """All open comments are looked at anew."""
    TriageSettings.objects.get_or_create(municipality=town)
    TriageSettings.objects.filter(municipality=town).update(edition=F("edition") + 1)
