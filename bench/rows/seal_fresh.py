"""E3: sealing with a fresh data key and four indexes, against sealing each field."""

from __future__ import annotations

from itertools import count

from bench import sealing
from bench.harness import Candidate, Row
from bench.rows import same
from fjcore.crypto.index import IndexSpec, Tokens
from fjcore.records import structure
from fjcore.values import SecretBytes

#: Index, category, normaliser and value of the unit's four indexes.
INDEXED = (
    ("unit.name", "identity.name", "name.v1", "Tavaroy"),
    ("unit.dob", "identity.dob", "dob.v1", "1990-04"),
    ("unit.phone", "contact", "phone.v1", "+14065550107"),
    ("unit.case", "court_record", "number.v1", "CR-2025-00417"),
)


def row() -> Row:
    """Time sealing, one fresh wrapped key and four numbers of indexes."""
    bodies, held = sealing.fields(), sealing.keys()
    record = structure(sealing.said(), sealing.Sheet)
    indexes = _indexes()

    people = count()

    def fresh() -> None:
        made = held.seals.fresh_key(f"{next(people):032x}", "contact")
        del held.table.rows[made.key_id], held.store.wraps[made.key_id]

    def terms() -> list[int]:
        return [tokens.value(0, token) for tokens, token in indexes]

    def everything() -> None:
        held.seal(sealing.PACK.pack(record))
        fresh()
        terms()

    def check() -> None:
        sealing.check()
        same(terms(), [tokens.value(0, token) for tokens, token in _indexes()])

    return Row(
        id="E3",
        what="seal, one fresh wrapped data key, four index terms / 25 AESGCM calls",
        inside="as E1; values are normalised and persons have ids beforehand; "
        "the key is kept and let go",
        baseline=lambda: sealing.loop(bodies),
        candidates=[
            Candidate(name="seal, key, terms", act=everything, goal=1.3),
            Candidate(name="the key alone", act=fresh),
            Candidate(name="the terms alone", act=terms),
        ],
        check=check,
    )


def _indexes() -> list[tuple[Tokens, str]]:
    found = []
    for name, category, kind, value in INDEXED:
        spec = IndexSpec(index_id=name, category=category, normaliser=kind, bits=10)
        token = min(spec.alike.tokens(value))
        found.append((Tokens(SecretBytes(bytes(sealing.KEY_BYTES)), spec), token))
    return found
