"""Texts in the form in which they are searched, with the way back to the source.

Offsets are those of the source: folding may change the length of a text, as of ``ß``
and ``İ``.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_left
from typing import NamedTuple

from fjcore.redaction.narrative.lookalike import LATIN
from fjcore.redaction.walk import normal

#: A word: letters and digits of any script, without the underscore.
WORD = re.compile(r"[^\W_]+")

#: Characters that stand for an apostrophe, a hyphen or a space, one for one.
_ALIKE = {
    **dict.fromkeys(
        "\u2018\u2019\u201b\u02bc\u02bb\u02be\u02bf\u0060\u00b4\u2032", "'"
    ),
    **dict.fromkeys("\u0294\ua78c\uff07\uff40\u02b9\u02c8\u02ca\u02cb\u05f3", "'"),
    **dict.fromkeys(
        "\u2010\u2011\u2012\u2013\u2014\u2015\u2212\u2043\uff0d\ufe63\ufe58", "-"
    ),
    **dict.fromkeys("\u00a0\u2007\u202f\u2003\u2002\u2009", " "),
}

#: A bar that is no letter: it rules off a table or a quotation.
_BAR = re.compile(r"(?<![^\W_])\|(?![^\W_])")

#: As ``str.translate`` wants it: all that is no letter or digit becomes a space.
_SPACED = {code: " " for code in range(128) if not chr(code).isalnum()}
_PLAIN = {ord("`"): "'"}


class Folded(NamedTuple):
    """A text made ready: folded, and again with spaces for all that is no word.

    ``back`` gives the place in the source of each folded character and, last, the
    length of the source; None where the two are the same.
    """

    source: str
    text: str
    spaced: str
    back: tuple[int, ...] | None

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Give the span of the source from which a folded span came.

        It takes marks and invisible characters with it that folding dropped.
        """
        if self.back is None or start >= end:
            return start, end
        return self.back[start], max(self.back[end], self.back[end - 1] + 1)

    def place(self, at: int) -> int:
        """Give the first folded place that came from a place of the source or later."""
        return at if self.back is None else bisect_left(self.back, at)


def fold(source: str) -> Folded:
    """Fold a text: case, accents, invisible characters, look-alike signs."""
    if source.isascii():
        text = _unbarred(source.lower().translate(_PLAIN))
        return Folded(source, text, text.translate(_SPACED), None)
    found = {char: _folded(char) for char in set(source)}
    text = _unbarred("".join(map(found.__getitem__, source)))
    spaced = "".join(c if c.isalnum() else " " for c in text)
    if all(len(one) == 1 for one in found.values()):
        return Folded(source, text, spaced, None)
    back = [place for place, char in enumerate(source) for _ in found[char]]
    return Folded(source, text, spaced, (*back, len(source)))


def _unbarred(text: str) -> str:
    """Read a bar beside a letter or digit for an l, any other for a space."""
    return _BAR.sub(" ", text).replace("|", "l") if "|" in text else text


def spaced(source: str) -> str:
    """Give the folded words of a text, with spaces for all that is no word."""
    if source.isascii() and "|" not in source:
        return source.lower().translate(_SPACED)
    return fold(source).spaced


def _folded(char: str) -> str:
    if char.isascii():
        return char.lower().translate(_PLAIN)
    alike = _ALIKE.get(char)
    if alike is not None:
        return alike
    plain = normal(char)
    if plain:
        return "".join(LATIN.get(letter, letter) for letter in plain)
    if _invisible(char):
        return ""
    sign = unicodedata.normalize("NFKC", char)
    return sign.translate(_PLAIN) if len(sign) == 1 else char


def _invisible(char: str) -> bool:
    return bool(unicodedata.combining(char)) or unicodedata.category(char) in {
        "Cf",
        "Mn",
        "Me",
    }


def words(text: str) -> list[str]:
    """Give the folded words of a text."""
    return WORD.findall(fold(text).text)


def compact(text: str) -> str:
    """Give the folded letters and digits of a text, run together."""
    return "".join(words(text))


class Token(NamedTuple):
    """A word of a folded text and where it stands there."""

    text: str
    start: int
    end: int


def tokens(folded: Folded) -> list[Token]:
    """Give the words of a folded text, in order."""
    return [Token(m[0], *m.span()) for m in WORD.finditer(folded.text)]
