"""Addresses of the net: e-mail and handles, whole, spelled out, or in part."""

from __future__ import annotations

import re
from collections.abc import Iterable

from attrs import frozen

from fjcore.redaction.narrative.entities import Entity, EntityKind
from fjcore.redaction.narrative.normalise import compact, words
from fjcore.redaction.narrative.numbers import stretches
from fjcore.redaction.narrative.page import Page
from fjcore.redaction.narrative.words import is_common

#: The part before the @ is looked for by itself when it is longer than this.
_LOCAL = 4
#: A shorter handle is a word.
_HANDLE = 3

_AT = r"(?:\s*@\s*|\s+(?:at|arroba)\s+|\s*[\[(<{]\s*(?:at|arroba|a)\s*[\])>}]\s*)"
_DOT = r"(?:\s*\.\s*|\s+(?:dot|punto)\s+|\s*[\[(<{]\s*(?:dot|punto)\s*[\])>}]\s*)"
_SIGN = r"[\s._+-]*"


@frozen(repr=False)
class Addresses:
    """All hidden addresses of the net, ready to be looked for."""

    whole: tuple[tuple[re.Pattern[str], str], ...]
    parts: tuple[tuple[str, str], ...]

    @classmethod
    def of(cls, entities: Iterable[Entity]) -> Addresses:
        """Make them ready."""
        whole, parts = [], []
        for one in entities:
            local, at, domain = one.value.strip().lstrip("@").partition("@")
            if at and words(local) and words(domain):
                whole.append((_pattern(local, domain), one.category))
                parts.append((compact(one.value), one.category))
            fewest = _LOCAL + 1 if one.kind is EntityKind.EMAIL else _HANDLE
            if len(compact(local)) >= fewest:
                parts.append((compact(local), one.category))
        return cls(tuple(whole), tuple(parts))

    def look(self, page: Page) -> None:
        """Find addresses of the net in a text."""
        for pattern, category in self.whole:
            for found in pattern.finditer(page.folded.text):
                page.mark(*found.span(), category, "email")
        for stretch in stretches(page, digits=False) if self.parts else ():
            for text, category in self.parts:
                at = stretch.text.find(text)
                while at >= 0:
                    end = at + len(text)
                    if at in stretch.starts and end in stretch.ends:
                        start = stretch.starts[at]
                        _part(page, start, stretch.ends[end], category)
                    at = stretch.text.find(text, at + 1)


def _pattern(local: str, domain: str) -> re.Pattern[str]:
    """Give the pattern of an address: linear, since all of it is fixed words."""
    before = _SIGN.join(map(re.escape, words(local)))
    after = _DOT.join(map(re.escape, words(domain)))
    return re.compile(rf"(?<![^\W_]){before}{_AT}{after}(?![^\W_])")


def _part(page: Page, start: int, end: int, category: str) -> None:
    """Mark a handle; a word of every day only where it is written as a handle."""
    text = page.folded.text
    signed = "@" in text[max(0, start - 1) : end + 1]
    pieces = words(text[start:end])
    if signed or not all(map(is_common, pieces)):
        page.mark(start, end, category, "handle")
    else:
        page.flag(start, end, category, "handle")
