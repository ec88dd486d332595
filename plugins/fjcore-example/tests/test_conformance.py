from __future__ import annotations

import fjcore_example

from fjcore.testing.suites import PluginSuite


class TestPlugin(PluginSuite):
    """The plugin is what every plugin must be."""

    module = fjcore_example
