"""The new keys of one transaction: their wraps are written at once, before it ends.

Each write to the key store waits for the disk. A wrap must be durable before anything
that it opens is; it need not be before the transaction is about to be committed.
"""

from __future__ import annotations

from collections.abc import Iterable

from attrs import define, field

from fjcore.crypto import KeyStore, Wrap


@define
class KeyBatch:
    """A key store that keeps what is put until ``settle``; made anew per transaction.

    What was put and never settled goes with the transaction: nothing rests on it.
    """

    store: KeyStore
    _waiting: list[tuple[bytes, Wrap]] = field(factory=list, repr=False)

    def get(self, key_id: bytes) -> tuple[Wrap, ...]:
        """Give every wrap of a key, those that wait too."""
        waiting = tuple(wrap for kept, wrap in self._waiting if kept == key_id)
        return (*self.store.get(key_id), *waiting)

    def put(self, key_id: bytes, wrap: Wrap) -> None:
        """Keep a wrap until it is settled."""
        self._waiting.append((key_id, wrap))

    def put_many(self, wraps: Iterable[tuple[bytes, Wrap]]) -> None:
        """Keep several wraps until they are settled."""
        self._waiting += wraps

    def swap(self, changes: Iterable[tuple[bytes, tuple[Wrap, ...], Wrap]]) -> None:
        """Keep a wrap of each key in the place of others, at once."""
        self.settle()
        self.store.swap(changes)

    def delete(self, wraps: Iterable[tuple[bytes, Wrap]]) -> None:
        """Overwrite wraps and take them away, at once."""
        self.settle()
        self.store.delete(wraps)

    def made_by(self, kind: str, ref: str) -> int:
        """Count the wraps of a kind that were made by one key, those that wait too."""
        waiting = sum((w.kind, w.ref) == (kind, ref) for _, w in self._waiting)
        return waiting + self.store.made_by(kind, ref)

    def settle(self) -> None:
        """Write what waits, all of it or none, on disk when this returns.

        Raises: as the key store does; nothing may then be committed.
        """
        if self._waiting:
            self.store.put_many(self._waiting)
            self._waiting = []
