# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""What every field of every table that can hold words or a file may hold, and what becomes of it.

``tests/test_held.py`` walks over all models: a field that stands in no class here fails, and so does a row here
without a field.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from django.apps import apps
from django.db import models

#: Fields that cannot hold a word: numbers, times, keys of other rows. Everything else has to be classed.
WORDLESS = (
    models.BooleanField, models.IntegerField, models.DecimalField, models.FloatField, models.DateField,
    models.TimeField, models.DurationField, models.UUIDField, models.ForeignKey,
)  # fmt: skip


@dataclass(frozen=True)
class Gone:
    """Words or names of citizens: after the period the task of ``bell`` empties or replaces them."""

    bell: str


@dataclass(frozen=True)
class Brief:
    """Whatever it holds, the task of ``bell`` deletes the row, whether anybody looks or not."""

    bell: str


@dataclass(frozen=True)
class Kept:
    """What proceedings may need: stays until a person releases it, and the documents say so."""

    why: str


@dataclass(frozen=True)
class Own:
    """The town's own words, those of its staff about their work, or values that the software makes."""

    why: str


Class = Gone | Brief | Kept | Own

AUTHORS, APPEALS = Gone("replace-authors"), Gone("forget-appeals")
CONSENTS = Gone("forget-consents")
LETTERS, DRAFTS = Brief("forget-letters"), Brief("forget-strategy-drafts")
VALUE = Own("a value the software makes: hash, key, code or counter")
STAFF = Own("who works here, by name and address; ends with the account or stays as proof of who decided")
SIGNED = Own("text of a document that the town signs and publishes")
PLANS = Own("the town's own planning, about its staff and its strategy")
REFERENCE = Own("public statistics and their sources")
ACCOUNT = Own("the town's own account on a platform")
SEALED = Own("sealed, so that no search finds it; deleted after thirty days (tests/channels_mgmt/test_topic_mail)")
POSTS = Own("what the town publishes itself; who quotes a citizen there has published it")
TEXTS = Own("the town's own words to all citizens; a text that names who wrote the comment is refused")
PLATFORM_SAYS = Own("what a platform answered about the town's own post")
INVENTED = Own("the practice platform plays a network; its citizens are invented and can be chosen from a list only")
RECORD = Own("the record of acts: numbers and fingerprints instead of citizens' words (tests/community/test_retention)")


def each(of: Class, names: str) -> dict[str, Class]:
    """The same class for some fields of a table."""
    return dict.fromkeys(names.split(), of)


