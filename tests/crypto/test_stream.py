from __future__ import annotations

import io
import os
import subprocess
import sys

import attrs
import pytest
from crypto.worlds import World, flips, place
from hypothesis import given, settings
from hypothesis import strategies as st

from fjcore.crypto import KeyState, open_stream, read_header, seal_stream
from fjcore.errors import (
    CryptoError,
    CryptoRefused,
    DowngradeRefused,
    FormatError,
    KeySuspended,
    NotAnEnvelope,
    SealBroken,
    Truncated,
    UnknownSuite,
    UnknownVersion,
)

WORLD = World()
WHERE = place(compartment="evidence", record_type="attachment")
CHUNK = 16 * 1024
CUTS = [0, 1, 23, 24, 40, 95, 96, CHUNK, 3 * (CHUNK + 16) + 80]
EDGES = [0, 1, 63, 64, 4095, 4096, CHUNK - 1, CHUNK, CHUNK + 1, 3 * CHUNK, 70_000]


def sealed(plain, world=WORLD, where=WHERE, **more):
    sink = io.BytesIO()
    seal_stream(world.seals, where, io.BytesIO(plain), sink, **more)
    return sink.getvalue()


def opened(blob, world=WORLD, where=WHERE, **more):
    sink = io.BytesIO()
    open_stream(world.seals, where, io.BytesIO(blob), sink, **more)
    return sink.getvalue()


@pytest.mark.parametrize("size", EDGES)
def test_round_trip(size):
    """A file of any length should come back, from both ways of opening."""
    plain = os.urandom(size)
    blob = sealed(plain)

    assert plain == opened(blob)
    assert plain == WORLD.seals.open(WHERE, blob).payload
    assert 2 == read_header(blob).suite


@settings(max_examples=20, deadline=None)
@given(st.integers(0, 5), st.integers(-2, 2), st.integers(0, 255))
def test_round_trip_about_chunks(chunks, more, byte):
    """A file about as long as whole chunks should come back."""
    plain = bytes([byte]) * max(0, chunks * CHUNK + more)

    assert plain == opened(sealed(plain))


def test_lengths_are_padded():
    """Files of nearly one length should be sealed to one length."""
    assert 1 == len({len(sealed(bytes(size))) for size in (5000, 6000, 8191)})


def test_two_seals_share_only_the_header():
    """Two seals of one file should share nothing but their header."""
    one, other = sealed(bytes(100)), sealed(bytes(100))

    assert one[:24] == other[:24]
    assert one[24:48] != other[24:48]
    assert one[80:] != other[80:]


def test_every_bit_matters():
    """No bit of a sealed file may be turned, and nothing be written when one is."""
    blob = sealed(b"exhibit")
    found, sink = set(), io.BytesIO()
    for bad in flips(blob):
        with pytest.raises(CryptoError) as caught:
            open_stream(WORLD.seals, WHERE, io.BytesIO(bad), sink)
        found.add(caught.type)

    assert b"" == sink.getvalue()
    assert found <= {
        *(SealBroken, NotAnEnvelope, UnknownVersion, UnknownSuite),
        *(FormatError, DowngradeRefused),
    }


@pytest.mark.parametrize(
    "cut", [0, 1, 23, 24, 40, 95, 96, CHUNK, 3 * (CHUNK + 16) + 80]
)
def test_cut_short(cut):
    """A sealed file cut anywhere should write nothing at all."""
    blob = sealed(bytes(4 * CHUNK))
    sink = io.BytesIO()
    with pytest.raises((SealBroken, NotAnEnvelope, Truncated)):
        open_stream(WORLD.seals, WHERE, io.BytesIO(blob[:cut]), sink)

    assert b"" == sink.getvalue()


@pytest.mark.parametrize("change", [{"revision": 2}, {"record_id": "ce" * 16}])
def test_moved(change):
    """A sealed file should open in its own place only."""
    blob = sealed(b"exhibit")

    with pytest.raises(SealBroken):
        opened(blob, where=attrs.evolve(WHERE, **change))


def test_swapped_chunks():
    """Two chunks in each other's place should be noticed."""
    blob = sealed(os.urandom(3 * CHUNK))
    start, full = 80, CHUNK + 16
    first, second = blob[start : start + full], blob[start + full : start + 2 * full]
    bad = blob[:start] + second + first + blob[start + 2 * full :]

    with pytest.raises(SealBroken):
        opened(bad)


