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
    View,
)
from fjcore.disclosure import Connector, ConnectorFactory, Disclosure, Receipt
from fjcore.records import CodeList, Form, parse_form
from fjcore.redaction.narrative import Recogniser, Span, span

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
    "Recogniser",
    "Span",
    "View",
    "parse_form",
    "span",
]
