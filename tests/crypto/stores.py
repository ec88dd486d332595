"""A store of cells in memory, and copies of a key store as backups hold them."""

from __future__ import annotations

from fjcore.crypto import MemoryKeyStore, StoredCell, read_header


class MemoryCells:
    """Cells by their place; what a test does between two reads goes in ``before``."""

    def __init__(self):
        self.held = {}
        self.before = lambda: None

    def keep(self, where, blob):
        self.held[where] = blob

    def under(self, key_id, limit):
        found = [
            StoredCell(where, blob)
            for where, blob in self.held.items()
            if read_header(blob).key_id == key_id
        ]
        return found[:limit]

    def swap(self, where, old, new):
        self.before()
        if self.held.get(where) != old:
            return False
        self.held[where] = new
        return True

    def count(self, key_id):
        return sum(read_header(b).key_id == key_id for b in self.held.values())


class IndexRows:
    """Index rows of some people."""

    def __init__(self, *subjects):
        self.subjects = list(subjects)

    def forget(self, subject_id):
        gone = self.subjects.count(subject_id)
        self.subjects = [one for one in self.subjects if one != subject_id]
        return gone


class Killed(BaseException):
    """The process ends here."""


class Mortal(MemoryKeyStore):
    """A key store whose process ends after so many writes."""

    left = 10**9

    def _write(self):
        self.left -= 1
        if self.left < 0:
            raise Killed

    def put(self, key_id, wrap):
        self._write()
        super().put(key_id, wrap)

    def swap(self, changes):
        self._write()
        super().swap(changes)

    def move(self, kind, ref, moves):
        self._write()
        super().move(kind, ref, moves)

    def delete(self, wraps):
        for one in list(wraps):
            self._write()
            super().delete([one])


def copied(store):
    """Give a copy of a key store, as a backup holds it."""
    return MemoryKeyStore(dict(store.wraps))