def test_progress_and_offset():
    """Progress should tell bytes read; a file may begin inside another."""
    told, again = [], []
    plain = bytes(600_000)
    blob = sealed(plain, progress=told.append)
    source, sink = io.BytesIO(b"before" + blob), io.BytesIO()
    source.seek(6)
    open_stream(WORLD.seals, WHERE, source, sink, progress=again.append)

    assert [262_144, 524_288, 600_000] == told
    assert again == sorted(again)
    assert 2 * (len(blob) - 24) == again[-1]
    assert plain == sink.getvalue()


def test_changed_between_the_readings():
    """A file that changes after it was verified should end in an error."""

    class Changing(io.BytesIO):
        seeks = 0

        def seek(self, *args):
            self.seeks += 1
            if self.seeks == 2:
                self.getbuffer()[-1] ^= 1
            return super().seek(*args)

    with pytest.raises(SealBroken):
        open_stream(WORLD.seals, WHERE, Changing(sealed(bytes(9))), io.BytesIO())


@pytest.mark.parametrize(
    ("size", "more"),
    [(11, {"limit": 10}), (0, {"limit": (32 << 30) + 1}), (0, {"schema": 65536})],
)
def test_refused(size, more):
    """What is longer than the limit or does not fit a header should be refused."""
    with pytest.raises(CryptoRefused):
        sealed(bytes(size), **more)


def test_as_long_as_the_limit():
    """A file as long as the limit should be sealed."""
    assert bytes(10) == opened(sealed(bytes(10), limit=10))


def test_a_key_of_the_other_suite_alone():
    """A key that is for suite 01 alone should neither seal nor open a file."""
    world = World()
    blob = sealed(b"exhibit", world)
    for key_id, record in list(world.table.rows.items()):
        world.table.rows[key_id] = attrs.evolve(record, suites=frozenset({1}))
    world.seals = world.fresh()

    with pytest.raises(DowngradeRefused):
        sealed(b"exhibit", world)
    with pytest.raises(DowngradeRefused):
        opened(blob, world)


def test_a_cell_is_no_file():
    """A cell of suite 01 should be refused where a file is expected."""
    with pytest.raises(DowngradeRefused):
        opened(WORLD.seals.seal(WHERE, b"x"))


def test_a_suspended_key():
    """A file should not open while its key is suspended."""
    world = World()
    blob = sealed(b"exhibit", world)
    for key_id, record in list(world.table.rows.items()):
        world.table.rows[key_id] = record.becoming(KeyState.SUSPENDED)
    world.seals = world.fresh()

    with pytest.raises(KeySuspended):
        opened(blob, world)


MEASURE = """
import resource, sys
from crypto.worlds import World, place
from fjcore.crypto import open_stream, seal_stream
world, where = World(), place(compartment="evidence")
size, path = int(sys.argv[1]) << 20, sys.argv[2]
def peak(): return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
class Zeros:
    def __init__(self, left): self.left = left
    def read(self, count):
        count = min(count, self.left); self.left -= count
        return bytes(count)
class Counting:
    done = 0
    def write(self, piece): self.done += len(piece)
before, sink = peak(), Counting()
with open(path, "wb") as file: seal_stream(world.seals, where, Zeros(size), file)
with open(path, "rb") as file: open_stream(world.seals, where, file, sink)
print(peak() - before, sink.done)
"""


def grown(megabytes, path):
    """Seal and open a file; give by how many KiB that grew, and how long it was."""
    done = subprocess.run(
        [sys.executable, "-c", MEASURE, str(megabytes), str(path)],
        capture_output=True,
        text=True,
        check=True,
        env={**os.environ, "PYTHONPATH": os.pathsep.join(("tests", "src"))},
    )
    return tuple(map(int, done.stdout.split()))


def test_memory(tmp_path):
    """A file of 64 MiB should be sealed and opened in less than 32 MiB."""
    grew, size = grown(64, tmp_path / "sealed")

    assert 64 << 20 == size
    assert grew < 32 * 1024


@pytest.mark.nightly
def test_memory_of_a_gibibyte(tmp_path):
    """A file of 1 GiB should be sealed and opened in less than 32 MiB."""
    grew, size = grown(1024, tmp_path / "sealed")

    assert 1 << 30 == size
    assert grew < 32 * 1024
