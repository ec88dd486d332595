"""Why the exporters refuse is told by the codes of the manifest, and by no others."""

from __future__ import annotations

import pytest
from fjcore_hmis.faults import _REASONS

from fjcore.errors import PluginRefused
from fjcore.sdk import Registry, Site
from fjcore.sdk.discovery import candidate, scan
from fjcore.testing.disclosures import disclosure
from fjcore.testing.suites._plugins import SITE

TABLE = '[plugins.fjcore-hmis]\npermissions = ["aggregate"]\n'


def test_every_code_is_declared():
    """The manifest should declare each code by which something is refused."""
    found = next(one for one in scan() if one.name == "fjcore-hmis")

    assert set(_REASONS) == candidate(found, frozenset()).manifest.refusals


def test_a_disclosure_to_a_partner_is_told_as_prohibited(tmp_path):
    """Whoever sends a partner's data to HMIS should be told why it is not written."""
    registry = Registry.build(Site.parse(SITE + TABLE, tmp_path), strict=True)

    with pytest.raises(PluginRefused) as caught:
        registry.exporter("hmis.own").written([disclosure()])
    assert "hmis_prohibited" == caught.value.said
    assert ("fjcore-hmis", "fjcore_exporters") == (
        caught.value.plugin,
        caught.value.hook,
    )
