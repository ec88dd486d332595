from __future__ import annotations

import re

import pytest
from fjcore_billings import AGENCIES, LISTS, REPORTS

from fjcore.consent import shipped_packs
from fjcore.errors import FjcoreError
from fjcore.records import core_list
from fjcore.sdk import RecipientKind, Registry, Site
from fjcore.testing.suites import VocabularySuite

(PACK,) = [pack for pack in shipped_packs() if pack.id == "US-MT"]

SITE = """
[holder]
agency = "rimrock"
kind = "vsp_advocate"
name = "Rimrock Advocates"
unit = "advocacy"
regimes = ["vawa"]
state = "US-MT"
tz = "America/Denver"

[law]
packs = [{ id = "US-MT", sha256 = "DIGEST" }]

[plugins.fjcore-billings]
version = ">=0.1,<0.2"
adopts = ["billings.police", "billings.legal_aid", "billings.hospital"]
"""


class TestLists(VocabularySuite):
    """The code lists of the front desk are what every list must be."""

    lists = LISTS


def built(tmp_path, digest=PACK.sha256):
    site = Site.parse(SITE.replace("DIGEST", digest), tmp_path)
    return site, Registry.build(site, strict=True)


def test_a_site_may_have_the_pack_and_the_plugin(tmp_path):
    """Montana's pack and the plugin should be in force side by side."""
    site, registry = built(tmp_path)

    assert ["US-MT"] == [pack.id for pack in site.packs()]
    assert {"billings.heard_from"} == set(registry.reports)
    assert {one.id for one in LISTS} <= set(registry.code_lists)


def test_a_pack_that_changed_is_not_adopted(tmp_path):
    """Another pack than the one somebody looked at should be refused."""
    with pytest.raises(FjcoreError, match="other_digest"):
        built(tmp_path, "0" * 64)


def test_a_code_of_the_desk_is_one_of_cores():
    """Each local code should be a core one, so that a report can count it."""
    wrong = [
        (one.id, code)
        for one in LISTS
        for code, core in one.maps.items()
        if core not in core_list(one.maps_to).codes
    ]

    assert [] == wrong
    assert all(one.codes.keys() == one.maps.keys() for one in LISTS)


def test_the_report_is_named_in_both_languages():
    """A report should have a title in English and Spanish, and no small counts."""
    assert [{"en", "es"}] == [set(one.title) for one in REPORTS]
    assert all(one.threshold >= 11 for one in REPORTS)


def test_every_agency_is_plainly_made_up():
    """No agency of the plugin should be taken for a real one."""
    assert [] == [one.id for one in AGENCIES if "example" not in one.name.lower()]
    assert all(isinstance(one.kind, RecipientKind) for one in AGENCIES)
    assert all(re.fullmatch(r"billings\.[a-z_]+", one.id) for one in AGENCIES)
