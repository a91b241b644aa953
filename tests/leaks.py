# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""One line per address of a town: what it shows and who may do what there.

A new address needs one line in ``RULES`` (or in ``PUBLIC`` or ``OWN_ACCOUNT``); ``test_leaks.py`` fails until
it has one.
"""

from collections.abc import Iterator
from datetime import date
from typing import Any

from django.urls import URLPattern, URLResolver, get_resolver

from accounts.models import Role
from accounts.tenancy.permissions import ROLES_WITH_PERMISSION
from tests.leak_rules import Rule, button, edited, form, page, shown

DAY = date(2026, 11, 23)
PLAN, QUEUE, DECIDE = "channels_mgmt.view_plan", "community.view_queue", "community.decide_comment"
APPEALS, JUDGE = "community.view_appeals", "community.handle_appeal"
WRITE_STRATEGY, WRITE_RULES = "strategy.write_strategy", "netiquette.write_netiquette"
PEOPLE, MANAGE_CHANNELS = "accounts.manage_people", "channels_mgmt.manage_channels"
ARRANGE = "staffing.arrange_team"
DOCUMENTS, WRITE_DOCUMENTS = "channels_mgmt.view_documents", "channels_mgmt.write_documents"
CONCEPT = (("kind", "usage_concept"),)
STATEMENT = (("kind", "accessibility"),)

RULES: dict[str, Rule] = {
    "today:today": page(),
    "today:readiness": page("reporting.view_readiness"),
    "today:first_day": page("channels_mgmt.practise"),
    "today:first_day_start": button("channels_mgmt.practise"),
    "today:first_day_answer": button("channels_mgmt.practise", "comment"),
    "search:search": page("accounts.view_town"),
    # planning
    "planning:month": page(PLAN),
    "planning:month_of": page(PLAN, day=DAY),
    "planning:week": page(PLAN),
    "planning:week_of": page(PLAN, day=DAY),
    "planning:day": page(PLAN, day=DAY),
    "planning:agenda": page(PLAN),
    "planning:board": page(PLAN),
    "planning:approvals": page(PLAN),
    "planning:stop": Rule(see=PLAN, act="channels_mgmt.stop_publishing"),
    "planning:resume": button("channels_mgmt.resume_publishing"),
    "planning:capture": form("channels_mgmt.create_post"),
    "planning:capture_send": button("channels_mgmt.create_post"),
    "planning:days": Rule(see=PLAN, act="channels_mgmt.mark_days"),
    "planning:school_holidays": form("channels_mgmt.mark_days"),
    "planning:remove_span": button("channels_mgmt.mark_days", "plan_span"),
    "planning:post_create": form("channels_mgmt.create_post"),
    "planning:preview": button("channels_mgmt.create_post"),
    "planning:slot": button("channels_mgmt.create_post"),
    "planning:move": button("channels_mgmt.edit_post", "post"),
    "planning:post_detail": shown("post", PLAN),
    "planning:post_edit": edited("post", "channels_mgmt.edit_post"),
    "planning:confirm_personal": button("channels_mgmt.edit_post", "post"),
    "planning:submit": button("channels_mgmt.edit_post", "post"),
    "planning:recall": button("channels_mgmt.edit_post", "post"),
    "planning:elections": Rule(see=PLAN, act="channels_mgmt.enter_election"),
    "planning:election": shown("election", PLAN),
    "planning:remove_election": button("channels_mgmt.enter_election", "election"),
    "planning:emergency": edited("post", "channels_mgmt.publish_emergency"),
    "planning:publish_emergency_post": button("channels_mgmt.publish_emergency", "post"),
    "planning:confirm_emergency": button("channels_mgmt.answer_emergency", "emergency"),
    "planning:object_to_emergency": button("channels_mgmt.answer_emergency", "emergency"),
    "planning:approve": button("channels_mgmt.approve_post", "post"),
    "planning:return": button("channels_mgmt.return_post", "post"),
    "planning:schedule": button("channels_mgmt.schedule_post", "post"),
    "planning:publish_now": button("channels_mgmt.schedule_post", "post"),
    "planning:withdraw": button("channels_mgmt.schedule_post", "post"),
    "planning:duplicate": button("channels_mgmt.create_post", "post"),
    "planning:discard": button("channels_mgmt.edit_post", "post"),
    "planning:settle": button("channels_mgmt.settle_delivery", "delivery"),
    "planning:reschedule": button("channels_mgmt.settle_delivery", "delivery"),
    "planning:confirm_by_hand": button("channels_mgmt.publish_by_hand", "delivery"),
    "planning:impossible_by_hand": button("channels_mgmt.publish_by_hand", "delivery"),
    "planning:asset": shown("asset", PLAN),
    "planning:thumbnail": shown("asset", PLAN),
    # dialog
    "dialog:queue": page(QUEUE),
    "dialog:decided_hits": page(QUEUE),
    "dialog:claim_next": button(DECIDE),
    "dialog:comment": shown("comment", QUEUE),
    "dialog:history": shown("comment", QUEUE),
    "dialog:ahead": shown("comment", DECIDE),
    "dialog:claim": button(DECIDE, "comment"),
    "dialog:renew": button(DECIDE, "comment"),
    "dialog:release": button(DECIDE, "comment"),
    "dialog:leave": button(DECIDE, "comment"),
    "dialog:reply": button(DECIDE, "comment"),
    "dialog:hide": button(DECIDE, "comment"),
    "dialog:show_again": button("community.show_comment", "comment"),
    "dialog:outcome": shown("comment", QUEUE),
    "dialog:undo": button("community.undo_decision", "decision"),
    "dialog:settle": button("community.settle_action", "action"),
    "dialog:appeals": page(APPEALS),
    "dialog:appeal": shown("appeal", APPEALS),
    "dialog:take_appeal": button(JUDGE, "appeal"),
    "dialog:release_appeal": button(JUDGE, "appeal"),
    "dialog:link_appeal": edited("appeal", JUDGE),
    "dialog:decide_appeal": button(JUDGE, "appeal"),
    "dialog:set_aside_appeal": button(JUDGE, "appeal"),
    "dialog:carry_out_appeal": button("community.close_appeal", "appeal"),
    "dialog:close_appeal": button("community.close_appeal", "appeal"),
    "dialog:unread": page("community.view_unread_entries"),
    "dialog:settle_unread": button("community.settle_unread_entry", "unread_entry"),
    "dialog:public_pages": form("community.set_public_pages"),
    "dialog:retention": form("community.view_retention"),
    "dialog:release_cases": form("community.release_cases"),
    # strategy
    "strategy:document": page("strategy.view_strategy"),
    "strategy:version": page("strategy.view_strategy", number=1),
    "strategy:signed_copy": page("strategy.view_strategy", number=1),
    "strategy:start": button(WRITE_STRATEGY),
    "strategy:new_version": button(WRITE_STRATEGY),
    "strategy:submit": button("strategy.submit_strategy"),
    "strategy:section": form(WRITE_STRATEGY, key="mandate"),
    "strategy:figures": form(WRITE_STRATEGY),
    "strategy:keep_draft": Rule(see=None, act=WRITE_STRATEGY, fixed=(("key", "mandate"),)),
    "strategy:discard_draft": Rule(see=None, act=WRITE_STRATEGY, fixed=(("key", "mandate"),)),
    "strategy:discard": form(WRITE_STRATEGY),
    "strategy:comments": form("strategy.comment_on_strategy", part="goals"),
    "strategy:comment_settle": button("strategy.settle_comment", "part_comment"),
    "strategy:pillar_shares": form(WRITE_STRATEGY),
    "strategy:role_table": form(WRITE_STRATEGY),
    "strategy:approvals": form(WRITE_STRATEGY),
    "strategy:budget": form(WRITE_STRATEGY),
    "strategy:tone_choices": form(WRITE_STRATEGY),
    "strategy:goal_owner": button(WRITE_STRATEGY, "goal"),
    "strategy:goals": form(WRITE_STRATEGY),
    "strategy:goal_remove": button(WRITE_STRATEGY, "goal"),
    "strategy:target_groups": form(WRITE_STRATEGY),
    "strategy:target_group_remove": button(WRITE_STRATEGY, "target_group"),
    "strategy:target_group_move": button(WRITE_STRATEGY, "target_group"),
    "strategy:analysis": form(WRITE_STRATEGY),
    "strategy:analysis_run": shown("analysis", "strategy.view_strategy"),
    "strategy:analysis_typed": form(WRITE_STRATEGY),
    "strategy:analysis_runs": shown("analysis", "strategy.view_strategy"),
    "strategy:analysis_paper": shown("result", "strategy.view_strategy"),
    "strategy:analysis_data": shown("result", "strategy.view_strategy"),
    "strategy:restart": button(WRITE_STRATEGY, "analysis"),
    "strategy:reference": page("strategy.view_strategy"),
    "strategy:reference_file": page("strategy.view_strategy"),
    "strategy:reference_edit": Rule(see="strategy.view_strategy", act="strategy.edit_reference"),
    "strategy:reference_remove": Rule(see="strategy.view_strategy", act="strategy.edit_reference"),
    "strategy:reference_upload": Rule(see="strategy.view_strategy", act="strategy.edit_reference"),
    "strategy:freeze": button(WRITE_STRATEGY, "analysis"),
    "strategy:run": button(WRITE_STRATEGY, "analysis"),
    "strategy:decision": form(WRITE_STRATEGY),
    "strategy:direct_line": page("strategy.view_direct_line"),
    "strategy:ask_head": form("strategy.ask_head"),
    "strategy:question": shown("question", "strategy.view_direct_line"),
    "strategy:answer_question": button("strategy.answer_question", "question"),
    "strategy:withdraw_question": button("strategy.withdraw_question", "question"),
    "strategy:read_answer": button("strategy.read_answer", "question"),
    # netiquette
    "netiquette:edit": page("netiquette.view_netiquette"),
    "netiquette:start": button(WRITE_RULES),
    "netiquette:introduction": form(WRITE_RULES),
    "netiquette:add_clause": form(WRITE_RULES),
    "netiquette:clause": edited("clause", WRITE_RULES),
    "netiquette:move_clause": button(WRITE_RULES, "clause"),
    "netiquette:remove_clause": edited("clause", WRITE_RULES),
    "netiquette:preview": button(WRITE_RULES),
    "netiquette:library": page("netiquette.view_netiquette"),
    "netiquette:library_add": button(WRITE_RULES),
    "netiquette:languages": page("netiquette.view_netiquette"),
    "netiquette:translate_introduction": form(WRITE_RULES, language="en"),
    "netiquette:translate_clause": Rule("clause", WRITE_RULES, WRITE_RULES, (("language", "en"),)),
    "netiquette:translate_from_library": Rule("clause", None, WRITE_RULES, (("language", "en"),)),
    "netiquette:plan": form("netiquette.plan_netiquette"),
    "netiquette:withdraw": form("netiquette.withdraw_netiquette"),
    "netiquette:submit": button("netiquette.submit_netiquette"),
    "netiquette:discard": form(WRITE_RULES),
    "netiquette:versions": page("netiquette.view_netiquette"),
    "netiquette:signed_copy": page("netiquette.view_netiquette", version=1),
    # team
    "team:team": page("staffing.view_team"),
    "team:service_hours": form(ARRANGE),
    "team:holidays": form(ARRANGE),
    "team:add_suggested_holiday": button(ARRANGE),
    "team:remove_holiday": button(ARRANGE, "holiday"),
    "team:agree_hours": button(ARRANGE),
    "team:end_hours": button(ARRANGE, "share"),
    "team:add_shift": button(ARRANGE),
    "team:remove_shift": button(ARRANGE, "shift"),
    # reports
    "reports:report_list": page("reporting.view_reports"),
    "reports:request_report": button("reporting.request_report"),
    "reports:report": shown("report", "reporting.view_reports"),
    "reports:report_file": shown("report", "reporting.view_reports"),
    # settings
    "settings:index": page(),
    "settings:town": form("accounts.change_town"),
    "settings:account": Rule(see="", act=""),
    "settings:keys": Rule(see="", act=""),
    "settings:undo": button("", "act"),
    "settings:put_tour_away": button(""),
    "help:contents": page(),
    "help:chapter": page(chapter="planen"),
    "settings:audit": page("accounts.view_audit"),
    "settings:people": page("accounts.view_people"),
    "settings:invite": form(PEOPLE),
    "settings:person": edited("person", PEOPLE),
    "settings:end_membership": edited("person", PEOPLE),
    "settings:renew_invitation": button(PEOPLE, "invitation"),
    "settings:revoke_invitation": button(PEOPLE, "invitation"),
    "settings:access": page("accounts.view_access"),
    "settings:confirm_reset": button("accounts.confirm_reset", "head"),
    "settings:confirm_office": button("accounts.confirm_office", "office"),
    "settings:refuse_office": button("accounts.refuse_office", "office"),
    "settings:withdraw_office": button("accounts.withdraw_office", "office"),
    "settings:letters": page("accounts.manage_letters"),
    "settings:send_letter_again": button("accounts.manage_letters", "letter"),
    "settings:discard_letter": button("accounts.manage_letters", "letter"),
    # channels
    "channels:channel_list": page("channels_mgmt.view_channels"),
    "channels:channel_create": form(MANAGE_CHANNELS),
    "channels:channel_detail": shown("channel", "channels_mgmt.view_channels"),
    "channels:channel_edit": edited("channel", MANAGE_CHANNELS),
    "channels:channel_connect": edited("channel", "channels_mgmt.connect_channel"),
    "channels:check": button(MANAGE_CHANNELS, "channel"),
    "channels:go_live": button("channels_mgmt.go_live", "channel"),
    "channels:pause": button("channels_mgmt.pause_channel", "channel"),
    "channels:resume": button("channels_mgmt.pause_channel", "channel"),
    "channels:document_list": page(DOCUMENTS),
    "channels:particulars": form(WRITE_DOCUMENTS),
    "channels:provider": edited("channel", WRITE_DOCUMENTS),
    "channels:links": Rule("channel", "channels_mgmt.view_channels", "channels_mgmt.confirm_links"),
    "channels:document": Rule("channel", DOCUMENTS, None, CONCEPT),
    "channels:document_generate": Rule("channel", None, WRITE_DOCUMENTS, CONCEPT),
    "channels:document_edit": Rule("channel", WRITE_DOCUMENTS, WRITE_DOCUMENTS, CONCEPT),
    "channels:document_section": Rule("channel", WRITE_DOCUMENTS, WRITE_DOCUMENTS, (*CONCEPT, ("number", 1))),
    "channels:document_renew": Rule("channel", WRITE_DOCUMENTS, WRITE_DOCUMENTS, CONCEPT),
    "channels:document_check": Rule("channel", None, "channels_mgmt.check_document", CONCEPT),
    "channels:document_version": Rule("channel", DOCUMENTS, None, (*CONCEPT, ("number", 1))),
    "channels:document_file": Rule("channel", DOCUMENTS, None, (*CONCEPT, ("number", 1), ("file_format", "pdf"))),
    "channels:town_document": Rule("", DOCUMENTS, None, STATEMENT),
    "channels:town_document_generate": Rule("", None, WRITE_DOCUMENTS, STATEMENT),
    "channels:town_document_edit": Rule("", WRITE_DOCUMENTS, WRITE_DOCUMENTS, STATEMENT),
    "channels:town_document_section": Rule("", WRITE_DOCUMENTS, WRITE_DOCUMENTS, (*STATEMENT, ("number", 1))),
    "channels:town_document_renew": Rule("", WRITE_DOCUMENTS, WRITE_DOCUMENTS, STATEMENT),
    "channels:town_document_check": Rule("", None, "channels_mgmt.check_document", STATEMENT),
    "channels:town_document_version": Rule("", DOCUMENTS, None, (*STATEMENT, ("number", 1))),
    "channels:town_document_file": Rule("", DOCUMENTS, None, (*STATEMENT, ("number", 1), ("file_format", "pdf"))),
    "channels:close": button("channels_mgmt.pause_channel", "channel"),
    # practice
    "practice:timeline": page("practice.view_timeline"),
    "practice:thread": shown("practice_post", "practice.view_timeline"),
    "practice:reply": button("practice.reply_as_citizen", "practice_post"),
    "practice:image": shown("practice_image", "practice.view_timeline"),
    "practice:faults": page("practice.set_fault"),
    "practice:set_fault": button("practice.set_fault", "practice_account"),
}

#: Read by everybody, on purpose.
PUBLIC = {
    "accessibility:statement",
    "accessibility:statement_pdf",
    "check:check",
    "signoff:link",
    "appeals:form",
    "appeals:received",
    "appeals:transparency",
    "appeals:transparency_csv",
    "account_confirm_email",
    "address_confirm",
    "address_stop",
    "account_confirm_login_code",
    "account_email_verification_sent",
    "account_inactive",
    "account_login",
    "account_logout",
    "account_reset_password",
    "account_reset_password_done",
    "account_reset_password_from_key",
    "account_reset_password_from_key_done",
    "account_signup",
    "approval:decide",
    "demo:sign_in",
    "demo:styleguide",
    "direct_line:answer",
    "health:healthz",
    "invitation:accept",
    "mfa_authenticate",
    "mfa_login_webauthn",
    "netiquette:netiquette",
    "netiquette:netiquette_day",
    "netiquette:netiquette_language",
    "netiquette:netiquette_language_pdf",
    "netiquette:netiquette_pdf",
    "netiquette:netiquette_version",
    "netiquette:netiquette_version_language",
    "netiquette:netiquette_version_pdf",
    "netiquette:poster",
    "netiquette:poster_pdf",
    "netiquette_short",
}

#: About the person who is signed in, in no town; allauth asks for the login itself. Keys of others are 404.
OWN_ACCOUNT: dict[str, dict[str, Any]] = {
    "home": {},
    "capture_short": {},
    "kept_text": {},
    "set_theme": {},
    "account_change_password": {},
    "account_email": {},
    "account_end_sessions": {},
    "account_withdraw_address": {},
    "account_reauthenticate": {},
    "account_set_password": {},
    "mfa_activate_totp": {},
    "mfa_add_webauthn": {},
    "mfa_deactivate_totp": {},
    "mfa_download_recovery_codes": {},
    "mfa_edit_webauthn": {"pk": 1},
    "mfa_generate_recovery_codes": {},
    "mfa_index": {},
    "mfa_list_webauthn": {},
    "mfa_reauthenticate": {},
    "mfa_reauthenticate_webauthn": {},
    "mfa_remove_webauthn": {"pk": 1},
    "mfa_view_recovery_codes": {},
}

#: The admin view, for heads of the authority; the row is named by ``object_id`` and found in their own towns.
ADMIN: dict[str, str] = {
    "admin:index": "",
    "admin:login": "",
    "admin:logout": "",
    "admin:app_list": "",
    "admin:strategy_strategy_changelist": "",
    "admin:strategy_strategy_change": "strategy",
    "admin:strategy_strategy_revoke": "strategy",
    "admin:netiquette_netiquette_changelist": "",
    "admin:netiquette_netiquette_change": "netiquette",
}


def all_addresses() -> dict[str, URLPattern]:
    """Every address of the installation by its full name."""

    def walk(resolver: URLResolver, spaces: tuple[str, ...]) -> Iterator[tuple[str, URLPattern]]:
        for pattern in resolver.url_patterns:
            if isinstance(pattern, URLResolver):
                yield from walk(pattern, (*spaces, pattern.namespace) if pattern.namespace else spaces)
            else:
                yield ":".join((*spaces, pattern.name or repr(pattern))), pattern

    return dict(walk(get_resolver(), ()))


def allowed(permission: str | None) -> set[str]:
    """The roles that hold ``permission``; all of them for the empty one."""
    if permission is None:
        return set()
    return set(ROLES_WITH_PERMISSION[permission]) if permission else set(Role.values)
