# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""A JSON field that is encrypted in the database: tokens of platforms."""

import json
from typing import Any

from cryptography.fernet import Fernet, MultiFernet
from django.conf import settings
from django.db import models


def _cipher() -> MultiFernet:
    """Newest key first; older keys still decrypt, so keys can be rotated."""
    return MultiFernet([Fernet(key) for key in settings.FIELD_ENCRYPTION_KEYS])


class EncryptedJSONField(models.TextField):
    """Stores JSON as Fernet token (AES-128-CBC with HMAC-SHA256)."""

    _pyi_private_set_type: Any  # for the type checker: JSON goes in and comes out, not text
    _pyi_private_get_type: Any

    def get_prep_value(self, value: Any) -> str:
        return _cipher().encrypt(json.dumps(value).encode()).decode()

    def from_db_value(self, value: str | None, expression: object, connection: object) -> Any:
        return None if value is None else json.loads(_cipher().decrypt(value.encode()))

    def to_python(self, value: Any) -> Any:
        return value
