"""A small vault in memory."""

from __future__ import annotations

from datetime import UTC, datetime

from fjcore.crypto import (
    CellAddress,
    MemoryKeyStore,
    MemoryKeyTable,
    RootKeyring,
    Sealer,
)
from fjcore.values import FixedClock

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
