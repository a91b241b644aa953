# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""The cache, whose loss costs time and nothing else (docs/adr/0021).

While Redis cannot be reached, everything asked for is a miss and everything set is forgotten; after a failure
nobody asks again for a few seconds, so that no page waits twice. Counters that protect somebody (``KEPT``) are kept
in the cache named ``limits`` meanwhile, which lies in the database.
"""

import logging
import time
from collections.abc import Callable
from typing import Any, TypeVar, cast

from django.core.cache import caches
from django.core.cache.backends.base import DEFAULT_TIMEOUT
from django.core.cache.backends.redis import RedisCache, RedisCacheClient
from redis.backoff import NoBackoff
from redis.exceptions import RedisError
from redis.retry import Retry

log = logging.getLogger(__name__)
Answer = TypeVar("Answer")

#: How long nobody asks a Redis that did not answer, and how long one waits for its answer.
SILENCE_SECONDS = 5.0
ANSWER_SECONDS = 0.5
#: Counters of accounts.tenancy.throttle and of allauth.
KEPT = ("rate-", "allauth:rl:")
AWAY = (RedisError, OSError)

#: Server → the moment (monotonic) at which it may be asked again; of the whole process.
_silent_until: dict[str, float] = {}


class OneClient(RedisCacheClient):
    """Builds the client of a server once instead of for every command, which took longer than the command."""

    def get_client(self, key: Any = None, *, write: bool = False) -> Any:
        kept = self.__dict__.setdefault("_kept_clients", {})
        if write not in kept:
            kept[write] = super().get_client(key, write=write)
        return kept[write]


class PatientRedisCache(RedisCache):
    """Django's Redis cache, of which no caller ever sees an error."""

    def __init__(self, server: str, params: dict[str, Any]) -> None:
        options = {
            "socket_connect_timeout": ANSWER_SECONDS,
            "socket_timeout": ANSWER_SECONDS,
            "retry": Retry(NoBackoff(), 0),
            **params.get("OPTIONS", {}),
        }
        super().__init__(server, {**params, "OPTIONS": options})
        self._class = OneClient
        self._server = str(server)

    def _ask(self, call: Callable[[], Answer], otherwise: Callable[[], Any]) -> Answer:
        """``call`` where Redis answers, else ``otherwise``."""
        if time.monotonic() < _silent_until.get(self._server, 0):
            return cast("Answer", otherwise())
        try:
            return call()
        except AWAY as error:
            _silent_until[self._server] = time.monotonic() + SILENCE_SECONDS
            log.warning("Redis does not answer (%s); pages go on without it.", type(error).__name__)
            return cast("Answer", otherwise())

    def _instead(self, name: str, key: str, missing: Any, *given: Any) -> Callable[[], Any]:
        """The same on the counters of the database, or ``missing``."""
        return lambda: getattr(caches["limits"], name)(key, *given) if key.startswith(KEPT) else missing

    def add(self, key: str, value: Any, timeout: Any = DEFAULT_TIMEOUT, version: int | None = None) -> bool:
        call = super().add
        return self._ask(lambda: call(key, value, timeout, version), self._instead("add", key, True, value, timeout))

    def get(self, key: str, default: Any = None, version: int | None = None) -> Any:
        call = super().get
        return self._ask(lambda: call(key, default, version), self._instead("get", key, default, default))

    def set(self, key: str, value: Any, timeout: Any = DEFAULT_TIMEOUT, version: int | None = None) -> None:
        call = super().set
        self._ask(lambda: call(key, value, timeout, version), self._instead("set", key, None, value, timeout))

    def delete(self, key: str, version: int | None = None) -> bool:
        call = super().delete
        return self._ask(lambda: call(key, version), self._instead("delete", key, False))

    def incr(self, key: str, delta: int = 1, version: int | None = None) -> int:
        """Raises ``ValueError`` for a counter that does not exist, as every cache does."""
        call = super().incr
        return self._ask(lambda: call(key, delta, version), lambda: self._count_without_redis(key, delta))

    def _count_without_redis(self, key: str, delta: int) -> int:
        if not key.startswith(KEPT):
            raise ValueError(f"Key {key!r} not found.")
        return int(caches["limits"].incr(key, delta))

    def touch(self, key: str, timeout: Any = DEFAULT_TIMEOUT, version: int | None = None) -> bool:
        call = super().touch
        return self._ask(lambda: call(key, timeout, version), lambda: False)

    def has_key(self, key: str, version: int | None = None) -> bool:
        call = super().has_key
        return self._ask(lambda: call(key, version), lambda: False)

    def get_many(self, keys: Any, version: int | None = None) -> dict[str, Any]:
        call = super().get_many
        return self._ask(lambda: call(keys, version), dict)

    def set_many(self, data: dict[str, Any], timeout: Any = DEFAULT_TIMEOUT, version: int | None = None) -> list[str]:
        call = super().set_many
        return self._ask(lambda: call(data, timeout, version), list)

    def delete_many(self, keys: Any, version: int | None = None) -> None:
        call = super().delete_many
        self._ask(lambda: call(keys, version), lambda: None)

    def clear(self) -> None:
        self._ask(super().clear, lambda: None)
