"""Names of which each letter stands alone: M A E V E, or O ' H a l l o r a n."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from fjcore.redaction.narrative.name import Name
from fjcore.redaction.narrative.page import Page
from fjcore.redaction.narrative.vocabulary import Vocabulary

#: What stands between two letters of one word, or of two.
_WIDE = re.compile(r"[ .*_'-]{1,8}")

#: A word of so many letters is one wherever they stand in a row; a shorter one only
#: beside the others of its name, or where the row is no longer.
_SURE, _WHOLE = 4, 3

#: No word has more letters.
_LONGEST = 24

#: First and last place of a row of letters, and whose name they spell.
Piece = tuple[int, int, int]


def spelled(
    page: Page, names: Sequence[Name], vocabulary: Vocabulary
) -> Iterator[Piece]:
    """Give every row of single letters that spells a name or words of one."""
    for row in _rows(page):
        letters = "".join(page.tokens[place].text for place in row)
        for at, end, owner in _words(letters, vocabulary):
            low, high = _further(letters, at, end, names[owner])
            yield row[low], row[high - 1], owner


def _rows(page: Page) -> Iterator[list[int]]:
    row: list[int] = []
    for place, token in enumerate(page.tokens):
        alone = len(token.text) == 1
        if row and not (alone and _WIDE.fullmatch(page.gap(place - 1))):
            if len(row) >= _WHOLE:
                yield row
            row = []
        if alone and len(row) == 1 and page.capital(token):
            row = row if page.capital(page.tokens[row[0]]) else []
        if alone:
            row.append(place)
    if len(row) >= _WHOLE:
        yield row


def _words(letters: str, vocabulary: Vocabulary) -> Iterator[Piece]:
    """Give the known words that letters spell, of which one tells by itself."""
    for at in range(len(letters) - _WHOLE + 1):
        for end in range(at + _WHOLE, min(at + _LONGEST, len(letters)) + 1):
            if end - at >= _SURE or end - at == len(letters):
                for owner in vocabulary.owners.get(letters[at:end], ()):
                    yield at, end, owner


def _further(letters: str, at: int, end: int, name: Name) -> tuple[int, int]:
    """Take in the other words of a name on both sides of one."""
    words = sorted(name.words, key=len, reverse=True)
    for _ in name.words:
        at -= len(next((w for w in words if letters.endswith(w, 0, at)), ""))
        end += len(next((w for w in words if letters.startswith(w, end)), ""))
    return at, end
