# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""A remark on a post, and who is told of it."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy

from accounts.models import User
from accounts.services.remarks import LONGEST
from channels_mgmt.models import Post
from channels_mgmt.queries.comments import people_to_name


class PostCommentForm(forms.Form):
    text = forms.CharField(
        label=gettext_lazy("Comment"),
        max_length=LONGEST,
        help_text=gettext_lazy("With @ before a name, for example @Anna Kurz, that person gets a mail."),
        widget=forms.Textarea(attrs={"rows": 4}),
    )


class NewCommentForm(PostCommentForm):
    """The same with a list of people, so that nobody has to spell a name."""

    told = forms.ModelMultipleChoiceField(
        label=gettext_lazy("Who should be told?"),
        queryset=User.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(self, post: Post, user: User, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        people = people_to_name(post, besides=user)
        field = self.fields["told"]
        field.queryset = User.objects.filter(pk__in=[person.pk for person in people])  # type: ignore[attr-defined]
        field.choices = [(person.pk, person.name) for person in people]  # type: ignore[attr-defined]
