"""Dates and times as a layout says they are written; nothing about them is guessed."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import datetime
from itertools import pairwise
from types import MappingProxyType
from zoneinfo import ZoneInfo

from fjcore.errors import BadDate
from fjcore.records.checks import Fault
from fjcore.records.importing.cells import DateCell
from fjcore.values import local_instant

#: What stands for each part of a date; there is no year of two digits.
_PARTS: Mapping[str, str] = MappingProxyType(
    {
        "YYYY": r"(?P<Y>[0-9]{4})",
        "MM": r"(?P<M>[0-9]{2})",
        "DD": r"(?P<D>[0-9]{2})",
        "M": r"(?P<M>[0-9]{1,2})",
        "D": r"(?P<D>[0-9]{1,2})",
        "hh": r"(?P<h>[0-9]{2})",
        "mm": r"(?P<m>[0-9]{2})",
        "ss": r"(?P<s>[0-9]{2})",
    }
)
_TOKEN = re.compile("YYYY|MM|DD|M|D|hh|mm|ss|[-/. T:]")

Read = Callable[[str], str]


def pattern(form: str) -> re.Pattern[str] | None:
    """Give the pattern of a date format, or None when it is none.

    Shape: ``YYYY``, ``MM`` or ``M``, ``DD`` or ``D``, ``hh``, ``mm``, ``ss`` and marks
    between them; the year is always there, a day never without its month.
    """
    tokens = _TOKEN.findall(form)
    if "".join(tokens) != form or len(form) > 30:
        return None
    named = [token for token in tokens if token in _PARTS]
    kinds = [token[0] for token in named]
    whole = "Y" in kinds and ("D" not in kinds or "M" in kinds)
    timed = not {"h", "m", "s"} & set(kinds) or "D" in kinds
    ordered = ("m" not in kinds or "h" in kinds) and ("s" not in kinds or "m" in kinds)
    short = any(
        one in ("M", "D") and beside in _PARTS
        for pair in pairwise(tokens)
        for one, beside in (pair, pair[::-1])
    )
    once = len(set(kinds)) == len(kinds) and not short
    if not (whole and timed and ordered and once):
        return None
    return re.compile("".join(_PARTS.get(token, re.escape(token)) for token in tokens))


def date_reader(form: str) -> Read:
    """Give what turns a date in a format into ISO 8601, as much of it as there is."""
    if form == "YYYY-MM-DD":
        return _iso
    made = _pattern(form)
    match = made.fullmatch
    parts = [part for part in ("Y", "M", "D") if part in made.groupindex]
    if len(parts) == 1:
        return lambda text: _year(text, match)

    def read(text: str) -> str:
        if type(text) is DateCell:
            return _iso(text)
        found = match(text)
        if found is None:
            raise Fault("format")
        return "-".join([part.zfill(2) for part in found.group(*parts)])

    return read


def _year(text: str, match: Callable[[str], object]) -> str:
    if match(text) is None:
        raise Fault("format")
    return str(text)


def _iso(text: str) -> str:
    if len(text) != len("2026-01-31") or text[4::3] != "--":
        raise Fault("format")
    return str(text)


def instant_reader(form: str, zone: ZoneInfo) -> Read:
    """Give what turns a local date, with or without a time, into an instant.

    A time that the clock shows twice, or never, gives the later instant.
    """
    match = _pattern(form).fullmatch
    iso = _pattern("YYYY-MM-DDThh:mm:ss").fullmatch
    day = _pattern("YYYY-MM-DD").fullmatch

    def read(text: str) -> str:
        found = match(text)
        if type(text) is DateCell:
            found = iso(text) or day(text)
        if found is None:
            raise Fault("format")
        said = {name: int(part) for name, part in found.groupdict().items()}
        made = None
        try:
            wall = datetime(  # noqa: DTZ001 - a wall clock, resolved in its zone below
                said["Y"],
                said["M"],
                said["D"],
                said.get("h", 0),
                said.get("m", 0),
                said.get("s", 0),
            )
            made = local_instant(wall, zone, "start")
        except (ValueError, OverflowError, BadDate):
            pass
        if made is None:
            raise Fault("format")
        return made.isoformat().replace("+00:00", "Z")

    return read


def _pattern(form: str) -> re.Pattern[str]:
    found = pattern(form)
    if found is None:
        raise Fault("format")
    return found
