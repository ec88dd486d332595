"""A log in memory, an oracle written from RFC 6962, and the hands of an attacker."""

from __future__ import annotations

import copy
import hashlib
from datetime import UTC, datetime, timedelta

import attrs

from fjcore.audit import (
    AuditEvent,
    AuditLog,
    Checkpoint,
    Head,
    MemoryLogStore,
    decode,
)
from fjcore.values import FixedClock

ORIGIN = "advocacy.billings.example/audit/1"
T0 = 1767225600000000
NOW = datetime(2026, 1, 1, tzinfo=UTC)


# --- RFC 6962, as its recursive definitions read ------------------------------------


def sha(data):
    return hashlib.sha256(data).digest()


def split(n):
    k = 1
    while k * 2 < n:
        k *= 2
    return k


def mth(data):
    if not data:
        return sha(b"")
    if len(data) == 1:
        return sha(b"\x00" + data[0])
    k = split(len(data))
    return sha(b"\x01" + mth(data[:k]) + mth(data[k:]))


def path(m, data):
    if len(data) == 1:
        return []
    k = split(len(data))
    if m < k:
        return [*path(m, data[:k]), mth(data[k:])]
    return [*path(m - k, data[k:]), mth(data[:k])]


def proof(m, data):
    return subproof(m, data, True) if 0 < m < len(data) else []


def subproof(m, data, complete):
    if m == len(data):
        return [] if complete else [mth(data)]
    k = split(len(data))
    if m <= k:
        return [*subproof(m, data[:k], complete), mth(data[k:])]
    return [*subproof(m - k, data[k:], False), mth(data[:k])]


def proves_inclusion(leaf, m, n, items, root):
    """Whether a proof is one, by walking the tree down instead of up."""

    def up(m, n, items):
        if n == 1:
            return leaf if not items else None
        if not items:
            return None
        k = split(n)
        inner = up(m, k, items[:-1]) if m < k else up(m - k, n - k, items[:-1])
        if inner is None:
            return None
        pair = inner + items[-1] if m < k else items[-1] + inner
        return sha(b"\x01" + pair)

    return 0 <= m < n and up(m, n, list(items)) == root


def proves_consistency(m, old, n, new, items):
    """Whether a proof is one, by walking the tree down instead of up."""

    def up(m, n, complete, items):
        if m == n:
            held = [old] if complete else items
            if len(held) != 1 or (complete and items):
                return None
            return held[0], held[0]
        if not items:
            return None
        k, last = split(n), items[-1]
        if m <= k:
            got = up(m, k, complete, items[:-1])
            return got and (got[0], sha(b"\x01" + got[1] + last))
        got = up(m - k, n - k, False, items[:-1])
        return got and tuple(sha(b"\x01" + last + side) for side in got)

    if m == 0:
        return not items and old == sha(b"")
    return m <= n and up(m, n, True, list(items)) == (old, new)


# --- a log ---------------------------------------------------------------------------


class MarkingSealer:
    """Binds a detail to its place by writing the place in front; hides nothing."""

    def __init__(self):
        self.saw = []

    def seal(self, origin, idx, plaintext):
        self.saw.append((origin, idx, plaintext))
        return f"{origin}#{idx}|".encode() + plaintext


def rid(number):
    return number.to_bytes(16, "big")


def event(number, **said):
    return AuditEvent(**{"ev": "keep", "rid": rid(number), **said})


def disclosure(number, **said):
    named = {
        "ev": "disclose",
        "act": b"\xaa" * 16,
        "sub": b"\xbb" * 16,
        "rcp": b"\xcc" * 16,
        "basis": "release",
        "dec": "granted",
        "pol": b"\xdd" * 16,
    }
    return event(number, **{**named, **said})


def filled(size, *, step=1, first=0, store=None):
    """Give a log of ``size`` more entries, every other one with a detail."""
    store = store or MemoryLogStore()
    begun = len(store.rows)
    clock = FixedClock(NOW + begun * timedelta(seconds=step))
    log, sealer = AuditLog(ORIGIN, clock), MarkingSealer()
    for number in range(begun, begun + size):
        detail = b'{"n":%d}' % number if number % 2 == 0 else None
        log.append(store, disclosure(first + number), detail=detail, sealer=sealer)
        clock.advance(timedelta(seconds=step))
    return store


def head_of(store):
    return Checkpoint(ORIGIN, store.top.size, store.top.root)


# --- an attacker who holds the database ---------------------------------------------


def copied(store):
    return copy.deepcopy(store)


def rewrite(store, idx, **changed):
    store.rows[idx] = attrs.evolve(store.rows[idx], **changed)


def rehash(store, idx):
    rewrite(store, idx, leaf_hash=sha(b"\x00" + store.rows[idx].leaf))


def renumber(store):
    details = dict(store.details)
    store.details.clear()
    for idx, row in enumerate(store.rows):
        if row.idx in details:
            store.details[idx] = details[row.idx]
        store.rows[idx] = attrs.evolve(row, idx=idx)


def rebuild(store):
    """Make rows, hashes and head agree again, as one without the signing key can."""
    renumber(store)
    for idx in range(len(store.rows)):
        rehash(store, idx)
    data = [row.leaf for row in store.rows]
    last_t = decode(data[-1])["t"] if data else 0
    store.top = Head(size=len(data), peaks=peaks_of(data), last_t=last_t)


def peaks_of(data):
    found, start = b"", 0
    for bit in reversed(range(len(data).bit_length())):
        if len(data) >> bit & 1:
            found += mth(data[start : start + (1 << bit)])
            start += 1 << bit
    return found
