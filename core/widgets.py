# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""Widgets of forms by compiled templates: a composer has thirty, a select one for each choice."""

from typing import Any

from django.forms.renderers import Jinja2, TemplatesSetting


class FormRenderer(TemplatesSetting):
    """Django's widgets by the Jinja2 templates Django brings for them; what has none, like the admin's, as before."""

    compiled = Jinja2()

    def get_template(self, template_name: str) -> Any:
        if template_name.startswith("django/forms/widgets/"):
            return self.compiled.get_template(template_name)
        return super().get_template(template_name)
