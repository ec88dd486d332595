"""A text laid out for the passes: its words, and how the source writes each."""

from __future__ import annotations

import re
from functools import cached_property

from attrs import define, field

from fjcore.redaction.narrative.normalise import Folded, Token, fold, tokens
from fjcore.redaction.narrative.spans import Span, span

#: What ends a sentence, or begins a line or a list: the next capital says nothing.
_BREAK = re.compile(r"(?:^|[.!?:;¡¿\n*•])[\s\"'“”‘’()\[\]>-]*$")


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

    def begins(self, token: Token) -> bool:
        """Whether a sentence, a line or a list begins with a word."""
        start, _ = self.folded.span(token.start, token.end)
        return bool(_BREAK.search(self.folded.source, max(0, start - 12), start))

    def gap(self, place: int) -> str:
        """Give what stands between a word and the next, folded."""
        return self.folded.text[self.tokens[place].end : self.tokens[place + 1].start]

    def mark(self, start: int, end: int, category: str, why: str) -> None:
        """Find a span of the folded text, to be removed."""
        self.findings.spans.append(span(*self.folded.span(start, end), category, why))

    def flag(self, start: int, end: int, category: str, why: str) -> None:
        """Find a span of the folded text, to be looked at."""
        self.findings.flags.append(span(*self.folded.span(start, end), category, why))
