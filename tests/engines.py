# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""What differs between SQLite and PostgreSQL, and what therefore runs in both passes of `make test`.

A test without a database runs in the first pass, one with a database in the second, on PostgreSQL, which refuses more.
On SQLite run again: the tests of every module whose words an engine understands in its own way, the walk over every
page of a town, and what is about SQLite itself (``sqlite_only``). `tests/test_engines.py` finds the modules.
"""

from collections.abc import Mapping

#: Modules with words an engine understands in its own way → the tests that show them, on both.
DIFFERS: Mapping[str, tuple[str, ...]] = {
    "accounts/audit/chain.py": ("tests/accounts/test_audit.py",),
    "accounts/audit/keeping.py": ("tests/accounts/test_audit_pruning.py",),
    "accounts/mail/letters.py": ("tests/accounts/test_letters.py",),
    "accounts/models/people.py": ("tests/accounts/test_login.py", "tests/accounts/test_towns.py"),
    "accounts/queries.py": ("tests/accounts/test_audit_words.py",),
    "accounts/services/acts.py": ("tests/accounts/test_acts.py",),
    "accounts/services/addresses.py": ("tests/accounts/test_addresses.py",),
    "accounts/services/encrypted.py": ("tests/test_key_rotation.py",),
    "accounts/services/feeds.py": ("tests/accounts/test_feeds.py",),
    "accounts/services/invitations.py": ("tests/accounts/test_invitations.py",),
    "accounts/services/offices.py": ("tests/accounts/test_offices.py", "tests/accounts/test_offices_database.py"),
    "accounts/services/towns.py": ("tests/accounts/test_towns.py",),
    "accounts/signoff/lifecycle.py": ("tests/accounts/test_lifecycle.py",),
    "accounts/tenancy/limits.py": ("tests/accounts/test_login_limits.py", "tests/accounts/test_throttle.py"),
    "channels_mgmt/queries/board.py": ("tests/channels_mgmt/test_board.py",),
    "channels_mgmt/queries/calendar.py": ("tests/channels_mgmt/test_views_planning.py",),
    "channels_mgmt/queries/channels.py": ("tests/channels_mgmt/test_services_channels.py",),
    "channels_mgmt/queries/found.py": ("tests/reporting/test_search.py",),
    "channels_mgmt/queries/library.py": ("tests/channels_mgmt/test_rights.py",),
    "channels_mgmt/queries/likeness.py": ("tests/channels_mgmt/test_likeness.py",),
    "channels_mgmt/queries/rights.py": ("tests/channels_mgmt/test_rights.py",),
    "channels_mgmt/services/film_rights.py": ("tests/channels_mgmt/test_film_rights.py",),
    "channels_mgmt/services/likeness.py": ("tests/channels_mgmt/test_likeness.py",),
    "channels_mgmt/services/rights.py": ("tests/channels_mgmt/test_rights.py",),
    "channels_mgmt/queries/series.py": ("tests/channels_mgmt/test_series.py",),
    "channels_mgmt/services/media.py": ("tests/channels_mgmt/test_renditions.py",),
    "channels_mgmt/services/practising.py": ("tests/community/test_first_day.py",),
    "channels_mgmt/services/access.py": ("tests/channels_mgmt/test_access.py",),
    "channels_mgmt/services/by_hand.py": ("tests/channels_mgmt/test_by_hand.py",),
    "channels_mgmt/services/captures.py": ("tests/channels_mgmt/test_captures.py",),
    "channels_mgmt/services/campaigns.py": ("tests/channels_mgmt/test_campaigns.py",),
    "channels_mgmt/services/channels.py": ("tests/channels_mgmt/test_services_channels.py",),
    "channels_mgmt/services/closing.py": ("tests/channels_mgmt/test_closing.py",),
    "channels_mgmt/services/documents.py": ("tests/channels_mgmt/test_documents.py",),
    "channels_mgmt/services/elections.py": ("tests/channels_mgmt/test_elections.py",),
    "channels_mgmt/services/emergencies.py": ("tests/channels_mgmt/test_emergencies.py",),
    "channels_mgmt/services/figures.py": ("tests/channels_mgmt/test_figures.py",),
    "channels_mgmt/services/outbox/course.py": ("tests/channels_mgmt/test_outbox.py",),
    "channels_mgmt/services/presence.py": ("tests/channels_mgmt/test_presence.py",),
    "channels_mgmt/services/register.py": ("tests/channels_mgmt/test_register.py",),
    "channels_mgmt/services/topic_mail.py": ("tests/channels_mgmt/test_topic_mail.py",),
    "channels_mgmt/services/topics.py": ("tests/channels_mgmt/test_topics.py",),
    "channels_mgmt/queries/council.py": ("tests/channels_mgmt/test_council.py",),
    "channels_mgmt/services/channel_ways.py": ("tests/channels_mgmt/test_channel_ways.py",),
    "channels_mgmt/services/ways.py": ("tests/channels_mgmt/test_ways.py",),
    "channels_mgmt/services/series.py": ("tests/channels_mgmt/test_series.py",),
    "channels_mgmt/services/reach.py": ("tests/channels_mgmt/test_reach.py",),
    "channels_mgmt/services/spans.py": ("tests/channels_mgmt/test_spans.py",),
    "channels_mgmt/services/stops.py": ("tests/channels_mgmt/test_stops.py",),
    "community/queries/departments.py": ("tests/community/test_departments.py",),
    "community/services/notices.py": ("tests/community/test_notices.py",),
    "community/services/restrictions.py": ("tests/community/test_restrictions.py",),
    "community/services/bells.py": ("tests/community/test_webhooks.py",),
    "community/services/departments.py": ("tests/community/test_departments.py",),
    "community/queries/appeals.py": ("tests/community/test_appeals.py",),
    "community/queries/quoting.py": ("tests/community/test_audit_reading.py",),
    "community/queries/screen.py": ("tests/community/test_pages.py",),
    "community/queries/found.py": ("tests/reporting/test_search.py",),
    "community/queries/retention.py": ("tests/test_held.py",),
    "community/queries/search.py": ("tests/community/test_search.py",),
    "community/queries/answers.py": ("tests/community/test_answers.py",),
    "community/services/faq.py": ("tests/community/test_faq.py",),
    "community/services/replying.py": ("tests/community/test_replying.py",),
    "community/services/snippets.py": ("tests/community/test_snippets.py",),
    "community/services/appeals_intake.py": ("tests/community/test_appeals.py",),
    "community/services/danger.py": ("tests/community/test_danger.py",),
    "community/services/notice_messages.py": ("tests/community/test_notice_messages.py",),
    "community/services/gone.py": ("tests/community/test_gone.py",),
    "community/services/intake.py": ("tests/community/test_intake.py",),
    "community/services/reading.py": ("tests/community/test_reading.py",),
    "community/services/retention.py": ("tests/community/test_retention.py",),
    "community/services/showing.py": ("tests/community/test_showing.py",),
    "community/services/triage/scoring.py": ("tests/community/test_scoring.py",),
    "community/services/triage/teaching.py": ("tests/community/test_teaching.py",),
    "community/services/storing.py": ("tests/community/test_storing.py", "tests/community/test_intake_races.py"),
    "community/services/threads.py": ("tests/community/test_reading.py",),
    "community/services/unread.py": ("tests/community/test_unread_entries.py",),
    "core/folded.py": ("tests/reporting/test_search.py",),
    "core/questions.py": ("tests/core/test_questions.py", "tests/test_questions.py"),
    "core/statements.py": ("tests/core/test_statements.py", "tests/channels_mgmt/test_outbox_races.py"),
    "core/waking.py": ("tests/test_without_redis.py",),
    "demo/management/commands/seed_load.py": ("tests/test_operations.py",),
    "netiquette/services/papers.py": ("tests/netiquette/test_papers.py",),
    "netiquette/services/switching.py": ("tests/netiquette/test_switching.py",),
    "netiquette/services/writing.py": ("tests/netiquette/test_writing.py",),
    "practice/queries.py": ("tests/practice/test_views.py",),
    "practice/services.py": ("tests/practice/test_services.py",),
    "reporting/queries/server.py": ("tests/reporting/test_server.py",),
    "reporting/services/reminders.py": ("tests/reporting/test_services_reminders.py",),
    "reporting/services/reports.py": (
        "tests/reporting/test_services_reports.py::test_a_finished_month_has_one_report_and_the_current_one_interim_reports",
    ),
    "staffing/queries.py": ("tests/staffing/test_services.py",),
    "staffing/services.py": ("tests/staffing/test_services.py",),
    "strategy/queries/places.py": ("tests/strategy/test_places.py",),
    "strategy/services/decision.py": ("tests/strategy/test_services.py",),
    "strategy/services/direct_line.py": ("tests/strategy/test_direct_line.py",),
    "strategy/services/drafts.py": ("tests/strategy/test_document_parts.py",),
    "strategy/services/reference.py": ("tests/strategy/test_census.py",),
    "strategy/services/versions.py": ("tests/strategy/test_services.py",),
    "strategy/services/writing.py": ("tests/strategy/test_services.py",),
}

#: What carries all writing and every test, and the walk over every page of a town.
WALK = "tests/test_leaks.py::test_pages_of_the_own_town_show_nothing_of_another"
ON_BOTH = {
    WALK,
    "tests/channels_mgmt/test_migrations.py",
    "tests/core/test_states.py",
    "tests/test_emptying.py",
    "tests/test_operations.py",
    *(test for tests in DIFFERS.values() for test in tests),
}

#: About Redis, not about rows: on PostgreSQL only, although its module runs on both.
NOT_TWICE = {"tests/test_without_redis.py::test_redis_is_stopped_under_a_walk_over_all_pages"}

#: Left to the SQLite pass, so that neither is much longer: the engine has no part in what they show.
LEFT_TO_SQLITE = {
    # What comes back from a platform: no query but those of one connection.
    "tests/connectors/test_contract.py",
    "tests/connectors/test_contract_faults.py",
    # Headers, which the middleware sets.
    "tests/test_caching.py",
    # Paper: drawn from rows, signed and checked in Python.
    "tests/accounts/test_check.py",
    "tests/channels_mgmt/test_document_paper.py",
    "tests/netiquette/test_public_pages.py",
    # Forms.
    "tests/accounts/test_kept_text.py",
}


def runs_in(test: str, engine: str, *, has_database: bool = True) -> bool:
    """Whether the test (its node id) belongs to the pass of ``engine``: ``sqlite`` or ``postgresql``."""
    module, _, name = test.partition("::")
    names = {module, f"{module}::{name.partition('[')[0]}"}
    if not has_database or names & LEFT_TO_SQLITE:
        return engine == "sqlite"
    return engine == "postgresql" or (bool(names & ON_BOTH) and not names & NOT_TWICE)
