# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""Counters of the limits while Redis is away: a small table, read and written like any cache.

No address is stored: the key is a keyed hash of what is counted, the value a number or a list of moments. What has
ended is removed by the next entry of the same key and once an hour altogether.
"""

import json
from datetime import timedelta
from typing import Any

from django.core.cache.backends.base import DEFAULT_TIMEOUT, BaseCache
from django.db import IntegrityError, transaction
from django.db.models import F
from django.utils.crypto import salted_hmac
from django.utils.timezone import now

from accounts.models import LimitCount


class LimitCache(BaseCache):
    """A counter exists once and counts every use, however many processes count at once."""

    def __init__(self, _location: str, params: dict[str, Any]) -> None:
        super().__init__(params)

    def add(self, key: str, value: Any, timeout: Any = DEFAULT_TIMEOUT, version: int | None = None) -> bool:
        hashed, given = _hashed(key), {**_stored(value), "ends_at": self._end(timeout)}
        if LimitCount.objects.filter(key=hashed, ends_at__lte=now()).update(**given):
            return True
        if LimitCount.objects.filter(key=hashed).exists():
            return False
        try:
            with transaction.atomic():
                LimitCount.objects.create(key=hashed, **given)
        except IntegrityError:
            return False
        return True

    def get(self, key: str, default: Any = None, version: int | None = None) -> Any:
        row = LimitCount.objects.filter(key=_hashed(key), ends_at__gt=now()).first()
        if row is None:
            return default
        return json.loads(row.moments) if row.moments else row.count

    def set(self, key: str, value: Any, timeout: Any = DEFAULT_TIMEOUT, version: int | None = None) -> None:
        LimitCount.objects.update_or_create(
            key=_hashed(key), defaults={**_stored(value), "ends_at": self._end(timeout)}
        )

    def incr(self, key: str, delta: int = 1, version: int | None = None) -> int:
        alive = LimitCount.objects.filter(key=_hashed(key), ends_at__gt=now())
        with transaction.atomic():
            if not alive.update(count=F("count") + delta):
                raise ValueError(f"Key {key!r} not found.")
            return alive.values_list("count", flat=True).get()

    def delete(self, key: str, version: int | None = None) -> bool:
        return bool(LimitCount.objects.filter(key=_hashed(key)).delete()[0])

    def clear(self) -> None:
        LimitCount.objects.all().delete()

    def _end(self, timeout: Any) -> Any:
        seconds = self.default_timeout if timeout in (DEFAULT_TIMEOUT, None) else timeout
        return now() + timedelta(seconds=float(seconds or 300))


def forget_ended_limits() -> int:
    """Remove counters whose time is over; how many there were."""
    return LimitCount.objects.filter(ends_at__lte=now()).delete()[0]


def _hashed(key: str) -> str:
    return salted_hmac("dorflinde.limits", key, algorithm="sha256").hexdigest()


def _stored(value: Any) -> dict[str, Any]:
    if isinstance(value, list):
        return {"count": 0, "moments": json.dumps(value)}
    return {"count": int(value), "moments": ""}
