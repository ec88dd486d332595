"""The cells of models as rotation sees them: below the models, bytes for bytes."""

from __future__ import annotations

import base64
from collections.abc import Iterable, Iterator
from typing import Any

from django.db.models import TextField
from django.db.models.functions import Cast, Substr

from fjcore.crypto import CellAddress, StoredCell, from_text, to_text
from fjcore_django import keys
from fjcore_django.fields import SealedCell, SealedTextField

#: The text of bytes 9 to 23 of an envelope, which are all but the first of a key id.
_AT, _LENGTH = 18, 20


def fields_of(model: Any) -> list[SealedTextField]:
    """Give the sealed fields of a model."""
    return [f for f in model._meta.concrete_fields if isinstance(f, SealedTextField)]


class ModelCells:
    """The sealed cells of some models, in the transaction that is open.

    For ``reseal`` and ``finish`` of ``fjcore.crypto``; no signal is sent.
    """

    def __init__(self, models: Iterable[Any]) -> None:
        self._models = tuple(models)

    def under(self, key_id: bytes, limit: int) -> list[StoredCell]:
        """Give at most so many of the cells that a key sealed."""
        found: list[StoredCell] = []
        for field, rows in self._places(key_id):
            left = limit - len(found)
            if left <= 0:
                break
            found += [
                StoredCell(field.place_of(cell, person), from_text(held.text))
                for cell, person, held in rows.values_list(
                    "cell_id", "person_id", field.name
                )[:left]
            ]
        return found

    def swap(self, where: CellAddress, old: bytes, new: bytes) -> bool:
        """Put new bytes where the old ones still stand; say whether they did."""
        for model in self._models:
            for field in fields_of(model):
                if field.place_of(where.record_id, where.subject_id) == where:
                    return swapped(field, where.record_id, to_text(old), new)
        return False

    def count(self, key_id: bytes) -> int:
        """Count the cells that a key sealed."""
        return sum(rows.count() for _, rows in self._places(key_id))

    def _places(self, key_id: bytes) -> Iterator[tuple[Any, Any]]:
        record = keys.key_table().get(key_id)
        if record is None:
            return
        mark = base64.urlsafe_b64encode(key_id[1:]).decode()
        for model in self._models:
            for field in fields_of(model):
                if field.compartment == record.compartment:
                    whose = stored(field).filter(person_id=record.subject_id)
                    part = Substr("fjcore_text", _AT, _LENGTH)
                    yield field, whose.annotate(fjcore_key=part).filter(fjcore_key=mark)


def stored(field: SealedTextField) -> Any:
    """Give the rows of a field's model, with what stands in its column as text."""
    rows = field.model._base_manager.using(keys.settings_of().database)
    return rows.annotate(fjcore_text=Cast(field.name, TextField()))


def swapped(field: SealedTextField, cell_id: str, old: str, new: bytes) -> bool:
    """Write an envelope where a text still stands; say whether it did."""
    rows = stored(field).filter(cell_id=cell_id, fjcore_text=old)
    return bool(rows.update(**{field.name: SealedCell(to_text(new))}))
