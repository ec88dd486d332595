"""From plaintext to sealed fields, and from one version of an index to the next."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from attrs import frozen
from django.db import transaction

from fjcore.crypto import is_sealed, seal_value
from fjcore.values import new_id
from fjcore_django import keys
from fjcore_django.cells import fields_of, swapped

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


def give_ids(model: Any, using: str, *, limit: int = _BATCH) -> int:
    """Give every row without a ``cell_id`` one, in batches; give how many rows.

    For ``RunPython`` of a migration, between adding the column without ``unique`` and
    making it so. Each id is random and says nothing of the row.
    """
    rows, done = model._base_manager.using(using), 0
    while True:
        found = list(
            rows.filter(cell_id__isnull=True).values_list("pk", flat=True)[:limit]
        )
        for key in found:
            rows.filter(pk=key, cell_id__isnull=True).update(cell_id=new_id())
        done += len(found)
        if len(found) < limit:
            return done


def seal_step(model: Any, *, after: str = "", limit: int = _BATCH) -> Moved:
    """Seal what stands in plain in the next rows of a model, and index it.

    A text that was written anew meanwhile stays as it is. It may be stopped anywhere
    and begun again: what is sealed is passed over.
    Raises: what sealing raises.
    """
    fields = fields_of(model)
    names = ["cell_id", "person_id", *(one.name for one in fields)]
    rows, alias = model._base_manager, keys.settings_of().database
    with transaction.atomic(using=alias):
        found = list(
            rows.using(alias)
            .filter(cell_id__gt=after)
            .order_by("cell_id")
            .values_list(*names)[:limit]
        )
        done = sum(
            _sealed(one, cell_id, person_id, cell.text)
            for cell_id, person_id, *held in found
            for one, cell in zip(fields, held, strict=True)
            if cell is not None and not is_sealed(cell.text)
        )
    last = found[-1][0] if len(found) == limit else ""
    return Moved(sealed=done, rows=len(found), after=last)


def _sealed(field: Any, cell_id: str, person_id: str, text: str) -> bool:
    value = field.read(text)
    where = field.place_of(cell_id, person_id)
    blob = seal_value(keys.seals(), where, field.written(value))
    done = swapped(field, cell_id, text, blob)
    if done and field.index:
        field.write_index(cell_id, person_id, value)
    return done


def seal_table(model: Any, *, limit: int = _BATCH, progress: Progress = _quiet) -> int:
    """Seal all that stands in plain in a model's fields; give how many cells.

    Each batch is a transaction.
    Raises: as ``seal_step``.
    """
    done, rows, after = 0, 0, ""
    while True:
        step = seal_step(model, after=after, limit=limit)
        done, rows, after = done + step.sealed, rows + step.rows, step.after
        progress(rows)
        if not after:
            return done


def rebuild_index(
    model: Any, name: str, *, limit: int = _BATCH, progress: Progress = _quiet
) -> int:
    """Write the rows of every version of a field's index anew; give how many rows.

    For the first index of a field, and for a new version: name both, rebuild, then name
    the new one alone and ``drop`` the old. Each batch is a transaction.
    Raises: as reading the field.
    """
    field, alias = model._meta.get_field(name), keys.settings_of().database
    done, after = 0, ""
    while True:
        with transaction.atomic(using=alias):
            rows = model._base_manager.using(alias).filter(cell_id__gt=after)
            found = list(
                rows.order_by("cell_id").values_list("cell_id", "person_id", name)[
                    :limit
                ]
            )
            for cell_id, person_id, held in found:
                where = field.place_of(cell_id, person_id)
                value = None if held is None else field.opened_at(where, held)
                field.write_index(cell_id, person_id, value)
        done += len(found)
        progress(done)
        if len(found) < limit:
            return done
        after = found[-1][0]
