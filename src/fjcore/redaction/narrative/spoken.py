"""Days and years that are written as words, in English and Spanish."""

from __future__ import annotations

import re
from collections.abc import Mapping
from types import MappingProxyType

_ONES = (
    "first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth "
    "thirteenth fourteenth fifteenth sixteenth seventeenth eighteenth nineteenth "
    "twentieth"
).split()
#: From one to thirty, and the tens from there, in Spanish.
UNO = (
    "uno dos tres cuatro cinco seis siete ocho nueve diez once doce trece catorce "
    "quince dieciseis diecisiete dieciocho diecinueve veinte veintiuno veintidos "
    "veintitres veinticuatro veinticinco veintiseis veintisiete veintiocho "
    "veintinueve treinta"
).split()
#: From one to nineteen, and the tens from twenty, in English.
COUNT = (
    "one two three four five six seven eight nine ten eleven twelve thirteen fourteen "
    "fifteen sixteen seventeen eighteen nineteen"
).split()
TENS = "twenty thirty forty fifty sixty seventy eighty ninety".split()
DECENAS = "treinta cuarenta cincuenta sesenta setenta ochenta noventa".split()


def _ordinals() -> dict[str, int]:
    """Give the days of a month as English counts them."""
    found = {word: day for day, word in enumerate(_ONES, start=1)}
    found |= {f"twenty {word}": 20 + n for n, word in enumerate(_ONES[:9], start=1)}
    return found | {"thirtieth": 30, "thirty first": 31}


def _cardinals() -> dict[str, int]:
    """Give the days of a month as Spanish counts them."""
    found = {word: day for day, word in enumerate(UNO, start=1)}
    found |= {f"diez y {word}": 10 + n for n, word in enumerate(UNO[:9], start=1)}
    found |= {f"veinte y {word}": 20 + n for n, word in enumerate(UNO[:9], start=1)}
    more = {"primero": 1, "primer": 1, "veintiun": 21}
    return found | more | {"treinta y uno": 31, "treinta y un": 31}


#: Days by their words, as a folded text has them.
ORDINALS: Mapping[str, int] = MappingProxyType(_ordinals())
CARDINALS: Mapping[str, int] = MappingProxyType(_cardinals())


def either(words: Mapping[str, int]) -> str:
    """Give a form that any of the words has, the longest first."""
    longest = sorted(words, key=len, reverse=True)
    return "|".join(word.replace(" ", r"[\s-]{1,2}") for word in longest)


def _two_digits() -> dict[str, int]:
    """Give the last two digits of a year, as English says them."""
    found = {f"oh {word}": n for n, word in enumerate(COUNT[:9], start=1)}
    found |= {word: n for n, word in enumerate(COUNT[9:], start=10)}
    for tens, word in enumerate(TENS, start=2):
        found[word] = 10 * tens
        for ones, last in enumerate(COUNT[:9], start=1):
            found[f"{word} {last}"] = 10 * tens + ones
    return found


def _dos_cifras() -> dict[str, int]:
    """Give the last two digits of a year, as Spanish says them."""
    found = {word: n for n, word in enumerate(UNO, start=1)}
    for tens, word in enumerate(DECENAS, start=3):
        found[word] = 10 * tens
        for ones, last in enumerate(UNO[:9], start=1):
            found[f"{word} y {last}"] = 10 * tens + ones
    return found


_LAST = _two_digits()
_FEW = {word: n for n, word in enumerate(COUNT, start=1)}
_ULTIMO = _dos_cifras()
_CENTURIES = {"nineteen": 1900, "twenty": 2000}
_MILES = {"mil novecientos": 1900, "dos mil": 2000}

#: A year in words, of this century or the last.
_YEARS = (
    (_CENTURIES, "", {**_LAST, "hundred": 0}),
    ({"two thousand": 2000}, r"(?:and[\s-]{1,2})?", {**_FEW, **_LAST}),
    (_MILES, "", _ULTIMO),
)
YEAR = "|".join(
    rf"(?:{either(heads)})[\s-]{{1,2}}{link}(?:{either(tails)})"
    for heads, link, tails in _YEARS
)
YEAR = rf"(?:{YEAR}|two\sthousand|dos\smil)(?![^\W_])"

_GAP = re.compile(r"[\s-]+")


def plain(text: str) -> str:
    """Give words as the tables have them: one space between each."""
    return _GAP.sub(" ", text)


def year_of(text: str) -> int:
    """Give the year that a form of ``YEAR`` says."""
    said = plain(text).replace(" and ", " ")
    for heads, _, tails in _YEARS:
        for head, century in heads.items():
            rest = said.removeprefix(f"{head} ")
            if rest != said and rest in tails:
                return century + tails[rest]
    return 2000
