# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""What the import contracts in pyproject.toml cannot say about the direction of the house."""

import ast
import re
from collections.abc import Iterable, Iterator
from pathlib import Path

import pytest
from django.apps import apps
from django.conf import settings

ROOT = Path(settings.BASE_DIR)
# From left to right; what stands together ignores each other.
ORDER = (
    {"demo"},
    {"reporting"},
    {"community"},
    {"channels_mgmt"},
    {"strategy", "netiquette", "staffing", "practice"},
    {"accounts"},
)
RANK = {name: rank for rank, names in enumerate(ORDER) for name in names}
FRONT_DOORS = {"models", "services", "queries", "signals"}
# Contracts both sides speak: what any platform can do, gives and which there are, how long a text is on one, and how
# the practice platform can fail. A single platform's connector is nobody else's business.
CONTRACTS = (
    ["channels_mgmt", "connectors", "contract"],
    ["channels_mgmt", "connectors", "contents"],
    ["channels_mgmt", "connectors", "figures"],
    ["channels_mgmt", "connectors", "pages"],
    ["channels_mgmt", "connectors", "registry"],
    ["channels_mgmt", "connectors", "webhooks"],
    ["channels_mgmt", "queries", "measure"],
    ["practice", "domain", "platform"],
)
BACK_ROOMS = {"views", "forms", "tasks", "admin", "receivers", "urls"}
SEEDS = {"seed.py", "seed_load.py"}
LONGEST_FILE = 400
LONGEST_TEMPLATE_LINE = 160


def own_files(suffix: str = ".py") -> list[Path]:
    return [
        path
        for package in [*RANK, "core", "config"]
        for path in sorted((ROOT / package).rglob(f"*{suffix}"))
        if "migrations" not in path.parts
    ]


