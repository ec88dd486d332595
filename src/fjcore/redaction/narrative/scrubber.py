"""All passes over one text, in their order; each can only add."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from typing import Protocol

from attrs import field, frozen

from fjcore.redaction.narrative import patterns
from fjcore.redaction.narrative.addresses import Addresses
from fjcore.redaction.narrative.dates import Dates
from fjcore.redaction.narrative.entities import Entity, EntityKind, Known
from fjcore.redaction.narrative.initials import Initials
from fjcore.redaction.narrative.names import Names
from fjcore.redaction.narrative.numbers import Numbers
from fjcore.redaction.narrative.page import Page
from fjcore.redaction.narrative.phrases import Phrases
from fjcore.redaction.narrative.recogniser import LIMIT_S, Recogniser, recognised
from fjcore.redaction.narrative.spans import Span, joined, merged
from fjcore.redaction.narrative.streets import Streets

#: Changes whenever a pass or a table changes what is found: proposals are void then.
VERSION = "fjcore.narrative/3"

_BRACKETS = str.maketrans("⟦⟧", "[]")


def _all(recognisers: Iterable[Recogniser]) -> tuple[Recogniser, ...]:
    return tuple(recognisers)


@frozen(kw_only=True)
class Options:
    """How a text is scrubbed.

    ``language``: what recognisers are told, such as ``en`` or ``es``. ``maximal``: a
    name that is a word of every day always goes. ``automatic``: nobody will look, so
    every flag is taken as a span; it makes the level maximal.
    Units: ``limit_s`` in seconds, for each recogniser and text.
    """

    language: str = "en"
    maximal: bool = False
    automatic: bool = False
    recognisers: tuple[Recogniser, ...] = field(default=(), converter=_all)
    limit_s: float = LIMIT_S


#: Flags for a person who looks, English and Spanish, the words of every day in mind.
REVIEWED = Options()


class Pass(Protocol):
    """One way of looking for what is known."""

    def look(self, page: Page) -> None:
        """Add what is found to the findings of a page."""
        ...


@frozen(repr=False)
class Found:
    """What goes from a text, and what a person looks at: spans of the source."""

    spans: tuple[Span, ...]
    flags: tuple[Span, ...]


@frozen(repr=False)
class Scrubber:
    """What a plan hides of what is known, ready to be looked for in many texts."""

    hidden: frozenset[str]
    options: Options
    passes: tuple[Pass, ...]

    def __repr__(self) -> str:
        return f"<Scrubber, {len(self.hidden)} categories hidden>"

    @classmethod
    def of(
        cls, known: Known, hidden: Iterable[str], options: Options = REVIEWED
    ) -> Scrubber:
        """Make ready what is hidden."""
        hidden = frozenset(hidden)
        found = known.hidden(hidden)
        names = Names.of(_of(found, EntityKind.NAME))
        passes: tuple[Pass, ...] = (
            names,
            Initials.of(names.names),
            Streets.of(_of(found, EntityKind.STREET)),
            Numbers.of(_of(found, EntityKind.PHONE, EntityKind.NUMBER, EntityKind.ZIP)),
            Addresses.of(_of(found, EntityKind.EMAIL, EntityKind.HANDLE)),
            Dates.of(_of(found, EntityKind.DATE, EntityKind.AGE)),
            Phrases.of(_of(found, EntityKind.PHRASE, EntityKind.PLACE)),
        )
        return cls(hidden, options, passes)

    def look(self, source: str) -> Found:
        """Look for everything in one text.

        Raises: PluginFault, naming a recogniser that failed.
        """
        options = self.options
        text = bracketed(source)
        page = Page.of(text, maximal=options.maximal or options.automatic)
        for one in self.passes:
            one.look(page)
        patterns.look(page, self.hidden)
        spans = [*page.findings.spans]
        spans += recognised(
            options.recognisers, text, options.language, options.limit_s
        )
        flags = page.findings.flags
        if options.automatic:
            spans, flags = [*spans, *flags], []
        kept = merged(spans, text)
        return Found(kept, _open(flags, kept, len(text)))


def bracketed(source: str) -> str:
    """Give a source in which nothing looks like a placeholder, place for place."""
    return source.translate(_BRACKETS)


def _of(entities: Iterable[Entity], *kinds: EntityKind) -> list[Entity]:
    return [one for one in entities if one.kind in kinds]


def _open(
    flags: Iterable[Span], spans: Sequence[Span], length: int
) -> tuple[Span, ...]:
    """Give the flags that no span covers already."""
    starts = [one.start for one in spans]

    def covered(flag: Span) -> bool:
        place = bisect_right(starts, flag.start) - 1
        return place >= 0 and flag.end <= spans[place].end

    return tuple(flag for flag in joined(flags, length) if not covered(flag))
