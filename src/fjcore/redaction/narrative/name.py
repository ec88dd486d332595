"""One hidden name: its words in order, and how it may be shortened or run together."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from attrs import frozen

from fjcore.redaction.narrative.entities import Entity
from fjcore.redaction.narrative.normalise import WORD, words
from fjcore.redaction.narrative.words import is_common

#: Words beside a name that are no part of it.
TITLES = frozenset("jr sr ii iii iv mr mrs ms miss dr sra srta don dona".split())

#: Two words of a name that are written as one are looked for from this length on.
RUN_TOGETHER = 6


@frozen
class Name:
    """A hidden name: its words in order, which are given, and which start small."""

    words: tuple[str, ...]
    given: frozenset[str]
    small: frozenset[str]
    category: str

    @classmethod
    def of(cls, entity: Entity) -> Name:
        """Read the name of an entity."""
        found = [w for w in words(entity.value) if w not in TITLES]
        found = found or words(entity.value)
        small = {
            w for m in WORD.findall(entity.value) if m[:1].islower() for w in words(m)
        }
        return cls(
            tuple(found), _given(entity, found), frozenset(small), entity.category
        )

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
        runs = [parts, *(parts[i : i + 2] for i in range(len(parts) - 1))]
        for run in runs:
            joint = "".join(run)
            if len(run) > 1 and len(joint) >= RUN_TOGETHER and not is_common(joint):
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
