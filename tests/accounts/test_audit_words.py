# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
import re
from pathlib import Path

from accounts.audit.words import AREAS, SENTENCES, area_name, sentence

ROOT = Path(__file__).resolve().parents[2]
APPS = ("accounts", "channels_mgmt", "community", "netiquette", "practice", "reporting", "staffing", "strategy")
RECORDED = re.compile(r"\brecord\(\s*[\w.]+,\s*\"([a-z_]+\.[a-z_]+)\"")


def recorded_actions():
    return {
        action
        for app in APPS
        for source in (ROOT / app).rglob("*.py")
        for action in RECORDED.findall(source.read_text(encoding="utf-8"))
    }


def test_every_recorded_action_has_words_for_people():
    """Complete by construction: a new ``record(actor, "app.verb", …)`` needs a line in accounts/audit/words.py."""
    assert len(recorded_actions()) > 40
    assert recorded_actions() - set(SENTENCES) == set()


def test_every_area_has_a_name():
    assert {action.split(".")[0] for action in SENTENCES} == set(AREAS)


def test_an_action_without_words_is_shown_by_its_code():
    assert sentence("later.invented") == "later.invented"
    assert area_name("later") == "later"
