# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
from datetime import datetime, time
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from core.days import DayField, read_moment
from core.localtime import to_wall
from netiquette.models import Clause, Netiquette


class IntroductionForm(forms.Form):
    """``seen`` carries the text the form was drawn with."""

    seen = forms.CharField(widget=forms.HiddenInput, required=False, strip=False)
    text = forms.CharField(
        label=_("Introduction"),
        required=False,
        max_length=4000,
        widget=forms.Textarea({"rows": 7}),
        help_text=_("Invite people to join in. Say that criticism is welcome."),
    )

    @classmethod
    def drawn_from(cls, netiquette: Netiquette) -> "IntroductionForm":
        return cls(initial={"seen": netiquette.introduction, "text": netiquette.introduction})


class ClauseForm(forms.Form):
    """``seen`` carries the fingerprint of the clause the form was drawn with; empty for a new one."""

    seen = forms.CharField(widget=forms.HiddenInput, required=False)
    title = forms.CharField(label=_("Title"), max_length=120)
    text = forms.CharField(
        label=_("Wording"),
        max_length=4000,
        widget=forms.Textarea({"rows": 7}),
        help_text=_("Short sentences. Say what is not allowed and what happens then."),
    )
    is_ground_for_measures = forms.BooleanField(
        label=_("Measures may rest on it"),
        required=False,
        initial=True,
        help_text=_("Only such clauses can be cited when a comment is hidden or deleted."),
    )
    strongest_measure = forms.ChoiceField(
        label=_("Strongest measure"),
        required=False,
        choices=[("", _("not stated")), *Clause.Measure.choices],
        help_text=_("How far a measure under this clause may go at most. Milder ones always come first."),
    )
    examples_allowed = forms.CharField(
        label=_("Examples: allowed"),
        required=False,
        max_length=1000,
        widget=forms.Textarea({"rows": 3}),
        help_text=_("One per line; shown on the public page."),
    )
    examples_not_allowed = forms.CharField(
        label=_("Examples: not allowed"), required=False, max_length=1000, widget=forms.Textarea({"rows": 3})
    )
    legal_basis = forms.CharField(
        label=_("Legal basis"),
        required=False,
        max_length=300,
        help_text=_("Named only; have it checked by your legal office."),
    )
    purpose = forms.CharField(
        label=_("Purpose"),
        required=False,
        max_length=1000,
        widget=forms.Textarea({"rows": 2}),
        help_text=_("Why this clause exists; shown on the public page."),
    )

    @property
    def wording(self) -> list[forms.BoundField]:
        """The fields that make the clause; the others explain it."""
        return [self[name] for name in ("title", "text", "is_ground_for_measures", "strongest_measure")]

    @property
    def explaining(self) -> list[forms.BoundField]:
        return [self[name] for name in ("examples_allowed", "examples_not_allowed", "legal_basis", "purpose")]

    def as_given(self) -> dict[str, Any]:
        """What the services take."""
        cleaned = self.cleaned_data
        given = {name: cleaned[name] for name in ("title", "text", "is_ground_for_measures")}
        return given | {"details": {name: cleaned[name] for name in Clause.DETAILS}}

    @classmethod
    def drawn_from(cls, clause: Clause) -> "ClauseForm":
        values: dict[str, Any] = {"seen": clause.fingerprint}
        names = ("title", "text", "is_ground_for_measures", *Clause.DETAILS)
        return cls(initial=values | {name: getattr(clause, name) for name in names})


class TranslationForm(forms.Form):
    """``seen`` and ``seen_master`` carry the fingerprints of the translation and of the German text in sight."""

    seen = forms.CharField(widget=forms.HiddenInput, required=False)
    seen_master = forms.CharField(widget=forms.HiddenInput, required=False)
    title = forms.CharField(label=_("Title"), required=False, max_length=120)
    text = forms.CharField(
        label=_("Wording"),
        required=False,
        max_length=4000,
        widget=forms.Textarea({"rows": 9}),
        help_text=_("Leave it empty to remove the translation; the German text is shown then."),
    )

    @classmethod
    def drawn_from(cls, part: Netiquette | Clause, language: str) -> "TranslationForm":
        return cls(
            initial={
                "seen": part.translation_fingerprint(language),
                "seen_master": part.master_fingerprint,
                **part.translation(language),
            }
        )


class PlanForm(forms.Form):
    """A local day and time of the town; both empty: with the signature."""

    seen = forms.CharField(widget=forms.HiddenInput, required=False)
    day = DayField(label=_("Day"), required=False, widget=forms.DateInput({"type": "date"}, format="%Y-%m-%d"))
    time = forms.TimeField(
        label=_("Time"),
        required=False,
        widget=forms.TimeInput({"type": "time"}, format="%H:%M"),
        help_text=_("Local time of the town. Midnight, when left out."),
    )

    @classmethod
    def drawn_from(cls, netiquette: Netiquette) -> "PlanForm":
        if netiquette.planned_for is None:
            return cls()
        wall = to_wall(netiquette.planned_for, netiquette.municipality.timezone)
        return cls(initial={"seen": netiquette.planned_for.isoformat(), "day": wall.date(), "time": wall.time()})

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        if cleaned.get("time") and not cleaned.get("day") and "day" not in self.errors:
            self.add_error("day", _("Please choose the day as well."))
        return cleaned

    @property
    def wall(self) -> datetime | None:
        day = self.cleaned_data["day"]
        return datetime.combine(day, self.cleaned_data["time"] or time()) if day else None

    @property
    def seen_plan(self) -> datetime | None:
        return read_moment(self.cleaned_data["seen"])


class WithdrawForm(forms.Form):
    reason = forms.CharField(
        label=_("Why is it withdrawn?"),
        max_length=4000,
        widget=forms.Textarea({"rows": 4}),
        error_messages={"required": _("Please say why it is withdrawn.")},
    )
