from __future__ import annotations

import json

import attrs
import pytest
from audit.worlds import (
    ORIGIN,
    copied,
    filled,
    head_of,
    mth,
    rebuild,
    rehash,
    renumber,
    rewrite,
    rid,
    sha,
)
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from hypothesis import given, settings
from hypothesis import strategies as st

from fjcore.audit import (
    Checkpoint,
    Head,
    MemoryLogStore,
    decode,
    open_checkpoint,
    sign_checkpoint,
    verify_log,
)
from fjcore.audit.leaf import PREFIX
from fjcore.errors import LogBroken

SIZE = 9
SOUND = filled(1)
FIRST = head_of(SOUND)
filled(SIZE - 1, store=SOUND)
PIN = head_of(SOUND)
EVEN = range(0, SIZE, 2)
#: Another last byte than the peaks of the log have, whatever theirs is.
LAST = bytes([SOUND.top.peaks[-1] ^ 1])

places = st.integers(0, SIZE - 1)
pins = st.sampled_from([None, PIN, FIRST, head_of(MemoryLogStore())])
few = settings(deadline=None, max_examples=60)


@pytest.fixture(name="store")
def _store():
    return copied(SOUND)


def fault(store, pin=None):
    with pytest.raises(LogBroken) as caught:
        verify_log(store, pin)
    assert caught.value.__context__ is None
    return caught.value.where


def relabel(leaf, **changed):
    """The entry an attacker would rather have written; canonical, as hers would be."""
    said = {**json.loads(leaf[len(PREFIX) :]), **changed}
    said = {name: value for name, value in said.items() if value is not None}
    return PREFIX + json.dumps(said, sort_keys=True, separators=(",", ":")).encode()


# --- a sound log ---------------------------------------------------------------------


@given(st.integers(0, 20), st.data())
@few
def test_sound(size, data):
    """A log should be found in order against every head it ever had."""
    older = data.draw(st.integers(0, size))
    pin = data.draw(st.sampled_from([None, older]))
    store = filled(older)
    held = None if pin is None else head_of(store)
    filled(size - older, store=store)
    got = verify_log(store, held)

    assert (got.entries, got.shredded) == (size, 0)
    assert got.root == mth([row.leaf for row in store.rows]).hex()
    assert got.pinned == (held is not None)


def test_signed_head_as_pin(store):
    """A head signed, kept outside and opened again should serve as the pin."""
    key = Ed25519PrivateKey.from_private_bytes(bytes(range(32)))
    note = sign_checkpoint(head_of(store), key)
    filled(3, store=store)

    got = verify_log(store, open_checkpoint(note, ORIGIN, key.public_key()))

    assert (got.pinned, got.entries) == (True, SIZE + 3)


@given(st.sets(st.sampled_from(EVEN)))
@few
def test_shredded_details(gone):
    """A deleted detail should be counted and not be a fault."""
    store = copied(SOUND)
    for idx in gone:
        del store.details[idx]

    assert verify_log(store, PIN).shredded == len(gone)


# --- edited --------------------------------------------------------------------------


@given(places, st.data(), st.booleans())
@few
def test_edited_byte(idx, data, hashed):
    """A bit changed in an entry should be found, hash mended or not.

    Kills: stored hash not recomputed, head not compared.
    """
    store = copied(SOUND)
    leaf = store.rows[idx].leaf
    at, bit = data.draw(st.integers(0, len(leaf) - 1)), data.draw(st.integers(0, 7))
    changed = leaf[:at] + bytes([leaf[at] ^ 1 << bit]) + leaf[at + 1 :]
    rewrite(store, idx, leaf=changed)
    if hashed:
        rehash(store, idx)

    where = fault(store)

    if hashed:
        # A time moved on shows at the next entry, all that is canonical at the head.
        assert where.startswith((f"entry {idx}", f"entry {idx + 1}: t", "head"))
    else:
        assert where == f"entry {idx}"


@given(places)
@few
def test_edited_decision(idx):
    """A decision turned over should be found at its entry; rehashed, at the head."""
    store = copied(SOUND)
    rewrite(store, idx, leaf=relabel(store.rows[idx].leaf, dec="withheld"))
    plain = fault(store)
    rehash(store, idx)

    assert (plain, fault(store)) == (f"entry {idx}", "head: peaks")
    assert fault(store, PIN) == f"pinned head at {SIZE}"


