"""What every keyring must do: a suite to derive from, for core's and plugins' alike.

A test class derives from ``KeyringContract`` and says how to make a keyring, how to
open the same root again as another process would, and one that has another root::

    class TestMine(KeyringContract):
        def make(self, folder): ...
        def again(self, folder): ...
        def other(self, folder): ...
"""

from __future__ import annotations

import copy
import pickle
import threading

import attrs
import pytest

from fjcore.crypto import (
    Cap,
    KeyContext,
    MemoryKeyStore,
    MemoryKeyTable,
    Sealer,
    WrappedKey,
    commitment,
    rewrap_root,
)
from fjcore.crypto.derive import new_key
from fjcore.crypto.keyring import RewrappingKeyring
from fjcore.errors import CryptoError, KeyMismatch
from fjcore.values import SecretBytes, SystemClock

MARKER = b"MARKER-of-a-key-32-bytes-long---"


def context_of(key, **changes):
    """Give the context of a custody key, as a vault would."""
    said = {
        "kind": "custody",
        "vault_id": "aa" * 16,
        "holder_id": "harbor",
        "epoch": 1,
        "commitment": commitment(key),
    }
    return KeyContext(**{**said, **changes})


class KeyringContract:
    """The suite. ``folder`` is a new one for each test."""

    def make(self, folder):
        """Make a keyring with a new root."""
        raise NotImplementedError

    def again(self, folder):
        """Open the root that ``make`` made, as another process would."""
        raise NotImplementedError

    def other(self, folder):
        """Make a keyring of another root."""
        raise NotImplementedError

    @pytest.fixture(name="ring")
    def _ring(self, tmp_path):
        made = self.make(tmp_path)
        yield made
        made.close()

    def test_back(self, ring):
        """A key should come back as it was wrapped."""
        key = new_key()
        context = context_of(key)

        assert key == ring.unwrap(ring.wrap(key, context), context)

    def test_back_in_another_process(self, ring, tmp_path):
        """A key should come back by the same root opened again."""
        key = new_key()
        context = context_of(key)
        wrapped, again = ring.wrap(key, context), self.again(tmp_path)

        assert key == again.unwrap(wrapped, context)
        again.close()

    def test_another_root(self, ring, tmp_path):
        """Another root should not open it, and say so by a declared error."""
        key = new_key()
        context = context_of(key)
        other = self.other(tmp_path)

        with pytest.raises(CryptoError) as caught:
            other.unwrap(ring.wrap(key, context), context)
        assert caught.value.__context__ is None
        other.close()

    def test_two_wraps_differ(self, ring):
        """Two wraps of one key should not be alike."""
        key = new_key()
        context = context_of(key)

        assert ring.wrap(key, context).blob != ring.wrap(key, context).blob

    @pytest.mark.parametrize(
        "change",
        [
            {"kind": "index"},
            {"vault_id": "ab" * 16},
            {"holder_id": "police"},
            {"epoch": 2},
            {"commitment": bytes(32)},
        ],
        ids=lambda one: next(iter(one)),
    )
    def test_another_context(self, ring, change):
        """A wrap should open in its own context only, where the keyring says so."""
        key = new_key()
        wrapped = ring.wrap(key, context_of(key))
        found = None
        try:
            found = ring.unwrap(wrapped, context_of(key, **change))
        except KeyMismatch:
            assert Cap.CONTEXT in ring.caps

        assert found is None or Cap.CONTEXT not in ring.caps

    def test_altered(self, ring):
        """A wrap altered in any byte, or cut anywhere, should be refused."""
        key = new_key()
        context = context_of(key)
        wrapped = ring.wrap(key, context)
        for at in range(len(wrapped.blob)):
            bad = bytearray(wrapped.blob)
            bad[at] ^= 1
            for blob in (bytes(bad), wrapped.blob[:at]):
                with pytest.raises(KeyMismatch) as caught:
                    ring.unwrap(WrappedKey(wrapped.ref, blob), context)
                assert caught.value.__context__ is None

    def test_silent(self, ring):
        """Neither the keyring, nor a wrap, nor an error should show a key."""
        key = SecretBytes(MARKER)
        context = context_of(key)
        wrapped = ring.wrap(key, context)
        with pytest.raises(KeyMismatch) as caught:
            ring.unwrap(attrs.evolve(wrapped, blob=wrapped.blob[:-1] + b"?"), context)
        shown = f"{ring!r}{ring}{wrapped!r}{caught.value}{context!r}"

        for form in (MARKER.decode(), MARKER.hex(), "MARKER"):
            assert form not in shown
        assert MARKER not in wrapped.blob

    def test_named(self, ring):
        """A keyring should have a name that fits a site file, and say what it can."""
        assert ring.id.replace("-", "").replace(".", "").isalnum()
        assert set(ring.caps) <= set(Cap)
        assert (Cap.REWRAP in ring.caps) == isinstance(ring, RewrappingKeyring)

    def test_not_copied(self, ring):
        """A keyring should not be pickled or copied with what it holds."""
        for act in (pickle.dumps, copy.deepcopy):
            with pytest.raises(TypeError):
                act(ring)

    def test_closed(self, ring):
        """A closed keyring should open nothing."""
        key = new_key()
        context = context_of(key)
        wrapped = ring.wrap(key, context)
        ring.close()

        with pytest.raises(CryptoError):
            ring.unwrap(wrapped, context)
        with pytest.raises(CryptoError):
            ring.wrap(key, context)

    def test_threads(self, ring):
        """Several threads should use one keyring without a wrong answer."""
        faults = []

        def work():
            for _ in range(5):
                key = new_key()
                context = context_of(key)
                if ring.unwrap(ring.wrap(key, context), context) != key:
                    faults.append(1)

        threads = [threading.Thread(target=work) for _ in range(4)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()

        assert [] == faults

    def test_a_vault_over_it(self, ring, tmp_path):
        """A whole vault should rest on it, and move on to it again."""
        given = {"store": MemoryKeyStore(), "clock": SystemClock()}
        table = MemoryKeyTable()
        Sealer("aa" * 16, "harbor", keyring=ring, **given).establish(table)
        again = self.again(tmp_path)
        sealer = Sealer("aa" * 16, "harbor", keyring=again, **given)
        before = sealer.bind(table).actor_key()
        moved = rewrap_root(sealer.holding, table)
        sealer.cache.clear()

        assert 2 == moved
        assert before == sealer.bind(table).actor_key()
        again.close()
