"""Blind indexes of a vault: what is indexed, and the rows that say so."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from types import MappingProxyType
from typing import Any

import sqlalchemy as sa
from attrs import frozen

from fjcore.crypto.index import IndexRow, IndexSpec, Tokens
from fjcore.records import ContactPoint, LegalMatter, Person, ProtectionOrder
from fjcore.sdk import Site
from fjcore.values import Missing
from fjcore.vault.core import Tx
from fjcore.vault.tables import INDEX, INDEXES

Values = Callable[[Any], Iterator[Any]]


def _names(record: Any) -> Iterator[Any]:
    if isinstance(record, Person):
        for name in record.names:
            yield name.text
            if not isinstance(name.given, Missing):
                yield " ".join(
                    part
                    for part in (name.given, name.family)
                    if not isinstance(part, Missing)
                )


def _birth(record: Any) -> Iterator[Any]:
    if isinstance(record, Person):
        yield record.birth_date


def _gov_ids(record: Any) -> Iterator[Any]:
    if isinstance(record, Person):
        yield record.gov_id
        yield record.ssn
        yield from (one.value for one in record.gov_ids)


def _reached(*kinds: str) -> Values:
    def values(record: Any) -> Iterator[Any]:
        if isinstance(record, ContactPoint) and record.kind in kinds:
            yield record.value

    return values


def _cases(record: Any) -> Iterator[Any]:
    if isinstance(record, ProtectionOrder):
        yield record.docket_number
    if isinstance(record, LegalMatter):
        yield record.case_number


@frozen
class Findable:
    """What people may be found by: its category, how it is made alike, its values."""

    category: str
    normaliser: str
    types: tuple[type, ...]
    _values: Values

    def values(self, records: Iterable[object]) -> Iterator[str]:
        """Give the values of some records as text."""
        for record in records:
            for value in self._values(record):
                if value and not isinstance(value, Missing):
                    yield str(value)


_CASES = (ProtectionOrder, LegalMatter)

#: By the names that a site file and a search use.
FINDABLE: Mapping[str, Findable] = MappingProxyType(
    {
        "name": Findable("identity.name", "name.v1", (Person,), _names),
        "name_sound": Findable("identity.name", "name_sound.v1", (Person,), _names),
        "birth_date": Findable("identity.dob", "dob.v1", (Person,), _birth),
        "gov_id": Findable("identity.gov_id", "number.v1", (Person,), _gov_ids),
        "phone": Findable(
            "contact", "phone.v1", (ContactPoint,), _reached("phone", "sms")
        ),
        "email": Findable("contact", "email.v1", (ContactPoint,), _reached("email")),
        "case": Findable("court_record", "number.v1", _CASES, _cases),
    }
)


def specs_of(site: Site, kind: str | None = None) -> list[IndexSpec]:
    """Give the indexes that a site turns on, all or of one kind, newest first."""
    rows = [row for row in site.indexes if kind in (None, row.of)]
    return [
        IndexSpec(
            index_id=f"vault.{row.of}",
            category=FINDABLE[row.of].category,
            normaliser=FINDABLE[row.of].normaliser,
            bits=row.bits,
            partitions=row.partitions,
            version=row.version,
        )
        for row in sorted(rows, key=lambda one: -one.version)
    ]


class SqlIndexRows:
    """Index rows within one transaction."""

    def __init__(self, connection: sa.Connection) -> None:
        self._connection = connection
        for table in (INDEX, INDEXES):
            table.create(connection, checkfirst=True)

    def put(self, rows: Iterable[IndexRow]) -> None:
        """Keep rows; one that is there already stays one."""
        for row in rows:
            said = {
                "index_id": row.index_id,
                "version": row.version,
                "part": row.partition,
                "number": row.value,
                "subject_id": row.subject_id,
            }
            self._gone(INDEX, *(INDEX.c[name] == said[name] for name in said))
            self._connection.execute(INDEX.insert().values(**said))

    def find(
        self, index_id: str, version: int, terms: Iterable[tuple[int, int]]
    ) -> list[str]:
        """Give the people who have a row with one of these parts and numbers."""
        any_of = sa.tuple_(INDEX.c.part, INDEX.c.number).in_(list(terms))
        found = sa.select(INDEX.c.subject_id).where(
            INDEX.c.index_id == index_id, INDEX.c.version == version, any_of
        )
        return list(self._connection.execute(found).scalars())

    def drop(self, index_id: str, version: int) -> int:
        """Delete every row of a version; give how many there were."""
        self._gone(INDEXES, *_same(INDEXES, index_id, version))
        return self._gone(INDEX, *_same(INDEX, index_id, version))

    def forget(self, subject_id: str) -> int:
        """Delete every row of a person; give how many there were."""
        return self._gone(INDEX, INDEX.c.subject_id == subject_id)

    # --- which versions stand -----------------------------------------------------

    def begin(self, spec: IndexSpec) -> None:
        """Have what is kept from now on written to a version, from nothing.

        One that stands already, and was planned alike, stays.
        """
        if spec not in self.standing([spec], ready=False):
            self.drop(spec.index_id, spec.version)
            row = {**_plan(spec), "ready": 0}
            self._connection.execute(INDEXES.insert().values(**row))

    def complete(self, spec: IndexSpec) -> None:
        """Say that a version holds everybody."""
        same = _same(INDEXES, spec.index_id, spec.version)
        self._connection.execute(INDEXES.update().where(*same).values(ready=1))

    def standing(
        self, specs: Iterable[IndexSpec], *, ready: bool = True
    ) -> list[IndexSpec]:
        """Give the versions that stand as they are planned, or only those complete."""
        rows = self._connection.execute(sa.select(INDEXES)).mappings()
        held = {(row["index_id"], row["version"]): dict(row) for row in rows}
        return [
            spec
            for spec in specs
            if (row := held.get((spec.index_id, spec.version))) is not None
            and _plan(spec).items() <= row.items()
            and (row["ready"] or not ready)
        ]

    def versions(self) -> list[tuple[str, int]]:
        """Give every version that stands, planned or not."""
        rows = self._connection.execute(sa.select(INDEXES))
        return [(row.index_id, row.version) for row in rows]

    def _gone(self, table: sa.Table, *where: sa.ColumnElement[bool]) -> int:
        done: Any = self._connection.execute(table.delete().where(*where))
        return int(done.rowcount)


def _same(
    table: sa.Table, index_id: str, version: int
) -> tuple[sa.ColumnElement[bool], ...]:
    return table.c.index_id == index_id, table.c.version == version


def _plan(spec: IndexSpec) -> dict[str, Any]:
    return {
        "index_id": spec.index_id,
        "version": spec.version,
        "normaliser": spec.normaliser,
        "bits": spec.bits,
        "parts": spec.partitions,
    }


def tokens_of(tx: Tx, specs: Iterable[IndexSpec]) -> list[Tokens]:
    """Give the numbers of some indexes under the vault's keys."""
    return [Tokens(tx.seals.index_key(spec.version), spec) for spec in specs]


def note_in_indexes(tx: Tx, subject: str, records: Iterable[object]) -> None:
    """Write the rows of records that are kept, to every version that stands."""
    specs = specs_of(tx.core.site)
    if not specs:
        return
    rows = SqlIndexRows(tx.connection)
    write(tx, rows, rows.standing(specs, ready=False), subject, list(records))


def write(
    tx: Tx,
    rows: SqlIndexRows,
    specs: Iterable[IndexSpec],
    subject: str,
    records: list[object],
) -> None:
    """Write the rows that some records of a person have in some indexes."""
    for tokens in tokens_of(tx, specs):
        kind = FINDABLE[tokens.spec.index_id.removeprefix("vault.")]
        for value in kind.values(records):
            rows.put(tokens.rows(subject, value))
