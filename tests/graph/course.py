# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""Of the fake Graph: one request, what all of them share."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from tests.graph.nodes import FIELDS, METRICS, PAGE, Refusal, id_of
from tests.graph_fields import Wanted, parse

if TYPE_CHECKING:
    from tests.fake_graph import FakeGraph


class Course:
    """One request of ``actor``."""

    def __init__(self, graph: FakeGraph, actor: str, given: dict[str, Any]) -> None:
        self.graph, self.actor, self.given = graph, actor, given

    def take(self, method: str, path: str) -> Any:
        number, _slash, edge = path.partition("/")
        number = self.actor if number == "me" else number
        node = self.graph.nodes.get(number)
        if node is None:
            raise Refusal(
                100, f"Unsupported {method.lower()} request. Object with ID '{number}' does not exist", subcode=33
            )
        if not edge:
            return getattr(self, f"_{method.lower()}")(node)
        step = getattr(self, f"_{method.lower()}_{edge}", None)
        if step is None:
            raise Refusal(100, f"Tried accessing nonexisting edge ({edge})")
        return step(node)

    def _get(self, node: dict[str, Any]) -> Any:
        shown = self._shown(node, parse(self.given.get("fields", "id")))
        return shown | ({"metadata": {"type": node["kind"]}} if self.given.get("metadata") else {})

    def _post(self, node: dict[str, Any]) -> Any:
        self._must_own(node)
        if node["kind"] == "comment":
            if node["id"] in self.graph.unhideable:
                raise Refusal(1446036, "This comment cannot be hidden")
            if node["id"] not in self.graph.stubborn:
                node["is_hidden"] = self.given["is_hidden"] == "true"
        elif node["kind"] == "reply" and node["id"] not in self.graph.stubborn:
            node["hidden"] = self.given["hide"] == "true"
        return {"success": True}

    def _delete(self, node: dict[str, Any]) -> Any:
        self._must_own(node)
        below = [
            n["id"] for n in list(self.graph.nodes.values()) if node["id"] in (n.get("root"), id_of(n.get("media")))
        ]
        for number in [node["id"], *below]:
            self.graph.nodes.pop(number, None)
        return {"success": True}

    def _must_be(self, page: dict[str, Any]) -> None:
        if self.actor != page["id"]:
            raise Refusal(200, "(#200) The user hasn't authorized the application to perform this action", status=403)

    def _must_own(self, node: dict[str, Any]) -> None:
        """Whoever holds the page's token acts for its posts, their comments, and its profile; authors for theirs."""
        if self.actor not in (PAGE, id_of(node.get("from"))):
            raise Refusal(200, "(#200) Permissions error", status=403)

    def _below(self, node: dict[str, Any]) -> list[dict[str, Any]]:
        if node["kind"] == "post":
            return self.graph.of_kind("comment", root=node["id"])
        if node["kind"] == "comment":
            return [c for c in self.graph.of_kind("comment") if id_of(c["parent"]) == node["id"]]
        if node["kind"] == "media":
            return [r for r in self.graph.of_kind("reply", parent_id=None) if id_of(r["media"]) == node["id"]]
        return self.graph.of_kind("reply", parent_id=node["id"])

    def _list(self, nodes: list[dict[str, Any]], *, newest_first: bool = True) -> Any:
        wanted = parse(self.given.get("fields", "id"))
        return self._page(nodes, wanted, self.given, newest_first=newest_first)

    def _page(
        self, nodes: list[dict[str, Any]], wanted: list[Wanted], given: dict[str, Any], *, newest_first: bool
    ) -> Any:
        nodes = nodes[::-1] if newest_first else nodes
        start, limit = int(given.get("after") or 0), int(given.get("limit", 25))
        found = {"data": [self._shown(node, wanted) for node in nodes[start : start + limit]]}
        if start + limit < len(nodes):
            address = f"{self.graph.url}/v26.0/?access_token=stands-here-in-real-answers&after={start + limit}"
            found |= {"paging": {"cursors": {"before": str(start), "after": str(start + limit)}, "next": address}}
        return found

    def _shown(self, node: dict[str, Any], wanted: list[Wanted]) -> dict[str, Any]:
        shown: dict[str, Any] = {"id": node["id"]}
        for entry in wanted:
            if entry.name not in FIELDS[node["kind"]]:
                raise Refusal(
                    100, f"(#100) Tried accessing nonexisting field ({entry.name}) on node type ({node['kind']})"
                )
            value = self._value(node, entry)
            if value is not None:
                shown[entry.name] = value
        return shown

    def _summary(self, total: int, wanted: Wanted) -> dict[str, Any]:
        return {"summary": {"total_count": total}} if "summary" in wanted.modifiers else {}

    def _get_insights(self, node: dict[str, Any]) -> Any:
        """Figures of a post or media; names that this version has no longer are refused as a whole, as documented."""
        counts, wanted = node.get("counts", {}), self.given["metric"].split(",")
        known = METRICS[node["kind"]] - self.graph.removed_metrics
        if "read_insights" in self.graph.withheld:
            raise Refusal(200, "(#200) Provide valid app ID", status=403)
        if not known.issuperset(wanted):
            raise Refusal(100, "(#100) The value must be a valid insights metric")
        data = [
            {"name": name, "period": "lifetime", "values": [{"value": counts[name]}]}
            for name in wanted
            if name in counts
        ]
        return {"data": data}

    def _value(self, node: dict[str, Any], wanted: Wanted) -> Any:
        if wanted.name in ("comments", "replies"):
            newest_first = "reverse" in wanted.modifiers.get("order", "") or node["kind"] == "media"
            listed = self._page(self._below(node), wanted.fields, wanted.modifiers, newest_first=newest_first)
            return listed | self._summary(len(self._below(node)), wanted)
        if wanted.name == "reactions":
            return {"data": [], **self._summary(len(node.get("reactions", [])), wanted)}
        if wanted.name in ("comments_count", "comment_count"):
            return len(self._below(node))
        if wanted.name == "like_count" and node["kind"] in ("comment", "reply"):
            return node.get("likes", 0)
        if wanted.name == "can_hide":
            return node["id"] not in self.graph.unhideable
        value = node.get(wanted.name)
        if wanted.fields and isinstance(value, dict):
            return {entry.name: value[entry.name] for entry in wanted.fields if entry.name in value}
        return value
