"""E3: sealing with a fresh data key and four indexes, against sealing each field."""

from __future__ import annotations

from collections.abc import Iterator

from bench import byhand, sealing
from bench.harness import Candidate, Row
from bench.rows import same
from fjcore.crypto import MemoryKeyStore, MemoryKeyTable, Seals
from fjcore.crypto.index import IndexSpec, Tokens
from fjcore.records import structure
from fjcore.values import SecretBytes, new_id

#: How many people a transaction is for, as when they are brought in from a file.
PEOPLE = 500

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

    people = _people(held)
    by_hand = byhand.function(record, [token for _, token in indexes])

    def fresh() -> None:
        seals, person = next(people)
        seals.fresh_key(person, "contact")

    def terms() -> list[int]:
        return [tokens.value(0, token) for tokens, token in indexes]

    def everything() -> None:
        held.seal(sealing.PACK.pack(record))
        fresh()
        terms()

    def check() -> None:
        sealing.check()
        same(
            sorted(map(len, held.seal(sealing.PACK.pack(record)).values())),
            sorted(map(len, by_hand()[0])),
        )
        same(terms(), [tokens.value(0, token) for tokens, token in _indexes()])

    return Row(
        id="E3",
        what="seal, one fresh wrapped data key, four index terms / 25 AESGCM calls",
        inside="as E1; values are normalised and persons have ids beforehand; "
        f"a transaction makes keys for {PEOPLE} of them",
        baseline=lambda: sealing.loop(bodies),
        candidates=[
            Candidate(name="seal, key, terms", act=everything, goal=1.3),
            Candidate(name="by hand, in one function", act=by_hand),
            Candidate(name="the key alone", act=fresh),
            Candidate(name="the terms alone", act=terms),
        ],
        check=check,
    )


def _people(held: sealing.Keys) -> Iterator[tuple[Seals, str]]:
    """Give persons who have no key yet, and the seals of the transaction each is in."""
    rows, wraps = dict(held.table.rows), dict(held.store.wraps)
    people = [new_id() for _ in range(PEOPLE)]
    while True:
        table, store = MemoryKeyTable(rows), MemoryKeyStore(wraps)
        seals = held.sealer.bind(table, store=store)
        for person in people:
            yield seals, person


def _indexes() -> list[tuple[Tokens, str]]:
    found = []
    for name, category, kind, value in INDEXED:
        spec = IndexSpec(index_id=name, category=category, normaliser=kind, bits=10)
        token = min(spec.alike.tokens(value))
        found.append((Tokens(SecretBytes(bytes(sealing.KEY_BYTES)), spec), token))
    return found
