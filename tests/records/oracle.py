"""What is wrong with a payload, from the rules of the records alone: slow and obvious.

It shares no code with the codec but the declarations themselves, and reads partial
dates by what they print as.
"""

from __future__ import annotations

import re
import unicodedata
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any

import attrs
from records.rulebook import broken

from fjcore.records import FieldKind, core_list
from fjcore.records.record import declared, info_of, is_part, shape
from fjcore.values import Missing

Faults = set[tuple[str, str]]

_NUMBERS = range(-(10**9) + 1, 10**9)


def faults(payload: Any, cls: type, path: str = "") -> Faults:
    """Every fault of a payload of a type, as pairs of path and code."""
    if type(payload) is not dict:
        return {(path, "type")}
    found: Faults = set()
    names = [attribute.name for attribute in attrs.fields(cls)]
    if [key for key in payload if key not in names]:
        found.add((path, "unknown_key"))
    for attribute in attrs.fields(cls):
        here = f"{path}.{attribute.name}".strip(".")
        if attribute.name in payload:
            found |= _field(payload[attribute.name], attribute, here)
        elif attribute.default is attrs.NOTHING:
            found.add((here, "required"))
    bad = {place.removeprefix(path).strip(".").partition(".")[0] for place, _ in found}
    for name, code in broken(info_of(cls).name, payload, bad):
        found.add((f"{path}.{name}".strip("."), code))
    return found


def _field(value: Any, attribute: attrs.Attribute[Any], path: str) -> Faults:
    _, many = shape(attribute.type)
    if "Missing" in str(attribute.type) and type(value) is dict and "?" in value:
        return _coded(_reason(value), [m.value for m in Missing], path)
    if not many:
        return _one(value, attribute, path)
    if type(value) is not list:
        return {(path, "type")}
    if len(value) > 1000:
        return {(path, "length")}
    each = [_one(item, attribute, f"{path}.{n}") for n, item in enumerate(value)]
    return set().union(*each)


def _reason(value: dict[str, Any]) -> Any:
    return value["?"] if list(value) == ["?"] else None


def _coded(value: Any, codes: Any, path: str) -> Faults:
    if type(value) is not str:
        return {(path, "type")}
    return set() if value in list(codes) else {(path, "unknown_code")}


def _one(value: Any, attribute: attrs.Attribute[Any], path: str) -> Faults:
    kind, _ = shape(attribute.type)
    said = declared(attribute)
    if is_part(kind):
        return faults(value, kind, path)
    if said.codes is not None:
        listed = core_list(said.codes) if isinstance(said.codes, str) else said.codes
        return _coded(value, listed.codes, path)
    if kind in (bool, int):
        if type(value) is not kind:
            return {(path, "type")}
        return set() if kind is bool or value in _NUMBERS else {(path, "range")}
    if type(value) is not str:
        return {(path, "type")}
    if kind is str:
        code = _text(value, said.kind, said.max_length)
    else:
        name = getattr(kind, "__name__", "")
        read = {
            "date": _day,
            "datetime": _instant,
            "PartialDate": _partial,
            "Decimal": _decimal,
        }[name]
        code = "" if read(value) else "format"
    return {(path, code)} if code else set()


# --- texts --------------------------------------------------------------------------


def _text(value: str, kind: FieldKind | None, limit: int) -> str:
    lines = "\n".join(value.split("\r\n"))
    if len(lines) > limit:
        return "length"
    for char in lines:
        if unicodedata.category(char) in ("Cc", "Cs") and char not in ("\n", "\t"):
            return "format"
        if char in "\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069":
            return "format"
    if all(char.isspace() for char in lines):
        return "length"
    if kind is FieldKind.ZIP:
        head, dash, tail = lines.partition("-")
        fits = _digits(head, 5) and (_digits(tail, 4) if dash else not tail)
        return "" if fits else "format"
    if kind is FieldKind.PHONE:
        return "" if _phone(lines) or _email(lines) else "format"
    return "" if kind is not FieldKind.EMAIL or _email(lines) else "format"


def _digits(text: str, count: int) -> bool:
    return len(text) == count and all("0" <= char <= "9" for char in text)


def _phone(text: str) -> bool:
    bare = text[1:] if text[:1] == "+" else text
    ends = _digits(bare[:1], 1) and _digits(bare[-1:], 1)
    return ends and 7 <= len(bare) <= 22 and set(bare) <= set("0123456789 ().-")


def _email(text: str) -> bool:
    name, _, host = text.partition("@")
    spaced = any(char.isspace() for char in text)
    return (
        not spaced
        and "@" not in host
        and 1 <= len(name) <= 64
        and 1 <= len(host) <= 255
    )


def _decimal(text: str) -> bool:
    whole, dot, rest = text.removeprefix("-").partition(".")
    digits = set("0123456789")
    plain = bool(whole) and set(whole) <= digits and (whole == "0" or whole[0] != "0")
    exact = 1 <= len(rest) <= 6 and set(rest) <= digits if dot else not rest
    return plain and exact and Decimal(whole) < 10**12


# --- times --------------------------------------------------------------------------


def _made(kind: Any, *parts: int) -> Any:
    try:
        return kind(*parts)
    except (ValueError, OverflowError):
        return None


def _day(text: str) -> bool:
    numbers = text.split("-")
    sizes = [len(number) for number in numbers]
    if sizes != [4, 2, 2] or not all(map(_digits, numbers, sizes)):
        return False
    return _made(date, *map(int, numbers)) is not None


def _instant(text: str) -> bool:
    match = re.fullmatch(
        r"(.{10})T(..):(..)(?::(..)(?:\.(.{1,6}))?)?(?:Z|[+-](..):(..))", text
    )
    if match is None or not _day(match[1]):
        return False
    if not all(_digits(part, len(part)) for part in match.groups()[1:] if part):
        return False
    hour, minute, second = (int(part or 0) for part in match.group(2, 3, 4))
    day = [int(part) for part in match[1].split("-")]
    at = _made(datetime, *day, hour, minute, second)
    away = timedelta(hours=int(match[6] or 0), minutes=int(match[7] or 0))
    if at is None or int(match[7] or 0) > 59 or away >= timedelta(days=1):
        return False
    east = "+" in text
    try:
        return bool((at.replace(tzinfo=UTC) + (-away if east else away)).year)
    except OverflowError:
        return False


def _partial(text: str) -> bool:
    ends = [_span(part) for part in text.split("/")]
    if None in ends or len(ends) > 2:
        return False
    (low, _), (start, high) = ends[0], ends[-1]  # type: ignore[misc]
    return bool(low <= high and low <= start)


def _span(part: str) -> tuple[str, str] | None:
    """The first and the last day that a part of a date may mean, as text."""
    numbers = part.removesuffix("~").split("-")
    sizes = [len(number) for number in numbers]
    if sizes not in ([4], [4, 2], [4, 2, 2]) or not all(map(_digits, numbers, sizes)):
        return None
    text = "-".join(numbers)
    months = range(1, 13) if len(numbers) < 2 else [int(numbers[1])]
    days = range(1, 32) if len(numbers) < 3 else [int(numbers[2])]
    each = (
        _made(date, int(numbers[0]), month, day) for month in months for day in days
    )
    found = [day.isoformat() for day in each if day is not None]
    return (found[0], found[-1]) if found and found[0].startswith(text) else None
