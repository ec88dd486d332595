"""Plain values are sealed and opened as what they were."""

from __future__ import annotations

from datetime import timedelta

import pytest
from crypto.worlds import CELL, NOW, World, place
from hypothesis import given, settings
from hypothesis import strategies as st

from fjcore.crypto import (
    Codec,
    ReadMode,
    is_sealed,
    open_value,
    read_header,
    seal_value,
    to_text,
)
from fjcore.errors import (
    BadText,
    NaiveTime,
    NotAnEnvelope,
    NotCanonical,
    PlaintextRefused,
    SealBroken,
)

ONE = place(field_path="phone")

texts = st.text(st.characters(codec="utf-8"), max_size=80)
single = st.one_of(
    texts,
    st.binary(max_size=80),
    st.none(),
    st.booleans(),
    st.integers(-(2**53) + 1, 2**53 - 1),
)
plain = st.one_of(texts, st.booleans(), st.integers(-(2**53) + 1, 2**53 - 1))
values = st.one_of(
    single,
    st.lists(plain, max_size=4),
    st.dictionaries(texts, st.one_of(plain, st.lists(plain, max_size=3)), max_size=4),
)


@settings(max_examples=100, deadline=None)
@given(value=values, text=st.booleans())
def test_round_trip(value, text):
    """A value should come back with its type, from bytes and from text."""
    seals = World().seals
    sealed = seal_value(seals, ONE, value)
    got = open_value(seals, ONE, to_text(sealed) if text else sealed)

    assert (type(value), value) == (type(got), got)


@pytest.mark.parametrize(
    ("value", "codec"),
    [("", Codec.UTF8), (b"", Codec.BYTES), (0, Codec.JSON), (None, Codec.JSON)],
)
def test_codec(value, codec):
    """An envelope should say how its value is to be read."""
    sealed = seal_value(World().seals, ONE, value)

    assert codec is read_header(sealed).codec


@pytest.mark.parametrize("value", [1.5, {1: "x"}, {"a": None}, 2**53, object()])
def test_refused(value):
    """What has no one form should not be sealed."""
    with pytest.raises(NotCanonical):
        seal_value(World().seals, ONE, value)


def test_half_a_character():
    """A text that is none should be refused without being repeated."""
    with pytest.raises(BadText) as caught:
        seal_value(World().seals, ONE, "x\ud800")

    assert CELL == caught.value.where


def test_elsewhere():
    """A value should open nowhere but in its own place."""
    world = World()
    sealed = seal_value(world.seals, ONE, "406-555-0123")

    with pytest.raises(SealBroken):
        open_value(world.seals, place(field_path="note"), sealed)


# --- plaintext on the way out of it -----------------------------------------------


def moving(world, **more):
    until = NOW + timedelta(days=1)
    return ReadMode.migrating(until, clock=world.clock, **more)


@pytest.mark.parametrize("stored", ["hello", b"hello", "", "{}"])
def test_strict(stored):
    """Plaintext should not be read unless somebody says so."""
    assert not is_sealed(stored)
    with pytest.raises(PlaintextRefused) as caught:
        open_value(World().seals, ONE, stored)
    assert CELL == caught.value.where


@pytest.mark.parametrize("stored", ["hello", b"hello"])
def test_migrating(stored):
    """Plaintext should be read, counted and told while it is tolerated."""
    world, told = World(), []
    mode = moving(world, told=told.append)

    assert "hello" == open_value(world.seals, ONE, stored, mode=mode)
    assert (1, [ONE]) == (mode.plain_reads, told)


@pytest.mark.parametrize(("seconds", "tolerated"), [(-1, True), (0, False), (1, False)])
def test_until(seconds, tolerated):
    """Plaintext should be tolerated up to the instant and not at it."""
    world = World()
    mode = moving(world)
    world.clock.move_to(NOW + timedelta(days=1, seconds=seconds))
    got = None
    try:
        got = open_value(world.seals, ONE, "hello", mode=mode)
    except PlaintextRefused:
        pass

    assert tolerated is (got == "hello")
    assert int(tolerated) == mode.plain_reads


def test_told_first():
    """Where a plaintext read cannot be told of, nothing should be read."""

    def full(_):
        raise FileNotFoundError

    mode = moving(World(), told=full)
    with pytest.raises(FileNotFoundError):
        open_value(World().seals, ONE, "hello", mode=mode)

    assert 0 == mode.plain_reads


@pytest.mark.parametrize("broken", ["fjc1.hello", "fjc1.", b"\xf7\x4a", b"\xf7\x4ahi"])
def test_looks_like(broken):
    """What begins as an envelope should never be taken for plaintext."""
    world = World()
    error = NotAnEnvelope if isinstance(broken, str) else ValueError
    with pytest.raises(error):
        open_value(world.seals, ONE, broken, mode=moving(world))


@pytest.mark.parametrize(
    "stored", [None, 5, 1.5, ["fjc1."], object()], ids=lambda one: type(one).__name__
)
def test_no_bytes(stored):
    """What is neither text nor bytes should be refused as no envelope."""
    seals = World().seals
    with pytest.raises(NotAnEnvelope):
        open_value(seals, ONE, stored)
    with pytest.raises(NotAnEnvelope):
        seals.open(ONE, stored)


@pytest.mark.parametrize("kind", [bytes, bytearray, memoryview])
def test_kinds_of_bytes(kind):
    """Whatever kind of bytes a driver gives should open as bytes do."""
    seals = World().seals
    sealed = kind(seal_value(seals, ONE, "hello"))

    assert "hello" == open_value(seals, ONE, sealed)
    assert b"hello" == seals.open(ONE, sealed).payload


def test_sealed_meanwhile():
    """An envelope should be opened and not counted while plaintext is tolerated."""
    world = World()
    mode = moving(world)
    sealed = seal_value(world.seals, ONE, "hello")

    assert "hello" == open_value(world.seals, ONE, sealed, mode=mode)
    assert 0 == mode.plain_reads


def test_not_text():
    """Bytes that are no text should be refused as such."""
    world = World()
    with pytest.raises(BadText):
        open_value(world.seals, ONE, b"\xff\xfe", mode=moving(world))


def test_naive():
    """An end without an offset should be refused."""
    with pytest.raises(NaiveTime):
        ReadMode.migrating(NOW.replace(tzinfo=None), clock=World().clock)
