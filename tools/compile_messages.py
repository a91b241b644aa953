# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""Compile locale/**/*.po; needs .venv, but no gettext. usage: python tools/compile_messages.py"""

import sys

import environment

if __name__ == "__main__":
    try:
        environment.compile_messages()
    except environment.SetupError as error:
        sys.exit(str(error))
