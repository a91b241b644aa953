# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""What pages remember of a town is fetched by one command, and never older than the request."""

import pytest
from django.core.cache import caches
from redis.exceptions import ConnectionError as RedisIsAway

from core.cache import PatientRedisCache, _silent_until, read_by_pages, reading_together

holidays_of, week_of = read_by_pages("test-holidays"), read_by_pages("test-week")


class Town:
    def __init__(self, pk):
        self.pk = pk


class Server:
    """A Redis that keeps what it was sent, and notes each command."""

    def __init__(self):
        self.kept, self.commands, self.is_away = {}, [], False

    def _note(self, *command):
        self.commands.append(command)
        if self.is_away:
            raise RedisIsAway

    def mget(self, keys):
        self._note("mget", *keys)
        return [self.kept.get(key) for key in keys]

    def get(self, key):
        self._note("get", key)
        return self.kept.get(key)

    def set(self, key, value, **_options):
        self._note("set", key)
        self.kept[key] = value

    def delete(self, key):
        self._note("delete", key)
        return self.kept.pop(key, None) is not None


@pytest.fixture
def server():
    return Server()


@pytest.fixture
def cache(server, monkeypatch):
    cache = PatientRedisCache("redis://127.0.0.1:1/0", {})
    monkeypatch.setattr(caches._connections, "default", cache, raising=False)
    cache._cache._kept_clients = {True: server, False: server}
    yield cache
    _silent_until.clear()


def test_what_pages_read_of_a_town_costs_one_command(cache, server):
    one, other = Town(1), Town(2)
    cache.set(holidays_of(one), ["Kirmes"])
    cache.set(week_of(one), 5)
    cache.set(week_of(other), 6)
    server.commands.clear()

    with reading_together(one):
        assert (cache.get(holidays_of(one)), cache.get(week_of(one)), cache.get(week_of(one))) == (["Kirmes"], 5, 5)
        assert [command for command, *_keys in server.commands] == ["mget"]
        assert cache.get(week_of(other)) == 6


def test_what_is_not_there_is_missing_and_what_is_written_is_read_anew(cache, server):
    town = Town(1)

    with reading_together(town):
        assert cache.get(week_of(town), "none") == "none"
        cache.set(week_of(town), 7)
        assert cache.get(week_of(town)) == 7
        cache.delete(week_of(town))
        assert cache.get(week_of(town)) is None


def test_the_next_request_sees_what_another_process_has_changed(cache, server):
    town = Town(1)
    cache.set(week_of(town), 5)
    with reading_together(town):
        assert cache.get(week_of(town)) == 5

    server.kept.clear()

    assert cache.get(week_of(town)) is None
    with reading_together(town):
        assert cache.get(week_of(town)) is None


def test_other_keys_are_asked_for_alone(cache, server):
    with reading_together(Town(1)):
        cache.get("something-1")

    assert [command for command, *_keys in server.commands] == ["get"]


def test_while_redis_is_away_everything_is_missing_and_nobody_waits_twice(cache, server):
    server.is_away = True

    with reading_together(Town(1)):
        assert cache.get(holidays_of(Town(1))) is None
        assert cache.get(week_of(Town(1))) is None

    assert len(server.commands) == 1
