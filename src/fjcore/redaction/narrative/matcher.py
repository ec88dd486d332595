"""Exact phrases in a text: every occurrence, bounded, whatever overlaps.

Not the leftmost and longest: of ``st. vincent`` and ``st. vincent hospital`` that way
finds neither in ``st. vincent hospitals``. Each phrase is looked for by itself, then
its bounds are, and the spans are joined last.
"""

from __future__ import annotations

from collections.abc import Iterable

from fjcore.redaction.narrative.normalise import Folded, spaced

#: Between two words of a phrase there may stand so many signs and spaces.
GAP = 4


class Matcher:
    """Phrases made ready; what they hold never shows in a ``repr``."""

    __slots__ = ("_phrases",)

    def __init__(self, phrases: Iterable[str]) -> None:
        found = []
        for number, phrase in enumerate(phrases):
            parts = spaced(phrase).split()
            if parts:
                found.append((f" {parts[0]} ", parts[1:], number))
        self._phrases = found

    def __repr__(self) -> str:
        return f"<Matcher, {len(self._phrases)} phrases>"

    def scan(self, folded: Folded) -> list[tuple[int, int, int]]:
        """Give start, end and phrase of every occurrence, in the folded text."""
        haystack = f" {folded.spaced} "
        find = haystack.find
        hits = []
        for first, rest, number in self._phrases:
            at = find(first)
            size = len(first) - 2
            while at >= 0:
                end = at + size
                if rest:
                    end = _follow(haystack, end + 1, rest) - 1
                if end > 0:
                    hits.append((at, end, number))
                at = find(first, at + 1)
        return hits


def _follow(haystack: str, at: int, rest: list[str]) -> int:
    """Give where the further words of a phrase end; 0 when they do not follow."""
    for word in rest:
        for _ in range(GAP):
            if haystack[at] != " ":
                break
            at += 1
            if at >= len(haystack):
                return 0
        end = at + len(word)
        if haystack[at - 1] != " " or haystack[at:end] != word:
            return 0
        if haystack[end : end + 1] != " ":
            return 0
        at = end
    return at
