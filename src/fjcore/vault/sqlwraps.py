"""Wraps of keys, in a key store of their own."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import sqlalchemy as sa

from fjcore.crypto import Wrap
from fjcore.crypto.keys import Moves, WrapRow
from fjcore.vault.engine import pieces, transact
from fjcore.vault.tables import WRAP


class SqlKeyStore:
    """Wraps in a database apart from the vault's; each is durable when put."""

    def __init__(self, engine: sa.Engine) -> None:
        self.engine = engine

    def get(self, key_id: bytes) -> tuple[Wrap, ...]:
        """Give every wrap of a key."""

        def work(connection: sa.Connection) -> tuple[Wrap, ...]:
            rows = connection.execute(sa.select(WRAP).where(WRAP.c.key_id == key_id))
            return tuple(Wrap(row.kind, row.ref, bytes(row.blob)) for row in rows)

        return transact(self.engine, work)

    def put(self, key_id: bytes, wrap: Wrap) -> None:
        """Keep a wrap, in place of an earlier one of the same kind and ref."""
        transact(self.engine, lambda connection: _put(connection, key_id, wrap))

    def put_many(self, wraps: Iterable[tuple[bytes, Wrap]]) -> None:
        """Keep several new wraps, all of them or none, on disk when this returns."""
        rows = [
            {"key_id": key_id, "kind": one.kind, "ref": one.ref, "blob": one.blob}
            for key_id, one in wraps
        ]

        def work(connection: sa.Connection) -> None:
            connection.execute(WRAP.insert(), rows)

        if rows:
            transact(self.engine, work)

    def swap(self, changes: Iterable[tuple[bytes, tuple[Wrap, ...], Wrap]]) -> None:
        """Keep a wrap of each key in the place of others that still stand."""
        given = list(changes)

        def work(connection: sa.Connection) -> None:
            for key_id, old, new in given:
                taken = [_take(connection, key_id, wrap) for wrap in old]
                # A key that was erased meanwhile has none of them, and gets none.
                if any(taken):
                    _put(connection, key_id, new)

        transact(self.engine, work)

    def many(self, key_ids: Sequence[bytes]) -> list[tuple[WrapRow, ...]]:
        """Give every wrap of each of many keys as a bare row, in their order."""

        def work(connection: sa.Connection) -> dict[bytes, list[WrapRow]]:
            found: dict[bytes, list[WrapRow]] = {one: [] for one in key_ids}
            for some in pieces(key_ids):
                mine = WRAP.c.key_id.in_(some)
                for row in connection.execute(sa.select(WRAP).where(mine)):
                    wrap = (row.kind, row.ref, bytes(row.blob))
                    found[bytes(row.key_id)].append(wrap)
            return found

        held = transact(self.engine, work)
        return [tuple(held[one]) for one in key_ids]

    def move(self, kind: str, ref: str, moves: Moves) -> None:
        """Put a wrap by one key in the place of that by another, for many keys.

        All of them or none; what stood there is overwritten.
        """
        rows = [
            {"of": key_id, "before": before, "new": blob}
            for key_id, ((_, before, _),), blob in zip(
                moves.key_ids, moves.before, moves.blobs, strict=True
            )
        ]
        mine = sa.and_(WRAP.c.key_id == sa.bindparam("of"), WRAP.c.kind == kind)
        over = WRAP.update().where(mine, WRAP.c.ref == sa.bindparam("before"))

        def work(connection: sa.Connection) -> None:
            # Where another process came first, nothing stands there to be changed.
            connection.execute(over.values(ref=ref, blob=sa.bindparam("new")), rows)

        if rows:
            transact(self.engine, work)

    def delete(self, wraps: Iterable[tuple[bytes, Wrap]]) -> None:
        """Overwrite wraps and take them away; those that are gone already are fine."""
        given = list(wraps)

        def work(connection: sa.Connection) -> None:
            for key_id, wrap in given:
                _take(connection, key_id, wrap)

        transact(self.engine, work)

    def made_by(self, kind: str, ref: str) -> int:
        """Count the wraps of a kind that were made by one key."""

        def work(connection: sa.Connection) -> int:
            found = sa.select(sa.func.count()).where(
                WRAP.c.kind == kind, WRAP.c.ref == ref
            )
            return int(connection.execute(found).scalar_one())

        return transact(self.engine, work)


def _put(connection: sa.Connection, key_id: bytes, wrap: Wrap) -> None:
    connection.execute(WRAP.delete().where(_is(key_id, wrap)))
    connection.execute(
        WRAP.insert().values(
            key_id=key_id, kind=wrap.kind, ref=wrap.ref, blob=wrap.blob
        )
    )


def _take(connection: sa.Connection, key_id: bytes, wrap: Wrap) -> bool:
    """Overwrite a wrap and take it away; say whether it was there."""
    blank = {"blob": bytes(len(wrap.blob))}
    connection.execute(WRAP.update().where(_is(key_id, wrap)).values(blank))
    gone = connection.execute(WRAP.delete().where(_is(key_id, wrap)))
    return bool(gone.rowcount)


def _is(key_id: bytes, wrap: Wrap) -> sa.ColumnElement[bool]:
    same = WRAP.c.kind == wrap.kind, WRAP.c.ref == wrap.ref
    return sa.and_(WRAP.c.key_id == key_id, *same)
