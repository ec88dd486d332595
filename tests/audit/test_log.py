from __future__ import annotations

import hashlib
from datetime import UTC, datetime, timedelta

import pytest
from audit.worlds import (
    NOW,
    ORIGIN,
    T0,
    MarkingSealer,
    disclosure,
    event,
    mth,
    rewrite,
    rid,
)
from hypothesis import given
from hypothesis import strategies as st

from fjcore.audit import (
    AuditLog,
    MemoryLogStore,
    decode,
    leaf_hash,
    unpad_detail,
    verify_log,
)
from fjcore.audit.log import MAX_DETAIL_BYTES, pad_detail
from fjcore.errors import (
    ForkedHead,
    IdempotencyConflict,
    LeafRefused,
    LogBroken,
    NotCommitted,
    ValueRefused,
)
from fjcore.values import FixedClock, micros

steps = st.integers(-(10**7), 10**7) | st.sampled_from([-1, 0, 1])


class RecordingTx:
    """A store that writes down what is asked of it, and fails where it is told."""

    def __init__(self, failing=None):
        self.store, self.calls, self.failing = MemoryLogStore(), [], failing

    def _do(self, name, *said):
        self.calls.append(name)
        if name == self.failing:
            raise ForkedHead("audit head")
        return getattr(self.store, name)(*said)

    def lock_head(self):
        return self._do("lock_head")

    def find(self, rid):
        return self._do("find", rid)

    def insert(self, entry, detail):
        return self._do("insert", entry, detail)

    def advance(self, old, new):
        return self._do("advance", old, new)


class BreakingSealer:
    def seal(self, origin, idx, plaintext):
        raise LeafRefused("sealer broke")


@pytest.fixture(name="store")
def _store():
    return MemoryLogStore()


@pytest.fixture(name="clock")
def _clock():
    return FixedClock(NOW)


@pytest.fixture(name="log")
def _log(clock):
    return AuditLog(ORIGIN, clock)


def test_first_entry(store, log):
    """An entry should be stored with its columns, its hash and the head moved on."""
    pending = log.append(store, disclosure(1))
    pending.committed()
    (row,) = store.rows
    said = decode(row.leaf)

    assert (row.idx, row.rid, row.sub, row.act) == (
        0,
        rid(1),
        b"\xbb" * 16,
        b"\xaa" * 16,
    )
    assert row.leaf_hash == leaf_hash(row.leaf)
    assert (said["t"], said["ev"], said["rcp"]) == (T0, "disclose", "cc" * 16)
    assert "det" not in said
    assert "skew" not in said
    assert (store.top.size, store.top.last_t) == (1, T0)
    assert store.top.root == mth([row.leaf])
    assert pending.receipt.idx == 0
    assert pending.receipt.leaf_hash == row.leaf_hash
    assert pending.receipt.replayed is False


def test_receipt_waits_for_the_commit(store, log):
    """A receipt should be refused until the store's owner says it is committed."""
    pending = log.append(store, event(1))

    with pytest.raises(NotCommitted):
        _ = pending.receipt
    pending.committed()
    assert pending.receipt.idx == 0


def test_statement_order(log):
    """The head should be locked first and moved last, in this order."""
    tx = RecordingTx()
    log.append(tx, event(1), detail=b"{}", sealer=MarkingSealer())

    assert tx.calls == ["lock_head", "find", "insert", "advance"]


def test_statement_order_of_a_replay(log):
    """A replay should write nothing."""
    tx = RecordingTx()
    log.append(tx, event(1))
    tx.calls.clear()
    log.append(tx, event(1))

    assert tx.calls == ["lock_head", "find"]


@pytest.mark.parametrize(
    ("where", "said"),
    [
        ("sealer", {"detail": b"{}"}),
        (
            "detail",
            {"detail": bytes(MAX_DETAIL_BYTES + 1), "sealer": MarkingSealer()},
        ),
        ("detail", {"detail": "{}", "sealer": MarkingSealer()}),
    ],
)
def test_refused_before_the_lock(log, where, said):
    """What cannot be logged should be refused before anything is locked."""
    tx = RecordingTx()

    with pytest.raises(LeafRefused) as caught:
        log.append(tx, event(1), **said)
    assert caught.value.where == where
    assert tx.calls == []


