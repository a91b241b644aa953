# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""The database: PostgreSQL, or SQLite for trying it out and for a small town."""

from typing import Any

from config.settings import addresses
from config.settings.installation import VAR_DIR, env

DATABASES = {
    "default": env.parsed(
        "DATABASE_URL",
        {"ENGINE": "django.db.backends.sqlite3", "NAME": str(VAR_DIR / "dorflinde.sqlite3")},
        addresses.database,
        f"is no address of a PostgreSQL or SQLite database. Write {addresses.POSTGRES_FORM} (special characters of the "
        "password as %XX) or sqlite:////FOLDER/FILE.",
    )
}
_database: dict[str, Any] = DATABASES["default"]
_seconds_kept = env.int("CONN_MAX_AGE", 60)
_keeps_plans = env.bool("PREPARED_STATEMENTS", True)
if _database["ENGINE"].endswith("sqlite3"):
    _database["OPTIONS"] = {
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA foreign_keys=ON;",
    }
else:
    _database["ENGINE"] = "core.postgresql"
    _database["CONN_MAX_AGE"] = _seconds_kept
    _database["CONN_HEALTH_CHECKS"] = True
    # A number allows statements to be kept at all; which ones, core.questions says. None is for a pooler that hands
    # out another connection for each transaction and does not know them.
    _database.setdefault("OPTIONS", {})["prepare_threshold"] = 5 if _keeps_plans else None
