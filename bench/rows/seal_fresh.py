"""E3: sealing with a fresh data key and four indexes, against sealing each field."""

from __future__ import annotations

from collections.abc import Callable

from bench import byhand, sealing
from bench.harness import Candidate, Row
from bench.rows import same
from fjcore.crypto import MemoryKeyStore, MemoryKeyTable, Seals
from fjcore.crypto.index import IndexSpec, Tokens
from fjcore.records import structure
from fjcore.values import SecretBytes, new_id

#: How many people a transaction is for, as when they are brought in from a file.
PEOPLE = 200

#: Index, category, normaliser and value of the unit's four indexes.
INDEXED = (
    ("unit.name", "identity.name", "name.v1", "Tavaroy"),
    ("unit.dob", "identity.dob", "dob.v1", "1990-04"),
    ("unit.phone", "contact", "phone.v1", "+14065550107"),
    ("unit.case", "court_record", "number.v1", "CR-2025-00417"),
)


def row() -> Row:
    """Time sealing, one fresh wrapped key and four numbers of indexes, per person."""
    bodies, held = sealing.fields(), sealing.keys()
    record = structure(sealing.said(), sealing.Sheet)
    indexes, people = _indexes(), [new_id() for _ in range(PEOPLE)]
    by_hand = byhand.function(record, [token for _, token in indexes])

    def terms() -> list[int]:
        return [tokens.value(0, token) for tokens, token in indexes]

    def each(work: Callable[[], object]) -> None:
        for _ in people:
            work()

    def sealed() -> None:
        held.seal(sealing.PACK.pack(record))
        terms()

    def keys() -> MemoryKeyTable:
        seals, table = _bound(held)
        seals.fresh_keys((person, "contact") for person in people)
        return table

    def together() -> None:
        keys()
        each(sealed)

    def one_by_one() -> None:
        seals, _ = _bound(held)
        for person in people:
            seals.fresh_key(person, "contact")
            sealed()

    def check() -> None:
        sealing.check()
        same(
            sorted(map(len, held.seal(sealing.PACK.pack(record)).values())),
            sorted(map(len, by_hand()[0])),
        )
        same(terms(), [tokens.value(0, token) for tokens, token in _indexes()])
        table = keys()
        same([1] * PEOPLE, [len(table.of(person, "contact")) for person in people])

    return Row(
        id="E3",
        what="seal, one fresh wrapped data key, four index terms / 25 AESGCM calls",
        inside=f"as E1; each side for {PEOPLE} people; values are normalised, people "
        "have ids beforehand; their keys are made in one call, then each is sealed",
        baseline=lambda: each(lambda: sealing.loop(bodies)),
        candidates=[
            Candidate(name="brought in together", act=together, goal=1.3),
            Candidate(name="one by one, each key in its turn", act=one_by_one),
            Candidate(name="by hand, in one function", act=lambda: each(by_hand)),
            Candidate(name="the keys alone", act=keys),
            Candidate(name="the terms alone", act=lambda: each(terms)),
        ],
        check=check,
    )


def _bound(held: sealing.Keys) -> tuple[Seals, MemoryKeyTable]:
    """Give the seals of a new transaction, in which nobody has a key yet."""
    table, store = MemoryKeyTable(held.table.rows), MemoryKeyStore(held.store.wraps)
    return held.sealer.bind(table, store=store), table


def _indexes() -> list[tuple[Tokens, str]]:
    found = []
    for name, category, kind, value in INDEXED:
        spec = IndexSpec(index_id=name, category=category, normaliser=kind, bits=10)
        token = min(spec.alike.tokens(value))
        found.append((Tokens(SecretBytes(bytes(sealing.KEY_BYTES)), spec), token))
    return found
