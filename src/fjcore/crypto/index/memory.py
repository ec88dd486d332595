"""Index rows in memory: for tests, trials and vendors' first steps."""

from __future__ import annotations

from collections.abc import Iterable

from fjcore.crypto.index.tokens import IndexRow

_Place = tuple[str, int, int, int]


class MemoryIndexRows:
    """Index rows in memory."""

    def __init__(self) -> None:
        self._held: dict[_Place, set[str]] = {}

    def __len__(self) -> int:
        return sum(map(len, self._held.values()))

    def put(self, rows: Iterable[IndexRow]) -> None:
        """Keep rows; one that is there already stays one."""
        for row in rows:
            place = (row.index_id, row.version, row.partition, row.value)
            self._held.setdefault(place, set()).add(row.subject_id)

    def find(
        self, index_id: str, version: int, terms: Iterable[tuple[int, int]]
    ) -> Iterable[str]:
        """Give the people who have a row with one of these parts and numbers."""
        found: set[str] = set()
        for part, value in terms:
            found |= self._held.get((index_id, version, part, value), set())
        return found

    def drop(self, index_id: str, version: int) -> int:
        """Delete every row of a version; give how many there were."""
        gone = [place for place in self._held if place[:2] == (index_id, version)]
        return sum(len(self._held.pop(place)) for place in gone)

    def forget(self, subject_id: str) -> int:
        """Delete every row of a person; give how many there were."""
        having = [held for held in self._held.values() if subject_id in held]
        for held in having:
            held.remove(subject_id)
        return len(having)
