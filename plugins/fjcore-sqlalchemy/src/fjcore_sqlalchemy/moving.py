"""From plaintext to sealed columns, and from one version of an index to the next."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import sqlalchemy as sa
from attrs import frozen
from sqlalchemy.orm import Session

from fjcore.crypto import is_sealed, seal_value
from fjcore.values import new_id
from fjcore_sqlalchemy.cells import swapped
from fjcore_sqlalchemy.fields import Sealed, fields_of, place_of, write_index
from fjcore_sqlalchemy.keys import FieldKeys, keys_of

_BATCH = 500

#: Is told after each batch how many rows are done.
Progress = Callable[[int], None]


def _quiet(_: int) -> None:
    return


@frozen(kw_only=True)
class Moved:
    """What a step did, and after which row the next goes on; empty at the end."""

    sealed: int
    rows: int
    after: str


def give_ids(
    connection: sa.Connection, table: Any, column: str = "cell_id", limit: int = _BATCH
) -> int:
    """Fill a new column of ids where it is empty, in batches; give how many rows.

    Each gets a random one, as ``new_id`` makes; it says nothing of the row. The table
    needs a key of its own.
    """
    keys, empty = list(table.primary_key.columns), table.c[column].is_(None)
    done = 0
    while True:
        rows = connection.execute(sa.select(*keys).where(empty).limit(limit)).all()
        for row in rows:
            same = [key == value for key, value in zip(keys, row, strict=True)]
            connection.execute(
                table.update().where(*same, empty).values({column: new_id()})
            )
        done += len(rows)
        if len(rows) < limit:
            return done


def seal_step(
    session: Session, model: Any, *, after: str = "", limit: int = _BATCH
) -> Moved:
    """Seal what stands in plain in the next rows of a model, and index it.

    A text that was written anew meanwhile stays as it is. It may be stopped anywhere
    and begun again: what is sealed is passed over.
    Raises: what sealing raises.
    """
    _, keys = keys_of(session)
    fields, done = fields_of(model), 0
    columns = [getattr(model, one.column) for one in fields]
    rows = session.execute(
        sa.select(model.cell_id, model.person_id, *columns)
        .where(model.cell_id > after)
        .order_by(model.cell_id)
        .limit(limit)
    ).all()
    for cell_id, person_id, *held in rows:
        for one, cell in zip(fields, held, strict=True):
            if cell is not None and not is_sealed(cell.text):
                whose = cell_id, person_id
                done += _sealed(session, keys, model, one, whose, cell.text)
    last = rows[-1][0] if len(rows) == limit else ""
    return Moved(sealed=done, rows=len(rows), after=last)


def _sealed(
    session: Session,
    keys: FieldKeys,
    model: Any,
    field: Sealed[Any],
    whose: tuple[str, str],
    text: str,
) -> bool:
    value = field.read(text)
    where = place_of(model, field, *whose)
    blob = seal_value(keys.seals(session), where, field.written(value))
    done = swapped(session, model, field, whose[0], text, blob)
    if done and field.index:
        write_index(keys, session, field, *whose, value)
    return done


def seal_table(
    session: Session, model: type, *, limit: int = _BATCH, progress: Progress = _quiet
) -> int:
    """Seal all that stands in plain in a model's columns; give how many cells.

    Each batch is committed by itself.
    Raises: as ``seal_step``.
    """
    done, rows, after = 0, 0, ""
    while True:
        step = seal_step(session, model, after=after, limit=limit)
        session.commit()
        done, rows, after = done + step.sealed, rows + step.rows, step.after
        progress(rows)
        if not after:
            return done


def rebuild_index(
    session: Session,
    field: Sealed[Any],
    *,
    limit: int = _BATCH,
    progress: Progress = _quiet,
) -> int:
    """Write the rows of every version of a field's index anew; give how many rows.

    For the first index of a field, and for a new version: name both, rebuild, then name
    the new one alone and ``drop`` the old. Each batch is committed by itself.
    Raises: as reading the field.
    """
    model: Any = field.model
    _, keys = keys_of(session)
    column, done, after = getattr(model, field.column), 0, ""
    while True:
        query = sa.select(model.cell_id, model.person_id, column)
        rows = session.execute(
            query.where(model.cell_id > after).order_by(model.cell_id).limit(limit)
        ).all()
        for cell_id, person_id, held in rows:
            where = place_of(model, field, cell_id, person_id)
            value = held and field.opened(keys, session, where, held)
            write_index(keys, session, field, cell_id, person_id, value)
        done += len(rows)
        session.commit()
        progress(done)
        if len(rows) < limit:
            return done
        after = rows[-1][0]
