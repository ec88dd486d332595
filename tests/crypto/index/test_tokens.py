from __future__ import annotations

import json
import math
from collections import Counter
from pathlib import Path

import pytest
from crypto.worlds import World
from hypothesis import given, settings
from hypothesis import strategies as st

from fjcore.crypto.index import ALLOWED, NORMALISERS, IndexSpec, Tokens
from fjcore.errors import BadId, IndexRefused
from fjcore.values import SecretBytes

FILE = Path(__file__).parents[3] / "vectors" / "envelope-v1.json"
TOLD = json.loads(FILE.read_text("utf-8"))
KEY = SecretBytes(bytes.fromhex(TOLD["keys"]["index"]))
CATEGORIES = {
    "name.v1": "identity.name",
    "phone.v1": "contact",
    "number.v1": "identity.gov_id",
}


def spec(**changes):
    given_ = {
        "index_id": "person.number",
        "category": "identity.gov_id",
        "normaliser": "number.v1",
        "bits": 12,
        "partitions": 4,
    }
    return IndexSpec(**{**given_, **changes})


@pytest.mark.parametrize("one", TOLD["indexes"], ids=lambda one: f"{one['value']}")
def test_vector(one):
    """Each frozen number should come out."""
    made = spec(
        index_id=one["index_id"],
        category=CATEGORIES[one["normaliser"]],
        normaliser=one["normaliser"],
        bits=one["bits"],
    )

    assert one["value"] == Tokens(KEY, made).value(one["partition"], one["token"])


@pytest.mark.parametrize("bits", range(1, 13))
def test_every_value_is_reached(bits):
    """So few bits should all be used: 16 tokens for each value reach nearly all."""
    tokens, values = Tokens(KEY, spec(bits=bits)), 1 << bits
    counts = Counter(tokens.value(0, str(n)) for n in range(values << 4))

    assert len(counts) >= 0.999 * values
    assert max(counts) < values
    # Sixteen a value on average; far from it, one value would stand for too many.
    assert max(counts.values()) < 16 + 8 * 4 + bits
    assert entropy(counts) > bits - 0.06


@pytest.mark.nightly
@pytest.mark.parametrize("bits", range(13, 17))
def test_every_value_of_more_bits_is_reached(bits):
    """More bits should all be used too."""
    tokens, values = Tokens(KEY, spec(bits=bits)), 1 << bits
    counts = Counter(tokens.value(0, str(n)) for n in range(values << 4))

    assert len(counts) >= 0.999 * values
    assert entropy(counts) > bits - 0.06


def entropy(counts):
    """Give the bits of entropy of what was counted."""
    total = sum(counts.values())
    return -sum(n / total * math.log2(n / total) for n in counts.values())


@pytest.mark.parametrize("bits", range(17, 33))
def test_every_bit_is_even(bits):
    """Of many bits, each should be set as often as not."""
    tokens, count = Tokens(KEY, spec(bits=bits)), 8_000
    values = [tokens.value(1, str(n)) for n in range(count)]
    shares = [sum(v >> at & 1 for v in values) / count for at in range(bits)]

    assert all(abs(share - 0.5) < 0.03 for share in shares)
    assert max(values).bit_length() == bits


@pytest.mark.parametrize("bits", [6, 10])
def test_frequencies(bits):
    """The fullest value should have the commonest name's share, or a little more."""
    names = [f"name{n}" for n in range(2000) for _ in range(1 + 400 // (n + 1))]
    tokens = Tokens(KEY, spec(bits=bits))
    counts = Counter(tokens.value(0, name) for name in names)
    most = Counter(names).most_common(1)[0][1]
    even = len(names) / (1 << bits)

    assert most <= counts.most_common(1)[0][1] < most + 3 * even + 60


def test_everything_makes_a_number_another():
    """Index, normaliser, part, token, key and version should each matter."""
    base = spec(bits=32)
    told = Tokens(KEY, base).value(0, "kestrel")
    others = [
        Tokens(KEY, base).value(1, "kestrel"),
        Tokens(KEY, base).value(0, "kestrels"),
        Tokens(KEY, spec(bits=32, index_id="other")).value(0, "kestrel"),
        Tokens(KEY, spec(bits=32, category="contact", normaliser="email.v1")).value(
            0, "kestrel"
        ),
        Tokens(SecretBytes(bytes(32)), base).value(0, "kestrel"),
    ]

    assert told not in others
    assert len(others) == len(set(others))


def test_versions_have_keys_of_their_own():
    """Each version should have an index key that stays the same."""
    world = World()
    first, second = world.seals.index_key(1), world.seals.index_key(2)

    assert first != second
    assert (first, second) == (world.fresh().index_key(1), world.fresh().index_key(2))


@settings(max_examples=50, deadline=None)
@given(st.integers(0, 255), st.sampled_from([1, 2, 4, 8, 16]))
def test_parts(first, parts):
    """A person's part should follow from her id, and be one of those there are."""
    tokens = Tokens(KEY, spec(partitions=parts))
    person = f"{first:02x}" + "00" * 15
    rows = tokens.rows(person, "AB-1")

    assert [first % parts] == [row.partition for row in rows]
    assert [person] == [row.subject_id for row in rows]


@pytest.mark.parametrize(
    "changes",
    [
        {"category": "risk"},
        {"category": "demographics.sogi"},
        {"category": "immigration"},
        {"category": "health"},
        {"category": "location.shelter"},
        {"category": "incident"},
        {"normaliser": "dob.v1"},
        {"normaliser": "none.v1"},
        {"bits": 0},
        {"bits": 33},
        {"partitions": 3},
        {"partitions": 32},
    ],
    ids=str,
)
def test_refused(changes):
    """A field of harm, of few values or by the wrong normaliser should be refused."""
    with pytest.raises(IndexRefused):
        spec(**changes)


def test_a_name_of_its_own():
    """An index should have a registry name."""
    with pytest.raises(BadId):
        spec(index_id="Person Name")


def test_only_what_has_many_values_is_allowed():
    """Every normaliser allowed anywhere should be one of values by the thousands."""
    for names in ALLOWED.values():
        for name in names:
            assert NORMALISERS[name].domain_bits >= 12


def test_no_key_is_shown():
    """Tokens should not show their key."""
    assert "<Tokens of person.number>" == repr(Tokens(KEY, spec()))
