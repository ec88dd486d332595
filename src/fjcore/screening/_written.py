"""The two functions of a definition: for a form answered whole, and for any form."""

from __future__ import annotations

from collections.abc import Callable

from fjcore.screening._writing import (
    Pair,
    Row,
    Writer,
    added,
    cells,
    points,
    spans,
    tri,
)
from fjcore.screening.definition import Instrument
from fjcore.screening.elements import Item, Score


def whole(made: Instrument) -> Callable[..., Row] | None:
    """Give the function for a form of which every item was answered.

    None where there is a gate: what stands behind it may be answered or not.
    Raises: KeyError or TypeError when called with an answer that is not taken.
    """
    if any(item.applies_if for item in made.asked):
        return None
    return WholeForm(made).function()


def any_form(made: Instrument) -> Callable[..., Row]:
    """Give the function for any form, with whatever is missing.

    Raises: KeyError or TypeError when called with an answer that is not taken.
    """
    return AnyForm(made).function()


class WholeForm(Writer):
    """A form without gates of which every item was answered: nothing is open."""

    def body(self) -> None:
        """Write the lines."""
        made = self.made
        self.kept: set[int] = set()
        self.looked: set[int] = set()
        low = [self.sums(score)[0] for score in made.scores]
        flags, constraints = self.flags(), self.constraints()
        # Looking up the points is what checks an answer, also of what counts nothing.
        left = [n for n in range(len(made.asked)) if n not in self.looked]
        self.lines += [self.points(number) for number in left]
        means = [
            f"({len(score.items):d},{summed})"
            for score, summed in zip(made.scores, low, strict=True)
            if score.kind == "scaled_mean"
        ]
        bounds = cells(f"({one},{one})" for one in low)
        self.lines.append(
            f"return {bounds},{flags},(),(),(),{constraints},True,{cells(means)}"
        )

    def points(self, number: int) -> str:
        """Write the points of an answer."""
        self.looked.add(number)
        table = self.constant(f"r{number:d}", points(self.made.asked[number]))
        return f"{table}[a[{self.key(number)}]]"

    def span(self, number: int) -> Pair:
        """Give the fewest and the most points of an item."""
        if number not in self.kept:
            self.kept.add(number)
            self.lines.append(f"p{number:d}={self.points(number)}")
        return f"p{number:d}", f"p{number:d}"

    def sums(self, score: Score) -> Pair:
        """Give the sum of the fewest and of the most points, written once."""
        number = self.made.scores.index(score)
        if score.id not in self.summed:
            self.summed.add(score.id)
            parts = [self.each(self.at[name]) for name in score.items]
            self.lines.append(f"s{number:d}={added(parts)}")
        return f"s{number:d}", f"s{number:d}"

    def each(self, number: int) -> str:
        """Write the points of an item of a sum: kept where another sum reads them."""
        name = self.made.asked[number].id
        often = sum(name in score.items for score in self.made.scores)
        return self.span(number)[0] if often > 1 else self.points(number)

    def is_value(self, number: int, value: str) -> Pair:
        """Ask for one answer of an item."""
        said = f"(a[{self.key(number)}]=={self.equals(value)})"
        return said, said