#: By table and field. ``"*"`` stands for all fields of a table, new ones too: only where a sentinel is planted in
#: each of them, so that a new field that nobody empties fails.
CLASSES: dict[str, dict[str, Class]] = {
    "accounts.LocalHoliday": each(PLANS, "name"),
    "accounts.OfficeRequest": each(STAFF, "email name reason refusal"),
    "accounts.User": each(STAFF, "password email name key_choice toured_roles"),
    "accounts.Municipality": each(
        Own("the town itself"), "name slug municipality_code former_codes timezone website imprint_url contact_email"
    ),
    "accounts.Invitation": each(STAFF, "email name roles token_hash"),
    "accounts.PostponedAct": each(Own("which post leaves in ten seconds, by its title"), "kind words error"),
    "accounts.AddressChange": each(STAFF, "old_address new_address"),
    "accounts.CalendarFeed": each(VALUE, "kind token_hash content_hash"),
    "accounts.AuditHead": each(VALUE, "hash"),
    "accounts.AuditCheckpoint": each(VALUE, "last_hash kept previous_hash hash signature"),
    "accounts.AuditEntry": each(
        RECORD, "actor_label action object_type object_id object_label details previous_hash hash"
    ),
    "accounts.Letter": {"*": LETTERS},
    "accounts.LimitCount": {"*": Brief("forget-limits")},
    "strategy.Strategy": each(
        SIGNED, "return_reason return_parts signed_hash statement language_levels languages revoke_reason"
    ),
    "strategy.StrategySection": each(SIGNED, "text"),
    "strategy.StrategyCopy": each(SIGNED, "signatory pdf sha256 error"),
    "strategy.SectionDraft": {"*": DRAFTS},
    "strategy.PartComment": each(PLANS, "part text"),
    "strategy.DirectQuestion": {
        **each(AUTHORS, "question context answer_1 answer_2 answer_3 remark"),
        "asked_from": Own("a path of the product, in which a comment is a number"),
    },
    "strategy.TargetGroup": each(SIGNED, "name life_situation language place"),
    "strategy.Pillar": each(SIGNED, "name belongs"),
    "strategy.BudgetLine": each(SIGNED, "item"),
    "strategy.PlatformAnalysis": each(
        REFERENCE, "profile_code town metric base weights scores groups result result_hash"
    ),
    "strategy.PlatformDecision": each(SIGNED, "reason exit_plan"),
    "strategy.AgeProfile": each(REFERENCE, "code name district_name name_key district_key"),
    "strategy.PlatformUsage": each(REFERENCE, "platform metric base source_url note"),
    "netiquette.NetiquettePaper": each(SIGNED, "language pdf sha256"),
    "netiquette.Netiquette": each(SIGNED, "return_reason return_parts signed_hash statement translations introduction"),
    "netiquette.Clause": each(
        SIGNED, "translations key title text purpose examples_allowed examples_not_allowed legal_basis"
    ),
    "netiquette.NetiquetteCopy": each(SIGNED, "signatory pdf sha256 error"),
    "staffing.WorkingShare": each(PLANS, "task"),
    "practice.PracticeAccount": each(INVENTED, "handle display_name"),
    "practice.PracticePost": each(INVENTED, "idempotency_key text warning poll_options"),
    "practice.PracticeImage": each(INVENTED, "file media_type alt_text captions"),
    "channels_mgmt.Channel": each(ACCOUNT, "name base_url handle account_id pause_reason sync_cursor limits"),
    "channels_mgmt.Credential": each(ACCOUNT, "tokens"),
    "channels_mgmt.PostFigure": each(PLATFORM_SAYS, "values reason source"),
    "channels_mgmt.ChannelFigure": each(PLATFORM_SAYS, "values reason source"),
    "channels_mgmt.ChannelClosing": each(ACCOUNT, "reason"),
    "channels_mgmt.ClosingStep": each(ACCOUNT, "note"),
    "channels_mgmt.AccessHolder": each(STAFF, "name"),
    "channels_mgmt.PlatformApp": each(ACCOUNT, "base_url redirect_uri keys"),
    "channels_mgmt.SignInAttempt": {**each(VALUE, "token_hash session_hash"), **each(ACCOUNT, "redirect_uri secrets")},
    "channels_mgmt.ChannelDocument": each(SIGNED, "text facts facts_hash checked_hash"),
    "channels_mgmt.DocumentCheck": each(SIGNED, "function note text_hash"),
    "channels_mgmt.DocumentParticulars": each(
        SIGNED,
        "postal_address phone represented_by responsible_for_content data_protection_officer legal_form "
        "legal_supervision processors privacy_url access_gaps enforcement_contact",
    ),
    "channels_mgmt.ChannelProvider": each(REFERENCE, "name seat privacy_url joint_control third_country source"),
    "channels_mgmt.MediaAsset": {
        **each(POSTS, "file thumbnail media_type sha256 original_name credit searchable"),
        **each(VALUE, "likeness"),
    },
    "channels_mgmt.Consent": {
        **each(CONSENTS, "who purpose searchable withdrawal_note"),
        **each(VALUE, "scan platforms scan_type scan_sha256"),
    },
    "channels_mgmt.Rendition": {**each(POSTS, "file media_type"), **each(VALUE, "recipe")},
    "channels_mgmt.WithdrawalTask": each(CONSENTS, "note"),
    "channels_mgmt.Licence": each(
        Own("with whom the town has agreed on which terms; photographers want to be named"),
        "source author note credit_line url",
    ),
    "channels_mgmt.Capture": each(POSTS, "key"),
    "channels_mgmt.Video": {
        **each(POSTS, "original original_name file poster"),
        **each(VALUE, "container sha256 video_codec audio_codec error"),
    },
    "channels_mgmt.VideoConsent": each(VALUE, "sha256"),
    "channels_mgmt.Film": each(POSTS, "alt_text captions"),
    "channels_mgmt.Post": each(
        POSTS,
        "title text searchable citizen_benefit alternative_url approved_hash return_reason pillar target_group contact "
        "notice_place no_other_way",
    ),
    "channels_mgmt.PostVersion": each(POSTS, "said said_hash"),
    "channels_mgmt.PostComment": each(PLANS, "text"),
    "channels_mgmt.Department": each(STAFF, "name email aliases"),
    "channels_mgmt.DepartmentLink": each(STAFF, "name email"),
    "channels_mgmt.TopicRequest": each(PLANS, "question"),
    "channels_mgmt.PostTarget": {**each(POSTS, "text"), **each(VALUE, "shape")},
    "channels_mgmt.PostMedia": each(POSTS, "alt_text"),
    "channels_mgmt.Topic": each(
        Own("words of the staff; a question is kept as they wrote it, without its author"),
        "title note searchable reason contact",
    ),
    "channels_mgmt.TopicMailbox": each(VALUE, "error"),
    "channels_mgmt.TopicMail": {**each(VALUE, "key"), **each(SEALED, "content")},
    "channels_mgmt.CouncilSource": each(REFERENCE, "url rest error"),
    "channels_mgmt.CouncilDecision": each(
        Own("what the council has published; deleted at its source, it is deleted here"),
        "oparl_id meeting_id title text result body web searchable",
    ),
    "channels_mgmt.WayText": each(POSTS, "text suggested_hash"),
    "channels_mgmt.WaySettings": each(Own("how the house signs"), "office contact"),
    "channels_mgmt.PostSeries": each(POSTS, "name text citizen_benefit alternative_url rule"),
    "channels_mgmt.ApprovalRequest": each(POSTS, "content_hash"),
    "channels_mgmt.Campaign": each(POSTS, "name goal"),
    "channels_mgmt.ElectionWindow": each(Own("offices and candidates, as they were made public"), "basis names"),
    "channels_mgmt.EmergencyRelease": each(POSTS, "content_hash reason note"),
    "channels_mgmt.LinkCheck": each(POSTS, "url"),
    "channels_mgmt.PlanImport": each(
        Own("rows of the town's own plan as a person has read them in; gone after a day"), "file_name headings rows"
    ),
    "channels_mgmt.PlanSpan": each(PLANS, "name"),
    "channels_mgmt.ConfirmedDatum": {**each(VALUE, "fingerprint"), **each(POSTS, "reason")},
    "channels_mgmt.PublishingStop": each(ACCOUNT, "reason"),
    "channels_mgmt.Delivery": each(PLATFORM_SAYS, "client_key said remote_id remote_data remote_url error fault"),
    "community.Author": {"*": AUTHORS},
    "community.Comment": {"*": AUTHORS},
    "community.CommentRevision": {"*": AUTHORS},
    "community.Evidence": {
        "content": Kept("evidence for proceedings; a person decides when it goes"),
        "sha256": VALUE,
    },
    "community.Decision": {"*": AUTHORS},
    "community.PlatformAction": {
        **each(AUTHORS, "client_key remote_data error fault outcome"),
        **each(Own("id and address of the town's own answer"), "remote_id remote_url"),
        **each(VALUE, "said answer_key"),
    },
    "community.AnswerPart": {
        **each(AUTHORS, "client_key remote_data error fault"),
        **each(Own("id and address of a part of the town's own answer"), "remote_id remote_url"),
        **each(VALUE, "said answer_key"),
    },
    "community.NoticeMessage": {
        **each(AUTHORS, "client_key remote_data error fault"),
        **each(Own("id and address of the town's own message"), "remote_id remote_url"),
        "text": Own("the town's name and a sealed link, which opens nothing once the words behind it are gone"),
        **each(VALUE, "said answer_key"),
    },
    "community.CommentSheet": each(
        Own("rows of a table of comments between its preview and the decision; gone after a day"),
        "file_name left_out rows",
    ),
    "community.DangerCall": {},
    "community.DepartmentQuestion": {
        **each(AUTHORS, "question answer answered_as"),
        **each(STAFF, "department email"),
    },
    "community.DepartmentFile": {"name": AUTHORS, **each(VALUE, "file media_type sha256")},
    "community.PublicSettings": each(PLANS, "care_contacts"),
    "community.Restriction": each(AUTHORS, "reason decision_note end_note"),
    "community.RestrictionAction": {
        **each(AUTHORS, "client_key remote_data error fault outcome"),
        **each(Own("a step about an account has no place of its own on the platform"), "remote_id remote_url"),
        **each(VALUE, "said"),
    },
    "community.Appeal": {
        **each(APPEALS, "content_key name email link account text reasons closing_note"),
        "reference": VALUE,
    },
    "community.TriageScore": {"label": VALUE, "words": AUTHORS},
    "community.TriageLabel": each(VALUE, "label"),
    "community.TriageModel": {
        **each(Own("numbers learned from decisions; words are hashed, none can be read"), "judged content"),
        "examples_sha256": VALUE,
        "outcome": Own("why a version was put in use or not, in our words"),
    },
    "community.TriageSettings": {
        "own_words": Own("words the town itself looks for"),
        "figures": Own("counts of labels; no words"),
    },
    "community.ThreadWatch": {"error": Own("why the newest reading failed, in our words; the next one overwrites it")},
    "community.RootSearch": {"*": AUTHORS},
    "community.UnreadEntry": {"reason": AUTHORS, "content": AUTHORS, "sha256": VALUE},
    "community.Snippet": each(TEXTS, "name text searchable"),
    "community.SnippetVersion": each(TEXTS, "name text"),
    "community.FaqEntry": each(TEXTS, "question answer searchable"),
    "community.ReplySettings": each(TEXTS, "tone_guide"),
    "community.StaffInitials": each(STAFF, "initials"),
    "community.PseudonymRun": each(VALUE, "kept"),
    "reporting.Heartbeat": each(VALUE, "component"),
    "reporting.Reminder": {"*": Brief("forget-reminders")},
    "reporting.Report": each(
        Own("figures of a month and to whom of the staff they went; no words of anybody"),
        "figures pdf sha256 delivered_to error",
    ),
    "auth.Permission": each(VALUE, "name codename"),
    "auth.Group": each(VALUE, "name"),
    "contenttypes.ContentType": each(VALUE, "app_label model"),
    "sessions.Session": {"*": Brief("forget-sessions")},
    "admin.LogEntry": each(
        Own("Django's own record; the product offers no page of it for a citizen's row"),
        "object_id object_repr change_message",
    ),
    "account.EmailAddress": each(STAFF, "email"),
    "account.EmailConfirmation": each(VALUE, "key"),
    "mfa.Authenticator": each(STAFF, "data"),
}


def holding_fields() -> Iterator[models.Field]:
    """Every stored field of every table that can hold a word, a value of JSON, bytes or a file."""
    for model in apps.get_models(include_auto_created=True):
        for field in model._meta.concrete_fields:
            if not isinstance(field, WORDLESS) and not field.choices:
                yield field


def class_of(field: models.Field) -> Class | None:
    """The class of ``field``, or ``None`` when nobody has said anything about it."""
    classes = CLASSES.get(field.model._meta.label, {})
    return classes.get(field.name, classes.get("*"))
