"""E7: wrapping data keys anew by another custody key, against the bare wrapping."""

from __future__ import annotations

import os

from attrs import frozen
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from bench import sealing
from bench.harness import Candidate, Row
from bench.rows import same
from fjcore.crypto import KeyKind, rewrap_all, roll_epoch
from fjcore.crypto.context import KEY, KEY_PARTS, encode

KEYS = 100_000


@frozen
class Bare:
    """So many keys and what each is bound to, as bytes that are ready.

    ``parts`` are a person, a compartment with what stands around it, a commitment.
    """

    parts: list[tuple[bytes, bytes, bytes, bytes]]
    begun: bytes
    old: AESGCM
    new: AESGCM

    @classmethod
    def of(cls, count: int) -> Bare:
        """Make so many keys."""
        size = (16).to_bytes(4, "big")
        ids = (b"data", bytes(16), b"billings.advocacy", (2).to_bytes(4, "big"))
        begun = encode(KEY, *ids)[len(KEY) + 2 :]
        around = encode(b"", b"contact")[2:] + (32).to_bytes(4, "big")
        parts = [
            (os.urandom(32), os.urandom(16), around, os.urandom(32))
            for _ in range(count)
        ]
        begun = KEY + KEY_PARTS.to_bytes(2, "big") + begun + size
        return cls(parts, begun, AESGCM(os.urandom(32)), AESGCM(os.urandom(32)))

    def wraps(self) -> list[bytes]:
        """Wrap each, bound to its own context."""
        found = []
        encrypt, begun, random = self.new.encrypt, self.begun, os.urandom
        for key, person, place, named in self.parts:
            nonce = random(12)
            context = begun + person + place + named
            found.append(nonce + encrypt(nonce, key, context))
        return found

    def ready(self) -> list[bytes]:
        """Wrap as many of one key under one context, made beforehand."""
        found = []
        encrypt, random = self.new.encrypt, os.urandom
        key, person, place, named = self.parts[0]
        context = self.begun + person + place + named
        for _ in self.parts:
            nonce = random(12)
            found.append(nonce + encrypt(nonce, key, context))
        return found

    def both(self, blobs: list[bytes]) -> list[bytes]:
        """Open each wrap and wrap it again, each bound to its own context."""
        found = []
        decrypt, encrypt = self.new.decrypt, self.old.encrypt
        begun, random = self.begun, os.urandom
        for (_, person, place, named), blob in zip(self.parts, blobs, strict=True):
            context = begun + person + place + named
            key = decrypt(blob[:12], blob[12:], context)
            nonce = random(12)
            found.append(nonce + encrypt(nonce, key, context))
        return found


def row() -> Row:
    """Time a whole rewrap of keys against wrapping each by hand."""
    held, bare = _filled(KEYS), Bare.of(KEYS)
    holding, blobs = held.sealer.holding, bare.wraps()

    def ours() -> int:
        roll_epoch(holding, held.table)
        return rewrap_all(holding, held.table)

    def check() -> None:
        count = len(held.table.after(KeyKind.DATA, b"", 1 << 20))
        same(count, ours())
        again = Bare(bare.parts, bare.begun, bare.new, bare.old).both(bare.both(blobs))
        same([60] * KEYS, [len(blob) for blob in again])

    return Row(
        id="E7",
        what=f"rewrap {KEYS} data keys / bare wrapping of as many",
        inside="a new custody key; records and wraps in memory; no fsync; each key "
        "bound to its own person, compartment and commitment on both sides",
        baseline=bare.wraps,
        candidates=[
            Candidate(name="rewrap_all", act=ours, goal=2.0),
            Candidate(name="bare opening and wrapping", act=lambda: bare.both(blobs)),
            Candidate(name="one key, one context, wrapped", act=bare.ready),
        ],
        check=check,
    )


def _filled(count: int) -> sealing.Keys:
    """Give a vault's keys with so many more."""
    held = sealing.keys()
    held.seals.fresh_keys((f"{number:032x}", "contact") for number in range(count))
    return held
