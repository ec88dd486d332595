"""What holds the root key: it sees custody and identity keys, and never a cell."""

from __future__ import annotations

from typing import Protocol

from attrs import field, frozen

from fjcore.crypto.context import KeyContext
from fjcore.crypto.derive import new_key, unwrap, wrap
from fjcore.values import SecretBytes


@frozen
class WrappedKey:
    """A key sealed by a keyring; ``ref`` names which of its keys did it."""

    ref: str
    blob: bytes = field(repr=False)


class Keyring(Protocol):
    """Wraps and unwraps keys, each bound to its context."""

    @property
    def id(self) -> str:
        """The name by which the site file chooses it."""
        ...

    def wrap(self, key: SecretBytes, context: KeyContext, /) -> WrappedKey:
        """Seal a key to its context."""
        ...

    def unwrap(self, wrapped: WrappedKey, context: KeyContext, /) -> SecretBytes:
        """Open a key; raises KeyMismatch, AccessRefused or KeyUnavailable."""
        ...


class RootKeyring:
    """A keyring over one root key held in memory."""

    id = "memory"

    def __init__(self, root: SecretBytes | None = None) -> None:
        self._root = root if root is not None else new_key()

    def __repr__(self) -> str:
        return f"<keyring {self.id}>"

    def wrap(self, key: SecretBytes, context: KeyContext, /) -> WrappedKey:
        """Seal a key to its context."""
        return WrappedKey(self.id, wrap(self._root, key, context.encode()))

    def unwrap(self, wrapped: WrappedKey, context: KeyContext, /) -> SecretBytes:
        """Open a key.

        Raises: KeyMismatch.
        """
        where = context.commitment[:16].hex()
        return unwrap(self._root, wrapped.blob, context.encode(), where=where)

    def close(self) -> None:
        """Forget the root key."""
        self._root.wipe()
