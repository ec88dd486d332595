"""Phrases of a file: places, employers, schools, words agreed on."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from itertools import product

from attrs import frozen

from fjcore.redaction.narrative.entities import Entity
from fjcore.redaction.narrative.matcher import Matcher
from fjcore.redaction.narrative.normalise import Folded, words
from fjcore.redaction.narrative.page import Page
from fjcore.redaction.narrative.words import is_common

#: Last words that are left out in speech.
_KINDS = frozenset(
    "school elementary inc llc company co corporation corp clinic hospital church "
    "store escuela empresa clinica iglesia tienda".split()
)

#: Words that are written short or whole, the one for the other.
_SHORT = {"saint": "st", "mount": "mt", "fort": "ft", "santa": "sta", "santo": "sto"}
_WRITTEN: Mapping[str, str] = {**_SHORT, **{v: k for k, v in _SHORT.items()}}

#: More ways of writing one phrase than this are not looked for.
_MOST = 24

#: Where a line ends within a word.
_LINE_END = re.compile(r"(?<=[^\W_])-[\s>]{0,4}\n[\s>]{0,8}(?=[^\W_])")


def _forms(found: list[str]) -> Iterator[list[str]]:
    """Give the ways in which the words of a phrase are written: St. Vincent's House."""
    ways = [[[w], [_WRITTEN[w]]] if w in _WRITTEN else [[w]] for w in found]
    for chosen in product(*ways):
        said = [word for part in chosen for word in part]
        yield said
        for place in range(len(said) - 1):
            own = said[place]
            if len(own) > 2 and not own.endswith("s"):
                yield [*said[: place + 1], "s", *said[place + 1 :]]
                yield [*said[:place], f"{own}s", *said[place + 1 :]]


def _whole(folded: Folded) -> tuple[Folded, list[int]] | None:
    """Give a text with words mended that a line end broke, and whence each sign came.

    None where no word is broken.
    """
    if _LINE_END.search(folded.text) is None:
        return None
    kept: list[int] = []
    at = 0
    for gap in _LINE_END.finditer(folded.text):
        kept += range(at, gap.start())
        at = gap.end()
    kept += range(at, len(folded.text))
    text = "".join(folded.text[place] for place in kept)
    spaced = "".join(folded.spaced[place] for place in kept)
    return Folded(text, text, spaced, None), [*kept, len(folded.text)]


@frozen(repr=False)
class Phrases:
    """All hidden phrases, ready to be looked for."""

    matcher: Matcher
    of_phrase: tuple[tuple[str, bool], ...]

    @classmethod
    def of(cls, entities: Iterable[Entity]) -> Phrases:
        """Make them ready, each also in the plural and without its kind."""
        phrases: list[str] = []
        of_phrase: list[tuple[str, bool]] = []
        for one in entities:
            found = words(one.value)
            forms = [*_forms(found)][:_MOST]
            if len(found) > 2 and found[-1] in _KINDS:
                forms += [*_forms(found[:-1])][:_MOST]
            for form in forms:
                plain = all(map(is_common, form)) and len(form) == 1
                for text in (" ".join(form), f"{' '.join(form)}s"):
                    phrases.append(text)
                    of_phrase.append((one.category, plain))
        return cls(Matcher(phrases), tuple(of_phrase))

    def look(self, page: Page) -> None:
        """Find phrases in a text; one word of every day only with its capital."""
        if not self.of_phrase:
            return
        starts = {token.start: token for token in page.tokens}
        for start, end, number in self._scan(page.folded):
            category, plain = self.of_phrase[number]
            token = starts[start]
            sure = not plain or (page.capital(token) and not page.begins(token))
            look = page.mark if sure or page.maximal else page.flag
            look(start, end, category, "phrase")

    def _scan(self, folded: Folded) -> Iterator[tuple[int, int, int]]:
        """Give where a phrase stands, also where a line end breaks one of its words."""
        yield from self.matcher.scan(folded)
        mended = _whole(folded)
        if mended is None:
            return
        whole, places = mended
        for start, end, number in self.matcher.scan(whole):
            yield places[start], places[end - 1] + 1, number
