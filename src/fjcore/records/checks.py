"""What one value of a field must look like; a fault is a code, never the value."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

from fjcore.errors import BadDate
from fjcore.records.codes import CodeList, core_list
from fjcore.records.label import FieldKind
from fjcore.values import Missing, PartialDate, utc

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

PHONE = re.compile(r"\+?[0-9][0-9 ().-]{5,20}[0-9]")
EMAIL = re.compile(r"[^@\s]{1,64}@[^@\s]{1,255}")
ZIP = re.compile(r"[0-9]{5}(-[0-9]{4})?")
# Not every Python takes 24:00, so none may.
_INSTANT = re.compile(
    r"[0-9]{4}-[0-9]{2}-[0-9]{2}T(?!24)[0-9]{2}:[0-9]{2}(:[0-9]{2}(\.[0-9]{1,6})?)?"
    r"(Z|[+-][0-9]{2}:[0-9]{2})"
)
# Overrides and isolates let a text be read as another one than it is (UAX 9, 2.1-2.5);
# marks and joiners are how right-to-left and Indic words are spelled, and stay.
_DECIMAL = re.compile(r"-?(0|[1-9][0-9]{0,11})(\.[0-9]{1,6})?")
_UNCLEAN = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff]"
)
_CONTROLS = bytes(code for code in (*range(32), 127) if code not in b"\n\t")
#: A whole number lies below this, either side of zero.
MAX_NUMBER = 10**9

#: The shapes of which a text of a kind has one.
SHAPES: Mapping[FieldKind, tuple[re.Pattern[str], ...]] = {
    FieldKind.ZIP: (ZIP,),
    FieldKind.PHONE: (PHONE, EMAIL),
    FieldKind.EMAIL: (EMAIL,),
}


class Fault(ValueError):
    """An input fault on its way to becoming a problem.

    It carries a code of the closed list only, and the id of the code list that a code
    is not in.
    """

    def __init__(self, code: str, codes: str = "") -> None:
        super().__init__(code)
        self.codes = codes


def text(value: object, max_length: int) -> str:
    """Check a text: its type, its length in characters, no control characters.

    Lines end with LF: a CRLF is read as one. An override or isolate of the direction of
    writing is a control character too; a mark of it or a joiner is none.
    """
    if type(value) is not str:
        raise Fault("type")
    found = value.replace("\r\n", "\n")
    if len(found) > max_length:
        raise Fault("length")
    if not clean(found):
        raise Fault("format")
    return found


def clean(value: str) -> bool:
    """Whether a text holds no control character but LF and TAB, and no half of one."""
    # Notes are long: for plain ASCII this is several times faster than the pattern.
    if value.isascii():
        return len(value.encode().translate(None, _CONTROLS)) == len(value)
    return _UNCLEAN.search(value) is None


def number(value: object) -> int:
    """Check a whole number; a bool is none."""
    if type(value) is not int:
        raise Fault("type")
    if not -MAX_NUMBER < value < MAX_NUMBER:
        raise Fault("range")
    return value


def decimal(value: object) -> Decimal:
    """Read an exact number from its text, without exponent or leading zeros."""
    if type(value) is not str:
        raise Fault("type")
    if not _DECIMAL.fullmatch(value):
        raise Fault("format")
    return Decimal(value)


def decimal_text(value: Decimal) -> str:
    """Write an exact number, digit by digit as it was read."""
    return f"{value:f}"


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
    try:
        return datetime.fromisoformat(value).astimezone(UTC)
    except (ValueError, OverflowError):
        pass
    raise Fault("format")


def instant_text(value: datetime) -> str:
    """Write an instant in UTC, with ``Z``.

    Raises: NaiveTime; BadDate, when its day in UTC lies out of years 1 to 9999.
    """
    return utc(value).isoformat().replace("+00:00", "Z")


def day(value: object) -> date:
    """Read a full date."""
    if type(value) is not str:
        raise Fault("type")
    # A week date such as 2026-W05-6 is as long, and fromisoformat would take it.
    if len(value) != len("2026-01-31") or not value[4] == value[7] == "-":
        raise Fault("format")
    try:
        return date.fromisoformat(value)
    except ValueError:
        pass
    raise Fault("format")


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


def known_codes(codes: str | CodeList) -> frozenset[str]:
    """Give the codes of a list, retired ones too; it may be named by its id.

    Raises: UnknownRecord, when core has no list of that id.
    """
    return (core_list(codes) if isinstance(codes, str) else codes).readable


def reason(value: dict[str, Any]) -> Missing:
    """Read a reason for a missing answer, as in ``{"?": "asked_declined"}``."""
    said = value.get("?")
    if len(value) != 1 or type(said) is not str:
        raise Fault("type")
    for member in Missing:
        if member.value == said:
            return member
    raise Fault("unknown_code", "fj.missing_reason")


def coded(codes: str | CodeList) -> Callable[[Any], str]:
    """Give a check that takes only the codes of a list.

    Raises: UnknownRecord, when core has no list of that id.
    """
    known = known_codes(codes)
    name = codes if isinstance(codes, str) else codes.id

    def check(value: Any) -> str:
        if type(value) is not str:
            raise Fault("type")
        if value not in known:
            raise Fault("unknown_code", name)
        return value

    return check


def shaped(kind: FieldKind, max_length: int) -> Callable[[Any], str]:
    """Give a check for a text of a kind: phone, e-mail, ZIP code, or any text.

    A way to reach a person may be a phone number or an e-mail address.
    """
    shapes = SHAPES.get(kind, ())

    def check(value: Any) -> str:
        found = text(value, max_length)
        if not found.strip():
            raise Fault("length")
        if shapes and not any(shape.fullmatch(found) for shape in shapes):
            raise Fault("format")
        return found

    return check
