from __future__ import annotations

import pytest

from fjcore.errors import HookError
from fjcore.sdk import Registry

from .conftest import local, site

HEAD = """
import asyncio
from attrs import evolve, frozen
from fjcore.sdk import *
from fjcore.sdk import _pluggy
FORM = parse_form('''
form = "x_demo.visit"
version = 1
title = { en = "Visit" }
[[field]]
name = "pets"
type = "yes_no"
category = "household"
about = "subject"
identifying = "quasi"
label = { en = "Do you have pets?" }
''')
STRAY = evolve(FORM.fields[0], name="shoe", target="person.shoe")
CODES = CodeList(
    "x_demo.how", "1", {"a": "A"}, maps_to="fj.name_use", maps={"a": "alias"}
)
LIMIT = Limit("demo.limit", statement="Not here.", citation="a law")
POLICE = Agency("demo.police", kind=RecipientKind.LAW_ENFORCEMENT, name="Police")

def forced(item, **parts):
    item = evolve(item)
    for name, value in parts.items():
        object.__setattr__(item, name, value)
    return item

@frozen
class Rule:
    id: str = "demo.rule"
    def cap(self, question, /): return View.FULL

@frozen
class Line:
    id: str = "demo.line"
    hosts: tuple = ()
    def connect(self, config, folder, /): return None

"""

GOOD = HEAD + "@hookimpl\ndef fjcore_forms(): return [FORM]\n"


def hook(name: str, body: str) -> str:
    return f"{HEAD}@hookimpl\ndef fjcore_{name}(): return {body}\n"


def refused(source, provides=("forms",), **parts):
    with pytest.raises(HookError) as caught:
        Registry.build(
            site("fjcore-demo"),
            extra=[local(source, provides=provides, **parts)],
            strict=True,
        )
    assert caught.value.__context__ is None
    assert "fjcore-demo local" in str(caught.value)
    return str(caught.value)


def test_a_good_plugin_passes_every_check():
    """A plugin that keeps the contract should be enabled with what it brings."""
    got = Registry.build(
        site("fjcore-demo"), extra=[local(GOOD, provides=("forms",))], strict=True
    )

    assert {"x_demo.visit"} == set(got.forms)


def test_r1_a_plugin_is_a_module(install):
    """An object in a module's place should be refused, since asking it may run code."""
    install(
        code="import sys\nclass Fake: __spec__ = None\nsys.modules[__name__] = Fake()"
    )

    with pytest.raises(HookError, match=r"fjcore-demo 1.2.0: not a module"):
        Registry.build(site("fjcore-demo"), strict=True)


@pytest.mark.parametrize(
    ("check", "source"),
    [
        ("R2", GOOD + "@hookimpl\ndef fjcore_form(): return []\n"),
        ("R2", GOOD + "@hookimpl\ndef helper(): return []\n"),
        (
            "R2",
            HEAD + "@_pluggy._impl(specname='fjcore_forms')\n"
            "def fjcore_forms(): return [FORM]\n",
        ),
        ("R3", GOOD + "def fjcore_forns(): return []\n"),
        ("R3", HEAD + "def fjcore_forms(): return [FORM]\n"),
        ("R3", HEAD + "fjcore_forms = hookimpl(type('F', (), {'__call__': 1})())\n"),
        ("R4", HEAD + "@hookimpl\ndef fjcore_forms(config): return [FORM]\n"),
        ("R4", HEAD + "@hookimpl\ndef fjcore_forms(config=None): return [FORM]\n"),
        ("R4", HEAD + "@hookimpl\ndef fjcore_forms(*, config=1): return [FORM]\n"),
        ("R4", HEAD + "@hookimpl\ndef fjcore_forms(*a): return [FORM]\n"),
        ("R4", HEAD + "@hookimpl\ndef fjcore_forms(**k): return [FORM]\n"),
        (
            "R4",
            HEAD + "@hookimpl\ndef fjcore_forms(x): return [FORM]\n"
            "import inspect\nfjcore_forms.__signature__ = inspect.Signature()\n",
        ),
        ("R5", HEAD + "@hookimpl\nasync def fjcore_forms(): return [FORM]\n"),
        ("R5", HEAD + "@hookimpl\ndef fjcore_forms(): yield FORM\n"),
        ("R5", HEAD + "@hookimpl\nasync def fjcore_forms(): yield FORM\n"),
        *(
            (
                "R6",
                f"{HEAD}@_pluggy._impl({option}=True)\n"
                "def fjcore_forms(): return [FORM]\n",
            )
            for option in (
                "wrapper",
                "hookwrapper",
                "tryfirst",
                "trylast",
                "optionalhook",
            )
        ),
        ("R7", GOOD + "@hookimpl\ndef fjcore_agencies(): return [POLICE]\n"),
        ("R7", HEAD),
        ("R8", hook("forms", "'FORM'")),
        ("R8", hook("forms", "None")),
        ("R8", hook("forms", "(f for f in [FORM])")),
        ("R8", hook("forms", "{1: FORM}")),
        ("R8", hook("forms", "[FORM] * 1001")),
        ("R9", hook("forms", "[CODES]")),
        ("R9", hook("forms", "[type('F', (Form,), {})(*[None] * 7)]")),
        ("R10", hook("forms", "[FORM, FORM]")),
        ("R10", hook("forms", "[evolve(FORM, code_lists=(evolve(CODES, id='x'),))]")),
        ("R12", hook("forms", "[evolve(FORM, id='x_demo.other')]")),
        ("R12", hook("forms", "[evolve(FORM, fields=())]")),
        ("R12", hook("forms", "[evolve(FORM, fields=(*FORM.fields, STRAY))]")),
        ("R12", hook("forms", "[evolve(FORM, constants={'person.shoe': 1})]")),
    ],
)
def test_each_check_of_a_form_plugin_refuses_its_fault(check, source):
    """Each fault of a hook should be refused by the check that is meant for it."""
    assert f"({check})" in refused(source)


