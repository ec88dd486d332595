"""E4: sealing by compartment, against Fernet for each field."""

from __future__ import annotations

from cryptography.fernet import Fernet

from bench import sealing
from bench.harness import Candidate, Row
from bench.rows import same
from fjcore.records import structure


def row() -> Row:
    """Time six cells against 25 tokens of Fernet."""
    bodies, held = sealing.fields(), sealing.keys()
    record = structure(sealing.said(), sealing.Sheet)
    fernet = Fernet(Fernet.generate_key())

    def each() -> list[bytes]:
        return [fernet.encrypt(body) for body in bodies]

    def check() -> None:
        sealing.check()
        same(bodies, [fernet.decrypt(token) for token in each()])

    return Row(
        id="E4",
        what="seal six compartments / Fernet per field",
        inside="as E1; the fields' bytes are ready for Fernet, its object made once",
        baseline=each,
        candidates=[
            Candidate(
                name="pack, seal (orjson)",
                act=lambda: held.seal(sealing.PACK.pack(record)),
                goal=0.1,
            )
        ],
        check=check,
    )
