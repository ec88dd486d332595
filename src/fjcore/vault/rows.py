"""The rows of one transaction: subjects, sealed records, sealed consent events."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import sqlalchemy as sa

from fjcore.consent import Event, event_from, event_to
from fjcore.crypto import CellAddress, Codec, Seals
from fjcore.errors import InputRefused, Problem, SealBroken, UnknownSubject
from fjcore.values import canonical, new_id
from fjcore.vault.cells import GENERAL, StoredRecord
from fjcore.vault.tables import (
    CELL,
    COMPARTMENT_NAMES,
    COMPARTMENT_NUMBERS,
    EVENT,
    RECORD,
    SUBJECT,
)

#: What a consent event says it is, in the place it is sealed to.
CONSENT_EVENT = "consent.event"


class Rows:
    """Reads and writes a vault's rows within one transaction."""

    def __init__(self, connection: sa.Connection, seals: Seals) -> None:
        self.connection = connection
        self.seals = seals

    def lock(self, subject_id: str) -> int:
        """Lock a person until the end of the transaction and give her revision.

        A disclosure and a withdrawal both do, so neither can overtake the other.
        Raises: UnknownSubject.
        """
        found = self.connection.execute(
            sa.select(SUBJECT.c.revision)
            .where(SUBJECT.c.subject_id == subject_id)
            .with_for_update()
        ).scalar_one_or_none()
        if found is None:
            raise UnknownSubject("subject")
        return int(found)

    def has(self, subject_id: str) -> bool:
        """Whether there is such a person."""
        query = sa.select(SUBJECT.c.revision).where(SUBJECT.c.subject_id == subject_id)
        return self.connection.execute(query).scalar_one_or_none() is not None

    def add_subject(self, subject_id: str) -> None:
        """Add a person.

        Raises: InputRefused, when the id is taken: it is then somebody else's.
        """
        taken = self.connection.execute(
            sa.select(SUBJECT.c.subject_id).where(SUBJECT.c.subject_id == subject_id)
        ).scalar_one_or_none()
        if taken is not None:
            problem = Problem("new_subject", "duplicate")
            raise InputRefused("new_subject", problems=(problem,))
        self.connection.execute(
            SUBJECT.insert().values(subject_id=subject_id, revision=0)
        )

    def subjects(self) -> list[tuple[str, int]]:
        """Every person with her revision."""
        found = self.connection.execute(
            sa.select(SUBJECT.c.subject_id, SUBJECT.c.revision).order_by(
                SUBJECT.c.subject_id
            )
        )
        return [(row.subject_id, row.revision) for row in found]

    def add_record(
        self, subject_id: str, record_id: str, revision: int, cells: dict[str, bytes]
    ) -> None:
        """Add a record with its sealed cells."""
        self.connection.execute(
            RECORD.insert().values(
                record_id=record_id, subject_id=subject_id, revision=revision
            )
        )
        self.connection.execute(
            CELL.insert(),
            [
                {
                    "record_id": record_id,
                    "compartment": COMPARTMENT_NUMBERS[name],
                    "sealed": blob,
                }
                for name, blob in cells.items()
            ],
        )

    def records(self, subject_id: str) -> Iterator[StoredRecord]:
        """Every record of a person, sealed, in the order of their random ids.

        Raises: SealBroken, naming a record with a cell in no compartment.
        """
        return iter(self.records_of([subject_id]).get(subject_id, ()))

    def records_of(self, subjects: Sequence[str]) -> dict[str, list[StoredRecord]]:
        """Every record of some people, at most a few hundred, sealed, by person.

        Raises: as ``records``.
        """
        found = self.connection.execute(
            sa.select(
                RECORD.c.subject_id,
                RECORD.c.record_id,
                RECORD.c.revision,
                CELL.c.compartment,
                CELL.c.sealed,
            )
            .join_from(RECORD, CELL, isouter=True)
            .where(RECORD.c.subject_id.in_(subjects))
            .order_by(RECORD.c.record_id)
        ).all()
        cells: dict[tuple[str, str, int], dict[str, bytes]] = {}
        for row in found:
            place = (row.subject_id, row.record_id, row.revision)
            held = cells.setdefault(place, {})
            if row.compartment is None:
                continue
            if row.compartment not in COMPARTMENT_NAMES:
                raise SealBroken(row.record_id)
            held[COMPARTMENT_NAMES[row.compartment]] = bytes(row.sealed)
        by: dict[str, list[StoredRecord]] = {}
        for (subject, record_id, revision), held in cells.items():
            by.setdefault(subject, []).append(StoredRecord(record_id, revision, held))
        return by

    def add_event(self, subject_id: str, revision: int, event: Event) -> int:
        """Append a consent event to a locked person and give her new revision."""
        seq, event_id = revision + 1, new_id()
        payload = canonical.dumps(event_to(event))
        sealed = self.seals.seal(
            _event_address(subject_id, event_id, seq),
            payload,
            codec=Codec.JSON,
            schema=1,
        )
        self.connection.execute(
            EVENT.insert().values(
                subject_id=subject_id, seq=seq, event_id=event_id, sealed=sealed
            )
        )
        self.connection.execute(
            SUBJECT.update()
            .where(SUBJECT.c.subject_id == subject_id)
            .values(revision=seq)
        )
        return seq

    def events(self, subject_id: str, revision: int) -> list[Event]:
        """Every consent event of a person, opened, oldest first.

        Raises: SealBroken, naming the person, when one is missing or was altered.
        """
        found = self.connection.execute(
            sa.select(EVENT.c.seq, EVENT.c.event_id, EVENT.c.sealed)
            .where(EVENT.c.subject_id == subject_id)
            .order_by(EVENT.c.seq)
        ).all()
        if [row.seq for row in found] != list(range(1, revision + 1)):
            raise SealBroken(subject_id)
        return [
            event_from(
                canonical.loads(
                    self.seals.open(
                        _event_address(subject_id, row.event_id, row.seq),
                        bytes(row.sealed),
                    ).payload
                )
            )
            for row in found
        ]


def _event_address(subject_id: str, event_id: str, seq: int) -> CellAddress:
    return CellAddress(subject_id, GENERAL, CONSENT_EVENT, event_id, seq)
