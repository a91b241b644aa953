# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""Waking a worker. What has to be done is a row; a bell nobody hears is rung again by the next beat."""

import logging
from typing import Any, Protocol

from kombu.exceptions import OperationalError

log = logging.getLogger(__name__)


class Task(Protocol):
    name: str

    def apply_async(self, args: tuple[Any, ...], **options: Any) -> Any: ...


def wake(task: Task, *given: Any, expires: float) -> bool:
    """Ring for ``task``; neither fails nor waits when the broker is away. Whether it was heard."""
    try:
        task.apply_async(given, expires=expires, retry=False)
    except (OperationalError, OSError) as error:
        log.warning("%s was not woken, the broker does not answer (%s).", task.name, type(error).__name__)
        return False
    return True
