"""The tables that sealed fields need beside the model's own."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import sqlalchemy as sa

from fjcore.crypto.index import IndexRow


def key_table(metadata: sa.MetaData, name: str = "fjcore_key") -> sa.Table:
    """Add the table of key records, with nothing secret in it, to a model's metadata.

    The wraps of the keys stand apart, in another database: ``open_key_store``.
    """
    return sa.Table(
        name,
        metadata,
        sa.Column("key_id", sa.LargeBinary, primary_key=True),
        sa.Column("commitment", sa.LargeBinary, nullable=False),
        sa.Column("kind", sa.String(16), nullable=False),
        sa.Column("suites", sa.String(32), nullable=False),
        sa.Column("state", sa.String(16), nullable=False),
        sa.Column("holder_id", sa.String(64), nullable=False),
        sa.Column("subject_id", sa.String(32), nullable=False),
        sa.Column("compartment", sa.String(64), nullable=False),
        sa.Column("epoch", sa.Integer, nullable=False),
        sa.Column("generation", sa.Integer, nullable=False),
        sa.Column("uses", sa.BigInteger, nullable=False),
        sa.Column("created_at", sa.BigInteger, nullable=False),
        sa.UniqueConstraint(
            "kind", "holder_id", "subject_id", "compartment", "epoch", "generation"
        ),
        sa.Index(f"{name}_place", "subject_id", "compartment"),
    )


def index_table(metadata: sa.MetaData, name: str = "fjcore_index") -> sa.Table:
    """Add the table of blind-index rows to a model's metadata.

    Who can make records and read these rows can test whether somebody is here: let
    fewer read them than the rest.
    """
    return sa.Table(
        name,
        metadata,
        sa.Column("index_id", sa.String(64), primary_key=True),
        sa.Column("version", sa.Integer, primary_key=True),
        sa.Column("part", sa.Integer, primary_key=True),
        sa.Column("number", sa.BigInteger, primary_key=True),
        sa.Column("cell_id", sa.String(32), primary_key=True),
        sa.Column("person_id", sa.String(32), nullable=False, index=True),
        sa.Index(f"{name}_cell", "cell_id"),
    )


class SqlIndexRows:
    """Blind-index rows of one transaction: by the row that has a value, and by person.

    ``person_id`` says whose rows are put.
    """

    def __init__(
        self, connection: sa.Connection, table: sa.Table, person_id: str = ""
    ) -> None:
        self._connection, self._table, self._person = connection, table, person_id

    def put(self, rows: Iterable[IndexRow]) -> None:
        """Keep rows; one that is there already stays one."""
        for row in rows:
            said = {
                "index_id": row.index_id,
                "version": row.version,
                "part": row.partition,
                "number": row.value,
                "cell_id": row.subject_id,
            }
            same = [self._table.c[name] == value for name, value in said.items()]
            self._delete(*same)
            self._connection.execute(
                self._table.insert().values(person_id=self._person, **said)
            )

    def find(
        self, index_id: str, version: int, terms: Iterable[tuple[int, int]]
    ) -> list[str]:
        """Give the rows that have one of these parts and numbers."""
        table = self._table
        any_of = sa.tuple_(table.c.part, table.c.number).in_(list(terms))
        found = sa.select(table.c.cell_id).where(
            table.c.index_id == index_id, table.c.version == version, any_of
        )
        return list(self._connection.execute(found).scalars())

    def drop(self, index_id: str, version: int) -> int:
        """Delete every row of a version; give how many there were."""
        table = self._table
        return self._delete(table.c.index_id == index_id, table.c.version == version)

    def forget(self, subject_id: str) -> int:
        """Delete every row of a person; give how many there were."""
        return self._delete(self._table.c.person_id == subject_id)

    def forget_row(self, cell_id: str, index_ids: Iterable[str]) -> int:
        """Delete what some indexes say of one row; give how much there was."""
        table = self._table
        return self._delete(
            table.c.cell_id == cell_id, table.c.index_id.in_(list(index_ids))
        )

    def _delete(self, *where: sa.ColumnElement[bool]) -> int:
        done: Any = self._connection.execute(self._table.delete().where(*where))
        return int(done.rowcount)
