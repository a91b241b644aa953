# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
from django.apps import AppConfig
from django.template.defaultfilters import truncatewords
from django.utils.timezone import localtime
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class AccountsConfig(AppConfig):
    name = "accounts"
    verbose_name = _("People and towns")

    def ready(self) -> None:
        from accounts import rules, signals  # noqa: F401  registers what follows a change, and permissions
        from accounts.audit import register_keeper
        from accounts.audit.words import register_words
        from accounts.frame import audit_words, handbook_search, people_search, town_steps
        from accounts.frame.administration import ROWS, SOURCES
        from accounts.frame.counting import register_rows
        from accounts.frame.help import register_help
        from accounts.frame.keys import register_keys
        from accounts.frame.navigation import NavEntry, register_entry
        from accounts.frame.public_footer import register_footer
        from accounts.frame.readiness import register_readiness
        from accounts.frame.search import register_pages, register_search
        from accounts.frame.tour import register_stop
        from accounts.frame.waiting import register_waiting
        from accounts.models import Role
        from accounts.services import encrypted
        from accounts.signoff import keeping
        from accounts.templatetags import dorflinde as tags
        from core.parts import register_function
        from core.text import grouped, shortened

        register_words(audit_words.AREAS, audit_words.SENTENCES)
        for key, (label, entries) in keeping.KEEPERS.items():
            register_keeper(key, label, entries)
        register_entry(
            NavEntry(key="settings", label=_("Settings"), url_name="settings:index", icon="settings", position=80)
        )
        encrypted.register_encrypted(encrypted.ENCRYPTED)
        register_rows(ROWS)
        register_waiting(*SOURCES)
        register_search(*people_search.SOURCES, *handbook_search.SOURCES)
        register_pages(*people_search.PAGES)
        register_keys(
            {
                "/": _("Search"),
                "?": pgettext_lazy("noun", "Help"),
                "u": _("Undo within ten seconds"),
            }
        )
        register_help(
            {
                "account": "verwaltung#konten-schützen",
                "account_email": "verwaltung#eine-andere-anmeldeadresse",
                "admin": "unterschrift",
                "kept": "verwaltung#wenn-die-anmeldung-beim-schreiben-abläuft",
                "mfa": "verwaltung#konten-schützen",
                "settings": "verwaltung",
                "settings:access": "verwaltung#wenn-die-behördenspitze-ihr-kennwort-zurückgesetzt-hat",
                "settings:account": "verwaltung#konten-schützen",
                "settings:audit": "verwaltung#protokoll",
                "settings:feeds": "planen#im-eigenen-kalender",
                "settings:end_membership": "verwaltung#wenn-jemand-geht",
                "settings:invite": "verwaltung#einladen",
                "settings:people": "verwaltung#rollen",
                "settings:town": "verwaltung#eine-kommune-beginnt",
            }
        )
        register_readiness(*town_steps.SOURCES)
        register_footer(20, _("Imprint"), lambda town: town.imprint_url)
        register_function("icon", tags.draw_icon, is_pure=True)
        register_function("level_icon", tags.level_icon, is_pure=True)
        for function in (tags.initials, tags.german_date, tags.german_datetime, tags.german_time, tags.widget_kind):
            register_function(function.__name__, function)
        register_function("grouped", grouped)
        register_function("shortened", shortened)
        register_function("first_words", truncatewords)
        register_function("localtime", localtime)
        register_function("since", lambda value, town: tags.time_since(value, town) if value else "")
        register_function("moment", lambda value, town: tags.time_at(value, town) if value else "")
        register_stop(
            _("People"),
            _("Invite people, give them roles, end their access. Offices are given by two."),
            "settings:people",
            "people",
            position=60,
            roles=[Role.ADMINISTRATOR],
        )
        register_stop(
            _("Second factor"),
            _("Whoever steals your password still does not speak for the town. Setting it up takes two minutes."),
            "settings:account",
            "key",
            position=80,
            roles=[Role.ADMINISTRATOR, Role.LEADERSHIP],
        )
        register_stop(
            _("Audit trail"),
            _("Who did what and when; no entry is changed afterwards."),
            "settings:audit",
            "history",
            position=70,
            roles=[Role.READER],
        )
        register_stop(
            pgettext_lazy("noun", "Help"),
            _("Explains the page you are on, on every page at the same place; the key “?” opens it as well."),
            "help:contents",
            "help",
            position=90,
        )
