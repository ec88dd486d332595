"""E1v: sealing a record as the vault keeps it, against sealing each field by itself."""

from __future__ import annotations

from datetime import UTC, datetime

from bench import sealing
from bench.harness import Candidate, Row
from bench.rows import same
from fjcore.records import Catalog, structure

RECORDED = datetime(2025, 3, 9, 10, 15, tzinfo=UTC)


def row() -> Row:
    """Time the vault's own ``seal_record``, its head inside the general cell."""
    from fjcore.vault.cells import StoredRecord, open_record, seal_record

    bodies, held = sealing.fields(), sealing.keys()
    record = structure(sealing.said(), sealing.Sheet)

    def seal() -> dict[str, bytes]:
        return seal_record(
            held.seals,
            record,
            subject_id=held.subject_id,
            record_id=held.record_id,
            revision=1,
            recorded_at=RECORDED,
        )

    def check() -> None:
        sealing.check()
        opened = open_record(
            held.seals,
            StoredRecord(held.record_id, 1, seal()),
            subject_id=held.subject_id,
            catalog=Catalog((sealing.Sheet,)),
        )
        same(record, opened and opened.record)

    return Row(
        id="E1v",
        what="the vault's seal_record / 25 AESGCM calls, os.urandom each",
        inside="as E1, with the record's head; four compartments by category",
        baseline=lambda: sealing.loop(bodies),
        candidates=[Candidate(name="seal_record", act=seal)],
        check=check,
    )
