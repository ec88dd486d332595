"""A small vault in memory."""

from __future__ import annotations

from datetime import UTC, datetime

import attrs

from fjcore.crypto import (
    CellAddress,
    KeyKind,
    MemoryKeyStore,
    MemoryKeyTable,
    RootKeyring,
    Sealer,
    Wrap,
)
from fjcore.crypto.derive import wrap
from fjcore.errors import CryptoError
from fjcore.values import FixedClock, SecretBytes

NOW = datetime(2026, 3, 2, tzinfo=UTC)


VAULT, ANN, BEA, CELL = "aa" * 16, "0a" * 16, "0b" * 16, "cc" * 16


class World:
    def __init__(self):
        self.keyring = RootKeyring()
        self.store = MemoryKeyStore()
        self.table = MemoryKeyTable()
        self.clock = FixedClock(NOW)
        self.sealer = self.open()
        self.sealer.establish(self.table)
        self.seals = self.sealer.bind(self.table)

    def open(self, **changes):
        given = {"keyring": self.keyring, "store": self.store, "clock": self.clock}
        return Sealer(VAULT, "harbor", **{**given, **changes})

    def fresh(self, **changes):
        return self.open(**changes).bind(self.table)


def place(**changes):
    given = {
        "subject_id": ANN,
        "compartment": "advocate",
        "record_type": "note",
        "record_id": CELL,
        "revision": 1,
        "field_path": "*",
    }
    return CellAddress(**{**given, **changes})


def frozen(data, custody, *, subject_id, compartment, suites=frozenset({1, 2})):
    """Give the seals of a vault whose keys are known, as the vectors have them."""
    keyring, store, table = RootKeyring(), MemoryKeyStore(), MemoryKeyTable()
    sealer = Sealer(
        VAULT, "advocacy", keyring=keyring, store=store, clock=FixedClock(NOW)
    )
    outer = sealer.holding.record(SecretBytes(custody), KeyKind.CUSTODY, epoch=1)
    inner = sealer.holding.record(
        SecretBytes(data),
        KeyKind.DATA,
        epoch=1,
        subject_id=subject_id,
        compartment=compartment,
    )
    table.put(outer)
    table.put(attrs.evolve(inner, suites=suites))
    store.put(outer.key_id, sealer.holding.by_root(SecretBytes(custody), outer))
    context = sealer.holding.context(inner).encode()
    blob = wrap(SecretBytes(custody), SecretBytes(data), context)
    store.put(inner.key_id, Wrap("custody", outer.key_id.hex(), blob))
    return sealer.bind(table)


def flips(blob):
    """Give an envelope with each of its bits turned, one at a time."""
    for bit in range(8 * len(blob)):
        bad = bytearray(blob)
        bad[bit // 8] ^= 1 << bit % 8
        yield bytes(bad)


def refused(seals, where, blob):
    """Give the kind of error that opening ends with, or what was opened."""
    found = None
    try:
        return seals.open(where, blob)
    except CryptoError as error:
        found = error
    assert found.__context__ is found.__cause__ is None
    return type(found)
