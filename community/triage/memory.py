# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""Memory of the processes that learn."""

import ctypes
from contextlib import suppress

_MMAP_THRESHOLD = -3  # M_MMAP_THRESHOLD of glibc's malloc.h
_ONE_MIB = 1 << 20


def return_freed_memory() -> None:
    """To be called first in a process that learns: what a large array held goes back to the system when it is freed.

    Left to itself glibc keeps blocks of up to 32 MiB, and a refit needs 50 MiB more. Elsewhere nothing happens.
    """
    with suppress(OSError, AttributeError):
        ctypes.CDLL(None).mallopt(_MMAP_THRESHOLD, _ONE_MIB)
