# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""A JSON field that is encrypted in the database: tokens of platforms."""

import json
from typing import Any

from django.db import models

from core.encryption import decrypt, encrypt


class EncryptedJSONField(models.TextField):
    """Stores JSON encrypted (``core.encryption``)."""

    _pyi_private_set_type: Any  # for the type checker: JSON goes in and comes out, not text
    _pyi_private_get_type: Any

    def get_prep_value(self, value: Any) -> str:
        return encrypt(json.dumps(value))

    def from_db_value(self, value: str | None, expression: object, connection: object) -> Any:
        return None if value is None else json.loads(decrypt(value))

    def to_python(self, value: Any) -> Any:
        return value
