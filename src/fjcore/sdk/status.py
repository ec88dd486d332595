"""What became of each plugin that was found or named, row by row."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from enum import StrEnum
from types import ModuleType

from attrs import field, frozen

from fjcore.errors import BrokenPlugin, MissingPlugin, PluginError, Problem
from fjcore.sdk.discovery import Candidate, Found
from fjcore.sdk.manifest import Manifest
from fjcore.sdk.site import Site


class PluginState(StrEnum):
    """What became of a plugin that was found or named."""

    ENABLED = "enabled"
    OFF = "off"
    BROKEN = "broken"
    MISSING = "missing"


@frozen
class PluginStatus:
    """One line of the report; ``reason`` is a code, ``where`` what the fault names.

    ``did``: what it did while it was loaded beside telling what it has, as codes:
    ``environment``, ``file``, ``folder``, ``process``, ``socket``, ``thread``.
    ``ids``: the prefix of what a broken plugin would bring, where it could be read.
    """

    name: str
    version: str
    state: PluginState = field(kw_only=True)
    reason: str = field(default="", kw_only=True)
    where: str = field(default="", kw_only=True)
    problems: tuple[Problem, ...] = field(default=(), kw_only=True)
    did: tuple[str, ...] = field(default=(), kw_only=True)
    ids: str = field(default="", kw_only=True)


def not_named(
    site: Site,
    installed: tuple[Found, ...],
    extra: tuple[tuple[Manifest, ModuleType], ...],
) -> Iterator[PluginStatus]:
    """Give a row for each plugin that is there and that the site does not name."""
    seen = {one.name: one.version for one in installed}
    seen |= {manifest.name: "local" for manifest, _ in extra}
    for name in sorted(seen.keys() - site.plugins.keys()):
        yield PluginStatus(name, seen[name], state=PluginState.OFF, reason="not_named")


def off(name: str, installed: tuple[Found, ...], reason: str) -> PluginStatus:
    """Give the row of a plugin that is switched off."""
    version = next((one.version for one in installed if one.name == name), "")
    return PluginStatus(name, version, state=PluginState.OFF, reason=reason)


def enabled(name: str, one: Candidate | None) -> PluginStatus:
    """Give the row of a plugin in use."""
    return PluginStatus(name, one.version if one else "", state=PluginState.ENABLED)


def failed(name: str, one: Candidate | None, error: PluginError) -> PluginStatus:
    """Give the row of a plugin that could not be used."""
    state = PluginState.MISSING if one is None else PluginState.BROKEN
    version = one.version if one else ""
    return PluginStatus(
        name,
        version,
        state=state,
        reason=error.code,
        where=error.where,
        problems=error.problems,
        ids=one.manifest.ids if one and one.manifest else "",
    )


def lacking(name: str, report: Iterable[PluginStatus]) -> PluginError:
    """Give the error of a plugin, or of a thing by its id, that is not in use.

    A plugin that is broken may be the one that has it, unless its prefix is another.
    """
    prefix = name.partition(".")[0]
    problems = tuple(
        Problem(one.name, one.reason, "fjcore plugins list")
        for one in report
        if one.state is PluginState.BROKEN
        and (one.name == name or one.ids in ("", prefix))
    )
    return BrokenPlugin(name, problems=problems) if problems else MissingPlugin(name)