class AnyForm(Writer):
    """Any form: an item without an answer spans all that it could be."""

    def body(self) -> None:
        """Write the lines."""
        made = self.made
        for number, item in enumerate(made.asked):
            self.take(number, item)
        said = added([f"(v{n:d} is not None)" for n in range(len(made.asked))])
        self.lines += [f"n={said}", "if n!=len(a): raise KeyError"]
        for number, item in enumerate(made.asked):
            self.default(number, item)
        for item in made.in_gate_order:
            self.ranged(self.at[item.id], item)
        bounds = cells(f"({low},{high})" for low, high in map(self.sums, made.scores))
        flags, constraints = self.flags(), self.constraints()
        self.lines += ["m=[]", "i=[]"]
        for number, item in enumerate(made.asked):
            self.left(number, item)
        gated = [n for n, item in enumerate(made.asked) if item.applies_if]
        gates = cells(tri(f"g{n:d}", f"h{n:d}") for n in gated)
        means = cells(self.mean(s) for s in made.scores if s.kind == "scaled_mean")
        rest = f"(*m,),(*i,),{constraints},n>len(i),{means}"
        self.lines.append(f"return {bounds},{flags},{gates},{rest}")

    def take(self, number: int, item: Item) -> None:
        """Write how an answer is taken; whether one was given is kept apart."""
        self.lines.append(f"v{number:d}=a.get({self.key(number)})")
        if item.applies_if:
            self.lines.append(f"u{number:d}=v{number:d} is not None")

    def default(self, number: int, item: Item) -> None:
        """Write the default of a tick box, which any recorded skip beats."""
        if item.default is None:
            return
        default = self.constant(f"b{number:d}", item.default)
        asked = f"v{number:d} is None and {self.key(number)} not in stated"
        self.lines.append(f"if {asked}: v{number:d}={default}")

    def ranged(self, number: int, item: Item) -> None:
        """Write the gate of an item, and the points that it may come to."""
        table = self.constant(f"r{number:d}", spans(item))
        if item.applies_if is not None:
            sure, may = self.holds(item.applies_if)
            self.lines += [f"g{number:d}={sure}", f"h{number:d}={may}"]
            perhaps = self.constant(f"o{number:d}", spans(item, perhaps=True))
            shut = self.constant(f"z{number:d}", spans(item, shut=True))
            gates = f"if g{number:d} else {perhaps} if h{number:d} else {shut}"
            table = f"({table} {gates})"
        self.lines.append(f"l{number:d},t{number:d}={table}[v{number:d}]")

    def left(self, number: int, item: Item) -> None:
        """Write what is missing, and what was answered behind a shut gate."""
        gate = f" and h{number:d}" if item.applies_if else ""
        if item.counts:
            self.lines.append(f"if v{number:d} is None{gate}: m.append({number:d})")
        if item.applies_if:
            lost = f"u{number:d} and not h{number:d}"
            self.lines.append(f"if {lost}: i.append({number:d})")

    def span(self, number: int) -> Pair:
        """Give the fewest and the most points of an item."""
        return f"l{number:d}", f"t{number:d}"

    def sums(self, score: Score) -> Pair:
        """Give the sum of the fewest and of the most points, written once."""
        number = self.made.scores.index(score)
        low, high = f"s{number:d}", f"f{number:d}"
        if score.id not in self.summed:
            self.summed.add(score.id)
            pairs = [self.span(self.at[name]) for name in score.items]
            self.lines.append(f"{low}={added([pair[0] for pair in pairs])}")
            self.lines.append(f"{high}={added([pair[1] for pair in pairs])}")
            if "total_only" in self.made.entry_modes:
                name = self.constant(f"j{number:d}", score.id)
                self.lines.append(f"if {name} in told: {low}={high}=told[{name}]")
        return low, high

    def mean(self, score: Score) -> str:
        """Write how many items of a scaled mean have a value, and their points."""
        numbers = [self.at[name] for name in score.items]
        count = added([f"(v{n:d} is not None)" for n in numbers])
        summed = added([f"(l{n:d} if v{n:d} is not None else 0)" for n in numbers])
        return f"({count},{summed})"

    def is_value(self, number: int, value: str) -> Pair:
        """Ask for one answer of an item."""
        sure = f"(v{number:d}=={self.equals(value)})"
        may = f"(v{number:d} is None or {sure})"
        if self.made.asked[number].applies_if is None:
            return sure, may
        return f"(g{number:d} and {sure})", f"(h{number:d} and {may})"


def chooser(made: Instrument) -> Callable[..., Row]:
    """Give the function that says of each choice of a cut whether it surely holds."""
    return Choosing(made).function()


class Choosing(Writer):
    """The facts by which a definition chooses a cut; they read no answer."""

    def body(self) -> None:
        """Write the lines."""
        found = [self.holds(choice.when)[0] for choice in self.made.choices]
        self.lines.append(f"return {cells(found)}")
