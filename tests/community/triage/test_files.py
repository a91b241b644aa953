# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""A model's file is taken whole from this installation for this town, or refused with words."""

import io
import pickle
import zipfile

import numpy as np
import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage

from community.triage import files
from community.triage.files import BEGINNING, LARGEST, UnusableModel, pack, unpack
from community.triage.labels import Label
from community.triage.model import fit, fit_corpus
from community.triage.outside import columns_for, keep_outside, kept_outside
from core.encryption import sign
from tests.community.triage.sample import sample

pytestmark = pytest.mark.sqlite_only
TOWN = 7


@pytest.fixture(scope="module")
def packed(insults) -> bytes:
    return pack({Label.INSULT: insults}, town=TOWN)


def test_a_file_gives_the_same_scores_and_judgement(insults, packed):
    (again,) = unpack(packed, town=TOWN).values()
    texts = ["Lauter Trottel", "Danke schön", ""]

    assert again.scores(texts) == insults.scores(texts)
    assert again.words_behind(texts[0]) == insults.words_behind(texts[0])
    assert (again.label, again.bands, again.judged) == (insults.label, insults.bands, insults.judged)


def test_models_with_outside_columns_share_them_in_the_file():
    corpus = sample(60, seed=3)
    outside = fit_corpus(
        Label.INSULT, [one.text for one in corpus], [one.positive for one in corpus], [one.group for one in corpus]
    ).linear
    trained = fit(Label.INSULT, sample(60), outside=[outside])

    both = unpack(pack({Label.INSULT: trained, Label.HATE: trained}, town=TOWN), town=TOWN)

    assert both[Label.INSULT].outside[0] is both[Label.HATE].outside[0]
    assert both[Label.HATE].scores(["Trottel"]) == trained.scores(["Trottel"])


@pytest.mark.parametrize(
    ("part", "at"),
    [("beginning", 3), ("version", 19), ("town", 27), ("signature", 40), ("numbers", 200), ("end", -1)],
)
def test_one_changed_byte_anywhere_is_refused(packed, part, at):
    changed = bytearray(packed)
    changed[at] ^= 1

    with pytest.raises(UnusableModel):
        unpack(bytes(changed), town=TOWN)


@pytest.mark.parametrize("cut", [0, 1, len(BEGINNING), 50, 92, 1000, -1])
def test_half_a_file_is_refused(packed, cut):
    with pytest.raises(UnusableModel):
        unpack(packed[:cut], town=TOWN)


def test_more_behind_a_file_is_refused(packed):
    with pytest.raises(UnusableModel, match="beschädigt"):
        unpack(packed + b"x", town=TOWN)


def test_the_model_of_another_town_is_refused_even_when_it_says_it_were_ours(packed):
    with pytest.raises(UnusableModel, match="anderen Kommune"):
        unpack(packed, town=8)
    renamed = files._head(8) + packed[files._HEAD :]
    with pytest.raises(UnusableModel, match="nicht aus dieser Installation"):
        unpack(renamed, town=8)


def test_another_installations_model_is_refused(packed, settings):
    settings.FIELD_ENCRYPTION_KEYS = ["b3RoZXItb3RoZXItb3RoZXItb3RoZXItb3RoZXItb3Q="]

    with pytest.raises(UnusableModel, match="nicht aus dieser Installation"):
        unpack(packed, town=TOWN)


def test_a_model_outlives_a_new_key(packed, settings):
    settings.FIELD_ENCRYPTION_KEYS = ["bmV3ZXItbmV3ZXItbmV3ZXItbmV3ZXItbmV3ZXItbmU=", *settings.FIELD_ENCRYPTION_KEYS]

    assert unpack(packed, town=TOWN)


def test_a_model_of_another_version_has_to_be_trained_anew(insults, packed, monkeypatch):
    monkeypatch.setattr(files, "VERSION", 2)

    with pytest.raises(UnusableModel, match="anderen Version"):
        unpack(packed, town=TOWN)


