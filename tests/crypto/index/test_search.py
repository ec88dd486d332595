from __future__ import annotations

import random

import pytest
from crypto.worlds import World
from hypothesis import given, settings
from hypothesis import strategies as st

from fjcore.crypto import erase
from fjcore.crypto.index import (
    IndexSpec,
    MemoryIndexRows,
    Tokens,
    candidates,
    plan_index,
    rebuild,
    scan,
    search,
)
from fjcore.values import SecretBytes

KEY = SecretBytes(bytes(range(64, 96)))
FIRST = ["Ana", "María", "Ann-Marie", "Zoë", "Kestrel", "O'Dea", "Li", "Søren"]
LAST = ["Núñez", "Stone", "de la Cruz", "Smith", "Smyth", "Rivers", "Lee"]
ASKED = [
    "ana nunez",
    "Maria",
    "stone",
    "annmarie",
    "Cruz",
    "Zoe Lee",
    "nobody",
    "",
    "-",
]


def spec(**changes):
    given_ = {
        "index_id": "person.name",
        "category": "identity.name",
        "normaliser": "name.v1",
        "bits": 6,
        "partitions": 2,
    }
    return IndexSpec(**{**given_, **changes})


def town(count, seed=1):
    """Give so many people, each with one to three names."""
    chance = random.Random(seed)  # noqa: S311
    return {
        f"{chance.getrandbits(128):032x}": [
            f"{chance.choice(FIRST)} {chance.choice(LAST)}{chance.randrange(40) or ''}"
            for _ in range(chance.choice((1, 1, 2, 3)))
        ]
        for _ in range(count)
    }


def indexed(people, made):
    rows, tokens = MemoryIndexRows(), Tokens(KEY, made)
    rebuild(rows, tokens, people, people.__getitem__)
    return rows, tokens


@settings(max_examples=40, deadline=None)
@given(
    st.lists(st.sampled_from([f"{f} {n}" for f in FIRST for n in LAST]), max_size=30),
    st.sampled_from(ASKED),
    st.integers(1, 10),
    st.sampled_from([1, 2, 16]),
)
def test_as_a_scan(names, asked, bits, parts):
    """Search should find whom a scan finds, whatever the bits and parts."""
    people = {f"{n:032x}": [name] for n, name in enumerate(names)}
    made = spec(bits=bits, partitions=parts)
    rows, tokens = indexed(people, made)
    wanted = scan(sorted(people), made.alike, asked, people.__getitem__)

    assert wanted == search(rows, [tokens], asked, people.__getitem__)


def compared(count):
    """Compare searches with scans over so many people; give how many were opened."""
    people = town(count)
    plan = plan_index(count, 8 * 7 * 40, 0.02)
    made = spec(bits=plan.bits, partitions=plan.partitions)
    rows, tokens = indexed(people, made)
    opened, order = [], sorted(people)

    def values(person):
        opened.append(person)
        return people[person]

    for asked in ASKED:
        wanted = scan(order, made.alike, asked, people.__getitem__)
        assert wanted == search(rows, [tokens], asked, values)
    return len(opened)


def test_as_a_scan_of_2500():
    """Search over 2,500 people should find whom a scan finds, opening far fewer."""
    assert compared(2500) < 2500 * len(ASKED) / 2


@pytest.mark.nightly
def test_as_a_scan_of_100000():
    """Search over 100,000 people should find whom a scan finds, opening far fewer."""
    assert compared(100_000) < 100_000 * len(ASKED) / 2


def test_both_versions_are_read():
    """While a version is rebuilt, people should be found by either; then by the new."""
    people = town(200)
    rows, old = indexed(people, spec(version=1))
    new = Tokens(SecretBytes(bytes(32)), spec(version=2))
    told, half = [], list(people)[:100]
    rebuild(rows, new, half, people.__getitem__, progress=told.append)
    wanted = scan(sorted(people), new.spec.alike, "stone", people.__getitem__)

    assert list(range(1, 101)) == told
    assert wanted == search(rows, [old, new], "stone", people.__getitem__)
    rebuild(rows, new, people, people.__getitem__)
    assert rows.drop("person.name", 1) > 0
    assert 0 == rows.drop("person.name", 1)
    assert wanted == search(rows, [new], "stone", people.__getitem__)


def test_false_candidates_are_not_given():
    """Candidates that only look alike should be opened and left out."""
    people = town(300)
    rows, tokens = indexed(people, spec(bits=1, partitions=1))
    found = search(rows, [tokens], "rivers", people.__getitem__)

    assert set(found) < candidates(rows, tokens, "rivers")


def test_no_index():
    """Where no version is in use, nobody should be found and nobody opened."""
    assert [] == search(MemoryIndexRows(), [], "ana", lambda _: 1 / 0)


def test_what_stays_out_of_rows():
    """A row should hold no part of a value."""
    rows = Tokens(KEY, spec()).rows("0a" * 16, "Kestrel Stone")

    assert 3 == len(rows)
    assert all("kestrel" not in repr(row).lower() for row in rows)


def test_rows_of_the_erased_go():
    """With a person's keys, her rows should go, and only hers."""
    world, people = World(), town(50)
    rows, tokens = indexed(people, spec())
    person = next(iter(people))
    before = len(rows)
    made = erase(
        world.sealer.holding,
        world.table,
        person,
        approved_by=["dana", "rosa"],
        wraps_until=world.clock.now(),
        rows=[rows],
    )

    assert before - made.index_rows == len(rows)
    assert made.index_rows > 0
    assert person not in candidates(rows, tokens, people[person][0])


def test_put_twice():
    """A row put twice should stand once."""
    rows, tokens = MemoryIndexRows(), Tokens(KEY, spec())
    for _ in range(2):
        rows.put(tokens.rows("0a" * 16, "Ana"))

    assert 1 == len(rows)
