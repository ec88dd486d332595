"""What one value of a field must look like; a fault is a code, never the value."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from datetime import UTC, date, datetime
from typing import Any

from fjcore.errors import BadDate
from fjcore.records.codes import CodeList, core_list
from fjcore.records.label import FieldKind
from fjcore.values import PartialDate

#: Codes an input fault may have; the list is closed.
FAULTS = frozenset(
    [
        "required",
        "type",
        "length",
        "range",
        "format",
        "unknown_code",
        "unknown_key",
        "duplicate",
        "precondition",
        "too_big",
    ]
)

_PHONE = re.compile(r"\+?[0-9][0-9 ().-]{5,20}[0-9]")
_EMAIL = re.compile(r"[^@\s]{1,64}@[^@\s]{1,255}")
_ZIP = re.compile(r"[0-9]{5}(-[0-9]{4})?")
_INSTANT = re.compile(
    r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}(:[0-9]{2}(\.[0-9]{1,6})?)?"
    r"(Z|[+-][0-9]{2}:[0-9]{2})"
)
_MAX_NUMBER = 10**9


class Fault(ValueError):
    """An input fault on its way to becoming a problem; it carries a code only."""


def text(value: object, max_length: int) -> str:
    """Check a text: its type, its length in characters, no control characters."""
    if type(value) is not str:
        raise Fault("type")
    if len(value) > max_length:
        raise Fault("length")
    if not value.isprintable():
        for char in value:
            if unicodedata.category(char) in ("Cc", "Cs") and char not in "\n\t":
                raise Fault("format")
    return value


def number(value: object) -> int:
    """Check a whole number; a bool is none."""
    if type(value) is not int:
        raise Fault("type")
    if not -_MAX_NUMBER < value < _MAX_NUMBER:
        raise Fault("range")
    return value


def boolean(value: object) -> bool:
    """Check a bool; 0 and 1 are none."""
    if type(value) is not bool:
        raise Fault("type")
    return value


def instant(value: object) -> datetime:
    """Read an instant with its offset; a naive time is a fault."""
    if type(value) is not str:
        raise Fault("type")
    if not _INSTANT.fullmatch(value):
        raise Fault("format")
    return datetime.fromisoformat(value).astimezone(UTC)


def instant_text(value: datetime) -> str:
    """Write an instant in UTC, with ``Z``."""
    return value.astimezone(UTC).isoformat().replace("+00:00", "Z")


def day(value: object) -> date:
    """Read a full date."""
    if type(value) is not str:
        raise Fault("type")
    if len(value) != len("2026-01-31"):
        raise Fault("format")
    return date.fromisoformat(value)


def partial_date(value: object) -> PartialDate:
    """Read a partial date."""
    if type(value) is not str:
        raise Fault("type")
    found = None
    try:
        found = PartialDate.parse(value)
    except BadDate:
        pass
    if found is None:
        raise Fault("format")
    return found


def coded(codes: str | CodeList) -> Callable[[Any], str]:
    """Give a check that takes only the codes of a list."""

    def check(value: Any) -> str:
        if type(value) is not str:
            raise Fault("type")
        known = core_list(codes) if isinstance(codes, str) else codes
        if value not in known:
            raise Fault("unknown_code")
        return value

    return check


def shaped(kind: FieldKind, max_length: int) -> Callable[[Any], str]:
    """Give a check for a text of a kind: phone, e-mail, ZIP code, or any text."""

    def check(value: Any) -> str:
        found = text(value, max_length)
        if kind is FieldKind.ZIP and not _ZIP.fullmatch(found):
            raise Fault("format")
        if kind is FieldKind.PHONE and not (
            _PHONE.fullmatch(found) or _EMAIL.fullmatch(found)
        ):
            raise Fault("format")
        if kind is FieldKind.EMAIL and not _EMAIL.fullmatch(found):
            raise Fault("format")
        if not found.strip():
            raise Fault("length")
        return found

    return check
