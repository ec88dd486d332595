"""What the commands on plugins tell, as plain data and as lines."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from fjcore.errors import PluginError
from fjcore.sdk import PluginState, PluginStatus, Registry, Site
from fjcore.sdk.discovery import candidate, clashing, scan
from fjcore.sdk.pinning import Pin, pin_of, pin_site
from fjcore.sdk.remedies import DEEDS, remedy

if TYPE_CHECKING:
    from fjcore.sdk.checking import Finding


def status(one: PluginStatus) -> dict[str, Any]:
    """Give a row of the report as plain data."""
    return {
        "name": one.name,
        "version": one.version,
        "state": str(one.state),
        "reason": one.reason,
        "where": one.where,
        "problems": [{"path": p.path, "code": p.code} for p in one.problems],
        "did": list(one.did),
        "remedy": remedy(one),
    }


def advice(one: PluginStatus) -> Iterator[str]:
    """Give the next step for a plugin that is named and not in use."""
    step = remedy(one)
    if step and one.reason != "not_named":
        yield f"{one.name}: {step}"
    for problem in one.problems:
        yield f"  {problem}"


# --- one plugin ---------------------------------------------------------------------


def described(site: Site, one: PluginStatus) -> dict[str, Any]:
    """Give what a plugin says of itself, and what the site says of it.

    Of its settings only the names stand there.
    """
    row = site.plugins.get(one.name)
    asked: dict[str, Any] = {}
    installed = scan()
    for found in installed:
        if found.name == one.name:
            manifest = candidate(found, clashing(installed)).manifest
            if manifest is not None:
                asked = {
                    "title": manifest.title,
                    "kind": str(manifest.kind),
                    "maintainers": list(manifest.maintainers),
                    "jurisdictions": list(manifest.jurisdictions),
                    "requires-fjcore": manifest.requires_fjcore,
                    "provides": sorted(manifest.provides),
                    "ids": manifest.ids,
                    "asks for": sorted(manifest.permissions),
                    "restrictive": manifest.restrictive,
                }
    given: dict[str, Any] = {}
    if row is not None:
        given = {
            "version range": row.version,
            "given": sorted(row.permissions),
            "pin": row.digest,
            "adopts": list(row.adopts),
            "isolation": row.isolation,
            "settings": sorted(row.config),
        }
    return {**status(one), **asked, **given}


def lines(found: dict[str, Any]) -> Iterator[str]:
    """Give what is told of one plugin, a line each."""
    for name, value in found.items():
        if name == "problems":
            for problem in value:
                yield f"  {problem['path'] or '.'}: {problem['code']}"
        elif isinstance(value, list):
            yield f"{name}: {', '.join(value) or '-'}"
        elif isinstance(value, bool):
            yield f"{name}: {'yes' if value else 'no'}"
        else:
            yield f"{name}: {value or '-'}"


# --- all of a site ------------------------------------------------------------------


def diagnosis(
    site: Site, registry: Registry, rows: Sequence[PluginStatus]
) -> dict[str, Any]:
    """Give what is wrong with plugins, and what their own checks say."""
    names = {one.name for one in rows}
    checks = [
        {
            "plugin": one.plugin,
            "id": one.id,
            "ok": one.health.ok,
            "code": one.health.code,
            "advice": one.health.advice,
        }
        for one in registry.health()
        if one.plugin.split(" ")[0] in names
    ]
    told = [{**status(one), "pinned": _pinned(site, one)} for one in rows]
    bad = any(
        one.state in (PluginState.BROKEN, PluginState.MISSING) for one in rows
    ) or not all(one["ok"] for one in checks)
    return {
        "ok": not bad and not registry.lacks,
        "closed": registry.closed,
        "plugins": told,
        "checks": checks,
    }


def _pinned(site: Site, one: PluginStatus) -> bool:
    row = site.plugins.get(one.name)
    return row is not None and bool(row.digest)


def diagnosed(found: dict[str, Any]) -> Iterator[str]:
    """Give a diagnosis in lines."""
    if not found["plugins"]:
        yield "no plugin is named in the site file"
    for one in found["plugins"]:
        why = ": ".join(part for part in (one["reason"], one["where"]) if part)
        name = " ".join(part for part in (one["name"], one["version"]) if part)
        yield f"{name}: {one['state']}{f' ({why})' if why else ''}"
        for problem in one["problems"]:
            yield f"  {problem['path'] or '.'}: {problem['code']}"
        yield from (f"  {DEEDS[act]} while it was loaded" for act in one["did"])
        if one["remedy"]:
            yield f"  {one['remedy']}"
        if one["state"] == "enabled" and not one["pinned"]:
            yield f"  not pinned: fjcore plugins pin {one['name']}"
    for one in found["checks"]:
        told = "well" if one["ok"] else f"not well ({one['code']})"
        yield f"{one['plugin']} {one['id']}: {told}"
        if one["advice"] and not one["ok"]:
            yield f"  {one['advice']}"
    if found["closed"]:
        yield (
            "nothing may leave: a plugin that may narrow what is sent is not in use, "
            "or cannot be read"
        )


# --- files --------------------------------------------------------------------------


def finding(one: Finding) -> Iterator[str]:
    """Give what a check of a plugin's files found."""
    if one.ok:
        yield f"{one.check}: well ({one.said})"
        return
    yield f"{one.check}: {one.code}: {one.where}"
    for problem in one.problems:
        yield f"  {problem}"


def pinned(path: Path | None, site: Site, names: Sequence[str]) -> Iterator[str]:
    """Pin plugins, and say before it what changes; without a path, nothing is written.

    Raises: the first fault of a plugin that cannot be pinned, after the others are;
    SiteError.
    """
    changed: list[Pin] = []
    fault: PluginError | None = None
    for name in names:
        try:
            pin = pin_of(site, name)
        except PluginError as error:
            fault = fault or error.with_traceback(None)
            yield f"{name}: cannot be pinned ({error.code}: {error.where})"
            if error.where.endswith(": editable"):
                yield (
                    "  It runs from its source folder: install it from a wheel, or "
                    f"write `allow-editable = true` into [plugins.{name}]."
                )
            continue
        yield from _compared(pin)
        if pin.changes:
            changed.append(pin)
    if not changed:
        yield "nothing to write"
    elif path is not None:
        pin_site(path, site, changed)
        yield f"wrote {path.name}"
    if fault is not None:
        raise fault


def _compared(pin: Pin) -> Iterator[str]:
    if not pin.changes:
        yield f"{pin.name} {pin.version}: pinned to its files as they are"
        return
    yield f"{pin.name} {pin.version}:"
    yield f"  - digest = {pin.old or 'none'}"
    yield f"  + digest = {pin.new}"
    for place in pin.edited:
        yield f"  not as it was installed: {place}"
