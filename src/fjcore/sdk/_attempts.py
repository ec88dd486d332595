"""Trying each plugin that a site names."""

from __future__ import annotations

from types import ModuleType

from fjcore.errors import DuplicatePlugin, MissingPlugin, PluginError
from fjcore.sdk._pluggy import Collector
from fjcore.sdk.discovery import Candidate, Found, admit, candidate, clashing
from fjcore.sdk.loading import Loaded, load
from fjcore.sdk.manifest import Manifest
from fjcore.sdk.settings import PluginSettings
from fjcore.sdk.site import Site

#: A local plugin of one file: what it says about itself, and its module.
Local = tuple[Manifest, ModuleType]


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
    name: str,
    one: Candidate | None,
    settings: PluginSettings,
    *,
    doubled: bool,
    collector: Collector | None = None,
) -> Loaded | PluginError:
    """Load a plugin, or give why it did not load."""
    try:
        if one is None:
            raise MissingPlugin(name)
        manifest = admit(one, settings)
        if doubled:
            raise DuplicatePlugin(f"{one.who}: ids")
        return load(one, manifest, settings, collector)
    except PluginError as error:
        return error.with_traceback(None)
