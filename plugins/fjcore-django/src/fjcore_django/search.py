"""Finding rows by a sealed field: what an index finds is opened and made sure of."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from django.db.models import Q

from fjcore.crypto.index import IndexRow, IndexSpec, Tokens, candidates
from fjcore_django import keys
from fjcore_django import models as tables

_CHUNK = 500


class ModelIndexRows:
    """Blind-index rows in the transaction that is open."""

    def __init__(self, person_id: str = "") -> None:
        self._rows = tables.IndexRow.objects.using(keys.settings_of().database)
        self._person = person_id

    def put(self, rows: Iterable[IndexRow]) -> None:
        """Keep rows; one that is there already stays one."""
        self._rows.bulk_create(
            [
                tables.IndexRow(
                    index_id=row.index_id,
                    version=row.version,
                    part=row.partition,
                    number=row.value,
                    cell_id=row.subject_id,
                    person_id=self._person,
                )
                for row in rows
            ],
            ignore_conflicts=True,
        )

    def find(
        self, index_id: str, version: int, terms: Iterable[tuple[int, int]]
    ) -> list[str]:
        """Give the rows that have one of these parts and numbers."""
        wanted = Q()
        for part, number in terms:
            wanted |= Q(part=part, number=number)
        rows = self._rows.filter(wanted, index_id=index_id, version=version)
        return list(rows.values_list("cell_id", flat=True))

    def drop(self, index_id: str, version: int) -> int:
        """Delete every row of a version; give how many there were."""
        return self._gone(index_id=index_id, version=version)

    def forget(self, subject_id: str) -> int:
        """Delete every row of a person; give how many there were."""
        return self._gone(person_id=subject_id)

    def forget_row(self, cell_id: str, index_ids: Iterable[str]) -> int:
        """Delete what some indexes say of one row; give how much there was."""
        return self._gone(cell_id=cell_id, index_id__in=list(index_ids))

    def _gone(self, **said: Any) -> int:
        return int(self._rows.filter(**said).delete()[0])


def write_rows(
    index: tuple[IndexSpec, ...], cell_id: str, person_id: str, said: str | None
) -> None:
    """Write what indexes say of one row, in place of before."""
    rows = ModelIndexRows(person_id)
    rows.forget_row(cell_id, {spec.index_id for spec in index})
    if said is not None:
        for tokens in _tokens(index):
            rows.put(tokens.rows(cell_id, said))


def _tokens(index: tuple[IndexSpec, ...]) -> list[Tokens]:
    seals = keys.seals()
    return [Tokens(seals.index_key(spec.version), spec) for spec in index]


def find(rows: Any, name: str, asked: str) -> list[Any]:
    """Give the rows of a queryset, or model, whose sealed field is what is asked for.

    By the blind index where the field has one: every version in use is asked. Without
    one every row is opened, which is the better way below 2,000 people.
    Raises: IndexRefused, when the field has no normaliser; as reading the field.
    """
    every = rows.all() if hasattr(rows, "all") else rows._default_manager.all()
    sealed = every.model._meta.get_field(name)
    alike = sealed.normaliser
    return [
        row
        for row in _narrowed(every.filter(**{f"{name}__isnull": False}), sealed, asked)
        if alike.matches(str(sealed.written(getattr(row, name))), asked)
    ]


def _narrowed(every: Any, sealed: Any, asked: str) -> Iterator[Any]:
    every = every.order_by("cell_id")
    if not sealed.index:
        yield from every
        return
    found: set[str] = set()
    for tokens in _tokens(sealed.index):
        found |= candidates(ModelIndexRows(), tokens, asked)
    ids = sorted(found)
    for at in range(0, len(ids), _CHUNK):
        yield from every.filter(cell_id__in=ids[at : at + _CHUNK])
