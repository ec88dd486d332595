"""The scoring of one definition written out over columns, a piece of them at a time."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import numpy as np

from fjcore.bulk.responses import OPEN
from fjcore.screening._writing import Pair, Writer, cells, fact
from fjcore.screening.definition import Instrument
from fjcore.screening.elements import Item, Score
from fjcore.screening.grammar import Predicate

Array = np.ndarray[Any, np.dtype[Any]]
Truths = tuple[Any, Any]


def dtype_of(most: int) -> Any:
    """Give the smallest kind of whole number that holds a sum and its negative."""
    kinds = (np.int8, np.int16, np.int32, np.int64)
    return next(kind for kind in kinds if most <= np.iinfo(kind).max)


def over_columns(made: Instrument) -> Callable[..., Any]:
    """Give the function that scores a piece of the columns of a definition."""
    return ColumnForm(made).function()


class ColumnForm(Writer):
    """Every form of a piece at once: a number of an option, or below 0 where open.

    It gives bounds, flags, gates, how many answers are missing, true constraints,
    where anything was said, what each scaled mean counted, and the chosen cut.
    """

    def body(self) -> None:
        """Write the lines."""
        made = self.made
        for number, item in enumerate(made.asked):
            self.take(number, item)
        for item in made.in_gate_order:
            if item.applies_if is not None:
                self.gate(self.at[item.id], item.applies_if)
        bounds = cells(f"({low},{high})" for low, high in map(self.sums, made.scores))
        flags, constraints = self.flags(), self.constraints()
        gated = [n for n, item in enumerate(made.asked) if item.applies_if]
        gates = cells(self.open(f"g{n:d}", f"h{n:d}") for n in gated)
        lost = cells(self.missing(n, i) for n, i in enumerate(made.asked) if i.counts)
        said = cells(self.said(n, item) for n, item in enumerate(made.asked))
        means = cells(self.mean(s) for s in made.scores if s.kind == "scaled_mean")
        chosen = cells(self.holds(choice.when)[0] for choice in made.choices)
        self.constant("tally", tally)
        self.constant("anyof", anyof)
        self.lines.append(
            f"return {bounds},{flags},{gates},tally({lost},told),{constraints},"
            f"anyof({said},told),{means},{chosen}"
        )

    def take(self, number: int, item: Item) -> None:
        """Write how a column is taken, and where it is open."""
        self.lines.append(f"v{number:d}=a[{self.key(number)}]")
        if item.default is not None:
            self.lines.append(f"w{number:d}=v{number:d}>=0")
            at = [option.value for option in item.options].index(item.default)
            default = self.constant(f"b{number:d}", defaulted(at))
            self.lines.append(f"v{number:d}={default}(v{number:d})")
        self.lines.append(f"m{number:d}=v{number:d}<0")

    def gate(self, number: int, rule: Predicate) -> None:
        """Write the gate of an item."""
        sure, may = self.holds(rule)
        self.lines.append(f"g{number:d},h{number:d}={sure},{may}")

    def open(self, sure: str, may: str) -> str:
        """Write a truth of three values as 1, 0 and -1."""
        self.constant("truth", truth)
        return f"truth({sure},{may},told)"

    def flags(self) -> str:
        """Write the flags as columns of 1, 0 and -1."""
        return cells(self.open(*self.holds(t.when)) for t in self.made.triggers)

    def missing(self, number: int, item: Item) -> str:
        """Write where an item must be answered yet."""
        return f"m{number:d}&h{number:d}" if item.applies_if else f"m{number:d}"

    def said(self, number: int, item: Item) -> str:
        """Write where an item was answered that is not behind a shut gate."""
        given = f"(v{number:d}>=0)" if item.default is None else f"w{number:d}"
        return f"({given}&h{number:d})" if item.applies_if else given

    def span(self, number: int) -> Pair:
        """Give the fewest and the most points of an item."""
        low, high = f"l{number:d}", f"t{number:d}"
        line = f"{low},{high}="
        if not any(one.startswith(line) for one in self.lines):
            item = self.made.asked[number]
            look = self.constant(f"r{number:d}", spanned([item]))
            gate = f",g{number:d},h{number:d}" if item.applies_if else ""
            part = f"(v{number:d},m{number:d}{gate})"
            self.lines.append(f"{line}{look}(({part},),told)")
        return low, high

    def sums(self, score: Score) -> Pair:
        """Give the sum of the fewest and of the most points, written once."""
        number = self.made.scores.index(score)
        low, high = f"s{number:d}", f"f{number:d}"
        if score.id not in self.summed:
            self.summed.add(score.id)
            items = [self.made.by_id[name] for name in score.items]
            look = self.constant(f"q{number:d}", spanned(items))
            parts = [
                f"(v{n:d},m{n:d},g{n:d},h{n:d})"
                if item.applies_if
                else f"(v{n:d},m{n:d})"
                for item, n in ((item, self.at[item.id]) for item in items)
            ]
            self.lines.append(f"{low},{high}={look}({cells(parts)},told)")
        return low, high

    def mean(self, score: Score) -> str:
        """Write how many items of a scaled mean have a value, and their points."""
        items = [self.made.by_id[name] for name in score.items]
        numbers = [self.at[item.id] for item in items]
        values = self.constant(
            f"y{self.made.scores.index(score):d}", spanned(items, alone=True)
        )
        self.constant("tally", tally)
        count = f"tally({cells(f'~m{n:d}' for n in numbers)},told)"
        parts = cells(f"(v{n:d},m{n:d})" for n in numbers)
        return f"({count},{values}({parts},told)[0])"

    def is_value(self, number: int, value: str) -> Pair:
        """Ask for one answer of an item."""
        item = self.made.asked[number]
        at = [option.value for option in item.options].index(value)
        sure = f"(v{number:d}=={at:d})"
        may = f"(m{number:d}|{sure})"
        if item.applies_if is None:
            return sure, may
        return f"(g{number:d}&{sure})", f"(h{number:d}&{may})"

    def joined(self, rule: Predicate, parts: list[Pair]) -> Pair:
        """Join columns of truths, place by place."""
        sure, may = zip(*parts, strict=True)
        if rule.kind == "not":
            return f"(~{may[0]})", f"(~{sure[0]})"
        if rule.kind == "at_least":
            self.constant("tally", tally)
            least = f">={rule.count:d}"
            sums = [f"(tally({cells(one)},told){least})" for one in (sure, may)]
            return sums[0], sums[1]
        word = "&" if rule.kind == "all" else "|"
        return f"({word.join(sure)})", f"({word.join(may)})"

    def asks(self, name: str, value: Any) -> Callable[..., Any]:
        """Give what asks a fact of all forms, or of each."""
        return columns_of(self.made.context, name, value)


def tally(masks: tuple[Any, ...], count: int) -> Array:
    """Count, place by place, in how many masks it is true."""
    found = np.zeros(count, dtype=np.int16)
    for mask in masks:
        found += mask
    return found


def anyof(masks: tuple[Any, ...], count: int) -> Array:
    """Say where any mask is true."""
    found = np.zeros(count, dtype=bool)
    for mask in masks:
        found |= mask
    return found


def truth(sure: Any, may: Any, count: int) -> Array:
    """Give 1 where it surely holds, 0 where it does not, -1 where it is open."""
    found = np.zeros(count, dtype=np.int8)
    found += sure
    found -= may & ~sure
    return found


def defaulted(number: int) -> Callable[[Array], Array]:
    """Give what fills in a tick box of which nothing was said."""
    return lambda column: np.where(column == OPEN, column.dtype.type(number), column)


def spanned(
    items: list[Item], *, alone: bool = False
) -> Callable[..., tuple[Array, Array]]:
    """Give what sums the fewest and the most points of items.

    ``alone``: an open item counts nothing, as in the mean of what was answered.
    """
    most = sum(max(map(abs, item.span)) for item in items)
    kind = dtype_of(most)
    rows = [
        ([(n, o.score) for n, o in enumerate(item.options) if o.score], item.span)
        for item in items
    ]

    def summed(parts: tuple[Any, ...], count: int) -> tuple[Array, Array]:
        low = np.zeros(count, dtype=kind)
        more = np.zeros(count, dtype=kind)
        for (points, (fewest, greatest)), (value, missing, *gate) in zip(
            rows, parts, strict=True
        ):
            if gate:
                # Behind a gate: none where it is shut, perhaps none where it may be.
                least, greater = _one(points, fewest, greatest, value, missing, kind)
                sure, may = gate
                low += np.where(sure, least, np.where(may, np.minimum(least, 0), 0))
                more += np.where(
                    sure, greater, np.where(may, np.maximum(greater, 0), 0)
                )
                continue
            for number, score in points:
                counted = (value == number).view(np.int8) * kind(score)
                low += counted
                more += counted
            if fewest and not alone:
                low += missing.view(np.int8) * kind(fewest)
            if greatest and not alone:
                more += missing.view(np.int8) * kind(greatest)
        return low, more

    return summed


def _one(
    points: list[tuple[int, int]],
    fewest: int,
    greatest: int,
    value: Array,
    missing: Array,
    kind: Any,
) -> tuple[Array, Array]:
    low = missing.view(np.int8) * kind(fewest)
    high = missing.view(np.int8) * kind(greatest)
    for number, score in points:
        counted = (value == number).view(np.int8) * kind(score)
        low, high = low + counted, high + counted
    return low, high


def columns_of(
    declared: Mapping[str, Any], name: str, value: Any
) -> Callable[[Mapping[str, Any]], Truths]:
    """Give what asks a fact, the same for all forms or a column of them."""
    alone = fact(declared, name, value)

    def asked(facts: Mapping[str, Any]) -> Truths:
        found = facts.get(name)
        if type(found) is not np.ndarray:
            sure, may = alone(facts)
            return np.bool_(sure), np.bool_(may)
        pairs = [alone({name: one}) for one in found]
        both = np.array(pairs, dtype=bool).reshape(len(found), 2)
        return both[:, 0], both[:, 1]

    return asked
