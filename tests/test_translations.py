# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""The German translation is complete: every string of the code and the templates has its German."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import polib
import pytest
from django.conf import settings
from django.utils.translation.template import templatize

from core.parts import messages_of

ROOT = Path(settings.BASE_DIR)
CATALOG = ROOT / "locale" / "de" / "LC_MESSAGES" / "django.po"
PACKAGES = [
    "accounts",
    "channels_mgmt",
    "community",
    "config",
    "core",
    "netiquette",
    "practice",
    "reporting",
    "staffing",
    "strategy",
    "templates",
]
# Function → (position of the context, position of the string, position of the plural).
FUNCTIONS: dict[str, tuple[int | None, int, int | None]] = {
    "gettext": (None, 0, None),
    "gettext_lazy": (None, 0, None),
    "gettext_noop": (None, 0, None),
    "ngettext": (None, 0, 1),
    "ngettext_lazy": (None, 0, 1),
    "pgettext": (0, 1, None),
    "pgettext_lazy": (0, 1, None),
    "npgettext": (0, 1, 2),
    "npgettext_lazy": (0, 1, 2),
}
Message = tuple[str | None, str, str | None]
PLACEHOLDER = re.compile(r"%\((\w+)\)[sd]|\{(\w+)\}|(%[sd])")


def placeholders(text: str) -> set[str]:
    return {"".join(found) for found in PLACEHOLDER.findall(text)}


def messages_of_calls(tree: ast.AST, aliases: dict[str, str]) -> Iterator[Message]:
    for node in ast.walk(tree):
        if not isinstance(node, ast.Call):
            continue
        name = node.func.id if isinstance(node.func, ast.Name) else getattr(node.func, "attr", "")
        if (function := aliases.get(name)) is None:
            continue
        texts = [argument.value if isinstance(argument, ast.Constant) else None for argument in node.args]
        context, string, plural = FUNCTIONS[function]
        if len(texts) > string and isinstance(texts[string], str):
            yield (
                None if context is None else texts[context],
                texts[string],
                None if plural is None else texts[plural],
            )


def messages_of_python(source: str) -> Iterator[Message]:
    tree = ast.parse(source)
    aliases = {
        alias.asname or alias.name: alias.name
        for node in ast.walk(tree)
        if isinstance(node, ast.ImportFrom) and node.module == "django.utils.translation"
        for alias in node.names
        if alias.name in FUNCTIONS
    }
    return messages_of_calls(tree, aliases)


def messages_of_template(source: str, path: Path) -> Iterator[Message]:
    """Django rewrites a template into calls amid filler; each call is cut out and read as Python."""
    aliases = {name: name for name in FUNCTIONS} | {"_": "gettext"}
    code = templatize(source, origin=str(path))
    for found in re.finditer(r"\b(?:n?p?gettext|_)\(", code):
        for end in (match.end() for match in re.finditer(r"\)", code[found.start() :])):
            try:
                tree = ast.parse(code[found.start() : found.start() + end].strip(), mode="eval")
            except SyntaxError:
                continue
            yield from messages_of_calls(tree, aliases)
            break


def messages_of_part(source: str) -> Iterator[Message]:
    for function, texts in messages_of(source):
        context, string, plural = FUNCTIONS["gettext" if function == "_" else function]
        yield (
            None if context is None else texts[context],
            texts[string],
            None if plural is None else texts[plural],
        )


def used() -> dict[Message, Path]:
    """Every message of the product with a file that uses it."""
    messages: dict[Message, Path] = {}
    for package in PACKAGES:
        for path in sorted((ROOT / package).rglob("*")):
            if path.suffix == ".py" and "migrations" not in path.parts:
                found = messages_of_python(path.read_text(encoding="utf-8"))
            elif path.suffix == ".jinja":
                found = messages_of_part(path.read_text(encoding="utf-8"))
            elif path.suffix in {".html", ".txt"} and "templates" in path.parts:
                found = messages_of_template(path.read_text(encoding="utf-8"), path)
            else:
                continue
            messages |= {message: path.relative_to(ROOT) for message in found if message[1]}
    return messages


@pytest.fixture(scope="module")
def catalog() -> polib.POFile:
    return polib.pofile(str(CATALOG))


