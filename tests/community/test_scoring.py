# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""Open comments are looked at after they came in; what is found makes them more urgent, and decides nothing."""

from datetime import timedelta

import pytest
from django.utils.timezone import now
from django_scopes import scope, scopes_disabled

from community.models import Author, Comment, Decision, TriageModel, TriageScore, TriageSettings
from community.queries.hints import seen_by_software
from community.queries.urgency import Hinted, rate_hints
from community.services.intake import store_comments
from community.services.triage.scoring import NOTHING_LEARNED, score_comments, towns_with_comments_to_score
from community.triage.language import NAMES
from community.triage.model import Band, Placed
from core.errors import DomainError
from tests.community.factories import comment_in
from tests.community.test_intake import incoming
from tests.community.test_teaching import blind_comment, seen_comment
from tests.factories import MunicipalityFactory
from tests.racing import race

THREAT = "Ich bringe dich um."
INSULT = "Was für Vollpfosten im Rathaus."


class Says:
    """Places a comment by how often it says ``word``: once is possible, twice is likely."""

    def __init__(self, word: str, *labels: str) -> None:
        self.word, self.labels = word, labels or ("hate",)

    def places(self, texts):
        often = [text.lower().count(self.word) for text in texts]
        bands = [(Band.LOW, Band.MID, Band.HIGH)[min(times, 2)] for times in often]
        placed = [Placed(0.4 * times, band, False) for times, band in zip(often, bands, strict=True)]
        return dict.fromkeys(self.labels, placed)

    def words_behind(self, label, text):
        return (self.word,)


def found(comment: Comment) -> dict[str, tuple[str, list[str]]]:
    return {one.label: (one.band, one.words) for one in TriageScore.objects.filter(comment=comment)}


def use_a_version(town, **judged) -> TriageModel:
    values = {"version": 1, "state": "active", "activated_at": now(), "content": b"damaged", "size": 7}
    return TriageModel.objects.create(municipality=town, judged=judged, **values)


def test_what_a_rule_sees_is_kept_with_its_words_and_makes_the_comment_urgent(town):
    comment = seen_comment(town, text=INSULT, due_at=now() + timedelta(days=9))

    assert score_comments(town, models=NOTHING_LEARNED) > 0

    comment.refresh_from_db()
    assert found(comment) == {"insult": ("rule", ["Vollpfosten"])}
    assert (comment.urgency, comment.triage_edition) == (Comment.Urgency.SOON, 1)
    assert "Vollpfosten" in comment.urgency_reason
    assert comment.due_at < now() + timedelta(days=8)


def test_a_threat_is_a_danger_also_in_the_blind_sample_and_whoever_wrote_it(town):
    comment = blind_comment(town, text=THREAT, apart="spam")

    score_comments(town, models=NOTHING_LEARNED)

    comment.refresh_from_db()
    assert (comment.urgency, comment.apart) == (Comment.Urgency.DANGER, Author.Standing.USUAL)
    assert "bringe dich um" in comment.urgency_reason


def test_in_the_blind_sample_the_reason_tells_nothing_of_a_lesser_hint(town):
    comment = blind_comment(town, text=INSULT)

    score_comments(town, models=NOTHING_LEARNED)

    comment.refresh_from_db()
    assert comment.urgency == Comment.Urgency.SOON
    assert "Vollpfosten" not in comment.urgency_reason


def test_nothing_becomes_less_urgent_and_nothing_is_decided(town):
    comment = seen_comment(town, text="Schön!", urgency=1, urgency_reason="Gemeldet")

    score_comments(town, models=NOTHING_LEARNED)

    comment.refresh_from_db()
    assert (comment.urgency, comment.urgency_reason, comment.state) == (1, "Gemeldet", "new")
    assert not Decision.objects.exists()


def test_what_reaches_no_band_leaves_no_row(town):
    comment = seen_comment(town, text="Der Weiher ist schön.")

    score_comments(town, models=Says("pack"))

    assert found(comment) == {}


def test_a_learned_score_enters_a_band_and_a_likely_one_is_urgent(town):
    possible = seen_comment(town, text="So ein Pack.")
    likely = seen_comment(town, text="Pack, nichts als Pack.")

    score_comments(town, models=Says("pack"))

    assert found(possible) == {"hate": ("mid", ["pack"])}
    assert found(likely) == {"hate": ("high", ["pack"])}
    urgencies = dict(Comment.objects.values_list("pk", "urgency"))
    assert (urgencies[possible.pk], urgencies[likely.pk]) == (3, 2)


def test_a_score_that_a_word_for_what_people_are_carries_alone_is_not_urgent(town):
    comment = seen_comment(town, text="Muslime feiern hier.")

    class Capped(Says):
        def places(self, texts):
            return {"hate": [Placed(0.9, Band.MID, True)] * len(texts)}

    score_comments(town, models=Capped("Muslime"))

    score = TriageScore.objects.get(comment=comment)
    comment.refresh_from_db()
    assert (score.band, score.is_capped, comment.urgency) == ("mid", True, Comment.Urgency.NORMAL)


