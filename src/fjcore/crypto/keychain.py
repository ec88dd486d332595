"""Finding, making and opening the keys of a vault: root, custody, data, identity."""

from __future__ import annotations

import hmac
from collections.abc import Iterable, Sequence
from datetime import datetime

from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from fjcore.crypto._making import AHEAD, Maker, Wanted
from fjcore.crypto.cache import OpenedKey
from fjcore.crypto.derive import commitment, unwrap_by
from fjcore.crypto.holding import CUSTODY, Holding
from fjcore.crypto.keys import (
    BulkKeyTable,
    KeyKind,
    KeyRecord,
    KeyState,
    KeyTable,
    Place,
)
from fjcore.errors import (
    CryptoError,
    KeyDestroyed,
    KeyMismatch,
    KeyMissing,
    KeySuspended,
    KeyUnavailable,
    SealBroken,
)
from fjcore.values import SecretBytes

#: Most keys that are made by one look at the clock.
_AT_ONCE = 1000

_OPENS = frozenset({KeyState.ACTIVE, KeyState.DECRYPT_ONLY})

# Asked for by name, a member is looked up by a function of its own in Python 3.11.
_DATA, _ACTIVE, _DESTROYED = KeyKind.DATA, KeyState.ACTIVE, KeyState.DESTROYED


