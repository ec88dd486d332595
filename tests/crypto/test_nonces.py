from __future__ import annotations

import os
import threading

import pytest
from crypto.worlds import World, place

from fjcore.crypto import MemoryKeyTable

THREADS = 8


def seals_of(world, number, count):
    """Seal in one thread, checking what comes back; give nonces, or None on a fault."""
    seals = world.sealer.bind(MemoryKeyTable(dict(world.table.rows)))
    found = []
    for turn in range(count):
        where = place(record_id=f"{number:032x}", revision=turn)
        blob = seals.seal(where, b"%d" % turn)
        if turn % 16 == 0 and seals.open(where, blob).payload != b"%d" % turn:
            return None
        found.append(blob[24:36])
    return found


def sealed(world, count):
    """Seal in several threads at once; give all nonces, or None on a fault."""
    found = []
    threads = [
        threading.Thread(
            target=lambda n=number: found.append(seals_of(world, n, count))
        )
        for number in range(THREADS)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    if None in found or len(found) != THREADS:
        return None
    return [nonce for part in found for nonce in part]


def forked(world, count):
    """Seal in a forked child; give its nonces as they come through a pipe."""
    reader, writer = os.pipe()
    pid = os.fork()
    if pid == 0:
        code = 1
        try:
            os.close(reader)
            made = sealed(world, count)
            with os.fdopen(writer, "wb") as pipe:
                pipe.write(b"".join(made or [b"?"]))
            code = 0
        finally:
            os._exit(code)
    os.close(writer)
    return pid, reader


def everything(children, count):
    """Seal in the parent and in children of it; give all nonces."""
    world = World()
    for number in range(THREADS):
        world.seals.seal(place(record_id=f"{number:032x}"), b"warm")
    started = [forked(world, count) for _ in range(children)]
    nonces = sealed(world, count)
    assert nonces is not None
    for pid, reader in started:
        with os.fdopen(reader, "rb") as pipe:
            raw = pipe.read()
        assert 0 == os.waitpid(pid, 0)[1]
        assert 12 * THREADS * count == len(raw)
        nonces += [raw[at : at + 12] for at in range(0, len(raw), 12)]
    return nonces


def test_no_nonce_twice():
    """Threads and forked children should seal rightly, no two by one nonce."""
    nonces = everything(2, 400)

    assert 3 * THREADS * 400 == len(nonces) == len(set(nonces))


@pytest.mark.nightly
def test_no_nonce_twice_in_a_million():
    """A million seals by threads and forked children should share no nonce."""
    nonces = everything(3, 31_250)

    assert 1_000_000 == len(nonces) == len(set(nonces))
