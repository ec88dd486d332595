from __future__ import annotations

import fjcore_example

from fjcore.sdk import Registry, Site

SITE = """
[holder]
agency = "rimrock"
kind = "vsp_advocate"
name = "Rimrock Advocates"
unit = "advocacy"
regimes = ["vawa"]
state = "US-MT"
tz = "America/Denver"

[plugins.fjcore-example]
version = ">=0.1,<0.2"
"""


def test_the_form_is_the_one_of_the_file():
    """The one hook should give the one form, in both languages."""
    (form,) = fjcore_example.fjcore_forms()

    assert "x_example.visit" == form.id
    assert ["full_name", "ride", "ride_when"] == [one.name for one in form.fields]
    assert all(one.label.keys() == {"en", "es"} for one in form.fields)


def test_a_site_that_names_it_gets_the_form(tmp_path):
    """The installed plugin should be enabled by a site that names it."""
    registry = Registry.build(Site.parse(SITE, tmp_path), strict=True)

    assert "x_example.visit" in registry.forms
