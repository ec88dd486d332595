"""A plugin is checked from its folder or its wheel, without a site."""

from __future__ import annotations

import json
import stat
import sys
import zipfile

import jsonschema
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fjcore.errors import PluginError
from fjcore.sdk import parse_manifest
from fjcore.sdk._parcel import MAX_MEMBERS
from fjcore.sdk.checking import check_plugin
from fjcore.sdk.schema import manifest_schema

from .conftest import manifest_text

GOOD = """
from fjcore.sdk import Limit, hookimpl
@hookimpl
def fjcore_limits():
    return [Limit("demo.one", statement="Not here.", citation="a rule")]
"""
PROJECT = """
[project]
name = "{name}"
version = "1.0"
[project.entry-points."fjcore.plugins"]
fjcore-demo = "{module}"
"""


def project(
    folder, *, code=GOOD, name="fjcore-demo", module="fjcore_demo", manifest=None
):
    package = folder / "src" / "fjcore_demo"
    package.mkdir(parents=True)
    (package / "__init__.py").write_text(code)
    text = manifest_text(provides=("limits",)) if manifest is None else manifest
    (package / "fjcore-plugin.toml").write_text(text)
    (folder / "pyproject.toml").write_text(PROJECT.format(name=name, module=module))
    return folder


def faults(path):
    return [(one.check, one.code) for one in check_plugin(path) if not one.ok]


def test_a_good_project(tmp_path):
    """A good project should pass each check, and leave nothing imported."""
    got = check_plugin(project(tmp_path))

    assert ["D1", "D2", "D3", "D4", "R"] == [one.check for one in got]
    assert all(one.ok for one in got)
    assert "fjcore_demo" not in sys.modules


@pytest.mark.parametrize(
    ("parts", "fault"),
    [
        ({"name": "fjcore-other"}, ("D2", "manifest_error")),
        ({"module": "fjcore_other"}, ("D3", "manifest_error")),
        ({"manifest": "x = 1"}, ("D1", "manifest_error")),
        (
            {"manifest": manifest_text(provides=("limits",), requires=">=9")},
            ("D4", "incompatible_plugin"),
        ),
        ({"code": "raise SystemExit(0)"}, ("R", "plugin_fault")),
        ({"code": "import os\nos._exit(0)"}, ("R", "plugin_fault")),
        ({"code": "x = 1"}, ("R", "hook_error")),
        (
            {"manifest": manifest_text(provides=("limits",), more='config = "a.b:C"')},
            ("R", "plugin_fault"),
        ),
    ],
)
def test_a_fault(tmp_path, parts, fault):
    """Each fault of a plugin should be found by the check that is meant for it."""
    assert [fault] == faults(project(tmp_path, **parts))


def test_no_plugin(tmp_path):
    """A folder without a manifest, or with two, should be refused."""
    assert [("D1", "missing")] == faults(tmp_path)
    project(tmp_path)
    (tmp_path / "src" / "other").mkdir()
    (tmp_path / "src" / "other" / "fjcore-plugin.toml").write_text("")
    assert [("D1", "duplicate")] == faults(tmp_path)


def wheel(folder, more=()):
    path = folder / "fjcore_demo-1.0-py3-none-any.whl"
    info = "fjcore_demo-1.0.dist-info"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as file:
        file.writestr("fjcore_demo/__init__.py", GOOD)
        file.writestr(
            "fjcore_demo/fjcore-plugin.toml", manifest_text(provides=("limits",))
        )
        file.writestr(f"{info}/METADATA", "Name: fjcore-demo\nVersion: 1.0\n")
        file.writestr(f"{info}/entry_points.txt", "[fjcore.plugins]\nx = fjcore_demo\n")
        for name, text in more:
            file.writestr(name, text)
    return path


def test_a_wheel(tmp_path):
    """A wheel should be checked as the project that it was built from."""
    assert [] == faults(wheel(tmp_path))
    assert [tmp_path / "fjcore_demo-1.0-py3-none-any.whl"] == list(tmp_path.iterdir())


