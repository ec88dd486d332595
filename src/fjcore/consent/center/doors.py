"""The table of one file: groups of data down, recipients across, doors in each box."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from attrs import frozen

from fjcore.consent.analyse.wording import wording
from fjcore.consent.center.facts import Center
from fjcore.consent.center.ways import Column, Held, Way
from fjcore.consent.center.words import listed, say, words
from fjcore.consent.floor import FLOOR
from fjcore.records.categories import CATEGORIES


@frozen(kw_only=True)
class Door:
    """One door in a box: its rule, and whether it opens all of the group."""

    rule: str
    whole: bool

    @property
    def letter(self) -> str:
        """Its letter, in brackets where it opens a part."""
        letter = str(words()["doors"][self.rule]["letter"])
        return letter if self.whole else f"({letter})"

    @property
    def word(self) -> str:
        """Its word, in brackets where it opens a part."""
        word = str(words()["doors"][self.rule]["word"])
        return word if self.whole else f"({word})"


@frozen(kw_only=True)
class Sharers:
    """Recipients of one file that could ever see the very same, by the same doors."""

    keys: tuple[str, ...]
    names: tuple[str, ...]
    cells: Mapping[str, tuple[Way, ...]]

    def box(self, group: str) -> tuple[Door, ...]:
        """Give the doors to a group of categories; none where it is never seen."""
        names = words()["groups"][group]["has"]
        met = [{way.rule for way in self.cells[name]} for name in names]
        return tuple(
            Door(rule=rule, whole=all(rule in one for one in met))
            for rule in words()["doors"]
            if any(rule in one for one in met)
        )


def groups() -> tuple[str, ...]:
    """Give the groups of categories, in the order in which they are told."""
    return tuple(words()["groups"])


def sharers(center: Center, held: Held) -> tuple[Sharers, ...]:
    """Give the recipients of a file, those together who could see the same."""
    alike: dict[tuple[tuple[Way, ...], ...], list[Column]] = {}
    for column in held.columns:
        key = tuple(column.cells[name] for name in CATEGORIES)
        alike.setdefault(key, []).append(column)
    return tuple(
        Sharers(
            keys=tuple(one.key for one in columns),
            names=tuple(_name(center, held, one) for one in columns),
            cells=columns[0].cells,
        )
        for columns in alike.values()
    )


def _name(center: Center, held: Held, column: Column) -> str:
    if column.key == held.standing.agency.id:
        return say("say.self")
    if column.key.startswith("kind:"):
        return wording("en").kinds[column.kind]
    return center.agency(column.key).name


@frozen(kw_only=True)
class DoorLine:
    """One door of a file: who may come by it, what it opens, and where it is from."""

    rule: str
    word: str
    columns: tuple[int, ...]
    what: str
    source: str


def door_lines(rows: tuple[Sharers, ...]) -> Iterator[DoorLine]:
    """Give each door of a file: for whom, to what, by which rule.

    Units: ``columns`` are the numbers of recipients, from one.
    """
    sources = {rule.id: rule.citation for rule in FLOOR}
    for rule, door in words()["doors"].items():
        alike: dict[tuple[tuple[str, ...], tuple[str, ...]], list[int]] = {}
        for number, one in enumerate(rows, 1):
            names = tuple(
                name
                for name, ways in one.cells.items()
                if rule in {way.rule for way in ways}
            )
            by = {
                b
                for ways in one.cells.values()
                for w in ways
                if w.rule == rule
                for b in w.by
            }
            if names:
                alike.setdefault((names, tuple(sorted(by))), []).append(number)
        for (names, statutes), numbers in alike.items():
            yield DoorLine(
                rule=rule,
                word=door["word"],
                columns=tuple(numbers),
                what=what(names),
                source="; ".join([f"{rule}: {sources[rule]}", *statutes]),
            )


def what(names: Iterable[str]) -> str:
    """Say which categories are meant: by groups, and by parts of them."""
    wanted, told = set(names), []
    if wanted >= set(CATEGORIES):
        return say("say.everything")
    for group in words()["groups"].values():
        inside = [name for name in group["has"] if name in wanted]
        if inside == group["has"]:
            told.append(group["name"])
        elif inside:
            short = words()["parts"]
            parts = [short.get(name, CATEGORIES[name].label) for name in inside]
            told.append(say("say.part", group=group["name"], parts=listed(parts)))
    if len(told) > len(words()["groups"]) / 2:
        return _but(wanted)
    return "; ".join(told)


def _but(wanted: set[str]) -> str:
    """Say what is meant by what is not, where that is shorter."""
    return say("say.but", what=what(set(CATEGORIES) - wanted))
