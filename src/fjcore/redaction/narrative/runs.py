"""Names of which some words tell nothing by themselves, but beside the others."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

from fjcore.redaction.narrative.judging import fits
from fjcore.redaction.narrative.name import Name
from fjcore.redaction.narrative.page import Page
from fjcore.redaction.narrative.vocabulary import How, Met
from fjcore.redaction.narrative.words import is_grammar

#: Between two words of one name there stands no more than this.
_NEAR = re.compile(r"[\s,.'*_~>;`-]{1,10}")

#: Words of a text by their place, and what each was met as.
Words = Mapping[int, Met]
#: Runs of places.
Places = Iterator[Sequence[int]]


def runs(
    page: Page, names: Sequence[Name], met: Words, sure: set[int]
) -> Iterator[tuple[int, int, int]]:
    """Give first and last place of every run that is a name, and whose it is.

    ``sure``: the places of words that are removed by themselves.
    """
    for group in _groups(page, sorted(met)):
        for owner in sorted({one for place in group for one in met[place].owners}):
            own = {place for place in group if owner in met[place].owners}
            for run in _stretches(group, own.__contains__):
                for piece in _pieces(page, names[owner], run, met, sure):
                    yield piece[0], piece[-1], owner


def _pieces(
    page: Page, name: Name, run: Sequence[int], met: Words, sure: set[int]
) -> Places:
    anchors = [place for place in run if place in sure]
    if not anchors:
        yield from _ordinary(page, name, run, met)
        return
    plain = not any(page.capital(page.tokens[place]) for place in anchors)
    fit = {
        place
        for place in run
        if place in sure or fits(page, name, place, met[place], plain=plain)
    }
    for piece in _stretches(run, fit.__contains__):
        left = _trimmed(page, name, piece, met, sure)
        if any(place in sure for place in left):
            yield left


def _ordinary(page: Page, name: Name, run: Sequence[int], met: Words) -> Places:
    """Give the ordinary words that are a name since they follow each other as in it."""
    first = 0
    while first < len(run):
        last = first + 1
        while last < len(run) and name.has(_said(run[first : last + 1], met)):
            last += 1
        if _whole(page, name, run[first:last], met):
            yield run[first:last]
        first = last


def _said(places: Sequence[int], met: Words) -> tuple[str, ...]:
    return tuple(met[place].word for place in places)


def _whole(page: Page, name: Name, places: Sequence[int], met: Words) -> bool:
    """Whether words that follow each other as in a name tell it."""
    said = _said(places, met)
    if len(set(said)) < 2 or name.small.issuperset(said):
        return False
    if any(met[place].how is not How.EXACT for place in places):
        return False
    if len(said) > 2 or not all(is_grammar(w) or len(w) < 2 for w in said):
        return True
    return all(
        page.capital(page.tokens[place]) or met[place].word in name.small
        for place in places
    )


def _trimmed(
    page: Page, name: Name, run: Sequence[int], met: Words, sure: set[int]
) -> Sequence[int]:
    """Leave out particles at the ends of a run that belong to what stands beyond.

    Those before a word stay where the name has them before it.
    """
    found = list(run)
    while found and found[-1] not in sure and _loose(page, name, found[-1]):
        del found[-1]
    while found and found[0] not in sure and _loose(page, name, found[0]):
        if name.has(_said(found[:2], met)):
            break
        del found[0]
    return found


def _loose(page: Page, name: Name, place: int) -> bool:
    token = page.tokens[place]
    return token.text in name.small and not page.capital(token)


def _groups(page: Page, places: Sequence[int]) -> Iterator[list[int]]:
    """Group places of words that stand beside each other."""
    group: list[int] = []
    for place in places:
        near = group and place == group[-1] + 1 and _NEAR.fullmatch(page.gap(group[-1]))
        if group and not near:
            yield group
            group = []
        group.append(place)
    if group:
        yield group


def _stretches(
    places: Iterable[int], fits: Callable[[int], bool]
) -> Iterator[list[int]]:
    """Give the longest stretches of places that all fit."""
    stretch: list[int] = []
    for place in places:
        if fits(place):
            stretch.append(place)
        elif stretch:
            yield stretch
            stretch = []
    if stretch:
        yield stretch
