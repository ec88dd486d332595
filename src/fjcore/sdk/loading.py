"""From an admitted plugin to what it declares: import, check, call, check again."""

from __future__ import annotations

from collections.abc import Mapping
from importlib import import_module
from types import MappingProxyType, ModuleType
from typing import Any

import attrs
from attrs import frozen

from fjcore.errors import (
    HookError,
    IncompatiblePlugin,
    Malformed,
    ManifestError,
    MissingPermission,
    Problem,
)
from fjcore.records.codec import structure_settings
from fjcore.sdk._blame import contained, who
from fjcore.sdk._fitting import fitted
from fjcore.sdk._pluggy import Collector
from fjcore.sdk.discovery import Candidate
from fjcore.sdk.hookspecs import HookSpecs
from fjcore.sdk.items import checked
from fjcore.sdk.manifest import CONFIGURED_HOSTS, Manifest, Provides
from fjcore.sdk.settings import PluginSettings
from fjcore.sdk.signatures import hooks_of


@frozen(kw_only=True)
class Loaded:
    """What one plugin declares, by hook and id, and its settings."""

    who: str
    items: Mapping[str, tuple[tuple[str, Any], ...]]
    config: object
    refusals: frozenset[str] = frozenset()
    apart: bool = False

    def of(self, hook: str) -> tuple[tuple[str, Any], ...]:
        """Give the pairs of id and item that a hook returned."""
        return self.items.get(hook, ())


def load(
    one: Candidate,
    manifest: Manifest,
    settings: PluginSettings,
    collector: Collector | None = None,
) -> Loaded:
    """Run an admitted plugin once and give what it declares.

    ``collector`` spares making one where many are loaded.

    Raises: PluginFault, HookError, ManifestError, IncompatiblePlugin.
    """
    if settings.apart:
        return _apart(one, manifest, settings)
    module = one.module or _imported(one)
    items = declared(one, manifest, module, collector)
    config = _config(one, manifest, settings, module)
    return Loaded(
        who=one.who,
        items=MappingProxyType(items),
        config=config,
        refusals=manifest.refusals,
    )


def declared(
    one: Candidate,
    manifest: Manifest,
    module: object,
    collector: Collector | None = None,
) -> dict[str, tuple[tuple[str, Any], ...]]:
    """Call a plugin's hooks, and give what they declare, checked.

    Raises: PluginFault, HookError.
    """
    functions = hooks_of(module, manifest, plugin=one.who)
    collector = collector or Collector(HookSpecs)
    items = {}
    for hook, function in collector.collect(one.name, functions):
        result = contained(function, who(one.who, hook))
        items[hook] = checked(hook, result, manifest, plugin=one.who)
    _lists_agree(one, items)
    return fitted(one.who, items)


def _apart(one: Candidate, manifest: Manifest, settings: PluginSettings) -> Loaded:
    """Ask a process what a plugin declares; its code is not imported here."""
    from fjcore.sdk.isolation import HOOK, described

    if manifest.provides != {Provides.CONNECTORS} or one.found is None:
        raise IncompatiblePlugin(f"{one.who}: isolation")
    makers = list(described(one.name, one.who, settings, manifest).values())
    items = {HOOK: checked(HOOK, makers, manifest, plugin=one.who)}
    return Loaded(
        who=one.who,
        items=MappingProxyType(items),
        config=None,
        refusals=manifest.refusals,
        apart=True,
    )


def _lists_agree(
    one: Candidate, items: Mapping[str, tuple[tuple[str, Any], ...]]
) -> None:
    """Refuse two code lists of one id, unless they are the same list (R10)."""
    lists = [
        (code_list.id, code_list)
        for _, form in items.get("fjcore_forms", ())
        for code_list in form.code_lists
    ]
    known: dict[str, object] = {}
    for name, code_list in (*lists, *items.get("fjcore_vocabularies", ())):
        if known.setdefault(name, code_list) != code_list:
            raise HookError(f"{one.who}: code list id (R10)")


def _imported(one: Candidate) -> object:
    name = one.found.module if one.found else ""
    return contained(lambda: import_module(name), who(one.who, "import"))


def _config(
    one: Candidate, manifest: Manifest, settings: PluginSettings, module: object
) -> object:
    """Read the plugin's table of settings into the class that it names for them."""
    if not manifest.config:
        if settings.config:
            raise IncompatiblePlugin(f"{one.who}: config")
        return None
    kind = _config_class(one, manifest.config, module)
    if not isinstance(kind, type) or not attrs.has(kind):
        raise ManifestError(f"{one.who}: config")
    place = f"plugins.{one.name}.config"
    config, problems = contained(
        lambda: _structured(dict(settings.config), kind, place),
        who(one.who, "config"),
    )
    if problems:
        raise IncompatiblePlugin(f"{one.who}: config", problems=problems)
    if CONFIGURED_HOSTS in manifest.permissions:
        _hosts_given(one, config, settings.permissions)
    return config


def _hosts_given(one: Candidate, config: object, given: frozenset[str]) -> None:
    """Refuse settings that name a host the site did not give (D5)."""
    hosts = contained(lambda: tuple(config.hosts), who(one.who, "config"))  # type: ignore[attr-defined]
    texts = bool(hosts) and all(type(host) is str for host in hosts)
    if not texts or not {f"network:{host}" for host in hosts} <= given:
        raise MissingPermission(f"{one.who}: permissions")


def _config_class(one: Candidate, path: str, module: object) -> object:
    home, _, name = path.partition(":")
    if one.found is not None:
        if home.split(".")[0] != one.found.module:
            return None
        module = contained(lambda: import_module(home), who(one.who, "config"))
    return vars(module).get(name) if type(module) is ModuleType else None


def _structured(
    table: dict[str, Any], kind: type, place: str
) -> tuple[object, tuple[Problem, ...]]:
    try:
        return structure_settings(table, kind, where=place), ()
    except Malformed as error:
        return None, error.problems
