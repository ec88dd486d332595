from __future__ import annotations

import pytest
from fjcore_sftp import SftpConnector

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
{connector}

[plugins.fjcore-sftp]
permissions = ["{given}"]

[plugins.fjcore-sftp.config]
key = "keys/center_ed25519"

[plugins.fjcore-sftp.config.partners.example_police]
host = "files.example.org"
user = "shelter"
host_key = "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAA"
"""


def test_a_site_that_gives_the_host_gets_the_connector(tmp_path):
    """A site that names the plugin and gives its host should have a connector."""
    text = SITE.format(
        connector='connector = "sftp.put"', given="network:files.example.org"
    )
    found = Site.parse(text, tmp_path)
    registry = Registry.build(found, strict=True)

    assert isinstance(
        registry.connector(found.connector_of("example_police")), SftpConnector
    )


@pytest.mark.parametrize(
    "given", ["network:other.example.org", "network:files.example.org:2222"]
)
def test_a_host_that_is_not_given_keeps_it_off(tmp_path, given):
    """A host in the settings that the site does not give should keep it off."""
    registry = Registry.build(
        Site.parse(SITE.format(connector="", given=given), tmp_path)
    )
    found = next(one for one in registry.report if one.name == "fjcore-sftp")

    assert ("broken", "missing_permission") == (found.state, found.reason)
