"""The stable face for plugins, and what a site makes of them.

A plugin imports only ``fjcore.sdk`` and ``fjcore.records``; any name outside
``__all__`` may change.
"""

from __future__ import annotations

from fjcore.sdk.contracts import (
    Agency,
    CodeList,
    Connector,
    ConnectorFactory,
    Disclosure,
    Form,
    Limit,
    LimitQuestion,
    LimitRule,
    ObligationKind,
    Purpose,
    Receipt,
    RecipientKind,
    Recogniser,
    Span,
    View,
    parse_form,
    span,
)
from fjcore.sdk.hookspecs import HookSpecs, hookimpl
from fjcore.sdk.manifest import Manifest, parse_manifest
from fjcore.sdk.registry import PluginState, PluginStatus, Registry
from fjcore.sdk.settings import Partner, PluginSettings, Staff
from fjcore.sdk.site import Site

__all__ = [
    "Agency",
    "CodeList",
    "Connector",
    "ConnectorFactory",
    "Disclosure",
    "Form",
    "HookSpecs",
    "Limit",
    "LimitQuestion",
    "LimitRule",
    "Manifest",
    "ObligationKind",
    "Partner",
    "PluginSettings",
    "PluginState",
    "PluginStatus",
    "Purpose",
    "Receipt",
    "RecipientKind",
    "Recogniser",
    "Registry",
    "Site",
    "Span",
    "Staff",
    "View",
    "hookimpl",
    "parse_form",
    "parse_manifest",
    "span",
]
