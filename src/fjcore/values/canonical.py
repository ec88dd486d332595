"""The one canonical JSON: what is hashed, signed, sealed or sent is written by it."""

from __future__ import annotations

import json
import re
from math import isfinite
from typing import Any, NoReturn

from fjcore.errors import BadText, NotCanonical, TooBig

#: Integers stay where every JSON reader keeps them exact (RFC 8259, section 6).
MAX_INT = 2**53
MAX_BYTES = 1 << 20
MAX_DEPTH = 32

#: Whole strings and brackets; an open string runs to the end, so no text is read twice.
_TOKENS = re.compile(r'"(?:[^"\\]|\\.)*+(?:"|\\?\Z)|[\[{\]}]', re.DOTALL)


def dumps(value: object) -> bytes:
    """Write JSON in its one form: sorted keys, no spaces, no null, no float.

    Shape: str, bool, int below 2**53, list or tuple, and dict with str keys, in;
    UTF-8 bytes out, the same for the same value in every process.
    Raises: NotCanonical, when the value holds anything else.
    """
    _check(value, 0)
    text = json.dumps(
        value,
        sort_keys=True,
        separators=(",", ":"),
        ensure_ascii=False,
        allow_nan=False,
    )
    raw = None
    try:
        raw = text.encode()
    except UnicodeEncodeError:
        pass
    if raw is None:
        raise NotCanonical("lone surrogate")
    return raw


def _check(value: object, depth: int) -> None:
    kind = type(value)
    if kind is str or kind is bool:
        return
    if kind is int:
        if not -MAX_INT < value < MAX_INT:  # type: ignore[operator]
            raise NotCanonical("integer range")
        return
    if depth >= MAX_DEPTH and isinstance(value, (list, tuple, dict)):
        raise TooBig("depth")
    if isinstance(value, (list, tuple)):
        for item in value:
            _check(item, depth + 1)
        return
    if isinstance(value, dict):
        for key, item in value.items():
            if type(key) is not str:
                raise NotCanonical("key type")
            _check(item, depth + 1)
        return
    raise NotCanonical("value type")


def loads(
    raw: bytes,
    *,
    max_bytes: int = MAX_BYTES,
    max_depth: int = MAX_DEPTH,
    where: str = "",
) -> Any:
    """Read JSON strictly.

    Refused: more than ``max_bytes``, deeper than ``max_depth`` (counted before
    parsing), not UTF-8, a byte order mark, a key twice, half a character, NaN or
    Infinity or a number that would become one, an integer of 2**53 or more, trailing
    data. A null and a fraction are read, though ``dumps`` writes neither.
    Raises: TooBig; BadText. Neither repeats the input.
    """
    if len(raw) > max_bytes:
        raise TooBig(where)
    fault = False
    try:
        text = raw.decode("utf-8")
    except UnicodeDecodeError:
        fault = True
    if fault:
        raise BadText(where)
    if _depth(text) > max_depth:
        raise TooBig(where)
    try:
        value = json.loads(
            text,
            object_pairs_hook=_pairs,
            parse_constant=_constant,
            parse_int=_int,
            parse_float=_float,
        )
        if "\\u" in text:
            # An escape may hold half a character, which no text can hold.
            json.dumps(value, ensure_ascii=False).encode()
    except (ValueError, RecursionError):
        fault = True
    if fault:
        raise BadText(where)
    return value


def _depth(text: str) -> int:
    deepest = depth = 0
    for found in _TOKENS.finditer(text):
        if found[0] in "[{":
            depth += 1
            deepest = max(deepest, depth)
        elif found[0] in "]}":
            depth -= 1
    return deepest


def _pairs(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise ValueError("duplicate key")
    return found


def _constant(_: str) -> NoReturn:
    raise ValueError("not a number")


def _int(digits: str) -> int:
    # Counted first: reading very many digits takes very long.
    if len(digits) > 20 or not -MAX_INT < (found := int(digits)) < MAX_INT:
        raise ValueError("integer range")
    return found


def _float(digits: str) -> float:
    found = float(digits)
    if not isfinite(found):
        raise ValueError("number range")
    return found
