"""The cells of models as rotation sees them: below the models, bytes for bytes."""

from __future__ import annotations

import base64
from collections.abc import Iterable, Iterator
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from fjcore.crypto import CellAddress, StoredCell, from_text, to_text
from fjcore_sqlalchemy.columns import SealedCell
from fjcore_sqlalchemy.fields import Sealed, fields_of, place_of
from fjcore_sqlalchemy.keys import keys_of

#: The text of bytes 9 to 23 of an envelope, which are all but the first of a key id.
_AT, _LENGTH = 18, 20


class ModelCells:
    """The sealed cells of some models, in a session's present transaction.

    For ``reseal`` and ``finish`` of ``fjcore.crypto``; no event of a model fires.
    """

    def __init__(self, session: Session, models: Iterable[type]) -> None:
        self._session, self._keys = keys_of(session)
        self._models = tuple(models)

    def under(self, key_id: bytes, limit: int) -> list[StoredCell]:
        """Give at most so many of the cells that a key sealed."""
        found: list[StoredCell] = []
        for model, field, where in self._places(key_id):
            if len(found) >= limit:
                break
            column = getattr(model, field.column)
            query = sa.select(model.cell_id, model.person_id, column).where(where)
            rows = self._session.execute(query.limit(limit - len(found)))
            found += [
                StoredCell(place_of(model, field, cell, person), from_text(held.text))
                for cell, person, held in rows
            ]
        return found

    def swap(self, where: CellAddress, old: bytes, new: bytes) -> bool:
        """Put new bytes where the old ones still stand; say whether they did."""
        for model in self._models:
            for field in fields_of(model):
                if (model.__sealed_as__, field.name) != (  # type: ignore[attr-defined]
                    where.record_type,
                    where.field_path,
                ):
                    continue
                return swapped(
                    self._session, model, field, where.record_id, to_text(old), new
                )
        return False

    def count(self, key_id: bytes) -> int:
        """Count the cells that a key sealed."""
        return sum(
            self._session.execute(
                sa.select(sa.func.count()).select_from(model).where(where)
            ).scalar_one()
            for model, _, where in self._places(key_id)
        )

    def _places(self, key_id: bytes) -> Iterator[tuple[Any, Sealed[Any], Any]]:
        record = self._keys.table(self._session.connection()).get(key_id)
        if record is None:
            return
        mark = base64.urlsafe_b64encode(key_id[1:]).decode()
        for model in self._models:
            for field in fields_of(model):
                if field.compartment != record.compartment:
                    continue
                text = sa.type_coerce(getattr(model, field.column), sa.Text)
                same = sa.func.substr(text, _AT, _LENGTH) == mark
                whose = model.person_id == record.subject_id  # type: ignore[attr-defined]
                yield model, field, sa.and_(whose, same)


def swapped(
    session: Session,
    model: Any,
    field: Sealed[Any],
    cell_id: str,
    old: str,
    new: bytes,
) -> bool:
    """Write an envelope where a text still stands; say whether it did."""
    column = getattr(model, field.column)
    text = sa.type_coerce(column, sa.Text)
    done: Any = session.execute(
        sa.update(model)
        .where(model.cell_id == cell_id, text == old)
        .values({column: SealedCell(to_text(new))})
        .execution_options(synchronize_session=False)
    )
    return bool(done.rowcount)
