# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class StaffingConfig(AppConfig):
    name = "staffing"
    verbose_name = _("Team")

    def ready(self) -> None:
        from accounts.audit.words import register_words
        from accounts.frame.clock import register_service_week
        from accounts.frame.counting import register_rows
        from accounts.frame.help import register_help
        from accounts.frame.navigation import NavEntry, register_entry
        from accounts.frame.readiness import register_readiness
        from accounts.frame.tour import register_stop
        from accounts.models import Role
        from accounts.services import register_act
        from staffing import rules, services  # noqa: F401  registers permissions
        from staffing.frame import audit_words, readiness
        from staffing.queries import SHIFTS_NOW, entered_week, service_week, shifts_now

        register_words(audit_words.AREAS, audit_words.SENTENCES)
        for kind, carry_out in services.POSTPONED.items():
            register_act(kind, carry_out)
        register_entry(NavEntry("team", _("Team"), "team:team", "team", 60, permission="staffing.view_team"))
        register_rows({SHIFTS_NOW: shifts_now})
        register_service_week(service_week, entered_week)
        register_readiness(*readiness.SOURCES)
        register_help({"team": "team-und-berichte"})
        register_stop(
            _("Team"),
            _("The duty roster says when you answer; outside it, deadlines rest."),
            "team:team",
            "team",
            position=55,
            roles=[Role.MODERATOR],
        )