@pytest.mark.parametrize(
    ("check", "kind", "body"),
    [
        ("R9", "vocabularies", "[FORM]"),
        ("R10", "vocabularies", "[evolve(CODES, id='demo.how')]"),
        ("R10", "vocabularies", "[evolve(CODES, id='x_other.how')]"),
        ("R10", "vocabularies", "[evolve(CODES, id='fj.name_use')]"),
        ("R12", "vocabularies", "[evolve(CODES, maps={})]"),
        ("R12", "vocabularies", "[evolve(CODES, maps_to='fj.nothing')]"),
        ("R12", "vocabularies", "[evolve(CODES, maps={'a': 'nickname'})]"),
        ("R9", "agencies", "[CODES]"),
        ("R9", "agencies", "[evolve(POLICE, capabilities=frozenset({'any'}))]"),
        ("R10", "agencies", "[evolve(POLICE, id='police')]"),
        ("R10", "agencies", "[evolve(POLICE, id='demo.')]"),
        ("R10", "agencies", "[evolve(POLICE, id='demo.Two Words')]"),
        ("R12", "agencies", "[forced(POLICE, kind='police')]"),
        ("R10", "limits", "[Rule(id='federal.floor')]"),
        ("R11", "limits", "[CODES]"),
        ("R10", "limits", "[LIMIT, evolve(LIMIT, citation='another law')]"),
        ("R11", "limits", "[type('R', (Rule,), {'cap': lambda self, q: 0})()]"),
        ("R11", "limits", "[type('R', (Rule,), {'cap': lambda self: 0})()]"),
        ("R11", "limits", "[type('R', (Rule,), {'cap': None})()]"),
        (
            "R11",
            "limits",
            "[type('L', (Limit,), {})('demo.l', statement='', citation='')]",
        ),
        ("R12", "limits", "[evolve(LIMIT, statement='')]"),
        ("R12", "limits", "[evolve(LIMIT, citation=' ')]"),
        ("R12", "limits", "[evolve(LIMIT, categories={'shoes'})]"),
        ("R11", "connectors", "[Rule()]"),
        ("R11", "connectors", "[type('L', (Line,), {'connect': len})()]"),
        ("D5", "connectors", "[Line(hosts=('files.example.org',))]"),
        ("R9", "connectors", "[Line(hosts='files.example.org')]"),
        ("R10", "connectors", "[Line(id='line')]"),
        ("R9", "alert_policies", "[LIMIT]"),
        ("R9", "alert_policies", "[AlertPolicy(id='demo.p', roles={'lead'})]"),
        ("R12", "alert_policies", "[AlertPolicy(id='demo.p', roles=frozenset())]"),
        (
            "R10",
            "alert_policies",
            "[AlertPolicy(id='p', roles=frozenset({'lead'}))]",
        ),
        ("R11", "alert_channels", "[Rule()]"),
        ("D5", "alert_channels", "[Line(hosts=('pager.example.org',))]"),
        ("R10", "alert_channels", "[Line(id='line')]"),
    ],
)
def test_each_check_of_a_returned_item_refuses_its_fault(check, kind, body):
    """Each fault of what a hook returns should be refused by its own check."""
    got = refused(hook(kind, body), (kind.replace("_", "-"),))

    assert f"({check})" in got
    assert f"fjcore_{kind}" in got


@pytest.mark.parametrize(
    ("kind", "body"),
    [
        ("vocabularies", "[CODES]"),
        ("agencies", "(POLICE,)"),
        ("limits", "[Rule(), LIMIT]"),
        ("connectors", "[Line()]"),
        ("alert_channels", "[Line()]"),
        (
            "alert_policies",
            "[AlertPolicy(id='demo.p', roles=frozenset({'lead'}))]",
        ),
    ],
)
def test_each_hook_takes_what_its_contract_says(kind, body):
    """A good item of each kind should pass, so that the checks are not a wall."""
    source = hook(kind, body)
    got = Registry.build(
        site("fjcore-demo"),
        extra=[local(source, provides=(kind.replace("_", "-"),))],
        strict=True,
    )

    assert next(s.state for s in got.report if s.name == "fjcore-demo") == "enabled"


def test_two_different_lists_cannot_share_an_id():
    """A list beside a form should not be able to replace the form's own."""
    source = (
        HEAD
        + "@hookimpl\ndef fjcore_forms(): return [evolve(FORM, code_lists=(CODES,))]\n"
        "@hookimpl\n"
        "def fjcore_vocabularies(): return [evolve(CODES, version='2')]\n"
    )

    assert "(R10)" in refused(source, ("forms", "vocabularies"))
