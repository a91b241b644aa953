# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""What people type into a strategy. Forms check spelling and ranges; services decide."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.models import Municipality, User
from core.days import DayField
from core.platforms import Platform
from strategy.domain.criteria import BEST, JUDGED, MAX_WEIGHT, WORST, Criterion, why
from strategy.forms.person_field import PersonField, people_of
from strategy.models import Goal, TargetGroup

IMPORTANCE = [
    (0, _("0 – does not count")),
    (1, _("1 – hardly important")),
    (2, _("2 – less important")),
    (3, _("3 – important")),
    (4, _("4 – very important")),
    (5, _("5 – decisive")),
]


class DateInput(forms.DateInput):
    input_type = "date"

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__(attrs, format="%Y-%m-%d")


class SectionForm(forms.Form):
    text = forms.CharField(label=_("Text"), max_length=20_000, widget=forms.Textarea({"rows": 12, "data-autosize": ""}))
    revision = forms.IntegerField(widget=forms.HiddenInput, min_value=0)
    draft_revision = forms.IntegerField(widget=forms.HiddenInput, min_value=0, required=False)


class CommentForm(forms.Form):
    text = forms.CharField(label=_("Your comment"), max_length=2000, widget=forms.Textarea({"rows": 3}))


class StartForm(forms.Form):
    """Which template the first version begins with; preselected by the number of inhabitants."""

    template = forms.ChoiceField(label=_("Template"), widget=forms.RadioSelect)

    def __init__(self, *args: Any, choices: list[tuple[str, Any]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["template"].choices = choices  # type: ignore[attr-defined]


class FiguresForm(forms.Form):
    hours_per_week = forms.DecimalField(
        label=_("Hours per week"),
        min_value=0,
        max_value=999,
        decimal_places=1,
        localize=True,
        help_text=_("All people together. Background figure: below 10,000 inhabitants 6 hours, up to 25,000 12 hours."),
    )
    budget_per_year = forms.DecimalField(
        label=_("Budget per year in euros"), min_value=0, max_digits=10, decimal_places=2, localize=True
    )
    answer_promise_hours = forms.IntegerField(
        label=_("Promised answer time of the head in hours"),
        min_value=1,
        max_value=240,
        help_text=_("How soon the head answers a question of the team, in service hours; 8 are about one working day."),
    )
    answer_deputy = PersonField(
        _("Who answers while the head is away"),
        User.objects.none(),
        required=False,
        help_text=_("Questions of the team then go to this person, with the same promise."),
    )
    review_on = DayField(label=_("Review date"), widget=DateInput, help_text=_("At the latest in a year."))
    revision = forms.IntegerField(widget=forms.HiddenInput, min_value=0)

    def __init__(self, *args: Any, town: Municipality, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["answer_deputy"].queryset = people_of(town)  # type: ignore[attr-defined]


class GoalForm(forms.ModelForm):
    metric = forms.ChoiceField(
        label=_("Metric"),
        choices=[(m, Goal.Metric(m).label) for m in Goal.COLLECTED],
        help_text=_("Only what the monthly report really counts."),
    )
    owner = PersonField(_("Who looks after it"), User.objects.none())

    def __init__(self, *args: Any, town: Municipality, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["owner"].queryset = people_of(town)  # type: ignore[attr-defined]

    class Meta:
        model = Goal
        fields = ("metric", "baseline", "target", "due_on")
        field_classes = {"due_on": DayField}
        widgets = {"due_on": DateInput}
        localized_fields = ("baseline", "target")


class GoalOwnerForm(forms.Form):
    def __init__(self, *args: Any, town: Municipality, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["owner"] = PersonField(_("Who looks after it"), people_of(town))


class TargetGroupForm(forms.ModelForm):
    class Meta:
        model = TargetGroup
        fields = ("name", "age_from", "age_to", "life_situation", "language", "place")
        help_texts = {
            "age_to": _("Leave empty for “and older”."),
            "life_situation": _("For example: young families in the new housing areas."),
            "language": _("For example: German and Turkish, plain language."),
            "place": _("For example: the whole town, a district, commuters from around."),
        }

    age_from = forms.IntegerField(label=_("Age from"), min_value=0, max_value=90)
    age_to = forms.IntegerField(label=_("Age to"), min_value=0, max_value=110, required=False)

    def clean(self) -> dict[str, Any]:
        given = super().clean() or self.cleaned_data
        first, last = given.get("age_from"), given.get("age_to")
        if first is not None and last is not None and last < first:
            self.add_error("age_to", _("The age band ends before it begins."))
        return given


class WeightsForm(forms.Form):
    """One importance per criterion, and a judgement of each platform by each judged criterion."""

    def __init__(self, *args: Any, weights: dict[str, int], scores: dict[str, dict[str, int]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for criterion in Criterion:
            self.fields[f"weight-{criterion}"] = forms.TypedChoiceField(
                label=criterion.label,
                choices=IMPORTANCE[: MAX_WEIGHT + 1],
                coerce=int,
                initial=weights.get(criterion, 0),
            )
        judgements = [(n, str(n)) for n in range(WORST, BEST + 1)]
        for platform, own in scores.items():
            for criterion in JUDGED:
                self.fields[f"score-{platform}-{criterion}"] = forms.TypedChoiceField(
                    label=f"{Platform(platform).label}: {criterion.label}",
                    choices=judgements,
                    coerce=int,
                    initial=own[criterion],
                    help_text=why(platform, criterion),
                )
        self.platforms = list(scores)

    @property
    def weight_fields(self) -> list[forms.BoundField]:
        return [self[f"weight-{criterion}"] for criterion in Criterion]

    @property
    def score_rows(self) -> list[tuple[str, list[tuple[Any, forms.BoundField]], bool]]:
        """Per platform its name, the fields by criterion, and whether one of them has to be mended."""
        rows = []
        for platform in self.platforms:
            fields = [(c.label, self[f"score-{platform}-{c}"]) for c in JUDGED]
            rows.append((str(Platform(platform).label), fields, any(field.errors for _label, field in fields)))
        return rows

    def weights(self) -> dict[str, int]:
        return {str(c): self.cleaned_data[f"weight-{c}"] for c in Criterion}

    def scores(self, unchanged: dict[str, dict[str, int]]) -> dict[str, dict[str, int]]:
        judged = {p: {str(c): self.cleaned_data[f"score-{p}-{c}"] for c in JUDGED} for p in self.platforms}
        return {**unchanged, **judged}


class DecisionForm(forms.Form):
    """A tick and a reason per platform, in the order in which they are shown."""

    revision = forms.IntegerField(widget=forms.HiddenInput, min_value=0)

    def __init__(self, *args: Any, order: list[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.order = order
        for platform in order:
            name = Platform(platform).label
            self.fields[f"choose-{platform}"] = forms.BooleanField(label=name, required=False)
            self.fields[f"reason-{platform}"] = forms.CharField(
                label=_("Reason for or against %(platform)s") % {"platform": name},
                required=False,
                max_length=2000,
                widget=forms.Textarea({"rows": 2, "class": "textarea--short"}),
            )
            self.fields[f"exit-{platform}"] = forms.CharField(
                label=_("Exit plan for %(platform)s") % {"platform": name},
                required=False,
                max_length=2000,
                widget=forms.Textarea({"rows": 2, "class": "textarea--short"}),
                help_text=_("When would you leave, how do followers learn of it, what happens to posts and messages?"),
            )

    def rows(self) -> list[tuple[str, forms.BoundField, forms.BoundField, forms.BoundField]]:
        return [(p, self[f"choose-{p}"], self[f"reason-{p}"], self[f"exit-{p}"]) for p in self.order]

    def exit_plans(self) -> dict[str, str]:
        return {p: self.cleaned_data.get(f"exit-{p}", "") for p in self.chosen()}

    def chosen(self) -> list[str]:
        return [p for p in self.order if self.cleaned_data.get(f"choose-{p}")]

    def reasons(self) -> dict[str, str]:
        return {p: self.cleaned_data.get(f"reason-{p}", "") for p in self.order}
