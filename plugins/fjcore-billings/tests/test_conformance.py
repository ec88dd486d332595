from __future__ import annotations

import fjcore_billings
from fjcore_billings import (
    AGENCIES,
    LIMITS,
    fjcore_forms,
    fjcore_release_templates,
)

from fjcore.testing.suites import (
    AgencySuite,
    FormSuite,
    LimitSuite,
    PluginSuite,
    ReleaseTemplateSuite,
)

ANSWERS = {"full_name": "Ana Sample", "tribal_advocate": True, "ride": False}


class TestPlugin(PluginSuite):
    """The plugin is what every plugin must be."""

    module = fjcore_billings


class TestForms(FormSuite):
    """The form of the first visit is what every form must be."""

    forms = fjcore_forms()
    answers = {form.id: ANSWERS for form in fjcore_forms()}  # noqa: RUF012


class TestAgencies(AgencySuite):
    """The agencies of the center are what every agency must be."""

    agencies = AGENCIES


class TestTemplates(ReleaseTemplateSuite):
    """The release of the center is what every release form must be."""

    templates = fjcore_release_templates()


class TestLimits(LimitSuite):
    """The limits of the plugin are what every limit must be."""

    limits = LIMITS
    recipients = tuple(agency.id for agency in AGENCIES)[:3]
