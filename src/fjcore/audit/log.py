"""Appending to the log, in the transaction of what it tells."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from typing import Protocol

from attrs import define, field, frozen

from fjcore.audit import leaf as leaves
from fjcore.audit.leaf import AuditEvent
from fjcore.audit.note import good_origin
from fjcore.audit.tree import append_peak, leaf_hash, root_of_peaks
from fjcore.errors import IdempotencyConflict, LeafRefused, LogBroken, NotCommitted
from fjcore.values import Clock, id_bytes, micros, new_id

#: Longest detail, and the step its length is rounded up to before it is sealed.
MAX_DETAIL_BYTES, DETAIL_STEP = 65536, 256

#: A detail as it is stored.
SealedDetail = bytes


@frozen(kw_only=True)
class Head:
    """Where a log stands: how many entries, the peaks of its tree, its last time."""

    size: int
    peaks: bytes = field(repr=False)
    last_t: int

    @property
    def root(self) -> bytes:
        """The root of the tree."""
        return root_of_peaks(self.peaks, self.size)


EMPTY = Head(size=0, peaks=b"", last_t=0)


@frozen(kw_only=True)
class Entry:
    """One entry as stored; all but ``leaf`` repeats it as index, never as evidence."""

    idx: int
    rid: bytes = field(repr=False)
    sub: bytes | None = field(repr=False)
    act: bytes | None = field(repr=False)
    leaf: bytes = field(repr=False)
    leaf_hash: bytes = field(repr=False)


@frozen(kw_only=True)
class Receipt:
    """A committed entry: its place, its hash, and whether it stood there before."""

    idx: int
    leaf_hash: bytes
    replayed: bool


class LogTx(Protocol):
    """A log's rows in the caller's open transaction."""

    def lock_head(self) -> Head:
        """Lock the head until the transaction ends, and give it."""
        ...

    def find(self, rid: bytes) -> Entry | None:
        """Give the entry of an idempotency id."""
        ...

    def insert(self, entry: Entry, detail: SealedDetail | None) -> None:
        """Write an entry and its sealed detail."""
        ...

    def advance(self, old: Head, new: Head) -> None:
        """Move the head on; raises ForkedHead unless it stood at ``old``."""
        ...


class LogReader(Protocol):
    """A log's rows to be read."""

    def head(self) -> Head:
        """Give the head."""
        ...

    def entries(self, start: int) -> Iterator[tuple[Entry, SealedDetail | None]]:
        """Give every entry from an index on, in order, with its sealed detail."""
        ...


class DetailSealer(Protocol):
    """Seals a detail so that it opens at its own place in its own log only."""

    def seal(self, origin: str, idx: int, plaintext: bytes) -> bytes:
        """Seal one padded detail."""
        ...


@define
class Pending:
    """An entry that stands once its transaction is committed."""

    _receipt: Receipt
    _done: bool = False

    def committed(self) -> None:
        """Say that the transaction is committed: for the owner of the store."""
        self._done = True

    @property
    def receipt(self) -> Receipt:
        """The committed entry.

        Raises: NotCommitted.
        """
        if not self._done:
            raise NotCommitted("audit")
        return self._receipt


def pad_detail(plaintext: bytes) -> bytes:
    """Round a detail's length up, so that it tells no counts.

    Raises: LeafRefused, when it is too long.
    """
    if type(plaintext) is not bytes or len(plaintext) > MAX_DETAIL_BYTES:
        raise LeafRefused("detail")
    padded = plaintext + b"\x80"
    return padded + bytes(-len(padded) % DETAIL_STEP)


def unpad_detail(padded: bytes) -> bytes:
    """Give a detail as it was before ``pad_detail``.

    Raises: LeafRefused.
    """
    plain = padded.rstrip(b"\x00")[:-1]
    if len(plain) > MAX_DETAIL_BYTES or pad_detail(plain) != padded:
        raise LeafRefused("detail")
    return plain


@frozen
class AuditLog:
    """Appends events to the log of one origin.

    Raises: ValueRefused, when the origin is not one that checkpoints can name.
    """

    origin: str = field(validator=good_origin)
    clock: Clock

    def append(
        self,
        tx: LogTx,
        event: AuditEvent,
        *,
        detail: bytes | None = None,
        sealer: DetailSealer | None = None,
    ) -> Pending:
        """Append one event in the caller's transaction, after its business rows.

        An id seen before with the same event is not written again: ``replayed``.
        Raises: IdempotencyConflict, when that id stands for something else;
        LeafRefused; ForkedHead; LogBroken, when what stands under it is spoiled.
        """
        padded = None if detail is None else pad_detail(detail)
        if padded is not None and sealer is None:
            raise LeafRefused("sealer")
        head = tx.lock_head()
        stood = tx.find(event.rid)
        if stood is not None:
            return self._replay(stood, event)
        now = micros(self.clock.now())
        sealed = None
        if padded is not None and sealer is not None:
            sealed = sealer.seal(self.origin, head.size, padded)
        raw = leaves.encode(
            event,
            t=max(now, head.last_t),
            nonce=id_bytes(new_id()),
            det=None if sealed is None else hashlib.sha256(sealed).digest(),
            skew=now < head.last_t,
        )
        hashed = leaf_hash(raw)
        entry = Entry(
            idx=head.size,
            rid=event.rid,
            sub=event.sub,
            act=event.act,
            leaf=raw,
            leaf_hash=hashed,
        )
        tx.insert(entry, sealed)
        new = Head(
            size=head.size + 1,
            peaks=append_peak(head.peaks, head.size, hashed),
            last_t=max(now, head.last_t),
        )
        tx.advance(head, new)
        return Pending(Receipt(idx=entry.idx, leaf_hash=hashed, replayed=False))

    def _replay(self, stood: Entry, event: AuditEvent) -> Pending:
        said = None
        try:
            said = leaves.decode(stood.leaf)
        except LeafRefused:
            pass
        # The column found it; only the entry says whose receipt this is.
        if said is None or said["r"] != event.rid.hex():
            raise LogBroken(f"entry {stood.idx}")
        same = all(
            said.get(name) == (value.hex() if isinstance(value, bytes) else value)
            for name, value in (
                ("ev", event.ev),
                ("act", event.act),
                ("sub", event.sub),
                ("rcp", event.rcp),
            )
        )
        if not same:
            raise IdempotencyConflict(event.rid.hex())
        receipt = Receipt(idx=stood.idx, leaf_hash=stood.leaf_hash, replayed=True)
        return Pending(receipt)
