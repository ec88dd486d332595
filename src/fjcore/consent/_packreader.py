"""Reading the tables of a pack's file key by key, so that every fault is found."""

from __future__ import annotations

import re
from collections.abc import Callable, Container, Iterable, Iterator, Mapping
from datetime import date
from enum import StrEnum
from typing import Any, TypeVar

from attrs import define, field

from fjcore.errors import Problem
from fjcore.records.checks import Fault
from fjcore.records.checks import text as checked

E = TypeVar("E", bound=StrEnum)
T = TypeVar("T")

#: Longest text of a row, in characters.
MAX_TEXT = 1000
#: Most rows of one table, and items of one list.
MAX_ROWS = 200

SLUG = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
_SPACE = re.compile(r"\s+")


@define
class Table:
    """One table of a file: each key is taken once, and what is left is unknown.

    A faulty key gives an empty value of its type and a problem, so that the rest of
    the file is read as well; a file with any problem is refused as a whole.
    """

    data: dict[str, Any]
    path: str
    problems: list[Problem]
    taken: set[str] = field(factory=set)

    def at(self, key: str | int) -> str:
        """Give the path of a key."""
        return f"{self.path}.{key}" if self.path else str(key)

    def fault(self, key: str | int, code: str) -> None:
        """Note a problem at a key."""
        self.problems.append(Problem(self.at(key), code))

    def has(self, key: str) -> bool:
        """Whether a key is there."""
        return key in self.data

    def _take(self, key: str, read: Callable[[Any], T], empty: T, needed: bool) -> T:
        self.taken.add(key)
        if key not in self.data:
            if needed:
                self.fault(key, "required")
            return empty
        try:
            return read(self.data[key])
        except Fault as fault:
            code = str(fault)
        self.fault(key, code)
        return empty

    def text(
        self, key: str, *, shape: re.Pattern[str] | None = None, needed: bool = True
    ) -> str:
        """Take a text of one line, not empty; line ends in it become spaces."""

        def read(value: Any) -> str:
            found = _SPACE.sub(" ", checked(value, MAX_TEXT)).strip()
            if not found:
                raise Fault("required")
            if shape is not None and not shape.fullmatch(found):
                raise Fault("format")
            return found

        return self._take(key, read, "", needed)

    def number(self, key: str, low: int, high: int, *, needed: bool = True) -> int:
        """Take a whole number within bounds."""

        def read(value: Any) -> int:
            if type(value) is not int:
                raise Fault("type")
            if not low <= value <= high:
                raise Fault("range")
            return value

        return self._take(key, read, 0, needed)

    def flag(self, key: str, *, needed: bool = True) -> bool:
        """Take true or false."""

        def read(value: Any) -> bool:
            if type(value) is not bool:
                raise Fault("type")
            return value

        return self._take(key, read, False, needed)

    def day(self, key: str, *, needed: bool = True) -> date | None:
        """Take a day of the calendar."""
        return self._take(key, _day, None, needed)

    def word(self, key: str, kind: type[E], default: E, *, needed: bool = True) -> E:
        """Take one word of a closed list."""

        def read(value: Any) -> E:
            known = {one.value: one for one in kind}
            found = known.get(checked(value, MAX_TEXT))
            if found is None:
                raise Fault("unknown_code")
            return found

        return self._take(key, read, default, needed)

    def words(self, key: str, kind: type[E], *, needed: bool = True) -> frozenset[E]:
        """Take a list of words of a closed list, none twice; not empty if needed."""
        names = self.names(key, {one.value for one in kind}, needed=needed)
        return frozenset(kind(name) for name in names)

    def names(
        self,
        key: str,
        known: Container[str] | None = None,
        *,
        code: str = "unknown_code",
        needed: bool = True,
    ) -> tuple[str, ...]:
        """Take a list of texts, each known and none twice; not empty if needed."""
        nothing: list[Any] = []
        items = self._take(key, _listed, nothing, needed)
        if needed and key in self.data and self.data[key] == []:
            self.fault(key, "required")
        found: list[str] = []
        for index, item in enumerate(items):
            fault = _item_fault(item, known, found, code)
            if fault:
                self.fault(f"{key}.{index}", fault)
            else:
                found.append(" ".join(item.split()))
        return tuple(found)

    def rows(self, key: str) -> Iterator[Table]:
        """Take a list of tables."""
        nothing: list[Any] = []
        items = self._take(key, _listed, nothing, False)
        for index, item in enumerate(items):
            if type(item) is dict:
                yield Table(item, self.at(f"{key}.{index}"), self.problems)
            else:
                self.fault(f"{key}.{index}", "type")

    def table(self, key: str) -> Table | None:
        """Take one table, where it is there."""
        found = self._take(key, _tabled, None, False)
        return None if found is None else Table(found, self.at(key), self.problems)

    def done(self) -> None:
        """Note what nobody took: a key that is not part of this table."""
        if not self.data.keys() <= self.taken:
            self.problems.append(Problem(self.path, "unknown_key"))


def _day(value: Any) -> date | None:
    text = checked(value, MAX_TEXT)
    found = None
    try:
        found = date.fromisoformat(text)
    except ValueError:
        pass
    if found is None or found.isoformat() != text:
        raise Fault("format")
    return found


def _listed(value: Any) -> list[Any]:
    if type(value) is not list:
        raise Fault("type")
    if len(value) > MAX_ROWS:
        raise Fault("length")
    return value


def _tabled(value: Any) -> dict[str, Any] | None:
    if type(value) is not dict:
        raise Fault("type")
    return value


def _item_fault(
    item: Any, known: Container[str] | None, found: Iterable[str], code: str
) -> str:
    try:
        text = " ".join(checked(item, MAX_TEXT).split())
    except Fault as fault:
        return str(fault)
    if not text:
        return "required"
    if known is not None and text not in known:
        return code
    return "duplicate" if text in found else ""


def texts(table: Table, key: str, languages: Mapping[str, bool]) -> dict[str, str]:
    """Take a table of one text per language; those marked are needed."""
    inner = table.table(key)
    if inner is None:
        if not table.has(key):
            table.fault(key, "required")
        return {}
    found = {
        name: inner.text(name, needed=needed) for name, needed in languages.items()
    }
    inner.done()
    return {name: text for name, text in found.items() if text}
