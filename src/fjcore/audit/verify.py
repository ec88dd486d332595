"""Reading a whole log anew and finding it as it must be, or saying where it is not."""

from __future__ import annotations

import hashlib
import hmac
from typing import Any

from attrs import frozen

from fjcore.audit import leaf as leaves
from fjcore.audit.log import Entry, LogReader, SealedDetail
from fjcore.audit.note import Checkpoint
from fjcore.audit.tree import append_peak, leaf_hash, root_of_peaks
from fjcore.errors import LeafRefused, LogBroken


@frozen(kw_only=True)
class VerifyReport:
    """A log found in order.

    ``pinned``: whether it was compared with a head kept outside it; without one a log
    taken back as a whole would not be noticed. ``shredded``: details deleted since.
    """

    entries: int
    root: str
    pinned: bool
    shredded: int


def verify_log(reader: LogReader, pin: Checkpoint | None = None) -> VerifyReport:
    """Read every entry and check it, its hash, its order, the tree and the head.

    Raises: LogBroken, naming the entry or the head.
    """
    if pin is not None and pin.size == 0 and pin.root != root_of_peaks(b"", 0):
        raise LogBroken("pin")
    head = reader.head()
    peaks, last_t, shredded, size = b"", 0, 0, 0
    ids: set[bytes] = set()
    met = pin is None or pin.size == 0
    for entry, detail in reader.entries(0):
        last_t, gone = _entry(entry, detail, size, last_t)
        if entry.rid in ids:
            raise LogBroken(f"entry {size}")
        ids.add(entry.rid)
        shredded += gone
        peaks = append_peak(peaks, size, entry.leaf_hash)
        size += 1
        if pin is not None and size == pin.size:
            if not hmac.compare_digest(root_of_peaks(peaks, size), pin.root):
                raise LogBroken(f"pinned head at {size}")
            met = True
    if not met:
        raise LogBroken(f"pinned head: {size} entries stand")
    if head.size != size or head.last_t != last_t:
        raise LogBroken(f"head: {size} entries stand")
    if not hmac.compare_digest(head.peaks, peaks):
        raise LogBroken("head: peaks")
    return VerifyReport(
        entries=size,
        root=root_of_peaks(peaks, size).hex(),
        pinned=pin is not None,
        shredded=shredded,
    )


def leaf_of(entry: Entry) -> dict[str, Any]:
    """Read an entry as it stands: its bytes, its hash, and the columns beside them.

    Raises: LogBroken, naming the entry.
    """
    where = f"entry {entry.idx}"
    said = None
    try:
        said = leaves.decode(entry.leaf)
    except LeafRefused:
        pass
    if said is None:
        raise LogBroken(where)
    if not hmac.compare_digest(leaf_hash(entry.leaf), entry.leaf_hash):
        raise LogBroken(where)
    columns = {"r": entry.rid, "sub": entry.sub, "act": entry.act}
    for name, value in columns.items():
        if said.get(name) != (None if value is None else value.hex()):
            raise LogBroken(f"{where}: {name}")
    return said


def _entry(
    entry: Entry, detail: SealedDetail | None, idx: int, last_t: int
) -> tuple[int, int]:
    where = f"entry {idx}"
    if entry.idx != idx:
        raise LogBroken(where)
    said = leaf_of(entry)
    if said["t"] < last_t:
        raise LogBroken(f"{where}: t")
    if detail is None:
        return said["t"], int("det" in said)
    if said.get("det") != hashlib.sha256(detail).hexdigest():
        raise LogBroken(f"{where}: detail")
    return said["t"], 0