@pytest.mark.parametrize("step", ["lock_head", "find", "insert", "advance"])
def test_a_fault_at_each_step(log, step):
    """A fault of the store at any step should reach the caller and give no receipt."""
    tx = RecordingTx(failing=step)

    with pytest.raises(ForkedHead):
        log.append(tx, event(1))
    assert tx.calls[-1] == step
    assert tx.store.top.size == 0


def test_a_fault_of_the_sealer(log):
    """A sealer that fails should leave no entry."""
    tx = RecordingTx()

    with pytest.raises(LeafRefused, match="sealer broke"):
        log.append(tx, event(1), detail=b"{}", sealer=BreakingSealer())
    assert tx.calls == ["lock_head", "find"]
    assert tx.store.rows == []


def test_detail(store, log):
    """A detail should be padded, sealed to its place, and committed to by its leaf."""
    sealer = MarkingSealer()
    log.append(store, event(1))
    log.append(store, event(2), detail=b'{"a":1}', sealer=sealer)
    ((origin, idx, plain),) = sealer.saw

    assert (origin, idx, len(plain)) == (ORIGIN, 1, 256)
    assert unpad_detail(plain) == b'{"a":1}'
    assert store.details == {1: b"%s#1|%s" % (ORIGIN.encode(), plain)}
    said = decode(store.rows[1].leaf)
    assert said["det"] == hashlib.sha256(store.details[1]).hexdigest()