@given(places)
@few
def test_edited_and_rebuilt(idx):
    """A log rewritten whole should fail against a pin, and be no more than unpinned.

    The second half is the limit of any log without a head kept outside it.
    """
    store = copied(SOUND)
    rewrite(store, idx, leaf=relabel(store.rows[idx].leaf, dec="withheld"))
    rebuild(store)

    assert verify_log(store).pinned is False
    assert fault(store, PIN) == f"pinned head at {SIZE}"


@pytest.mark.parametrize("idx", [0, 4, SIZE - 1])
@pytest.mark.parametrize(
    ("name", "changed"),
    [
        ("r", {"rid": rid(99)}),
        ("sub", {"sub": b"\x01" * 16}),
        ("sub", {"sub": None}),
        ("act", {"act": b"\x01" * 16}),
        ("act", {"act": None}),
    ],
)
def test_columns_are_no_evidence(store, idx, name, changed):
    """An index column that differs from its entry should be found and named."""
    rewrite(store, idx, **changed)

    assert fault(store, PIN) == f"entry {idx}: {name}"


@pytest.mark.parametrize("idx", [0, 4, SIZE - 1])
@pytest.mark.parametrize(
    "changed", [{"leaf_hash": sha(b"x")}, {"leaf_hash": b""}, {"idx": 77}, {"idx": -1}]
)
def test_hash_and_place_columns(store, idx, changed):
    """A stored hash or place that is not the entry's should be found."""
    store = copied(store)
    row = attrs.evolve(store.rows[idx], **changed)
    store.rows[idx] = row
    listed = Listed(store)

    assert fault(listed) == f"entry {idx}"


class Listed:
    """A reader that gives rows as they lie, with no index of its own to trip over."""

    def __init__(self, store):
        self.store = store

    def head(self):
        return self.store.top

    def entries(self, start):
        for row in self.store.rows:
            yield row, self.store.details.get(row.idx)


# --- deleted, added, reordered -----------------------------------------------------


@given(places, pins)
@few
def test_deleted(idx, pin):
    """A deleted entry should be found where it is missing, or at the head if last."""
    store = copied(SOUND)
    del store.rows[idx]

    if idx < SIZE - 1:
        assert fault(store, pin) == f"entry {idx}"
    elif pin == PIN:
        assert fault(store, pin) == f"pinned head: {SIZE - 1} entries stand"
    else:
        assert fault(store, pin) == f"head: {SIZE - 1} entries stand"


@given(places)
@few
def test_deleted_and_renumbered(idx):
    """A deleted entry should be found though the others were moved up."""
    store = copied(SOUND)
    del store.rows[idx]
    renumber(store)

    assert fault(store) == f"head: {SIZE - 1} entries stand"
    rebuild(store)
    assert verify_log(store).pinned is False
    assert fault(store, PIN) == f"pinned head: {SIZE - 1} entries stand"


@given(places, st.data())
@few
def test_reordered(idx, data):
    """Two entries that changed places should be found, renumbered or rebuilt."""
    other = (idx + data.draw(st.integers(1, SIZE - 1))) % SIZE
    first = min(idx, other)
    store = copied(SOUND)
    rows = store.rows
    rows[idx], rows[other] = rows[other], rows[idx]
    assert fault(store) == f"entry {first}"
    renumber(store)

    assert fault(store) == f"entry {first + 1}: t"
    rebuild(store)
    assert fault(store) == f"entry {first + 1}: t"


def test_reordered_within_one_instant():
    """Entries of one instant that changed places should be found by the tree."""
    store = filled(6, step=0)
    pin = head_of(store)
    store.rows[1], store.rows[3] = store.rows[3], store.rows[1]
    renumber(store)

    assert fault(store) == "head: peaks"
    rebuild(store)
    assert verify_log(store).entries == 6
    assert fault(store, pin) == "pinned head at 6"


@given(st.integers(0, SIZE - 1))
@few
def test_truncated(kept):
    """A log taken back, head and all, should be found only by the pin."""
    store = copied(SOUND)
    del store.rows[kept:]
    where = fault(store)
    rebuild(store)

    assert where == f"head: {kept} entries stand"
    assert verify_log(store).pinned is False
    assert fault(store, PIN) == f"pinned head: {kept} entries stand"


def test_one_act_twice(store):
    """Two entries with one id should be found though the tree was built anew."""
    row = store.rows[-1]
    store.rows.append(attrs.evolve(row, idx=SIZE))
    store.details[SIZE] = store.details[SIZE - 1]
    rebuild(store)

    assert fault(store) == f"entry {SIZE}"


def test_entry_beyond_the_head(store):
    """An entry beyond what the head counts should be found."""
    top = store.top
    filled(1, store=store)
    store.top = top

    assert fault(store) == f"head: {SIZE + 1} entries stand"


