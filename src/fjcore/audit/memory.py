"""A log in memory: for tests, and for a vendor who stores entries elsewhere."""

from __future__ import annotations

from collections.abc import Iterator

from attrs import define, field

from fjcore.audit.log import EMPTY, Entry, Head, SealedDetail
from fjcore.errors import ForkedHead


@define
class MemoryLogStore:
    """Entries, details and head of one log, kept in lists."""

    rows: list[Entry] = field(factory=list)
    details: dict[int, SealedDetail] = field(factory=dict)
    top: Head = EMPTY
    _places: dict[bytes, int] = field(factory=dict, init=False, repr=False)

    def lock_head(self) -> Head:
        """Give the head; one process needs no lock."""
        return self.top

    def head(self) -> Head:
        """Give the head."""
        return self.top

    def find(self, rid: bytes) -> Entry | None:
        """Give the entry of an idempotency id."""
        idx = self._places.get(rid)
        return None if idx is None else self.rows[idx]

    def insert(self, entry: Entry, detail: SealedDetail | None) -> None:
        """Write an entry and its sealed detail.

        Raises: ForkedHead, when its place is not the next or its id is taken.
        """
        if entry.idx != len(self.rows) or entry.rid in self._places:
            raise ForkedHead("audit entry")
        self._places[entry.rid] = entry.idx
        self.rows.append(entry)
        if detail is not None:
            self.details[entry.idx] = detail

    def advance(self, old: Head, new: Head) -> None:
        """Move the head on; raises ForkedHead unless it stood at ``old``."""
        if self.top != old:
            raise ForkedHead("audit head")
        self.top = new

    def entries(self, start: int) -> Iterator[tuple[Entry, SealedDetail | None]]:
        """Give every entry from an index on with its sealed detail."""
        for row in self.rows:
            if row.idx >= start:
                yield row, self.details.get(row.idx)
