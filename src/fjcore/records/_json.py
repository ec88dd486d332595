"""Records to and from the bytes of JSON, by whichever writer of JSON there is.

Two engines give the same bytes and refuse the same: the standard library's, and orjson,
which is faster. What orjson takes is taken only where the standard library would read
the same; everything else is handed to that.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from functools import cache
from typing import Any, Literal, TypeVar

from attrs import frozen

from fjcore.errors import (
    BadText,
    MissingExtra,
    NotCanonical,
    OptionRefused,
    TooBig,
    ValueRefused,
)
from fjcore.records._writer import Manner
from fjcore.records.codec import structure, written
from fjcore.records.record import info_of
from fjcore.values import canonical

R = TypeVar("R")

#: The engine to use: orjson where there is one, unless one is named.
EngineName = Literal["", "standard", "orjson"]

_STRINGS = re.compile(rb'"[^"\\]*+(?:\\.[^"\\]*+)*+"', re.DOTALL)
#: Space where a key may end.
_SPACED = re.compile(rb'"[ \t\r\n]')

#: More than any input of a size that is read has members.
_MANY = 2 * canonical.MAX_BYTES


@frozen
class Engine:
    """One writer and reader of JSON, and the manner of plain data it is given.

    ``write_sorted`` is for what has its keys in order already, and no instant in it.
    """

    manner: Manner
    write: Callable[[Any], bytes]
    write_sorted: Callable[[Any], bytes]
    read: Callable[[bytes], Any]


def dumps(record: object, *, engine: EngineName = "") -> bytes:
    """Write a record as JSON in its one form: the same bytes by either engine.

    Shape: UTF-8, keys sorted, no spaces; as ``unstructure`` gives it.
    Raises: NotCanonical, naming the field, when a record made by hand holds what its
    type cannot, or naming the record, when it holds half a character; NaiveTime, naming
    the field; TooBig, above 1 MiB; Unlabelled, when its class was derived from a record
    type without being made one itself.
    """
    chosen = engine_of(engine)
    name = info_of(type(record)).name
    plain = written(record, chosen.manner)
    raw: bytes | None = None
    try:
        raw = chosen.write(plain)
    except (TypeError, ValueError):
        pass
    del plain
    if raw is None:
        raise NotCanonical(name)
    if len(raw) > canonical.MAX_BYTES:
        del raw
        raise TooBig(name)
    return raw


def loads(raw: bytes, cls: type[R], *, where: str = "", engine: EngineName = "") -> R:
    """Read a record of a type from JSON, strictly and alike by either engine.

    Raises: Malformed, with the path and code of every fault; TooBig, above 1 MiB or
    deeper than 32; BadText, when it is no strict JSON: not UTF-8, a key twice, NaN or
    Infinity, an integer of 2**53 or more, half a character, trailing data; Unlabelled.
    None of them repeats the input.
    """
    read = engine_of(engine).read
    fault: ValueRefused | None = None
    payload: Any = None
    try:
        payload = read(raw)
    except TooBig:
        fault = TooBig(where)
    except BadText:
        fault = BadText(where)
    del raw
    if fault is not None:
        raise fault
    try:
        return structure(payload, cls, where=where)
    finally:
        del payload


def engine_of(name: str) -> Engine:
    """Give an engine: the one named, or the faster one where there is one."""
    if name not in ("", "standard", "orjson"):
        raise OptionRefused("engine")
    found = _by_orjson() if name != "standard" else None
    if found is None and name == "orjson":
        raise MissingExtra("orjson")
    return found or _STANDARD


# --- the standard library -----------------------------------------------------------


_encode = json.JSONEncoder(
    sort_keys=True,
    separators=(",", ":"),
    ensure_ascii=False,
    allow_nan=False,
    check_circular=False,
).encode


def _write_standard(plain: Any) -> bytes:
    return _encode(plain).encode()


def _read_standard(raw: bytes) -> Any:
    if type(raw) is not bytes:
        raise BadText
    return canonical.loads(raw)


_STANDARD = Engine(
    Manner(checked=True, native=False), _write_standard, _write_standard, _read_standard
)


# --- orjson -------------------------------------------------------------------------


@cache
def _by_orjson() -> Engine | None:
    try:
        import orjson
    except ImportError:
        return None
    options = orjson.OPT_SORT_KEYS | orjson.OPT_UTC_Z

    def write(plain: Any) -> bytes:
        return orjson.dumps(plain, option=options)

    def read(raw: bytes) -> Any:
        if type(raw) is not bytes or len(raw) > canonical.MAX_BYTES:
            return _read_standard(raw)
        try:
            value = orjson.loads(raw)
        except ValueError:
            return _read_standard(raw)
        return value if _agreed(raw, value) else _read_standard(raw)

    return Engine(Manner(checked=True, native=True), write, orjson.dumps, read)


def _agreed(raw: bytes, value: Any) -> bool:
    """Whether the standard library would read the same: no key stood there twice."""
    members = _members(value, 0)
    # With no space after a key, at least every member of the text is counted here.
    if members == raw.count(b'":') and _SPACED.search(raw) is None:
        return True
    return members == _STRINGS.sub(b"", raw).count(b":")


def _members(value: Any, depth: int) -> int:
    """Count the members of all objects; far too many where another is to judge.

    That is where it goes too deep, and at each number that is or may have been a whole
    number out of range: a fraction may be one that was too large.
    """
    kind = type(value)
    if kind is dict:
        found, inner = len(value), value.values()
    elif kind is list:
        found, inner = 0, value
    else:
        small = kind is not int or -canonical.MAX_INT < value < canonical.MAX_INT
        return 0 if small and kind is not float else _MANY
    if depth >= canonical.MAX_DEPTH:
        return _MANY
    for item in inner:
        if type(item) is not str:
            found += _members(item, depth + 1)
    return found
