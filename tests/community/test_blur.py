# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""What may contain violence is covered until its reader asks for it; who asked is kept nowhere."""

import pytest

from accounts.models import AuditEntry
from community.models import Comment, ReadingChoice
from community.services.care import choose_blur, say_burdensome
from tests.community.factories import address, comment_in, decision_on, moderator

PLAIN = "Ganz gewöhnliche Worte von jemandem"
THREAT = "Ich weiß, wo du wohnst, und komme"


@pytest.fixture
def threat(town):
    return comment_in(town, text=THREAT, urgency=Comment.Urgency.DANGER)


def covered(page, words=THREAT):
    """Whether the words stand inside closed details only."""
    outside = page
    while (start := outside.find("<details")) >= 0:
        outside = outside[:start] + outside[outside.index("</details>", start) + len("</details>") :]
    return words in page and words not in outside


@pytest.mark.parametrize("name", ["queue", "comment", "history", "alike"])
def test_a_possible_threat_is_covered_wherever_it_is_shown(town, client, alma, threat, name):
    if name == "alike":
        comment_in(town, text=f"{THREAT}!", urgency=Comment.Urgency.DANGER)

    page = client.get(address(town, name, *([threat.pk] if name != "queue" else []))).content.decode()

    assert covered(page)
    assert "Kann Gewalt enthalten" in page


def test_one_key_uncovers_it_on_the_desk(town, client, alma, threat):
    page = client.get(address(town, "comment", threat.pk)).content.decode()

    assert '<summary data-key="z"' in " ".join(page.split())


def test_the_search_does_not_quote_it(town, client, alma, threat):
    page = client.get(f"/{town.slug}/suche/?q=wohnst").content.decode()

    assert THREAT not in page and "Kann Gewalt enthalten" in page


def test_in_threads_and_beside_similar_cases_it_is_covered_too(town, client, alma, threat):
    decision_on(threat, alma, "leave")
    near = comment_in(town, text=f"{THREAT} auch")

    for name in ("comment", "similar"):
        assert covered(client.get(address(town, name, near.pk)).content.decode().replace(f"{THREAT} auch", "")), name


def test_a_person_overrules_the_rule_both_ways(town, client, alma, threat):
    harmless = comment_in(town, text=PLAIN)
    say_burdensome(harmless, actor=alma, is_burdensome=True)
    say_burdensome(threat, actor=alma, is_burdensome=False)

    assert covered(client.get(address(town, "history", harmless.pk)).content.decode(), PLAIN)
    assert not covered(client.get(address(town, "history", threat.pk)).content.decode())


@pytest.mark.parametrize(("choice", "is_plain", "is_threat"), [("always", True, True), ("never", False, False)])
def test_each_person_chooses_for_themselves(town, client, alma, threat, choice, is_plain, is_threat):
    plain = comment_in(town, text=PLAIN)
    client.post(address(town, "reading"), {"blur": choice})

    page = client.get(address(town, "history", plain.pk)).content.decode()
    page += client.get(address(town, "history", threat.pk)).content.decode()
    found = [covered(page, PLAIN), covered(page)]

    assert found == [is_plain, is_threat]
    client.force_login(moderator(town))
    assert covered(client.get(address(town, "history", threat.pk)).content.decode())


def test_nothing_notes_who_said_or_looked(town, client, alma, threat):
    before = AuditEntry.objects.count()

    client.get(address(town, "comment", threat.pk))
    client.post(address(town, "burdensome", threat.pk), {"is_burdensome": "0"})
    choose_blur(alma, "never")

    assert AuditEntry.objects.count() == before
    assert set(ReadingChoice.objects.values_list("person", "blur")) == {(alma.pk, "never")}


def test_a_choice_that_is_none_changes_nothing(town, client, alma):
    client.post(address(town, "reading"), {"blur": "manchmal"})

    assert not ReadingChoice.objects.exists()