def imported_modules(path: Path) -> Iterator[list[str]]:
    """Every absolute import of a file as its dotted parts, names of ``from`` imports included."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name.split(".") for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield from ([*node.module.split("."), alias.name] for alias in node.names)


def test_foreign_keys_point_right() -> None:
    wrong = [
        f"{model._meta.label}.{field.name} → {field.related_model._meta.label}"
        for model in apps.get_models()
        if model._meta.app_label in RANK
        for field in model._meta.get_fields()
        if field.is_relation and not field.auto_created and field.related_model is not None
        if (target := field.related_model._meta.app_label) in RANK and target != model._meta.app_label
        if RANK[target] <= RANK[model._meta.app_label]
    ]

    assert wrong == []


def test_another_app_is_entered_by_its_front_doors() -> None:
    """Models, services, queries and signals; of accounts, on which all stand, everything but its back rooms."""
    wrong = []
    for path in own_files():
        package = path.relative_to(ROOT).parts[0]
        if package == "config":
            continue
        for parts in imported_modules(path):
            other, room = parts[0], parts[1] if len(parts) > 1 else ""
            if other not in RANK or other == package:
                continue
            if any(parts[: len(contract)] == contract for contract in CONTRACTS):
                continue
            if room in BACK_ROOMS or (other != "accounts" and room not in FRONT_DOORS):
                wrong.append(f"{path.relative_to(ROOT)} imports {'.'.join(parts)}")

    assert wrong == []


def test_the_state_of_a_row_is_assigned_nowhere() -> None:
    """Only core.states.change_state moves it, by compare-and-set."""
    wrong = [
        f"{path.relative_to(ROOT)}:{node.lineno}"
        for path in own_files()
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Assign | ast.AugAssign | ast.AnnAssign)
        for target in (node.targets if isinstance(node, ast.Assign) else [node.target])
        if isinstance(target, ast.Attribute) and target.attr == "state"
        if not (isinstance(target.value, ast.Name) and target.value.id == "self")
    ]

    assert wrong == []


def test_state_is_set_by_one_module() -> None:
    """An UPDATE past ``core.states`` asks no table of transitions: it can revive what is over."""
    wrong = [
        f"{path.relative_to(ROOT)}:{call.lineno}"
        for path in own_files()
        if path != ROOT / "core" / "states.py"
        for call in calls_in(path)
        if name_of(call) in {"update", "compare_and_set"}
        if any(keyword.arg == "state" for keyword in call.keywords)
    ]

    assert wrong == []


def test_mail_leaves_from_one_place() -> None:
    """Letters are rows (docs/adr/0009, 0031); whoever sends past them loses the mail with the process."""
    wrong = [
        str(path.relative_to(ROOT))
        for path in own_files()
        if path.relative_to(ROOT).parts[:2] != ("accounts", "mail")
        if any(parts[:3] == ["django", "core", "mail"] or parts[0] == "smtplib" for parts in imported_modules(path))
    ]

    assert wrong == []


#: The one module of a mechanism → the words by which a second copy would be found (STYLE: it is a bug).
ONE_PLACE = {
    "accounts/models/people.py": r"ZoneInfo\([\w.]+\.timezone\)|ZoneInfo\(town",  # Municipality.zone, local_day()
    "core/converters.py": r'^    regex = r"\[0-9\]\{4\}',
    "core/encryption.py": r"MultiFernet",
    "core/folding.py": r"[\"']ä[\"']\)?: ?[\"']ae",
    "core/text.py": r"replace\([\"']\\r",
    "core/urls.py": r"settings\.BASE_URL",
}


@pytest.mark.parametrize("place", sorted(ONE_PLACE))
def test_what_has_a_place_has_no_copy(place: str) -> None:
    copied = re.compile(ONE_PLACE[place], re.MULTILINE)

    found = {str(path.relative_to(ROOT)) for path in own_files() if copied.search(path.read_text(encoding="utf-8"))}

    assert found <= {place}


def test_unsaved_text_is_kept_by_one_script() -> None:
    """docs/adr/0010: a page asks for it by ``data-unsaved`` and neither keeps nor warns by itself."""
    # Letters typed while a page loads go on to the next page of the same tab, and are no text of a field yet.
    words = re.compile(r"localStorage|sessionStorage|beforeunload")
    scripts = {str(path.relative_to(ROOT)): path.read_text() for path in (ROOT / "static" / "js").rglob("*.js")}

    assert sorted(name for name, text in scripts.items() if words.search(text)) == [
        "static/js/core/keys.js",
        "static/js/core/unsaved.js",
    ]


def test_a_row_is_held_by_one_function() -> None:
    """``hold``: no lock that SQLite ignores, no UPDATE of a column with its own value."""
    wrong = []
    for path in own_files():
        for call in calls_in(path):
            sets_itself = name_of(call) == "update" and any(is_own_value(keyword) for keyword in call.keywords)
            if name_of(call) == "select_for_update" or sets_itself:
                wrong.append(f"{path.relative_to(ROOT)}:{call.lineno}")

    assert wrong == []


def calls_in(path: Path) -> Iterator[ast.Call]:
    yield from (node for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))) if isinstance(node, ast.Call))


def name_of(call: ast.Call) -> str:
    """The last word of what is called: ``update`` of ``rows.filter(…).update(…)``."""
    return getattr(call.func, "attr", getattr(call.func, "id", ""))


def is_own_value(keyword: ast.keyword) -> bool:
    """Whether an UPDATE sets a column to what it is: ``name=F("name")``."""
    value = keyword.value
    return isinstance(value, ast.Call) and name_of(value) == "F" and ast.literal_eval(value.args[0]) == keyword.arg


def test_tenancy_is_switched_off_by_tasks_people_and_seeds_only() -> None:
    """Everywhere else a query without a town raises (docs/adr/0003)."""
    wrong = [
        str(relative)
        for path in own_files()
        for relative in [path.relative_to(ROOT)]
        if "scopes_disabled" in path.read_text(encoding="utf-8")
        if not (relative.parts[0] == "accounts" or relative.name in {"tasks.py", *SEEDS})
    ]

    assert wrong == []


@pytest.mark.parametrize("suffix", [".py", ".html", ".jinja", ".css", ".js"])
def test_no_file_is_longer_than_a_person_reads_at_once(suffix: str) -> None:
    folders = [ROOT / "templates", ROOT / "static", ROOT / "tools"]
    paths = own_files(suffix) + [path for folder in folders for path in folder.rglob(f"*{suffix}")]

    long = {str(p.relative_to(ROOT)): n for p in paths if (n := len(p.read_text().splitlines())) > LONGEST_FILE}

    assert long == {}


def test_no_line_of_a_template_is_longer_than_a_window_is_wide() -> None:
    """djangofmt breaks at attributes and elements; what it cannot break, a person does (docs/adr/0026)."""
    long = {
        f"{path.relative_to(ROOT)}:{number}": len(line)
        for path in sorted((ROOT / "templates").rglob("*"))
        if path.suffix in {".html", ".jinja", ".txt"}
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1)
        if len(line) > LONGEST_TEMPLATE_LINE
    }

    assert long == {}


def test_no_template_compares_with_a_state() -> None:
    """What a state means is said once, by a property of the model; pages ask it by name."""
    found = [
        f"{path.relative_to(ROOT)}: {match}"
        for path in sorted((ROOT / "templates").rglob("*.*"))
        for match in re.findall(r"\bstate (?:==|!=|in|not in) [\"'(\[]+\w+", path.read_text(encoding="utf-8"))
    ]

    assert found == []


def unheard_signals(sources: Iterable[str]) -> set[str]:
    """Names of signals that are defined in ``sources`` and received in none of them."""
    defined, heard = set(), set()
    for node in (node for source in sources for node in ast.walk(ast.parse(source))):
        if isinstance(node, ast.Assign) and isinstance(node.value, ast.Call) and _name(node.value.func) == "Signal":
            defined |= {_name(target) for target in node.targets}
        elif isinstance(node, ast.Call) and _name(node.func) == "receiver" and node.args:
            first = node.args[0]
            heard |= {_name(signal) for signal in (first.elts if isinstance(first, ast.List | ast.Tuple) else [first])}
        elif isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr == "connect":
            heard.add(_name(node.func.value))
    return defined - heard


def _name(node: ast.AST) -> str:
    return node.attr if isinstance(node, ast.Attribute) else getattr(node, "id", "")


def test_every_signal_is_received_in_production() -> None:
    """News that nobody hears is no news: tests that listen would be the only ones."""
    assert unheard_signals(path.read_text(encoding="utf-8") for path in own_files()) == set()


def test_a_signal_without_a_receiver_is_found() -> None:
    own = "stored = Signal()\ndecided = dispatch.Signal()\nread = Signal()\nleft = Signal()"
    other = "@receiver([signals.stored])\ndef hear(): ...\nsignals.decided.connect(hear)\nsignals.left.send(hear)"

    assert unheard_signals([own, other]) == {"read", "left"}


#: What lies at the top of an app: a layer of one subject as a file, a layer as a folder, and Django's own names.
LAYERS = {"urls", "views", "forms", "tasks", "services", "presenters", "frame", "queries", "rules", "models", "domain"}
NAMED_BY_DJANGO = {"__init__", "apps", "admin", "signals", "checks", "migrations", "management", "templatetags"}
#: Folders of one subject across layers, app by app; ``library`` and ``reference`` hold prose and figures, no code.
SUBJECTS = {
    "accounts": {"tenancy", "audit", "mail", "signoff", "login"},
    "channels_mgmt": {"connectors", "legal"},
    "community": {"triage"},
    "netiquette": {"library"},
    "strategy": {"reference"},
}


def test_every_module_lies_in_a_layer() -> None:
    loose = []
    for app in RANK:
        if app == "demo":
            continue  # one subject, no layers
        allowed = LAYERS | NAMED_BY_DJANGO | SUBJECTS.get(app, set())
        entries = [path for path in (ROOT / app).iterdir() if path.suffix == ".py" or (path / "__init__.py").exists()]
        loose += [str(path.relative_to(ROOT)) for path in entries if path.stem not in allowed]

    assert loose == []
