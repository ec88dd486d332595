from __future__ import annotations

import pytest

from fjcore.errors import IncompatiblePlugin, ManifestError, Problem
from fjcore.sdk.manifest import asked_of, is_permission, normalised, parse_manifest

from .conftest import manifest_text

#: One more than a plugin may have.
CODES = [f"code_{number}" for number in range(65)]


def test_a_good_manifest_is_read_whole():
    """A manifest should give back what its file says."""
    got = parse_manifest(
        manifest_text(
            provides=("forms", "limits"),
            permissions=("network:files.example.org",),
            more='refusals = ["too_long"]',
        )
    )

    assert got.name == "fjcore-demo"
    assert {"forms", "limits"} == got.provides
    assert {"network:files.example.org"} == got.permissions
    assert {"too_long"} == got.refusals
    assert got.restrictive


def test_only_a_plugin_that_limits_is_restrictive():
    """A plugin without limits should be able to fail without closing anything."""
    assert not parse_manifest(manifest_text()).restrictive


@pytest.mark.parametrize(
    ("change", "problem"),
    [
        ({"more": 'colour = "teal"'}, Problem("", "unknown_key")),
        ({"more": 'requires_fjcore = ">=0.1"'}, Problem("", "unknown_key")),
        ({"provides": ("grants",)}, Problem("provides.0", "unknown_code")),
        ({"provides": ()}, Problem("provides", "required")),
        ({"permissions": ("all",)}, Problem("permissions", "unknown_code")),
        ({"ids": "fj"}, Problem("ids", "duplicate")),
        ({"ids": "voca"}, Problem("ids", "duplicate")),
        ({"ids": "Demo"}, Problem("ids", "format")),
        ({"requires": ""}, Problem("requires-fjcore", "format")),
        ({"requires": "latest"}, Problem("requires-fjcore", "format")),
        ({"more": 'config = "demo"'}, Problem("config", "format")),
        ({"more": 'refusals = ["Maeve"]'}, Problem("refusals", "format")),
        ({"more": f"refusals = {CODES}"}, Problem("refusals", "format")),
        ({"more": "jurisdictions = 5"}, Problem("jurisdictions", "type")),
    ],
)
def test_each_fault_is_named_by_its_path(change, problem):
    """A faulty manifest should be refused with the path and code of its fault."""
    with pytest.raises(ManifestError) as caught:
        parse_manifest(manifest_text(**change))

    assert (problem,) == caught.value.problems
    assert caught.value.__context__ is None


@pytest.mark.parametrize("text", ["", "api = ", "x" * 70_000, "a=" + "[" * 9_000])
def test_a_text_that_is_no_manifest_is_refused(text):
    """A text that cannot be read should be refused without repeating it."""
    with pytest.raises(ManifestError) as caught:
        parse_manifest(text)

    assert caught.value.__context__ is None


def test_another_contract_is_told_apart_from_a_fault():
    """A manifest for a later contract should be incompatible, not faulty."""
    text = manifest_text(more='later = "key"').replace('api = "1"', 'api = "2"')

    with pytest.raises(IncompatiblePlugin):
        parse_manifest(text)


def test_names_have_one_form():
    """Spellings of one distribution's name should become the same name."""
    assert normalised("Fjcore_.Demo") == "fjcore-demo"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("network:example.org", True),
        ("network:example.org:8443", True),
        ("network:*", False),
        ("network:", False),
        ("network:example.org/path", False),
        ("reads-narrative", True),
    ],
)
def test_a_permission_names_one_host(text, expected):
    """A permission should name one host, never all of them."""
    assert expected == is_permission(text)


@pytest.mark.parametrize(
    ("given", "missing"),
    [
        ((), {"network:*"}),
        (("network:files.example.org",), set()),
        (("reads-narrative",), {"network:*"}),
    ],
)
def test_hosts_of_the_settings_need_one_given(given, missing):
    """A plugin whose hosts the site names should need at least one of them given."""
    found = parse_manifest(manifest_text(permissions=("network:*",)))

    assert missing == asked_of(found, frozenset(given))
