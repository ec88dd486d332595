"""What all transactions of one vault share, and how its root-wrapped keys open."""

from __future__ import annotations

import hmac
from collections.abc import Callable

from attrs import frozen

from fjcore.crypto.cache import KeyCache
from fjcore.crypto.context import KeyContext, wraps_begin
from fjcore.crypto.derive import commitment, new_key
from fjcore.crypto.keyring import Keyring, WrappedKey
from fjcore.crypto.keys import KeyKind, KeyRecord, KeyStore, Wrap
from fjcore.errors import CryptoError, KeyMismatch, KeyMissing
from fjcore.values import Clock, SecretBytes

#: What a wrap in the key store was made by, or for.
ROOT, CUSTODY, SIGN, RECEIVE = "root", "custody", "sign", "receive"

#: A wrap for the offline recovery key; and that key's public half, sealed by the
#: identity key, so that nobody can put another in its place.
RECOVERY, RECOVERS = "recovery", "recovers"

#: Stands between the name of a keyring and what that calls its key.
_BAR = "|"


#: Gives further wraps of a new key of the holder's own.
Also = Callable[[SecretBytes, KeyRecord], tuple[Wrap, ...]]


def alone(_: SecretBytes, __: KeyRecord) -> tuple[Wrap, ...]:
    """Give no further wrap."""
    return ()


@frozen(kw_only=True, eq=False, repr=False)
class Holding:
    """What all transactions of one vault share.

    ``keyring`` wraps new keys; ``earlier`` ones are asked only for what they wrapped,
    while the holder moves from one to the next. ``second`` wraps new keys too, and
    opens none: it stands ready for the day the first is lost.
    """

    vault_id: str
    holder_id: str
    keyring: Keyring
    store: KeyStore
    clock: Clock
    cache: KeyCache
    earlier: tuple[Keyring, ...] = ()
    second: Keyring | None = None

    def record(
        self,
        key: SecretBytes,
        kind: KeyKind,
        *,
        epoch: int,
        subject_id: str = "",
        compartment: str = "",
        generation: int = 1,
    ) -> KeyRecord:
        """Give the record of a new key."""
        named = commitment(key)
        return KeyRecord(
            key_id=named[:16],
            commitment=named,
            kind=kind,
            holder_id=self.holder_id,
            epoch=epoch,
            created_at=self.clock.now(),
            subject_id=subject_id,
            compartment=compartment,
            generation=generation,
        )

    def context(self, record: KeyRecord, *, epoch: int | None = None) -> KeyContext:
        """Give what a key's wrap is bound to; a data key's by its custody's epoch."""
        return KeyContext(
            kind=record.kind,
            vault_id=self.vault_id,
            holder_id=record.holder_id,
            epoch=record.epoch if epoch is None else epoch,
            commitment=record.commitment,
            subject_id=record.subject_id,
            compartment=record.compartment,
        )

    def begun(self, epoch: int) -> bytes:
        """Give what the contexts of data keys wrapped by the custody of an epoch share.

        It is the beginning of what ``context`` gives, without an object for each.
        """
        return wraps_begin(KeyKind.DATA, self.vault_id, self.holder_id, epoch)

    def make(self, kind: KeyKind, *, epoch: int, also: Also) -> KeyRecord:
        """Make one of the holder's own keys, wrapped in every way there is, durably.

        ``also`` gives the wraps beside those by the keyrings.
        """
        key = new_key()
        record = self.record(key, kind, epoch=epoch)
        wraps = (*self.by_roots(key, record), *also(key, record))
        self.store.put_many((record.key_id, one) for one in wraps)
        return record

    def by_root(self, key: SecretBytes, record: KeyRecord) -> Wrap:
        """Wrap a key by the keyring in use."""
        return self.by(self.keyring, key, record)

    def by_roots(self, key: SecretBytes, record: KeyRecord) -> tuple[Wrap, ...]:
        """Wrap a key by the keyring in use, and by the second where there is one."""
        rings = [ring for ring in (self.keyring, self.second) if ring is not None]
        return tuple(self.by(ring, key, record) for ring in rings)

    def by(self, ring: Keyring, key: SecretBytes, record: KeyRecord) -> Wrap:
        """Wrap a key by a keyring."""
        sealed = ring.wrap(key, self.context(record))
        return Wrap(ROOT, f"{ring.id}{_BAR}{sealed.ref}", sealed.blob)

    def from_root(self, record: KeyRecord) -> SecretBytes:
        """Open a key by whichever keyring wrapped it.

        Raises: KeyMissing, when no keyring at hand did; what the keyring raises.
        """
        fault: CryptoError = KeyMissing(record.key_id.hex())
        for kept in self.store.get(record.key_id):
            keyring = self.keyring_of(kept) if kept.kind == ROOT else None
            if keyring is None:
                continue
            try:
                return keyring.unwrap(inner(kept), self.context(record))
            except CryptoError as error:
                fault = error.with_traceback(None)
        raise fault

    def rooted(self, record: KeyRecord) -> SecretBytes:
        """Open a key by its keyring, and make sure it is the one its record names.

        Raises: KeyMismatch; as ``from_root``.
        """
        key = self.from_root(record)
        if not hmac.compare_digest(commitment(key), record.commitment):
            raise KeyMismatch(record.key_id.hex())
        return key

    def keyring_of(self, wrap: Wrap) -> Keyring | None:
        """Give the keyring that made a wrap, if it is at hand."""
        name = wrap.ref.partition(_BAR)[0]
        rings = (self.keyring, *self.earlier)
        return next((ring for ring in rings if ring.id == name), None)


def inner(wrap: Wrap) -> WrappedKey:
    """Give a root's wrap as its keyring gave it."""
    name, _, ref = wrap.ref.partition(_BAR)
    return WrappedKey(ref or name, wrap.blob)


def made_by(wrap: Wrap, ring: Keyring | None) -> bool:
    """Whether a keyring made a wrap."""
    name = wrap.ref.partition(_BAR)[0]
    return wrap.kind == ROOT and ring is not None and ring.id == name
