# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""What WeasyPrint leaves out of the structure tree: languages, scopes, lists of terms, decoration (docs/adr/0025).

Layout and structure tree have the same leaves in the same order: a run of text or a picture in the one is marked
content in the other. That is how an element of the tree gets to know from which HTML it was made.
"""

from __future__ import annotations

import io
import logging
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from pikepdf import Object, Pdf
    from weasyprint import Document

logger = logging.getLogger(__name__)

SCOPES = {"col": "/Column", "row": "/Row"}
#: Marked content as WeasyPrint writes it; strings are hexadecimal there, so nothing else looks like this.
MARKED = re.compile(rb"/(?:Span|Figure)\s+<</MCID (\d+)>>\s+BDC")
PRINTED = 4  # the flag of an annotation that is printed, too
TOLERANCE = 1.0  # CSS pixels


@dataclass(frozen=True, slots=True)
class Leaf:
    """A run of text or a picture, from the layout."""

    language: str
    scope: str = ""
    is_decoration: bool = False
    overflow: str = ""


@dataclass(slots=True)
class Node:
    """An element of the structure tree with the leaves of the layout below it."""

    element: Any
    kids: list[Node] = field(default_factory=list)
    marked: list[tuple[tuple[int, int], int]] = field(default_factory=list)
    leaves: list[Leaf] = field(default_factory=list)

    @property
    def role(self) -> str:
        return str(self.element.get("/S", ""))


def finish(content: bytes, document: Document) -> bytes:
    """``content``, as WeasyPrint drew ``document``, with a structure tree that is whole. The same in, the same out."""
    import pikepdf  # slow

    with pikepdf.open(io.BytesIO(content)) as pdf:
        leaves, tree = list(_leaves(document)), Node(pdf.Root.StructTreeRoot)
        _read(tree, leaves)
        if len(leaves) != len(tree.leaves):  # another order than known: rather no languages at all than wrong ones
            logger.error("layout and structure of a PDF do not fit; it stays as WeasyPrint wrote it")
            return content
        _name_languages(tree, str(pdf.Root.Lang))
        _name_scopes(tree)
        _mend_lists(tree)
        _drop_decoration(tree, pdf)
        _mark_artifacts(tree, pdf)
        for page in pdf.pages:
            for annotation in page.get("/Annots", []):
                annotation.F = PRINTED
        root = next(iter(document.pages[0]._page_box.children))
        if root.style["direction"] == "rtl":
            pdf.Root.ViewerPreferences.Direction = pikepdf.Name.R2L
        target = io.BytesIO()
        pdf.save(target, deterministic_id=True, object_stream_mode=pikepdf.ObjectStreamMode.generate)
    return target.getvalue()


def overflowing_texts(document: Document) -> list[str]:
    """Texts that run out of their cell of a table, or out of the margins of the page."""
    return [leaf.overflow for leaf in _leaves(document) if leaf.overflow]


# -- from the layout --------------------------------------------------------------------------------


def _leaves(document: Document) -> Iterator[Leaf]:
    for page in document.pages:
        box = page._page_box
        left = box.content_box_x()
        for child in box.children:
            yield from _leaves_of(child, "", (left, left + box.width))


def _leaves_of(box: Any, scope: str, place: tuple[float, float]) -> Iterator[Leaf]:
    from weasyprint.formatting_structure import boxes
    from weasyprint.layout.absolute import AbsolutePlaceholder

    if isinstance(box, AbsolutePlaceholder):
        box = box._box
    if isinstance(box, boxes.MarginBox):
        return  # drawn, but no part of the structure
    if isinstance(box, boxes.TextBox):
        yield Leaf(box.style["lang"] or "", scope, overflow="" if _is_inside(box, place) else box.text)
        return
    if isinstance(box, boxes.TableCellBox):
        place = (box.border_box_x(), box.border_box_x() + box.border_width())
        scope = box.element.get("scope", "") if box.element_tag == "th" else ""
    for child in box.children:
        yield from _leaves_of(child, scope, place)
    if isinstance(box, boxes.ReplacedBox):
        image = box.element
        is_decoration = image.get("alt") == "" or image.get("aria-hidden") == "true"
        yield Leaf(box.style["lang"] or "", scope, is_decoration, "" if _is_inside(box, place) else "image")


def _is_inside(box: Any, place: tuple[float, float]) -> bool:
    left, right = place
    return bool(box.position_x >= left - TOLERANCE and box.position_x + box.width <= right + TOLERANCE)


# -- to the structure tree --------------------------------------------------------------------------


def _read(node: Node, leaves: list[Leaf], start: int = 0) -> int:
    """Fill ``node`` with its kids and their leaves from ``start``; where the next element's leaves begin."""
    import pikepdf

    kids = node.element.get("/K", [])
    for kid in kids if isinstance(kids, pikepdf.Array) else [kids]:
        if isinstance(kid, int):
            node.marked.append((node.element.Pg.objgen, kid))
            node.leaves.append(leaves[start] if start < len(leaves) else Leaf(""))
            start += 1
        elif kid.get("/Type") == "/StructElem":
            below = Node(kid)
            start = _read(below, leaves, start)
            node.kids.append(below)
            node.leaves += below.leaves
    return start


