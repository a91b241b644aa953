# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""`make architecture`: draw docs/architecture.svg from the code; ``--check`` says whether it still shows the house.

usage: .venv/bin/python tools/architecture.py [--check]
Above, the rooms with their layers and how many modules lie in each; below, for every room a line to the right to the
rooms it imports from, with the number of imports. Rooms and layers are those of the contracts in pyproject.toml.
Numbers of the picture are of the day it was drawn: the check forgives a tenth, and nothing else.
"""

import argparse
import re
import sys
import tomllib
from collections import Counter
from graphlib import CycleError, TopologicalSorter
from itertools import pairwise
from pathlib import Path

import grimp

ROOT = Path(__file__).resolve().parent.parent
PICTURE = ROOT / "docs" / "architecture.svg"
#: Names that Django looks for at the top of an app.
DJANGOS_OWN = {"apps", "admin", "checks", "management", "migrations", "signals", "templatetags"}
LEFT, GAP, CELL, STEP = 112, 5, 20, 24
FORGIVEN = 0.1

STYLE = """
  .paper{fill:#fff}.room{fill:#f4f6fa;stroke:#aab6cc}.group{fill:none;stroke:#8a97ad;stroke-dasharray:4 4}
  .n1{fill:#dfe7f7}.n2{fill:#c3d2f1}.n3{fill:#9db5e8}.n4{fill:#6c8fdb}.n5{fill:#2f5bbd}
  .subject{fill:#fff1d2;stroke:#d9ad53}.from{fill:#1f6b45}.line{stroke:#1f6b45;stroke-width:1.5;fill:none}
  .tip{fill:#1f6b45}.band{fill:#f7f8fb}
  text{fill:#1b2431}.small{font-size:13px}.muted{fill:#56657d}.head{font-weight:600}.title{font-weight:600;font-size:16px}
  .on5{fill:#fff}
  @media (prefers-color-scheme:dark){
  .paper{fill:#141b27}.room{fill:#1d2738;stroke:#43526c}.group{stroke:#7485a3}
  .n1{fill:#263555}.n2{fill:#2f4575}.n3{fill:#3b5a9c}.n4{fill:#4d74c4}.n5{fill:#86a8ee}
  .subject{fill:#3a301a;stroke:#a5843d}.from{fill:#5cc594}.line{stroke:#5cc594}.tip{fill:#5cc594}.band{fill:#19212f}
  text{fill:#eef2f8}.muted{fill:#aebbd0}.on5{fill:#101826}}
"""


def contracts():
    """(rooms from left to right, those that ignore each other as a list of their own; layers from top to bottom)."""
    linter = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["importlinter"]
    found = {contract["id"]: contract["layers"] for contract in linter["contracts"] if "layers" in contract}
    rooms = [[name.strip() for name in line.split("|")] for line in found["direction"]]
    layers = [name.strip("()") for name in found["inside"]]
    if "frame" not in layers:
        layers.insert(layers.index("queries"), "frame")
    return rooms, layers


class House:
    """Modules and imports of the code as it stands."""

    def __init__(self):
        self.groups, self.layers = contracts()
        self.rooms = [room for group in self.groups for room in group]
        self.graph = grimp.build_graph(*self.rooms, cache_dir=None, exclude_type_checking_imports=True)
        packages = {name.rpartition(".")[0] for name in self.graph.modules}
        self.modules = sorted(name for name in self.graph.modules - packages if ".migrations." not in name)
        self.within = Counter(tuple(name.split(".")[:2]) for name in self.modules)
        self.imports = Counter(
            (importer.split(".")[0], imported.split(".")[0])
            for importer in self.graph.modules
            for imported in self.graph.find_modules_directly_imported_by(importer)
        )

    def circle(self):
        """Modules that import each other in a ring; empty where there is none."""
        try:
            imported = {name: self.graph.find_modules_directly_imported_by(name) for name in self.graph.modules}
            TopologicalSorter(imported).prepare()
        except CycleError as error:
            return error.args[1]
        return []

    def is_layered(self, room):
        """Whether the room has layers at all: the demo, the settings and the pure code have none."""
        return (room, "models") in self.within

    def subjects(self, room):
        """Folders of one subject across layers."""
        known = {*self.layers, *DJANGOS_OWN}
        return sorted(name for owner, name in self.within if owner == room and name not in known)

    def count(self, room):
        return sum(1 for name in self.modules if name.startswith(f"{room}."))


class Drawing:
    """Lines of an SVG, with the place of every room's column."""

    def __init__(self, house):
        self.house, self.lines, self.columns = house, [], {}
        x = LEFT
        for group in house.groups:
            for room in group:
                width = 60 if not house.is_layered(room) else max(78, 8 * len(room) + 8)
                self.columns[room] = (x, width)
                x += width + GAP
            x += 4
        self.width = x + 4

    def rectangle(self, x, y, width, height, kind, radius=4):
        self.lines.append(f'<rect class="{kind}" x="{x}" y="{y}" width="{width}" height="{height}" rx="{radius}"/>')

    def words(self, x, y, text, kind="", anchor="start"):
        named = f' class="{kind}"' if kind else ""
        at = f' text-anchor="{anchor}"' if anchor != "start" else ""
        self.lines.append(f'<text{named} x="{x}" y="{y}"{at}>{text}</text>')

    def middle(self, room):
        x, width = self.columns[room]
        return x + width // 2

    def rooms(self, y):
        """The rooms with a cell for each layer; returns where they end."""
        house = self.house
        rows = [*house.layers, "apps, admin …"]
        longest = max(len(house.subjects(room)) for room in house.rooms if house.is_layered(room))
        height = 34 + STEP * len(rows) + 10 + STEP * longest
        for number, layer in enumerate(rows):
            self.words(LEFT - 8, y + 34 + STEP * number + 15, layer, "small muted", "end")
        self.words(LEFT - 8, y + 44 + STEP * len(rows) + 15, "subjects", "small muted", "end")
        for group in house.groups:
            if len(group) > 1:
                start, end = self.columns[group[0]][0], sum(self.columns[group[-1]])
                self.rectangle(start - 4, y - 4, end - start + 8, height + 8, "group", 10)
            for room in group:
                self.room(room, y, height, rows)
        return y + height

    def room(self, room, y, height, rows):
        house, (x, width) = self.house, self.columns[room]
        self.rectangle(x, y, width, height, "room", 7)
        self.words(self.middle(room), y + 21, room, "head small", "middle")
        if not house.is_layered(room):
            self.cell(x + 5, y + 34, width - 10, STEP * len(rows) - 4, house.count(room))
            return
        for number, layer in enumerate(rows):
            names = DJANGOS_OWN if number == len(rows) - 1 else {layer}
            if count := sum(house.within[room, name] for name in names):
                self.cell(x + 5, y + 34 + STEP * number, width - 10, CELL, count)
        for number, subject in enumerate(house.subjects(room)):
            top = y + 44 + STEP * (len(rows) + number)
            self.rectangle(x + 3, top, width - 6, CELL, "subject")
            label = f"{subject} <tspan class='muted'>{house.within[room, subject]}</tspan>"
            self.words(self.middle(room), top + 14, label, "small", "middle")

    def cell(self, x, y, width, height, count):
        depth = min(5, 1 + sum(count >= step for step in (3, 6, 10, 20)))
        self.rectangle(x, y, width, height, f"n{depth}")
        self.words(x + width // 2, y + height // 2 + 4, count, f"small on{depth}", "middle")

    def arrows(self, y):
        """A line for each room that imports from others; returns where they end."""
        house = self.house
        for number, room in enumerate(house.rooms[:-1]):
            to = [other for other in house.rooms if other != room and house.imports[room, other]]
            at = y + 28 * number + 14
            if number % 2 == 0:
                self.rectangle(8, at - 14, self.width - 16, 28, "band", 0)
            self.words(LEFT - 8, at + 4, room, "small", "end")
            x = self.middle(room)
            for start, end in pairwise([x, *(self.middle(other) for other in to)]):
                self.lines.append(f'<path class="line" d="M{start} {at}H{end - 22}" marker-end="url(#tip)"/>')
            self.lines.append(f'<circle class="from" cx="{x}" cy="{at}" r="5"/>')
            for other in to:
                count = house.imports[room, other]
                depth = min(5, 1 + sum(count >= step for step in (10, 30, 80, 160)))
                self.rectangle(self.middle(other) - 19, at - 10, 38, CELL, f"n{depth}", 10)
                self.words(self.middle(other), at + 4, count, f"small on{depth}", "middle")
        return y + 28 * (len(house.rooms) - 1)

    def svg(self):
        house = self.house
        self.words(14, 28, "The rooms and their layers: modules in each. An import inside a room points down.", "title")
        end = self.rooms(52)
        self.words(14, end + 38, "Who imports from whom: number of imports. All of them point right.", "title")
        end = self.arrows(end + 52)
        facts = f"{len(house.modules)} modules, {sum(house.imports.values())} imports, "
        facts += " → ".join(house.circle()) or "no circle"
        self.words(14, end + 26, facts, "small muted")
        height = end + 40
        label = "Rooms from left to right with their layers, and arrows with the number of imports, all to the right"
        return "\n".join(
            [
                f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {self.width} {height}" '
                f'font-family="Fira Sans, Liberation Sans, Arial, sans-serif" font-size="14" role="img" '
                f'aria-label="{label}">',
                f"<style>{STYLE}</style>",
                '<defs><marker id="tip" viewBox="0 0 10 10" refX="9" refY="5" markerWidth="6" markerHeight="6">'
                '<path class="tip" d="M0 0 10 5 0 10z"/></marker></defs>',
                f'<rect class="paper" width="{self.width}" height="{height}" rx="10"/>',
                *self.lines,
                "</svg>",
                "",
            ]
        )


def is_current(shown, drawn):
    """Whether a picture shows the same rooms, layers and arrows, and no number is off by more than a tenth."""
    number = re.compile(r"\b\d+(?=</t| modules| imports)")
    outlines = [re.sub(r"\b(n|on)\d\b", "", number.sub("", text)) for text in (shown, drawn)]
    counts = zip(number.findall(shown), number.findall(drawn), strict=False)
    near = all(abs(int(old) - int(new)) <= max(3, FORGIVEN * int(new)) for old, new in counts)
    return outlines[0] == outlines[1] and near


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--check", action="store_true", help="fail when the picture shows another house")
    options = parser.parse_args()
    sys.path.insert(0, str(ROOT))
    drawn = Drawing(House()).svg()
    if not options.check:
        PICTURE.write_text(drawn, encoding="utf-8")
        return
    if not (PICTURE.exists() and is_current(PICTURE.read_text(encoding="utf-8"), drawn)):
        sys.exit("docs/architecture.svg shows another house than the code: make architecture draws it anew.")


if __name__ == "__main__":
    main()
