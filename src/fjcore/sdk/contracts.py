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
from fjcore.screening import (
    AlertChannel,
    AlertChannelFactory,
    AlertNotice,
    AlertPolicy,
)

__all__ = [
    "Agency",
    "AlertChannel",
    "AlertChannelFactory",
    "AlertNotice",
    "AlertPolicy",
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
    "View",
    "parse_form",
]
