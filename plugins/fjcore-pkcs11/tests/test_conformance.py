from __future__ import annotations

import fjcore_pkcs11
import pytest

from fjcore.testing.suites import PluginSuite


@pytest.mark.nightly
class TestPlugin(PluginSuite):
    """The plugin is what every plugin must be."""

    module = fjcore_pkcs11
    config = {  # noqa: RUF012 - what a site would write
        "module": "/usr/lib/softhsm/libsofthsm2.so",
        "token": "center",
        "key": "root-2026",
        "pin": "env:EXAMPLE_PIN",
    }
