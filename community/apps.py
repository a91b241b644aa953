# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CommunityConfig(AppConfig):
    name = "community"
    verbose_name = _("Citizens' comments")

    def ready(self) -> None:
        from accounts.audit import register_keeper
        from accounts.audit.words import close_entries, guard_words, register_words
        from accounts.frame.counting import register_rows
        from accounts.frame.help import register_help
        from accounts.frame.keys import register_keys
        from accounts.frame.navigation import NavEntry, read_with_menu, register_entry
        from accounts.frame.search import register_pages, register_search
        from accounts.frame.tour import register_stop
        from accounts.frame.waiting import register_waiting
        from accounts.models import Role
        from accounts.services import register_encrypted
        from accounts.tenancy.sight import register_sight
        from channels_mgmt.queries.echo import register_echo
        from channels_mgmt.queries.health import register_health
        from channels_mgmt.queries.topics import register_places_of_questions
        from community import rules  # noqa: F401  registers permissions
        from community.frame import audit_words, kept_entries, search
        from community.frame.channel_health import answering_lines
        from community.frame.closed_entries import entries_of_staff_matters
        from community.frame.post_echo import echo_of
        from community.frame.public_links import public_links
        from community.frame.topic_places import places_of_comments
        from community.frame.waiting import SOURCES, menu_rows
        from community.queries import blur
        from community.queries.staff_matters import sees_staff_matters
        from community.queries.waiting import ROWS
        from community.services.department_files import ENCRYPTED
        from community.templatetags import dialog as words
        from core.parts import register_function
        from netiquette.queries import register_public_link

        register_words(audit_words.AREAS, audit_words.SENTENCES)
        guard_words(audit_words.GUARDED)
        close_entries(entries_of_staff_matters)
        for key, (label, entries) in kept_entries.KEEPERS.items():
            register_keeper(key, label, entries)
        register_encrypted(ENCRYPTED)
        register_entry(
            NavEntry(
                key="dialog",
                label=_("Dialogue"),
                url_name="dialog:queue",
                icon="dialog",
                position=30,
                counts=menu_rows,
                permission="community.view_queue",
            )
        )
        register_keys(
            {
                "j": _("Next comment"),
                "k": _("Previous comment"),
                "c": _("Claim the next comment"),
                "r": _("Write an answer"),
                "l": _("Leave the comment as it is"),
                "h": _("Hide the comment"),
                "d": _("Delete the comment"),
                "f": _("Ask a department"),
                "p": _("Say thank you"),
                "t": _("Choose a text"),
                "e": _("Show again"),
                "w": _("Hand it on, without a reason"),
                "b": _("It concerns a person of the staff"),
                "z": _("Show or blur the words"),
                "s": _("The suggestion is right"),
                "n": _("The suggestion is not right"),
            },
            chapter="dialog",
        )
        register_help(
            {
                "dialog": "dialog",
                "dialog:report_comment": "dialog#die-gefahrenleitung",
                "dialog:enter_comment": "dialog#kommentare-von-hand",
                "dialog:read_in": "dialog#kommentare-von-hand",
                "dialog:comment_sheet": "dialog#kommentare-von-hand",
                "dialog:delete": "dialog#entscheiden-das-mildeste-mittel-zuerst",
                "dialog:restrict": "dialog#einschränken-und-sperren",
                "dialog:restriction": "dialog#einschränken-und-sperren",
                "dialog:restrictions": "dialog#einschränken-und-sperren",
                "dialog:alike": "dialog#wellen-gleicher-kommentare",
                "dialog:accounts": "dialog#werbung-und-testkonten",
                "dialog:triage": "dialog#was-software-sieht",
                "dialog:care": "dialog#wenn-es-zu-viel-wird",
                "dialog:reading": "dialog#belastendes-wird-verdeckt-gezeigt",
                "dialog:staff_readers": "dialog#wenn-es-um-beschäftigte-geht",
                "dialog:similar": "dialog#entscheiden-das-mildeste-mittel-zuerst",
                "dialog:ask_department": "dialog#ein-fachamt-fragen",
                "dialog:departments": "dialog#ein-fachamt-fragen",
                **dict.fromkeys(
                    ("dialog:faq", "dialog:faq_create", "dialog:faq_edit", "dialog:faq_from_comment"),
                    "dialog#fragen-für-alle-beantworten",
                ),
                "dialog:replying": "dialog#wie-wir-antworten",
                "dialog:posts": "dialog#was-noch-offen-ist",
                "dialog:keep_answer": "dialog#texte-für-antworten",
                "dialog:pick": "dialog#texte-für-antworten",
                "dialog:texts": "dialog#texte-für-antworten",
                "dialog:text_create": "dialog#texte-für-antworten",
                "dialog:text_edit": "dialog#texte-für-antworten",
                "dialog:text_import": "dialog#texte-für-antworten",
                "dialog:note_topic": "planen#themen-sammeln",
                "dialog:appeal": "beschwerden#prüfen-und-entscheiden",
                "dialog:appeals": "beschwerden#die-liste",
                "dialog:link_appeal": "beschwerden#prüfen-und-entscheiden",
                "dialog:public_pages": "beschwerden#die-transparenzseite",
            }
        )
        register_search(*search.SOURCES)
        register_pages(*search.PAGES)
        register_public_link(public_links)
        register_echo(echo_of)
        register_health(answering_lines)
        register_places_of_questions(places_of_comments)
        register_rows(ROWS)
        read_with_menu([blur.ROW])
        register_sight(sees_staff_matters)
        register_waiting(*SOURCES)
        for function in words.FOR_PARTS:
            register_function(function.__name__, function)
        register_stop(
            _("Dialogue"),
            _("Comments by urgency. The next one you claim is yours for five minutes, so nobody answers twice."),
            "dialog:queue",
            "dialog",
            position=30,
            roles=[Role.COMMUNICATIONS, Role.MODERATOR],
        )
