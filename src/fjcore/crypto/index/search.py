"""Finding people by an index, and making sure of each by opening what she has."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Protocol

from fjcore.crypto.index.normalise import Normaliser
from fjcore.crypto.index.tokens import IndexRow, Tokens

#: Gives the values of a person's field, opened.
Values = Callable[[str], Iterable[str]]


class IndexRows(Protocol):
    """Index rows, kept apart: who may also make records can test who is here."""

    def put(self, rows: Iterable[IndexRow]) -> None:
        """Keep rows; one that is there already stays one."""
        ...

    def find(
        self, index_id: str, version: int, terms: Iterable[tuple[int, int]]
    ) -> Iterable[str]:
        """Give the people who have a row with one of these parts and numbers."""
        ...

    def drop(self, index_id: str, version: int) -> int:
        """Delete every row of a version; give how many there were."""
        ...

    def forget(self, subject_id: str) -> int:
        """Delete every row of a person; give how many there were."""
        ...


def candidates(rows: IndexRows, tokens: Tokens, asked: str) -> set[str]:
    """Give the people whose rows do not rule them out; most are not who is meant."""
    found: set[str] = set()
    spec = tokens.spec
    for wanted in spec.alike.asked(asked):
        left: set[str] | None = None
        for token in sorted(wanted):
            terms = [(p, tokens.value(p, token)) for p in range(spec.partitions)]
            having = set(rows.find(spec.index_id, spec.version, terms))
            left = having if left is None else left & having
        found |= left or set()
    return found


def search(
    rows: IndexRows, tokens: Sequence[Tokens], asked: str, values: Values
) -> list[str]:
    """Give the people who have a value that is asked for, each made sure of.

    ``tokens`` are the versions of one index that are in use, two while it is rebuilt.
    The same people come out as by ``scan`` over all that were put in.
    Raises: what ``values`` raises.
    """
    found: set[str] = set()
    for one in tokens:
        found |= candidates(rows, one, asked)
    return scan(sorted(found), tokens[0].spec.alike, asked, values) if tokens else []


def scan(
    people: Iterable[str], alike: Normaliser, asked: str, values: Values
) -> list[str]:
    """Give those of some people who have a value asked for, by opening each."""
    return [
        person
        for person in people
        if any(alike.matches(value, asked) for value in values(person))
    ]


def rebuild(
    rows: IndexRows,
    tokens: Tokens,
    people: Iterable[str],
    values: Values,
    *,
    progress: Callable[[int], None] = lambda _: None,
) -> int:
    """Write the rows of a version for some people; give how many people that was.

    Search reads both versions until this is done for all; then ``drop`` the old one.
    It may be stopped anywhere and begun again.
    """
    done = 0
    for person in people:
        for value in values(person):
            rows.put(tokens.rows(person, value))
        done += 1
        progress(done)
    return done
