# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""What a comment may be: eleven independent questions, each answered yes or no."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class Label(models.TextChoices):
    """No label excludes another: a question may be an insult as well."""

    THREAT = "threat", _("Threat")
    HATE = "hate", _("Hate against a group")
    INSULT = "insult", _("Insult")
    CONSPIRACY = "conspiracy", _("Conspiracy story")
    ANTIDEMOCRATIC = "antidemocratic", _("Attack on the democratic order")
    SPAM = "spam", _("Advertising or fraud")
    QUESTION = "question", _("Question")
    PRAISE = "praise", _("Praise")
    CRITICISM = "criticism", _("Criticism")
    CLAIM = "claim", _("Statement of fact")
    DEFECT = "defect", _("Report of a defect")


#: What weighs on the people who read it, and on those it is about.
BURDENING = frozenset({Label.THREAT, Label.HATE, Label.INSULT, Label.ANTIDEMOCRATIC})
