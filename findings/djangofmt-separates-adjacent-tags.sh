#!/bin/sh
# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
#
# djangofmt 1.1.0 puts template tags that touch each other inside a block element on lines of their own. Between inline
# elements it keeps white space as it is; here it adds some, so that the page shows a blank nobody wrote: a number before
# its unit, a word before its ending. An output `{{ … }}` in between, or an inline element around, keeps them together.
# Exits 0 while that is so, 1 when the behaviour has changed.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/python" -m pip install --quiet --disable-pip-version-check djangofmt==1.1.0 django==5.2.19
cd "$folder"
"$folder/venv/bin/python" - <<'PYTHON'
import subprocess
import sys
from importlib.metadata import version
from pathlib import Path

import django
from django.conf import settings
from django.template import Context, Engine

settings.configure()
django.setup()
engine = Engine(libraries={"i18n": "django.templatetags.i18n"}, builtins=["django.templatetags.i18n"])
TAGS = '<p>{% firstof count %}{% translate "th" %}</p>\n'
INLINE = '<p><b>{% firstof count %}{% translate "th" %}</b></p>\n'


def shown(source):
    """What the page says, with white space as a browser collapses it."""
    return " ".join(engine.from_string(source).render(Context({"count": 5})).split())


print("djangofmt", version("djangofmt"), "django", django.__version__)
changed = {}
for name, source in {"tags": TAGS, "inline": INLINE}.items():
    file = Path(name + ".html")
    file.write_text(source)
    subprocess.run([Path(sys.prefix) / "bin" / "djangofmt", "--quiet", file], check=True)
    before, after = shown(source), shown(file.read_text())
    words = [text.removeprefix("<p>").removesuffix("</p>").strip() for text in (before, after)]
    changed[name] = words[0] != words[1]
    print(f"{name}: {words[0]!r} became {words[1]!r}")
sys.exit(0 if changed == {"tags": True, "inline": False} else 1)
PYTHON
