"""E7: wrapping data keys anew by another custody key, against the bare wrapping."""

from __future__ import annotations

import os

from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from bench import sealing
from bench.harness import Candidate, Row
from bench.rows import same
from fjcore.crypto import KeyKind, MemoryKeyTable, rewrap_all, roll_epoch

KEYS = 2000


def row() -> Row:
    """Time a whole rewrap of keys against opening and wrapping each by hand."""
    held = _filled(KEYS)
    holding = held.sealer.holding
    old, new = AESGCM(os.urandom(32)), AESGCM(os.urandom(32))
    context = b"c" * 150
    blobs = [(n := os.urandom(12)) + old.encrypt(n, bytes(32), context)] * KEYS

    def wraps() -> list[bytes]:
        found = []
        for _ in range(KEYS):
            nonce = os.urandom(12)
            found.append(nonce + new.encrypt(nonce, bytes(32), context))
        return found

    def both() -> list[bytes]:
        found = []
        for blob in blobs:
            key = old.decrypt(blob[:12], blob[12:], context)
            nonce = os.urandom(12)
            found.append(nonce + new.encrypt(nonce, key, context))
        return found

    def ours() -> int:
        roll_epoch(holding, held.table)
        return rewrap_all(holding, held.table, limit=1 << 20)

    def check() -> None:
        count = len(held.table.after(KeyKind.DATA, b"", 1 << 20))
        same(count, ours())
        same(KEYS, len(both()))

    return Row(
        id="E7",
        what=f"rewrap {KEYS} data keys / bare wrapping of as many",
        inside="a new custody key; records and wraps in memory; no fsync",
        baseline=wraps,
        candidates=[
            Candidate(name="rewrap_all", act=ours, goal=2.0),
            Candidate(name="bare opening and wrapping", act=both),
        ],
        check=check,
    )


def _filled(count: int) -> sealing.Keys:
    """Give a vault's keys with so many more, made in small tables: each is searched."""
    held = sealing.keys()
    first = dict(held.table.rows)
    for start in range(0, count, 50):
        few = MemoryKeyTable(dict(first))
        seals = held.sealer.bind(few)
        for number in range(start, min(start + 50, count)):
            seals.fresh_key(f"{number:032x}", "contact")
        held.table.rows.update(few.rows)
    return held
