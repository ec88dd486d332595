"""The signed head kept outside the database, which the log must continue."""

from __future__ import annotations

import os
import secrets
from collections.abc import Iterable
from pathlib import Path
from threading import Lock

from attrs import define, field
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from fjcore.audit import (
    Checkpoint,
    Head,
    open_checkpoint,
    sign_checkpoint,
)
from fjcore.audit.log import EMPTY
from fjcore.audit.tree import append_peak, root_of_peaks
from fjcore.errors import AuditUnavailable, LogBroken
from fjcore.vault.core import Core, Tx

#: The signed head; and the peaks of its tree, which prove themselves by its root.
HEAD_FILE, PEAKS_FILE = "audit-head.note", "audit-head.peaks"

#: What is wrong where there is no head outside. A vault has one from the start, so that
#: somebody took it away, and may have put an older database there as well.
MISSING = f"{HEAD_FILE}: missing"


def read(core: Core, tx: Tx) -> Checkpoint | None:
    """Give the head kept outside the database; None where there is none.

    Raises: LogBroken, naming the file, when it cannot be read or is not the holder's.
    """
    path = _folder(core) / HEAD_FILE
    note = _bytes(path)
    if note is None:
        return None
    public = tx.seals.signing_key().public_key()
    return open_checkpoint(note, core.origin, public, where=path.name)


@define
class Seen:
    """The head of the log as last found in order, which later ones must continue.

    A database taken back to an earlier day would undo withdrawals.
    """

    size: int | None = None
    peaks: bytes = field(default=b"", repr=False)
    fault: str = ""
    lock: Lock = field(factory=Lock, repr=False)

    def observe(self, tx: Tx) -> None:
        """Compare the head with the one last seen; remember a fault, raise none."""
        with self.lock:
            # A head that is missing may be there by now, since somebody pinned the log.
            if self.fault in ("", MISSING):
                self.fault = self._grown(tx)

    def settled(self, head: Head) -> None:
        """Take note of the head that a committed transaction left."""
        with self.lock:
            if not self.fault and (self.size is None or head.size > self.size):
                self.size, self.peaks = head.size, head.peaks

    def check(self, tx: Tx) -> None:
        """Observe.

        Raises: LogBroken, when the log was ever seen not to have grown.
        """
        self.observe(tx)
        if self.fault:
            raise LogBroken(self.fault)

    def _grown(self, tx: Tx) -> str:
        head = tx.log.head()
        try:
            if self.size is None:
                old = read(tx.core, tx)
                if old is None:
                    return MISSING
                _continues(tx.core, tx, old, head)
            elif head.size < self.size:
                return f"head: {head.size} entries stand"
            elif not _grew(tx, self.peaks, self.size, head):
                return f"head at {self.size}"
        except LogBroken as error:
            return error.where
        self.size, self.peaks = head.size, head.peaks
        return ""


def begin(folder: Path, origin: str, key: Ed25519PrivateKey) -> None:
    """Sign the head of a log that holds nothing yet.

    Raises: AuditUnavailable, naming the file that cannot be written.
    """
    _write(folder, origin, EMPTY, key)


def renew(core: Core, verified: Head | None = None) -> None:
    """Sign the head as it stands, unless it does not continue the one signed before.

    The head is locked while the files are written, so that no process puts an older
    one in the place of a newer. Where there is none outside, the log must continue the
    head that was ``verified``, by somebody who answers for it.
    Raises: LogBroken, when log or file were changed: the old head then stays; or when
    there is none, and none was verified; AuditUnavailable, naming the file that cannot
    be written.
    """

    def work(tx: Tx) -> None:
        old, head = read(core, tx), tx.log.lock_head()
        if old is not None:
            _continues(core, tx, old, head)
        elif verified is None or not _grew(tx, verified.peaks, verified.size, head):
            raise _missing()
        if old is None or head.size != old.size:
            _write(_folder(core), core.origin, head, tx.seals.signing_key())

    core.run(work)


def _missing() -> LogBroken:
    return LogBroken(MISSING)


def _write(folder: Path, origin: str, head: Head, key: Ed25519PrivateKey) -> None:
    note = sign_checkpoint(Checkpoint(origin, head.size, head.root), key)
    _replace(folder / PEAKS_FILE, head.peaks.hex().encode() + b"\n")
    _replace(folder / HEAD_FILE, note)


def _continues(core: Core, tx: Tx, old: Checkpoint, head: Head) -> None:
    """Check that a log grew from an earlier head by what its rows say, and only so."""
    if head.size < old.size:
        raise LogBroken(f"pinned head: {head.size} entries stand")
    peaks, size = _peaks(core, old), old.size
    if peaks is None:
        peaks, size = _fold(b"", 0, tx.log.hashes(0, old.size))
        if size != old.size or root_of_peaks(peaks, size) != old.root:
            raise LogBroken(f"pinned head at {old.size}")
    if not _grew(tx, peaks, size, head):
        raise LogBroken(f"pinned head at {old.size}")


def _grew(tx: Tx, peaks: bytes, size: int, head: Head) -> bool:
    """Whether the rows from a size on make a head of what stood there."""
    hashes = tx.log.hashes(size, head.size)
    return _fold(peaks, size, hashes) == (head.peaks, head.size)


def _fold(peaks: bytes, size: int, hashes: Iterable[bytes]) -> tuple[bytes, int]:
    for item in hashes:
        peaks, size = append_peak(peaks, size, item), size + 1
    return peaks, size


def _peaks(core: Core, old: Checkpoint) -> bytes | None:
    """Give the peaks of a head where they are kept and have its root."""
    try:
        peaks = bytes.fromhex((_bytes(_folder(core) / PEAKS_FILE) or b"").decode())
        return peaks if root_of_peaks(peaks, old.size) == old.root else None
    except (ValueError, LogBroken):
        return None


def _folder(core: Core) -> Path:
    return core.site.path(core.site.keys.url)


def _bytes(path: Path) -> bytes | None:
    found = None
    try:
        found = path.read_bytes()
    except FileNotFoundError:
        return None
    except OSError:
        pass
    if found is None:
        raise LogBroken(path.name)
    return found


def _replace(path: Path, content: bytes) -> None:
    draft = path.with_name(f".{path.name}.{secrets.token_hex(8)}")
    written = False
    try:
        handle = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(handle, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        os.replace(draft, path)
        written = True
    except OSError:
        pass
    if not written:
        draft.unlink(missing_ok=True)
        raise AuditUnavailable(path.name)
