"""Addresses: the number and name of a street, however its type is abbreviated."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

from attrs import frozen

from fjcore.redaction.narrative.entities import Entity
from fjcore.redaction.narrative.normalise import words
from fjcore.redaction.narrative.page import Page
from fjcore.redaction.narrative.vocabulary import one_edit
from fjcore.redaction.narrative.words import is_common, is_grammar

#: Types of street and their short forms, English and Spanish.
# Source: USPS Publication 28, appendix C1, the forms in common use. reviewed = false.
_TYPES = (
    "avenue ave av avenida avda",
    "street st str calle cl",
    "road rd",
    "drive dr drv",
    "lane ln",
    "court ct",
    "place pl",
    "boulevard blvd boul bulevar",
    "circle cir circ circulo",
    "way wy",
    "terrace ter terr",
    "trail trl tr",
    "parkway pkwy pky",
    "highway hwy carretera carr ruta",
    "square sq plaza plz",
    "loop lp",
    "alley aly callejon",
    "crossing xing",
    "route rte rt rr",
    "box apartado pob",
    "camino",
    "privada priv pvda",
    "cerrada cda cerr",
    "pasaje pje psje pasadizo",
    "calzada calz czda",
    "andador andr",
    "prolongacion prol",
    "fraccionamiento fracc",
    "urbanizacion urb",
    "path",
    "row",
    "run",
    "bend bnd",
    "ridge rdg",
    "point pt",
    "cove cv",
    "creek crk",
)
#: Types that are so short, or so much another word, that they count only right before
#: a street, as in Spanish: C. Olmo, C/ Olmo, Col. Olmo.
_BEFORE = frozenset(
    "c colonia col barrio bo bda avd paseo pso glorieta glta vereda".split()
)
_WINDS = (
    "north n norte",
    "south s sur",
    "east e este",
    "west w oeste",
    "northeast ne noreste",
    "northwest nw noroeste",
    "southeast se sureste",
    "southwest sw suroeste",
)
_UNITS = (
    "apartment apt apto depto departamento",
    "unit",
    "suite ste",
    "number no num numero nro",
    "floor fl piso",
    "room rm",
    "building bldg edificio",
    "lot",
    "trailer trlr",
    "space spc",
    "interior int",
)
_ORDINALS = (
    "first 1st primera",
    "second 2nd segunda",
    "third 3rd tercera",
    "fourth 4th cuarta",
    "fifth 5th quinta",
    "sixth 6th sexta",
    "seventh 7th septima",
    "eighth 8th octava",
    "ninth 9th novena",
    "tenth 10th decima",
    "eleventh 11th",
    "twelfth 12th",
)


def _one(table: Iterable[str]) -> Mapping[str, str]:
    return {form: row.split()[0] for row in table for form in row.split()}


TYPES, WINDS, UNITS = _one(_TYPES), _one(_WINDS), _one(_UNITS)
_ORDINAL = _one(_ORDINALS)
_BOX = frozenset({"po", "p", "o"})
#: Words before a box, which are elsewhere words of a street.
_OFFICE = _BOX | {"post", "office"}
_AROUND = _BOX | {*TYPES, *WINDS, *UNITS}
_NUMBER = re.compile(r"[0-9]+[a-z]?")

#: Between two words of an address.
_NEAR = re.compile(r"[\s,.#'°º:/>-]{1,8}")


@frozen
class Line:
    """One hidden line of an address: the street's own words, its numbers, its rest."""

    core: tuple[str, ...]
    numbers: frozenset[str]
    rest: frozenset[str]
    category: str

    @classmethod
    def of(cls, entity: Entity) -> Line:
        """Read the line of an entity."""
        found = words(entity.value)
        numbers = frozenset(w for w in found if _NUMBER.fullmatch(w))
        if len(found) > 1 and found[0] in _BEFORE:
            del found[0]
        core = tuple(_plain(w) for w in found if w not in numbers and w not in _AROUND)
        rest = frozenset(w for w in found if w not in numbers and w in _AROUND)
        return cls(core, numbers, rest, entity.category)


def _plain(word: str) -> str:
    return _ORDINAL.get(word, word)


