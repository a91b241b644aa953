# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""How much of what is kept the code that runs now may read (docs/adr/0067).

Work of the software itself – intake, retention, deadlines – sees everything. A request sees what its reader may: the
middleware of the towns says so, and managers of models leave out the rest. Nothing else has to ask.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar

#: What a request finds out about its reader when it is first asked, and only then.
Asked = Callable[[], bool]
SIGHT: ContextVar[bool | Asked] = ContextVar("sight", default=True)


def sees_all() -> bool:
    """Whether rows with restricted sight are read as well."""
    found = SIGHT.get()
    if callable(found):
        found = found()
        SIGHT.set(found)
    return found


@contextmanager
def sight(is_full: bool | Asked) -> Iterator[None]:
    """Within it, or in the function it decorates, ``sees_all`` answers this."""
    token = SIGHT.set(is_full)
    try:
        yield
    finally:
        SIGHT.reset(token)
