"""The local keyring: one file, whose root key a passphrase seals."""

from __future__ import annotations

from pathlib import Path

from fjcore.crypto.context import KeyContext
from fjcore.crypto.derive import KEY_BYTES
from fjcore.crypto.keyring import Cap, RootKeyring, WrappedKey
from fjcore.crypto.passfile import DEFAULT_COST, Cost, Kind, make_root, open_root
from fjcore.values import Secret, SecretBytes

FORMAT = "fjcore/keyring/1"

_KIND = Kind(format=FORMAT, size=KEY_BYTES, more={})


class LocalKeyring:
    """A root key in one file, mode 0600, sealed by a passphrase with Argon2id."""

    def __init__(self, root: SecretBytes) -> None:
        self._root = RootKeyring(root, name="local")

    def __repr__(self) -> str:
        return repr(self._root)

    @property
    def id(self) -> str:
        """The name by which the site file chooses it."""
        return self._root.id

    @property
    def caps(self) -> frozenset[Cap]:
        """What else it can do: wraps are bound to their context."""
        return self._root.caps

    def wrap(self, key: SecretBytes, context: KeyContext, /) -> WrappedKey:
        """Seal a key to its context.

        Raises: KeyUnavailable, when the keyring is closed.
        """
        return self._root.wrap(key, context)

    def unwrap(self, wrapped: WrappedKey, context: KeyContext, /) -> SecretBytes:
        """Open a key.

        Raises: KeyMismatch; KeyUnavailable, when the keyring is closed.
        """
        return self._root.unwrap(wrapped, context)

    def close(self) -> None:
        """Forget the root key."""
        self._root.close()

    @classmethod
    def create(
        cls,
        path: Path,
        passphrase: Secret[str],
        *,
        cost: Cost = DEFAULT_COST,
    ) -> LocalKeyring:
        """Make a new root key and write its file, whole or not at all.

        Raises: AccessRefused, when the file is there already or cannot be written, or
        the passphrase is empty or no text; CryptoRefused, when no file may ask for
        this cost; KeyUnavailable, when memory does not reach. Each names the file.
        """
        return cls(make_root(_KIND, path, passphrase, cost))

    @classmethod
    def open(cls, path: Path, passphrase: Secret[str]) -> LocalKeyring:
        """Open the root key of a file.

        Raises: KeyUnavailable, when there is no such file, or memory does not reach;
        FormatError, when it is damaged; AccessRefused, when the passphrase is not the
        one. Each names it.
        """
        return cls(open_root(_KIND, path, passphrase))
