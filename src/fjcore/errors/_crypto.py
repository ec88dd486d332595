"""Errors of sealing, of keys and of indexes."""

from __future__ import annotations

from typing import ClassVar

from fjcore.errors._base import FjcoreError


class CryptoError(FjcoreError):
    """A value could not be sealed or opened."""

    #: Whether the same call may well succeed a little later.
    retryable: ClassVar[bool] = False


# --- what was read is not ours to open -------------------------------------------


class FormatError(CryptoError, ValueError):
    """Stored bytes are not an envelope this version can read. Nothing was opened."""


class NotAnEnvelope(FormatError):
    """Stored bytes are no envelope. Check where they came from."""


class UnknownVersion(FormatError):
    """An envelope has a version this fjcore cannot read. Upgrade to read it."""


class UnknownSuite(FormatError):
    """An envelope names a suite this fjcore does not have. Upgrade to read it."""


class Truncated(FormatError):
    """An envelope is cut short, or longer than one may be. Restore it."""


class BadKey(FormatError):
    """A public key is not one that can be used. Ask its owner for it again."""


# --- what a key may not do --------------------------------------------------------


class CryptoRefused(CryptoError):
    """A suite, key or use is not allowed here. Check the key record named."""


class DowngradeRefused(CryptoRefused):
    """A key is not allowed for this suite. Check the key record named."""


class PlaintextRefused(CryptoRefused):
    """Plaintext stands where an envelope belongs. Seal it, or ask who put it there."""


class UsageLimit(CryptoRefused):
    """A key has sealed as often as it may. Reseal what it holds under a new one."""


class IndexRefused(CryptoRefused):
    """An index here would tell too much. Search by opening records instead."""


class EraseRefused(CryptoRefused):
    """Keys may not be destroyed as things stand. Check approvals and legal holds."""


# --- keys that cannot be reached or opened ----------------------------------------


class KeyUnavailable(CryptoError):
    """A key cannot be reached just now. Check the keyring and try again."""


class KeyMissing(KeyUnavailable):
    """The key store does not hold this key. Restore the key store."""


class KeyringUnreachable(KeyUnavailable):
    """The keyring does not answer. Check its connection and try again."""

    retryable: ClassVar[bool] = True


class Throttled(KeyUnavailable):
    """The keyring asks for fewer calls. Wait a little and try again."""

    retryable: ClassVar[bool] = True


class AccessRefused(CryptoError, PermissionError):
    """The keyring did not accept the passphrase or credentials. Check them."""

    def __str__(self) -> str:  # OSError would print its own arguments
        return FjcoreError.__str__(self)


class KeyringDenied(AccessRefused):
    """The keyring refuses to use its key. Check that it is enabled and permitted."""


class RootKeyMissing(KeyringDenied):
    """The keyring has no key of this name. Check its name and its place."""


class RootKeyDisabled(KeyringDenied):
    """The keyring's key is disabled. Enable it there, or ask who did so."""


class RootKeyEnding(KeyringDenied):
    """The keyring's key is to be deleted. Cancel that before its day, and enable it."""


class PinLocked(AccessRefused):
    """The token's PIN is locked after wrong tries. Its officer must set a new one."""


class KeySuspended(AccessRefused):
    """A key is suspended or compromised, and opens nothing here. Ask who did so."""


class KeyMismatch(CryptoError):
    """A stored key is not the one its record names. Restore the key store."""


class KeyDestroyed(CryptoError):
    """The key was destroyed on purpose; what it sealed cannot be read again."""


class SealBroken(CryptoError):
    """A sealed value was changed or stands in the wrong place. Nothing was opened."""
