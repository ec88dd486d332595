"""A keyring whose root key stands in AWS KMS."""

from __future__ import annotations

from collections.abc import Sequence

from fjcore.sdk import KeyringFactory, hookimpl
from fjcore_aws_kms.config import Config
from fjcore_aws_kms.kms import KmsFactory, KmsKeyring

__all__ = ["Config", "KmsFactory", "KmsKeyring"]


@hookimpl
def fjcore_keyrings() -> Sequence[KeyringFactory]:
    """Give the one keyring, ``awskms.key``."""
    return (KmsFactory(),)
