"""A keyring whose root key stands on a PKCS#11 token and cannot leave it."""

from __future__ import annotations

from collections.abc import Sequence

from fjcore.sdk import KeyringFactory, hookimpl
from fjcore_pkcs11.config import Config, Mechanism
from fjcore_pkcs11.making import make_key
from fjcore_pkcs11.token import TokenFactory, TokenKeyring

__all__ = ["Config", "Mechanism", "TokenFactory", "TokenKeyring", "make_key"]


@hookimpl
def fjcore_keyrings() -> Sequence[KeyringFactory]:
    """Give the one keyring, ``pkcs11.token``."""
    return (TokenFactory(),)
