"""Checking a plugin that need not be installed: a folder of it, or a wheel."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from attrs import frozen

from fjcore._version import __version__
from fjcore.errors import PluginError, Problem
from fjcore.sdk._parcel import Parcel, opened
from fjcore.sdk._version import within
from fjcore.sdk.isolation import ask_process
from fjcore.sdk.manifest import (
    MANIFEST,
    MAX_BYTES,
    Manifest,
    normalised,
    parse_manifest,
)
from fjcore.sdk.settings import PluginSettings
from fjcore.values.files import read_text


@frozen(kw_only=True)
class Finding:
    """What one check found: well, or a code, where, and every fault in a file.

    ``said`` is what is told when it is well.
    """

    check: str
    ok: bool
    code: str = ""
    where: str = ""
    said: str = ""
    problems: tuple[Problem, ...] = ()

    def plain(self) -> dict[str, Any]:
        """Give it as plain data."""
        told = [{"path": one.path, "code": one.code} for one in self.problems]
        return {
            "check": self.check,
            "ok": self.ok,
            "code": self.code,
            "where": self.where,
            "said": self.said,
            "problems": told,
        }


def check_plugin(path: Path) -> tuple[Finding, ...]:
    """Check a plugin's manifest, then its hooks and what they return; needs no site.

    Its code runs in a process of its own, bounded as that of a connector kept apart.
    ``path`` is a wheel, a project's folder or a package's.
    """
    with TemporaryDirectory(prefix="fjcore-check-") as folder:
        parcel = opened(path, Path(folder))
        if isinstance(parcel, Problem):
            return (_fault("D1", parcel.code, MANIFEST),)
        return tuple(_findings(parcel))


def _findings(parcel: Parcel) -> Iterator[Finding]:
    text, code = read_text(parcel.package / MANIFEST, MAX_BYTES)
    if text is None:
        yield _fault("D1", code, MANIFEST)
        return
    found: Manifest | None = None
    try:
        found = parse_manifest(text)
    except PluginError as error:
        yield _fault("D1", error.code, error.where, problems=error.problems)
    if found is None:
        return
    yield Finding(check="D1", ok=True, said=f"{found.name}, api {found.api}")
    well = True
    for one in _named(parcel, found):
        well = well and one.ok
        yield one
    if well:
        yield _ran(parcel, found, text)


def _named(parcel: Parcel, found: Manifest) -> Iterator[Finding]:
    same = not parcel.name or normalised(parcel.name) == found.name
    yield _of("D2", same, "manifest_error", "name", found.ids)
    if parcel.entries is not None:
        right = [module for _, module in parcel.entries] == [parcel.package.name]
        yield _of("D3", right, "manifest_error", "entry point", parcel.package.name)
    fits = within(__version__, found.requires_fjcore)
    said = f"fjcore {__version__}"
    yield _of("D4", fits, "incompatible_plugin", "requires-fjcore", said)


def _of(check: str, ok: bool, code: str, where: str, said: str) -> Finding:
    return (
        Finding(check=check, ok=True, said=said) if ok else _fault(check, code, where)
    )


def _fault(
    check: str, code: str, where: str, *, problems: tuple[Problem, ...] = ()
) -> Finding:
    return Finding(check=check, ok=False, code=code, where=where, problems=problems)


def _ran(parcel: Parcel, found: Manifest, text: str) -> Finding:
    asked = {
        "do": "check",
        "root": str(parcel.package.parent.resolve()),
        "module": parcel.package.name,
        "manifest": text,
        "version": parcel.version or "local",
    }
    try:
        told = ask_process(asked, PluginSettings(), found.name)
    except PluginError as error:
        return _fault("R", error.code, error.where)
    hooks = told.get("hooks")
    counts = hooks if isinstance(hooks, dict) else {}
    said = ", ".join(f"{name} {count}" for name, count in sorted(counts.items()))
    return Finding(check="R", ok=True, said=said)