def test_a_band_is_shown_from_300_decisions_on(town):
    use_a_version(town, hate={"decisions": 299}, insult={"decisions": 300})
    seen_comment(town, text="Pack. Pack.")

    score_comments(town, models=Says("pack", "hate", "insult"))

    assert dict(TriageScore.objects.values_list("label", "shows_band")) == {"hate": False, "insult": True}


def test_a_version_that_does_not_hold_is_refused_in_words(town):
    use_a_version(town)
    comment_in(town)

    with pytest.raises(DomainError):
        score_comments(town)


def test_edited_words_are_looked_at_again(town):
    comment = seen_comment(town, text=INSULT)
    score_comments(town, models=NOTHING_LEARNED)

    told = {"author_id": comment.author.remote_id, "author_handle": comment.author.handle}
    store_comments(comment.channel, [incoming(comment.remote_id, "Verzeihung, das war zu grob.", **told)])
    comment.refresh_from_db()
    assert comment.triage_edition == 0
    score_comments(town, models=NOTHING_LEARNED)

    assert found(comment) == {}


def test_words_that_change_while_they_are_looked_at_are_looked_at_again(town):
    comment = seen_comment(town, text=INSULT)

    class Editing(Says):
        def places(self, texts):
            Comment.objects.filter(pk=comment.pk).update(revision=2, text="Danke!")
            return super().places(texts)

    score_comments(town, models=Editing("pack"))

    comment.refresh_from_db()
    assert (found(comment), comment.triage_edition, comment.urgency) == ({}, 0, Comment.Urgency.NORMAL)


def test_batches_go_on_where_the_last_one_ended_and_find_nothing_twice(town):
    for _number in range(5):
        comment_in(town)

    assert [score_comments(town, models=NOTHING_LEARNED, at_most=2) for _ring in range(4)] == [2, 2, 1, 0]


def test_a_new_edition_looks_at_everything_open_again(town):
    comment_in(town)
    score_comments(town, models=NOTHING_LEARNED)
    TriageSettings.objects.create(municipality=town, edition=2, own_words={"insult": ["Schönling*"]})
    comment = seen_comment(town, text="Dieser Schönling!")

    assert score_comments(town, models=NOTHING_LEARNED) >= 2
    assert found(comment) == {"insult": ("rule", ["Schönling"])}


def test_only_towns_with_something_to_look_at_are_named(town):
    with scope(municipality=(other := MunicipalityFactory())):
        comment_in(other)
        TriageSettings.objects.create(municipality=other, is_on=False)
    with scopes_disabled():
        assert list(towns_with_comments_to_score()) == []
    comment_in(town)
    with scopes_disabled():
        assert list(towns_with_comments_to_score()) == [town]
    score_comments(town, models=NOTHING_LEARNED)
    with scopes_disabled():
        assert list(towns_with_comments_to_score()) == []


def test_where_it_is_switched_off_nothing_is_looked_at(town):
    TriageSettings.objects.create(municipality=town, is_on=False)
    comment_in(town)

    assert score_comments(town, models=NOTHING_LEARNED) == 0


@pytest.mark.parametrize(
    ("hints", "urgency"),
    [
        ([Hinted("threat", ("x",), is_strong=True)], 1),
        ([Hinted("spam", ("x",), is_strong=True), Hinted("threat", ("x",), is_strong=False)], 2),
        ([Hinted("insult", ("x",), is_strong=False)], None),
        ([Hinted("praise", ("x",), is_strong=True)], None),
    ],
)
def test_urgency_follows_from_labels_by_a_rule(hints, urgency):
    rating = rate_hints(hints)

    assert (rating and rating.urgency) == urgency


@pytest.mark.postgresql
@pytest.mark.django_db(transaction=True)
def test_two_processes_at_once_keep_one_row_per_label():
    town = MunicipalityFactory()
    with scope(municipality=town):
        for _number in range(5):
            comment_in(town, text=INSULT)

    outcomes = race(town, [lambda: score_comments(town, models=NOTHING_LEARNED)] * 2)

    assert [outcome for outcome in outcomes if isinstance(outcome, Exception)] == []
    with scope(municipality=town):
        assert TriageScore.objects.count() == 5


def test_the_language_of_a_comment_is_kept_and_an_edit_forgets_it(town):
    turkish = "Belediyeye çok teşekkür ederim, yollar artık daha güzel oldu"
    comment, short = seen_comment(town, text=turkish), seen_comment(town, text="Danke!")

    score_comments(town, models=NOTHING_LEARNED)

    comment.refresh_from_db()
    short.refresh_from_db()
    assert (comment.language, short.language) == ("tr", "")
    assert (comment.urgency, seen_by_software(comment).language) == (Comment.Urgency.NORMAL, str(NAMES["tr"]))
    store_comments(comment.channel, [incoming(remote_id=comment.remote_id, text="Heute nichts mehr.")])
    comment.refresh_from_db()
    assert (comment.text, comment.language) == ("Heute nichts mehr.", "")
