# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""Logging of every process: set up once, and nothing of it, whoever writes it, names a secret.

Every line passes core.secret_links, and an error's mail core.error_report (docs/adr/0021).
"""

import logging
import logging.config
import sys
from typing import Any

from config.settings.installation import env


def lines_of(level: str) -> dict[str, Any]:
    """``LOGGING``: one line each, on the standard error output."""
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {"line": {"format": "{asctime} {levelname} {name} {message}", "style": "{"}},
        "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line", "stream": sys.stderr}},
        "root": {"handlers": ["console"], "level": level},
    }


def configure(settings: dict[str, Any]) -> None:
    """``LOGGING_CONFIG``. Web server, worker and mails to administrators all make their lines of this record."""
    from core.secret_links import QuietRecord  # imports Django's URLs, which need the settings

    logging.setLogRecordFactory(QuietRecord)
    logging.config.dictConfig(settings)


LOGGING_CONFIG = "config.settings.logs.configure"
DEFAULT_EXCEPTION_REPORTER = "core.error_report.QuietReport"
DEFAULT_EXCEPTION_REPORTER_FILTER = "core.error_report.QuietFilter"
LOGGING = lines_of(env.choice("LOG_LEVEL", "WARNING", ("DEBUG", "INFO", "WARNING", "ERROR", "CRITICAL")))
