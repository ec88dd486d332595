"""Every contract a plugin may meet, under one roof; each lives in its own layer."""

from __future__ import annotations

from fjcore.consent import (
    Agency,
    Limit,
    LimitQuestion,
    LimitRule,
    ObligationKind,
    Purpose,
    RecipientKind,
    ReleaseTemplate,
    View,
    parse_template,
)
from fjcore.crypto import (
    Cap,
    KeyContext,
    Keyring,
    KeyringFactory,
    RewrappingKeyring,
    WrappedKey,
)
from fjcore.disclosure import Connector, ConnectorFactory, Disclosure, Receipt
from fjcore.errors import (
    AccessRefused,
    CryptoRefused,
    KeyMismatch,
    KeyringDenied,
    KeyringUnreachable,
    KeyUnavailable,
    PinLocked,
    RootKeyDisabled,
    RootKeyEnding,
    RootKeyMissing,
    Throttled,
)
from fjcore.records import CodeList, Form, parse_form
from fjcore.values import Secret, SecretBytes

__all__ = [
    "AccessRefused",
    "Agency",
    "Cap",
    "CodeList",
    "Connector",
    "ConnectorFactory",
    "CryptoRefused",
    "Disclosure",
    "Form",
    "KeyContext",
    "KeyMismatch",
    "KeyUnavailable",
    "Keyring",
    "KeyringDenied",
    "KeyringFactory",
    "KeyringUnreachable",
    "Limit",
    "LimitQuestion",
    "LimitRule",
    "ObligationKind",
    "PinLocked",
    "Purpose",
    "Receipt",
    "RecipientKind",
    "ReleaseTemplate",
    "RewrappingKeyring",
    "RootKeyDisabled",
    "RootKeyEnding",
    "RootKeyMissing",
    "Secret",
    "SecretBytes",
    "Throttled",
    "View",
    "WrappedKey",
    "parse_form",
    "parse_template",
]
