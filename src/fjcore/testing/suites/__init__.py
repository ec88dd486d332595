"""Suites to derive from: what a plugin, and each thing it may provide, must do.

A test class derives from a suite and says what is to be tried. None of them needs more
than the library: pytest runs them, and so does ``fjcore.testing.checks.failures``.
"""

from __future__ import annotations

from fjcore.testing.suites._connectors import ConnectorSuite
from fjcore.testing.suites._plugins import PluginSuite

__all__ = ["ConnectorSuite", "PluginSuite"]
