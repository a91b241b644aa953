# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""Every address that changes something, with what it means for the public and for other people.

A new one without a line here fails (test_acts.py). ``UNDO``: ten seconds to take it back. ``Says``: the page says in
these words, before the button is pressed, what will happen. ``INSIDE``: nobody outside the page is reached; what
colleagues see of it can be changed again the same way.
"""

from typing import NamedTuple


class Says(NamedTuple):
    """A sentence or the label of the button, as it stands in the source."""

    words: str


UNDO, INSIDE = "undo", "inside"

#: Acts of the dialogue wait as rows of their own (community.models.Decision.UNDO_TIME), all others as PostponedAct.
UNDONE_AS_DECISION = {"dialog:reply", "dialog:hide", "dialog:delete", "dialog:show_again", "dialog:leave"}

ACTS: dict[str, str | Says] = {
    # -- goes out to the public
    "planning:publish_now": UNDO,
    "planning:submit": Says("Nobody: routine posts of the editorial team go out without approval."),
    "planning:approve": Says("Approved, it goes out by itself:"),
    "planning:schedule": Says("Schedule"),
    "planning:departments": Says("The link is sent there, and every question."),
    "planning:department_ask": Says("Ask by mail"),
    "planning:withdraw_department": Says("Withdrawn, the link is dead at once. What was brought stays in the backlog."),
    "department:answer": Says("Send the answer"),
    "webhook:receive": INSIDE,
    "topic_link:bring": Says("Nothing becomes public by this: a person decides."),
    "planning:comments": Says("Choose who should be told"),
    "planning:comment_edit": Says("who is named only now is told now."),
    "planning:elections": INSIDE,
    "planning:judge_election": INSIDE,
    "planning:remove_election": INSIDE,
    "planning:emergency": INSIDE,
    "planning:publish_emergency_post": Says("Publish at once"),
    "planning:confirm_emergency": Says("Confirm: this was right"),
    "planning:object_to_emergency": Says("Object to it"),
    "planning:withdraw_consent": Says("There is no way back: who agrees again signs again."),
    "planning:stop": Says("What comes due meanwhile waits for a"),
    "planning:resume": Says("you decide on each"),
    "planning:change_stage": Says("the approval of a post is asked for by mail"),
    "planning:series_end": UNDO,
    "planning:end_writing_right": UNDO,
    "planning:writing_rights": Says("The person is told by mail."),
    "planning:remove_span": UNDO,
    "planning:settle": Says("Not published: send now"),
    "planning:reschedule": Says("Schedule again"),
    "dialog:reply": UNDO,
    "dialog:hide": UNDO,
    "dialog:delete": UNDO,
    "dialog:show_again": UNDO,
    "dialog:leave": UNDO,
    "dialog:staff_readers": INSIDE,
    "dialog:decide_restriction": Says("Approve: put it in force now"),
    "dialog:end_restriction": Says("End it now: the account is set free"),
    "dialog:alike": Says("Decide about all of them"),
    "dialog:restrict": Says("Ask a second person"),
    "dialog:settle_restriction": Says("It is done there"),
    "dialog:ask_department": Says("Send the question"),
    "dialog:withdraw_department": Says("Take the question back"),
    "dialog:release_reply": Says("Release the answer"),
    "dialog:return_reply": Says("Return it with this reason"),
    "dialog:faq_publish": Says("Published, everybody can read question and answer as they are kept."),
    "dialog:faq_edit": Says("What you save here, everybody reads at once."),
    "dialog:faq_withdraw": Says("Take it off the page"),
    "dialog:settle": Says("It did not: send again"),
    "dialog:decide_appeal": Says("Reasons, sent to the citizen as they stand here"),
    "dialog:release_cases": Says("This cannot be undone."),
    "dialog:retention": Says("There is no way back."),
    "dialog:public_pages": Says("Show the transparency page to everybody"),
    "channels:go_live": Says("Approved posts then go out on it at their time, and its comments are read."),
    "channels:resume": Says("Approved posts then go out on it at their time, and its comments are read."),
    "channels:pause": Says("Pause the channel"),
    "channels:closing_decide": Says(
        "Its place becomes free and its access is deleted. Posts, comments and records stay."
    ),
    "channels:close": Says("Its place becomes free and its access is deleted. Posts, comments and records stay."),
    "practice:reply": Says("Practice"),
    "today:first_day_start": Says("Nothing becomes public; the citizens are invented."),
    "today:first_day_answer": Says("Nothing becomes public; the citizens are invented."),
    # -- reaches another person
    "team:remove_shift": UNDO,
    "team:end_hours": UNDO,
    "team:remove_holiday": UNDO,
    "team:agree_hours": Says("Save hours"),
    "team:add_shift": Says("Add shift"),
    "team:add_suggested_holiday": Says("New deadlines, calendar and duty roster follow;"),
    "team:holidays": Says("New deadlines, calendar and duty roster follow;"),
    "team:service_hours": Says("Deadlines count only this time; public holidays of your state are left out by"),
    "planning:return": Says("What has to change?"),
    "strategy:submit": Says("The head is told by mail."),
    "netiquette:submit": Says("The head is told by mail."),
    "strategy:ask_head": Says("The head gets your question by mail and answers with one tap."),
    "strategy:answer_question": Says("Nothing is sent before you press a button."),
    "approval:decide": Says("Nothing happens before you press the button."),
    "direct_line:answer": Says("Nothing is sent before you press a button."),
    "strategy:withdraw_question": Says("Withdraw the question"),
    "settings:invite": Says("The person gets a link by e-mail, valid for fourteen days, and chooses the password."),
    "settings:renew_invitation": Says("Sent again, the person gets a new link by mail; withdrawn, the link is dead."),
    "settings:revoke_invitation": Says("Sent again, the person gets a new link by mail; withdrawn, the link is dead."),
    "settings:person": Says("change only when a second person confirms it. Other roles count at"),
    "settings:end_membership": Says("All roles in this town end at once, in every open window;"),
    "settings:confirm_office": Says("Waits for a second person"),
    "settings:refuse_office": Says("Refuse …"),
    "settings:withdraw_office": Says("Waits for a second person"),
    "settings:confirm_reset": Says("I have spoken with the person: it was their own reset"),
    "settings:send_letter_again": Says("Send again"),
    "reports:request_report": Says("For the current month you get an interim report up to today."),
    "netiquette:withdraw": Says("It will never take effect."),
    "netiquette:plan": Says("and takes effect at this time by itself, to the second."),
    "signoff": Says("What you promise"),
    "channels:town_document_check": Says("Once somebody has vouched for it, everybody can read it."),
    # -- a citizen's own forms
    "appeals:form": Says("E-mail address for our answer"),
    "invitation:accept": INSIDE,
    "check:check": INSIDE,
    # -- nobody outside the page is reached
    **dict.fromkeys(
        (
            *("kept_text", "set_theme", "demo:sign_in", "today:today"),
            *("planning:capture", "planning:capture_send"),
            *("planning:plan_import", "planning:plan_import_preview"),  # drafts; nothing goes out by it
            *("planning:post_create", "planning:preview", "planning:post_edit", "planning:recall"),
            *("planning:film", "planning:describe_film", "planning:remove_film"),
            *("planning:cancel_video", "planning:resume_video", "planning:film_people"),
            *("planning:link_film_consent", "planning:unlink_film_consent", "planning:set_film_licence"),
            "planning:set_focus",  # says before how many approved posts become drafts; nothing goes out by it
            *("planning:state_people", "planning:link_consent", "planning:unlink_consent", "planning:consent_create"),
            *("planning:consent_scan", "planning:settle_withdrawal"),
            *("planning:set_licence", "planning:licence_create", "planning:licence_edit"),
            *("planning:accept_topic_mail", "planning:dismiss_topic_mail"),  # the message stays in the mailbox
            *("planning:topics", "planning:set_topic_aside", "planning:reopen_topic", "dialog:note_topic"),
            *("planning:campaign_create", "planning:campaign_edit", "planning:campaign_remove"),
            *("dialog:use_department_answer", "dialog:see_to_danger"),
            *("dialog:department_file", "dialog:report_comment"),  # a file for the person; nothing is sent
            # citizens' words come in; nothing leaves
            *("dialog:enter_comment", "dialog:read_in", "dialog:comment_sheet"),
            *(
                "dialog:faq_create",
                "dialog:count_reply",
                "dialog:replying",
                "dialog:initials",
                "dialog:faq_from_comment",
                "dialog:faq_reopen",
                "dialog:keep_answer",
                "dialog:text_create",
                "dialog:text_import",
                "dialog:text_edit",
                "dialog:text_restore",
            ),
            *("dialog:text_retire", "dialog:text_take_up"),  # offered again by the same page
            *(
                "dialog:review_restriction",
                "dialog:give_notice",
                "dialog:undo_alike",
                "dialog:hand_on",
                "dialog:mark_account",
                "dialog:mark_staff_matter",
                "dialog:unmark_staff_matter",
                "dialog:staff_matter_person",
                "dialog:remove_staff_reader",
                "dialog:burdensome",
                "dialog:reading",
                "dialog:care",
                *("dialog:triage", "dialog:switch_triage"),  # any version can be put back
                "dialog:classify",  # an answer given anew corrects it
                "dialog:give_restriction_notice",
            ),
            *("planning:series_create", "planning:series_edit", "planning:series_pause", "planning:series_resume"),
            *("planning:decision_create", "planning:council_source", "planning:explain_decision"),
            *("planning:set_decision_aside", "planning:reopen_decision"),
            *("planning:other_way", "planning:look_again", "planning:way_save"),
            *("planning:way_suggestion", "planning:way_settings"),
            *("planning:days", "planning:school_holidays"),
            *("planning:comments_read", "planning:comment_settle", "planning:presence"),
            *("planning:efforts", "planning:remove_effort"),
            *("planning:department_register", "planning:department_edit"),
            "planning:restore_version",  # a draft afterwards; what it replaces stays a version
            "planning:confirm_personal",  # lets nothing out: the approval still has to be given
            *("planning:slot", "planning:move"),  # a moved post goes back by a button, as long as it is not out
            *("planning:withdraw", "planning:copy", "planning:duplicate", "planning:discard"),
            *("planning:confirm_by_hand", "planning:impossible_by_hand"),
            *("dialog:claim_next", "dialog:claim", "dialog:renew", "dialog:release", "dialog:undo"),
            *("dialog:take_appeal", "dialog:release_appeal", "dialog:link_appeal", "dialog:set_aside_appeal"),
            *("dialog:carry_out_appeal", "dialog:close_appeal", "dialog:settle_unread"),
            *("strategy:start", "strategy:new_version", "strategy:discard", "strategy:section"),
            *("strategy:keep_draft", "strategy:discard_draft", "strategy:comments", "strategy:comment_settle"),
            *("strategy:figures", "strategy:goals", "strategy:goal_remove", "strategy:goal_owner"),
            *("strategy:target_groups", "strategy:target_group_remove", "strategy:target_group_move"),
            *("strategy:analysis", "strategy:analysis_typed", "strategy:reference_edit"),
            *("strategy:reference_remove", "strategy:reference_upload", "strategy:restart", "strategy:freeze"),
            *("strategy:run", "strategy:read_answer", "strategy:decision"),
            *("netiquette:start", "netiquette:introduction", "netiquette:preview", "netiquette:add_clause"),
            *("netiquette:clause", "netiquette:move_clause", "netiquette:remove_clause", "netiquette:discard"),
            *("netiquette:translate_from_library", "netiquette:library_add", "practice:set_fault"),
            *(
                "settings:town",
                "settings:account",
                "settings:keys",
                "settings:feeds",
                "settings:undo",
                "settings:put_tour_away",
            ),
            *("settings:discard_letter",),
            *("channels:channel_create", "channels:particulars", "channels:channel_edit", "channels:channel_connect"),
            *("channels:sign_in", "channels:channel_account"),
            *("channels:channel_figures", "planning:post_figures"),
            *("channels:channel_health", "channels:access_answer"),
            *("channels:channel_closing", "channels:closing_step"),
            *("channels:check", "channels:links", "channels:provider", "channels:document_generate"),
            *("channels:channel_way", "channels:check", "channels:links", "channels:provider"),
            *("channels:document_generate",),
            *(
                "channels:document_edit",
                "channels:document_section",
                "channels:document_renew",
                "channels:document_check",
                "channels:town_document_generate",
                "channels:town_document_edit",
                "channels:town_document_section",
                "channels:town_document_renew",
            ),
        ),
        INSIDE,
    ),
}
#: Pages of the login library and of one's own login change only the account of who sits there.
OF_ONES_OWN_LOGIN = ("account_", "mfa_", "address_")
