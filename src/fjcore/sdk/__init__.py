"""The stable face for plugins, and what a site makes of them.

A plugin imports only ``fjcore.sdk`` and ``fjcore.records``; any name outside
``__all__`` may change.
"""

from __future__ import annotations

from fjcore.sdk.contracts import (
    AccessRefused,
    Agency,
    Cap,
    CodeList,
    Connector,
    ConnectorFactory,
    CryptoRefused,
    Disclosure,
    Form,
    KeyContext,
    KeyMismatch,
    Keyring,
    KeyringDenied,
    KeyringFactory,
    KeyringUnreachable,
    KeyUnavailable,
    Limit,
    LimitQuestion,
    LimitRule,
    ObligationKind,
    PinLocked,
    Purpose,
    Receipt,
    RecipientKind,
    ReleaseTemplate,
    RewrappingKeyring,
    RootKeyDisabled,
    RootKeyEnding,
    RootKeyMissing,
    Secret,
    SecretBytes,
    Throttled,
    View,
    WrappedKey,
    parse_form,
    parse_template,
)
from fjcore.sdk.hookspecs import HookSpecs, hookimpl
from fjcore.sdk.manifest import Manifest, parse_manifest
from fjcore.sdk.registry import Registry
from fjcore.sdk.secrets import read_secret
from fjcore.sdk.settings import Partner, PluginSettings, Staff
from fjcore.sdk.site import Site
from fjcore.sdk.status import PluginState, PluginStatus
from fjcore.sdk.watch import Watch

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
    "HookSpecs",
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
    "Manifest",
    "ObligationKind",
    "Partner",
    "PinLocked",
    "PluginSettings",
    "PluginState",
    "PluginStatus",
    "Purpose",
    "Receipt",
    "RecipientKind",
    "Registry",
    "ReleaseTemplate",
    "RewrappingKeyring",
    "RootKeyDisabled",
    "RootKeyEnding",
    "RootKeyMissing",
    "Secret",
    "SecretBytes",
    "Site",
    "Staff",
    "Throttled",
    "View",
    "Watch",
    "WrappedKey",
    "hookimpl",
    "parse_form",
    "parse_manifest",
    "parse_template",
    "read_secret",
]
