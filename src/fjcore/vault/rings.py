"""The keyrings that a site names: core's own by a passphrase, plugins' by their id."""

from __future__ import annotations

import secrets
from collections.abc import Callable
from pathlib import Path

from attrs import define, field, frozen

from fjcore.crypto import (
    Cap,
    Cost,
    KeyContext,
    Keyring,
    LocalKeyring,
    WrappedKey,
    commitment,
)
from fjcore.errors import (
    AccessRefused,
    CryptoError,
    FjcoreError,
    KeyMismatch,
    KeyUnavailable,
)
from fjcore.sdk import Registry, Site
from fjcore.sdk.settings import LOCAL
from fjcore.values import Secret, SecretBytes

#: The file of the local keyring, in the keys folder.
ROOT_FILE = "root.json"

#: Opens the local keyring.
Local = Callable[[], Keyring]


@define(eq=False, repr=False)
class Spare:
    """A second keyring, reached only when it is to wrap a key: it may be away."""

    id: str
    _connect: Callable[[], Keyring]
    _ring: Keyring | None = field(default=None, init=False)

    def __repr__(self) -> str:
        return f"<keyring {self.id}>"

    @property
    def caps(self) -> frozenset[Cap]:
        """What else it can do, as far as is known before it is reached."""
        return frozenset() if self._ring is None else self._ring.caps

    def wrap(self, key: SecretBytes, context: KeyContext, /) -> WrappedKey:
        """Seal a key to its context; raises as the keyring does."""
        return self.reached().wrap(key, context)

    def unwrap(self, wrapped: WrappedKey, context: KeyContext, /) -> SecretBytes:
        """Open a key, as a drill does; raises as the keyring does."""
        return self.reached().unwrap(wrapped, context)

    def reached(self) -> Keyring:
        """Give the keyring itself; raises as opening it does."""
        if self._ring is None:
            self._ring = self._connect()
        return self._ring

    def close(self) -> None:
        """Let go of the keyring, if it was reached."""
        if self._ring is not None:
            self._ring.close()


@frozen(repr=False)
class Rings:
    """The keyrings of an open vault."""

    keyring: Keyring
    earlier: tuple[Keyring, ...] = ()
    second: Spare | None = None

    @property
    def every(self) -> tuple[Keyring, ...]:
        """All of them, the one in use first."""
        spare = () if self.second is None else (self.second,)
        return (self.keyring, *self.earlier, *spare)

    @property
    def wrapping(self) -> tuple[Keyring, ...]:
        """Those that wrap new keys."""
        return (self.keyring,) if self.second is None else (self.keyring, self.second)

    def close(self) -> None:
        """Let go of all of them, also where one cannot be let go of."""
        fault: CryptoError | None = None
        for ring in self.every:
            try:
                ring.close()
            except CryptoError as error:
                fault = error.with_traceback(None)
        if fault is not None:
            raise fault


def opened(site: Site, registry: Registry, local: Local, *, new: bool = False) -> Rings:
    """Open the keyrings that a site names; for a ``new`` vault, no earlier ones.

    The one in use, and earlier ones, are reached now: what opens no key today is known
    today. The second is reached when it is to wrap a key.
    Raises: MissingPlugin, PluginFault, HookError; AccessRefused, KeyUnavailable,
    KeyringUnreachable, Throttled, KeyringDenied, each of its own kind.
    """
    found: list[Keyring] = []

    def ring_of(name: str) -> Keyring:
        return local() if name == LOCAL else registry.keyring(name)

    keys = site.keys
    try:
        for name in (keys.keyring,) if new else keys.opening:
            found.append(ring_of(name))
    except BaseException:
        for ring in found:
            ring.close()
        raise
    second = Spare(keys.second, lambda: ring_of(keys.second)) if keys.second else None
    return Rings(found[0], tuple(found[1:]), second)


@frozen(kw_only=True)
class RingState:
    """A keyring that a site names: whether it answers, and else the error's code."""

    id: str
    place: str
    code: str = ""
    caps: tuple[Cap, ...] = ()

    @property
    def answers(self) -> bool:
        """Whether it wrapped a key and opened it again."""
        return not self.code


def ring_states(
    site: Site, registry: Registry, passphrase: Secret[str] | None = None
) -> tuple[RingState, ...]:
    """Try every keyring that a site names, on a key made for this alone.

    Without a passphrase, of the local keyring is said whether its file is there.
    """
    local = by_passphrase(site.path(site.keys.url) / ROOT_FILE, passphrase)
    found = []
    for place, name in site.keys.named():
        if name == LOCAL and passphrase is None:
            there = (site.path(site.keys.url) / ROOT_FILE).is_file()
            code = "" if there else KeyUnavailable.code
            found.append(RingState(id=name, place=place, code=code))
            continue
        try:
            ring = local() if name == LOCAL else registry.keyring(name)
            caps = _tried(ring)
            found.append(RingState(id=name, place=place, caps=caps))
        except FjcoreError as error:
            found.append(RingState(id=name, place=place, code=error.code))
    return tuple(found)


def _tried(ring: Keyring) -> tuple[Cap, ...]:
    key = SecretBytes(secrets.token_bytes(32))
    context = KeyContext(
        kind="custody",
        vault_id="00" * 16,
        holder_id="doctor",
        epoch=0,
        commitment=commitment(key),
    )
    try:
        if ring.unwrap(ring.wrap(key, context), context) != key:
            raise KeyMismatch(ring.id)
        return tuple(sorted(ring.caps))
    finally:
        ring.close()


def by_passphrase(path: Path, passphrase: Secret[str] | None) -> Local:
    """Give what opens the local keyring of a file.

    Raises, when called: AccessRefused, also without a passphrase; KeyUnavailable.
    """

    def open_it() -> Keyring:
        return LocalKeyring.open(path, _said(path, passphrase))

    return open_it


def made_by_passphrase(path: Path, passphrase: Secret[str] | None, cost: Cost) -> Local:
    """Give what makes the file of a new local keyring; raises as ``by_passphrase``."""

    def make_it() -> Keyring:
        return LocalKeyring.create(path, _said(path, passphrase), cost=cost)

    return make_it


def _said(path: Path, passphrase: Secret[str] | None) -> Secret[str]:
    if passphrase is None:
        raise AccessRefused(path.name)
    return passphrase
