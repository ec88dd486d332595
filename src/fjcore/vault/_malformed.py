"""Where a text is no strict JSON: the first place and its code, and nothing it holds.

Read only after the strict reader has refused the text, which this must agree with.
"""

from __future__ import annotations

import json
import re
from math import isfinite
from typing import Any

from fjcore.errors import Problem
from fjcore.values import canonical

_BOMS = (b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff")

#: What JSON is made of beside colons, commas, spaces and three words.
_TOKENS = re.compile(
    r'(?P<text>"(?:[^"\\]|\\.)*+")(?P<key>\s*+:)?+|(?P<open>\{)|(?P<close>\})'
    r"|(?P<number>-?[0-9][0-9.eE+-]*+)|(?P<constant>NaN|-?Infinity)",
    re.DOTALL,
)


def fault_in(raw: bytes) -> Problem:
    """Give the first fault of a text that is no strict JSON."""
    # A zero byte is no JSON, and every other character of most in UTF-16 or UTF-32.
    if raw.startswith(_BOMS) or 0 in raw[:4]:
        return Problem("line 1, column 1", "encoding")
    try:
        text = raw.decode("utf-8")
    except UnicodeDecodeError as error:
        text = raw[: error.start].decode("utf-8")
        return Problem(_place(text, len(text)), "encoding")
    try:
        json.loads(text, parse_int=_unread, parse_float=_unread)
    except json.JSONDecodeError as error:
        return Problem(_place(text, error.pos), "format")
    return _strictly(text)


def _strictly(text: str) -> Problem:
    """Give the first fault of what is JSON, but not strictly so."""
    objects: list[set[str]] = []
    for found in _TOKENS.finditer(text):
        code = ""
        if found["open"]:
            objects.append(set())
        elif found["close"]:
            objects.pop()
        elif found["text"]:
            code = _text_fault(found, objects)
        elif found["constant"] or not _sound(found["number"]):
            code = "format"
        if code:
            return Problem(_place(text, found.start()), code)
    return Problem("", "format")


def _text_fault(found: re.Match[str], objects: list[set[str]]) -> str:
    text = json.loads(found["text"])
    if any("\ud800" <= char <= "\udfff" for char in text):
        return "format"
    if found["key"]:
        if text in objects[-1]:
            return "duplicate"
        objects[-1].add(text)
    return ""


def _sound(digits: str) -> bool:
    if not set(digits) & set(".eE"):
        # Counted first: reading very many digits takes very long.
        return len(digits) <= 20 and abs(int(digits)) < canonical.MAX_INT
    return isfinite(float(digits))


def _unread(_: Any) -> int:
    return 0


def _place(text: str, at: int) -> str:
    line = text.count("\n", 0, at) + 1
    column = at - text.rfind("\n", 0, at)
    return f"line {line}, column {column}"
