"""The pages of hooks and of plugins are made of what there is."""

from __future__ import annotations

import importlib.util
import re
from pathlib import Path
from typing import Any

import pytest

from fjcore.sdk import parse_manifest
from fjcore.sdk.hookspecs import HOOKS
from fjcore.sdk.manifest import API
from fjcore.testing import suites
from fjcore.testing.keyrings import KeyringSuite

ROOT = Path(__file__).parent.parent
DOCS = ROOT / "docs"


@pytest.fixture(scope="module")
def make() -> Any:
    """Give the module that makes the pages."""
    spec = importlib.util.spec_from_file_location("make", DOCS / "plugins" / "make.py")
    module: Any = importlib.util.module_from_spec(spec)  # type: ignore[arg-type]
    spec.loader.exec_module(module)  # type: ignore[union-attr]
    return module


def test_pages(make: Any) -> None:
    """Both pages should be as they are made."""
    assert make.hooks() == make.HOOKS_PAGE.read_text("utf-8")
    assert make.directory() == make.DIRECTORY_PAGE.read_text("utf-8")


def test_suites(make: Any) -> None:
    """Every suite that the page names should be there, and no suite be left out."""
    shipped = {*suites.__all__, KeyringSuite.__name__} - {"PluginSuite"}

    assert shipped == set(make.SUITES.values())
    assert set(make.SUITES) <= set(HOOKS)


def test_hook_is_tested() -> None:
    """Every hook should be called by a test or a plugin that tests try."""
    texts = (p.read_text("utf-8") for p in (ROOT / "tests").rglob("*.py"))
    found = {word for text in texts for word in re.findall(r"\bfjcore_\w+", text)}

    assert [] == [name for name in HOOKS if name not in found]


def test_every_plugin_is_listed(make: Any) -> None:
    """Every plugin here should be in the directory, as its manifest says."""
    manifests = [
        parse_manifest(path.read_text("utf-8"))
        for path in ROOT.glob("plugins/*/src/*/fjcore-plugin.toml")
    ]
    page = make.directory()

    assert len(manifests) > 5
    assert [] == [m.name for m in manifests if f"| `{m.name}` | {m.kind} |" not in page]


def test_stability() -> None:
    """The page of what stays should name the contract that this version has."""
    text = (DOCS / "plugins" / "stability.md").read_text("utf-8")

    assert f'`api = "{API}"`' in text
