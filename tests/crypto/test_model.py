"""Who may open what now: a table of a few lines against the whole of the keys."""

from __future__ import annotations

from datetime import timedelta

import pytest
from crypto.stores import MemoryCells, copied
from crypto.worlds import NOW, VAULT, place
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule
from support.profiles import nightly_model

from fjcore.crypto import (
    KeyKind,
    KeyState,
    MemoryKeyStore,
    MemoryKeyTable,
    RootKeyring,
    Sealer,
    erase,
    finish,
    flip,
    read_header,
    replay,
    reseal,
    retire_epochs,
    rewrap,
    rewrap_root,
    roll_epoch,
    set_state,
)
from fjcore.errors import (
    CryptoError,
    CryptoRefused,
    KeyDestroyed,
    KeyMissing,
    KeySuspended,
)
from fjcore.values import FixedClock

PEOPLE = ["0a" * 16, "0b" * 16, "0c" * 16]
PLACES = ["advocate", "legal"]
people, places = st.sampled_from(PEOPLE), st.sampled_from(PLACES)
OPENS = {KeyState.ACTIVE, KeyState.DECRYPT_ONLY}


class Keys(RuleBasedStateMachine):
    """For each place the states of its keys; for each cell its key and its text."""

    def __init__(self):
        super().__init__()
        self.rings = [RootKeyring(name="ring.0")]
        self.table, self.store = MemoryKeyTable(), MemoryKeyStore()
        self.clock, self.cells = FixedClock(NOW), MemoryCells()
        self.sealer = self.opened()
        self.sealer.establish(self.table)
        self.states = {}
        self.flipped = {}
        self.sealed = {}
        self.texts = {}
        self.count = self.moves = 0
        self.backup = copied(self.store), dict(self.table.rows), {}
        self.gone = set()

    def opened(self):
        return Sealer(
            VAULT,
            "harbor",
            keyring=self.rings[-1],
            store=self.store,
            clock=self.clock,
            earlier=self.rings[:-1],
        )

    # --- what is done ----------------------------------------------------------------

    @rule(person=people, place_=places)
    def seal(self, person, place_):
        self.count += 1
        where = place(
            subject_id=person, compartment=place_, record_id=f"{self.count:032x}"
        )
        keys = self.states.setdefault((person, place_), [])
        text = b"%d" % self.count
        if keys and keys[-1] is KeyState.DESTROYED:
            with pytest.raises(KeyDestroyed):
                self.sealer.bind(self.table).seal(where, text)
            return
        if keys and keys[-1] not in OPENS:
            with pytest.raises(KeySuspended):
                self.sealer.bind(self.table).seal(where, text)
            return
        if not keys or keys[-1] is KeyState.DECRYPT_ONLY:
            keys.append(KeyState.ACTIVE)
        self.cells.keep(where, self.sealer.bind(self.table).seal(where, text))
        self.sealed[where], self.texts[where] = len(keys) - 1, text

    def newest(self, person, place_):
        keys = self.table.of(person, place_)
        return max(keys, key=lambda one: one.generation) if keys else None

    @rule(person=people, place_=places, state=st.sampled_from(list(KeyState)))
    def change(self, person, place_, state):
        record = self.newest(person, place_)
        if record is None or state is KeyState.DESTROYED:
            return
        keys = self.states[person, place_]
        old = keys[-1]
        allowed = {
            KeyState.ACTIVE: {"decrypt_only", "suspended", "compromised"},
            KeyState.DECRYPT_ONLY: {"suspended", "compromised"},
            KeyState.SUSPENDED: {"decrypt_only", "compromised"},
        }
        if state not in allowed.get(old, set()):
            with pytest.raises(CryptoRefused):
                set_state(self.sealer.holding, self.table, record, state)
            return
        set_state(self.sealer.holding, self.table, record, state)
        keys[-1] = state

    @rule(person=people, place_=places)
    def renew(self, person, place_):
        record = self.newest(person, place_)
        if record is None:
            return
        keys = self.states[person, place_]
        if keys[-1] in (KeyState.DESTROYED, KeyState.SUSPENDED):
            with pytest.raises(CryptoRefused):
                flip(self.sealer.holding, self.table, record)
            return
        flip(self.sealer.holding, self.table, record)
        if keys[-1] is KeyState.ACTIVE:
            keys[-1] = KeyState.DECRYPT_ONLY
        keys.append(KeyState.ACTIVE)
        self.flipped[person, place_, len(keys) - 2] = self.clock.now()

    @rule(person=people, place_=places, wait=st.sampled_from([0, 59, 60]))
    def move(self, person, place_, wait):
        keys = self.states.get((person, place_), [])
        records = {one.generation: one for one in self.table.of(person, place_)}
        number = len(keys) - 2
        if number < 0 or keys[number] in (KeyState.DESTROYED, KeyState.SUSPENDED):
            return
        if keys[-1] is not KeyState.ACTIVE:
            return
        record = records[number + 1]
        holding = self.sealer.holding
        assert 0 == reseal(holding, self.table, self.cells, record)
        for where, which in self.sealed.items():
            if (where.subject_id, where.compartment, which) == (person, place_, number):
                self.sealed[where] = number + 1
        self.clock.advance(timedelta(seconds=wait))
        since = self.clock.now() - timedelta(seconds=60)
        if records[number + 2].created_at > since:
            with pytest.raises(CryptoRefused):
                finish(holding, self.table, self.cells, record)
            return
        finish(holding, self.table, self.cells, record)
        keys[number] = KeyState.DESTROYED

    @rule()
    def roll(self):
        roll_epoch(self.sealer.holding, self.table)

    @rule(limit=st.integers(1, 4), steps=st.integers(1, 3))
    def rewrap(self, limit, steps):
        after = b""
        for _ in range(steps):
            step = rewrap(self.sealer.holding, self.table, after=after, limit=limit)
            after = step.after

    @rule()
    def retire(self):
        retire_epochs(self.sealer.holding, self.table)

    @rule()
    def another_ring(self):
        self.moves += 1
        self.rings.append(RootKeyring(name=f"ring.{self.moves}"))
        self.sealer = self.opened()
        rewrap_root(self.sealer.holding, self.table)
        self.rings = self.rings[-1:]
        self.sealer = self.opened()

    @rule(person=people)
    def erase(self, person):
        made = erase(
            self.sealer.holding,
            self.table,
            person,
            approved_by=["dana", "rosa"],
            wraps_until=NOW,
        )
        for key in self.states:
            if key[0] == person:
                self.states[key] = [KeyState.DESTROYED] * len(self.states[key])
        self.gone |= set(made.key_ids)

    @rule()
    def fresh_process(self):
        self.sealer = self.opened()

    @rule(seconds=st.sampled_from([1, 59, 60, 61, -1]))
    def time(self, seconds):
        self.clock.advance(timedelta(seconds=seconds))

    @rule()
    def restore(self):
        """Bring back today's wraps with what was erased, as a mixed-up restore does."""
        store, _, _ = self.backup
        for key_id in self.gone:
            for wrap in store.get(key_id):
                self.store.put(key_id, wrap)
        replay(self.sealer.holding, self.table, self.gone)

    @rule()
    def back_up(self):
        self.backup = copied(self.store), dict(self.table.rows), {}

    # --- what must hold --------------------------------------------------------------

    @invariant()
    def opens_as_the_table_says(self):
        for sealer in (self.sealer, self.opened()):
            seals = sealer.bind(self.table)
            for where, blob in self.cells.held.items():
                keys = self.states[where.subject_id, where.compartment]
                state = keys[self.sealed[where]]
                try:
                    found = seals.open(where, blob).payload
                except CryptoError as error:
                    found = type(error)
                wanted = {
                    KeyState.SUSPENDED: KeySuspended,
                    KeyState.COMPROMISED: KeySuspended,
                    KeyState.DESTROYED: KeyDestroyed,
                }.get(state, self.texts[where])
                assert wanted == found

    @invariant()
    def opens_without_its_wraps_never(self):
        seals = Sealer(
            VAULT,
            "harbor",
            keyring=self.rings[-1],
            store=MemoryKeyStore(),
            clock=self.clock,
        ).bind(self.table)
        for where, blob in list(self.cells.held.items())[:2]:
            with pytest.raises((KeyMissing, KeySuspended, KeyDestroyed)):
                seals.open(where, blob)

    @invariant()
    def one_key_is_in_use(self):
        active = [r for r in self.table.rows.values() if r.state is KeyState.ACTIVE]
        places = [(r.kind, r.subject_id, r.compartment) for r in active]
        assert len(set(places)) == len(places)
        assert (KeyKind.CUSTODY, "", "") in places

    @invariant()
    def sealed_by_what_it_says(self):
        for blob in self.cells.held.values():
            assert read_header(blob).key_id in self.table.rows


TestKeys = Keys.TestCase
TestKeys.settings = settings(max_examples=25, stateful_step_count=30, deadline=None)


class Longer(Keys):
    pass


TestLonger = pytest.mark.nightly(Longer.TestCase)
TestLonger.settings = nightly_model
