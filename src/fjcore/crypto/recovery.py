"""The offline recovery key: it opens a vault whose keyring is lost.

Its public half is known to the vault, so that each of the holder's own keys is wrapped
for it as that key is made. Its private half lies in a file that a passphrase seals, and
the file in a safe. A wrap is sealed twice: inside by a key that only vault and file
share, since HPKE alone does not say who sealed; outside to the public half.
"""

from __future__ import annotations

import hmac
from pathlib import Path

from attrs import field, frozen
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives import hpke
from cryptography.hazmat.primitives.asymmetric.x25519 import (
    X25519PrivateKey,
    X25519PublicKey,
)

from fjcore.crypto.bundle import recipient_key, recipient_key_id
from fjcore.crypto.context import RECOVERY_WRAP, encode
from fjcore.crypto.derive import KEY_BYTES, Label, commitment, derive, unwrap, wrap
from fjcore.crypto.holding import RECOVERY, ROOT, Also, Holding, alone
from fjcore.crypto.identity import recover_by, recovers
from fjcore.crypto.keychain import Keychain
from fjcore.crypto.keys import KeyKind, KeyRecord, KeyState, KeyTable, Wrap
from fjcore.crypto.passfile import DEFAULT_COST, Cost, Kind, open_file, seal_file
from fjcore.crypto.states import QUIET, KeyAct, KeyObserver, told
from fjcore.errors import CryptoError, KeyMismatch, KeyMissing
from fjcore.values import Secret, SecretBytes

FORMAT = "fjcore/recovery/1"

_KIND = Kind(format=FORMAT, size=2 * KEY_BYTES, more={"vault": 16, "public": KEY_BYTES})
_SUITE = hpke.Suite(hpke.KEM.X25519, hpke.KDF.HKDF_SHA256, hpke.AEAD.AES_256_GCM)


@frozen
class RecoveryPublic:
    """What the vault knows of its recovery key: enough to wrap for it."""

    key: X25519PublicKey = field(repr=False)
    shared: SecretBytes

    @property
    def ref(self) -> str:
        """The name of the key."""
        return recipient_key_id(self.key).hex()

    def wrap(self, holding: Holding, key: SecretBytes, record: KeyRecord) -> Wrap:
        """Wrap a key so that the recovery key alone opens it."""
        inner = wrap(self.shared, key, holding.context(record).encode())
        sealed = _SUITE.encrypt(inner, self.key, info=_bound(holding, record))
        return Wrap(RECOVERY, self.ref, sealed)


@frozen
class RecoveryKey:
    """The whole recovery key, out of its file."""

    vault_id: str
    _private: X25519PrivateKey = field(repr=False)
    _shared: SecretBytes

    @property
    def public(self) -> RecoveryPublic:
        """What the vault may know of it."""
        return RecoveryPublic(self._private.public_key(), self._shared)

    def open(self, holding: Holding, record: KeyRecord) -> SecretBytes:
        """Open a key of the holder's own by its recovery wrap alone.

        Raises: KeyMissing, when none was made for this recovery key; KeyMismatch.
        """
        name, ref = record.key_id.hex(), self.public.ref
        for kept in holding.store.get(record.key_id):
            if (kept.kind, kept.ref) == (RECOVERY, ref):
                return self._opened(holding, record, kept, name)
        raise KeyMissing(name)

    def _opened(
        self, holding: Holding, record: KeyRecord, kept: Wrap, name: str
    ) -> SecretBytes:
        inner = None
        try:
            inner = _SUITE.decrypt(
                kept.blob, self._private, info=_bound(holding, record)
            )
        except (InvalidTag, ValueError):
            pass
        if inner is None:
            raise KeyMismatch(name)
        context = holding.context(record).encode()
        key = unwrap(self._shared, inner, context, where=name)
        if not hmac.compare_digest(commitment(key), record.commitment):
            raise KeyMismatch(name)
        return key


def make_recovery(
    holding: Holding,
    table: KeyTable,
    path: Path,
    passphrase: Secret[str],
    *,
    cost: Cost = DEFAULT_COST,
) -> RecoveryKey:
    """Make a recovery key, write its file, and wrap each of the holder's keys for it.

    It takes the place of an earlier one, which opens nothing any more.
    Raises: AccessRefused, CryptoRefused, KeyUnavailable, naming the file; what a
    keyring raises.
    """
    chain = Keychain(holding, table)
    private = X25519PrivateKey.generate()
    public = private.public_key().public_bytes_raw()
    made = RecoveryKey(holding.vault_id, private, _shared(chain, public))
    seed = private.private_bytes_raw() + made.public.shared.reveal()
    more = {"vault": bytes.fromhex(holding.vault_id), "public": public}
    seal_file(_KIND, path, SecretBytes(seed), passphrase, cost, more=more)
    recover_by(holding, chain, public)
    wrap_for_recovery(holding, table)
    return made


