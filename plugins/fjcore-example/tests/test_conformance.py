from __future__ import annotations

import fjcore_example

from fjcore.testing.suites import FormSuite, PluginSuite


class TestPlugin(PluginSuite):
    """The plugin is what every plugin must be."""

    module = fjcore_example


class TestForms(FormSuite):
    """The form is what every form must be."""

    forms = fjcore_example.fjcore_forms()
    answers = {"x_example.visit": {"full_name": "Ana Sample", "ride": True}}  # noqa: RUF012
