from __future__ import annotations

import fjcore_sftp
import pytest

from fjcore.testing.suites import PluginSuite


@pytest.mark.nightly
class TestPlugin(PluginSuite):
    """The plugin is what every plugin must be."""

    module = fjcore_sftp
    config = {  # noqa: RUF012 - what a site would write
        "key": "keys/center_ed25519",
        "partners": {
            "example_police": {
                "host": "files.example.org",
                "user": "shelter",
                "host_key": "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIEXAMPLE",
            }
        },
    }
    permissions = frozenset({"network:files.example.org"})
