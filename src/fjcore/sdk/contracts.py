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
from fjcore.redaction.narrative import Recogniser, Span, span
from fjcore.screening import (
    AlertChannel,
    AlertChannelFactory,
    AlertNotice,
    AlertPolicy,
)
from fjcore.values import Secret, SecretBytes

__all__ = [
    "AccessRefused",
    "Agency",
    "AlertChannel",
    "AlertChannelFactory",
    "AlertNotice",
    "AlertPolicy",
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
    "Recogniser",
    "ReleaseTemplate",
    "RewrappingKeyring",
    "RootKeyDisabled",
    "RootKeyEnding",
    "RootKeyMissing",
    "Secret",
    "SecretBytes",
    "Span",
    "Throttled",
    "View",
    "WrappedKey",
    "parse_form",
    "parse_template",
    "span",
]
