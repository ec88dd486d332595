"""What stands in a name and on no file: a second initial, or another given name."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping, Sequence

from fjcore.redaction.narrative.name import Name
from fjcore.redaction.narrative.page import Page

#: Between initials and the name beside them.
_NEAR = re.compile(r"[\s.,*_>-]{1,5}")

#: So many initials stand beside a name at most.
_MOST = 3

#: The places of words that are removed, and whose they are.
Sure = Mapping[int, Collection[int]]


def initials_beside(
    page: Page, names: Sequence[Name], sure: Sure
) -> Iterator[tuple[int, int, int]]:
    """Give first and last place of initials in a name or right beside it, and whose.

    Shape: ``T.B. Alvarez``, ``Alvarez, T. B.``, ``Teresa B. Alvarez``, where a file
    holds no name with a B. One letter alone that no file has may be of somebody else.
    """
    for place, owners in sure.items():
        for step in (-1, 1):
            letters = _letters(page, place, step, sure)
            if not letters:
                continue
            beyond = _owners(page, letters[-1], step, sure)
            for owner in sorted(owners):
                own = _reach(page, names[owner], place, letters)
                reach = letters[-1] if owner in beyond else own
                if reach is not None:
                    low, high = sorted((place + step, reach))
                    yield low, high, owner


def words_between(page: Page, sure: Sure) -> Iterator[tuple[int, int]]:
    """Give the place of a word between two of one name, and whose name that is."""
    for place, owners in sure.items():
        middle = _place(page, place, 1)
        if middle is None or middle in sure:
            continue
        beyond = _owners(page, middle, 1, sure)
        token = page.tokens[middle]
        if len(token.text) > 1 and token.text.isalpha() and page.capital(token):
            for owner in sorted(set(owners) & set(beyond)):
                yield middle, owner


def _place(page: Page, place: int, step: int) -> int | None:
    """Give the place of the next word to one side, where it stands near."""
    if not 0 <= place + step < len(page.tokens):
        return None
    return place + step if _NEAR.fullmatch(page.gap(min(place, place + step))) else None


def _owners(page: Page, place: int, step: int, sure: Sure) -> Collection[int]:
    """Give whose name the next word to one side is."""
    following = _place(page, place, step)
    return () if following is None else sure.get(following, ())


def _letters(page: Page, place: int, step: int, sure: Sure) -> list[int]:
    """Give the places of the initials to one side of a word, the nearest first."""
    found: list[int] = []
    following = _place(page, place, step)
    while following is not None and len(found) < _MOST:
        token = page.tokens[following]
        alone = len(token.text) == 1 and page.capital(token)
        more = not found and following not in sure and _together(page, following)
        if not alone and not more:
            break
        found.append(following)
        following = _place(page, following, step) if alone else None
    return found


def _together(page: Page, place: int) -> bool:
    """Whether a word is two or three initials written as one: TB Alvarez."""
    token = page.tokens[place]
    return 1 < len(token.text) <= _MOST and page.written(token).isupper()


def _reach(page: Page, name: Name, place: int, letters: Sequence[int]) -> int | None:
    """Give the furthest place of initials of which a known one is the outermost."""
    own = page.tokens[place].text
    known = {w[0] for w in name.words if w not in name.small and w != own}
    found = [one for one in letters if page.tokens[one].text[0] in known]
    if not found:
        return None
    return letters[-1] if place < letters[0] else found[-1]
