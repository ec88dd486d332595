"""A text with marks around what goes and what is to be looked at."""

from __future__ import annotations

from collections.abc import Iterable

from fjcore.redaction.narrative.scrubber import bracketed
from fjcore.redaction.narrative.spans import Span


def marked(source: str, spans: Iterable[Span], flags: Iterable[Span]) -> str:
    """Give a source with ``«what goes»`` and, numbered from 1, ``‹1:what is flagged›``.

    Shape: spans and flags as a proposal has them for this source.
    """
    signs: dict[int, list[str]] = {}
    for one in spans:
        signs.setdefault(one.start, []).append("«")
        signs.setdefault(one.end, []).insert(0, "»")
    for number, one in enumerate(flags, start=1):
        signs.setdefault(one.start, []).append(f"‹{number}:")
        signs.setdefault(one.end, []).insert(0, "›")
    pieces, at = [], 0
    text = bracketed(source)
    for place in sorted(signs):
        pieces += [text[at:place], *signs[place]]
        at = place
    return "".join([*pieces, text[at:]])
