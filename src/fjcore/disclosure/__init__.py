"""The Disclosure, how it is made, and the gate it passes."""

from __future__ import annotations

from fjcore.disclosure.accounting import (
    BASIS_CLASS,
    EXEMPT,
    Account,
    AccountingRow,
    account_of,
)
from fjcore.disclosure.build import FOOTER, Held, Outgoing, build
from fjcore.disclosure.channel import Connector, ConnectorFactory, Receipt
from fjcore.disclosure.disclosure import Disclosure
from fjcore.disclosure.exporting import (
    DeidentifiedRow,
    Exportable,
    Exporter,
    ExporterFactory,
    ExportKind,
    Table,
)
from fjcore.disclosure.gate import (
    MAX_CLOCK_STEP,
    MAX_STEP_WITHIN,
    Evidence,
    Proof,
    admit,
    needed,
    send,
)
from fjcore.disclosure.received import terms_of

__all__ = [
    "BASIS_CLASS",
    "EXEMPT",
    "FOOTER",
    "MAX_CLOCK_STEP",
    "MAX_STEP_WITHIN",
    "Account",
    "AccountingRow",
    "Connector",
    "ConnectorFactory",
    "DeidentifiedRow",
    "Disclosure",
    "Evidence",
    "ExportKind",
    "Exportable",
    "Exporter",
    "ExporterFactory",
    "Held",
    "Outgoing",
    "Proof",
    "Receipt",
    "Table",
    "account_of",
    "admit",
    "build",
    "needed",
    "send",
    "terms_of",
]
