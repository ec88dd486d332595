"""A plugin's keyring behind a wall: what it raises or gives is checked each time."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

from attrs import frozen

from fjcore.crypto import Cap, KeyContext, Keyring, RewrappingKeyring, WrappedKey
from fjcore.errors import CryptoError, KeyUnavailable
from fjcore.sdk._plain import is_own_error
from fjcore.values import SecretBytes
from fjcore.values.blame import kind_of

T = TypeVar("T")

#: The longest name of a key of a keyring, and the longest wrap it may give.
MAX_REF, MAX_BLOB = 128, 8192
_KEY_BYTES = 32


@frozen(repr=False)
class HeldKeyring:
    """A keyring whose faults are this library's own, and whose answers are whole."""

    id: str
    caps: frozenset[Cap]
    _ring: Keyring
    _whose: str

    def __repr__(self) -> str:
        return f"<keyring {self.id}>"

    def wrap(self, key: SecretBytes, context: KeyContext, /) -> WrappedKey:
        """Seal a key to its context.

        Raises: what the keyring does of its contract; else KeyUnavailable.
        """
        return _wrapped(self._at("wrap"), lambda: self._ring.wrap(key, context))

    def unwrap(self, wrapped: WrappedKey, context: KeyContext, /) -> SecretBytes:
        """Open a key; raises as ``wrap``."""
        where = self._at("unwrap")
        made: Any = _called(where, lambda: self._ring.unwrap(wrapped, context))
        if type(made) is not SecretBytes or len(made) != _KEY_BYTES:
            raise KeyUnavailable(where)
        return made

    def close(self) -> None:
        """Let it go; raises as ``wrap``."""
        _called(self._at("close"), self._ring.close)

    def _at(self, call: str) -> str:
        return f"{self._whose} {call}"

    def __reduce_ex__(self, protocol: object) -> Any:
        raise TypeError("a keyring cannot be pickled or copied")


class RewrappingHeldKeyring(HeldKeyring):
    """One that also moves a wrap to its newest root key by itself."""

    def rewrap(self, wrapped: WrappedKey, context: KeyContext, /) -> WrappedKey:
        """Give the same key sealed by the newest root key; raises as ``wrap``."""
        ring: Any = self._ring
        return _wrapped(self._at("rewrap"), lambda: ring.rewrap(wrapped, context))


def held(name: str, ring: Keyring, whose: str) -> HeldKeyring:
    """Put a plugin's keyring behind the wall, under the name the site chose it by.

    ``whose`` names the plugin, its version, the hook and the keyring in its faults.
    Raises: KeyUnavailable, when looking at it fails.
    """
    said: Any = _called(f"{whose} caps", lambda: ring.caps)
    sound = type(said) is frozenset and all(type(one) is Cap for one in said)
    caps: frozenset[Cap] = said if sound else frozenset()
    moves = Cap.REWRAP in caps and isinstance(ring, RewrappingKeyring)
    kind = RewrappingHeldKeyring if moves else HeldKeyring
    return kind(name, caps if moves else caps - {Cap.REWRAP}, ring, whose)


def _wrapped(where: str, call: Callable[[], Any]) -> WrappedKey:
    made = _called(where, call)
    if type(made) is not WrappedKey or not _sound(made):
        raise KeyUnavailable(where)
    return made


def _sound(made: WrappedKey) -> bool:
    texts = type(made.ref) is str and made.ref.isprintable()
    bytes_ = type(made.blob) is bytes and 0 < len(made.blob) <= MAX_BLOB
    return texts and len(made.ref) <= MAX_REF and bytes_


def _called(where: str, call: Callable[[], T]) -> T:
    """Run a keyring's code; of what it raises, only its contract's errors pass."""
    fault: CryptoError
    try:
        return call()
    except KeyboardInterrupt:
        raise
    except CryptoError as error:
        # Made anew: the plugin's own holds frames, and may hold a foreign cause.
        fault = _again(error, where)
    except BaseException as error:
        fault = KeyUnavailable(f"{where} ({kind_of(error)})")
    raise fault


def _again(error: CryptoError, where: str) -> CryptoError:
    kind = type(error)
    if is_own_error(kind):
        return kind(where)
    return KeyUnavailable(f"{where} ({kind_of(error)})")