class Keychain:
    """The keys of one vault within one transaction.

    ``resealing`` opens compromised keys too: what they hold is to be moved away.
    """

    def __init__(
        self, holding: Holding, table: KeyTable, *, resealing: bool = False
    ) -> None:
        self._holding = holding
        self._table = table
        self._opens = _OPENS | {KeyState.COMPROMISED} if resealing else _OPENS
        self._records: dict[bytes, KeyRecord] = {}
        self._active: dict[Place, KeyRecord] = {}
        self._maker: Maker | None = None
        #: Seals of a key that are counted already and not done yet.
        self._ahead: dict[bytes, int] = {}

    def forget(self) -> None:
        """Look up every record anew, as after one was changed."""
        self._records.clear()
        self._active.clear()
        self._maker = None

    def held(self, kind: KeyKind) -> KeyRecord:
        """Give the record of the holder's own active key of a kind.

        Raises: KeyUnavailable.
        """
        found = self._active.get((kind, ""))
        if found is None:
            found = self._table.active(kind, "", "")
            if found is None:
                raise KeyUnavailable(kind)
            self._active[kind, ""] = found
        return found

    def active(self, subject_id: str, compartment: str) -> KeyRecord:
        """Give the record of the key that seals here, making the first one.

        Raises: KeyDestroyed, KeySuspended, when an earlier key here may not be used;
        KeyUnavailable, KeyMismatch.
        """
        place = (subject_id, compartment)
        found = self._active.get(place)
        if found is None:
            # One look tells of the key in use, of earlier ones, and of neither.
            known = self._table.of(subject_id, compartment)
            found = self._in_use(known) if known else None
            if found is None:
                found = self._next(place, known)
            self._active[place] = self._records[found.key_id] = found
        return found

    def sealed_by(self, key_id: bytes, place: tuple[str, str], name: str) -> KeyRecord:
        """Give the record of the key that a cell says it was sealed by.

        Raises: SealBroken, naming the cell, when no such key belongs to its place: key
        records stand beside the cells, so the id was written in.
        """
        found = self._find(key_id)
        if found is None or (found.subject_id, found.compartment) != place:
            raise SealBroken(name)
        return found

    def key(self, record: KeyRecord) -> SecretBytes:
        """Give an opened key, from the cache or by unwrapping it.

        Raises: KeyUnavailable, KeyMismatch, KeyDestroyed, KeySuspended.
        """
        return self.opened(record).key

    def cipher(self, record: KeyRecord) -> AESGCM:
        """Give the cipher by which an opened key seals cells.

        Raises: as ``key``.
        """
        return self.opened(record).seals()

    def opened(self, record: KeyRecord, now: datetime | None = None) -> OpenedKey:
        """Give a key as the cache holds it, now or at an instant just read.

        Raises: as ``key``.
        """
        self._may_open(record)
        return self._holding.cache.opened(
            record.key_id, lambda: self._unwrapped(record), now
        )

    def prefetch(self, key_ids: Iterable[bytes]) -> int:
        """Open keys before they are needed; give how many of them are open now.

        What cannot be opened is left for whoever asks for it to hear why.
        """
        opened = 0
        for key_id in key_ids:
            try:
                record = self._find(key_id)
                if record is not None:
                    self.opened(record)
                    opened += 1
            except CryptoError:
                pass
        return opened

    def _unwrapped(self, record: KeyRecord) -> SecretBytes:
        if record.kind is not _DATA:
            return self._holding.rooted(record)
        key = self._from_custody(record)
        if not hmac.compare_digest(commitment(key), record.commitment):
            raise KeyMismatch(record.key_id.hex())
        return key

    def _from_custody(self, record: KeyRecord) -> SecretBytes:
        """Open a data key by the newest custody key that still wraps it."""
        name = record.key_id.hex()
        fault: CryptoError = KeyMissing(name)
        wraps = self._holding.store.get(record.key_id)
        if not wraps:
            # It may have been erased since its record was looked up.
            self._may_open(self._table.get(record.key_id) or record)
        for kept in reversed([wrap for wrap in wraps if wrap.kind == CUSTODY]):
            try:
                outer = self.custody(kept.ref, name)
                context = self._holding.context(record, epoch=outer.epoch).encode()
                cipher = self.opened(outer).wraps()
                return unwrap_by(cipher, kept.blob, context, where=name)
            except CryptoError as error:
                fault = error.with_traceback(None)
        raise fault

    def custody(self, ref: str, name: str) -> KeyRecord:
        """Give the record of a custody key that a wrap of another key names.

        Raises: KeyUnavailable, KeyMismatch.
        """
        key_id = _ref(ref, name)
        found = self._find(key_id)
        if found is None:
            raise KeyUnavailable(key_id.hex())
        if found.kind is not KeyKind.CUSTODY:
            raise KeyMismatch(name)
        return found

    def _find(self, key_id: bytes) -> KeyRecord | None:
        found = self._records.get(key_id)
        if found is None:
            found = self._table.get(key_id)
            if found is None:
                return None
            if found.commitment[:16] != key_id:
                raise KeyMismatch(key_id.hex())
            self._records[key_id] = found
        return found

    def make(self, subject_id: str, compartment: str) -> KeyRecord:
        """Make the next data key of a person's compartment, and put it in use.

        Raises: as ``active``.
        """
        place = subject_id, compartment
        return self._next(place, self._table.of(*place))

    def _next(self, place: tuple[str, str], earlier: list[KeyRecord]) -> KeyRecord:
        generation = 1
        if earlier:
            # A key suspended or destroyed is an answer, not a gap to fill.
            last = max(earlier, key=lambda one: one.generation)
            self._may_open(last)
            generation += last.generation
        return self._made([(*place, generation)])[0]

    def _made(self, wanted: Sequence[Wanted], *, uses: int = 0) -> list[KeyRecord]:
        """Make the first of some keys, as many as the custody key may wrap now."""
        at, maker = self._holding.clock.now(), self._maker
        took = 0 if maker is None else maker.take(at, len(wanted))
        if maker is None or not took:
            custody = self.held(KeyKind.CUSTODY)
            opened = self.opened(custody, at)
            maker = self._maker = Maker(self._holding, self._table, custody, opened)
            took = 1 + maker.take(at, len(wanted) - 1)
        return maker.make(wanted[:took], at, uses=uses)

    def prepare(self, places: Iterable[Place]) -> None:
        """Make the first keys of those places that have none and never had one.

        Raises: as ``active``.
        """
        table = self._table
        asked = [one for one in dict.fromkeys(places) if one not in self._active]
        if isinstance(table, BulkKeyTable):
            known = table.known(asked)
        else:
            known = {one for one in asked if table.of(*one)}
        wanted = [(*one, 1) for one in asked if one not in known]
        while wanted:
            some = self._made(wanted[:_AT_ONCE], uses=AHEAD)
            wanted = wanted[len(some) :]
            for made in some:
                self._active[made.subject_id, made.compartment] = made
                self._records[made.key_id] = made
                self._ahead[made.key_id] = AHEAD

    def counted(self, key_id: bytes, times: int) -> bool:
        """Take seals of a key that were counted when it was made; say whether so."""
        left = self._ahead.get(key_id, 0) - times
        if left < 0:
            return False
        self._ahead[key_id] = left
        return True

    def _in_use(self, known: list[KeyRecord]) -> KeyRecord | None:
        in_use = [one for one in known if _in_use(one)]
        if len(in_use) > 1:
            raise KeyMismatch(in_use[0].key_id.hex())
        return in_use[0] if in_use else None

    def _may_open(self, record: KeyRecord) -> None:
        if record.state is _DESTROYED:
            raise KeyDestroyed(record.key_id.hex())
        if record.state not in self._opens:
            raise KeySuspended(record.key_id.hex())


def _ref(text: str, name: str) -> bytes:
    found = b""
    try:
        found = bytes.fromhex(text)
    except ValueError:
        pass
    if len(found) != 16:
        raise KeyMismatch(name)
    return found


def _in_use(record: KeyRecord) -> bool:
    return record.kind is _DATA and record.state is _ACTIVE
