"""Plain data read strictly: every fault by its path, none by what stood there."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from datetime import date
from typing import Any, TypeVar

T = TypeVar("T")

ID = re.compile(r"[A-Za-z0-9][A-Za-z0-9_.-]{0,63}")

#: Longer lists, longer texts and larger points than any published tool has.
MAX_ROWS = 500
MAX_TEXT = 8192
MAX_POINTS = 1_000_000


#: Who asked, a program, a fact: one line, and not a long one.
MAX_LINE = 500

# What no record keeps: controls but line feed and tab, what turns the order of a text
# around (UAX 9, 2.1-2.5), and halves of signs.
_UNCLEAN = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff]"
)


class BadShape(ValueError):
    """A fault while reading; its one argument is the path."""


def table(row: Any, path: str, required: str, optional: str = "") -> dict[str, Any]:
    """Give a table that holds all of the required keys and no unknown ones."""
    needed = set(required.split())
    if type(row) is not dict or not needed <= row.keys():
        raise BadShape(path)
    if not row.keys() <= needed | set(optional.split()):
        raise BadShape(path)
    return row


def named(row: Any, path: str) -> Iterator[tuple[str, str, Any]]:
    """Give each row of a table of names: its path, its name, what it holds."""
    if type(row) is not dict or len(row) > MAX_ROWS:
        raise BadShape(path)
    for key, value in row.items():
        name = text(key, path)
        yield f"{path}.{name}" if ID.fullmatch(name) else path, name, value


def rows(row: Any, path: str) -> Iterator[tuple[str, Any]]:
    """Give each row of a list with its path."""
    if type(row) is not list or len(row) > MAX_ROWS:
        raise BadShape(path)
    for number, value in enumerate(row):
        yield f"{path}.{number}", value


def texts(row: Any, path: str) -> tuple[str, ...]:
    """Give a list of texts."""
    return tuple(text(value, where) for where, value in rows(row, path))


def text(value: Any, path: str) -> str:
    """Give a text that is not empty and can be written down."""
    if type(value) is not str or not 0 < len(value) <= MAX_TEXT:
        raise BadShape(path)
    if not is_clean(value):
        raise BadShape(path)
    return value


def is_clean(value: str) -> bool:
    """Whether a text can be kept in a record."""
    return _UNCLEAN.search(value) is None


def is_line(value: object) -> bool:
    """Whether a value is one line that says something."""
    return (
        type(value) is str
        and bool(value.strip())
        and len(value) <= MAX_LINE
        and "\n" not in value
        and is_clean(value)
    )


def ident(value: Any, path: str) -> str:
    """Give an id."""
    if type(value) is not str or not ID.fullmatch(value):
        raise BadShape(path)
    return value


def idents(row: Any, path: str) -> tuple[str, ...]:
    """Give a list of ids."""
    return tuple(ident(value, where) for where, value in rows(row, path))


def number(value: Any, path: str) -> int:
    """Give a whole number; a bool, a float or a text of digits is none."""
    if type(value) is not int or not -MAX_POINTS <= value <= MAX_POINTS:
        raise BadShape(path)
    return value


def flag(value: Any, path: str) -> bool:
    """Give true or false."""
    if type(value) is not bool:
        raise BadShape(path)
    return value


def word(value: Any, path: str, closed: str) -> str:
    """Give one word of a closed list."""
    if type(value) is not str or value not in closed.split():
        raise BadShape(path)
    return value


def fact(value: Any, path: str) -> str | int | bool:
    """Give a text, a whole number, true or false."""
    if type(value) is bool:
        return value
    return number(value, path) if type(value) is int else text(value, path)


def each(read: Callable[[Any, str], T], value: Any, path: str) -> tuple[T, ...]:
    """Read each row of a list."""
    return tuple(read(row, where) for where, row in rows(value, path))


def maybe(row: dict[str, Any], key: str, path: str) -> str | None:
    """Give the id under a key, or None where there is none."""
    value = row.get(key)
    return None if value is None else ident(value, f"{path}.{key}".lstrip("."))


def maybe_text(row: dict[str, Any], key: str, path: str) -> str | None:
    """Give the text under a key, or None where there is none."""
    value = row.get(key)
    return None if value is None else text(value, f"{path}.{key}".lstrip("."))


def day(value: Any, path: str) -> str:
    """Give a day as ``YYYY-MM-DD``."""
    found = text(value, path)
    try:
        right = date.fromisoformat(found).isoformat() == found
    except ValueError:
        right = False
    if not right:
        raise BadShape(path)
    return found
