"""Trying each plugin that a site names, and saying what became of it."""

from __future__ import annotations

from collections.abc import Iterator
from enum import StrEnum
from types import ModuleType

from attrs import field, frozen

from fjcore.errors import DuplicatePlugin, MissingPlugin, PluginError
from fjcore.sdk.discovery import Candidate, Found, admit, candidate, clashing
from fjcore.sdk.loading import Loaded, load
from fjcore.sdk.manifest import Manifest
from fjcore.sdk.settings import PluginSettings
from fjcore.sdk.site import Site

#: A local plugin of one file: what it says about itself, and its module.
Local = tuple[Manifest, ModuleType]


class PluginState(StrEnum):
    """What became of a plugin that was found or named."""

    ENABLED = "enabled"
    OFF = "off"
    BROKEN = "broken"
    MISSING = "missing"


@frozen
class PluginStatus:
    """One line of the report; ``reason`` is a code, ``where`` what the fault names."""

    name: str
    version: str
    state: PluginState = field(kw_only=True)
    reason: str = field(default="", kw_only=True)
    where: str = field(default="", kw_only=True)


def candidates(
    site: Site, installed: tuple[Found, ...], extra: tuple[Local, ...]
) -> dict[str, Candidate]:
    """Give what there is for each plugin that the site names and does not disable."""
    wanted = {name for name, row in site.plugins.items() if row.enabled}
    clashes = clashing(installed)
    found = {
        one.name: candidate(one, clashes) for one in installed if one.name in wanted
    }
    for manifest, module in extra:
        name = manifest.name
        if name not in wanted:
            continue
        fault = DuplicatePlugin(name) if name in found else None
        found[name] = Candidate(
            name=name,
            version="local",
            manifest=None if fault else manifest,
            fault=fault,
            module=module,
        )
    return found


def attempt(
    name: str, one: Candidate | None, settings: PluginSettings, doubled: bool
) -> Loaded | PluginError:
    """Load a plugin, or give why it did not load."""
    try:
        if one is None:
            raise MissingPlugin(name)
        manifest = admit(one, settings)
        if doubled:
            raise DuplicatePlugin(f"{one.who}: ids")
        return load(one, manifest, settings)
    except PluginError as error:
        return error.with_traceback(None)


def not_named(
    site: Site, installed: tuple[Found, ...], extra: tuple[Local, ...]
) -> Iterator[PluginStatus]:
    """Give the plugins that are there and that the site does not name."""
    seen = {one.name: one.version for one in installed}
    seen |= {manifest.name: "local" for manifest, _ in extra}
    for name in sorted(seen.keys() - site.plugins.keys()):
        yield PluginStatus(name, seen[name], state=PluginState.OFF, reason="not_named")


def off(name: str, installed: tuple[Found, ...], reason: str) -> PluginStatus:
    """Say that a plugin is off."""
    version = next((one.version for one in installed if one.name == name), "")
    return PluginStatus(name, version, state=PluginState.OFF, reason=reason)


def enabled(name: str, one: Candidate | None) -> PluginStatus:
    """Say that a plugin is in use."""
    return PluginStatus(name, one.version if one else "", state=PluginState.ENABLED)


def failed(name: str, one: Candidate | None, error: PluginError) -> PluginStatus:
    """Say that a plugin failed, and why."""
    state = PluginState.MISSING if one is None else PluginState.BROKEN
    version = one.version if one else ""
    return PluginStatus(
        name, version, state=state, reason=error.code, where=error.where
    )
