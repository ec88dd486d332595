"""Known words, to be met in any guise: exact, misread, mistyped, shortened."""

from __future__ import annotations

import enum
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping

from attrs import field, frozen

from fjcore.redaction.narrative.diminutives import diminutives
from fjcore.redaction.narrative.words import is_common, is_grammar, short_forms

#: A shorter word is not looked for with a letter wrong, by a typist or by a scanner.
#: A brief one is only shown to the reviewer: too many words are like it.
TYPED, SCANNED, BRIEF = 5, 4, 3

#: A longer run of letters and digits is no word: to vary it would take long.
LONGEST = 100


#: What may stand behind a name in a handle.
DIGITS = "0123456789"


class How(enum.IntEnum):
    """By what a word of a text was taken for a known one; the surest first."""

    EXACT = 0
    SHORT = 1
    SCAN = 2
    TYPO = 3
    BRIEF = 4


@frozen
class Met:
    """A word of a text that may be a known one, and whose."""

    word: str
    how: How
    owners: frozenset[int]


#: What a scanner takes for another, two letters or one, and what stands for all.
_PAIRS = (("rn", "m"), ("vv", "w"), ("cl", "d"), ("ri", "n"))
_SINGLE = str.maketrans("01i5862ueq", "oll" + "sbgzvcg")
#: What a scanner makes two letters of, which others stay as they are.
_HALVES = (("h", "li"), ("u", "ii"), ("m", "nn"), ("k", "lc"))


def skeleton(word: str) -> str:
    """Give a word as a bad scan may leave it, so that its guises are alike."""
    for pair, one in _PAIRS:
        word = word.replace(pair, one)
    return word.translate(_SINGLE)


def misread(word: str) -> Iterator[str]:
    """Give a word with one of its letters read as two, of each letter that may be."""
    for letter, halves in _HALVES:
        at = word.find(letter)
        while at >= 0:
            yield word[:at] + halves + word[at + 1 :]
            at = word.find(letter, at + 1)


def _bare(word: str) -> Iterator[str]:
    """Give a word, and what it is the plural of, or one with a number behind it."""
    yield word
    if word.endswith("s"):
        yield word[:-1]
        if word.endswith(("ses", "xes", "zes", "shes", "ches")):
            yield word[:-2]
    elif word.endswith(tuple(DIGITS)):
        yield word.rstrip(DIGITS)


def shortened(word: str) -> Iterator[str]:
    """Give every word that lacks one letter of a word."""
    for place in range(len(word)):
        yield word[:place] + word[place + 1 :]


def one_edit(one: str, other: str) -> bool:
    """Whether one letter put in, left out or changed, or two swapped, is all."""
    if abs(len(one) - len(other)) > 1:
        return False
    if len(one) > len(other):
        one, other = other, one
    start = 0
    while start < len(one) and one[start] == other[start]:
        start += 1
    if len(one) < len(other):
        return one[start:] == other[start + 1 :]
    if one[start + 1 :] == other[start + 1 :]:
        return True
    swapped = one[start + 1 : start + 2] + one[start : start + 1]
    return other[start:] == swapped + one[start + 2 :]


def _table() -> defaultdict[str, set[str]]:
    return defaultdict(set)


@frozen(repr=False)
class Vocabulary:
    """Words and whose they are; ``add`` them all, then ``meet`` those of a text."""

    owners: dict[str, set[int]] = field(factory=lambda: defaultdict(set))
    _short: dict[str, set[str]] = field(factory=_table)
    _scanned: dict[str, set[str]] = field(factory=_table)
    _typed: dict[str, set[str]] = field(factory=_table)
    _brief: dict[str, set[str]] = field(factory=_table)
    _met: dict[str, Met | None] = field(factory=dict)

    def __repr__(self) -> str:
        return f"<Vocabulary, {len(self.owners)} words>"

    def add(self, word: str, owner: int, *, given: bool = False) -> None:
        """Add a word of an owner; of a given name, its short forms too."""
        fresh = word not in self.owners
        self.owners[word].add(owner)
        if given:
            for form in (*short_forms().get(word, ()), *diminutives(word)):
                self._short[form].add(word)
        if not fresh:
            return
        if len(word) >= SCANNED:
            for form in (word, *misread(word)):
                self._scanned[skeleton(form)].add(word)
        if len(word) >= BRIEF:
            table = self._typed if len(word) >= TYPED else self._brief
            for form in (word, *shortened(word)):
                table[form].add(word)

    def meet(self, word: str) -> Met | None:
        """Give what a word of a text is taken for; None when for nothing."""
        if len(word) > LONGEST:
            own = self.owners.get(word)
            return None if own is None else Met(word, How.EXACT, frozenset(own))
        if word not in self._met:
            self._met[word] = self._look(word)
        return self._met[word]

    def _look(self, word: str) -> Met | None:
        forms = tuple(_bare(word))
        for form in forms:
            if form in self.owners:
                return Met(form, How.EXACT, frozenset(self.owners[form]))
        for form in forms:
            if form in self._short:
                return self._found(form, How.SHORT, self._short[form])
        if len(word) >= SCANNED:
            alike = self._scanned.get(skeleton(word), set())
            if alike:
                return self._found(word, How.SCAN, alike)
        for how, table, fewest in (
            (How.TYPO, self._typed, TYPED - 1),
            (How.BRIEF, self._brief, BRIEF),
        ):
            near = _near(word, table) if len(word) >= fewest else None
            if near:
                return self._found(word, how, near)
        return None

    def _found(self, word: str, how: How, known: Iterable[str]) -> Met:
        owners = {owner for one in known for owner in self.owners[one]}
        return Met(word, how, frozenset(owners))


def _near(word: str, table: Mapping[str, set[str]]) -> set[str]:
    """Give the words of a table that are one edit from a word."""
    forms = (word, *shortened(word))
    close = {known for form in forms for known in table.get(form, ())}
    return {known for known in close if one_edit(word, known)}


class Weight(enum.IntEnum):
    """How much a word by itself tells of a name."""

    #: A single letter: part of a name only between its other words.
    LETTER = 0
    #: A word of grammar.
    GRAMMAR = 1
    #: A word of every day.
    COMMON = 2
    #: No ordinary word.
    NAME = 3


def weight(word: str) -> Weight:
    """Give how much a word, as the text writes it, tells by itself."""
    if len(word) < 2:
        return Weight.LETTER
    if is_grammar(word):
        return Weight.GRAMMAR
    return Weight.COMMON if is_common(word) else Weight.NAME
