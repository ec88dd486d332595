"""Initials of known people: a person looks at each, as they may be anything."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from itertools import combinations

from attrs import field, frozen

from fjcore.redaction.narrative.name import Name
from fjcore.redaction.narrative.page import Page

#: How many letters initials have, and how many of them no file need hold.
_FEWEST, _MOST, _UNKNOWN = 2, 5, 2

_BETWEEN = re.compile(r"[.\s/&*_-]{1,3}")

#: An hour in the twelve of a clock, before ``a.m.`` or ``p.m.``.
_HOUR = re.compile(r"[0-9]\s?$|(?:noon|midnight|mediodia)\s$")
_HALVES = frozenset({"am", "pm"})


def initials_of(name: Name) -> frozenset[str]:
    """Give every string of initials of a name, either way round."""
    places = range(len(name.words))
    found = {
        some
        for size in range(_FEWEST, min(_MOST, len(places)) + 1)
        for some in combinations(places, size)
        if _said(name, some)
    }
    letters = {"".join(name.words[place][0] for place in some) for some in found}
    return frozenset(letters | {text[::-1] for text in letters if len(text) == _FEWEST})


def _said(name: Name, places: tuple[int, ...]) -> bool:
    """Whether somebody would write the initials of some words of a name.

    Particles are written where they stand, beside their own: J.d.l.C., d.l.C., J.D.
    """
    small = [name.words[place] in name.small for place in places]
    if not any(small):
        return True
    rest = places if small[0] else places[1:]
    return not all(small) and rest == tuple(range(rest[0], rest[0] + len(rest)))


def outer_of(name: Name) -> frozenset[str]:
    """Give the first and the last of initials between which there may be others.

    The first is of the first given name; the last of any other word.
    """
    first = next((w for w in name.words if w in name.given - name.small), None)
    return frozenset(first[0] + w[0] for w in name.words if first and w != first)


@frozen(repr=False)
class Initials:
    """The initials of all hidden names, with the category of each."""

    known: Mapping[str, str] = field(factory=dict)
    outer: Mapping[str, str] = field(factory=dict)
    small: frozenset[str] = frozenset()

    @classmethod
    def of(cls, names: Iterable[Name]) -> Initials:
        """Make them ready."""
        known: dict[str, str] = {}
        outer: dict[str, str] = {}
        small: set[str] = set()
        for name in names:
            small |= name.small
            for text in initials_of(name):
                known[text] = min(name.category, known.get(text, name.category))
            for text in outer_of(name):
                outer[text] = min(name.category, outer.get(text, name.category))
        return cls(known, outer, frozenset(word for word in small if len(word) > 1))

    def look(self, page: Page) -> None:
        """Flag initials in a text."""
        if not self.known:
            return
        for place, token in enumerate(page.tokens):
            if len(token.text) <= _MOST + 1:
                self._written_as_one(page, place)
        for row in self._rows(page):
            self._spaced(page, row)

    def _written_as_one(self, page: Page, place: int) -> None:
        """Flag letters that are written as one word: TA, JdlC, TAs, and TBA."""
        token = page.tokens[place]
        written = page.written(token)
        if len(written) != len(token.text) or len(written) < _FEWEST:
            return
        said = token.text[:-1] if written.endswith("s") else token.text
        for text in {token.text, said}:
            own = written[: len(text)]
            if text in self.known and self._capitals(own):
                self._flag(page, place, place, self.known[text])
        guessed = self._guess(said) if written[: len(said)].isupper() else None
        if guessed and not page.shouted(place):
            self._flag(page, place, place, guessed)

    def _capitals(self, written: str) -> bool:
        """Whether initials have capitals, all but those of particles: JdlC."""
        low = {char for char in written if not char.isupper()}
        return written[-1].isupper() and low <= {word[0] for word in self.small}

    def _guess(self, said: str) -> str | None:
        """Give whose category the outer of some initials have."""
        if not _FEWEST < len(said) <= _FEWEST + _UNKNOWN:
            return None
        return self.outer.get(said[0] + said[-1])

    def _rows(self, page: Page) -> Iterator[list[int]]:
        """Give the rows of letters that a point, a space or a dash sets apart.

        Particles stand between letters: ``J. de la O``.
        """
        row: list[int] = []
        for place, token in enumerate(page.tokens):
            letter = len(token.text) == 1 and page.cased(token)
            fits = letter or (row and token.text in self.small)
            if row and not (fits and _BETWEEN.fullmatch(page.gap(place - 1))):
                yield from _units(page, row)
                row = []
            if fits:
                row.append(place)
        yield from _units(page, row)

    def _spaced(self, page: Page, row: list[int]) -> None:
        """Flag what is known in a row of letters, and a row between known letters.

        Where points alone stand between letters, it is all of them or none.
        """
        letters = [page.tokens[place].text[0] for place in row]
        whole = _tight(page, row)
        for first in range(1 if whole else len(row)):
            for last in range(first + 1, min(first + _MOST, len(row))):
                said = "".join(letters[first : last + 1])
                if said not in self.known or (whole and last + 1 < len(row)):
                    continue
                own = row[first : last + 1]
                if self._set(page, own) and not _clock(page, own[0], said):
                    self._flag(page, own[0], own[-1], self.known[said])
        own = row if whole else _trimmed(page, row)
        for some in (own,) if whole else (own, own[1:]):
            guessed = self._guess("".join(page.tokens[p].text[0] for p in some))
            if guessed and (whole or all(page.capital(page.tokens[p]) for p in some)):
                self._flag(page, some[0], some[-1], guessed)

    def _set(self, page: Page, row: list[int]) -> bool:
        """Whether letters have points between them, or capitals but for particles."""
        if _tight(page, row):
            return True
        tokens = [page.tokens[place] for place in row]
        ends = all(len(token.text) == 1 for token in (tokens[0], tokens[-1]))
        low = {token.text[0] for token in tokens if not page.capital(token)}
        return ends and low <= {word[0] for word in self.small} and len(low) < len(row)

    def _flag(self, page: Page, first: int, last: int, category: str) -> None:
        start, end = page.tokens[first].start, page.tokens[last].end
        page.flag(start, end, category, "initials")


def _trimmed(page: Page, row: list[int]) -> list[int]:
    """Leave out letters without a capital at both ends: ``a T. B. A. y``."""
    low, high = 0, len(row)
    while low < high and not page.capital(page.tokens[row[low]]):
        low += 1
    while high > low and not page.capital(page.tokens[row[high - 1]]):
        high -= 1
    return row[low:high]


def _tight(page: Page, row: list[int]) -> bool:
    """Whether points alone stand between letters: t.b.a."""
    return len(row) > 1 and all(page.gap(place) == "." for place in row[:-1])


def _units(page: Page, row: list[int]) -> Iterator[list[int]]:
    """Give the parts of a row that belong together: J.D. and M.T. of ``J.D. M.T.``."""
    last = len(row)
    while last and len(page.tokens[row[last - 1]].text) > 1:
        last -= 1
    row = row[:last]
    tight = [page.gap(place) == "." for place in row[:-1]]
    apart = any(tight)
    unit = row[:1]
    for place, near in zip(row[1:], tight, strict=True):
        if apart and not near:
            yield unit
            unit = []
        unit.append(place)
    if unit:
        yield unit


def _clock(page: Page, place: int, said: str) -> bool:
    """Whether letters tell the half of a day: 9 a.m."""
    token = page.tokens[place]
    if said not in _HALVES or page.capital(token):
        return False
    before = page.folded.text[max(0, token.start - 10) : token.start]
    return _HOUR.search(before) is not None
