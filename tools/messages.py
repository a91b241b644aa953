# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""`make messages`: collect the strings to translate into locale/de and compile it. Needs gettext."""

import base64
import os
import shutil
import subprocess
import sys

import environment
from environment import PYTHON, ROOT

OPTIONS = ["--no-wrap", "--no-location", "--no-obsolete"]
NOT_OURS = [".venv", "node_modules", "var", "static_vendor", "tests", "tools", "requirements", "LICENSES"]


def main():
    if not shutil.which("xgettext"):
        sys.exit("gettext is missing: " + environment.as_root("apt-get install -y --no-install-recommends gettext"))
    command = [PYTHON, ROOT / "manage.py", "makemessages", "--locale", "de", *OPTIONS]
    for name in NOT_OURS:
        command += ["--ignore", name]
    only_to_start = base64.urlsafe_b64encode(b"m" * 32).decode()
    settings = os.environ | {"DEMO": "1", "SECRET_KEY": "messages", "FIELD_ENCRYPTION_KEYS": only_to_start}
    subprocess.run(command, cwd=ROOT, env=settings, check=True)
    environment.compile_messages()
    print("Translate what is empty in locale/de/LC_MESSAGES/django.po; make test says what is missing.")


if __name__ == "__main__":
    main()
