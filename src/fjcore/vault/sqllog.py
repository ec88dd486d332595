"""The audit log's rows, in the transaction of what they tell."""

from __future__ import annotations

from collections.abc import Iterator

import sqlalchemy as sa

from fjcore.audit import Entry, Head, SealedDetail
from fjcore.errors import ForkedHead
from fjcore.vault.tables import DETAIL, ENTRY, HEAD

#: Entries read at once where the newest are wanted.
_PAGE = 32


class SqlLog:
    """An audit log's store and reader, over one transaction."""

    def __init__(self, connection: sa.Connection) -> None:
        self.connection = connection

    def lock_head(self) -> Head:
        """Lock the head of the log until the end of the transaction: the last lock."""
        return self._head(sa.select(HEAD).where(HEAD.c.id == 1).with_for_update())

    def head(self) -> Head:
        """Give the head of the log."""
        return self._head(sa.select(HEAD).where(HEAD.c.id == 1))

    def _head(self, query: sa.Select[tuple[object, ...]]) -> Head:
        row = self.connection.execute(query).one_or_none()
        if row is None:
            raise ForkedHead("audit head")
        return Head(size=row.size, peaks=bytes(row.peaks), last_t=row.last_t)

    def find(self, rid: bytes) -> Entry | None:
        """Give the entry with an idempotency id, if there is one."""
        row = self.connection.execute(
            sa.select(ENTRY).where(ENTRY.c.rid == rid)
        ).one_or_none()
        return None if row is None else _entry(row)

    def insert(self, entry: Entry, detail: SealedDetail | None) -> None:
        """Write an entry and its sealed detail."""
        self.connection.execute(
            ENTRY.insert().values(
                idx=entry.idx,
                rid=entry.rid,
                sub=entry.sub,
                act=entry.act,
                leaf=entry.leaf,
                leaf_hash=entry.leaf_hash,
            )
        )
        if detail is not None:
            self.connection.execute(
                DETAIL.insert().values(idx=entry.idx, sealed=detail)
            )

    def advance(self, old: Head, new: Head) -> None:
        """Move the head on.

        Raises: ForkedHead, unless the head was still where it is said to have been.
        """
        done = self.connection.execute(
            HEAD.update()
            .where(HEAD.c.id == 1, HEAD.c.size == old.size)
            .values(size=new.size, peaks=new.peaks, last_t=new.last_t)
        )
        if done.rowcount != 1:
            raise ForkedHead("audit head")

    def entries(self, start: int) -> Iterator[tuple[Entry, bytes | None]]:
        """Give every entry from an index on with its sealed detail."""
        return self._entries(ENTRY.c.idx >= start)

    def hashes(self, start: int, end: int) -> Iterator[bytes]:
        """Give the leaf hashes of the entries from an index to before another."""
        found = self.connection.execute(
            sa.select(ENTRY.c.leaf_hash)
            .where(ENTRY.c.idx >= start, ENTRY.c.idx < end)
            .order_by(ENTRY.c.idx)
        )
        return (bytes(row.leaf_hash) for row in found)

    def counted(self) -> tuple[int, int]:
        """Give how many entries stand, and how many the head counts, at one moment."""
        stand = sa.select(sa.func.count()).select_from(ENTRY).scalar_subquery()
        row = self.connection.execute(
            sa.select(HEAD.c.size, stand.label("stand")).where(HEAD.c.id == 1)
        ).one_or_none()
        if row is None:
            raise ForkedHead("audit head")
        return row.stand, row.size

    def about(self, pseudonyms: list[bytes]) -> Iterator[tuple[Entry, bytes | None]]:
        """Give every entry about a person, by the names the log has for her."""
        return self._entries(ENTRY.c.sub.in_(pseudonyms))

    def latest_about(
        self, pseudonyms: list[bytes]
    ) -> Iterator[tuple[Entry, bytes | None]]:
        """Give every entry about a person, the newest first."""
        before: int | None = None
        while True:
            where = ENTRY.c.sub.in_(pseudonyms)
            if before is not None:
                where = sa.and_(where, ENTRY.c.idx < before)
            query = _query(where).order_by(ENTRY.c.idx.desc()).limit(_PAGE)
            rows = self.connection.execute(query).all()
            for row in rows:
                yield _entry(row), None if row.sealed is None else bytes(row.sealed)
            if len(rows) < _PAGE:
                return
            before = rows[-1].idx

    def latest_by(self, act: bytes) -> tuple[Entry, bytes | None] | None:
        """Give the newest entry of an actor, by the name the log has for it."""
        query = _query(ENTRY.c.act == act).order_by(ENTRY.c.idx.desc()).limit(1)
        row = self.connection.execute(query).one_or_none()
        if row is None:
            return None
        return _entry(row), None if row.sealed is None else bytes(row.sealed)

    def _entries(
        self, where: sa.ColumnElement[bool]
    ) -> Iterator[tuple[Entry, bytes | None]]:
        for row in self.connection.execute(_query(where).order_by(ENTRY.c.idx)):
            yield _entry(row), None if row.sealed is None else bytes(row.sealed)


def _query(where: sa.ColumnElement[bool]) -> sa.Select[tuple[object, ...]]:
    return (
        sa.select(ENTRY, DETAIL.c.sealed)
        .join_from(ENTRY, DETAIL, ENTRY.c.idx == DETAIL.c.idx, isouter=True)
        .where(where)
    )


def _entry(row: sa.Row[tuple[object, ...]]) -> Entry:
    return Entry(
        idx=row.idx,
        rid=bytes(row.rid),
        sub=None if row.sub is None else bytes(row.sub),
        act=None if row.act is None else bytes(row.act),
        leaf=bytes(row.leaf),
        leaf_hash=bytes(row.leaf_hash),
    )
