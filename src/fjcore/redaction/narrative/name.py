"""One hidden name: its words in order, and how it may be shortened or run together."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from attrs import frozen

from fjcore.redaction.narrative.entities import Entity
from fjcore.redaction.narrative.normalise import words
from fjcore.redaction.narrative.words import is_common

#: Words beside a name that are no part of it.
TITLES = frozenset("jr sr ii iii iv mr mrs ms miss dr sra srta don dona".split())

#: What sets the parts of one piece apart.
_PARTS = re.compile(r"[-'’‘ʼ‐‑]")

#: Two words of a name that are written as one are looked for from this length on.
RUN_TOGETHER = 6
#: And what an apostrophe or a hyphen sets apart, from this one on.
_PIECE = 4


@frozen
class Name:
    """A hidden name: its words in order, which are given, and which start small.

    ``pieces``: the words of each piece that spaces set apart, as in ``O'Corrigan``.
    """

    words: tuple[str, ...]
    given: frozenset[str]
    small: frozenset[str]
    pieces: tuple[tuple[str, ...], ...]
    category: str

    @classmethod
    def of(cls, entity: Entity) -> Name:
        """Read the name of an entity."""
        found = [w for w in words(entity.value) if w not in TITLES]
        found = found or words(entity.value)
        pieces = tuple(tuple(words(piece)) for piece in entity.value.split())
        given = _given(entity, found)
        small = frozenset(_small(entity.value)) & set(found)
        return cls(tuple(found), given, small, pieces, entity.category)

    def has(self, said: Sequence[str]) -> bool:
        """Whether words follow each other in the name as they do here."""
        size = len(said)
        return any(
            self.words[at : at + size] == tuple(said)
            for at in range(len(self.words) - size + 1)
        )

    def together(self) -> Iterator[str]:
        """Give the words that are written as one, all or two neighbors of them."""
        parts = self.words
        pairs = (parts[at : at + 2] for at in range(len(parts) - 1))
        runs = [parts, *(pair for pair in pairs if not self.small & set(pair))]
        for run in runs:
            yield from _together(run, RUN_TOGETHER)
        for piece in self.pieces:
            yield from _together(piece, _PIECE)


def _small(value: str) -> Iterator[str]:
    """Give the particles of a name: de and la; al of al-Hashimi."""
    if value.islower():
        return
    for piece in value.split():
        if piece[:1].islower():
            for part in _PARTS.split(piece):
                if part[:1].islower():
                    yield from words(part)


def _together(run: Sequence[str], fewest: int) -> Iterator[str]:
    joint = "".join(run)
    if len(run) > 1 and len(joint) >= fewest and not is_common(joint):
        yield joint


def _given(entity: Entity, found: Sequence[str]) -> frozenset[str]:
    """Give the words that may be shortened: not the last name, where it is known."""
    field_name = entity.where.rpartition(".")[2]
    if field_name == "family":
        return frozenset()
    head, comma, tail = entity.value.partition(",")
    if comma:
        return frozenset(words(tail)) or frozenset(words(head))
    alone = field_name == "given" or len(found) == 1
    return frozenset(found if alone else found[:-1])
