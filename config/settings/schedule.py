# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""When beat rings for which task.

Beat only rings; what is due stands in the database (docs/adr/0001). ``expires`` keeps a stopped worker from
finding a heap of stale alarms. Every bell is a number of seconds in UTC: a crontab in a local zone stands still
for more than an hour in the night in which the clocks go back.
"""

from typing import Any

BELLS: dict[str, dict[str, Any]] = {
    "send-letters": {
        "task": "accounts.tasks.send_due_letters",
        "schedule": 5.0,
        "options": {"expires": 5},
    },
    "carry-out-acts": {
        "task": "accounts.tasks.carry_out_due_acts",
        "schedule": 1.0,
        "options": {"expires": 1},
    },
    "sweep-incoming-files": {
        "task": "accounts.tasks.sweep_incoming_files",
        "schedule": 600.0,
        "options": {"expires": 600},
    },
    "replace-authors": {
        "task": "community.tasks.replace_authors",
        "schedule": 3600.0,
        "options": {"expires": 3600},
    },
    "prune-audit-trails": {
        "task": "accounts.tasks.prune_audit_trails",
        "schedule": 3600.0,
        "options": {"expires": 3600},
    },
    "forget-limits": {
        "task": "accounts.tasks.forget_limits",
        "schedule": 3600.0,
        "options": {"expires": 600},
    },
    "forget-sessions": {
        "task": "accounts.tasks.forget_sessions",
        "schedule": 3600.0,
        "options": {"expires": 600},
    },
    "forget-reminders": {
        "task": "reporting.tasks.forget_reminders",
        "schedule": 86400.0,
        "options": {"expires": 3600},
    },
    "forget-letters": {
        "task": "accounts.tasks.forget_old_letters",
        "schedule": 86400.0,
        "options": {"expires": 3600},
    },
    "settle-address-changes": {
        "task": "accounts.tasks.settle_address_changes",
        "schedule": 60.0,
        "options": {"expires": 60},
    },
    "put-offices-into-effect": {
        "task": "accounts.tasks.put_due_offices_into_effect",
        "schedule": 60.0,
        "options": {"expires": 60},
    },
    "build-signed-copies": {
        "task": "accounts.tasks.build_due_copies",
        "schedule": 10.0,
        "options": {"expires": 10},
    },
    "forget-strategy-drafts": {
        "task": "strategy.tasks.forget_old_drafts",
        "schedule": 86400.0,
        "options": {"expires": 3600},
    },
    "heartbeat": {
        "task": "reporting.tasks.beat_heartbeat",
        "schedule": 15.0,
        "options": {"expires": 15},
    },
    "publish-due-deliveries": {
        "task": "channels_mgmt.tasks.publish_due_deliveries",
        "schedule": 1.0,
        "options": {"expires": 1},
    },
    "sweep-deliveries": {
        "task": "channels_mgmt.tasks.sweep_deliveries",
        "schedule": 30.0,
        "options": {"expires": 30},
    },
    "make-series-drafts": {
        "task": "channels_mgmt.tasks.make_series_drafts",
        "schedule": 1800.0,
        "options": {"expires": 1800},
    },
    "compare-images": {
        "task": "channels_mgmt.tasks.compare_images",
        "schedule": 30.0,
        "options": {"expires": 30},
    },
    "forget-consents": {
        "task": "channels_mgmt.tasks.forget_consents",
        "schedule": 86400.0,
        "options": {"expires": 3600},
    },
    "forget-plan-imports": {
        "task": "channels_mgmt.tasks.forget_plan_imports",
        "schedule": 3600.0,
        "options": {"expires": 3600},
    },
    "ring-danger": {
        "task": "community.tasks.ring_danger",
        "schedule": 10.0,
        "options": {"expires": 10},
    },
    "forget-comment-sheets": {
        "task": "community.tasks.forget_comment_sheets",
        "schedule": 3600.0,
        "options": {"expires": 3600},
    },
    "renew-accesses": {
        "task": "channels_mgmt.tasks.renew_accesses",
        "schedule": 60.0,
        "options": {"expires": 60},
    },
    "look-at-links": {
        "task": "channels_mgmt.tasks.look_at_links",
        "schedule": 15.0,
        "options": {"expires": 15},
    },
    "forget-topic-mails": {
        "task": "channels_mgmt.tasks.forget_topic_mails",
        "schedule": 86400.0,
        "options": {"expires": 3600},
    },
    "read-topic-mailboxes": {
        "task": "channels_mgmt.tasks.read_topic_mailboxes",
        "schedule": 60.0,
        "options": {"expires": 60},
    },
    "read-councils": {
        "task": "channels_mgmt.tasks.read_councils",
        "schedule": 60.0,
        "options": {"expires": 60},
    },
    "work-on-videos": {
        "task": "channels_mgmt.tasks.work_on_videos",
        "schedule": 3.0,
        "options": {"expires": 3},
    },
    "plan-figures": {
        "task": "channels_mgmt.tasks.plan_figures",
        "schedule": 300.0,
        "options": {"expires": 300},
    },
    "read-figures": {
        "task": "channels_mgmt.tasks.read_figures",
        "schedule": 60.0,
        "options": {"expires": 60},
    },
    "sync-comments": {
        "task": "community.tasks.sync_channels",
        "schedule": 20.0,
        "options": {"expires": 20},
    },
    "carry-out-due-actions": {
        "task": "community.tasks.carry_out_due_actions",
        "schedule": 5.0,
        "options": {"expires": 5},
    },
    "switch-netiquettes": {
        "task": "netiquette.tasks.switch_due_versions",
        "schedule": 10.0,
        "options": {"expires": 10},
    },
    "release-expired-claims": {
        "task": "community.tasks.release_expired_claims",
        "schedule": 60.0,
        "options": {"expires": 60},
    },
    "count-for-transparency": {
        "task": "community.tasks.count_for_transparency",
        "schedule": 600.0,
        "options": {"expires": 600},
    },
    "send-notices": {
        "task": "community.tasks.send_notices",
        "schedule": 10.0,
        "options": {"expires": 10},
    },
    "carry-out-restrictions": {
        "task": "community.tasks.carry_out_restrictions",
        "schedule": 60.0,
        "options": {"expires": 60},
    },
    "score-comments": {
        "task": "community.tasks.score_comments",
        "schedule": 5.0,
        "options": {"expires": 5},
    },
    "refit-models": {
        "task": "community.tasks.refit_models",
        "schedule": 60.0,
        "options": {"expires": 60},
    },
    "remind-departments": {
        "task": "community.tasks.remind_departments",
        "schedule": 300.0,
        "options": {"expires": 300},
    },
    "forget-appeals": {
        "task": "community.tasks.forget_appeals",
        "schedule": 86400.0,
        "options": {"expires": 3600},
    },
    "tell-deputies": {
        "task": "strategy.tasks.tell_deputies",
        "schedule": 60.0,
        "options": {"expires": 60},
    },
    "remind": {
        "task": "reporting.tasks.send_due_reminders",
        "schedule": 300.0,
        "options": {"expires": 300},
    },
    "plan-reports": {
        "task": "reporting.tasks.plan_reports",
        "schedule": 3600.0,
        "options": {"expires": 3600},
    },
    "build-reports": {
        "task": "reporting.tasks.build_due_reports",
        "schedule": 10.0,
        "options": {"expires": 10},
    },
}

#: Task → the question beat asks the database before it rings for it (``config.beat``).
ASKED_FIRST = {
    "accounts.tasks.carry_out_due_acts": "accounts.tasks.is_act_due",
    "channels_mgmt.tasks.publish_due_deliveries": "channels_mgmt.tasks.is_a_delivery_due",
    "channels_mgmt.tasks.read_councils": "channels_mgmt.tasks.is_a_council_due",
    "channels_mgmt.tasks.read_topic_mailboxes": "channels_mgmt.tasks.is_a_topic_mailbox_due",
    "channels_mgmt.tasks.compare_images": "channels_mgmt.tasks.is_an_image_not_compared",
    "channels_mgmt.tasks.read_figures": "channels_mgmt.tasks.is_a_figure_due",
    "channels_mgmt.tasks.renew_accesses": "channels_mgmt.tasks.is_a_renewal_due",
    "channels_mgmt.tasks.look_at_links": "channels_mgmt.tasks.is_a_link_due",
    "channels_mgmt.tasks.work_on_videos": "channels_mgmt.tasks.is_a_video_due",
    "community.tasks.refit_models": "community.tasks.is_a_refit_due",
    "community.tasks.score_comments": "community.tasks.is_a_comment_to_score",
}
