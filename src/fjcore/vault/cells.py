"""Records to and from sealed cells: one per compartment, the type itself hidden.

A record's general cell holds its header (type, schema version, when it was recorded)
with its general fields; every other compartment is a cell of its own, bound to the
type that the header names.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from attrs import frozen

from fjcore.crypto import CellAddress, Codec, Seals
from fjcore.disclosure import Held
from fjcore.errors import NewerSchema, SealBroken, TooBig
from fjcore.records import Catalog, packer, structure
from fjcore.records.record import info_of
from fjcore.records.versions import check_lists, check_new, lists_of, upcasted
from fjcore.values import canonical, from_micros, micros

#: The compartment that every record has a cell in.
GENERAL = "general"

#: What a general cell says it is, so that the store does not tell types apart.
SHEET = "record"


@frozen
class StoredRecord:
    """One record as its rows hold it."""

    record_id: str
    revision: int
    cells: Mapping[str, bytes]


def seal_record(
    seals: Seals,
    record: object,
    *,
    subject_id: str,
    record_id: str,
    revision: int,
    recorded_at: datetime,
) -> dict[str, bytes]:
    """Seal a record, one cell per compartment that it has something for.

    Raises: Malformed, when a code in it is retired; TooBig, when what is of one
    compartment is above 1 MiB; NotCanonical and NaiveTime, naming the field; what
    ``Seals.seal`` raises.
    """
    check_new(record)
    cls = type(record)
    info, pack = info_of(cls), packer(cls)
    sheets = pack.pack(record)
    general = sheets.pop(GENERAL, b"{}")
    head: dict[str, Any] = {
        "type": info.name,
        "version": info.version,
        "at": micros(recorded_at),
        "cells": sorted({GENERAL, *sheets}),
    }
    if lists := lists_of(cls):
        head["lists"] = lists
    kinds = dict.fromkeys(sheets, info.name)
    # In the order of its keys, as whatever is sealed in its one form.
    sheets[GENERAL] = b'{"fields":%b,"head":%b}' % (general, pack.write(head))
    if max(map(len, sheets.values())) > canonical.MAX_BYTES:
        raise TooBig(info.name)
    return seals.seal_many(
        sheets,
        subject_id=subject_id,
        record_id=record_id,
        revision=revision,
        record_type={**kinds, GENERAL: SHEET},
        codec=Codec.JSON,
        schema=info.version,
    )


def places_of(record: object) -> set[str]:
    """Give the compartments that a record has a cell in."""
    return {GENERAL, *packer(type(record)).split(record)}


def type_of(seals: Seals, subject_id: str, stored: StoredRecord) -> str:
    """Give the type that a record's general cell names.

    Raises: as ``open_record``.
    """
    if GENERAL not in stored.cells:
        raise SealBroken(stored.record_id)
    where = CellAddress(subject_id, GENERAL, SHEET, stored.record_id, stored.revision)
    found = seals.open(where, stored.cells[GENERAL])
    return str(canonical.loads(found.payload)["head"]["type"])


def open_record(
    seals: Seals, stored: StoredRecord, *, subject_id: str, catalog: Catalog
) -> Held | None:
    """Open a record; None when its type belongs to a form that is not enabled.

    One of an earlier version is brought up to the present one.
    Raises: SealBroken, naming the record, when a cell was altered, moved or removed;
    NewerSchema, when a newer fjcore, form or code list wrote it; Malformed, when it
    does not fit the version that it names.
    """

    def opened(compartment: str, kind: str) -> Any:
        address = CellAddress(
            subject_id, compartment, kind, stored.record_id, stored.revision
        )
        found = seals.open(address, stored.cells[compartment])
        return canonical.loads(found.payload)

    if GENERAL not in stored.cells:
        raise SealBroken(stored.record_id)
    sheet = opened(GENERAL, SHEET)
    head, fields = sheet["head"], dict(sheet["fields"])
    if head["cells"] != sorted(stored.cells):
        raise SealBroken(stored.record_id)
    cls = catalog.types.get(head["type"])
    if cls is None:
        return None
    if head["version"] > info_of(cls).version:
        raise NewerSchema(stored.record_id)
    for compartment in stored.cells:
        if compartment != GENERAL:
            fields.update(opened(compartment, head["type"]))
    raised = upcasted(cls, head["version"], fields, where=stored.record_id)
    record: Any = structure(raised, cls, where=head["type"])
    check_lists(record, head.get("lists", {}), where=stored.record_id)
    return Held(record=record, recorded_at=from_micros(head["at"]))
