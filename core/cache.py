# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""The cache, whose loss costs time and nothing else (docs/adr/0021).

While Redis cannot be reached, everything asked for is a miss and everything set is forgotten; after a failure
nobody asks again for a few seconds, so that no page waits twice. Counters that protect somebody (``KEPT``) are kept
in the cache named ``limits`` meanwhile, which lies in the database.

What pages remember of a town has a key made by ``read_by_pages``. Within ``reading_together`` the first question for
one of them fetches all of that town by one command.
"""

import logging
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any, Protocol, TypeVar, cast

from django.core.cache import DEFAULT_CACHE_ALIAS, caches
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

#: What pages read of a town, without its number.
_READ_BY_PAGES: set[str] = set()

#: Server → the moment (monotonic) at which it may be asked again; of the whole process.
_silent_until: dict[str, float] = {}


class Town(Protocol):
    pk: Any


def read_by_pages(name: str) -> Callable[[Town], str]:
    """The key of what is remembered of a town under ``name`` and read by many pages."""
    _READ_BY_PAGES.add(name)
    return lambda town: f"{name}-{town.pk}"


@contextmanager
def reading_together(town: Town) -> Iterator[None]:
    """For a request that changes nothing: what pages read of ``town`` is fetched at once and holds until the end."""
    cache = caches[DEFAULT_CACHE_ALIAS]
    if not isinstance(cache, PatientRedisCache):
        yield
        return
    cache.town, cache.fetched = town, None
    try:
        yield
    finally:
        cache.town = cache.fetched = None


class OneClient(RedisCacheClient):
    """Builds the client of a server once instead of for every command, which took longer than the command."""

    def get_client(self, key: Any = None, *, write: bool = False) -> Any:
        kept = self.__dict__.setdefault("_kept_clients", {})
        if write not in kept:
            kept[write] = super().get_client(key, write=write)
        return kept[write]


class PatientRedisCache(RedisCache):
    """Django's Redis cache, of which no caller ever sees an error."""

    #: Whose remembered things are read together now, and what was there.
    town: Town | None = None
    fetched: Mapping[str, Any] | None = None

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

    def _tell(self, call: Callable[[], Answer], otherwise: Callable[[], Any]) -> Answer:
        """``call``, after which nothing that was fetched holds."""
        self.fetched = None
        return self._ask(call, otherwise)

    def _fetched(self, town: Town) -> Mapping[str, Any]:
        if self.fetched is None:
            keys = [f"{name}-{town.pk}" for name in _READ_BY_PAGES]
            found = self._ask(lambda: self._cache.get_client().mget(list(map(self.make_key, keys))), list)
            self.fetched = dict(zip(keys, found, strict=False))  # nothing while Redis is away
        return self.fetched

    def add(self, key: str, value: Any, timeout: Any = DEFAULT_TIMEOUT, version: int | None = None) -> bool:
        call = super().add
        return self._tell(lambda: call(key, value, timeout, version), self._instead("add", key, True, value, timeout))

    def get(self, key: str, default: Any = None, version: int | None = None) -> Any:
        call = super().get
        if self.town is not None and key.removesuffix(f"-{self.town.pk}") in _READ_BY_PAGES:
            fetched = self._fetched(self.town)
            if key in fetched:
                kept = fetched[key]
                return default if kept is None else self._cache._serializer.loads(kept)  # type: ignore[attr-defined]
        return self._ask(lambda: call(key, default, version), self._instead("get", key, default, default))

    def set(self, key: str, value: Any, timeout: Any = DEFAULT_TIMEOUT, version: int | None = None) -> None:
        call = super().set
        self._tell(lambda: call(key, value, timeout, version), self._instead("set", key, None, value, timeout))

    def delete(self, key: str, version: int | None = None) -> bool:
        call = super().delete
        return self._tell(lambda: call(key, version), self._instead("delete", key, False))

    def incr(self, key: str, delta: int = 1, version: int | None = None) -> int:
        """Raises ``ValueError`` for a counter that does not exist, as every cache does."""
        call = super().incr
        return self._tell(lambda: call(key, delta, version), lambda: self._count_without_redis(key, delta))

    def _count_without_redis(self, key: str, delta: int) -> int:
        if not key.startswith(KEPT):
            raise ValueError(f"Key {key!r} not found.")
        return int(caches["limits"].incr(key, delta))

    def touch(self, key: str, timeout: Any = DEFAULT_TIMEOUT, version: int | None = None) -> bool:
        call = super().touch
        return self._tell(lambda: call(key, timeout, version), lambda: False)

    def has_key(self, key: str, version: int | None = None) -> bool:
        call = super().has_key
        return self._ask(lambda: call(key, version), lambda: False)

    def get_many(self, keys: Any, version: int | None = None) -> dict[str, Any]:
        call = super().get_many
        return self._ask(lambda: call(keys, version), dict)

    def set_many(self, data: dict[str, Any], timeout: Any = DEFAULT_TIMEOUT, version: int | None = None) -> list[str]:
        call = super().set_many
        return self._tell(lambda: call(data, timeout, version), list)

    def delete_many(self, keys: Any, version: int | None = None) -> None:
        call = super().delete_many
        self._tell(lambda: call(keys, version), lambda: None)

    def clear(self) -> None:
        self._tell(super().clear, lambda: None)
