"""What the sealing rows share: the sensitive fields of the unit, keys, bare loops."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping
from datetime import date
from functools import cache
from typing import Any

from attrs import field, frozen
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from bench import unit
from bench.kinds import Text
from bench.rows import same
from fjcore.crypto import (
    CellAddress,
    MemoryKeyStore,
    MemoryKeyTable,
    RootKeyring,
    Sealer,
    Seals,
)
from fjcore.records import labelled, packer, record, structure, unstructure
from fjcore.records.record import info_of
from fjcore.values import Missing, SystemClock, canonical, new_id

NONCE_BYTES = 12
KEY_BYTES = 32


@record("unit.sheet", 1)
class Sheet:
    """The 25 sensitive fields of the unit, each at the top, as a record is kept."""

    person_first: str = labelled("identity.name")
    person_last: str = labelled("identity.name")
    person_preferred: Text = labelled("identity.name")
    person_dob: date = labelled("identity.dob")
    related_name: tuple[str, ...] = labelled("household")
    related_dob: tuple[date, ...] = labelled("household")
    risk_score: int = labelled("risk")
    person_disability: str = labelled("demographics")
    incidents_strangulation: tuple[bool, ...] = labelled("risk")
    incidents_injuries: tuple[str, ...] = labelled("incident")
    encounters_outcome: tuple[str, ...] = labelled("participation")
    protective_order: str = labelled("legal_file")
    case_number: str = labelled("legal_file")
    person_legal_matter: str = labelled("legal_file")
    incidents_weapon: tuple[str, ...] = labelled("legal_file")
    incidents_police_report: tuple[str, ...] = labelled("legal_file")
    contacts_value: tuple[str, ...] = labelled("contact")
    contacts_note: tuple[str, ...] = labelled("contact")
    related_phone: tuple[str, ...] | Missing = labelled("contact")
    addresses_line1: tuple[str, ...] = labelled("location.residence")
    addresses_line2: tuple[str, ...] | Missing = labelled("location.residence")
    addresses_city: tuple[str, ...] = labelled("location.residence")
    addresses_postcode: tuple[str, ...] = labelled("location.residence")
    incidents_location: tuple[str, ...] = labelled("location.residence")
    notes_text: str = labelled("advocacy_notes", max_length=4000)


#: The compartment that each field of the sheet is sealed in.
PLACES: Mapping[str, str] = {
    path.replace(".", "_"): unit.COMPARTMENTS[letter]
    for letter, paths in unit.SEALED.items()
    for path in paths
}


def _flat(value: Any) -> Any:
    nested = isinstance(value, list) and isinstance(value[0], list)
    return [item for inner in value for item in inner] if nested else value


def said() -> dict[str, Any]:
    """Give the sensitive fields of the unit as plain data; what is missing left out."""
    found = {}
    for _, path, value in unit.groups(unit.unit()):
        kept = [v for v in value if v is not None] if isinstance(value, list) else value
        if kept is not None and kept != []:
            found[path.replace(".", "_")] = _flat(kept)
    return found


#: Packs a sheet as the vault packs its records, by the split of the unit.
PACK = packer(Sheet, where=PLACES)
#: The same where orjson is not installed.
PACK_STANDARD = packer(Sheet, where=PLACES, engine="standard")


def packed(plain: Mapping[str, Any]) -> dict[str, bytes]:
    """Pack plain data as the vault does: one canonical JSON per compartment."""
    sheets: dict[str, dict[str, Any]] = {}
    for name, value in plain.items():
        sheets.setdefault(PLACES[name], {})[name] = value
    return {place: canonical.dumps(sheet) for place, sheet in sheets.items()}


@frozen
class Keys:
    """Warm keys of one made-up vault, in memory, within one open transaction."""

    seals: Seals
    sealer: Sealer
    table: MemoryKeyTable
    store: MemoryKeyStore
    subject_id: str = field(factory=new_id)
    record_id: str = field(factory=new_id)

    #: Seals packed compartments, each to its own place.
    seal: Callable[[Mapping[str, bytes]], dict[str, bytes]] = field()

    @seal.default
    def _seal(self) -> Callable[[Mapping[str, bytes]], dict[str, bytes]]:
        seal, who, which = self.seals.seal_many, self.subject_id, self.record_id

        # Not a partial: one with names costs a microsecond, which nobody's call has.
        def sealed(sheets: Mapping[str, bytes]) -> dict[str, bytes]:
            return seal(
                sheets,
                subject_id=who,
                record_id=which,
                revision=1,
                record_type="unit.sheet",
            )

        return sealed

    def address(self, place: str) -> CellAddress:
        """Give the place of a cell."""
        name = info_of(Sheet).name
        return CellAddress(self.subject_id, place, name, self.record_id, 1)


def keys() -> Keys:
    """Make a vault's keys, those of the six compartments opened and kept."""
    table, store = MemoryKeyTable(), MemoryKeyStore()
    sealer = Sealer(
        new_id(),
        "billings.advocacy",
        keyring=RootKeyring(),
        store=store,
        clock=SystemClock(),
    )
    sealer.establish(table)
    made = Keys(sealer.bind(table), sealer, table, store)
    made.seal(packed(said()))
    return made


@cache
def bare() -> AESGCM:
    """Give one cipher, made once."""
    return AESGCM(os.urandom(KEY_BYTES))


def loop(bodies: list[bytes]) -> list[bytes]:
    """Seal each of some bodies by itself, with a random nonce of its own."""
    encrypt = bare().encrypt
    found = []
    for body in bodies:
        nonce = os.urandom(NONCE_BYTES)
        found.append(nonce + encrypt(nonce, body, None))
    return found


def fields() -> list[bytes]:
    """Give the bytes of the 25 sensitive fields, ready to be sealed one by one."""
    return [unit.as_bytes(value) for _, _, value in unit.groups(unit.unit())]


def check() -> None:
    """Open everything that the sides seal, and find the same values in it."""
    held, plain = keys(), said()
    record = structure(plain, Sheet)
    same(plain, unstructure(record))
    same(packed(plain), PACK.pack(record))
    same(packed(plain), PACK_STANDARD.pack(record))
    cells = held.seal(PACK.pack(record))
    same(set(unit.COMPARTMENTS.values()), set(cells))
    opened: dict[str, Any] = {}
    for place, cell in cells.items():
        opened |= canonical.loads(held.seals.open(held.address(place), cell).payload)
    same(plain, opened)
    for bodies in (fields(), list(packed(plain).values())):
        same(bodies, [_opened(cell) for cell in loop(bodies)])
    same(sum(map(len, fields())), unit.SENSITIVE_BYTES)


def _opened(cell: bytes) -> bytes:
    return bare().decrypt(cell[:NONCE_BYTES], cell[NONCE_BYTES:], None)