LINK = zipfile.ZipInfo("fjcore_demo/link")
LINK.external_attr = (stat.S_IFLNK | 0o777) << 16


@pytest.mark.parametrize(
    ("more", "code"),
    [
        ([("../outside.py", "")], "unreadable"),
        ([("/outside.py", "")], "unreadable"),
        ([("a\\b.py", "")], "unreadable"),
        ([(LINK, "target")], "unreadable"),
        ([(f"fjcore_demo/{n}.py", "") for n in range(MAX_MEMBERS)], "too_big"),
        ([("fjcore_demo/big.bin", b"\0" * (2 << 20))], "too_big"),
    ],
)
def test_a_wheel_that_means_harm(tmp_path, more, code):
    """A wheel that would write elsewhere, or fill the disk, should not be unpacked."""
    assert [("D1", code)] == faults(wheel(tmp_path, more))
    assert 1 == len(list(tmp_path.iterdir()))


@pytest.mark.parametrize("packed", [zipfile.ZIP_DEFLATED, zipfile.ZIP_LZMA])
def test_a_damaged_wheel(tmp_path, packed):
    """A wheel that cannot be unpacked should be told so, however it was packed."""
    path = tmp_path / "x.whl"
    with zipfile.ZipFile(path, "w", packed) as file:
        file.writestr("a.py", "x" * 5000)
    raw = bytearray(path.read_bytes())
    raw[45:55] = b"\xff" * 10
    path.write_bytes(raw)

    assert [("D1", "unreadable")] == faults(path)


def test_no_wheel(tmp_path):
    """A file that is no wheel should be told so."""
    path = tmp_path / "x.whl"
    path.write_bytes(b"PK\x03\x04 and no more")

    assert [("D1", "unreadable")] == faults(path)


# --- the schema ---------------------------------------------------------------------

FIELDS = {
    "api": ["1", "2", 1],
    "name": ["fjcore-demo", "Demo", "a--b", "", 7],
    "requires-fjcore": [">=0.1", ""],
    "title": ["A title", ""],
    "kind": ["community", "report", "other"],
    "maintainers": [["One"], [], "One", [1]],
    "provides": [["limits"], ["forms", "connectors"], ["shoes"], []],
    "ids": ["demo", "d", "Demo", "x" * 25],
    "permissions": [[], ["network:a.example.org:443", "holds-keys"], ["network:*"],
                    ["reads-narrative", "aggregate"], ["all"], ["network:-"]],
    "jurisdictions": [[], ["US-MT"], [1]],
    "config": ["", "demo.config:Config", "demo", "demo:config"],
    "trusted": [True],
}  # fmt: skip
OPTIONAL = {"permissions", "jurisdictions", "config", "trusted"}
manifests = st.fixed_dictionaries(
    {n: st.sampled_from(v) for n, v in FIELDS.items() if n not in OPTIONAL},
    optional={n: st.sampled_from(FIELDS[n]) for n in OPTIONAL},
)
EVERY_GOOD = {name: values[0] for name, values in FIELDS.items() if name != "trusted"}
changes = st.builds(lambda base, part: {**base, **part}, st.just(EVERY_GOOD), st.one_of(
    [st.builds(lambda v, n=n: {n: v}, st.sampled_from(v)) for n, v in FIELDS.items()]
))  # fmt: skip
VALIDATOR = jsonschema.Draft202012Validator(manifest_schema())


def taken(data):
    text = "\n".join(f"{name} = {json.dumps(value)}" for name, value in data.items())
    try:
        parse_manifest(text)
    except PluginError:
        return False
    return True


@settings(max_examples=120, deadline=None)
@given(st.one_of(changes, manifests))
def test_the_schema_takes_what_is_read(data):
    """The schema should take a manifest exactly when it is read without a fault."""
    assert taken(data) == VALIDATOR.is_valid(data)


def test_the_schema_is_one():
    """The schema should be one by its own rules, and take a plain manifest."""
    jsonschema.Draft202012Validator.check_schema(manifest_schema())

    assert taken(EVERY_GOOD)
    assert VALIDATOR.is_valid(EVERY_GOOD)
