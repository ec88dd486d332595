"""Plugins made on the spot: installed ones as files, local ones as modules."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
from support.installing import install_into

from fjcore.sdk import Manifest, Site, parse_manifest

SITE = """
[holder]
agency = "rimrock"
kind = "vsp_advocate"
name = "Rimrock Advocates"
unit = "advocacy"
regimes = ["vawa", "priv.mt.26-1-812"]
state = "US-MT"
tz = "America/Denver"

[[staff]]
id = "j.rivers"
roles = ["advocate"]
"""

MANIFEST = """
api = "1"
name = "{name}"
requires-fjcore = "{requires}"
title = "A plugin for a test"
kind = "community"
maintainers = ["The fjcore maintainers"]
provides = [{provides}]
permissions = [{permissions}]
ids = "{ids}"
{more}
"""


def listed(names: tuple[str, ...]) -> str:
    return ", ".join(f'"{name}"' for name in names)


def manifest_text(
    name: str = "fjcore-demo",
    *,
    provides: tuple[str, ...] = ("forms",),
    permissions: tuple[str, ...] = (),
    ids: str = "demo",
    requires: str = ">=0.1",
    more: str = "",
) -> str:
    return MANIFEST.format(
        name=name,
        provides=listed(provides),
        permissions=listed(permissions),
        ids=ids,
        requires=requires,
        more=more,
    )


def site(*plugins: str, more: str = "", folder: Path = Path("/nowhere")) -> Site:
    tables = "".join(f"\n[plugins.{name}]\n" for name in plugins)
    return Site.parse(SITE + more + tables, folder)


def local(source: str, **parts: Any) -> tuple[Manifest, ModuleType]:
    """Give a local plugin: a manifest and a module made from source text."""
    manifest = parse_manifest(manifest_text(**parts))
    module = ModuleType(manifest.name.replace("-", "_"))
    exec(compile(source, "<plugin>", "exec"), vars(module))  # noqa: S102
    return manifest, module


Install = Callable[..., Path]


@pytest.fixture
def install(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Install]:
    """Install a distribution as pip would, into a folder of this test alone."""
    root = tmp_path / "site-packages"
    root.mkdir()
    monkeypatch.syspath_prepend(str(root))
    made: list[str] = []

    def put(
        name: str = "fjcore-demo",
        code: str = "",
        *,
        manifest: str | None = None,
        entry: str | None = None,
        module: str | None = None,
        version: str = "1.2.0",
        **parts: Any,
    ) -> Path:
        module = module or name.replace("-", "_")
        text = manifest_text(name, **parts) if manifest is None else manifest
        made.append(module)
        return install_into(
            root, name, code, text, entry=entry, module=module, version=version
        )

    yield put
    for module in made:
        sys.modules.pop(module, None)
