# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""Values of the environment, read strictly: what cannot be meant is refused in one sentence that names it.

Every value NAME may stand in a file whose path is in NAME_FILE. What is wrong is collected in ``problems``,
so that a person mends all of it at once; the reader goes on with the default until ``refuse_problems``.
The methods are named after what they return, as in django-environ. Sentences never repeat a value that may be secret.
"""

from __future__ import annotations

import builtins
from collections.abc import Callable, Collection, Mapping
from pathlib import Path
from typing import TypeVar

from django.core.exceptions import ImproperlyConfigured

YES, NO = {"1", "true", "yes", "on", "y", "ok"}, {"0", "false", "no", "off", "n"}
LARGEST = 2**31 - 1
MANUAL = "docs/betrieb.md lists every setting."

Value = TypeVar("Value")


class Environment:
    """Reads settings by name. A name that is absent gives the default, a blank one too."""

    def __init__(self, values: Mapping[builtins.str, builtins.str]) -> None:
        self._values = values
        self._files: dict[builtins.str, builtins.str | None] = {}
        self.problems: list[str] = []

    def has(self, name: builtins.str) -> builtins.bool:
        """Whether the name or its file is set, usable or not."""
        return bool(self._values.get(f"{name}_FILE") or self._values.get(name, "").strip())

    def refuse(self, name: builtins.str, mending: builtins.str) -> None:
        """Note that the value of ``name`` cannot be used; ``mending`` says what to write instead."""
        self.problems.append(f"{name} {mending}")

    def refuse_problems(self) -> None:
        """Raise ImproperlyConfigured with a line for each problem, if there is any."""
        if self.problems:
            raise ImproperlyConfigured("\n".join(self.problems) + f" {MANUAL}")

    def str(self, name: builtins.str, default: builtins.str = "") -> builtins.str:
        """The text, without white space around it."""
        return self._given(name) or default

    def bool(self, name: builtins.str, default: builtins.bool = False) -> builtins.bool:
        """Yes or no; a word that is neither is refused and never taken for no."""
        text = (self._given(name) or "").lower()
        if text in YES | NO:
            return text in YES
        if text:
            self.refuse(name, f"is neither yes nor no ({text[:40]!r}). Write 1 or 0.")
        return default

    def int(
        self, name: builtins.str, default: builtins.int, *, least: builtins.int = 0, most: builtins.int = 2**31 - 1
    ) -> builtins.int:
        """A whole number from ``least`` to ``most``."""
        return int(self._number(name, default, least, most, str.isdecimal, "a whole number"))

    def float(
        self,
        name: builtins.str,
        default: builtins.float,
        *,
        least: builtins.float = 0,
        most: builtins.float = 2**31 - 1,
    ) -> builtins.float:
        """A number with a decimal point."""
        return self._number(name, default, least, most, _is_decimal, "a number such as 0.5")

    def list(self, name: builtins.str, default: Collection[builtins.str] = ()) -> builtins.list[builtins.str]:
        """Values separated by commas."""
        return [part.strip() for part in self.str(name).split(",") if part.strip()] or [*default]

    def choice(self, name: builtins.str, default: builtins.str, choices: Collection[builtins.str]) -> builtins.str:
        """One of the words named."""
        text = self.str(name, default)
        if text in choices:
            return text
        self.refuse(name, f"is none of {', '.join(choices)}. Write one of them.")
        return default

    def parsed(
        self, name: builtins.str, default: Value, parse: Callable[[builtins.str], Value], mending: builtins.str
    ) -> Value:
        """What ``parse`` makes of the text; where it raises ValueError the value is refused."""
        text = self._given(name)
        if not text:
            return default
        try:
            return parse(text)
        except ValueError:
            self.refuse(name, mending)
            return default

    def _number(
        self,
        name: builtins.str,
        default: builtins.float,
        least: builtins.float,
        most: builtins.float,
        is_one: Callable[[builtins.str], builtins.bool],
        kind: builtins.str,
    ) -> builtins.float:
        text = self._given(name)
        if not text:
            return default
        if is_one(text) and text.isascii() and least <= float(text) <= most:
            return float(text)
        self.refuse(name, f"is not {kind} from {least} to {most} ({text[:40]!r}). Write one, or leave it out.")
        return default

    def _given(self, name: builtins.str) -> builtins.str | None:
        path = self._values.get(f"{name}_FILE")
        if not path:
            return self._values.get(name, "").strip() or None
        if name not in self._files:
            self._files[name] = self._content(name, path)
        return self._files[name]

    def _content(self, name: builtins.str, path: builtins.str) -> builtins.str | None:
        variable = f"{name}_FILE"
        try:
            text = Path(path).read_text(encoding="utf-8").strip()
        except UnicodeDecodeError:
            self.refuse(variable, f"names {path}, which is no text. Write the value into it as plain text.")
        except (OSError, ValueError) as error:
            reason = getattr(error, "strerror", None) or "no path"
            self.refuse(
                variable, f"names {path!r}, which cannot be read ({reason}). Create it for this account to read."
            )
        else:
            if not text:
                self.refuse(variable, f"names {path}, which is empty. Write the value into it.")
            return text or None
        return None


def _is_decimal(text: str) -> bool:
    whole, _, fraction = text.partition(".")
    return whole.isdecimal() and (fraction.isdecimal() or "." not in text)
