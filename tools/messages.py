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


#: xgettext does not know parts (docs/adr/0028), so for a moment their messages lie beside them as calls in Python.
CALLS = ROOT / "templates" / "messages_of_parts.py"


def calls_of_parts():
    """A line of Python for each message of ``templates/**/*.jinja``."""
    sys.path.insert(0, str(ROOT))
    from core.parts import messages_of

    for path in sorted((ROOT / "templates").rglob("*.jinja")):
        for function, texts in messages_of(path.read_text(encoding="utf-8")):
            number = [1] if function.startswith("n") else []
            yield f"{function}({', '.join(map(repr, [*texts, *number]))})\n"


def main():
    if not shutil.which("xgettext"):
        sys.exit("gettext is missing: " + environment.as_root("apt-get install -y --no-install-recommends gettext"))
    command = [PYTHON, ROOT / "manage.py", "makemessages", "--locale", "de", *OPTIONS]
    for name in NOT_OURS:
        command += ["--ignore", name]
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    only_to_start = base64.urlsafe_b64encode(b"m" * 32).decode()
    os.environ.update({"DEMO": "1", "SECRET_KEY": "messages", "FIELD_ENCRYPTION_KEYS": only_to_start})
    CALLS.write_text("".join(calls_of_parts()), encoding="utf-8")
    try:
        subprocess.run(command, cwd=ROOT, check=True)
    finally:
        CALLS.unlink()
    environment.compile_messages()
    print("Translate what is empty in locale/de/LC_MESSAGES/django.po; make test says what is missing.")


if __name__ == "__main__":
    main()
