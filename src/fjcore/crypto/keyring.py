"""What holds the root key: it sees custody and identity keys, and never a cell."""

from __future__ import annotations

from typing import Protocol

from attrs import field, frozen

from fjcore.crypto.context import KeyContext
from fjcore.crypto.derive import new_key, unwrap, wrap
from fjcore.errors import KeyUnavailable
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

    def __init__(
        self, root: SecretBytes | None = None, *, name: str = "memory"
    ) -> None:
        self.id = name
        self._root = root if root is not None else new_key()
        self._closed = False

    def __repr__(self) -> str:
        return f"<keyring {self.id}>"

    def wrap(self, key: SecretBytes, context: KeyContext, /) -> WrappedKey:
        """Seal a key to its context.

        Raises: KeyUnavailable, when the keyring is closed.
        """
        return WrappedKey(self.id, wrap(self._opened(), key, context.encode()))

    def unwrap(self, wrapped: WrappedKey, context: KeyContext, /) -> SecretBytes:
        """Open a key.

        Raises: KeyMismatch; KeyUnavailable, when the keyring is closed.
        """
        where = context.commitment[:16].hex()
        return unwrap(self._opened(), wrapped.blob, context.encode(), where=where)

    def close(self) -> None:
        """Forget the root key."""
        self._closed = True
        self._root.wipe()

    def _opened(self) -> SecretBytes:
        root = SecretBytes(self._root.reveal())
        # ``close`` marks before it wipes: a copy that passes here was taken whole,
        # and nothing is ever sealed under a root of zeros.
        if self._closed:
            raise KeyUnavailable(self.id)
        return root
