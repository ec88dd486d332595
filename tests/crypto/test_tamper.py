"""Whatever is done to an envelope, it opens as it was sealed or not at all."""

from __future__ import annotations

import random

import pytest
from crypto.worlds import World, flips, place, refused
from support.walking import over

from fjcore.crypto import Codec
from fjcore.errors import (
    FormatError,
    NotAnEnvelope,
    SealBroken,
    Truncated,
    UnknownSuite,
    UnknownVersion,
)

#: What a turned bit may end with: one error for each place in the envelope.
KINDS = {
    NotAnEnvelope,
    UnknownVersion,
    UnknownSuite,
    FormatError,
    Truncated,
    SealBroken,
}

CODECS = list(Codec)


def cells(count, seed=1):
    """Give seals with so many cells of several people, compartments and lengths."""
    world, chance = World(), random.Random(seed)  # noqa: S311
    made = []
    for number in range(count):
        where = place(
            subject_id=f"{number % 40:032x}",
            compartment=("advocate", "legal")[number % 2],
            record_type=("note", "order", "contact")[number % 3],
            record_id=f"{number:032x}",
            revision=number % 5,
            field_path=("*", "text")[number % 4 == 3],
        )
        plain = chance.randbytes(chance.choice((0, 1, 20, 63, 64, 100)))
        made.append((where, world.seals.seal(where, plain, codec=CODECS[number % 3])))
    return world.seals, made


def flipped(count):
    """Turn every bit of so many envelopes; give how often, and what it ended with."""
    seals, made = cells(count)
    found, tried = set(), 0
    for where, blob in made:
        for bad in flips(blob):
            found.add(refused(seals, where, bad))
            tried += 1
    return found, tried


def test_bits():
    """No envelope should open with a bit turned, and all fail in a declared way."""
    found, tried = flipped(12)

    assert found <= KINDS
    assert tried > 12 * 8 * 116


@pytest.mark.nightly
def test_bits_of_a_thousand():
    """No envelope of a thousand should open with any bit turned."""
    found, tried = flipped(1000)

    assert found <= KINDS
    assert tried > 1000 * 8 * 116


def test_swaps():
    """No cell of 200 should open in the place of any other."""
    seals, made = cells(200)
    found, tried = set(), 0
    for where, own in made:
        for _, blob in made:
            if blob is not own:
                found.add(refused(seals, where, blob))
                tried += 1

    assert {SealBroken} == found
    assert 200 * 199 == tried


def test_cuts():
    """No envelope should open when it is cut short anywhere or goes on."""
    seals, made = cells(20)
    found = set()
    for where, blob in made:
        found |= {refused(seals, where, blob[:cut]) for cut in range(len(blob))}
        found |= {refused(seals, where, blob[cut:]) for cut in range(1, len(blob))}
        found |= {refused(seals, where, blob + bytes(more)) for more in (1, 16, 4096)}

    assert found <= KINDS | {Truncated, FormatError}


@over([suite for suite in range(256) if suite != 1])
def test_suites(suite):
    """No other suite's byte should let a cell open."""
    seals, ((where, blob),) = cells(1)
    found = refused(seals, where, blob[:3] + bytes([suite]) + blob[4:])

    assert found in (UnknownSuite, SealBroken, Truncated)


def test_they_open_as_they_are():
    """The same cells should open when nothing is done to them."""
    seals, made = cells(200)

    assert all(not isinstance(refused(seals, *cell), type) for cell in made)
