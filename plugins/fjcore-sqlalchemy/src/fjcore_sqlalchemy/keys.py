"""The keys by which the sealed fields of a session's models open."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from attrs import field, frozen
from sqlalchemy.orm import Session

from fjcore.crypto import STRICT, ReadMode, Sealer, Seals
from fjcore.crypto.index import Tokens
from fjcore.errors import KeyUnavailable
from fjcore.vault import SqlKeyTable
from fjcore_sqlalchemy.tables import SqlIndexRows

_NAME, _HELD = "fjcore.keys", "fjcore.seals"


@frozen(kw_only=True, eq=False, repr=False)
class FieldKeys:
    """The keys of one holder's models: one per process, named in each session.

    ``keys`` is what ``key_table`` gave, ``indexes`` what ``index_table`` gave, where
    fields are searched by an index. ``mode`` tolerates plaintext on the way from it.
    """

    sealer: Sealer
    keys: sa.Table
    indexes: sa.Table | None = None
    mode: ReadMode = field(default=STRICT)

    def __repr__(self) -> str:
        return "<FieldKeys>"

    @property
    def info(self) -> dict[Any, Any]:
        """What a session is to be told: ``Session(engine, info=keys.info)``."""
        return {_NAME: self}

    def table(self, connection: sa.Connection) -> SqlKeyTable:
        """Give the key records in an open transaction."""
        return SqlKeyTable(connection, table=self.keys, numbered=False)

    def establish(self, connection: sa.Connection) -> None:
        """Make the holder's first keys; see ``Sealer.establish``."""
        self.sealer.establish(self.table(connection))

    def seals(self, session: Session) -> Seals:
        """Give what seals and opens in a session's present transaction.

        A savepoint has its own: keys made in one that is rolled back are gone.
        """
        connection = session.connection()
        scope = session.get_nested_transaction() or session.get_transaction()
        held = session.info.get(_HELD)
        if held is None or held[0] is not scope:
            held = scope, self.sealer.bind(self.table(connection))
            session.info[_HELD] = held
        seals: Seals = held[1]
        return seals

    def rows(self, session: Session, person_id: str = "") -> SqlIndexRows:
        """Give the blind-index rows in a session's present transaction.

        Raises: KeyUnavailable, when no table of indexes was named.
        """
        if self.indexes is None:
            raise KeyUnavailable("indexes")
        return SqlIndexRows(session.connection(), self.indexes, person_id)


def keys_of(session: Session | None) -> tuple[Session, FieldKeys]:
    """Give a session and the keys that it was told of.

    Raises: KeyUnavailable, when a row is in no session, or that has no keys.
    """
    keys = None if session is None else session.info.get(_NAME)
    if session is None or keys is None:
        raise KeyUnavailable("session")
    return session, keys


def tokens_of(seals: Seals, specs: Any) -> list[Tokens]:
    """Give the numbers of every version of an index that is in use."""
    return [Tokens(seals.index_key(spec.version), spec) for spec in specs]