# --- heads ---------------------------------------------------------------------------


@given(st.integers(1, SIZE), st.integers(1, SIZE))
@few
def test_forked(shared, more):
    """A sound log that parted from the pinned one should be found.

    Both branches are in order by themselves: only the pin tells them apart.
    """
    base = filled(shared - 1)
    ours = filled(more, store=copied(base), first=100)
    theirs = filled(more, store=copied(base), first=200)

    assert verify_log(ours).entries == verify_log(theirs).entries
    assert fault(theirs, head_of(ours)) == f"pinned head at {shared - 1 + more}"


@pytest.mark.parametrize(
    ("where", "changed"),
    [
        (f"head: {SIZE} entries stand", {"size": SIZE - 1}),
        (f"head: {SIZE} entries stand", {"size": SIZE + 1}),
        (f"head: {SIZE} entries stand", {"last_t": SOUND.top.last_t + 1}),
        (f"head: {SIZE} entries stand", {"last_t": 0}),
        ("head: peaks", {"peaks": SOUND.top.peaks[:-1] + LAST}),
        ("head: peaks", {"peaks": SOUND.top.peaks[:32]}),
        ("head: peaks", {"peaks": SOUND.top.peaks[32:] + SOUND.top.peaks[:32]}),
        ("head: peaks", {"peaks": b""}),
    ],
)
def test_head_row(store, where, changed):
    """A head row that is not that of the entries should be found."""
    store.top = attrs.evolve(store.top, **changed)

    assert fault(store) == where
    assert fault(store, PIN) == where


@given(st.integers(0, SIZE), st.integers(0, 255))
@few
def test_every_pinned_bit_counts(size, bit):
    """A pin that differs in one bit should not be met, at any size."""
    root = head_of(filled(size)).root
    flipped = (int.from_bytes(root, "big") ^ 1 << bit).to_bytes(32, "big")

    where = fault(SOUND, Checkpoint(ORIGIN, size, flipped))

    assert where == (f"pinned head at {size}" if size else "pin")


def test_pin_ahead_of_the_log(store):
    """A pin of more entries than stand should be found as entries gone."""
    pin = head_of(filled(2, store=copied(store)))

    assert fault(store, pin) == f"pinned head: {SIZE} entries stand"


def test_emptied():
    """A log emptied should be unpinned, and against a pin broken."""
    empty = MemoryLogStore()

    assert verify_log(empty).pinned is False
    assert verify_log(empty).root == sha(b"").hex()
    assert fault(empty, PIN) == "pinned head: 0 entries stand"


def test_entries_lost_head_kept():
    """A head of many entries over an empty table should be found."""
    store = MemoryLogStore()
    store.top = Head(size=1, peaks=bytes(32), last_t=0)

    assert fault(store) == "head: 0 entries stand"


# --- details -------------------------------------------------------------------------


@given(st.sampled_from(EVEN), st.data())
@few
def test_edited_detail(idx, data):
    """A bit changed in a sealed detail should be found at its entry."""
    store = copied(SOUND)
    raw = store.details[idx]
    at, bit = data.draw(st.integers(0, len(raw) - 1)), data.draw(st.integers(0, 7))
    store.details[idx] = raw[:at] + bytes([raw[at] ^ 1 << bit]) + raw[at + 1 :]

    assert fault(store) == f"entry {idx}: detail"
    assert fault(store, PIN) == f"entry {idx}: detail"


@pytest.mark.parametrize("idx", EVEN)
def test_emptied_detail(store, idx):
    """A detail emptied but left standing should be a fault, not a shredded one."""
    store.details[idx] = b""

    assert fault(store) == f"entry {idx}: detail"


def test_swapped_details(store):
    """Two details that changed places should be found."""
    store.details[2], store.details[4] = store.details[4], store.details[2]

    assert fault(store) == "entry 2: detail"


def test_detail_where_there_was_none(store):
    """A detail put to an entry that had none should be found."""
    store.details[1] = store.details[0]

    assert fault(store) == "entry 1: detail"


def test_commitment_cut_out(store):
    """An entry whose commitment was cut out should not pass with its detail kept."""
    rewrite(store, 2, leaf=relabel(store.rows[2].leaf, det=None))
    rebuild(store)

    assert fault(store) == "entry 2: detail"


def test_time_gone_back(store):
    """A time before the previous one should be found though all else was rebuilt."""
    early = decode(store.rows[3].leaf)["t"] - 1
    rewrite(store, 4, leaf=relabel(store.rows[4].leaf, t=early))
    rebuild(store)

    assert fault(store) == "entry 4: t"
