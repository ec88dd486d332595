from __future__ import annotations

from importlib.metadata import entry_points

from fjcore_billings import AGENCIES, LIMITS, fjcore_agencies, fjcore_limits

from fjcore.sdk import ObligationKind, RecipientKind, Registry, Site

SITE = """
[holder]
agency = "rimrock"
kind = "vsp_advocate"
name = "Rimrock Advocates"
unit = "advocacy"
regimes = ["vawa"]
state = "US-MT"
tz = "America/Denver"

[plugins.fjcore-billings]
version = ">=0.1,<0.2"
adopts = ["billings.police", "billings.shelter"]
"""


def test_a_site_that_names_it_gets_all_it_brings() -> None:
    """The installed plugin should be enabled with its form, agencies and limit."""
    site = Site.parse(SITE, "/nowhere")
    got = Registry.build(site, strict=True)

    assert {"x_billings.intake"} == set(got.forms)
    assert {
        "x_billings.heard_from",
        "x_billings.need",
        "x_billings.not_had",
    } == set(got.code_lists)
    assert {"billings.police", "billings.shelter"} == set(got.policy(site).partners)
    assert set(got.policy(site).limits) == set(LIMITS)
    assert "x_billings.intake" in got.catalog().types


def test_a_site_that_does_not_name_it_gets_nothing() -> None:
    """An installed plugin that no site names should change nothing."""
    site = Site.parse(SITE[: SITE.index("[plugins")], "/nowhere")
    got = Registry.build(site, strict=True)

    assert {} == dict(got.forms)
    assert {} == dict(got.policy(site).partners)
    assert () == got.policy(site).limits


def test_it_is_found_by_its_entry_point() -> None:
    """The distribution should name its package as a plugin of fjcore."""
    (found,) = entry_points(group="fjcore.plugins", name="fjcore-billings")

    assert "fjcore_billings" == found.value
    assert (AGENCIES, LIMITS) == (fjcore_agencies(), fjcore_limits())


def test_its_names_are_fictitious() -> None:
    """No real agency should be named in a package that others copy."""
    assert all("example.org" in agency.name for agency in AGENCIES)
    assert all(agency.id.startswith("billings.") for agency in AGENCIES)
    assert len({agency.id for agency in AGENCIES}) == len(AGENCIES)
    assert len({agency.kind for agency in AGENCIES}) >= 7


def test_only_the_health_partner_takes_on_part_2() -> None:
    """Only an agency that agreed to the notices of Part 2 should be said to."""
    takes = {
        agency.kind
        for agency in AGENCIES
        if ObligationKind.PART2_NOTICE in agency.capabilities
    }

    assert {RecipientKind.MEDICAL_PROVIDER} == takes
    assert all(
        ObligationKind.REDISCLOSURE_NOTICE in agency.capabilities for agency in AGENCIES
    )
