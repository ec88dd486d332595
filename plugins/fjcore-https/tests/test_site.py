from __future__ import annotations

import pytest
from fjcore_https import HttpsConnector

from fjcore.sdk import Registry, Site

SITE = """
[holder]
agency = "shelter"
kind = "vsp_advocate"
name = "Example Shelter"
unit = "advocacy"
regimes = ["vawa"]
state = "US-MT"
tz = "America/Denver"

[[staff]]
id = "dana"
roles = ["advocate"]

[[partners]]
id = "example_police"
kind = "law_enforcement"
name = "Example City Police"
connector = "https.post"

[plugins.fjcore-https]
permissions = [{given}]

[plugins.fjcore-https.config]
certificate = "center.pem"
key = "center.key"
signing_key = "signing.pem"
key_id = "center-2026"

[plugins.fjcore-https.config.partners.example_police]
url = "{url}"
authority = "police-ca.pem"
"""


def site(folder, given, url="https://records.example.org/in"):
    listed = ", ".join(f'"{one}"' for one in given)
    return Site.parse(SITE.format(given=listed, url=url), folder)


def state(registry):
    found = next(one for one in registry.report if one.name == "fjcore-https")
    return found.state, found.reason


def test_a_site_that_gives_the_host_gets_the_connector(tmp_path):
    """A site that names the plugin and gives its host should have a connector."""
    found = site(tmp_path, ["network:records.example.org"])
    registry = Registry.build(found, strict=True)

    assert ("enabled", "") == state(registry)
    assert isinstance(
        registry.connector(found.connector_of("example_police")), HttpsConnector
    )


@pytest.mark.parametrize(
    ("given", "url"),
    [
        ([], "https://records.example.org/in"),
        (["network:other.example.org"], "https://records.example.org/in"),
        (["network:records.example.org"], "https://records.example.org:8443/in"),
        (["network:records.example.org"], "https://elsewhere.example.org/in"),
    ],
)
def test_a_host_that_is_not_given_keeps_it_off(tmp_path, given, url):
    """A host in the settings that the site does not give should keep it off."""
    registry = Registry.build(without_partner(tmp_path, given, url))

    assert ("broken", "missing_permission") == state(registry)


def without_partner(folder, given, url):
    text = SITE.replace('connector = "https.post"\n', "")
    listed = ", ".join(f'"{one}"' for one in given)
    return Site.parse(text.format(given=listed, url=url), folder)


def test_an_address_in_clear_keeps_it_off(tmp_path):
    """An address that is not https should keep the plugin off, by its path."""
    found = without_partner(
        tmp_path, ["network:records.example.org"], "http://records.example.org/in"
    )
    registry = Registry.build(found)

    assert ("broken", "incompatible_plugin") == state(registry)
