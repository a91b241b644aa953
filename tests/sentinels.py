# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""Looking for words that must be nowhere any more."""

import json
from collections.abc import Iterable

from django.apps import apps
from django.core.serializers.json import DjangoJSONEncoder
from django_scopes import scopes_disabled


def rows_that_say(sentinels: Iterable[str]) -> list[str]:
    """Rows of any table of the product with one of these words, written in lower case."""
    found = []
    with scopes_disabled():
        for model in apps.get_models():
            for row in model._base_manager.values():
                told = json.dumps(row, cls=DjangoJSONEncoder, default=str, ensure_ascii=False).lower()
                found += [f"{model.__name__}: {told[:300]}" for sentinel in sentinels if sentinel in told]
    return found
