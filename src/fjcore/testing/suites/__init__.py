"""Suites to derive from: what a plugin, and each thing it may provide, must do.

A test class derives from a suite and says what is to be tried. None of them needs more
than the library: pytest runs them, and so does ``fjcore.testing.checks.failures``.
"""

from __future__ import annotations

from fjcore.testing.suites._connectors import ConnectorSuite
from fjcore.testing.suites._exporters import ExporterSuite
from fjcore.testing.suites._plugins import PluginSuite
from fjcore.testing.suites._policies import (
    AgencySuite,
    LimitSuite,
    ReleaseTemplateSuite,
)
from fjcore.testing.suites._readers import ImporterSuite, RecogniserSuite
from fjcore.testing.suites._records import FormSuite, VocabularySuite
from fjcore.testing.suites._screening import (
    AlertPolicySuite,
    InstrumentSuite,
    NormSuite,
    WordingSuite,
)

__all__ = [
    "AgencySuite",
    "AlertPolicySuite",
    "ConnectorSuite",
    "ExporterSuite",
    "FormSuite",
    "ImporterSuite",
    "InstrumentSuite",
    "LimitSuite",
    "NormSuite",
    "PluginSuite",
    "RecogniserSuite",
    "ReleaseTemplateSuite",
    "VocabularySuite",
    "WordingSuite",
]
