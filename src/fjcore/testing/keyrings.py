"""What every keyring must do: suites to derive from, for core's and plugins' alike.

A test class derives from ``KeyringSuite`` and says how to make a keyring, how to open
the same root again as another process would, and one that has another root::

    class TestMine(KeyringSuite):
        def make(self, folder): ...
        def again(self, folder): ...
        def other(self, folder): ...

A keyring whose root key stands elsewhere derives from ``ServiceKeyringSuite`` instead,
and says how that is put out of use, out of reach, and right again (extra ``testing``).
"""

from __future__ import annotations

import copy
import os
import pickle
import threading
from collections.abc import Iterator
from pathlib import Path

from attrs import evolve

try:
    import pytest
except ImportError:
    _MISSING = True
else:
    _MISSING = False
if _MISSING:
    from fjcore.errors import MissingExtra

    raise MissingExtra("testing")

from fjcore.crypto import (
    Cap,
    KeyContext,
    Keyring,
    MemoryKeyStore,
    MemoryKeyTable,
    RewrappingKeyring,
    Sealer,
    WrappedKey,
    commitment,
    rewrap_root,
)
from fjcore.crypto.derive import new_key
from fjcore.errors import CryptoError, KeyMismatch, KeyringDenied, KeyringUnreachable
from fjcore.values import SecretBytes, SystemClock

#: A key that would be seen wherever it is shown.
MARKER = b"MARKER-of-a-key-32-bytes-long---"

_VAULT, _HOLDER = "aa" * 16, "harbor"


def context_of(key: SecretBytes) -> KeyContext:
    """Give the context of a custody key, as a vault would."""
    return KeyContext(
        kind="custody",
        vault_id=_VAULT,
        holder_id=_HOLDER,
        epoch=1,
        commitment=commitment(key),
    )


#: The same with one part changed, by the part's name.
OTHERS = {
    "kind": "index",
    "vault_id": "ab" * 16,
    "holder_id": "police",
    "epoch": 2,
    "commitment": bytes(32),
}


