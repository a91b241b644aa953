# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""Fingerprints of content that people sign, approve or keep as evidence."""

import hashlib
import json
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder


def canonical_json(content: Any) -> bytes:
    """Serialise ``content`` so that equal content always gives equal bytes (UTF-8, sorted keys)."""
    text = json.dumps(content, cls=DjangoJSONEncoder, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return text.encode()


def content_hash(content: Any) -> str:
    """Return the SHA-256 over the canonical JSON of ``content`` as 64 hex digits."""
    return hashlib.sha256(canonical_json(content)).hexdigest()
