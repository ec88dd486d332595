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
from fjcore.disclosure import Connector, ConnectorFactory, Disclosure, Receipt
from fjcore.records import CodeList, Form, parse_form

__all__ = [
    "Agency",
    "CodeList",
    "Connector",
    "ConnectorFactory",
    "Disclosure",
    "Form",
    "Limit",
    "LimitQuestion",
    "LimitRule",
    "ObligationKind",
    "Purpose",
    "Receipt",
    "RecipientKind",
    "ReleaseTemplate",
    "View",
    "parse_form",
    "parse_template",
]
