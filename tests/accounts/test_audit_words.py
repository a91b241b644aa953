# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
import ast
import re
from importlib import import_module
from pathlib import Path

import pytest

from accounts.audit.words import AREAS, SENTENCES, area_name, sentence
from accounts.signoff.kinds import KINDS
from accounts.tenancy.permissions import ROLES_WITH_PERMISSION
from channels_mgmt.models import Delivery

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
    """Complete by construction: a new ``record(actor, "app.verb", …)`` needs a line in its app’s audit_words.py."""
    assert len(recorded_actions()) > 40
    assert recorded_actions() - set(SENTENCES) == set()


#: Steps on a platform have no hour to miss, and nobody takes them by hand.
ONLY_DELIVERIES = {"missed", "handed_over"}
BOOKED = {"not_found" if state == "scheduled" else state for state in Delivery.State.values} - {"sending"}
#: How an action that is put together when it is recorded may read.
PUT_TOGETHER = {
    "accounts/services/offices.py": {
        f"accounts.office_{step}"
        for step in ("requested", "seconded", "granted", "ended", "refused", "withdrawn", "put_back")
    },
    "accounts/signoff/copies.py": {kind.action("copy_archived") for kind in KINDS.values()},
    "accounts/signoff/lifecycle.py": {
        kind.action(done)
        for kind in KINDS.values()
        for done in ("submitted", "signed", "returned", *(["revoked"] if kind.can_be_revoked else []))
    },
    "channels_mgmt/services/publishing.py": {f"channels_mgmt.delivery_{state}" for state in BOOKED},
    "community/services/actions.py": {
        f"community.action_{'carried_out' if state == 'published' else state}" for state in BOOKED - ONLY_DELIVERIES
    },
    "community/services/notice_messages.py": {
        f"community.notice_{'arrived' if state == 'published' else state}" for state in BOOKED - ONLY_DELIVERIES
    },
    "community/services/sending_parts.py": {
        f"community.action_{'carried_out' if state == 'published' else state}" for state in BOOKED - ONLY_DELIVERIES
    },
}


def named_elsewhere():
    """Actions of files that hand ``record`` a name; files that put the action together are returned apart."""
    named, put_together = set(), set()
    for path in (path for app in APPS for path in (ROOT / app).rglob("*.py")):
        tree = ast.parse(path.read_text(encoding="utf-8"))
        given = [node.args[1] for node in ast.walk(tree) if isinstance(node, ast.Call) and is_record(node)]
        if any(isinstance(action, ast.JoinedStr | ast.Call) for action in given):
            put_together.add(str(path.relative_to(ROOT)))
        if any(isinstance(action, ast.Name) for action in given):
            texts = {node.value for node in ast.walk(tree) if isinstance(node, ast.Constant)}
            named |= {text for text in texts if isinstance(text, str) and is_action(text)}
    return named, put_together


def is_record(call):
    return getattr(call.func, "id", "") == "record" and len(call.args) > 1


def is_action(text):
    return (
        bool(re.fullmatch(r"[a-z_]+\.[a-z_]+", text))
        and text.split(".")[0] in AREAS
        and text not in ROLES_WITH_PERMISSION
    )


def test_every_action_recorded_by_another_name_has_words():
    named, put_together = named_elsewhere()

    assert {"accounts.password_changed", "channels.document_edited", "strategy.new_version"} <= named
    assert named - set(SENTENCES) == set()
    assert put_together == set(PUT_TOGETHER)
    assert set().union(*PUT_TOGETHER.values()) - set(SENTENCES) == set()


@pytest.mark.parametrize("app", APPS)
def test_an_app_speaks_of_its_own_areas_alone(app):
    words = import_module(f"{app}.frame.audit_words")
    others = [import_module(f"{other}.frame.audit_words") for other in APPS if other != app]

    assert {action.split(".")[0] for action in words.SENTENCES} == set(words.AREAS)
    assert not set(words.AREAS) & {area for other in others for area in other.AREAS}


def test_every_area_has_a_name():
    assert {action.split(".")[0] for action in SENTENCES} == set(AREAS)


def test_an_action_without_words_is_shown_by_its_code():
    assert sentence("later.invented") == "later.invented"
    assert area_name("later") == "later"
