"""One session with a token, one call at a time, begun anew after a fork."""

from __future__ import annotations

import os
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import pkcs11
from attrs import define
from pkcs11 import exceptions as p11

from fjcore.sdk import (
    AccessRefused,
    KeyringUnreachable,
    KeyUnavailable,
    PinLocked,
    Secret,
)
from fjcore_pkcs11.faults import Fault, fault_of

#: Loads the library of a token's maker.
Load = Callable[[str], Any]

#: Libraries are initialized without a word on threads, and may then be called by one at
#: a time only (PKCS#11 v2.40, section 5.4): one lock, whatever keyrings there are. It
#: is held over a fork, so that the child finds nothing half done.
_ONE = threading.Lock()
if hasattr(os, "register_at_fork"):
    os.register_at_fork(
        before=_ONE.acquire,
        after_in_parent=_ONE.release,
        after_in_child=_ONE.release,
    )

#: What a library may raise beside errors of its own.
_FOREIGN = (p11.PKCS11Error, OSError, RuntimeError)


@define(eq=False, repr=False)
class Sessions:
    """The session that is open, and how to open another; thread-safe."""

    module: str
    token: str
    _pin: Secret[str]
    _load: Load = pkcs11.lib
    _session: Any = None
    _pid: int = 0
    _away: bool = False
    _refused: type[AccessRefused] | None = None
    _closed: bool = False

    @contextmanager
    def alone(self) -> Iterator[None]:
        """Keep everybody else from the library."""
        with _ONE:
            yield

    def session(self) -> Any:
        """Give a session, logged in; for who is ``alone``.

        A PIN that was refused once is not tried again: tokens count, and lock.
        Raises: KeyringUnreachable, PinLocked, AccessRefused, KeyringDenied;
        KeyUnavailable, when closed.
        """
        if self._closed:
            raise KeyUnavailable(self.token)
        if self._away or self._pid != os.getpid():
            self._begin()
        if self._session is None:
            if self._refused is not None:
                again = self._refused
                raise again(self.token)
            self._session = self._opened()
        return self._session

    def drop(self) -> None:
        """Let go of a session that failed."""
        session, self._session = self._session, None
        if session is not None and self._pid == os.getpid():
            _quietly(session.close)

    def close(self) -> None:
        """Let go of the session; none is opened any more."""
        with _ONE:
            self.drop()
            self._closed = True

    def present(self) -> bool:
        """Whether the token is there now; where not, all begins anew at the next call.

        Many libraries do not find a token again until they are initialized anew.
        """
        try:
            slots = self._load(self.module).get_slots(token_present=True)
            found = any(slot.get_token().label == self.token for slot in slots)
        except _FOREIGN:
            found = False
        self._away = not found
        return found

    def _begin(self) -> None:
        """Begin in this process, or anew: a session from before is of no use."""
        again, self._pid = self._away or bool(self._pid), os.getpid()
        self._session, self._away = None, False
        if again:
            # PKCS#11 v2.40, section 5.4: a child must initialize the library itself.
            _quietly(lambda: self._load(self.module).reinitialize())

    def _opened(self) -> Any:
        fault: Fault
        try:
            token = self._load(self.module).get_token(token_label=self.token)
            if pkcs11.TokenFlag.USER_PIN_LOCKED not in token.flags:
                return self._logged_in(token)
            fault = PinLocked(self.token)
        except p11.PKCS11Error as error:
            fault = fault_of(error, self.token)
        except (OSError, RuntimeError):
            fault = KeyringUnreachable(self.token)
        if isinstance(fault, AccessRefused):
            self._refused = type(fault)
        else:
            self._away = True
        if type(fault) is KeyUnavailable:
            # The library cannot be loaded, or says no more than that it failed.
            fault = KeyringUnreachable(self.token)
        raise fault

    def _logged_in(self, token: Any) -> Any:
        try:
            return token.open(rw=True, user_pin=self._pin.reveal())
        except p11.UserAlreadyLoggedIn:
            # A token is logged in once for a process, whoever did so.
            return token.open(rw=True)


def _quietly(call: Callable[[], object]) -> None:
    """Call what may fail and need not work."""
    try:
        call()
    except _FOREIGN:
        pass
