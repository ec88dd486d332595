"""Records made of one row: payloads filled by generated code, read by the codec.

The generated source holds names of the schema and numbers of cells, and nothing that
a layout says or a file holds.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from attrs import define, field

from fjcore.errors import Malformed
from fjcore.records._source import Source
from fjcore.records.catalog import Catalog
from fjcore.records.checks import Fault
from fjcore.records.codec import structure
from fjcore.records.importing.convert import converter
from fjcore.records.importing.filling import (
    Cells,
    Constant,
    Fill,
    Joined,
    One,
    RowFault,
    Several,
    condition,
)
from fjcore.records.importing.layout import FieldMap, Layout, RecordMap, Transform
from fjcore.records.importing.target import Target, target


class RowRefused(Exception):
    """A row from which no record can be made; it carries indexes and codes only."""

    def __init__(self, faults: tuple[RowFault, ...]) -> None:
        super().__init__()
        self.faults = faults


@define
class Node:
    """The fields of a record or of a part, and the parts within it."""

    fills: dict[str, Fill] = field(factory=dict)
    items: dict[str, dict[int, Node | Fill]] = field(factory=dict)
    single: dict[str, Node] = field(factory=dict)

    def rest(self, row: Cells) -> tuple[dict[str, Any], list[RowFault]]:
        """Give what can be filled in here, and every fault of what cannot."""
        found: dict[str, Any] = {}
        faults: list[RowFault] = []
        fixed: dict[str, Any] = {}
        for name, fill in self.fills.items():
            value = _tried(fill, row, faults)
            if value is not None:
                (fixed if isinstance(fill, Constant) else found)[name] = value
        for name, inner in self.single.items():
            found[name], told = inner.rest(row)
            faults += told
        for name, items in self.items.items():
            listed = []
            for item in items.values():
                if isinstance(item, Node):
                    value, told = item.rest(row)
                    faults += told
                else:
                    value = _tried(item, row, faults)
                listed += [value] if value else []
            found[name] = listed
        found = {name: value for name, value in found.items() if value not in ([], {})}
        # A part that only says what is said of every one says nothing.
        return ({**fixed, **found} if found or faults else {}), faults


def _tried(fill: Fill, row: Cells, faults: list[RowFault]) -> Any:
    try:
        return fill.value(row)
    except Fault:
        faults += fill.faults(row)
    return None


class Builder:
    """Makes one record of a row, by one map of a layout.

    ``keeps`` are the cells whose texts may look like formulas; ``lists`` gives by cell
    the id of the list that its codes are of.
    """

    def __init__(
        self,
        said: RecordMap,
        layout: Layout,
        catalog: Catalog,
        columns: Mapping[str, int],
    ) -> None:
        self.once = said.once
        self.keeps: list[int] = []
        self.lists: dict[int, str] = {}
        self._cls = catalog.get(said.type)
        self._always = said.always
        self._when = condition(said.when, columns)
        self._layout, self._columns = layout, columns
        self._root = Node()
        self._paths: dict[str, int] = {}
        for one in said.field:
            found = target(self._cls, one.path)
            if found is not None:
                self._add(one, found)
        self._fill = _compiled(self._root)

    def _add(self, one: FieldMap, found: Target) -> None:
        node = self._root
        *way, last = found.steps
        while way:
            node = _inner(node, way, last)
        indexes = [self._columns[name] for name in one.read]
        if indexes:
            names = (step for step in found.steps if isinstance(step, str))
            self._paths.setdefault(".".join(names), indexes[0])
        if one.formula_like == "keep":
            self.keeps += indexes
        if (codes := found.said.codes) is not None:
            named = codes if isinstance(codes, str) else codes.id
            self.lists |= dict.fromkeys(indexes, named)
        if isinstance(last, int):
            node.items[str(found.steps[-2])][last] = self._made(one, found, None)
        else:
            node.fills[last] = self._made(one, found, node.fills.get(last))

    def _made(self, one: FieldMap, found: Target, before: Fill | None) -> Fill:
        name = str(found.steps[-1])
        if one.constant:
            yes = one.constant in ("true", "yes", "1")
            return Constant(name, yes if found.kind is bool else one.constant)
        convert = converter(one, found, self._layout)
        indexes = tuple(self._columns[column] for column in one.read)
        if len(indexes) > 1:
            return Joined(name, indexes, convert)
        only_if = condition(one.only_if, self._columns)
        cell = One(name, indexes[0], convert, only_if)
        flags = before.flags if isinstance(before, Several) else ()
        reasons = before.reasons if isinstance(before, Several) else ()
        if one.transform is Transform.FLAG:
            return Several(name, (*flags, cell), reasons)
        if one.transform is Transform.REASON:
            flags = (before,) if isinstance(before, One) else flags
            return Several(name, flags, (*reasons, cell))
        return cell

    def build(self, row: Cells) -> Any:
        """Make the record; None when the row holds nothing for it.

        Raises: RowRefused.
        """
        if self._when is not None and not self._when(row):
            return None
        faults: tuple[RowFault, ...] = ()
        try:
            payload, holds = self._fill(row)
            if not (holds or self._always):
                return None
            return structure(payload, self._cls)
        except Malformed as error:
            faults = tuple(self._places(error))
        except Fault:
            pass
        found = faults or tuple(self._every(row))
        raise RowRefused(found)

    def _every(self, row: Cells) -> Iterator[RowFault]:
        """Give the faults of the cells, and what the codec says of all the others."""
        payload, faults = self._root.rest(row)
        yield from dict.fromkeys(faults)
        problems: tuple[RowFault, ...] = ()
        try:
            structure(payload, self._cls)
        except Malformed as error:
            problems = tuple(self._places(error))
        told = {index for index, _ in faults}
        yield from (fault for fault in problems if fault[0] not in told)

    def _places(self, error: Malformed) -> Iterator[RowFault]:
        for problem in error.problems:
            names = [s for s in problem.path.split(".") if not s.isdigit()]
            index = -1
            while names and index < 0:
                index = self._paths.get(".".join(names), -1)
                names.pop()
            yield index, problem.code


def _inner(node: Node, way: list[str | int], last: str | int) -> Node:
    """Take one step into the parts of a node."""
    name = str(way.pop(0))
    if way and type(way[0]) is int:
        number = int(way.pop(0))
        inner = node.items.setdefault(name, {}).setdefault(number, Node())
        if isinstance(inner, Node):
            return inner
    if not way and type(last) is int:
        # The last step is the number of an item that is no part.
        node.items.setdefault(name, {})
        return node
    return node.single.setdefault(name, Node())


def _compiled(root: Node) -> Any:
    """Compile what fills a payload and says whether any cell of it gave an answer."""
    source = Source()
    lines = list(_lines(root, source, 0))
    head = "def made(row):"
    return source.compiled("filler", head, *lines, "return p0, h0")


def _lines(node: Node, source: Source, depth: int) -> Iterator[str]:
    here, holds = f"p{depth}", f"h{depth}"
    yield f"{here} = {{}}; {holds} = False"
    for name, fill in node.fills.items():
        yield from _filled(fill, source, [f"{here}[{name!r}] = v"], holds)
    for name, inner in node.single.items():
        yield from _lines(inner, source, depth + 1)
        inside = f"{here}[{name!r}] = p{depth + 1}; {holds} = True"
        yield f"if h{depth + 1}: {inside}"
    for name, items in node.items.items():
        listed = f"l{depth}"
        yield f"{listed} = []"
        for _, item in sorted(items.items()):
            if isinstance(item, Node):
                yield from _lines(item, source, depth + 1)
                yield f"if h{depth + 1}: {listed}.append(p{depth + 1})"
            else:
                yield from _filled(item, source, [], f"n{depth}")
                yield f"if v is not None and type(v) is not dict: {listed}.append(v)"
        yield f"if {listed}: {here}[{name!r}] = {listed}; {holds} = True"


def _filled(fill: Fill, source: Source, then: list[str], holds: str) -> Iterator[str]:
    """Give the lines that make ``v`` of the cells of a field."""
    if isinstance(fill, Constant):
        yield f"v = {source.name(fill.said)}"
        yield from then
        return
    if isinstance(fill, One) and fill.only_if is None:
        yield f"v = row[{fill.index}]"
        yield f"v = {source.name(fill.convert)}(v) if v else None"
    else:
        yield f"v = {source.name(fill.value)}(row)"
    yield "if v is not None:"
    yield from (f"    {line}" for line in then)
    yield f"    if type(v) is not dict: {holds} = True"
