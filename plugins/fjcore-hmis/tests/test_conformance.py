from __future__ import annotations

import fjcore_hmis
from fjcore_hmis import OwnFactory, TotalsFactory

from fjcore.testing.disclosures import disclosure
from fjcore.testing.suites import ExporterSuite, PluginSuite


class TestPlugin(PluginSuite):
    """The plugin is what every plugin must be."""

    module = fjcore_hmis


class TestTotals(ExporterSuite):
    """What writes counts does what every exporter must."""

    factory = TotalsFactory()


class TestOwn(ExporterSuite):
    """What writes rows for the holder does what every exporter must."""

    factory = OwnFactory()
    items = (disclosure(recipient="conformance"),)
