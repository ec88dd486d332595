from __future__ import annotations

import threading
from datetime import timedelta

import pytest
from crypto.worlds import NOW, World, place

from fjcore.crypto import KeyCache, RootKeyring, Sealer
from fjcore.crypto.derive import new_key
from fjcore.errors import KeyUnavailable, Throttled, ValueRefused
from fjcore.values import FixedClock

KEY = b"k" * 16


class Slow(RootKeyring):
    """A keyring that answers only when it is let, and counts its calls."""

    def __init__(self, root):
        super().__init__(root)
        self.calls, self.go = 0, threading.Event()

    def unwrap(self, wrapped, context, /):
        self.calls += 1
        assert self.go.wait(20)
        return super().unwrap(wrapped, context)


def run(count, work):
    """Run work in so many threads at once; give what each gave or raised."""
    found, start = [], threading.Barrier(count)

    def one(number):
        start.wait()
        try:
            found.append(work(number))
        except Exception as error:
            found.append(error)

    threads = [threading.Thread(target=one, args=(n,)) for n in range(count)]
    for thread in threads:
        thread.start()
    return threads, found


def joined(threads):
    for thread in threads:
        thread.join(30)
        assert not thread.is_alive()


def waiting(cache, count):
    """Wait until one thread opens a key and the others have had time to ask for it."""
    for _ in range(1000):
        if cache._flights:
            break
        threading.Event().wait(0.005)
    threading.Event().wait(0.05)
    assert count


def test_a_stampede_calls_the_keyring_once():
    """However many threads ask at once, a keyring should be called once."""
    world = World()
    places = [place(record_id=f"{number:032x}") for number in range(64)]
    blobs = [world.seals.seal(one, b"%d" % n) for n, one in enumerate(places)]
    ring = Slow(world.keyring._root)
    sealer = world.open(keyring=ring)

    def work(number):
        seals = sealer.bind(world.table)
        return seals.open(places[number], blobs[number]).payload

    threads, found = run(64, work)
    waiting(sealer.cache, 64)
    ring.go.set()
    joined(threads)

    assert 1 == ring.calls
    assert sorted(b"%d" % n for n in range(64)) == sorted(found)


def test_a_slow_key_holds_up_no_other():
    """While one key is being opened, others that are held should be given."""
    cache, go = KeyCache(FixedClock(NOW)), threading.Event()
    held = cache.get(KEY, new_key)

    def load():
        assert go.wait(20)
        return new_key()

    threads, _ = run(1, lambda _: cache.get(b"other" * 4, load))
    waiting(cache, 1)
    again = cache.get(KEY, new_key)
    go.set()
    joined(threads)

    assert held is again


@pytest.mark.parametrize("fault", [Throttled("ring"), KeyUnavailable("ring")])
def test_who_waits_hears_why(fault):
    """When an opening fails, each that waited should get an error of its own."""
    cache, go, calls = KeyCache(FixedClock(NOW)), threading.Event(), []

    def load():
        calls.append(1)
        assert go.wait(20)
        raise fault

    threads, found = run(8, lambda _: cache.get(KEY, load))
    waiting(cache, 8)
    go.set()
    joined(threads)

    assert 1 == len(calls)
    assert {type(fault)} == {type(error) for error in found}
    assert 8 == len({id(error) for error in found})
    assert len(cache) == 0


def test_a_foreign_failure_reaches_nobody_else():
    """When an opening fails in some other way, those that waited should get ours."""
    cache, go = KeyCache(FixedClock(NOW)), threading.Event()

    def load():
        assert go.wait(20)
        raise OSError("disk")

    threads, found = run(4, lambda _: cache.get(KEY, load))
    waiting(cache, 4)
    go.set()
    joined(threads)
    kinds = sorted(type(error).__name__ for error in found)

    assert ["KeyUnavailable"] * 3 + ["OSError"] == kinds
    assert cache.get(KEY, new_key)


def test_what_was_let_go_is_not_held_after_all():
    """A key that is let go of while it is being opened should not be kept."""
    cache = KeyCache(FixedClock(NOW))

    def load():
        cache.clear()
        return new_key()

    cache.get(KEY, load)

    assert 0 == len(cache)


