# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""How two versions of a post differ, for people who write and approve."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from accounts.models import User
from channels_mgmt.models import Post, PostVersion
from channels_mgmt.queries.versions import Said
from core.textdiff import DiffPart, word_diff


@dataclass(frozen=True, slots=True)
class Names:
    """How channels and images of a town are called, by number."""

    channels: Mapping[int, str]
    images: Mapping[int, str]

    def channel(self, key: int) -> str:
        return self.channels.get(key) or _("a channel that is gone")

    def image(self, key: int) -> str:
        return self.images.get(key) or _("an image that is gone")


@dataclass(frozen=True, slots=True)
class Change:
    """One thing that differs: its name, and the words of both in reading order."""

    label: str
    parts: list[DiffPart] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Newer:
    """What a colleague has saved meanwhile, and how a form that was opened before differs from it."""

    by: User
    at: datetime
    changes: list[Change]


@dataclass(frozen=True, slots=True)
class VersionLine:
    """A version in the list; ``changed`` names what the save changed, empty for the first one."""

    version: PostVersion
    changed: list[str]
    is_current: bool


def changes_between(before: Said, after: Said, names: Names) -> list[Change]:
    """What differs, in the order of the composer."""
    changes = []
    for label, old, new in _pairs(before, after, names):
        if old != new:
            changes.append(Change(label, word_diff(old, new)))
    return changes


def labels_changed(before: Said, after: Said, names: Names) -> list[str]:
    """The names of what differs, without comparing words."""
    return [label for label, old, new in _pairs(before, after, names) if old != new]


def _pairs(before: Said, after: Said, names: Names) -> list[tuple[str, str, str]]:
    """Label, words before and words after, of everything a post says."""
    own_before, own_after = dict(before["targets"]), dict(after["targets"])
    alt_before, alt_after = dict(before["images"]), dict(after["images"])
    pairs = [
        (_("Working title"), before["title"], after["title"]),
        (_("Channels"), _channels(own_before, names), _channels(own_after, names)),
        (_("Text"), before["text"], after["text"]),
        (_("Photos"), _images(alt_before, names), _images(alt_after, names)),
    ]
    pairs += [
        (_("Part of the photos, for each channel"), _shapes(before, names), _shapes(after, names)),
        (_("Focus of the photos"), _focus(before, names), _focus(after, names)),
    ]
    for key in dict.fromkeys([*alt_before, *alt_after]):
        if key in alt_before and key in alt_after:
            label = _("Alternative text of %(image)s") % {"image": names.image(key)}
            pairs.append((label, alt_before[key], alt_after[key]))
    for key in dict.fromkeys([*own_before, *own_after]):
        label = _("Own wording for %(channel)s") % {"channel": names.channel(key)}
        pairs.append((label, own_before.get(key, ""), own_after.get(key, "")))
    return [
        *pairs,
        (_("Risk class"), _label(Post.Risk, before["risk"]), _label(Post.Risk, after["risk"])),
        (_("AI in the text"), _label(Post.AiUse, before["ai_use"]), _label(Post.AiUse, after["ai_use"])),
        (_("What can citizens do with it now?"), before["citizen_benefit"], after["citizen_benefit"]),
        (_("Where it can be found without social media"), before["alternative_url"], after["alternative_url"]),
    ]


def _channels(own: Mapping[int, str], names: Names) -> str:
    return "\n".join(sorted(names.channel(key) for key in own))


def _shapes(said: Said, names: Names) -> str:
    return "\n".join(sorted(f"{names.channel(key)}: {shape}" for key, shape in said.get("shapes", [])))


def _focus(said: Said, names: Names) -> str:
    return "\n".join(f"{names.image(key)}: {x} % / {y} %" for key, x, y in said.get("focus", []))


def _images(alts: Mapping[int, str], names: Names) -> str:
    return "\n".join(names.image(key) for key in alts)


def _label(choices: Any, value: str) -> str:
    return str(choices(value).label) if value in choices.values else value


def lines_of(versions: list[PostVersion], older: PostVersion | None, current: Said, names: Names) -> list[VersionLine]:
    """``versions`` newest first; ``older`` is the one before the last of them."""
    lines = []
    for version, before in zip(versions, [*versions[1:], older], strict=True):
        changed = labels_changed(before.said, version.said, names) if before else []
        lines.append(VersionLine(version, changed, version.said == current))
    return lines


def variants_of(said: Said, names: Names) -> list[Change]:
    """How the own wordings of channels differ from the common text."""
    return [Change(names.channel(key), word_diff(said["text"], own)) for key, own in said["targets"] if own]
