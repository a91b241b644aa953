# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""Forms of the strategy's tables: one field per cell, so that nothing typed is lost on an error."""

from decimal import Decimal
from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext_lazy as _

from strategy.forms.person_field import PersonField, people_of
from strategy.models import ApprovalStep, BudgetLine, Pillar, RoleAssignment, Strategy
from strategy.queries.approval import APPROVING_ROLES
from strategy.services import ApprovalRow, PillarRow, RoleRow

SPARE_LINES = 3
APPROVED = (ApprovalStep.Risk.SENSITIVE, ApprovalStep.Risk.CRISIS)


class TableForm(forms.Form):
    """A table of which every cell is a field, called by its column and its line."""

    revision = forms.IntegerField(widget=forms.HiddenInput, min_value=0)
    columns: ClassVar[tuple[str, ...]]

    def line(self, key: object) -> dict[str, forms.BoundField]:
        """The fields of one line as the template draws them."""
        return {column: self[f"{column}-{key}"] for column in self.columns}

    def typed(self, key: object) -> list[Any]:
        """What was typed into one line, in the order of ``columns``."""
        return [self.cleaned_data[f"{column}-{key}"] for column in self.columns]


class PillarsForm(TableForm):
    columns = ("name", "quota", "belongs", "own")

    def __init__(self, *args: Any, strategy: Strategy, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        stored = {p.slot: p for p in strategy.pillars.all()}
        self.slots = range(1, Pillar.MOST + 1)
        for n in self.slots:
            row = stored.get(n)
            self.fields[f"name-{n}"] = forms.CharField(
                label=_("Pillar"), max_length=80, required=False, initial=row.name if row else ""
            )
            self.fields[f"quota-{n}"] = forms.IntegerField(
                label=_("Share in percent"),
                min_value=1,
                max_value=100,
                required=False,
                initial=row.quota if row else None,
            )
            self.fields[f"belongs-{n}"] = forms.CharField(
                label=_("What belongs to it"), max_length=500, required=False, initial=row.belongs if row else ""
            )
            self.fields[f"own-{n}"] = forms.BooleanField(
                label=_("explains our own work"), required=False, initial=bool(row and row.explains_own_work)
            )
        self.filled = len(stored)

    def rows(self) -> list[dict[str, Any]]:
        return [{"number": n, **self.line(n)} for n in self.slots]

    def given(self) -> dict[str, Any]:
        """Lines with a name or a share; the service says what is wrong with them."""
        lines = [self.typed(n) for n in self.slots]
        return {"pillars": [PillarRow(name, quota or 0, *more) for name, quota, *more in lines if name or quota]}


class RolesForm(TableForm):
    columns = ("person", "deputy", "hours")

    def __init__(self, *args: Any, strategy: Strategy, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        people = people_of(strategy.municipality)
        stored = {r.kind: r for r in strategy.role_assignments.all()}
        for kind in RoleAssignment.Kind.values:
            row = stored.get(kind)
            self.fields[f"person-{kind}"] = PersonField(
                _("Person"), people, required=False, initial=row.person_id if row else None
            )
            self.fields[f"deputy-{kind}"] = PersonField(
                _("Deputy"), people, required=False, initial=row.deputy_id if row else None
            )
            self.fields[f"hours-{kind}"] = forms.DecimalField(
                label=_("Hours per week"),
                min_value=0,
                max_value=168,
                decimal_places=1,
                required=False,
                localize=True,
                initial=row.hours_per_week if row else None,
            )

    def rows(self) -> list[dict[str, Any]]:
        return [{"label": kind.label, **self.line(kind)} for kind in RoleAssignment.Kind]

    def given(self) -> dict[str, Any]:
        return {"roles": {kind: RoleRow(*self.typed(kind)) for kind in RoleAssignment.Kind.values}}


class ApprovalsForm(TableForm):
    columns = ("approver", "deputy", "deadline")

    def __init__(self, *args: Any, strategy: Strategy, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        stored = {a.risk: a for a in strategy.approval_steps.all()}
        for risk in APPROVED:
            people = people_of(strategy.municipality, *APPROVING_ROLES[risk])
            row = stored.get(risk)
            self.fields[f"approver-{risk}"] = PersonField(
                _("Approves"), people, required=False, initial=row.approver_id if row else None
            )
            self.fields[f"deputy-{risk}"] = PersonField(
                _("Deputy"), people, required=False, initial=row.deputy_id if row else None
            )
            self.fields[f"deadline-{risk}"] = forms.IntegerField(
                label=_("Deadline in hours"),
                min_value=1,
                max_value=240,
                required=False,
                initial=row.deadline_hours if row else None,
            )

    def rows(self) -> list[dict[str, Any]]:
        return [{"risk": risk.value, "label": risk.label, **self.line(risk)} for risk in APPROVED]

    def given(self) -> dict[str, Any]:
        return {"steps": {risk: ApprovalRow(*self.typed(risk)) for risk in APPROVED}}


class BudgetForm(TableForm):
    columns = ("item", "amount")

    def __init__(self, *args: Any, strategy: Strategy, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        stored = {line.slot: line for line in strategy.budget_lines.all()}
        self.slots = range(1, min(len(stored) + SPARE_LINES, BudgetLine.MOST) + 1)
        if self.is_bound:  # as many lines as were sent, whatever somebody else has stored since
            sent = [n for n in range(1, BudgetLine.MOST + 1) if f"item-{n}" in self.data]
            self.slots = range(1, max([*sent, *self.slots]) + 1)
        for n in self.slots:
            line = stored.get(n)
            self.fields[f"item-{n}"] = forms.CharField(
                label=_("Item"), max_length=120, required=False, initial=line.item if line else ""
            )
            self.fields[f"amount-{n}"] = forms.DecimalField(
                label=_("Euros per year"),
                min_value=0,
                max_digits=9,
                decimal_places=2,
                required=False,
                localize=True,
                initial=line.amount if line else None,
            )

    def rows(self) -> list[dict[str, Any]]:
        return [{"number": n, **self.line(n)} for n in self.slots]

    def given(self) -> dict[str, Any]:
        lines = [self.typed(n) for n in self.slots]
        return {"lines": [(item, amount or Decimal(0)) for item, amount in lines if item or amount]}


class ToneForm(forms.Form):
    address = forms.ChoiceField(label=_("Form of address"), choices=Strategy.Address.choices, widget=forms.RadioSelect)
    language_levels = forms.MultipleChoiceField(
        label=_("Language levels"),
        choices=Strategy.LanguageLevel.choices,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("What you really offer. More can follow in the next version."),
    )
    languages = forms.CharField(
        label=_("Further languages"),
        max_length=200,
        required=False,
        help_text=_("For example: English and Ukrainian for warnings and office hours."),
    )
    revision = forms.IntegerField(widget=forms.HiddenInput, min_value=0)

    def __init__(self, *args: Any, strategy: Strategy, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("address", "language_levels", "languages"):
            self.fields[name].initial = getattr(strategy, name)

    def given(self) -> dict[str, Any]:
        return {name: self.cleaned_data[name] for name in ("address", "language_levels", "languages")}
