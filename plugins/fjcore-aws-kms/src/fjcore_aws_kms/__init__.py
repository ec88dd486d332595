"""A keyring whose root key stands in AWS KMS."""

from __future__ import annotations

from collections.abc import Sequence
from importlib import import_module
from typing import TYPE_CHECKING

from fjcore.sdk import KeyringFactory, hookimpl
from fjcore_aws_kms.config import Config

if TYPE_CHECKING:
    from fjcore_aws_kms.kms import KmsFactory, KmsKeyring

__all__ = ["Config", "KmsFactory", "KmsKeyring"]

#: What is loaded on first use, since its library is slow to load, and from where.
_LATER = {
    "KmsFactory": "kms",
    "KmsKeyring": "kms",
}


def __getattr__(name: str) -> object:
    """Load what needs the library, and the library with it, on first use."""
    if name not in _LATER:
        raise AttributeError(name)
    found: object = getattr(import_module(f"fjcore_aws_kms.{_LATER[name]}"), name)
    return found


@hookimpl
def fjcore_keyrings() -> Sequence[KeyringFactory]:
    """Give the one keyring, ``awskms.key``."""
    from fjcore_aws_kms.kms import KmsFactory

    return (KmsFactory(),)
