# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""Rows that prove something: written, and then standing as they are."""

from typing import Any

from django.db import models


class WrittenOnce(models.Model):
    """Abstract: no object of it is saved a second time or deleted; ``TypeError`` for whoever tries.

    What may change of a row moves by ``core.states``, and what may go goes by the service that answers for it: both
    write an UPDATE or a DELETE of their own.
    """

    class Meta:
        abstract = True

    def save(self, *args: Any, **kwargs: Any) -> None:
        if not self._state.adding:
            raise TypeError(f"{type(self).__name__}: a row is written once; a state moves by change_state.")
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> tuple[int, dict[str, int]]:
        raise TypeError(f"{type(self).__name__}: no row is deleted by itself.")
