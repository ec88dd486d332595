"""E4t: sealing by compartment, against Tink for each field."""

from __future__ import annotations

import tink
from tink import aead

from bench import sealing
from bench.harness import Candidate, Row
from bench.rows import same
from fjcore.records import structure


def row() -> Row:
    """Time six cells against 25 ciphertexts of Tink's AES-256-GCM."""
    bodies, held = sealing.fields(), sealing.keys()
    record = structure(sealing.said(), sealing.Sheet)
    aead.register()
    handle = tink.new_keyset_handle(aead.aead_key_templates.AES256_GCM)
    primitive = handle.primitive(aead.Aead)

    def each() -> list[bytes]:
        return [primitive.encrypt(body, b"") for body in bodies]

    def check() -> None:
        sealing.check()
        same(bodies, [primitive.decrypt(token, b"") for token in each()])

    return Row(
        id="E4t",
        what="seal six compartments / Tink per field",
        inside="as E1; the fields' bytes are ready for Tink, its object made once",
        baseline=each,
        candidates=[
            Candidate(
                name="pack, seal (orjson)",
                act=lambda: held.seal(sealing.PACK.pack(record)),
                goal=0.5,
            )
        ],
        check=check,
    )
