"""What holds the root key: it sees custody and identity keys, and never a cell."""

from __future__ import annotations

from collections.abc import Iterable
from enum import StrEnum
from typing import Any, Protocol, runtime_checkable

from attrs import field, frozen

from fjcore.crypto.context import KeyContext
from fjcore.crypto.derive import new_key, unwrap, wrap
from fjcore.errors import CryptoRefused, KeyUnavailable
from fjcore.values import SecretBytes


class Cap(StrEnum):
    """What a keyring can do beside wrapping and unwrapping."""

    #: Binds a wrap to its context itself; without, the commitment alone does.
    CONTEXT = "context"
    #: Moves a wrap to its newest root key without showing the key.
    REWRAP = "rewrap"
    #: Uses validated modules only.
    FIPS = "fips"


@frozen
class WrappedKey:
    """A key sealed by a keyring; ``ref`` names which of its keys did it."""

    ref: str
    blob: bytes = field(repr=False)


class Keyring(Protocol):
    """Wraps and unwraps keys, each bound to its context.

    It is called once for each custody, index and identity key and span of the cache:
    never for a data key or a cell, and it learns of no person. It may be called by
    several threads at once, and anew in a child process after a fork.
    """

    @property
    def id(self) -> str:
        """The name by which the site file chooses it."""
        ...

    @property
    def caps(self) -> frozenset[Cap]:
        """What else it can do."""
        ...

    def wrap(self, key: SecretBytes, context: KeyContext, /) -> WrappedKey:
        """Seal a key to its context.

        Raises: KeyringUnreachable, Throttled, KeyringDenied.
        """
        ...

    def unwrap(self, wrapped: WrappedKey, context: KeyContext, /) -> SecretBytes:
        """Open a key.

        Raises: KeyMismatch, when it is another key, another context or altered;
        KeyringUnreachable, Throttled, KeyringDenied; KeyUnavailable, when closed.
        """
        ...

    def close(self) -> None:
        """Let go of what it holds; nothing is wrapped or unwrapped any more."""
        ...


@runtime_checkable
class RewrappingKeyring(Protocol):
    """A keyring that moves a wrap to its newest root key by itself."""

    def rewrap(self, wrapped: WrappedKey, context: KeyContext, /) -> WrappedKey:
        """Give the same key sealed by the newest root key; raises as ``unwrap``."""
        ...


class KeyringFactory(Protocol):
    """Makes a keyring from the site's settings for its plugin.

    ``id`` is ``<plugin prefix>.<name>`` and the name of what it makes; each of its
    ``hosts`` needs the permission ``network:<host>``.
    """

    @property
    def id(self) -> str:
        """The name by which the site file chooses it."""
        ...

    @property
    def hosts(self) -> tuple[str, ...]:
        """Every network host the keyring talks to."""
        ...

    def connect(self, config: Any, folder: str, /) -> Keyring:
        """Open a keyring; relative paths in ``config`` start at ``folder``.

        Raises: KeyringUnreachable, Throttled, KeyringDenied, AccessRefused.
        """
        ...


def distinct(rings: Iterable[Keyring]) -> None:
    """Refuse keyrings of one name: a wrap says by its keyring's name who opens it.

    Raises: CryptoRefused.
    """
    names = [ring.id for ring in rings]
    if len(set(names)) != len(names):
        raise CryptoRefused("keyring")


class RootKeyring:
    """A keyring over one root key held in memory."""

    def __init__(
        self, root: SecretBytes | None = None, *, name: str = "memory"
    ) -> None:
        self.id = name
        self.caps = frozenset({Cap.CONTEXT})
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
