"""Every fault of a cell and of its keys, over the local keyring."""

from __future__ import annotations

from typing import ClassVar

from support.cellfaults import FaultSuite

from fjcore.crypto import Cost, LocalKeyring
from fjcore.errors import AccessRefused, FormatError, KeyUnavailable
from fjcore.values import Secret

WORDS, OTHER = Secret("MARKER words of a vault"), Secret("MARKER words of another")
QUICK = Cost(iterations=1, lanes=1, memory=8 * 1024)


class TestLocal(FaultSuite):
    kinds: ClassVar = {
        "passphrase": AccessRefused,
        "empty_passphrase": AccessRefused,
        "damaged_file": FormatError,
        "missing_file": KeyUnavailable,
        "closed": KeyUnavailable,
    }

    def make(self, folder):
        return LocalKeyring.create(folder / "root.json", WORDS, cost=QUICK)

    def break_passphrase(self, cellar, folder):
        return lambda: LocalKeyring.open(folder / "root.json", OTHER)

    def break_empty_passphrase(self, cellar, folder):
        return lambda: LocalKeyring.open(folder / "root.json", Secret(""))

    def break_damaged_file(self, cellar, folder):
        path = folder / "damaged.json"
        path.write_bytes((folder / "root.json").read_bytes()[:-9])
        return lambda: LocalKeyring.open(path, WORDS)

    def break_missing_file(self, cellar, folder):
        return lambda: LocalKeyring.open(folder / "none.json", WORDS)

    def break_closed(self, cellar, folder):
        cellar.ring.close()
        return cellar.read
