# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""Fixtures every test may use: a town, its people, the scope."""

import gc
from collections import Counter
from collections.abc import Iterator

import pytest
from django.conf import settings
from django.core.cache import cache
from django.db import connection
from django.test import TransactionTestCase
from django_scopes import scope, scopes_disabled
from hypothesis import settings as hypothesis

from accounts.models import Municipality
from tests import schema
from tests.emptying import empty_filled_tables
from tests.engines import runs_in
from tests.factories import MunicipalityFactory
from tests.naming import watch_names

# The same examples in every run, and no deadline: a busy machine is no error of ours.
hypothesis.register_profile("dorflinde", deadline=None, derandomize=True, database=None)
hypothesis.load_profile("dorflinde")

#: Few tests that take long. One module runs in one process: begun last, it would keep one busy and all others idle.
LONGEST_FIRST = (
    "test_shown_links",
    "test_fuzz",
    "test_leaks",
    "test_faults",
    "test_kill",
    "test_contract",
    "test_contract_faults",
    "test_images",
    "test_papers",
)

watch_names()
TransactionTestCase._fixture_teardown = empty_filled_tables  # type: ignore[method-assign]


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--share", action="store_true", help="leave out what the pass on the other engine runs")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Tests marked ``postgresql`` exist only in the run that has one; they are deselected, never skipped.

    With ``--share`` the two passes share what is the same on both engines, see ``tests/engines.py``.
    """
    engine = settings.DATABASES["default"]["ENGINE"].rpartition(".")[2].removesuffix("3")
    if engine == "sqlite":
        items[:] = [item for item in items if not item.get_closest_marker("postgresql")]
    if config.getoption("share"):
        items[:] = [
            item
            for item in items
            if (engine == "sqlite" and item.get_closest_marker("sqlite_only"))
            or runs_in(item.nodeid, engine, has_database=_touches_a_database(item))
        ]
        tests_of = Counter(item.path for item in items)
        items.sort(key=lambda item: (item.path.stem not in LONGEST_FIRST, -tests_of[item.path], item.path))


def pytest_collection_finish() -> None:
    """What is loaded by now stays until the end: no search for what may be freed looks at it again."""
    gc.collect()
    gc.freeze()


def _touches_a_database(item: pytest.Item) -> bool:
    markers = ("django_db", "postgresql", "e2e", "peers")
    fixtures = {"db", "transactional_db", "django_db_reset_sequences", "live_server"}
    return any(map(item.get_closest_marker, markers)) or bool(fixtures & set(getattr(item, "fixturenames", ())))


@pytest.fixture(scope="session")
def django_db_modify_db_settings(
    request, django_test_environment, django_db_modify_db_settings, django_db_blocker, django_db_use_migrations
) -> Iterator[None]:
    """Test databases begin as a copy of the migrated schema, which is made once."""
    memory = None
    if django_db_use_migrations and not request.config.getvalue("reuse_db"):
        with django_db_blocker.unblock():
            memory = schema.prepare()
    yield
    if memory is not None:
        memory.close()


@pytest.fixture(autouse=True)
def _fast_and_alone(settings, tmp_path):
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    settings.CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
    settings.MEDIA_ROOT = tmp_path / "media"
    settings.CELERY_TASK_ALWAYS_EAGER = False
    settings.WHITENOISE_AUTOREFRESH = True  # looks for a file when it is asked for, not for all at every new client
    cache.clear()


@pytest.fixture
def town(db) -> Iterator[Municipality]:
    """A town, with its scope entered."""
    municipality = MunicipalityFactory()
    with scope(municipality=municipality):
        yield municipality


@pytest.fixture
def anywhere() -> Iterator[None]:
    """No scope: for tests of commands and tasks, which enter scopes themselves."""
    with scopes_disabled():
        yield


@pytest.fixture
def is_postgresql() -> bool:
    return connection.vendor == "postgresql"