class KeyringSuite:
    """What holds for every keyring. ``folder`` is a new one for each test."""

    #: Only every so many-th byte of a wrap is altered, where a call is slow.
    step = 1

    def make(self, folder: Path) -> Keyring:
        """Make a keyring with a new root."""
        raise NotImplementedError

    def again(self, folder: Path) -> Keyring:
        """Open the root that ``make`` made, as another process would."""
        raise NotImplementedError

    def other(self, folder: Path) -> Keyring:
        """Make a keyring of another root."""
        raise NotImplementedError

    @pytest.fixture(name="ring")
    def _ring(self, tmp_path: Path) -> Iterator[Keyring]:
        made = self.make(tmp_path)
        yield made
        made.close()

    def test_back(self, ring: Keyring) -> None:
        """A key should come back as it was wrapped."""
        key = new_key()
        context = context_of(key)

        assert key == ring.unwrap(ring.wrap(key, context), context)

    def test_back_in_another_process(self, ring: Keyring, tmp_path: Path) -> None:
        """A key should come back by the same root opened again."""
        key = new_key()
        context = context_of(key)
        wrapped, again = ring.wrap(key, context), self.again(tmp_path)

        assert key == again.unwrap(wrapped, context)
        again.close()

    def test_another_root(self, ring: Keyring, tmp_path: Path) -> None:
        """Another root should not open it, and say so by a declared error."""
        key = new_key()
        context = context_of(key)
        other = self.other(tmp_path)

        with pytest.raises(CryptoError) as caught:
            other.unwrap(ring.wrap(key, context), context)
        assert caught.value.__context__ is None
        other.close()

    def test_two_wraps_differ(self, ring: Keyring) -> None:
        """Two wraps of one key should not be alike."""
        key = new_key()
        context = context_of(key)

        assert ring.wrap(key, context).blob != ring.wrap(key, context).blob

    @pytest.mark.parametrize("part", OTHERS)
    def test_another_context(self, ring: Keyring, part: str) -> None:
        """A wrap should open in its own context only, where the keyring says so."""
        key = new_key()
        context = context_of(key)
        wrapped = ring.wrap(key, context)
        changed = evolve(context, **{part: OTHERS[part]})  # type: ignore[arg-type]
        found = None
        try:
            found = ring.unwrap(wrapped, changed)
        except KeyMismatch:
            assert Cap.CONTEXT in ring.caps

        assert found is None or Cap.CONTEXT not in ring.caps

    def test_altered(self, ring: Keyring) -> None:
        """A wrap altered in any byte, or cut anywhere, should be refused."""
        key = new_key()
        context = context_of(key)
        wrapped = ring.wrap(key, context)
        for at in range(0, len(wrapped.blob), self.step):
            bad = bytearray(wrapped.blob)
            bad[at] ^= 1
            for blob in (bytes(bad), wrapped.blob[:at]):
                with pytest.raises(KeyMismatch) as caught:
                    ring.unwrap(WrappedKey(wrapped.ref, blob), context)
                assert caught.value.__context__ is None

    def test_silent(self, ring: Keyring) -> None:
        """Neither the keyring, nor a wrap, nor an error should show a key."""
        key = SecretBytes(MARKER)
        context = context_of(key)
        wrapped = ring.wrap(key, context)
        with pytest.raises(KeyMismatch) as caught:
            ring.unwrap(evolve(wrapped, blob=wrapped.blob[:-1]), context)
        shown = f"{ring!r}{ring}{wrapped!r}{caught.value}{context!r}"

        for form in (MARKER.decode(), MARKER.hex(), "MARKER"):
            assert form not in shown
        assert MARKER not in wrapped.blob

    def test_named(self, ring: Keyring) -> None:
        """A keyring should have a name that fits a site file, and say what it can."""
        assert ring.id.replace("-", "").replace(".", "").isalnum()
        assert set(ring.caps) <= set(Cap)
        assert (Cap.REWRAP in ring.caps) == isinstance(ring, RewrappingKeyring)

    def test_not_copied(self, ring: Keyring) -> None:
        """A keyring should not be pickled or copied with what it holds."""
        for act in (pickle.dumps, copy.deepcopy):
            with pytest.raises(TypeError):
                act(ring)

    def test_closed(self, ring: Keyring) -> None:
        """A closed keyring should open nothing."""
        key = new_key()
        context = context_of(key)
        wrapped = ring.wrap(key, context)
        ring.close()

        with pytest.raises(CryptoError):
            ring.unwrap(wrapped, context)
        with pytest.raises(CryptoError):
            ring.wrap(key, context)

    def test_threads(self, ring: Keyring) -> None:
        """Several threads should use one keyring without a wrong answer."""
        right: list[bool] = []

        def work() -> None:
            for _ in range(5):
                key = new_key()
                context = context_of(key)
                back = ring.unwrap(ring.wrap(key, context), context)
                right.append(back == key)

        threads = [threading.Thread(target=work) for _ in range(4)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()

        assert [True] * 20 == right

    # Newer Pythons warn of threads, which a keyring or a test may have.
    @pytest.mark.filterwarnings("ignore::DeprecationWarning")
    def test_forked(self, ring: Keyring) -> None:
        """A forked child should use it, and leave its parent's as it was."""
        key = new_key()
        context = context_of(key)
        wrapped = ring.wrap(key, context)
        child = os.fork()
        if child == 0:
            ended = 1
            try:
                fresh = ring.unwrap(ring.wrap(key, context), context)
                ended = int(fresh != key or ring.unwrap(wrapped, context) != key)
            finally:
                os._exit(ended)

        assert 0 == os.waitpid(child, 0)[1]
        assert key == ring.unwrap(wrapped, context)

    def test_a_vault_over_it(self, ring: Keyring, tmp_path: Path) -> None:
        """A whole vault should rest on it, and move on to it again."""
        store, clock, table = MemoryKeyStore(), SystemClock(), MemoryKeyTable()
        first = Sealer(_VAULT, _HOLDER, keyring=ring, store=store, clock=clock)
        first.establish(table)
        again = self.again(tmp_path)
        sealer = Sealer(_VAULT, _HOLDER, keyring=again, store=store, clock=clock)
        before = sealer.bind(table).actor_key()
        moved = rewrap_root(sealer.holding, table)
        sealer.cache.clear()

        assert 2 == moved
        assert before == sealer.bind(table).actor_key()
        again.close()


class ServiceKeyringSuite(KeyringSuite):
    """What holds besides for a keyring whose root key stands elsewhere."""

    def forbid(self, ring: Keyring) -> None:
        """Put the root key out of use where it stands."""
        raise NotImplementedError

    def cut_off(self, ring: Keyring) -> None:
        """Put the place where it stands out of reach."""
        raise NotImplementedError

    def mend(self, ring: Keyring) -> None:
        """Make right again what either of these did."""
        raise NotImplementedError

    def test_forbidden(self, ring: Keyring) -> None:
        """A root key out of use should refuse, and say so as no outage."""
        key = new_key()
        context = context_of(key)
        wrapped = ring.wrap(key, context)
        self.forbid(ring)

        with pytest.raises(KeyringDenied) as caught:
            ring.unwrap(wrapped, context)
        assert not caught.value.retryable
        assert caught.value.__context__ is None
        with pytest.raises(KeyringDenied):
            ring.wrap(key, context)
        self.mend(ring)
        assert key == ring.unwrap(wrapped, context)

    def test_out_of_reach(self, ring: Keyring) -> None:
        """A place out of reach should be told as one, and serve again later."""
        key = new_key()
        context = context_of(key)
        wrapped = ring.wrap(key, context)
        self.cut_off(ring)

        with pytest.raises(KeyringUnreachable) as caught:
            ring.unwrap(wrapped, context)
        assert caught.value.retryable
        assert caught.value.__context__ is None
        self.mend(ring)
        assert key == ring.unwrap(wrapped, context)
