"""The Merkle tree of RFC 6962: roots, frontier, and proofs with their verification."""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Sequence

from fjcore.errors import LogBroken

#: Length of every hash; any other is refused before it is used.
HASH_BYTES = 32

#: Sizes are below this, so that a tree has at most 64 peaks.
MAX_SIZE = 1 << 64

EMPTY_ROOT = hashlib.sha256(b"").digest()


def leaf_hash(data: bytes) -> bytes:
    """Hash an entry. Source: RFC 6962, section 2.1."""
    return hashlib.sha256(b"\x00" + data).digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    """Hash an inner node. Source: RFC 6962, section 2.1."""
    return hashlib.sha256(b"\x01" + left + right).digest()


def _whole(hashes: Sequence[bytes]) -> None:
    for item in hashes:
        if type(item) is not bytes or len(item) != HASH_BYTES:
            raise LogBroken("hash length")


def split_peaks(peaks: bytes, size: int) -> list[bytes]:
    """Give the roots of the perfect subtrees of a tree, leftmost first.

    Raises: LogBroken, when their number is not that of the size.
    """
    if not 0 <= size < MAX_SIZE or len(peaks) != HASH_BYTES * size.bit_count():
        raise LogBroken("peaks")
    return [peaks[i : i + HASH_BYTES] for i in range(0, len(peaks), HASH_BYTES)]


def append_peak(peaks: bytes, size: int, leaf: bytes) -> bytes:
    """Give the peaks of a tree with one more leaf hash."""
    _whole([leaf])
    held = split_peaks(peaks, size)
    found = leaf
    while size & 1:
        found = node_hash(held.pop(), found)
        size >>= 1
    return b"".join((*held, found))


def root_of_peaks(peaks: bytes, size: int) -> bytes:
    """Give the root of a tree from its peaks."""
    held = split_peaks(peaks, size)
    if not held:
        return EMPTY_ROOT
    root = held.pop()
    while held:
        root = node_hash(held.pop(), root)
    return root


def root_of(leaves: Sequence[bytes]) -> bytes:
    """Give the root of a tree from all its leaf hashes."""
    peaks = b""
    for size, leaf in enumerate(leaves):
        peaks = append_peak(peaks, size, leaf)
    return root_of_peaks(peaks, len(leaves))


def _cut(size: int) -> int:
    return 1 << ((size - 1).bit_length() - 1)


def inclusion_proof(leaves: Sequence[bytes], index: int) -> list[bytes]:
    """Give the hashes that prove a leaf in a tree, from its sibling upwards.

    Raises: LogBroken, when there is no such leaf. Source: RFC 6962, section 2.1.1.
    """
    _whole(leaves)
    if not 0 <= index < len(leaves):
        raise LogBroken("index")
    return _path(leaves, index)


def _path(leaves: Sequence[bytes], index: int) -> list[bytes]:
    if len(leaves) == 1:
        return []
    cut = _cut(len(leaves))
    if index < cut:
        return [*_path(leaves[:cut], index), root_of(leaves[cut:])]
    return [*_path(leaves[cut:], index - cut), root_of(leaves[:cut])]


def verify_inclusion(
    leaf: bytes, index: int, size: int, proof: Sequence[bytes], root: bytes
) -> None:
    """Check that a leaf hash stands in a tree.

    Raises: LogBroken. Source: RFC 9162, section 2.1.3.2.
    """
    _whole([leaf, root, *proof])
    if not 0 <= index < size:
        raise LogBroken("index")
    low, last, found = index, size - 1, leaf
    for item in proof:
        if last == 0:
            raise LogBroken("inclusion proof")
        if low & 1 or low == last:
            found = node_hash(item, found)
            while not low & 1 and low:
                low >>= 1
                last >>= 1
        else:
            found = node_hash(found, item)
        low >>= 1
        last >>= 1
    if last != 0 or not hmac.compare_digest(found, root):
        raise LogBroken("inclusion proof")


def consistency_proof(leaves: Sequence[bytes], old: int) -> list[bytes]:
    """Give the hashes that prove a tree to be an earlier one grown.

    Raises: LogBroken. Source: RFC 6962, section 2.1.2.
    """
    _whole(leaves)
    if not 0 <= old <= len(leaves):
        raise LogBroken("size")
    if old in (0, len(leaves)):
        return []
    return _subproof(leaves, old, whole=True)


def _subproof(leaves: Sequence[bytes], old: int, *, whole: bool) -> list[bytes]:
    if old == len(leaves):
        return [] if whole else [root_of(leaves)]
    cut = _cut(len(leaves))
    if old <= cut:
        return [*_subproof(leaves[:cut], old, whole=whole), root_of(leaves[cut:])]
    return [*_subproof(leaves[cut:], old - cut, whole=False), root_of(leaves[:cut])]


def verify_consistency(
    old: int, old_root: bytes, new: int, new_root: bytes, proof: Sequence[bytes]
) -> None:
    """Check that a tree is an earlier one grown.

    Raises: LogBroken. Source: RFC 9162, section 2.1.4.2.
    """
    _whole([old_root, new_root, *proof])
    if not 0 <= old <= new:
        raise LogBroken("size")
    if old in (0, new):
        same = EMPTY_ROOT if old == 0 else new_root
        if proof or not hmac.compare_digest(old_root, same):
            raise LogBroken("consistency proof")
        return
    hashes = list(proof) if old & (old - 1) else [old_root, *proof]
    if not hashes:
        raise LogBroken("consistency proof")
    low, last = old - 1, new - 1
    while low & 1:
        low >>= 1
        last >>= 1
    before = after = hashes[0]
    for item in hashes[1:]:
        if last == 0:
            raise LogBroken("consistency proof")
        if low & 1 or low == last:
            before, after = node_hash(item, before), node_hash(item, after)
            while not low & 1 and low:
                low >>= 1
                last >>= 1
        else:
            after = node_hash(after, item)
        low >>= 1
        last >>= 1
    same_old = hmac.compare_digest(before, old_root)
    if last != 0 or not (same_old and hmac.compare_digest(after, new_root)):
        raise LogBroken("consistency proof")
