from __future__ import annotations

import fjcore_filedrop
from fjcore_filedrop import Config, FolderFactory

from fjcore.testing.suites import ConnectorSuite, PluginSuite


class TestPlugin(PluginSuite):
    """The plugin is what every plugin must be."""

    module = fjcore_filedrop
    config = {"root": "outbox"}  # noqa: RUF012 - what a site would write


class TestConnector(ConnectorSuite):
    """The connector does what every connector must."""

    connector_id = "filedrop.folder"

    def open(self, folder):
        """Open it towards a folder."""
        return FolderFactory().connect(Config(root="outbox"), str(folder))

    def arrived(self, folder):
        """Give the files of the folder."""
        found = sorted((folder / "outbox").glob("*/*"))
        return [path.read_bytes() for path in found]

    def unanswered(self, folder):
        """Open it towards a place that is no folder."""
        (folder / "outbox").write_text("a file")
        return self.open(folder)
