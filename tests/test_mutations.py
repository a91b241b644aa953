# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""tools/mutations.toml keeps up with the code; the removals themselves are tried by `make bench`."""

import subprocess
import sys
from pathlib import Path

from django.conf import settings


def test_every_listed_mechanism_stands_where_it_is_listed():
    tool = Path(settings.BASE_DIR) / "tools" / "mutations.py"

    checked = subprocess.run([sys.executable, tool, "--check"], capture_output=True, text=True)

    assert checked.returncode == 0, checked.stderr
    assert "stand as listed" in checked.stdout
