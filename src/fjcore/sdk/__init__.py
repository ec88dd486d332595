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
    ReleaseTemplate,
    View,
    parse_form,
    parse_template,
)
from fjcore.sdk.hookspecs import HookSpecs, hookimpl
from fjcore.sdk.manifest import Manifest, parse_manifest
from fjcore.sdk.registry import Registry
from fjcore.sdk.settings import Partner, PluginSettings, Staff
from fjcore.sdk.site import Site
from fjcore.sdk.status import PluginState, PluginStatus
from fjcore.sdk.watch import Watch

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
    "Registry",
    "ReleaseTemplate",
    "Site",
    "Staff",
    "View",
    "Watch",
    "hookimpl",
    "parse_form",
    "parse_manifest",
    "parse_template",
]