def _name_languages(node: Node, known: str) -> None:
    """``/Lang`` on the highest elements that are wholly in another language than what is around them."""
    languages = {leaf.language for leaf in node.leaves if leaf.language}
    if len(languages) == 1 and node.role:
        (own,) = languages
        if own != known:
            node.element.Lang = known = own
    for kid in node.kids:
        _name_languages(kid, known)


def _name_scopes(node: Node) -> None:
    """``/Scope`` on every head of a table; an empty one is a head of its column."""
    import pikepdf

    if node.role == "/TH":
        scope = next((leaf.scope for leaf in node.leaves if leaf.scope), "col")
        attributes = node.element.get("/A", pikepdf.Dictionary(O=pikepdf.Name.Table))
        attributes.Scope = pikepdf.Name(SCOPES[scope])
        node.element.A = attributes
    for kid in node.kids:
        _name_scopes(kid)


def _mend_lists(node: Node) -> None:
    """A group of a term and its descriptions (``dl > div``) is one item: the term its label, the rest its body."""
    import pikepdf

    if node.role == "/L":
        for group in [kid for kid in node.kids if kid.role == "/Div"]:
            group.element.S = pikepdf.Name.LI
            parts = [part for item in group.kids for part in item.kids]
            for position, part in enumerate(parts):
                part.element.P = group.element
                part.element.S = pikepdf.Name.LBody if position else pikepdf.Name.Lbl
            group.element.K = pikepdf.Array([part.element for part in parts])
            group.kids = parts
    for kid in node.kids:
        _mend_lists(kid)


def _drop_decoration(node: Node, pdf: Pdf) -> None:
    """A picture that says nothing (``alt=""``) is no figure."""
    import pikepdf

    gone = [kid for kid in node.kids if kid.leaves and all(leaf.is_decoration for leaf in kid.leaves)]
    if gone and node.role:
        dropped = {kid.element.objgen for kid in gone}
        kids = node.element.K
        node.element.K = pikepdf.Array(
            [kid for kid in kids if not (isinstance(kid, pikepdf.Dictionary) and kid.objgen in dropped)]
        )
        node.kids = [kid for kid in node.kids if kid not in gone]
    for kid in node.kids:
        _drop_decoration(kid, pdf)


def _mark_artifacts(tree: Node, pdf: Pdf) -> None:
    """Marked content that no element holds (page numbers, decoration) becomes an artifact."""
    held: dict[tuple[int, int], set[int]] = {}
    waiting = [tree]
    while waiting:
        node = waiting.pop()
        waiting += node.kids
        for where, number in node.marked:
            held.setdefault(where, set()).add(number)
    numbers: Object = pdf.Root.StructTreeRoot.ParentTree.Nums
    parents = {int(numbers[i]): numbers[i + 1] for i in range(0, len(numbers), 2)}
    for page in pdf.pages:
        known = held.get(page.obj.objgen, set())
        own = parents[int(page.obj.StructParents)]
        for number in range(len(own)):
            if number not in known:
                own[number] = None

        def replaced(match: re.Match[bytes], known: set[int] = known) -> bytes:
            return match.group() if int(match.group(1)) in known else b"/Artifact BMC"

        stream = page.Contents
        drawn = stream.read_bytes()
        if (changed := MARKED.sub(replaced, drawn)) != drawn:
            stream.write(changed)
