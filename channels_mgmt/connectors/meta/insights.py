# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""Figures that stand on an ``insights`` edge. Meta renames and removes them with every version, and some need a right.

A name that is refused is left out and said, and never costs the figures beside it.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _

from channels_mgmt.connectors.contract import Figures, NeedsReconnect, Rejected
from channels_mgmt.connectors.figures import LABELS, PartOf, counted
from channels_mgmt.connectors.meta.graph import Graph, data_in, entry_in


def insights_of(graph: Graph, path: str, names: Mapping[str, str], **query: str) -> Figures:
    """Our names → Meta's. One request; where that is refused, one for each name, to learn which it was."""
    try:
        return _asked(graph, path, names, query)
    except NeedsReconnect:
        raise
    except Rejected as error:
        if len(names) == 1:
            return PartOf({}, _note(graph, list(names), error))
    known: Figures = {}
    refused: list[str] = []
    why: Rejected | None = None
    for ours, theirs in names.items():
        try:
            known |= _asked(graph, path, {ours: theirs}, query)
        except NeedsReconnect:
            raise
        except Rejected as error:
            refused, why = [*refused, ours], error
    return PartOf(known, _note(graph, refused, why)) if refused else known


def joined(known: Figures, more: Figures) -> Figures:
    """Both, and what either misses."""
    notes = [one.note for one in (known, more) if isinstance(one, PartOf) and one.note]
    both = {**known, **more}
    return PartOf(both, " ".join(notes)) if notes else both


def told(entries: Mapping[str, Any], names: Mapping[str, str]) -> Figures:
    """As ``counted``; nothing where nothing is said."""
    try:
        return counted(entries, names)
    except KeyError:
        return {}


def _asked(graph: Graph, path: str, names: Mapping[str, str], query: Mapping[str, str]) -> Figures:
    answer = graph.ask("GET", path, params={"metric": ",".join(names.values()), **query})
    values = {str(entry.get("name")): _value(entry) for entry in data_in(answer) if isinstance(entry, dict)}
    return told(values, names)


def _value(entry: Mapping[str, Any]) -> Any:
    """A total stands in one of two places, depending on the figure."""
    total = entry_in(entry.get("total_value"))
    if "value" in total:
        return total["value"]
    values = entry.get("values")
    return entry_in(values[-1]).get("value") if isinstance(values, list) and values else None


def _note(graph: Graph, names: list[str], why: Rejected | None) -> str:
    words = _("%(host)s did not say: %(names)s. %(reason)s")
    return words % {"host": graph.host, "names": ", ".join(str(LABELS[name]) for name in names), "reason": why}
