# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
from django.apps import AppConfig
from django.db.models.signals import post_migrate
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class ChannelsConfig(AppConfig):
    name = "channels_mgmt"
    verbose_name = _("Channels and posts")

    def ready(self) -> None:
        from accounts.audit.words import register_words
        from accounts.frame.counting import register_rows
        from accounts.frame.feeds import register_feeds
        from accounts.frame.help import register_help
        from accounts.frame.keys import register_keys
        from accounts.frame.navigation import (
            NavEntry,
            register_entry,
            register_section,
            register_strip,
        )
        from accounts.frame.public_footer import register_footer
        from accounts.frame.readiness import register_readiness
        from accounts.frame.search import register_pages, register_search
        from accounts.frame.tour import register_stop
        from accounts.frame.waiting import register_waiting
        from accounts.models import Role
        from accounts.services import register_act, register_encrypted
        from channels_mgmt import rules  # noqa: F401  registers permissions
        from channels_mgmt.frame import audit_words, readiness, search, strip
        from channels_mgmt.frame.feeds import KINDS_OF_FEEDS
        from channels_mgmt.frame.mentions import MENTIONS
        from channels_mgmt.frame.public_footer import privacy_address, statement_address
        from channels_mgmt.frame.topics import TOPICS
        from channels_mgmt.frame.waiting import SOURCES, menu_rows
        from channels_mgmt.queries.waiting import ROWS
        from channels_mgmt.services.at_once import PUBLISH_NOW, publish_by_key
        from channels_mgmt.services.encrypted import encrypted_pieces
        from channels_mgmt.services.series import END_SERIES, end_by_key
        from channels_mgmt.services.spans import REMOVE_SPAN, remove_by_key
        from channels_mgmt.services.writing_rights import END_RIGHT
        from channels_mgmt.services.writing_rights import end_by_key as end_right_by_key
        from core.folded import keep_word_tables

        register_words(audit_words.AREAS, audit_words.SENTENCES)
        register_entry(
            NavEntry(
                key="planning",
                label=pgettext_lazy("menu", "Planning"),
                url_name="planning:month",
                icon="planning",
                position=20,
                counts=menu_rows,
            )
        )
        register_search(*search.SOURCES)
        register_pages(*search.PAGES)
        register_feeds(*KINDS_OF_FEEDS)
        register_section("channels", "settings")
        register_footer(10, _("Privacy notice"), privacy_address)
        register_footer(30, _("Accessibility statement"), statement_address)
        register_help(
            {
                "planning": "planen",
                "planning:plan_import": "planen#aus-einer-tabelle",
                "planning:plan_import_preview": "planen#aus-einer-tabelle",
                "planning:approvals": "planen#freigeben",
                "planning:post_create": "planen#einen-beitrag-schreiben",
                "planning:film": "planen#ein-video-hinzufügen",
                "planning:series_create": "planen#rubriken",
                "planning:series_edit": "planen#rubriken",
                "planning:series_end": "planen#rubriken",
                "planning:series_list": "planen#rubriken",
                "planning:writing_rights": "planen#schreibrechte",
                "planning:capture": "planen#mit-dem-telefon-erfassen",
                "planning:stop": "planen#alles-anhalten",
                "planning:balance": "planen#plan-und-ziele",
                "planning:balance_of": "planen#plan-und-ziele",
                "planning:campaign": "planen#kampagnen",
                "planning:campaign_create": "planen#kampagnen",
                "planning:campaign_edit": "planen#kampagnen",
                "planning:campaign_list": "planen#kampagnen",
                "planning:topics": "planen#themen-sammeln",
                "planning:topic_mails": "planen#themen-per-mail",
                "planning:comments": "planen#kommentare-unter-kolleginnen-und-kollegen",
                "planning:comment_edit": "planen#kommentare-unter-kolleginnen-und-kollegen",
                "planning:departments": "planen#themen-von-fachämtern",
                "planning:department_register": "planen#verzeichnis-der-fachämter",
                "planning:department_edit": "planen#verzeichnis-der-fachämter",
                "planning:department_ask": "planen#themen-von-fachämtern",
                "planning:effort_year": "planen#zeit-und-geld",
                "planning:efforts": "planen#zeit-und-geld",
                "planning:versions": "planen#fassungen",
                "planning:emergency": "planen#notfallbeitrag",
                "planning:election": "planen#wahlen",
                "planning:elections": "planen#wahlen",
                "planning:days": "planen#ferien-und-aktionstage",
                "planning:school_holidays": "planen#ferien-und-aktionstage",
                "planning:decisions": "planen#beschlüsse-erklären",
                "planning:decision_create": "planen#beschlüsse-erklären",
                "planning:council_source": "planen#beschlüsse-erklären",
                "planning:ways": "planen#ein-text-alle-wege",
                "planning:way_settings": "planen#ein-text-alle-wege",
                "planning:copy": "planen#kopieren",
                "planning:media_library": "medien",
                "planning:media_item": "medien#ein-bild",
                "planning:consents": "medien#einwilligungen",
                "planning:consent": "medien#einwilligungen",
                "planning:consent_create": "medien#einwilligungen",
                "planning:licences": "medien#lizenzen",
                "planning:licence_create": "medien#lizenzen",
                "planning:licence_edit": "medien#lizenzen",
                "planning:post_edit": "planen#einen-beitrag-schreiben",
                "planning:post_detail": "planen#einplanen-verschieben-herausnehmen",
                "channels": "kanaele",
                "channels:channel_account": "kanaele#2-verbinden",
                "channels:channel_connect": "kanaele#2-verbinden",
                "channels:channel_figures": "kanaele#zahlen",
                "planning:post_figures": "kanaele#zahlen",
                "channels:channel_health": "kanaele#zustand-und-zugänge",
                "channels:channel_closing": "kanaele#pausieren-und-schließen",
                "channels:document": "unterlagen",
                "channels:document_edit": "unterlagen",
                "channels:document_list": "unterlagen",
                "channels:document_renew": "unterlagen#wenn-sich-etwas-ändert",
                "channels:document_section": "unterlagen",
                "channels:document_version": "unterlagen",
                "channels:town_document": "unterlagen#die-erklärung-zur-barrierefreiheit",
                "channels:town_document_edit": "unterlagen#die-erklärung-zur-barrierefreiheit",
                "channels:town_document_renew": "unterlagen#wenn-sich-etwas-ändert",
                "channels:town_document_section": "unterlagen#die-erklärung-zur-barrierefreiheit",
                "channels:town_document_version": "unterlagen#die-erklärung-zur-barrierefreiheit",
                "channels:particulars": "unterlagen",
                "channels:provider": "unterlagen",
            }
        )
        register_keys(
            {"n": _("New"), "e": _("Edit"), "s": _("Save draft"), "t": _("Today")},
            chapter="planen",
        )
        register_keys({"n": _("New"), "e": _("Edit")}, chapter="kanaele")
        register_keys({"e": _("Edit")}, chapter="unterlagen")
        register_strip(strip.stopped_publishing, rows=[strip.STOPPED])
        register_strip(strip.running_election, rows=[strip.ELECTION])
        register_strip(strip.unseen_links)
        register_encrypted(encrypted_pieces())
        register_act(PUBLISH_NOW, publish_by_key)
        register_act(REMOVE_SPAN, remove_by_key)
        register_act(END_SERIES, end_by_key)
        register_act(END_RIGHT, end_right_by_key)
        register_rows(ROWS | strip.ROWS)
        register_waiting(*SOURCES, MENTIONS, *TOPICS)
        post_migrate.connect(keep_word_tables, sender=self)
        register_readiness(*readiness.SOURCES)
        register_stop(
            pgettext_lazy("menu", "Planning"),
            _("What appears when and where. Begin a post here; drag it to another day, or move it by keys."),
            "planning:month",
            "planning",
            position=20,
            roles=[Role.COMMUNICATIONS, Role.EDITOR],
        )
        register_stop(
            _("New post"),
            _("Two sentences and a photo of your phone are enough. Somebody else makes of it what goes out."),
            "planning:capture",
            "camera",
            position=25,
            roles=[Role.DEPARTMENT, Role.EXTERNAL],
        )
        register_stop(
            _("Channels"),
            _("Create, connect, and see what is missing until a channel can go live."),
            "channels:channel_list",
            "globe",
            position=65,
            roles=[Role.ADMINISTRATOR],
        )
