"""Initials of known people: a person looks at each, as they may be anything."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from itertools import combinations

from attrs import field, frozen

from fjcore.redaction.narrative.name import Name
from fjcore.redaction.narrative.page import Page

#: How many letters initials have.
_FEWEST, _MOST = 2, 4

_BETWEEN = re.compile(r"[.\s/&-]{1,3}")


def initials_of(name: Name) -> frozenset[str]:
    """Give every string of initials of a name, either way round."""
    letters = [word[0] for word in name.words]
    most = min(_MOST, len(letters))
    found = {
        "".join(some)
        for size in range(_FEWEST, most + 1)
        for some in combinations(letters, size)
    }
    return frozenset(found | {text[::-1] for text in found if len(text) == _FEWEST})


@frozen(repr=False)
class Initials:
    """The initials of all hidden names, with the category of each."""

    known: Mapping[str, str] = field(factory=dict)

    @classmethod
    def of(cls, names: Iterable[Name]) -> Initials:
        """Make them ready."""
        found: dict[str, str] = {}
        for name in names:
            for text in initials_of(name):
                found[text] = min(name.category, found.get(text, name.category))
        return cls(found)

    def look(self, page: Page) -> None:
        """Flag initials in a text."""
        if not self.known:
            return
        for place, token in enumerate(page.tokens):
            if len(token.text) == 1:
                self._spaced(page, place)
            text = token.text[:-1] if page.written(token).endswith("s") else token.text
            for said in {token.text, text}:
                capital = page.written(token)[: len(said)].isupper()
                if said in self.known and capital:
                    self._flag(page, place, place, said)

    def _spaced(self, page: Page, first: int) -> None:
        """Flag letters that follow each other with a point, a space or a dash."""
        said = page.tokens[first].text
        dotted = True
        for last in range(first + 1, min(first + _MOST, len(page.tokens))):
            gap, token = page.gap(last - 1), page.tokens[last]
            if len(token.text) != 1 or not _BETWEEN.fullmatch(gap):
                return
            said += token.text
            dotted = dotted and "." in gap
            letters = page.tokens[first : last + 1]
            if said in self.known and (dotted or all(map(page.capital, letters))):
                self._flag(page, first, last, said)

    def _flag(self, page: Page, first: int, last: int, said: str) -> None:
        start, end = page.tokens[first].start, page.tokens[last].end
        page.flag(start, end, self.known[said], "initials")
