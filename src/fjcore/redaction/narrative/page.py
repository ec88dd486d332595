"""A text laid out for the passes: its words, and how the source writes each."""

from __future__ import annotations

import re
from collections import defaultdict
from functools import cached_property
from itertools import pairwise

from attrs import define, field

from fjcore.redaction.narrative.normalise import Folded, Token, fold, tokens
from fjcore.redaction.narrative.spans import Span, span

#: What ends a sentence, or begins a line or a list: the next capital says nothing.
_BREAK = re.compile(r"(?:^|[.!?:;¡¿\n•])[\s\"'“”‘’()\[\]>*_~-]*$")


#: A point that ends no sentence: after an initial, or what a name is spoken with.
_POINT = re.compile(
    r"(?:^|[\s.(])(?:[^\W\d_]|[Mm]rs?|[Mm]s|[Dd]r|[Ss]ra?|[Ss]rta|[Dd]ra|[Dd]et|[Ss]gt"
    r"|[Dd]ep|[Oo]ff?|[Oo]fc|[Ll]t|[Pp]rof|[Rr]ev|[Ll]ic|[Ss]ta?)\.\s?$"
)


@define
class Findings:
    """What the passes found: spans that go, and flags that a person looks at."""

    spans: list[Span] = field(factory=list)
    flags: list[Span] = field(factory=list)


@define(repr=False)
class Page:
    """A source text, folded and cut into words once for all passes.

    ``maximal``: a word that is a name is one, however it is written.
    """

    folded: Folded
    maximal: bool = False
    findings: Findings = field(factory=Findings)
    #: Whose name each word is that is removed as one, by the place of the word.
    named: defaultdict[int, set[int]] = field(factory=lambda: defaultdict(set))

    @classmethod
    def of(cls, source: str, *, maximal: bool = False) -> Page:
        """Lay a text out."""
        return cls(fold(source), maximal)

    @cached_property
    def tokens(self) -> list[Token]:
        """The words, in order."""
        return tokens(self.folded)

    def written(self, token: Token) -> str:
        """Give a word as the source writes it."""
        start, end = self.folded.span(token.start, token.end)
        return self.folded.source[start:end]

    def capital(self, token: Token) -> bool:
        """Whether the source writes a word with a capital."""
        return self.written(token)[:1].isupper()

    def cased(self, token: Token) -> bool:
        """Whether a word begins with a letter that has a capital: º has none."""
        first = self.written(token)[:1]
        return first.upper() != first.lower()

    def shouted(self, place: int) -> bool:
        """Whether a word beside one is in capitals, so that its own say nothing."""
        beside = [at for at in (place - 1, place + 1) if 0 <= at < len(self.tokens)]
        words = [self.written(self.tokens[at]) for at in beside]
        return any(len(word) > 2 and word.isupper() for word in words)

    def abbreviated(self, place: int) -> bool:
        """Whether a letter is one of several with points between them: U.S."""
        return any(
            self.gap(min(place, at)) == "." and len(self.tokens[at].text) == 1
            for at in (place - 1, place + 1)
            if 0 <= at < len(self.tokens)
        )

    def begins(self, token: Token) -> bool:
        """Whether a sentence, a line or a list begins with a word."""
        start, _ = self.folded.span(token.start, token.end)
        low = max(0, start - 12)
        if _BREAK.search(self.folded.source, low, start) is None:
            return False
        return _POINT.search(self.folded.source, low, start) is None

    def gap(self, place: int) -> str:
        """Give what stands between a word and the next, folded."""
        return self._gaps[place]

    @cached_property
    def _gaps(self) -> list[str]:
        text = self.folded.text
        return [text[one[2] : other[1]] for one, other in pairwise(self.tokens)]

    def mark(self, start: int, end: int, category: str, why: str) -> None:
        """Find a span of the folded text, to be removed."""
        self.findings.spans.append(span(*self.folded.span(start, end), category, why))

    def flag(self, start: int, end: int, category: str, why: str) -> None:
        """Find a span of the folded text, to be looked at."""
        self.findings.flags.append(span(*self.folded.span(start, end), category, why))