def test_uses():
    """A key should be opened anew when it was used as often as one opening may."""
    cache, calls = KeyCache(FixedClock(NOW), max_uses=3), []

    def load():
        calls.append(1)
        return new_key()

    for _ in range(7):
        cache.get(KEY, load)

    assert 3 == len(calls)


def test_uses_of_a_key_that_seals():
    """A key that seals should be opened anew as often as its uses demand."""
    world, calls = World(), []

    class Counting(RootKeyring):
        def unwrap(self, wrapped, context, /):
            calls.append(context.kind)
            return super().unwrap(wrapped, context)

    world.seals.seal(place(), b"first")
    sealer = world.open(keyring=Counting(world.keyring._root))
    sealer.cache._max_uses = 10
    seals = sealer.bind(world.table)
    for number in range(200):
        blob = seals.seal(place(), b"%d" % number)

    assert 2 < len(calls) < 40
    assert b"199" == world.fresh().open(place(), blob).payload


@pytest.mark.parametrize("seconds", [0, -1, 301])
def test_a_time_that_cannot_be(seconds):
    """A cache should hold keys for some time, and for five minutes at most."""
    with pytest.raises(ValueRefused):
        KeyCache(FixedClock(NOW), ttl=timedelta(seconds=seconds))


@pytest.mark.parametrize(("after", "opened"), [(0, 1), (299, 1), (300, 2), (-1, 2)])
def test_time(after, opened):
    """A key should be held for its time, and not for longer by a clock set back."""
    clock, calls = FixedClock(NOW), []
    cache = KeyCache(clock, ttl=timedelta(seconds=300))

    def load():
        calls.append(1)
        return new_key()

    cache.get(KEY, load)
    clock.advance(timedelta(seconds=after))
    cache.get(KEY, load)

    assert opened == len(calls)


def test_the_oldest_goes_first():
    """A full cache should let go of the key that was not used for longest."""
    cache = KeyCache(FixedClock(NOW), size=2)
    first = cache.get(b"1", new_key)
    cache.get(b"2", new_key)
    cache.get(b"1", new_key)
    cache.get(b"3", new_key)

    assert 2 == len(cache)
    assert first is cache.get(b"1", new_key)


def test_eviction_reaches_open_transactions():
    """A key let go of should be asked for anew by a transaction that sealed by it."""
    world, calls = World(), []

    class Counting(RootKeyring):
        def unwrap(self, wrapped, context, /):
            calls.append(context.kind)
            return super().unwrap(wrapped, context)

    world.seals.seal(place(), b"first")
    sealer = world.open(keyring=Counting(world.keyring._root))
    seals = sealer.bind(world.table)
    for act in (lambda: None, sealer.cache.clear, lambda: sealer.cache.evict([KEY])):
        act()
        seals.seal(place(), b"x")

    assert ["custody", "custody"] == calls


def test_batch():
    """Keys of many cells should be opened at once, by one call of the keyring."""
    world, calls = World(), []

    class Counting(RootKeyring):
        def unwrap(self, wrapped, context, /):
            calls.append(context.kind)
            return super().unwrap(wrapped, context)

    blobs = [world.seals.seal(place(subject_id=f"{n:032x}"), b"x") for n in range(20)]
    sealer = world.open(keyring=Counting(world.keyring._root))
    seals = sealer.bind(world.table)
    opened = seals.prefetch([*blobs, *blobs, b"no envelope", b""])
    world.store.wraps.clear()

    assert (20, ["custody"]) == (opened, calls)
    assert b"x" == seals.open(place(subject_id=f"{3:032x}"), blobs[3]).payload


def test_batch_passes_over():
    """A key that cannot be opened should be left to who opens its cell."""
    world = World()
    blobs = [world.seals.seal(place(subject_id=f"{n:032x}"), b"x") for n in range(3)]
    del world.store.wraps[blobs[1][8:24]]

    assert 2 == world.fresh().prefetch(blobs)


def test_two_keyrings_of_one_name():
    """Two keyrings of one name should be refused: a wrap names who opens it."""
    world = World()

    with pytest.raises(Exception, match="crypto_refused: keyring"):
        Sealer(
            "aa" * 16,
            "harbor",
            keyring=world.keyring,
            earlier=[RootKeyring()],
            store=world.store,
            clock=world.clock,
        )