def open_recovery(path: Path, passphrase: Secret[str]) -> RecoveryKey:
    """Open the file of a recovery key.

    Raises: KeyUnavailable, FormatError, AccessRefused, each naming the file.
    """
    fault: CryptoError
    try:
        return _from_file(path, passphrase)
    except CryptoError as error:
        # What its frames hold opens every key: it must not travel with it.
        fault = error.with_traceback(None)
    raise fault


def _from_file(path: Path, passphrase: Secret[str]) -> RecoveryKey:
    secret, more = open_file(_KIND, path, passphrase)
    seed, shared = secret.reveal()[:KEY_BYTES], secret.reveal()[KEY_BYTES:]
    private = X25519PrivateKey.from_private_bytes(seed)
    if private.public_key().public_bytes_raw() != more["public"]:
        raise KeyMismatch(path.name)
    return RecoveryKey(more["vault"].hex(), private, SecretBytes(shared))


def recovery_of(holding: Holding, chain: Keychain) -> RecoveryPublic | None:
    """Give what the vault knows of its recovery key, if it has one.

    Raises: KeyMismatch, when another was put in its place; what a keyring raises.
    """
    public = recovers(holding, chain)
    if public is None:
        return None
    return RecoveryPublic(recipient_key(public), _shared(chain, public))


def recoverable(holding: Holding, table: KeyTable) -> str:
    """Give the name of the recovery key that new keys are wrapped for, or nothing.

    Raises: as ``recovery_of``.
    """
    known = recovery_of(holding, Keychain(holding, table))
    return "" if known is None else known.ref


def wrap_for_recovery(holding: Holding, table: KeyTable) -> int:
    """Wrap each of the holder's own keys for the recovery key in use; give how many.

    Wraps for an earlier one are taken away, each after the new one is there.
    Raises: KeyMissing, when there is no recovery key; what a keyring raises.
    """
    chain = Keychain(holding, table)
    known = recovery_of(holding, chain)
    kind = RECOVERY
    if known is None:
        raise KeyMissing(kind)
    done = 0
    for record in own_keys(table):
        earlier = [w for w in holding.store.get(record.key_id) if w.kind == RECOVERY]
        made = known.wrap(holding, holding.rooted(record), record)
        holding.store.put(record.key_id, made)
        old = [w for w in earlier if w.ref != made.ref]
        holding.store.delete((record.key_id, one) for one in old)
        done += 1
    return done


def also(holding: Holding, chain: Keychain) -> Also:
    """Give what wraps a new key of the holder's own for the recovery key too.

    Raises: as ``recovery_of``.
    """
    known = recovery_of(holding, chain)
    if known is None:
        return alone
    return lambda key, record: (known.wrap(holding, key, record),)


def restore(
    holding: Holding,
    table: KeyTable,
    key: RecoveryKey,
    *,
    observer: KeyObserver = QUIET,
) -> int:
    """Wrap each of the holder's own keys by the keyrings in use, out of the recovery.

    This is for the day the keyring is lost: put another in use, and call this. Nothing
    is written unless every key opens. It may be called again after an interruption.
    Raises: KeyMismatch, when the file is another vault's; as ``RecoveryKey.open``; what
    a keyring raises.
    """
    kind = RECOVERY
    if key.vault_id != holding.vault_id:
        raise KeyMismatch(kind)
    opened = [(record, key.open(holding, record)) for record in own_keys(table)]
    for record, secret in opened:
        fresh = holding.by_roots(secret, record)
        earlier = [w for w in holding.store.get(record.key_id) if w.kind == ROOT]
        for one in fresh:
            holding.store.put(record.key_id, one)
        refs = {one.ref for one in fresh}
        old = [one for one in earlier if one.ref not in refs]
        holding.store.delete((record.key_id, one) for one in old)
        told(holding, observer, KeyAct.REWRAPPED, record)
    return len(opened)


def own_keys(table: KeyTable) -> list[KeyRecord]:
    """Give the records of the holder's own keys that are not destroyed."""
    kinds = (KeyKind.CUSTODY, KeyKind.INDEX, KeyKind.IDENTITY)
    return [
        one
        for one in table.of("", "")
        if one.kind in kinds and one.state is not KeyState.DESTROYED
    ]


def _shared(chain: Keychain, public: bytes) -> SecretBytes:
    """Give the key that vault and recovery file share, of this recovery key alone."""
    outer = derive(chain.key(chain.held(KeyKind.IDENTITY)), Label.RECOVERY)
    text = encode(RECOVERY_WRAP, b"key", public)
    return SecretBytes(hmac.digest(outer.reveal(), text, "sha256"))


def _bound(holding: Holding, record: KeyRecord) -> bytes:
    return encode(RECOVERY_WRAP, b"wrap", holding.context(record).encode())
