"""Release templates of plugins: only forms that were read, under ids of their own."""

from __future__ import annotations

import pytest

from fjcore.errors import HookError, UnknownTemplate
from fjcore.sdk import Registry

from .conftest import local, site

HEAD = """
from attrs import evolve
from fjcore.sdk import hookimpl, parse_template
TEXT = '''
id = "{id}"
version = "1"
kind = "release"
extends = "fjcore.release/1"
forms = ["vawa"]
languages = ["en", "es"]
wording = "1"
as_of = "2026-11-26"
reviewed = false
source = "34 U.S.C. 12291(b)(2)(B)"
title.en = "A form"
title.es = "Un permiso"
'''
FORM = parse_template(TEXT)
NEXT = parse_template(TEXT.replace('version = "1"', 'version = "10"'))

@hookimpl
def fjcore_release_templates():
    return {body}
"""
PROVIDES = {"provides": ("release-templates",)}


def built(body, name="demo.release", **parts):
    source = HEAD.replace("{body}", body).replace("{id}", name)
    plugin = local(source, **{**PROVIDES, **parts})
    return Registry.build(site("fjcore-demo"), extra=[plugin], strict=True)


def test_found_by_id():
    """A plugin's template should be found by its id, the newest of it, and by both."""
    registry = built("[NEXT, FORM]")

    assert ["demo.release/1", "demo.release/10"] == sorted(registry.templates)
    assert "10" == registry.template("demo.release").version
    assert "1" == registry.template("demo.release/1").version
    assert "fjcore.release" == registry.template("fjcore.release").id
    assert "Un permiso" == registry.template("demo.release").title["es"]
    with pytest.raises(UnknownTemplate):
        registry.template("demo.other")


@pytest.mark.parametrize(
    ("body", "fault"),
    [
        ("[FORM, FORM]", "id (R10)"),
        ("[TEXT]", "type (R9)"),
        ("FORM", "result (R8)"),
        ("[evolve(FORM, reviewed=True)]", "words (R12)"),
        ("[evolve(FORM, sections=FORM.sections[:3])]", "words (R12)"),
        ("[evolve(FORM, text='')]", "TemplateRefused"),
    ],
)
def test_refused(body, fault):
    """What is no form, or not as it was read, should be refused by its check."""
    with pytest.raises(Exception, match=r"fjcore_release_templates") as caught:
        built(body)

    assert fault in str(caught.value)


@pytest.mark.parametrize("name", ["fjcore.release", "other.release", "demo"])
def test_ids(name):
    """A template under an id that is not of the plugin's prefix should be refused."""
    with pytest.raises(HookError, match="R10"):
        built("[FORM]", name=name)


def test_provides():
    """A plugin that does not say that it brings templates should be refused."""
    silent = local("from fjcore.sdk import hookimpl\n", **PROVIDES)

    with pytest.raises(HookError, match="R7"):
        built("[FORM]", provides=("limits",))
    with pytest.raises(HookError, match=r"no fjcore_release_templates \(R7\)"):
        Registry.build(site("fjcore-demo"), extra=[silent], strict=True)
