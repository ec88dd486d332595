"""Why the exporters refuse is told by the codes of the manifest, and by no others."""

from __future__ import annotations

import fjcore_hmis
import pytest
from fjcore_hmis.faults import _REASONS

from fjcore.errors import PluginRefused
from fjcore.testing.disclosures import disclosure
from fjcore.testing.suites import PluginSuite


class Own(PluginSuite):
    """The plugin, as a site would have it."""

    module = fjcore_hmis


def test_every_code_is_declared():
    """The manifest should declare each code by which something is refused."""
    assert set(_REASONS) == Own().manifest.refusals


def test_a_disclosure_to_a_partner_is_told_as_prohibited(tmp_path):
    """Whoever sends a partner's data to HMIS should be told why it is not written."""
    exporter = Own().registry(tmp_path).exporter("hmis.own")

    with pytest.raises(PluginRefused) as caught:
        exporter.written([disclosure()])
    assert "hmis_prohibited" == caught.value.said
    assert ("fjcore-hmis", "fjcore_exporters") == (
        caught.value.plugin,
        caught.value.hook,
    )
