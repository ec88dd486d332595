"""The traces of a value: what would stand in a text if the value were written there.

A value is looked for however it is punctuated, spaced, capitalized or accented. A
telephone number is its digits, with or without country and area code; a full date is
any of its usual renderings. A date known less well than to the day leaves no trace.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from datetime import date, datetime
from enum import Enum
from itertools import product
from typing import Any, NamedTuple

from fjcore.records.label import FieldKind
from fjcore.redaction.operators import keep
from fjcore.redaction.walk import normal
from fjcore.values import Missing, PartialDate

#: A shorter value says too little to search for.
MIN_LENGTH = 4

#: So many digits in one run are a number of somebody's, not a year or a room.
_NUMBER_LENGTH = 7

_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_INSTANT = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9:.]+Z")
_DATED = re.compile(r"[0-9]{4}-(?:[0-9]{2}|Q[1-4])(?:-[0-9]{2}(?:T[0-9:.]+Z)?)?~?")
_HYPHEN = re.compile(r"(?<=[^\W_])[-\u2010-\u2015_/'\u2019]+\s*(?=[^\W_])")
_BETWEEN = re.compile(r"(?<=[0-9])(?=[^\W\d_])|(?<=[^\W\d_])(?=[0-9])")

_ENGLISH = (
    "january february march april may june july august september october november "
    "december"
).split()
_SPANISH = (
    "enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre "
    "diciembre"
).split()
_SUFFIXES = ("st", "nd", "rd", "th")


class How(Enum):
    """How a trace is looked for."""

    #: As a word or words, which may run together, be broken by a hyphen or spelled out.
    WORDS = "words"
    #: As digits, whatever stands between them.
    DIGITS = "digits"
    #: As digits, the end of a longer number: a reviewer may know that it is another.
    TAIL = "tail"
    #: As a date: these very words, letters and digits apart.
    DAY = "day"


class Trace(NamedTuple):
    """One thing to look for."""

    how: How
    text: str

    @property
    def key(self) -> tuple[How, str]:
        """The trace without its word breaks: two alike are the same value."""
        flat = self.text if self.how is How.DAY else self.text.replace(" ", "")
        return How.DIGITS if self.how is How.TAIL else self.how, flat


def traces(kind: FieldKind, value: Any) -> frozenset[Trace]:
    """Give what a value of a kind would leave in a text; nothing when it is short."""
    if isinstance(value, (Missing, bool)) or value is None:
        return frozenset()
    if kind in (FieldKind.DATE, FieldKind.INSTANT):
        return frozenset(Trace(How.DAY, text) for text in _dates(value))
    whole = normal(str(keep(value)))
    flat = whole.replace(" ", "")
    if len(whole) < MIN_LENGTH:
        return frozenset()
    if len(flat) < _NUMBER_LENGTH or not flat.isdecimal():
        return frozenset({Trace(How.WORDS, whole)})
    if kind is FieldKind.PHONE:
        return frozenset(_numbers(flat))
    return frozenset({Trace(How.DIGITS, flat)})


def _numbers(digits: str) -> Iterator[Trace]:
    yield Trace(How.DIGITS, digits)
    local = digits[1:] if len(digits) == 11 and digits[0] == "1" else digits
    if len(local) >= 10:
        yield Trace(How.DIGITS, local)
        yield Trace(How.TAIL, local[-_NUMBER_LENGTH:])
    if len(local) == 10:
        yield Trace(How.DIGITS, f"1{local}")


def _dates(value: Any) -> Iterator[str]:
    text = str(keep(value)) if isinstance(value, (date, PartialDate, str)) else ""
    if isinstance(value, datetime) or _INSTANT.fullmatch(text):
        text = text[:10]
    for term in text.replace("~", "").split("/"):
        if _DAY.fullmatch(term):
            yield from _renderings(*term.split("-"))


def _renderings(year: str, month: str, day: str) -> Iterator[str]:
    yield year + month + day
    yield month + day + year
    days = dict.fromkeys((day, str(int(day))))
    for m, d in product(dict.fromkeys((month, str(int(month)))), days):
        yield from (f"{year} {m} {d}", f"{m} {d} {year}", f"{d} {m} {year}")
        yield f"{m} {d} {year[2:]}"
    spoken = [*days, *(f"{d} {end}" for d in days for end in _SUFFIXES)]
    name = _ENGLISH[int(month) - 1]
    for word, d in product((name, name[:3], name[:4]), spoken):
        yield from (f"{word} {d} {year}", f"{d} {word} {year}", f"{d} of {word} {year}")
    name = _SPANISH[int(month) - 1]
    for d, of in product(days, ("de", "del")):
        yield f"{d} de {name} {of} {year}"


class Texts:
    """Texts made ready to be searched for traces."""

    def __init__(self, texts: Iterable[str]) -> None:
        found = list(texts)
        #: A date or an instant in its own form holds no name and no number.
        self._words = "\n".join(_line(t) for t in found if not _DATED.fullmatch(t))
        plain = self._words.replace("-", " ")
        self._flat = plain.replace(" ", "")
        self._fine = _BETWEEN.sub(" ", plain)
        days = (text[:10] if _INSTANT.fullmatch(text) else text for text in found)
        lines = "\n".join(map(_line, days)).replace("-", " ")
        self._days = _BETWEEN.sub(" ", lines)

    def hold(self, trace: Trace) -> bool:
        """Whether a trace stands in one of the texts."""
        if trace.how is How.DAY:
            return f" {trace.text} " in self._days
        flat = trace.text.replace(" ", "")
        if flat not in self._flat:
            return False
        if trace.how in (How.DIGITS, How.TAIL):
            return re.search(f" {' ?'.join(flat)} ", self._fine) is not None
        spelled = "[ -]".join(flat)
        return (
            re.search(f"[ -](?:{_broken(trace.text)}|{spelled})[ -]", self._words)
            is not None
        )


def _broken(words: str) -> str:
    """Give a pattern of words, each perhaps broken by a hyphen.

    Two words of a text are not one of the value: "may a" is nobody called Maya.
    """
    between = "[ -]?" if len(words.replace(" ", "")) >= MIN_LENGTH else "[ -]"
    return between.join("-?".join(word) for word in words.split())


def _line(text: str) -> str:
    """Give the normal form of a text, with a hyphen where one may break a word."""
    pieces = _HYPHEN.split(unicodedata.normalize("NFKC", text))
    return f" {'-'.join(map(normal, pieces))} "
