"""The keyring over a token: keys go in to be wrapped, the root key never comes out."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

import pkcs11
from attrs import frozen
from pkcs11 import exceptions as p11

from fjcore.sdk import (
    Cap,
    CryptoRefused,
    KeyContext,
    KeyMismatch,
    Keyring,
    KeyringUnreachable,
    RootKeyMissing,
    SecretBytes,
    WrappedKey,
    read_secret,
)
from fjcore_pkcs11.config import Config
from fjcore_pkcs11.faults import ALTERED, LOST, Fault, fault_of
from fjcore_pkcs11.sealing import root_key, seal, stays, unseal
from fjcore_pkcs11.sessions import Load, Sessions

T = TypeVar("T")

#: The name by which a site file chooses this keyring.
KEYRING = "pkcs11.token"


@frozen
class TokenFactory:
    """Makes the keyring over the token that the site's settings name."""

    id: str = KEYRING
    hosts: tuple[str, ...] = ()

    def connect(self, config: Config, folder: str, /) -> Keyring:
        """Log in to the token and make sure that its key is there, and stays there.

        Raises: KeyringUnreachable, AccessRefused, PinLocked, RootKeyMissing;
        CryptoRefused, when the key may leave the token, or cannot do what is asked.
        """
        return opened(config, folder)


def opened(config: Config, folder: str, *, load: Load = pkcs11.lib) -> TokenKeyring:
    """Open the keyring of some settings, by another loader of libraries if need be.

    Raises: as ``TokenFactory.connect``.
    """
    pin = read_secret(config.pin, folder)
    module = str(Path(folder) / config.module)
    ring = TokenKeyring(config, Sessions(module, config.token, pin, load))
    try:
        ring.check()
    except BaseException:
        ring.close()
        raise
    return ring


class TokenKeyring:
    """Wraps and unwraps by a key of a token."""

    id = KEYRING
    caps = frozenset({Cap.CONTEXT})

    def __init__(self, config: Config, sessions: Sessions) -> None:
        self._config = config
        self._sessions = sessions

    def __repr__(self) -> str:
        return f"<keyring {self.id}>"

    def __reduce_ex__(self, protocol: object) -> Any:
        raise TypeError("a keyring cannot be pickled or copied")

    def check(self) -> None:
        """Make sure that the root key is there, does not leave, and does its work.

        Raises: as ``wrap``; CryptoRefused, when the token would give the key away.
        """
        config = self._config

        def work(session: Any) -> bool:
            root = root_key(session, config.key, config.mechanism, public=False)
            outer = root_key(session, config.key, config.mechanism, public=True)
            if stays(root):
                seal(session, outer, config.mechanism, os.urandom(32), b"")
            return stays(root)

        if not self._run(work, opening=False):
            raise CryptoRefused(self.id)

    def wrap(self, key: SecretBytes, context: KeyContext, /) -> WrappedKey:
        """Seal a key to its context.

        Raises: KeyringUnreachable, AccessRefused, PinLocked, RootKeyMissing,
        KeyringDenied; CryptoRefused, also for a key of a person.
        """
        config = self._config
        if context.subject_id:
            raise CryptoRefused(self.id)

        def work(session: Any) -> bytes:
            root = root_key(session, config.key, config.mechanism, public=True)
            bound = context.encode()
            return seal(session, root, config.mechanism, key.reveal(), bound)

        return WrappedKey(config.key, self._run(work, opening=False))

    def unwrap(self, wrapped: WrappedKey, context: KeyContext, /) -> SecretBytes:
        """Open a key by the root key that sealed it, in use or named as earlier.

        Raises: KeyMismatch, when it is another key, another context or altered;
        RootKeyMissing, when the settings do not name the root key; as ``wrap``.
        """
        config = self._config
        if wrapped.ref not in (config.key, *config.earlier):
            raise RootKeyMissing(self.id)

        def work(session: Any) -> bytes | None:
            root = root_key(session, wrapped.ref, config.mechanism, public=False)
            bound = context.encode()
            return unseal(root, config.mechanism, wrapped.blob, bound)

        found = self._run(work, opening=True)
        if found is None:
            raise KeyMismatch(self.id)
        return SecretBytes(found)

    def close(self) -> None:
        """Log out and let go of every session."""
        self._sessions.close()

    def _run(self, work: Callable[[Any], T], *, opening: bool) -> T:
        """Do work within a session; once more in a new one, where one was lost."""
        with self._sessions.alone():
            for again in (True, False):
                session = self._sessions.session()
                try:
                    return work(session)
                except p11.PKCS11Error as error:
                    lost = isinstance(error, LOST)
                    fault = self._fault(error, opening=opening)
                if lost or isinstance(fault, KeyringUnreachable):
                    self._sessions.drop()
                if not (lost and again):
                    break
            raise fault

    def _fault(self, error: Exception, *, opening: bool) -> Fault | KeyMismatch:
        """Say what a token's error means, by whether the token is there at all."""
        altered = opening and isinstance(error, ALTERED)
        if altered or isinstance(error, (*LOST, *ALTERED, p11.NoSuchKey)):
            if not self._sessions.present():
                return KeyringUnreachable(self.id)
        return KeyMismatch(self.id) if altered else fault_of(error, self.id)