@frozen(repr=False)
class Streets:
    """All hidden lines of addresses, ready to be looked for."""

    lines: tuple[Line, ...]

    @classmethod
    def of(cls, entities: Iterable[Entity]) -> Streets:
        """Make them ready."""
        return cls(tuple(map(Line.of, entities)))

    def look(self, page: Page) -> None:
        """Find addresses in a text."""
        if not self.lines:
            return
        said = [_plain(token.text) for token in page.tokens]
        joined = _Joined(page)
        begin: dict[str, list[int]] = defaultdict(list)
        for place, word in enumerate(said):
            begin[word[0]].append(place)
        for line in self.lines:
            if line.core:
                for first in begin[line.core[0][0]]:
                    last = _reach(said, joined, line.core, first)
                    if last is not None:
                        _found(page, joined, line, first, last)
            elif len(line.numbers) > 1 or line.rest:
                _numbered(page, joined, line)


class _Joined:
    """Which neighboring words stand near each other."""

    def __init__(self, page: Page) -> None:
        self._near = [
            bool(_NEAR.fullmatch(page.gap(place)))
            for place in range(len(page.tokens) - 1)
        ]
        self._broken = [
            page.gap(place).strip() == "-" or page.gap(place) == "\n"
            for place in range(len(page.tokens) - 1)
        ]

    def near(self, place: int) -> bool:
        """Whether a word stands near the next."""
        return 0 <= place < len(self._near) and self._near[place]

    def broken(self, place: int) -> bool:
        """Whether a word may be one with the next."""
        return 0 <= place < len(self._broken) and self._broken[place]


def _reach(
    said: Sequence[str], joined: _Joined, core: Sequence[str], first: int
) -> int | None:
    """Give where the words of a street end, in order, perhaps one of them mistyped."""
    place = first
    for number, word in enumerate(core):
        if number:
            if not joined.near(place):
                return None
            place += 1
        if place >= len(said):
            return None
        if _alike(said[place], word):
            continue
        if joined.broken(place) and said[place] + said[place + 1] == word:
            place += 1
            continue
        return None
    return place


def _alike(said: str, word: str) -> bool:
    if said == word:
        return True
    return len(word) >= 5 and said[0] == word[0] and one_edit(said, word)


def _found(page: Page, joined: _Joined, line: Line, first: int, last: int) -> None:
    """Mark an address around the words of its street, or flag the words alone."""
    found = page.tokens
    low, high, sure = first, last, False
    if joined.near(low - 1) and found[low - 1].text in _BEFORE:
        low, sure = low - 1, True
    while joined.near(low - 1) and (kind := _belongs(found[low - 1].text, line)):
        low, sure = low - 1, sure or kind > 1
    while joined.near(high) and (kind := _belongs(found[high + 1].text, line)):
        high, sure = high + 1, sure or kind > 1
    start, end = found[low].start, found[high].end
    if sure:
        page.mark(start, end, line.category, "street")
    elif _telling(page, line, first, last):
        start, end = found[first].start, found[last].end
        page.flag(start, end, line.category, "street.name")


def _belongs(word: str, line: Line) -> int:
    """Give 2 where a word beside a street proves its address, 1 where it fits it."""
    if word in line.numbers or word in TYPES:
        return 2
    if word in WINDS or word in UNITS or word in line.rest:
        return 1
    return 1 if word in _OFFICE and _boxed(line) else 0


def _boxed(line: Line) -> bool:
    return any(TYPES.get(word) == "box" for word in line.rest)


def _telling(page: Page, line: Line, first: int, last: int) -> bool:
    """Whether the words of a street alone are worth a look."""
    own = [word for word in line.core if not is_grammar(word)]
    rare = any(not is_common(word) and len(word) >= 4 for word in own)
    capital = page.capital(page.tokens[first])
    return rare or (capital and len(own) > 1 and last > first)


def _numbered(page: Page, joined: _Joined, line: Line) -> None:
    """Find an address without words of its own, such as a post office box."""
    found = page.tokens
    wanted = line.numbers | {TYPES.get(w, w) for w in line.rest}
    for place, token in enumerate(found):
        if token.text not in line.numbers:
            continue
        low = high = place
        while joined.near(low - 1) and _belongs(found[low - 1].text, line):
            low -= 1
        while joined.near(high) and _belongs(found[high + 1].text, line):
            high += 1
        said = {TYPES.get(t.text, t.text) for t in found[low : high + 1]}
        if len(said & wanted) > 1:
            page.mark(found[low].start, found[high].end, line.category, "street")
