"""Who may open what now, with all that leads to a key or past it.

To the model of keys come recovery keys, second keyrings, a root that is lost, and
bundles to partners. What each may open is written down beside it, by a few lines that
look at no key.
"""

from __future__ import annotations

import tempfile
from pathlib import Path

import pytest
from crypto.test_model import Keys
from crypto.worlds import VAULT
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import invariant, rule
from support.profiles import nightly_model

from fjcore.crypto import (
    Cost,
    KeyKind,
    KeyState,
    MemoryKeyStore,
    RootKeyring,
    Sealer,
    drill,
    make_recovery,
    open_bundle,
    restore,
    rewrap_root,
    seal_bundle,
)
from fjcore.errors import CryptoError, KeyMissing, SealBroken
from fjcore.values import Secret

QUICK = Cost(iterations=1, lanes=1, memory=8 * 1024)
WORDS = Secret("made-up words for a made-up safe")
PARTIES = {
    name: X25519PrivateKey.from_private_bytes(bytes([at]) * 32)
    for at, name in enumerate(("police", "clinic", "court"), 1)
}
STRANGER = Ed25519PrivateKey.from_private_bytes(bytes(32)).public_key()
some = st.lists(st.sampled_from(sorted(PARTIES)), min_size=1, unique=True)


class Ways(Keys):
    """For each bundle its recipients; the recovery key that opens, and those before."""

    def __init__(self):
        super().__init__()
        self.second = None
        self.recovery, self.past = None, []
        self.bundles = []
        self.signs = self.sealer.bind(self.table).signing_key().private_bytes_raw()

    def opened(self):
        rings = self.rings
        second = getattr(self, "second", None)
        return Sealer(
            *(VAULT, "harbor"),
            keyring=rings[-1],
            store=self.store,
            clock=self.clock,
            earlier=rings[:-1],
            second=second,
        )

    # --- what is done ----------------------------------------------------------------

    @rule()
    def make_recovery(self):
        with tempfile.TemporaryDirectory() as folder:
            file = Path(folder) / "recovery.json"
            made = make_recovery(
                self.sealer.holding, self.table, file, WORDS, cost=QUICK
            )
        self.past += [self.recovery] if self.recovery else []
        self.recovery = made

    @rule()
    def lose_the_root(self):
        """Lose the only keyring: the recovery key brings all back, or nothing does."""
        if self.recovery is None or self.second is not None:
            return
        self.moves += 1
        before, self.rings = self.rings, [RootKeyring(name=f"ring.{self.moves}")]
        lost = self.opened()
        for old in self.past:
            with pytest.raises(KeyMissing):
                restore(lost.holding, self.table, old)
        for where, blob in list(self.cells.held.items())[:2]:
            with pytest.raises(CryptoError):
                lost.bind(self.table).open(where, blob)
        before[-1].close()
        restore(lost.holding, self.table, self.recovery)
        self.sealer = self.opened()

    @rule()
    def take_a_second(self):
        if self.second is not None:
            return
        self.moves += 1
        self.second = RootKeyring(name=f"ring.{self.moves}")
        self.sealer = self.opened()
        rewrap_root(self.sealer.holding, self.table)

    @rule()
    def lose_the_first(self):
        """Let the second keyring stand in for the first, which is lost."""
        if self.second is None:
            return
        self.rings[-1].close()
        self.rings, self.second = [self.second], None
        self.sealer = self.opened()

    @rule(to=some, size=st.sampled_from([0, 1, 63, 64, 300]))
    def send(self, to, size):
        text = bytes([len(self.bundles) % 256]) * size
        keys = [PARTIES[name].public_key() for name in to]
        signer = self.sealer.bind(self.table).signing_key()
        blob = seal_bundle(text, b"manifest", keys, signer)
        self.bundles.append((set(to), text, blob))

    # --- what must hold --------------------------------------------------------------

    @invariant()
    def a_bundle_opens_for_its_recipients(self):
        """What was sent is sent: neither erasure nor rotation takes it back."""
        sender = Ed25519PrivateKey.from_private_bytes(self.signs).public_key()
        for to, text, blob in self.bundles[-1:]:
            with pytest.raises(SealBroken):
                open_bundle(blob, PARTIES["court"], STRANGER)
            for name, own in PARTIES.items():
                found = None
                try:
                    found = open_bundle(blob, own, sender).payload
                except CryptoError as error:
                    found = type(error)
                assert found == (text if name in to else KeyMissing)

    @invariant()
    def the_holder_signs_as_ever(self):
        signer = self.sealer.bind(self.table).signing_key()
        assert self.signs == signer.private_bytes_raw()

    @invariant()
    def each_way_opens_all_alone(self):
        rings = [ring for ring in (self.rings[-1], self.second) if ring is not None]
        ways = drill(
            self.sealer.holding, self.table, rings=rings, recovery=self.recovery
        )
        living = [
            row
            for row in self.table.rows.values()
            if row.state is not KeyState.DESTROYED
        ]
        own = sum(row.kind is not KeyKind.DATA for row in living)
        wanted = [(True, own, len(living) - own)] * (
            len(rings) + (self.recovery is not None)
        )
        assert wanted == [(way.passed, way.own, way.data) for way in ways]

    @invariant()
    def an_earlier_recovery_key_opens_nothing(self):
        for old in self.past[-2:]:
            (found,) = drill(self.sealer.holding, self.table, recovery=old)
            assert (0, 0) == (found.own, found.data)

    @invariant()
    def the_recovery_key_needs_the_wraps(self):
        if self.recovery is not None:
            bare = Sealer(
                *(VAULT, "harbor"),
                keyring=RootKeyring(name="bare"),
                store=MemoryKeyStore(),
                clock=self.clock,
            )
            with pytest.raises(KeyMissing):
                restore(bare.holding, self.table, self.recovery)


TestWays = Ways.TestCase
TestWays.settings = settings(max_examples=12, stateful_step_count=25, deadline=None)


class Longer(Ways):
    pass


TestLonger = pytest.mark.nightly(Longer.TestCase)
TestLonger.settings = nightly_model
