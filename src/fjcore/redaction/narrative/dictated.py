"""Digits that are said as words, one by one or in small numbers: four oh six."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from types import MappingProxyType

from fjcore.redaction.narrative.normalise import Token
from fjcore.redaction.narrative.spoken import COUNT, DECENAS, TENS, UNO

#: Below a hundred: what a word is worth.
_WORTH: Mapping[str, int] = MappingProxyType(
    {
        **{word: n for n, word in enumerate(COUNT, start=1)},
        **{word: n for n, word in enumerate(UNO, start=1)},
        **{word: 10 * n for n, word in enumerate(TENS, start=2)},
        **{word: 10 * n for n, word in enumerate(DECENAS, start=3)},
        **dict.fromkeys(("zero", "oh", "o", "cero", "nought"), 0),
        **{"un": 1, "una": 1},
    }
)
_CIENTOS = (
    "ciento doscientos trescientos cuatrocientos quinientos seiscientos setecientos "
    "ochocientos novecientos"
).split()
_HUNDREDS: Mapping[str, int] = MappingProxyType(
    {"cien": 100, **{word: 100 * n for n, word in enumerate(_CIENTOS, start=1)}}
)
_TIMES: Mapping[str, int] = MappingProxyType(
    {"double": 2, "doble": 2, "triple": 3, "treble": 3}
)
_AND = frozenset({"and", "y"})

#: What begins a number in words, or is one.
SAID = frozenset({*_WORTH, *_HUNDREDS, *_TIMES})

#: Between two words of one number.
_NEAR = re.compile(r"[\s>-]{1,8}")


class Dictation:
    """The numbers that words of a text say, by the place of their first word."""

    def __init__(self, text: str, tokens: Sequence[Token]) -> None:
        self._text = text
        self._tokens = tokens

    def at(self, place: int) -> tuple[str, int]:
        """Give the digits that are said from a word on, and the place of the last."""
        word = self._tokens[place].text
        following = self._next(place)
        if word in _TIMES:
            if following is None or _WORTH.get(self._tokens[following].text, 10) > 9:
                return "", place
            digit = str(_WORTH[self._tokens[following].text])
            return digit * _TIMES[word], following
        if word in _HUNDREDS:
            rest, last = self._below_a_hundred(following, place)
            return str(_HUNDREDS[word] + rest), last
        if 0 < _WORTH[word] < 10 and following is not None:
            if self._tokens[following].text == "hundred":
                rest, last = self._below_a_hundred(self._next(following), following)
                return str(100 * _WORTH[word] + rest), last
        rest, last = self._below_a_hundred(place, place)
        return str(rest), last

    def _next(self, place: int) -> int | None:
        """Give the place of the next word, where it stands near."""
        if place + 1 >= len(self._tokens):
            return None
        gap = self._text[self._tokens[place].end : self._tokens[place + 1].start]
        return place + 1 if _NEAR.fullmatch(gap) else None

    def _below_a_hundred(self, place: int | None, last: int) -> tuple[int, int]:
        """Give what words say below a hundred, and their last place; else nothing."""
        place = self._without_and(place)
        if place is None or self._tokens[place].text not in _WORTH:
            return 0, last
        worth = _WORTH[self._tokens[place].text]
        following = self._without_and(self._next(place))
        if worth >= 20 and worth % 10 == 0 and following is not None:
            ones = _WORTH.get(self._tokens[following].text, 0)
            if 0 < ones < 10:
                return worth + ones, following
        return worth, place

    def _without_and(self, place: int | None) -> int | None:
        if place is not None and self._tokens[place].text in _AND:
            return self._next(place)
        return place
