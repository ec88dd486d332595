"""A keyring whose root key stands on a PKCS#11 token and cannot leave it."""

from __future__ import annotations

from collections.abc import Sequence
from importlib import import_module
from typing import TYPE_CHECKING

from fjcore.sdk import KeyringFactory, hookimpl
from fjcore_pkcs11.config import Config, Mechanism

if TYPE_CHECKING:
    from fjcore_pkcs11.making import make_key
    from fjcore_pkcs11.token import TokenFactory, TokenKeyring

__all__ = ["Config", "Mechanism", "TokenFactory", "TokenKeyring", "make_key"]

#: What is loaded on first use, since its library is slow to load, and from where.
_LATER = {
    "TokenFactory": "token",
    "TokenKeyring": "token",
    "make_key": "making",
}


def __getattr__(name: str) -> object:
    """Load what needs the library, and the library with it, on first use."""
    if name not in _LATER:
        raise AttributeError(name)
    found: object = getattr(import_module(f"fjcore_pkcs11.{_LATER[name]}"), name)
    return found


@hookimpl
def fjcore_keyrings() -> Sequence[KeyringFactory]:
    """Give the one keyring, ``pkcs11.token``."""
    from fjcore_pkcs11.token import TokenFactory

    return (TokenFactory(),)
