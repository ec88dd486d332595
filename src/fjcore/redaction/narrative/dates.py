"""Dates and ages, however they are written, in English and Spanish."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from typing import NamedTuple

from attrs import field, frozen

from fjcore.redaction.narrative.entities import Entity, EntityKind
from fjcore.redaction.narrative.page import Page
from fjcore.redaction.narrative.spoken import (
    CARDINALS,
    ORDINALS,
    YEAR,
    either,
    plain,
    year_of,
)

_MONTHS = (
    "january jan enero ene",
    "february feb febrero",
    "march mar marzo",
    "april apr abril abr",
    "may mayo",
    "june jun junio",
    "july jul julio",
    "august aug agosto ago",
    "september sept sep septiembre setiembre",
    "october oct octubre",
    "november nov noviembre",
    "december dec diciembre dic",
)
_MONTH_OF = {w: n for n, row in enumerate(_MONTHS, start=1) for w in row.split()}
_WORDS = "|".join(sorted(_MONTH_OF, key=len, reverse=True))
_DIGITS = r"[0-9]{1,2}(?:\s?\.?(?:st|nd|rd|th|ro|o|º|°))?"
_DAY = rf"(?P<d>{_DIGITS}|(?:{either(ORDINALS)}|primero)(?![^\W_]))"
# A number in words is a day only where Spanish says of which month.
_DIA = rf"(?P<d>{_DIGITS}|{either(ORDINALS)}|(?:{either(CARDINALS)})(?=\s+del?\s))"
_YEAR = rf"(?P<y>[0-9]{{4}}|'[0-9]{{2}}|{YEAR})"
_OF = r"(?:de\s+|del\s+|of\s+)"

_NUMERIC = re.compile(
    r"(?<![0-9])(?P<a>[0-9]{1,4})(?P<s>\s?[-/.]\s?|\s)(?P<b>[0-9]{1,2})(?P=s)"
    r"(?P<c>[0-9]{4}|[0-9]{1,2})(?![0-9])"
)
_COMPACT = re.compile(r"(?<![^\W_])[0-9]{8}(?![0-9])")
_MONTH_FIRST = re.compile(
    rf"(?<![^\W_])(?P<m>{_WORDS})\b\.?,?[\s-]{{0,3}}(?:the\s+)?{_DAY}(?![0-9])"
    rf"(?:\s?,?[\s-]{{0,3}}{_OF}?{_YEAR}(?![0-9]))?"
)
_DAY_FIRST = re.compile(
    rf"(?<![^\W_]){_DIA}[\s.-]{{0,3}}{_OF}?(?P<m>{_WORDS})(?![^\W\d_])\.?"
    rf"(?:,?[\s-]{{0,3}}{_OF}?{_YEAR}(?![0-9]))?"
)
_LEADING = re.compile("[0-9]+")
_SHORT = re.compile(r"(?<![0-9/.-])([0-9]{1,2})([/-])([0-9]{1,2})(?![0-9]|[/.-][0-9])")

_COUNT = (
    "one uno|two dos|three tres|four cuatro|five cinco|six seis|seven siete|eight ocho"
    "|nine nueve|ten diez|eleven once|twelve doce|thirteen trece|fourteen catorce"
    "|fifteen quince|sixteen dieciseis|seventeen diecisiete|eighteen dieciocho"
    "|nineteen diecinueve|twenty veinte"
)
_COUNTED = {
    w: n for n, row in enumerate(_COUNT.split("|"), start=1) for w in row.split()
}
_N = rf"(?P<n>[0-9]{{1,3}}|{'|'.join(_COUNTED)})"
_AGES = tuple(
    re.compile(rf"(?<![^\W_]){pattern}(?![^\W_])")
    for pattern in (
        rf"{_N}[\s-]{{0,2}}(?:years?|yrs?)?[\s-]{{0,2}}(?:old|y/?o)",
        rf"{_N}\s?y/?o",
        rf"(?:aged?|ages)\s+(?:of\s+)?{_N}",
        rf"turn(?:ed|s|ing)?\s+{_N}",
        rf"{_N}\s+anos(?:\s+de\s+edad)?",
        rf"cumpl\w{{1,6}}\s+{_N}",
        rf"edad\s+(?:de\s+)?{_N}",
    )
)


class Said(NamedTuple):
    """A date as a text says it: where, and each way it may be read.

    A year that is not said is None.
    """

    start: int
    end: int
    readings: tuple[tuple[int | None, int, int], ...]
    #: Whether the first reading is the usual one and the others are not.
    numeric: bool


def said_dates(text: str) -> Iterator[Said]:
    """Give every date that a folded text says to the day."""
    for found in _NUMERIC.finditer(text):
        yield from _numeric(found)
    for found in _COMPACT.finditer(text):
        digits = found[0]
        ways = [
            (int(digits[:4]), int(digits[4:6]), int(digits[6:])),
            (int(digits[4:]), int(digits[:2]), int(digits[2:4])),
        ]
        yield from _said(found, ways, numeric=False)
    for pattern in (_MONTH_FIRST, _DAY_FIRST):
        for found in pattern.finditer(text):
            way = (_year(found["y"]), _MONTH_OF[found["m"]], _day(found["d"]))
            yield from _said(found, [way], numeric=False)
    for found in _SHORT.finditer(text):
        first, second = int(found[1]), int(found[3])
        yield from _said(found, [(None, first, second), (None, second, first)])


def _numeric(found: re.Match[str]) -> Iterator[Said]:
    a, b, c = found["a"], found["b"], found["c"]
    if len(a) == 4 and len(c) < 3:
        yield from _said(found, [(int(a), int(b), int(c))], numeric=False)
    elif len(a) < 3 and len(c) != 1 and not (found["s"].isspace() and len(c) < 4):
        year = _year(c)
        ways = [(year, int(a), int(b)), (year, int(b), int(a))]
        yield from _said(found, ways, numeric=False)


def _day(text: str) -> int:
    digits = _LEADING.match(text)
    if digits is not None:
        return int(digits[0])
    word = plain(text)
    return ORDINALS.get(word) or CARDINALS[word]


def _year(text: str | None) -> int | None:
    if text is None:
        return None
    if text[0].isalpha():
        return year_of(text)
    digits = text.lstrip("'")
    # A year of two digits may be of this century or of the last.
    return int(digits) if len(digits) == 4 else -int(digits) - 1


def _said(
    found: re.Match[str],
    ways: Iterable[tuple[int | None, int, int]],
    *,
    numeric: bool = True,
) -> Iterator[Said]:
    real = tuple(way for way in ways if 1 <= way[1] <= 12 and 1 <= way[2] <= 31)
    if real:
        yield Said(*found.span(), real, numeric)


def _is_of(day: date, way: tuple[int | None, int, int]) -> bool:
    year, month, number = way
    if (day.month, day.day) != (month, number):
        return False
    if year is None or year == day.year:
        return True
    return year < 0 and day.year % 100 == -year - 1


@frozen(repr=False)
class Dates:
    """All hidden dates and ages, ready to be looked for."""

    days: Mapping[tuple[int, int], tuple[tuple[date, str], ...]]
    ages: Mapping[int, str] = field(factory=dict)

    @classmethod
    def of(cls, entities: Iterable[Entity]) -> Dates:
        """Make them ready."""
        days: dict[tuple[int, int], list[tuple[date, str]]] = {}
        ages: dict[int, str] = {}
        for one in entities:
            if one.kind is EntityKind.AGE:
                ages[int(one.value)] = one.category
            else:
                day = date.fromisoformat(one.value)
                days.setdefault((day.month, day.day), []).append((day, one.category))
        return cls({key: tuple(found) for key, found in days.items()}, ages)

    def look(self, page: Page) -> None:
        """Find dates and ages in a text."""
        text = page.folded.text
        for said in said_dates(text) if self.days else ():
            for number, way in enumerate(said.readings):
                for day, category in self.days.get(way[1:], ()):
                    if _is_of(day, way):
                        doubtful = said.numeric and number > 0
                        look = page.flag if doubtful else page.mark
                        look(said.start, said.end, category, "date")
        for pattern in _AGES if self.ages else ():
            for found in pattern.finditer(text):
                years = _COUNTED.get(found["n"]) or int(found["n"])
                if years in self.ages:
                    page.mark(*found.span(), self.ages[years], "age")
                elif years + 1 in self.ages:
                    page.flag(*found.span(), self.ages[years + 1], "age")
