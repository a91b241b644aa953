# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""Logging of every process: set up once, and nothing of it, whoever writes it, names a secret."""

import logging
import logging.config
from typing import Any

from core.secret_links import QuietRecord


def configure(settings: dict[str, Any]) -> None:
    """``LOGGING_CONFIG``. Web server, worker and mails to administrators all make their lines of this record."""
    logging.setLogRecordFactory(QuietRecord)
    logging.config.dictConfig(settings)
