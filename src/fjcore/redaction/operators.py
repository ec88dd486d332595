"""What a view does to a value: pure, total, idempotent, one small function each.

A step takes a value of its kind, or what a step as fine as itself made of one, and
gives text; of anything else it gives None, which shows nothing.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Mapping
from datetime import UTC, date, datetime, tzinfo
from decimal import Decimal
from functools import cache
from types import MappingProxyType
from typing import Any

from attrs import frozen

from fjcore.errors import OptionRefused, Problem
from fjcore.records.checks import decimal_text, instant_text
from fjcore.records.codes import CodeList, core_list, core_lists
from fjcore.records.label import FieldKind
from fjcore.redaction.zip_table import zip_table
from fjcore.values import Missing, PartialDate, utc

Operator = Callable[[Any], Any]


@frozen
class Env:
    """What a cut rests on beside record and plan: the case's time zone and the year.

    Without a ``year`` no birth date counts as that of a very old person.
    """

    tz: tzinfo = UTC
    year: int | None = None


#: Where a caller says nothing: days are those of UTC.
UNSAID = Env()


def keep(value: Any) -> Any:
    """Give the value as plain data.

    Raises: NaiveTime.
    """
    if isinstance(value, datetime):
        return instant_text(utc(value))
    if isinstance(value, (PartialDate, date)):
        return str(value)
    if isinstance(value, Decimal):
        return decimal_text(value)
    return value


# --- codes -------------------------------------------------------------------------


@cache
def outward(codes: str | CodeList) -> Operator | None:
    """Give the operator that hushes codes which would tell why nothing was said.

    None when every code of the list leaves as it is. A code leaves as the one that its
    list has for it, and as a question not asked where it has none.
    """
    listed = core_list(codes) if isinstance(codes, str) else codes
    instead = listed.leaves_as(_core_of(listed))
    if not instead:
        return None
    return lambda value: instead.get(value, value) or unasked()


def unasked() -> dict[str, str]:
    """Give what stands for a question that was not asked."""
    return {"?": Missing.NOT_ASKED.value}


def _core_of(listed: CodeList) -> CodeList | None:
    return core_list(listed.maps_to) if listed.maps_to in core_lists() else None


# --- dates -------------------------------------------------------------------------

_TERM = re.compile(
    r"[0-9]{3}0s|[0-9]{4}(?:-(?:Q[1-4]|(?:0[1-9]|1[0-2])"
    r"(?:-(?:0[1-9]|[12][0-9]|3[01]))?))?"
)


def day_in(value: Any, tz: tzinfo) -> Any:
    """Give the day of an instant where the case is; any other value as it is."""
    if not isinstance(value, datetime):
        return value
    found = None
    try:
        found = utc(value).astimezone(tz).date()
    except (ValueError, OverflowError):
        pass
    return found


def terms(value: Any) -> tuple[list[str], str]:
    """Give the ends of a date as text, and the mark of one that is approximate."""
    value = day_in(value, UTC)
    text = str(value) if isinstance(value, (PartialDate, date, str)) else ""
    ends = text.replace("~", "").split("/")
    sound = len(ends) <= 2 and all(map(_TERM.fullmatch, ends))
    return (ends, "~" if "~" in text else "") if sound else ([], "")


def _step(cut: Callable[[str], str]) -> Operator:
    def coarsen(value: Any) -> str | None:
        told, mark = terms(value)
        ends = list(dict.fromkeys(map(cut, told)))
        return "/".join(ends) + mark if ends else None

    return coarsen


def _quarter(term: str) -> str:
    if len(term) < len("2026-01") or "Q" in term:
        return term
    return f"{term[:4]}-Q{(int(term[5:7]) + 2) // 3}"


decade = _step(lambda term: term[:3] + "0s")
_year = _step(lambda term: term if term.endswith("s") else term[:4])


def year(value: Any) -> Any:
    """Keep the year."""
    if value.__class__ is date and (found := value.year) > 999:
        return str(found)
    return _year(value)


quarter = _step(_quarter)
month = _step(lambda term: term[:7])
day = _step(lambda term: term)


def aged(value: Any, now: int) -> bool:
    """Whether a birth date, perhaps coarsened, is that of a person of 90 years.

    Units: ``now`` is a calendar year; of a decade the last year counts.
    Source: 45 CFR 164.514(b)(2)(i)(C).
    """
    return any(now - _last_year(term) >= 90 for term in terms(value)[0])


def _last_year(term: str) -> int:
    return int(term[:3] + "9") if term.endswith("s") else int(term[:4])


# --- ZIP codes and telephone numbers -----------------------------------------------

_ZIP = re.compile(r"[0-9]{5}(?:-[0-9]{4})?")
_PREFIX = re.compile(r"[0-9]{3}")


def sparse() -> frozenset[str]:
    """Give the ZIP prefixes that too few people share to be shown."""
    return zip_table().sparse


def zip3(value: Any) -> str | None:
    """Keep the first three digits of a ZIP code, where enough people share them.

    Source: 45 CFR 164.514(b)(2)(i)(B); ``data/zip3.toml`` (reviewed: false).
    """
    text = value.strip() if isinstance(value, str) else ""
    if len(text) != 5 or not text.isdecimal() or not text.isascii():
        if not (_ZIP.fullmatch(text) or _PREFIX.fullmatch(text)):
            return None
    prefix = text[:3]
    return "000" if prefix in zip_table().sparse else prefix


def zip5(value: Any) -> str | None:
    """Keep the first five digits of a ZIP code."""
    text = value.strip() if isinstance(value, str) else ""
    return text[:5] if _ZIP.fullmatch(text) else None


#: How a hidden text is drawn; its length says nothing about what it hides.
MASK = "•" * 8

_MASKED = re.compile(MASK + "( [0-9]{2})?")


def last_two(value: Any) -> str | None:
    """Keep the last two digits of a long number in a template of fixed length.

    Shape: ``•••••••• 07``; only the template where fewer than eight digits are given,
    or anything but a number.
    """
    if not isinstance(value, str):
        return None
    if _MASKED.fullmatch(value):
        return value
    digits = "".join(str(unicodedata.decimal(c)) for c in value if c.isdecimal())
    number = all(c.isdecimal() or c.isspace() or c in "+().-" for c in value)
    return f"{MASK} {digits[-2:]}" if number and len(digits) >= 8 else MASK


_ENDED = re.compile(MASK + "(?: ([0-9a-z]{1,4}))?")


def partial(value: Any, kept: int) -> str | None:
    """Keep the last letters and digits of a long number in a template of fixed length.

    Shape: ``•••••••• 0107``; only the template where fewer than 3 x ``kept`` + 2 are
    given. Of what it made itself, it keeps the last ``kept``.
    Units: ``kept`` is 1 to 4.
    Raises: OptionRefused, for another number to keep.
    """
    if kept not in (1, 2, 3, 4):
        raise OptionRefused("kept", problems=(Problem("kept", "range"),))
    if not isinstance(value, str):
        return None
    if ended := _ENDED.fullmatch(value):
        return f"{MASK} {ended[1][-kept:]}" if ended[1] else MASK
    signs = unicodedata.normalize("NFKC", value).casefold()
    known = "".join(filter(str.isalnum, signs))
    sound = known.isascii() and len(known) >= 3 * kept + 2
    return f"{MASK} {known[-kept:]}" if sound else MASK


def last_four(value: Any) -> str | None:
    """Keep the last four letters and digits of an account or a case number."""
    return partial(value, 4)


#: Per kind of field, the steps between nothing and everything, low to high.
STEPS: Mapping[FieldKind, tuple[tuple[str, Operator], ...]] = MappingProxyType(
    {
        FieldKind.DATE: (
            ("decade", decade),
            ("year", year),
            ("quarter", quarter),
            ("month", month),
        ),
        FieldKind.INSTANT: (
            ("decade", decade),
            ("year", year),
            ("quarter", quarter),
            ("month", month),
            ("day", day),
        ),
        FieldKind.ZIP: (("zip3", zip3), ("zip5", zip5)),
        FieldKind.PHONE: (("last_two", last_two),),
    }
)
