# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""A column that follows another one, in the form in which it is searched."""

from typing import Any

from django.db import models

from core.folding import fold_words


class FoldedField(models.TextField):
    """What ``fold_words`` makes of another field of the row, kept with it whenever the row itself is saved."""

    def __init__(self, source: str, **options: Any) -> None:
        self.source = source
        options.setdefault("editable", False)
        options.setdefault("default", "")
        super().__init__(**options)

    def deconstruct(self) -> Any:
        name, path, arguments, options = super().deconstruct()
        return name, path, [self.source, *arguments], options

    def pre_save(self, model_instance: models.Model, add: bool) -> str:
        folded = fold_words(getattr(model_instance, self.source))
        setattr(model_instance, self.attname, folded)
        return folded
