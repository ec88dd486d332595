"""Small checks of plain data: each gives the faults it finds, with their place."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping
from datetime import UTC, date, datetime
from typing import Any

from fjcore.errors import Problem

#: Finds the faults of a value at a path.
Check = Callable[[Any, str], Iterator[Problem]]

#: Years that every calendar sum of the engine stays within.
YEARS = range(1800, 2900)


def of_type(kind: type) -> Check:
    """Check that a value is of one type, and not of one like it."""

    def check(value: Any, at: str) -> Iterator[Problem]:
        if type(value) is not kind:
            yield Problem(at, "type")

    return check


text: Check = of_type(str)
flag: Check = of_type(bool)


def name(value: Any, at: str) -> Iterator[Problem]:
    """Check that a value is a text, and not an empty one."""
    yield from text(value, at)
    if value == "":
        yield Problem(at, "required")


def count(least: int, most: int) -> Check:
    """Check that a value is a whole number between two, both included."""

    def check(value: Any, at: str) -> Iterator[Problem]:
        if type(value) is not int:
            yield Problem(at, "type")
        elif not least <= value <= most:
            yield Problem(at, "range")

    return check


def one_of(words: Collection[str]) -> Check:
    """Check that a value is one of some words."""

    def check(value: Any, at: str) -> Iterator[Problem]:
        if type(value) is not str:
            yield Problem(at, "type")
        elif value not in words:
            yield Problem(at, "unknown_code")

    return check


def fits(known: Callable[[str], bool], code: str = "unknown_code") -> Check:
    """Check that a value is a text of which something is so."""

    def check(value: Any, at: str) -> Iterator[Problem]:
        if type(value) is not str:
            yield Problem(at, "type")
        elif not known(value):
            yield Problem(at, code)

    return check


def maybe(check: Check) -> Check:
    """Check a value that may be null."""
    return lambda value, at: iter(()) if value is None else check(value, at)


def listed(check: Check, *, least: int = 0) -> Check:
    """Check a list of values, and that there are enough of them."""

    def checked(value: Any, at: str) -> Iterator[Problem]:
        if type(value) is not list:
            yield Problem(at, "type")
            return
        if len(value) < least:
            yield Problem(at, "required")
        for index, item in enumerate(value):
            yield from check(item, f"{at}.{index}")

    return checked


def table(key: Check, check: Check) -> Check:
    """Check an object of any keys, each of a kind, and their values."""

    def checked(value: Any, at: str) -> Iterator[Problem]:
        if type(value) is not dict:
            yield Problem(at, "type")
            return
        for index, (word, item) in enumerate(value.items()):
            yield from key(word, f"{at}.{index}")
            yield from check(item, f"{at}.{index}")

    return checked


def keyed(required: Mapping[str, Check], optional: Mapping[str, Check]) -> Check:
    """Check an object of known keys; one that is optional may be null as well."""

    def checked(value: Any, at: str) -> Iterator[Problem]:
        if type(value) is not dict:
            yield Problem(at, "type")
            return
        for word in required:
            if word not in value:
                yield Problem(f"{at}.{word}", "required")
        for word, item in value.items():
            if word in required:
                yield from required[word](item, f"{at}.{word}")
            elif word in optional:
                yield from maybe(optional[word])(item, f"{at}.{word}")
        if not set(value) <= {*required, *optional}:
            yield Problem(at, "unknown_key")

    return checked


# --- times -------------------------------------------------------------------------


def instant_of(value: str) -> datetime | None:
    """Read an instant in UTC; None when it has no offset, or is none."""
    found = wall_of(value)
    if found is None or found.utcoffset() is None:
        return None
    try:
        return found.astimezone(UTC)
    except OverflowError:
        return None


def wall_of(value: str) -> datetime | None:
    """Read a date and time, with an offset or without."""
    try:
        return datetime.fromisoformat(value)
    except ValueError:
        return None


def instant(value: Any, at: str) -> Iterator[Problem]:
    """Check that a value is an instant with its offset, in a sensible year."""
    if type(value) is not str:
        yield Problem(at, "type")
    elif (found := instant_of(value)) is None:
        wall = wall_of(value)
        yield Problem(at, "format" if wall is None else "naive_time")
    elif found.year not in YEARS:
        yield Problem(at, "range")


def wall(value: Any, at: str) -> Iterator[Problem]:
    """Check that a value is a local time, without an offset."""
    if type(value) is not str:
        yield Problem(at, "type")
    elif (found := wall_of(value)) is None or found.utcoffset() is not None:
        yield Problem(at, "format")
    elif found.year not in YEARS:
        yield Problem(at, "range")


def day(value: Any, at: str) -> Iterator[Problem]:
    """Check that a value is a full date in a sensible year."""
    if type(value) is not str:
        yield Problem(at, "type")
        return
    found = None
    try:
        found = date.fromisoformat(value)
    except ValueError:
        pass
    if found is None:
        yield Problem(at, "format")
    elif found.year not in YEARS:
        yield Problem(at, "range")