def test_too_large_a_file_is_refused_before_it_is_read():
    with pytest.raises(UnusableModel, match="größer"):
        unpack(BEGINNING + bytes(LARGEST), town=TOWN)


def signed(numbers: bytes) -> bytes:
    head = files._head(TOWN)
    return head + sign(head + numbers, purpose=files._purpose(TOWN)).encode() + numbers


class Trap:
    """Says so when somebody unpickles it."""

    def __reduce__(self):
        return (pytest.fail, ("A pickle was opened.",))


def contents(**arrays: object) -> bytes:
    held = io.BytesIO()
    np.savez(held, **arrays)
    return held.getvalue()


def changed_numbers(packed: bytes, name: str, new: bytes | None) -> bytes:
    """The numbers of ``packed`` with one entry replaced or left out."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(packed[files._HEAD + 64 :])) as old, zipfile.ZipFile(out, "w") as changed:
        for entry in old.namelist():
            if entry != name or new is not None:
                changed.writestr(entry, new if entry == name and new is not None else old.read(entry))
    return out.getvalue()


def array(value: object) -> bytes:
    held = io.BytesIO()
    np.save(held, value)
    return held.getvalue()


@pytest.mark.parametrize(
    ("name", "new"),
    [
        ("labels.npy", None),
        ("labels.npy", array(np.frombuffer(b"{nonsense", dtype=np.uint8))),
        ("labels.npy", array(np.frombuffer(b'{"witch": {}}', dtype=np.uint8))),
        ("labels.npy", array(np.frombuffer(b"[1]", dtype=np.uint8))),
        ("0.weights.npy", None),
        ("0.weights.npy", array(np.zeros(3, dtype=np.float16))),
        ("0.weights.npy", b"no array"),
        ("0.rarity.npy", array(np.full(files.PLACES, np.nan, dtype=np.float16))),
        ("0.style_weights.npy", array(np.zeros(2, dtype=np.float32))),
    ],
)
def test_what_is_signed_and_yet_no_model_is_refused_with_words(packed, name, new):
    with pytest.raises(UnusableModel, match="beschädigt"):
        unpack(signed(changed_numbers(packed, name, new)), town=TOWN)


def test_no_pickle_is_ever_opened(packed):
    held = io.BytesIO()
    np.save(held, np.array([Trap()], dtype=object), allow_pickle=True)

    for numbers in (pickle.dumps(Trap()), changed_numbers(packed, "0.weights.npy", held.getvalue())):
        with pytest.raises(UnusableModel):
            unpack(signed(numbers), town=TOWN)


def test_a_file_that_unfolds_without_end_is_refused(packed, monkeypatch):
    monkeypatch.setattr(files, "LARGEST_UNPACKED", len(packed))

    with pytest.raises(UnusableModel, match="beschädigt"):
        unpack(packed, town=TOWN)


def test_an_outside_model_is_kept_for_its_town_and_replaced(insults, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    assert kept_outside(town=TOWN) == {}

    first = keep_outside({Label.INSULT: insults}, town=TOWN)
    assert keep_outside({Label.INSULT: insults}, town=TOWN) == first

    kept = kept_outside(town=TOWN)
    assert list(kept) == [Label.INSULT]
    assert kept_outside(town=8) == {}
    # What weighs on people learns from every such corpus; praise from none of insults.
    assert columns_for(Label.HATE, kept) == columns_for(Label.INSULT, kept) == (kept[Label.INSULT].linear,)
    assert columns_for(Label.PRAISE, kept) == ()


def test_a_damaged_outside_model_is_said_not_passed_over(insults, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    name = keep_outside({Label.INSULT: insults}, town=TOWN)
    default_storage.delete(name)
    default_storage.save(name, ContentFile(b"something else"))

    with pytest.raises(UnusableModel):
        kept_outside(town=TOWN)
