# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""What people type when they decide. The services judge; forms keep what was typed."""

from datetime import date
from typing import Any

from django import forms
from django.core.validators import ProhibitNullCharactersValidator
from django.utils.text import format_lazy
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from accounts.models import (
    FEWEST_AUDIT_YEARS,
    FEWEST_CASE_YEARS,
    FEWEST_MONTHS,
    MOST_AUDIT_YEARS,
    MOST_CASE_YEARS,
    MOST_MONTHS,
)
from channels_mgmt.services.topics import NOTE_LENGTH, TITLE_LENGTH
from community.domain.plain_text import one_line, plain
from community.models import Appeal, Comment
from community.models.appeals import LONGEST_ANSWER_DAYS
from community.models.restrictions import LONGEST_RESTRICTION
from community.services.appeals import REASONS_LIMIT
from community.services.appeals_intake import TEXT_LIMIT, AppealEntry
from core.days import DayField
from core.pasted import PastedEmailField, PastedLineField
from core.platforms import EXAMPLE
from core.text import grouped
from netiquette.models import Clause


class DecisionForm(forms.Form):
    """Carries the revision of the comment that was on the screen."""

    revision = forms.IntegerField(min_value=1, max_value=2**31 - 1, widget=forms.HiddenInput)

    def __init__(self, comment: Comment, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial.setdefault("revision", comment.revision)
        self.use_required_attribute = False


class ReplyForm(DecisionForm):
    text = forms.CharField(
        label=_("Answer of the town"),
        max_length=20_000,
        error_messages={"required": _("Please write an answer first.")},
        widget=forms.Textarea(attrs={"rows": 4, "data-key": "r", "data-key-label": _("Write an answer")}),
    )


class ClauseChoice(forms.ModelChoiceField):
    def label_from_instance(self, clause: Clause) -> str:
        return f"{clause.number}. {clause.title}"


class HideForm(DecisionForm):
    clause = ClauseChoice(
        label=_("Which clause is violated?"),
        queryset=Clause.objects.none(),
        empty_label=None,
        widget=forms.RadioSelect,
        error_messages={
            "required": _("Please choose the clause of the netiquette that the comment violates."),
            "invalid_choice": _("This clause is not in force any more. Please choose another one."),
        },
    )
    rationale = forms.CharField(
        label=_("Why? Your reasons"),
        help_text=_("One or two sentences that the author, a court and your colleagues understand."),
        max_length=5_000,
        error_messages={"required": _("Please write down why: a measure without reasons does not stand.")},
        widget=forms.Textarea(attrs={"rows": 4}),
    )

    def __init__(self, comment: Comment, clauses: list[Clause], *args: Any, **kwargs: Any) -> None:
        super().__init__(comment, *args, **kwargs)
        field = self.fields["clause"]
        field.queryset = Clause.objects.filter(pk__in=[c.pk for c in clauses])  # type: ignore[attr-defined]
        field.choices = [(c.pk, field.label_from_instance(c)) for c in clauses]  # type: ignore[attr-defined]


class DeleteForm(HideForm):
    why_not_hidden = forms.CharField(
        label=_("Why is hiding not enough?"),
        help_text=_("Deleting is final. Name what makes the milder measure fail in this case."),
        max_length=2_000,
        error_messages={"required": _("Please write down why hiding the comment is not enough.")},
        widget=forms.Textarea(attrs={"rows": 2, "class": "textarea--short"}),
    )


class ShowAgainForm(DecisionForm):
    rationale = forms.CharField(
        label=_("Why is it shown again?"),
        help_text=_("For your colleagues and the record. It is not sent to anybody."),
        max_length=5_000,
        error_messages={"required": _("Please write down why the comment is shown again.")},
        widget=forms.Textarea(attrs={"rows": 2, "class": "textarea--short"}),
    )


refuse_nul = ProhibitNullCharactersValidator()


class LineField(forms.CharField):
    """A line typed by a stranger: without line ends and invisible signs."""

    def to_python(self, value: Any) -> str:
        text = super().to_python(value) or ""
        refuse_nul(text)  # dropped with other invisible signs, and the check of the field found nothing any more
        return one_line(text)


class PlainField(forms.CharField):
    """A text typed by a stranger or quoting one: plain, of any length."""

    def to_python(self, value: Any) -> str:
        text = super().to_python(value) or ""
        refuse_nul(text)
        return plain(text)


class AppealForm(forms.Form):
    """The citizens' form. ``website`` is a trap for scripts that fill in every field; people do not see it."""

    measure = forms.ChoiceField(
        label=_("What are you objecting to?"),
        choices=Appeal.Measure.choices,
        widget=forms.RadioSelect,
        error_messages={"required": _("Please choose what was done.")},
    )
    link = PastedLineField(
        label=_("Link to the comment or post"),
        help_text=_("Copy the address from your browser, if you still have it."),
        required=False,
        max_length=500,
    )
    account = PastedLineField(
        label=_("Platform and name of your account there"),
        help_text=format_lazy(_("For example: {platform}, @linde@social.example"), platform=EXAMPLE.label),
        required=False,
        max_length=200,
    )
    happened_on = DayField(
        label=_("When did you write it, or notice the measure?"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages={"invalid": _("Please enter the day like this: 24.11.2026.")},
    )
    text = PlainField(
        label=_("Why do you object?"),
        error_messages={"required": _("Please write why you object.")},
        widget=forms.Textarea(attrs={"rows": 8}),
    )
    name = LineField(
        label=_("Your name"), required=False, max_length=120, widget=forms.TextInput(attrs={"autocomplete": "name"})
    )
    email = PastedEmailField(
        label=_("E-mail address for our answer"),
        error_messages={
            "required": _("Please enter an e-mail address, so that we can answer you."),
            "invalid": _("Please enter a complete e-mail address, for example name@mail.example."),
        },
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
    )
    website = forms.CharField(required=False, widget=forms.TextInput(attrs={"autocomplete": "off", "tabindex": "-1"}))

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.today = today
        self.use_required_attribute = False
        self.fields["text"].help_text = gettext(
            "In your own words, at most %(limit)s characters; what is longer is cut. It is kept as plain text."
        ) % {"limit": grouped(TEXT_LIMIT)}

    def clean_happened_on(self) -> date | None:
        day = self.cleaned_data["happened_on"]
        if day and not date(2004, 1, 1) <= day <= self.today:
            raise forms.ValidationError(gettext("This day lies in the future or too far back."))
        return day

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        hints = ("link", "account", "happened_on")
        if not any(cleaned.get(hint) or hint in self.errors for hint in hints):
            self.add_error(
                "link",
                gettext("Please give at least one hint by which we find the case: the link, the account or the day."),
            )
        return cleaned

    @property
    def is_trapped(self) -> bool:
        return bool(self.data.get("website"))

    def entry(self) -> AppealEntry:
        names = ("measure", "link", "account", "happened_on", "text", "name", "email")
        return AppealEntry(**{name: self.cleaned_data[name] for name in names})


class JudgementForm(forms.Form):
    """Whether the citizen is right, and the answer."""

    outcome = forms.ChoiceField(
        label=_("Is the citizen right?"),
        choices=[
            (Appeal.Outcome.UPHELD, _("Yes, the measure is taken back")),
            (Appeal.Outcome.PARTLY, _("In part")),
            (Appeal.Outcome.REJECTED, _("No, the measure stands")),
        ],
        widget=forms.RadioSelect,
        error_messages={"required": _("Please choose whether the citizen is right.")},
    )
    reasons = PlainField(
        label=_("Reasons, sent to the citizen as they stand here"),
        help_text=_("Say what you looked at, which clause counts and why. Polite and without legal jargon."),
        max_length=REASONS_LIMIT,
        error_messages={"required": _("Please write down your reasons: they are the answer to the citizen.")},
        widget=forms.Textarea(attrs={"rows": 8, "data-key": "r", "data-key-label": _("Write the reasons")}),
    )
    is_without_decision = forms.BooleanField(
        label=_("I looked, and found no decision of the town that is meant."),
        required=False,
    )

    def __init__(self, appeal: Appeal, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.use_required_attribute = False
        if appeal.decision_id is not None:
            del self.fields["is_without_decision"]


class SetAsideForm(forms.Form):
    reasons = PlainField(
        label=_("Why is this no appeal?"),
        help_text=_("For advertising and the like. No letter leaves; your reasons stay with the case."),
        max_length=2_000,
        error_messages={"required": _("Please write down why this is no appeal.")},
        widget=forms.Textarea(attrs={"rows": 2, "class": "textarea--short"}),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.use_required_attribute = False
        self.prefix = "aside"


class CarriedOutForm(forms.Form):
    note = PlainField(
        label=_("What was done on the platform?"),
        max_length=2_000,
        error_messages={"required": _("Please write down what was done on the platform.")},
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    is_visible_again = forms.BooleanField(
        label=_("The comment can be read on the platform again."),
        required=False,
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.use_required_attribute = False


class PublicSettingsForm(forms.Form):
    answer_days = forms.IntegerField(
        label=_("Answer to appeals within how many working days?"),
        help_text=_(
            "Promised to citizens on the form and in the confirmation. Appeals already received keep their date."
        ),
        min_value=1,
        max_value=LONGEST_ANSWER_DAYS,
    )
    restriction_days = forms.IntegerField(
        label=_("Restrict or block accounts for how many days?"),
        help_text=_("Proposed with each request. It ends by itself; somebody is asked a week before."),
        min_value=1,
        max_value=LONGEST_RESTRICTION,
    )
    is_transparency_public = forms.BooleanField(
        label=_("Show the transparency page to everybody"),
        required=False,
    )


class RetentionForm(forms.Form):
    author_months = forms.IntegerField(
        label=_("Replace names after how many months?"),
        help_text=_("Counted from the decision about the comment. A longer period brings no name back."),
        min_value=FEWEST_MONTHS,
        max_value=MOST_MONTHS,
    )
    case_years = forms.IntegerField(
        label=_("Release measures and evidence after how many years?"),
        help_text=_("Full years after the year of the last decision. Nothing goes by itself: a person releases it."),
        min_value=FEWEST_CASE_YEARS,
        max_value=MOST_CASE_YEARS,
    )
    audit_years = forms.IntegerField(
        label=_("Keep the audit trail for how many years?"),
        help_text=_(
            "Full years after the year of an entry. At least four, and one more than measures and evidence are kept."
        ),
        min_value=FEWEST_AUDIT_YEARS,
        max_value=MOST_AUDIT_YEARS,
    )


class ReleaseForm(forms.Form):
    """The second confirmation before measures and their evidence are deleted."""

    has_asked_archive = forms.BooleanField(
        label=_("The archive has taken or refused the records, or need not be asked."),
        error_messages={"required": _("Please ask the archive first, or confirm that it need not be asked.")},
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.use_required_attribute = False


class QuestionTopicForm(forms.Form):
    """A question of citizens for the topic backlog."""

    title = forms.CharField(
        label=_("Topic"), max_length=TITLE_LENGTH, help_text=_("For example: When does the pool open?")
    )
    note = forms.CharField(
        label=_("The question, without the name"),
        required=False,
        max_length=NOTE_LENGTH,
        widget=forms.Textarea(attrs={"rows": 4}),
    )
