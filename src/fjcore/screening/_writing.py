"""The scoring of one definition written out as a function, as attrs writes classes.

The text is made of whole numbers and of names made here. Ids, answers and labels of a
definition never stand in it: they are passed beside it, as constants.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from fjcore.screening.definition import Instrument
from fjcore.screening.elements import Item, Score
from fjcore.screening.grammar import Predicate

#: A condition as two expressions: whether it surely holds, and whether it may.
Pair = tuple[str, str]
#: Longer sums are not written as one expression.
MAX_ADDED = 64
#: What a function gives: bounds, flags, gates, missing, ignored, true constraints,
#: whether anything was said, and what each scaled mean counted.
Row = tuple[Any, ...]


class Writer:
    """Lines of a function, and the constants that they name."""

    def __init__(self, made: Instrument) -> None:
        self.made = made
        self.lines: list[str] = []
        self.names: dict[str, Any] = {
            "__builtins__": {"len": len, "sum": sum, "KeyError": KeyError}
        }
        self.at = {item.id: n for n, item in enumerate(made.asked)}
        self.summed: set[str] = set()
        self.facts: dict[tuple[str, type, Any], int] = {}

    def function(self) -> Callable[..., Row]:
        """Give the function, with nothing but its constants in reach."""
        exec(compile(self.text(), "<definition>", "exec"), self.names)  # noqa: S102
        found: Callable[..., Row] = self.names["run"]
        return found

    def text(self) -> str:
        """Give the text of the function."""
        self.lines.clear()
        self.body()
        return "\n ".join(["def run(a, stated, facts, told):", *self.lines])

    def body(self) -> None:
        """Write the lines."""
        raise NotImplementedError

    def constant(self, name: str, value: Any) -> str:
        """Pass a value beside the text, under a name made here."""
        self.names[name] = value
        return name

    def key(self, number: int) -> str:
        """Name the id of an item."""
        return self.constant(f"k{number:d}", self.made.asked[number].id)

    def equals(self, value: str) -> str:
        """Name an answer that a condition asks for."""
        return self.constant(f"e{len(self.names):d}", value)

    def holds(self, rule: Predicate) -> Pair:
        """Write a condition; whatever it needs is written before it."""
        if rule.parts:
            return self.joined(rule, [self.holds(part) for part in rule.parts])
        if rule.kind == "item":
            return self.is_value(self.at[rule.name], rule.value)
        if rule.kind == "context":
            return self.is_fact(rule.name, rule.value)
        if rule.kind == "item_score":
            (low, high), factor, of = self.span(self.at[rule.name]), 1, 1
        else:
            score = self.made.scores_by_id[rule.name]
            scaled = score.kind == "scaled_mean"
            (low, high) = self.sums(score)
            factor, of = (score.times, len(score.items)) if scaled else (1, 1)
        # Points times factor, over so many items, reach the value from here on.
        least = -(-int(rule.value) * of // factor)
        return f"({low}>={least:d})", f"({high}>={least:d})"

    def is_fact(self, name: str, value: Any) -> Pair:
        """Ask for a fact, once for all conditions that ask the same."""
        key = (name, type(value), value)
        if key not in self.facts:
            number = self.facts[key] = len(self.facts)
            asked = self.constant(f"x{number:d}", self.asks(name, value))
            self.lines.insert(0, f"c{number:d},d{number:d}={asked}(facts)")
        return f"c{self.facts[key]:d}", f"d{self.facts[key]:d}"

    def asks(self, name: str, value: Any) -> Callable[..., Any]:
        """Give what asks a fact."""
        return fact(self.made.context, name, value)

    def joined(self, rule: Predicate, parts: list[Pair]) -> Pair:
        """Join what surely holds with what surely does, what may with what may."""
        sure, may = zip(*parts, strict=True)
        if rule.kind == "not":
            return f"(not {may[0]})", f"(not {sure[0]})"
        if rule.kind == "at_least":
            least = f">={rule.count:d}"
            return f"({added(sure)}{least})", f"({added(may)}{least})"
        word = " and " if rule.kind == "all" else " or "
        return f"({word.join(sure)})", f"({word.join(may)})"

    def flags(self) -> str:
        """Write the flags: true, false, or -1 where they are open."""
        return cells(tri(*self.holds(trigger.when)) for trigger in self.made.triggers)

    def constraints(self) -> str:
        """Write the constraints, of which it counts only whether they surely hold."""
        return cells(self.holds(row.when)[0] for row in self.made.constraints)

    def is_value(self, number: int, value: str) -> Pair:
        """Ask for one answer of an item."""
        raise NotImplementedError

    def span(self, number: int) -> Pair:
        """Give the fewest and the most points of an item."""
        raise NotImplementedError

    def sums(self, score: Score) -> Pair:
        """Give the sum of the fewest and of the most points."""
        raise NotImplementedError


def added(parts: Sequence[str]) -> str:
    """Write a sum; a long one without nesting, which a compiler bounds."""
    if len(parts) > MAX_ADDED:
        return f"sum({cells(parts)})"
    return f"({'+'.join(parts)})"


def tri(sure: str, may: str) -> str:
    """Write a truth of three values, or of two where nothing can be open."""
    return sure if sure == may else f"({sure} or (-1 if {may} else False))"


def cells(found: Iterable[str]) -> str:
    """Write a tuple."""
    return f"({''.join(f'{cell},' for cell in found)})"


def fact(
    declared: Mapping[str, Any], name: str, value: Any
) -> Callable[[Mapping[str, Any]], tuple[bool, bool]]:
    """Give what asks whether a fact is a value: surely, and perhaps."""
    # A fact that nobody declares is not there; one whose default is none stays open.
    default = declared.get(name, _ABSENT)

    def asked(facts: Mapping[str, Any]) -> tuple[bool, bool]:
        found = facts.get(name, default)
        if found is None:
            return False, True
        same = type(found) is type(value) and found == value
        return same, same

    return asked


_ABSENT = object()


class Remarks(dict[Any, Any]):
    """A table for a remark: it counts nothing, and takes any text that is one."""

    def __init__(self, item: Item, counted: Any) -> None:
        super().__init__()
        self.item, self.counted = item, counted

    def __missing__(self, value: Any) -> Any:
        """Give what a remark counts.

        Raises: KeyError, for what is no remark.
        """
        if not self.item.takes(value):
            raise KeyError
        return self.counted


def points(item: Item) -> dict[Any, Any]:
    """Give the points of each answer of an item."""
    return dict(item.points) if item.options else Remarks(item, 0)


def spans(item: Item, *, shut: bool = False, perhaps: bool = False) -> dict[Any, Any]:
    """Give the fewest and most points by answer, and of none; behind a gate too."""
    table: dict[Any, Any] = Remarks(item, (0, 0))
    table |= {value: (count, count) for value, count in item.points.items()}
    table[None] = item.span
    if shut:
        table |= dict.fromkeys(table, (0, 0))
    if perhaps:
        # A question that may not be asked at all also counts as none.
        table |= {
            key: (min(0, low), max(0, high)) for key, (low, high) in table.items()
        }
    return table if not item.options else dict(table)
