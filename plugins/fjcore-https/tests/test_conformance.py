from __future__ import annotations

import fjcore_https
import pytest

from fjcore.testing.suites import PluginSuite


@pytest.mark.nightly
class TestPlugin(PluginSuite):
    """The plugin is what every plugin must be."""

    module = fjcore_https
    config = {  # noqa: RUF012 - what a site would write
        "certificate": "keys/center.pem",
        "key": "keys/center.key",
        "signing_key": "keys/signing.pem",
        "key_id": "example-shelter-2026",
        "partners": {
            "example_police": {
                "url": "https://records.police.example.org/disclosures",
                "authority": "keys/police-ca.pem",
            }
        },
    }
    permissions = frozenset({"network:records.police.example.org"})
