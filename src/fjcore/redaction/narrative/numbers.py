"""Numbers: telephone, case, plate, account, whatever stands between their digits."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from attrs import field, frozen

from fjcore.redaction.narrative.dictated import SAID, Dictation
from fjcore.redaction.narrative.entities import Entity, EntityKind
from fjcore.redaction.narrative.normalise import compact
from fjcore.redaction.narrative.page import Page

#: A number without its area code: it may be somebody else's, so a person looks.
_LOCAL = 7

#: A shorter number is everywhere.
_FEWEST = 4

#: Between two pieces of one number there stand no more signs than this.
_GAP = 4

#: Where a line ends within a number.
_LINE_END = re.compile(r"(?:[^\w\n]|_){0,4}\n(?:[^\w\n]|_){0,12}")

_DIGITS = re.compile(r"[0-9]+")

#: What stands right before the digits of a telephone number.
_SIGNS = re.compile(r"[+(]{1,2}$")

#: What is dialed after a telephone number, and that part of one run together.
_EXTENSION = re.compile(
    r"[\s,;(]{0,3}(?:x|ext(?:ension)?|anexo|interno)[.:]?\s{0,2}#?[0-9]{1,6}(?![^\W_])\)?"
)
_DIALED_AFTER = re.compile(r"(?:x|ext(?:ension)?|anexo|interno)[0-9]{1,6}$")

#: A telephone number of which some digits are said by the letters of their keys.
_LETTERED = re.compile(
    r"(?<![^\W_])(?:1[\s./-])?\(?[2-9][0-9]{2}\)?[\s./-]{0,2}[0-9a-z]{3}[\s./-]?"
    r"[0-9a-z]{4}(?![^\W_])"
)
_KEYS = str.maketrans("abcdefghijklmnopqrstuvwxyz", "22233344455566677778889999")

#: Letters that a scan makes of digits.
_MISREAD = str.maketrans("oilsbz", "011582")
_MISREADABLE = frozenset("0123456789oilsbz")
#: More of them in a row are no number.
_MISREAD_MOST = 12

#: Digits or a word, and where they begin and end in the folded text.
Piece = tuple[str, int, int]


class Stretch(NamedTuple):
    """Words near each other, run together, and the place of each character."""

    text: str
    starts: dict[int, int]
    ends: dict[int, int]


def stretches(page: Page, *, digits: bool) -> Iterator[Stretch]:
    """Give the runs of near words; those of digits alone, or of all words.

    ``starts`` and ``ends`` map a place in the run to one in the folded text, at the
    bounds of words only, in order.
    """
    pieces: list[Piece] = []
    for piece in _digits(page) if digits else page.tokens:
        if pieces and (not piece[0] or _far(page, pieces[-1][2], piece[1])):
            yield from _stretch(page, pieces)
            pieces = []
        if piece[0]:
            pieces.append(piece)
    yield from _stretch(page, pieces)


def _far(page: Page, end: int, start: int) -> bool:
    """Whether two pieces are too far from each other to be of one number."""
    if start - end <= _GAP:
        return False
    return not _LINE_END.fullmatch(page.folded.text, end, start)


def _digits(page: Page) -> Iterator[Piece]:
    """Give the digits of each word, however they are said; no digits for any other."""
    tokens = page.tokens
    dictation = Dictation(page.folded.text, tokens)
    place = 0
    while place < len(tokens):
        token, last = tokens[place], place
        said = _number(token.text)
        if said is None and token.text in SAID:
            said, last = dictation.at(place)
        yield said or "", token.start, tokens[last].end
        place = last + 1


def _misread(page: Page, piece: Piece) -> bool:
    """Whether digits stand in the text as letters, and as no number in words."""
    said = page.folded.text[piece[1] : piece[2]]
    return said.isalpha() and piece[0].isdecimal() and said not in SAID


def _number(word: str) -> str | None:
    """Give the digits of a word that is a number, perhaps misread."""
    if word.isdecimal():
        return word
    if len(word) > _MISREAD_MOST or not _MISREADABLE.issuperset(word):
        return None
    return None if word in SAID else word.translate(_MISREAD)


def _stretch(page: Page, pieces: Sequence[Piece]) -> Iterator[Stretch]:
    """Give the run of some pieces; none of letters that a scan made of digits alone."""
    starts, ends, at = {}, {}, 0
    for text, start, end in pieces:
        starts[at] = start
        at += len(text)
        ends[at] = end
    if not all(_misread(page, piece) for piece in pieces):
        yield Stretch("".join(text for text, _, _ in pieces), starts, ends)


def _occurrences(stretch: Stretch, wanted: str) -> Iterator[tuple[int, int]]:
    """Give where a number stands between the bounds of words, in the folded text."""
    at = stretch.text.find(wanted)
    while at >= 0:
        end = at + len(wanted)
        if at in stretch.starts and end in stretch.ends:
            yield stretch.starts[at], stretch.ends[end]
        at = stretch.text.find(wanted, at + 1)


@frozen(repr=False)
class Numbers:
    """All hidden numbers, ready to be looked for."""

    phones: tuple[tuple[str, str], ...]
    others: tuple[tuple[str, str, bool], ...] = field(default=())

    @classmethod
    def of(cls, entities: Iterable[Entity]) -> Numbers:
        """Make them ready."""
        phones, others = [], []
        for one in entities:
            text = compact(one.value)
            if one.kind is EntityKind.PHONE:
                digits = _dialed(text)
                if len(digits) >= _LOCAL:
                    phones.append((_national(digits), one.category))
            elif len(text) >= _FEWEST:
                last = one.category == "identity.gov_id" and len(text) == 9
                others.append((text, one.category, last))
        return cls(tuple(phones), tuple(others))

    def look(self, page: Page) -> None:
        """Find numbers in a text."""
        if self.phones or any(text.isdecimal() for text, _, _ in self.others):
            for stretch in stretches(page, digits=True):
                self._digits(page, stretch)
        if self.phones:
            self._lettered(page)
        if self.others:
            for stretch in stretches(page, digits=False):
                for text, category, _ in self.others:
                    for start, end in _occurrences(stretch, text):
                        _mark(page, start, end, category, text)

    def _digits(self, page: Page, stretch: Stretch) -> None:
        for number, category in self.phones:
            for start, end in _embedded(stretch, number):
                signs = _SIGNS.search(page.folded.text, max(0, start - 2), start)
                first = signs.start() if signs else start
                after = _EXTENSION.match(page.folded.text, end)
                last = after.end() if after else end
                page.mark(first, last, category, "number.phone")
            if len(number) > _LOCAL:
                for start, end in _occurrences(stretch, number[-_LOCAL:]):
                    page.flag(start, end, category, "number.last7")
        for text, category, short in self.others:
            if text.isdecimal():
                for start, end in _occurrences(stretch, text):
                    _mark(page, start, end, category, text)
                if short:
                    for start, end in _occurrences(stretch, text[-4:]):
                        page.flag(start, end, category, "number.last4")

    def _lettered(self, page: Page) -> None:
        """Find telephone numbers that are partly said by letters."""
        for found in _LETTERED.finditer(page.folded.text):
            digits = _national(compact(found[0]).translate(_KEYS))
            for number, category in self.phones:
                if number == digits:
                    page.mark(*found.span(), category, "number.phone")


def _dialed(text: str) -> str:
    """Give the digits of a telephone number, without what is dialed after it."""
    number = _DIALED_AFTER.sub("", text)
    digits = "".join(_DIGITS.findall(number))
    return number.translate(_KEYS) if len(digits) < 10 <= len(number) else digits


def _national(digits: str) -> str:
    """Give a number without the country code of the United States."""
    return digits[1:] if len(digits) == 11 and digits[0] == "1" else digits


def _embedded(stretch: Stretch, number: str) -> Iterator[tuple[int, int]]:
    """Give where a telephone number stands, even where it runs on from others."""
    starts, ends = list(stretch.starts), list(stretch.ends)
    at = stretch.text.find(number)
    while at >= 0:
        low = at - 1 if stretch.text[at - 1 : at] == "1" else at
        first = starts[bisect_right(starts, low) - 1]
        last = ends[bisect_left(ends, at + len(number))]
        yield stretch.starts[first], stretch.ends[last]
        at = stretch.text.find(number, at + 1)


def _mark(page: Page, start: int, end: int, category: str, text: str) -> None:
    if text.isdecimal() and len(text) <= _FEWEST:
        page.flag(start, end, category, "number")
    else:
        page.mark(start, end, category, "number")
