"""Making a vault's tables, and refusing a database that is not one of ours."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path

import sqlalchemy as sa

from fjcore.errors import StoreRefused, VaultUnfinished
from fjcore.vault.engine import APPLICATION_ID, connect, name_of, transact
from fjcore.vault.sqlwraps import SqlKeyStore
from fjcore.vault.tables import (
    ENTRY,
    HEAD,
    INSERT_ONLY,
    KEY,
    META,
    SCHEMA,
    SUBJECT,
    key_store_metadata,
    metadata,
)

#: Evidence is appended and never changed; a database owner can still remove the
#: trigger, which is why verification does not rely on it.
_SQLITE_TRIGGER = (
    "CREATE TRIGGER {table}_no_{verb} BEFORE {verb} ON {table} "
    "BEGIN SELECT RAISE(ABORT, 'insert only'); END"
)
_POSTGRES_FUNCTION = (
    "CREATE FUNCTION fjc_insert_only() RETURNS trigger LANGUAGE plpgsql AS "
    "$$ BEGIN RAISE EXCEPTION 'insert only' USING ERRCODE = '23001'; END $$"
)
_POSTGRES_TRIGGERS = (
    "CREATE TRIGGER {table}_rows BEFORE UPDATE OR DELETE ON {table} "
    "FOR EACH ROW EXECUTE FUNCTION fjc_insert_only()",
    "CREATE TRIGGER {table}_all BEFORE TRUNCATE ON {table} "
    "FOR EACH STATEMENT EXECUTE FUNCTION fjc_insert_only()",
)


def create_vault(
    url: str, folder: Path, *, vault_id: str, holder_id: str, origin: str
) -> sa.Engine:
    """Make the tables of a new vault.

    Raises: StoreRefused, when the database already holds a vault.
    """
    engine = connect(url, folder, create=True)

    def work(connection: sa.Connection) -> None:
        if sa.inspect(connection).has_table(META.name):
            raise StoreRefused(name_of(engine))
        metadata.create_all(connection, checkfirst=False)
        _insert_only(connection)
        connection.execute(
            META.insert().values(
                id=1,
                schema_number=SCHEMA,
                vault_id=vault_id,
                holder_id=holder_id,
                origin=origin,
            )
        )
        connection.execute(HEAD.insert().values(id=1, size=0, peaks=b"", last_t=0))
        _stamp(connection)

    return _made(engine, work)


def create_key_store(url: str, folder: Path) -> sa.Engine:
    """Make the tables of a new key store.

    Raises: StoreRefused, when the database already holds one.
    """
    engine = connect(url, folder, create=True)

    def work(connection: sa.Connection) -> None:
        if sa.inspect(connection).has_table("fjc_wrap"):
            raise StoreRefused(name_of(engine))
        key_store_metadata.create_all(connection, checkfirst=False)
        _stamp(connection)

    return _made(engine, work)


def open_key_store(url: str, folder: Path, *, create: bool = False) -> SqlKeyStore:
    """Open a key store that stands apart from the database it is for.

    Shape: ``sqlite:FILE``, relative to ``folder``, or ``postgresql://...``.
    Raises: StoreRefused, when one is to be made where there is one, or is not there;
    StoreBroken, StoreUnavailable, MissingExtra.
    """
    if create:
        return SqlKeyStore(create_key_store(url, folder))
    engine = connect(url, folder, create=False)
    if not transact(engine, lambda c: sa.inspect(c).has_table("fjc_wrap")):
        raise StoreRefused(name_of(engine))
    return SqlKeyStore(engine)


def _made(engine: sa.Engine, work: Callable[[sa.Connection], None]) -> sa.Engine:
    try:
        transact(engine, work)
    except BaseException:
        engine.dispose()
        path = Path(str(engine.url.database))
        # Nothing was written: the file was made for this alone.
        if engine.dialect.name == "sqlite" and not path.stat().st_size:
            path.unlink()
        raise
    return engine


def open_vault(url: str, folder: Path) -> tuple[sa.Engine, sa.Row[tuple[object, ...]]]:
    """Open the tables of a vault and give its one row of identity.

    Raises: StoreRefused, when it is no vault or of a newer schema; VaultUnfinished;
    StoreBroken.
    """
    engine = connect(url, folder, create=False)

    def work(connection: sa.Connection) -> sa.Row[tuple[object, ...]]:
        if not sa.inspect(connection).has_table(META.name):
            raise StoreRefused(name_of(engine))
        row = connection.execute(sa.select(META).where(META.c.id == 1)).one_or_none()
        if row is None or row.schema_number > SCHEMA:
            raise StoreRefused(f"{name_of(engine)}: schema")
        if not any(map(partial(_holds, connection), (KEY, ENTRY, SUBJECT))):
            raise VaultUnfinished(name_of(engine))
        return row

    try:
        return engine, transact(engine, work)
    except BaseException:
        engine.dispose()
        raise


def _holds(connection: sa.Connection, table: sa.Table) -> bool:
    query = sa.select(sa.true()).select_from(table).limit(1)
    return connection.execute(query).scalar() is not None


def _stamp(connection: sa.Connection) -> None:
    if connection.dialect.name == "sqlite":
        connection.exec_driver_sql(f"PRAGMA application_id={APPLICATION_ID}")
        connection.exec_driver_sql(f"PRAGMA user_version={SCHEMA}")


def _insert_only(connection: sa.Connection) -> None:
    names = [table.name for table in INSERT_ONLY]
    if connection.dialect.name == "sqlite":
        for name in names:
            for verb in ("UPDATE", "DELETE"):
                connection.exec_driver_sql(
                    _SQLITE_TRIGGER.format(table=name, verb=verb)
                )
        return
    connection.exec_driver_sql(_POSTGRES_FUNCTION)
    for name in names:
        for statement in _POSTGRES_TRIGGERS:
            connection.exec_driver_sql(statement.format(table=name))


@contextmanager
def changeable(connection: sa.Connection, table: sa.Table) -> Iterator[None]:
    """Let rows of an insert-only table be sealed anew, within this transaction alone.

    What they say stays; only the key that it is sealed by becomes another.
    """
    name, served = table.name, connection.dialect.name != "sqlite"
    if served:
        connection.exec_driver_sql(f"ALTER TABLE {name} DISABLE TRIGGER {name}_rows")
    else:
        connection.exec_driver_sql(f"DROP TRIGGER IF EXISTS {name}_no_UPDATE")
    yield
    if served:
        connection.exec_driver_sql(f"ALTER TABLE {name} ENABLE TRIGGER {name}_rows")
    else:
        made = _SQLITE_TRIGGER.format(table=name, verb="UPDATE")
        connection.exec_driver_sql(made)


def remove(path: Path) -> None:
    """Take a file away and what SQLite keeps beside it, which no later one may meet."""
    for end in ("", "-journal", "-wal", "-shm"):
        path.with_name(path.name + end).unlink(missing_ok=True)


def drop(engine: sa.Engine | None) -> None:
    """Undo ``create_vault``, when something after it failed."""
    if engine is None:
        return
    if engine.dialect.name == "sqlite":
        engine.dispose()
        remove(Path(str(engine.url.database)))
        return

    def work(connection: sa.Connection) -> None:
        metadata.drop_all(connection)
        connection.exec_driver_sql("DROP FUNCTION IF EXISTS fjc_insert_only()")

    try:
        transact(engine, work)
    finally:
        engine.dispose()
