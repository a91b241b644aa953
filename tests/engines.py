# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""What differs between SQLite and PostgreSQL, and what therefore runs in one pass of `make test` only.

Most tests run on both. A test without a database runs in the first pass. Long stories in which the engine has no part
of its own run in the pass named here; pages of all kinds still answer on both, see ``WALK``.
"""

from collections.abc import Mapping

#: Modules with words an engine understands in its own way → the tests that show them, on both.
DIFFERS: Mapping[str, tuple[str, ...]] = {
    "accounts/audit/chain.py": ("tests/accounts/test_audit.py",),
    "accounts/models/people.py": ("tests/accounts/test_login.py", "tests/accounts/test_towns.py"),
    "accounts/queries.py": ("tests/accounts/test_audit_words.py",),
    "channels_mgmt/queries/calendar.py": ("tests/channels_mgmt/test_views_planning.py",),
    "channels_mgmt/queries/channels.py": ("tests/channels_mgmt/test_services_channels.py",),
    "community/queries/appeals.py": ("tests/community/test_appeals.py",),
    "community/queries/screen.py": ("tests/community/test_pages.py",),
    "community/queries/search.py": ("tests/community/test_search.py",),
    "community/services/intake.py": ("tests/community/test_intake.py",),
    "community/services/storing.py": ("tests/community/test_storing.py", "tests/community/test_intake_races.py"),
    "community/services/threads.py": ("tests/community/test_reading.py",),
    "community/services/unread.py": ("tests/community/test_unread_entries.py",),
    "core/questions.py": ("tests/core/test_questions.py", "tests/test_questions.py"),
    "core/statements.py": ("tests/core/test_statements.py", "tests/channels_mgmt/test_outbox_races.py"),
    "practice/queries.py": ("tests/practice/test_views.py",),
    "demo/management/commands/seed_load.py": ("tests/test_operations.py",),
    "reporting/queries/server.py": ("tests/reporting/test_server.py",),
    "reporting/services/reminders.py": ("tests/reporting/test_services_reminders.py",),
    "strategy/services/reference.py": ("tests/strategy/test_census.py",),
}

#: Visits every page of a town on both engines.
WALK = "tests/test_leaks.py::test_pages_of_the_own_town_show_nothing_of_another"

#: Module or test → the pass it runs in.
IN_ONE_PASS: Mapping[str, str] = {
    # What comes back from a platform: no query but those of one connection.
    "tests/connectors/test_contract.py": "sqlite",
    # Headers, which the middleware sets.
    "tests/test_caching.py": "sqlite",
    # PostgreSQL refuses more: NUL, years beyond its calendar, numbers beyond a column.
    "tests/test_fuzz.py": "postgresql",
    # Who may do what is decided in Python from rows both engines return.
    "tests/test_leaks.py::test_another_town_does_not_exist_for_any_role": "postgresql",
    "tests/test_leaks.py::test_rows_of_another_town_do_not_exist_below_the_own_address": "postgresql",
    "tests/test_leaks.py::test_a_role_without_the_right_is_refused_in_the_own_town": "postgresql",
    # The walk is about Redis; the limits that fall back to the database are counted on both.
    "tests/test_without_redis.py::test_redis_is_stopped_under_a_walk_over_all_pages": "postgresql",
    # Paper: drawn from rows, signed and checked in Python.
    "tests/accounts/test_check.py": "sqlite",
    "tests/accounts/test_copies.py": "postgresql",
    "tests/channels_mgmt/test_document_paper.py": "sqlite",
    "tests/netiquette/test_public_pages.py": "sqlite",
    "tests/reporting/test_services_reports.py": "postgresql",
    # Pages, whose queries differ at most in being refused by PostgreSQL, and forms.
    "tests/accounts/test_kept_text.py": "sqlite",
    "tests/accounts/test_signoff_link.py": "postgresql",
    "tests/channels_mgmt/test_views_documents.py": "postgresql",
    "tests/strategy/test_signoff.py": "postgresql",
    "tests/strategy/test_views.py": "postgresql",
}


def runs_in(test: str, engine: str) -> bool:
    """Whether the test (its node id) belongs to the pass of ``engine``: ``sqlite`` or ``postgresql``."""
    module, _, name = test.partition("::")
    chosen = IN_ONE_PASS.get(module) or IN_ONE_PASS.get(f"{module}::{name.partition('[')[0]}")
    return chosen in (None, engine)