def test_every_string_has_its_german(catalog: polib.POFile) -> None:
    translated = {(entry.msgctxt, entry.msgid) for entry in catalog.translated_entries()}

    missing = [
        f"{path}: {string!r}" for (context, string, _), path in used().items() if (context, string) not in translated
    ]

    assert missing == []


def test_no_string_hides_in_an_f_string() -> None:
    """Detects what this test would find and xgettext would not: the next collection would drop its German."""
    hidden = [
        f"{path.relative_to(ROOT)}: {string!r}"
        for package in PACKAGES
        for path in sorted((ROOT / package).rglob("*.py"))
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.JoinedStr)
        for _context, string, _plural in messages_of_calls(node, {name: name for name in FUNCTIONS} | {"_": "gettext"})
    ]

    assert hidden == []


def test_functions_go_by_names_that_xgettext_knows() -> None:
    renamed = [
        f"{path.relative_to(ROOT)}: {alias.asname}"
        for package in PACKAGES
        for path in sorted((ROOT / package).rglob("*.py"))
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.ImportFrom) and node.module == "django.utils.translation"
        for alias in node.names
        if alias.name in FUNCTIONS and alias.asname not in (None, "_")
    ]

    assert renamed == []


def test_every_plural_has_both_german_forms(catalog: polib.POFile) -> None:
    forms = {(entry.msgctxt, entry.msgid): entry.msgstr_plural for entry in catalog if entry.msgid_plural}

    missing = [
        f"{path}: {string!r}"
        for (context, string, plural), path in used().items()
        if plural and not all(forms.get((context, string), {0: ""}).values())
    ]

    assert missing == []


def test_nothing_in_the_catalogue_is_fuzzy_or_empty(catalog: polib.POFile) -> None:
    assert [entry.msgid for entry in [*catalog.fuzzy_entries(), *catalog.untranslated_entries()]] == []


def test_a_translation_keeps_the_placeholders_of_its_source(catalog: polib.POFile) -> None:
    changed = []
    for entry in catalog:
        sources = {entry.msgid, entry.msgid_plural} - {""}
        wanted = set().union(*map(placeholders, sources))
        for german in [entry.msgstr, *entry.msgstr_plural.values()]:
            # A singular may leave the number out ("Ein Kommentar"); nothing may appear that nobody fills in.
            lost = set() if entry.msgid_plural else wanted - placeholders(german)
            if german and (placeholders(german) - wanted or lost):
                changed.append(f"{entry.msgid!r} → {german!r}")

    assert changed == []


#: One German word serves as the name of an act on a button and as a label or title elsewhere.
SAME_ON_A_BUTTON = {
    "Campaigns",
    "Change",
    "Documents",
    "Edit",
    "Languages",
    "Post",
    "Preview",
    "Published",
    "Search",
    "Series",
    "Settled",
    "Sign",
    "Today",
    "Versions",
}
CONTROL = re.compile(r"<(button)\b.*?</button>|<a\b[^>]*kern-btn.*?</a>", re.DOTALL)
OBJECT = re.compile(r'<span class="visually-hidden">.*?</span>', re.DOTALL)
WORD = re.compile(r"""translate "(\w+)"(?! (?:context|as))|\b_\("(\w+)"\)""")


def test_a_word_on_a_button_that_also_stands_elsewhere_says_which_it_is() -> None:
    """English says "Plan" for the plan and for planning; German does not, so the button's word has a context."""
    acts: set[str] = set()
    names = {string for (context, string, _), path in used().items() if path.suffix == ".py" and context is None}
    for path in [*(ROOT / "templates").rglob("*.html"), *(ROOT / "templates").rglob("*.jinja")]:
        if path.name == "stil.html" or "_styleguide" in path.parts:
            continue
        source = OBJECT.sub("", path.read_text(encoding="utf-8"))
        controls = "".join(match.group() for match in CONTROL.finditer(source))
        acts |= {one or other for one, other in WORD.findall(controls)}
        names |= {one or other for one, other in WORD.findall(CONTROL.sub("", source))}

    assert acts & names - SAME_ON_A_BUTTON == set()
