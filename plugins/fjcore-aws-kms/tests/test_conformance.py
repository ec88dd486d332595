from __future__ import annotations

import fjcore_aws_kms
import pytest

from fjcore.testing.suites import PluginSuite


@pytest.mark.nightly
class TestPlugin(PluginSuite):
    """The plugin is what every plugin must be."""

    module = fjcore_aws_kms
    config = {"key": "alias/center", "region": "us-west-2"}  # noqa: RUF012
