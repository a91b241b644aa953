#!/bin/sh
# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
#
# holidays 0.109: its registry promises to load a country's module when it is first used (holidays/registry.py). Asking for
# one country loads the modules of all of them, because the package that holds them imports each by name: 7 to 10 MiB
# in every process that asks for Germany's holidays. Germany's module by itself gives the same days.
# Exits 0 while that is so, 1 when the behaviour has changed.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/python" -m pip install --quiet --disable-pip-version-check holidays==0.109
"$folder/venv/bin/python" - <<'PYTHON'
import resource
import sys
from importlib.machinery import ModuleSpec, SourceFileLoader
from importlib.metadata import version
from importlib.util import module_from_spec
from pathlib import Path

import holidays


def countries():
    return sum(name.startswith("holidays.countries.") for name in sys.modules)


def peak():
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


file = Path(holidays.__file__).parent / "countries" / "germany.py"
alone = module_from_spec(ModuleSpec("germany", loader := SourceFileLoader("germany", str(file))))
loader.exec_module(alone)
by_file = dict(alone.Germany(subdiv="BY", years=2027, language="de"))
few, before = countries(), peak()
by_name = dict(holidays.country_holidays("DE", subdiv="BY", years=2027, language="de"))
many, after = countries(), peak()
print("holidays", version("holidays"))
print("modules of countries after Germany's file alone:", few)
print(f"after country_holidays('DE'): {many}, {after - before:.0f} MiB more at the peak")
print("equal days:", by_file == by_name, len(by_name))
sys.exit(0 if few == 0 and many > 200 and by_file == by_name else 1)
PYTHON