@given(st.binary(max_size=1100))
def test_padding_round_trip(plain):
    """A padded detail should be a multiple of 256 bytes and come back as it was."""
    padded = pad_detail(plain)

    assert len(padded) == 256 * (len(plain) // 256 + 1)
    assert padded == plain + b"\x80" + bytes(len(padded) - len(plain) - 1)
    assert unpad_detail(padded) == plain


@pytest.mark.parametrize("length", [254, 255, 256, 511, MAX_DETAIL_BYTES])
def test_padding_at_its_edges(length):
    """Details of the longest length and around each step should come back whole."""
    plain = b"\x80\x00" * (length // 2) + b"\x00" * (length % 2)

    assert unpad_detail(pad_detail(plain)) == plain


def test_longest_detail():
    """A detail beyond 64 KiB should be refused and never be cut."""
    with pytest.raises(LeafRefused) as caught:
        pad_detail(bytes(MAX_DETAIL_BYTES + 1))

    assert caught.value.where == "detail"
    assert MAX_DETAIL_BYTES == 64 * 1024


@pytest.mark.parametrize(
    "padded",
    [
        b"",
        bytes(256),
        b"\x80",
        b"a" * 256,
        b"\x80" + bytes(254),
        b"\x80" + bytes(256),
        b"\x80" + bytes(511),
        b"a\x80" + bytes(253) + b"\x01",
    ],
)
def test_not_a_padding(padded):
    """Bytes that padding never makes should be refused."""
    with pytest.raises(LeafRefused):
        unpad_detail(padded)


@given(st.lists(steps, min_size=1, max_size=12))
def test_time_never_goes_back(moves):
    """Times should never decrease, and a clock gone back should be marked."""
    clock, store = FixedClock(NOW), MemoryLogStore()
    log = AuditLog(ORIGIN, clock)
    wanted, last = [], 0
    for number, move in enumerate(moves):
        clock.advance(timedelta(microseconds=move))
        now = micros(clock.now())
        log.append(store, event(number))
        wanted.append((max(now, last), now < last))
        last = max(now, last)
    said = [decode(row.leaf) for row in store.rows]

    assert [(item["t"], item.get("skew") == 1) for item in said] == wanted
    assert store.top.last_t == last
    assert verify_log(store).entries == len(moves)


def test_clock_before_the_epoch(store):
    """A clock that stands before 1970 should give time zero, marked, not fail."""
    log = AuditLog(ORIGIN, FixedClock(datetime(1969, 12, 31, tzinfo=UTC)))
    log.append(store, event(1))
    said = decode(store.rows[0].leaf)

    assert (said["t"], said["skew"]) == (0, 1)


def test_nonces_are_fresh(store, log):
    """No two entries should share a nonce, even where all else is equal."""
    for number in range(50):
        log.append(store, event(number))
    nonces = {decode(row.leaf)["n"] for row in store.rows}

    assert len(nonces) == 50


@pytest.mark.parametrize(
    "said", [{}, {"basis": "law"}, {"dec": "error"}, {"pol": None}]
)
def test_same_id_twice(store, log, clock, said):
    """An act told twice should stand once, and the second receipt say so."""
    sealer = MarkingSealer()
    log.append(store, disclosure(1), detail=b"{}", sealer=sealer)
    log.append(store, disclosure(2))
    clock.advance(timedelta(days=1))
    top = store.top
    again = log.append(store, disclosure(1, **said), detail=b"[]", sealer=sealer)
    with pytest.raises(NotCommitted):
        _ = again.receipt
    again.committed()

    assert (again.receipt.idx, again.receipt.replayed) == (0, True)
    assert again.receipt.leaf_hash == store.rows[0].leaf_hash
    assert (len(store.rows), store.top, len(sealer.saw)) == (2, top, 1)


@pytest.mark.parametrize("name", ["act", "sub", "rcp"])
@pytest.mark.parametrize("other", [b"\x01" * 16, None])
def test_same_id_for_another(store, log, name, other):
    """An id used again for another actor, person or recipient should be refused."""
    log.append(store, disclosure(1))

    with pytest.raises(IdempotencyConflict):
        log.append(store, disclosure(1, **{name: other}))
    assert len(store.rows) == 1


def test_same_id_for_another_act(store, log):
    """An id used again for another kind of act should be refused."""
    log.append(store, disclosure(1))

    with pytest.raises(IdempotencyConflict):
        log.append(store, disclosure(1, ev="withhold"))


def test_same_id_where_there_was_none(store, log):
    """An id first used without a person should not answer for one."""
    log.append(store, disclosure(1, sub=None))

    with pytest.raises(IdempotencyConflict):
        log.append(store, disclosure(1))


def test_index_that_lies(store, log):
    """A row found by an id that its entry does not say should never be a receipt."""
    log.append(store, disclosure(1))
    rewrite(store, 0, rid=rid(2))

    with pytest.raises(LogBroken) as caught:
        log.append(Lying(store), disclosure(2))
    assert caught.value.where == "entry 0"


def test_entry_that_cannot_be_read(store, log):
    """A row whose entry is spoiled should be told as a broken log, not as refused."""
    log.append(store, disclosure(1))
    rewrite(store, 0, leaf=b"spoiled")

    with pytest.raises(LogBroken) as caught:
        log.append(Lying(store), disclosure(1))
    assert caught.value.where == "entry 0"
    assert caught.value.__context__ is None


class Lying:
    """A store whose index of ids answers with the first row, whatever is asked."""

    def __init__(self, store):
        self.store = store

    def lock_head(self):
        return self.store.top

    def find(self, rid):
        return self.store.rows[0]


@pytest.mark.parametrize(
    "origin", ["", "a b", "a+b", "a\nb", "https://a.example", "\u00e9", None, "a" * 201]
)
def test_origin(origin, clock):
    """A log should refuse an origin that its checkpoints could not name."""
    with pytest.raises(ValueRefused) as caught:
        AuditLog(origin, clock)

    assert caught.value.where == "origin"


def test_no_detail_in_print(store, log):
    """A printed row or head should show no pseudonym, entry or hash."""
    log.append(store, disclosure(1))
    shown = repr(store.rows[0]) + repr(store.top)

    assert r"\xbb" not in shown
    assert "audit-entry" not in shown
