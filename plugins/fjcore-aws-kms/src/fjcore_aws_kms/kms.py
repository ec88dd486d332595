"""The keyring over KMS: each call names the key, and says what a key is bound to."""

from __future__ import annotations

import hashlib
from typing import Any

from attrs import frozen

from fjcore.sdk import (
    AccessRefused,
    Cap,
    CryptoRefused,
    KeyContext,
    KeyMismatch,
    Keyring,
    KeyringDenied,
    KeyringUnreachable,
    KeyUnavailable,
    RootKeyMissing,
    SecretBytes,
    WrappedKey,
)
from fjcore_aws_kms.clients import Clients
from fjcore_aws_kms.config import Config
from fjcore_aws_kms.faults import STATES

#: The name by which a site file chooses this keyring.
KEYRING = "awskms.key"

_KEY_BYTES, _MAX_BLOB = 32, 6144

#: A wrap begins with a checksum, so that a damaged key store is told from a refusal:
#: for a ciphertext that it does not know, KMS may say that access is denied. It is no
#: protection, which is KMS's own.
_SUM_BYTES = 16


@frozen
class KmsFactory:
    """Makes the keyring over the key that the site's settings name."""

    id: str = KEYRING
    hosts: tuple[str, ...] = ("*.amazonaws.com",)

    def connect(self, config: Config, folder: str, /) -> Keyring:  # noqa: ARG002
        """Ask KMS for the key, and make sure that it may be used.

        Raises: KeyringUnreachable, Throttled, AccessRefused, KeyringDenied,
        RootKeyMissing, RootKeyDisabled, RootKeyEnding; CryptoRefused, for settings out
        of bounds or a key that is not for sealing.
        """
        if not config.sane:
            raise CryptoRefused(self.id)
        ring = KmsKeyring(config, Clients(config, KEYRING))
        try:
            ring.check()
        except BaseException:
            ring.close()
            raise
        return ring


class KmsKeyring:
    """Wraps and unwraps by a key of KMS."""

    id = KEYRING
    caps = frozenset({Cap.CONTEXT, Cap.REWRAP})

    def __init__(self, config: Config, clients: Clients) -> None:
        self._config = config
        self._clients = clients
        self._arn = ""
        self._known: dict[str, str] = {}

    def __repr__(self) -> str:
        return f"<keyring {self.id}>"

    def __reduce_ex__(self, protocol: object) -> Any:
        raise TypeError("a keyring cannot be pickled or copied")

    def check(self) -> None:
        """Find the key in use and earlier ones; raises as ``KmsFactory.connect``."""
        self._arn = self._described(self._config.key, needed=True)
        for name in self._config.earlier:
            self._described(name, needed=False)

    def wrap(self, key: SecretBytes, context: KeyContext, /) -> WrappedKey:
        """Seal a key to its context.

        Raises: KeyringUnreachable, Throttled, AccessRefused, KeyringDenied and its
        kinds; CryptoRefused, for a key of a person.
        """
        made = self._call(
            "encrypt",
            KeyId=self._arn,
            Plaintext=key.reveal(),
            EncryptionContext=bound(context),
        )
        return self._wrapped(made)

    def unwrap(self, wrapped: WrappedKey, context: KeyContext, /) -> SecretBytes:
        """Open a key by the root key that sealed it, in use or named as earlier.

        Raises: KeyMismatch, when it is another key, another context or altered;
        RootKeyMissing, when the settings do not name the root key; as ``wrap``.
        """
        said = self._sealed(wrapped, context)
        key = bytes(self._call("decrypt", **said)["Plaintext"])
        if len(key) != _KEY_BYTES:
            raise KeyMismatch(self.id)
        return SecretBytes(key)

    def rewrap(self, wrapped: WrappedKey, context: KeyContext, /) -> WrappedKey:
        """Move a wrap to the key in use, inside KMS; raises as ``unwrap``."""
        said = self._sealed(wrapped, context)
        made = self._call(
            "re_encrypt",
            CiphertextBlob=said["CiphertextBlob"],
            SourceKeyId=said["KeyId"],
            SourceEncryptionContext=said["EncryptionContext"],
            DestinationKeyId=self._arn,
            DestinationEncryptionContext=said["EncryptionContext"],
        )
        return self._wrapped(made)

    def close(self) -> None:
        """Make no call any more."""
        self._clients.close()

    def _wrapped(self, made: dict[str, Any]) -> WrappedKey:
        blob = bytes(made["CiphertextBlob"])
        return WrappedKey(self._arn, _sum(blob) + blob)

    def _sealed(self, wrapped: WrappedKey, context: KeyContext) -> dict[str, Any]:
        # A wrap's own word on its key is whoever's who wrote the key store: it could
        # name a key of another account, which would open what that one chose.
        if wrapped.ref not in self._known:
            raise RootKeyMissing(self.id)
        blob = wrapped.blob[_SUM_BYTES:]
        if not 0 < len(blob) <= _MAX_BLOB or wrapped.blob != _sum(blob) + blob:
            raise KeyMismatch(self.id)
        return {
            "KeyId": wrapped.ref,
            "CiphertextBlob": blob,
            "EncryptionContext": bound(context),
        }

    def _call(self, name: str, **said: Any) -> dict[str, Any]:
        """Make a call; where the key is refused, ask for its state and say that."""
        fault: KeyringDenied
        try:
            return self._clients.call(name, **said)
        except KeyringDenied as error:
            fault = error.with_traceback(None)
        state = None
        if type(fault) is KeyringDenied:
            state = self._state(said.get("KeyId") or said["SourceKeyId"])
        if state is not None:
            raise state(self.id)
        raise fault

    def _state(self, key: str) -> type[KeyringDenied | KeyringUnreachable] | None:
        """Give what the state of a key means, where it may be asked."""
        try:
            said = self._clients.call("describe_key", KeyId=key)["KeyMetadata"]
        except (AccessRefused, KeyUnavailable):
            return None
        return STATES.get(said.get("KeyState", ""))

    def _described(self, name: str, *, needed: bool) -> str:
        found = self._clients.call("describe_key", KeyId=name)["KeyMetadata"]
        state = STATES.get(found.get("KeyState", ""))
        if state is not None and needed:
            raise state(self.id)
        use, kind = "ENCRYPT_DECRYPT", "SYMMETRIC_DEFAULT"
        if (found.get("KeyUsage", use), found.get("KeySpec", kind)) != (use, kind):
            raise CryptoRefused(self.id)
        arn = str(found["Arn"])
        self._known[arn] = name
        return arn


def _sum(blob: bytes) -> bytes:
    return hashlib.sha256(blob).digest()[:_SUM_BYTES]


def bound(context: KeyContext) -> dict[str, str]:
    """Give an encryption context: ids only, since KMS writes it into its logs.

    Raises: CryptoRefused, for a key of a person.
    """
    where = KEYRING
    if context.subject_id or context.compartment:
        raise CryptoRefused(where)
    return {
        "fjcore:kind": context.kind,
        "fjcore:vault": context.vault_id,
        "fjcore:holder": context.holder_id,
        "fjcore:epoch": str(context.epoch),
        "fjcore:commitment": context.commitment.hex(),
    }
