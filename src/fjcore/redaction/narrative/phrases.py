"""Phrases of a file: places, employers, schools, words agreed on."""

from __future__ import annotations

from collections.abc import Iterable

from attrs import frozen

from fjcore.redaction.narrative.entities import Entity
from fjcore.redaction.narrative.matcher import Matcher
from fjcore.redaction.narrative.normalise import words
from fjcore.redaction.narrative.page import Page
from fjcore.redaction.narrative.words import is_common

#: Last words that are left out in speech.
_KINDS = frozenset(
    "school elementary inc llc company co corporation corp clinic hospital church "
    "store escuela empresa clinica iglesia tienda".split()
)


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
            forms = [found]
            if len(found) > 2 and found[-1] in _KINDS:
                forms.append(found[:-1])
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
        for start, end, number in self.matcher.scan(page.folded):
            category, plain = self.of_phrase[number]
            token = starts[start]
            sure = not plain or (page.capital(token) and not page.begins(token))
            look = page.mark if sure or page.maximal else page.flag
            look(start, end, category, "phrase")
