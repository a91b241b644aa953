# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""The folded part of the composer: kind, pillar, target group, benefit, source, age of facts, contact, campaign."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.core.validators import URLValidator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import Municipality
from channels_mgmt.domain.placing import Placing
from channels_mgmt.models import Post
from channels_mgmt.queries.placing import subjects_of
from core.days import DayField
from core.pasted import PastedLineField

DATE = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
HTTPS = URLValidator(schemes=["https", "http"])
#: As the page shows them; the first four stay columns of their own in the services.
FIELDS = (
    "kind",
    "pillar",
    "target_group",
    "citizen_benefit",
    "alternative_url",
    "facts_as_of",
    "contact",
    "campaign_id",
)


class PlacingForm(forms.Form):
    kind = forms.ChoiceField(label=gettext_lazy("Kind"), choices=Post.Kind.choices, initial=Post.Kind.OTHER)
    pillar = forms.ChoiceField(label=gettext_lazy("Content pillar"), required=False)
    target_group = forms.ChoiceField(label=gettext_lazy("Target group"), required=False)
    citizen_benefit = forms.CharField(
        label=gettext_lazy("What can citizens do with it now?"), required=False, max_length=200
    )
    alternative_url = PastedLineField(
        label=gettext_lazy("Where it can be found without social media"),
        required=False,
        max_length=200,
        help_text=gettext_lazy("Web page or public notice, beginning with https://"),
        widget=forms.URLInput,
        validators=[HTTPS],
    )
    facts_as_of = DayField(label=gettext_lazy("Facts as of"), required=False, widget=DATE)
    contact = forms.CharField(
        label=gettext_lazy("Who knows more in the house?"),
        required=False,
        max_length=160,
        help_text=gettext_lazy("Department, and how to reach it. Shown only here."),
    )

    def offer_subjects(self, town: Municipality, post: Post | None) -> None:
        """Pillars and groups of the strategy in force, and what the post names already, be it of an earlier one."""
        pillars, groups, campaigns = subjects_of(town)
        self._offer("pillar", pillars, post.pillar if post else "")
        self._offer("target_group", groups, post.target_group if post else "")
        if post is not None and post.campaign_id and post.campaign_id not in dict(campaigns):
            campaigns.append((post.campaign_id, str(post.campaign)))
        if campaigns:
            self.fields["campaign_id"] = forms.TypedChoiceField(
                label=_("Campaign"),
                required=False,
                coerce=int,
                empty_value=None,
                choices=[("", _("None")), *campaigns],
            )

    def _offer(self, name: str, offered: Iterable[str], stored: str) -> None:
        names = dict.fromkeys([*offered, *([stored] if stored else [])])
        field = self.fields[name]
        if names:
            field.choices = [("", _("Not chosen")), *((each, each) for each in names)]  # type: ignore[attr-defined]
        else:
            del self.fields[name]

    @property
    def placing(self) -> Placing:
        """Of a valid form."""
        given = self.cleaned_data
        return Placing(
            pillar=given.get("pillar", ""),
            target_group=given.get("target_group", ""),
            facts_as_of=given["facts_as_of"],
            contact=given["contact"],
            campaign_id=given.get("campaign_id"),
        )

    def placing_fields(self) -> list[Any]:
        """The fields for the template."""
        return [self[name] for name in FIELDS if name in self.fields]

    @property
    def is_placing_open(self) -> bool:
        """Whether something in the folded part wants to be seen."""
        return any(name in self.errors for name in FIELDS) if self.is_bound else False
