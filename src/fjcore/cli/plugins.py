"""Plugins on the command line: what is there, what is wrong with it, what to do."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, NoReturn

import typer

from fjcore.cli import _plugintext as told
from fjcore.cli import show
from fjcore.cli.consoles import console
from fjcore.cli.plugin_new import new
from fjcore.cli.reporting import Json
from fjcore.errors import OptionRefused, Problem, SiteError
from fjcore.sdk import PluginState, PluginStatus, Registry, Site
from fjcore.sdk.manifest import normalised

plugins = typer.Typer(
    help="What is installed, and what of it is in use.", no_args_is_help=True
)

plugins.command("new")(new)

Name = Annotated[str, typer.Argument(help="the plugin, by its distribution's name")]
Some = Annotated[str, typer.Argument(help="one plugin; all of them if not said")]


@plugins.command("list")
def list_plugins(context: typer.Context, as_json: Json = False) -> None:
    """List the plugins found or named, each with its state, the reason, a next step."""
    registry = Registry.build(context.obj.load(), lenient=True)
    if as_json:
        show.as_json([told.status(one) for one in registry.report])
    else:
        show.plugins(console, registry.report)
        for one in registry.report:
            for line in told.advice(one):
                typer.echo(line)
    if registry.lacks:
        typer.echo(f"warning: {_lacking(registry)}", err=True)


@plugins.command("show")
def show_plugin(context: typer.Context, name: Name, as_json: Json = False) -> None:
    """Show one plugin: what it says of itself, what it asks for, what it was given."""
    site = context.obj.load()
    one = _row(Registry.build(site, lenient=True), name)
    found = told.described(site, one)
    if as_json:
        show.as_json(found)
        return
    for line in told.lines(found):
        typer.echo(show.plain(line))


@plugins.command("doctor")
def doctor(
    context: typer.Context,
    name: Some = "",
    as_json: Json = False,
    fix: Annotated[
        bool, typer.Option("--fix", help="pin what is in use and has no pin")
    ] = False,
) -> None:
    """Look at every plugin that is named, and run its health checks; 1 with a problem.

    Health checks run code of the plugins that are in use.
    """
    site: Site = context.obj.load()
    name = normalised(name)
    if fix:
        for line in told.pinned(context.obj.site, site, _unpinned(site, name)):
            typer.echo(line, err=as_json)
        site = context.obj.load()
    registry = Registry.build(site, lenient=True)
    rows = [_row(registry, name)] if name else list(registry.report)
    rows = [one for one in rows if one.name in site.plugins or name]
    found = told.diagnosis(site, registry, rows)
    if as_json:
        show.as_json(found)
    else:
        for line in told.diagnosed(found):
            typer.echo(show.plain(line))
    if registry.lacks:
        fault = _lacking(registry)
        raise fault
    if not found["ok"]:
        raise typer.Exit(1)


@plugins.command("check")
def check(
    path: Annotated[
        Path, typer.Argument(exists=True, help="a wheel, or a plugin's folder")
    ],
    as_json: Json = False,
) -> None:
    """Check a plugin's manifest, hooks and what they return; needs no site.

    Its code runs, in a process of its own. Ends with 1 where a check failed.
    """
    from fjcore.sdk.checking import check_plugin

    found = check_plugin(path)
    well = all(one.ok for one in found)
    if as_json:
        show.as_json({"ok": well, "checks": [one.plain() for one in found]})
    else:
        for one in found:
            for line in told.finding(one):
                typer.echo(show.plain(line))
    if not well:
        raise typer.Exit(1)


@plugins.command("pin")
def pin(
    context: typer.Context,
    name: Some = "",
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="show the difference, write nothing")
    ] = False,
) -> None:
    """Pin plugins to their files as they are now; what changes is shown first."""
    site: Site = context.obj.load()
    name = normalised(name)
    if name and name not in site.plugins:
        _not_there(name)
    wanted = [name] if name else [n for n, row in site.plugins.items() if row.enabled]
    path = None if dry_run else context.obj.site
    for line in told.pinned(path, site, sorted(wanted)):
        typer.echo(show.plain(line))


@plugins.command("schema")
def schema() -> None:
    """Print the JSON Schema of a plugin's manifest."""
    from fjcore.sdk.schema import manifest_schema

    show.as_json(manifest_schema())


def _row(registry: Registry, name: str) -> PluginStatus:
    """Give the row of a plugin.

    Raises: OptionRefused, when it is neither found nor named.
    """
    for one in registry.report:
        if one.name == normalised(name):
            return one
    _not_there(name)


def _lacking(registry: Registry) -> SiteError:
    """Give what the site asks of its plugins that no plugin in use has."""
    return SiteError("plugins", problems=registry.lacks)


def _not_there(name: str) -> NoReturn:
    problem = Problem("NAME", "unknown_plugin", "fjcore plugins list")
    raise OptionRefused(name, problems=(problem,))


def _unpinned(site: Site, name: str) -> list[str]:
    """Give the plugins in use that have no pin; a pin that differs is left alone."""
    used = {
        one.name
        for one in Registry.build(site, lenient=True).report
        if one.state is PluginState.ENABLED and name in ("", one.name)
    }
    return sorted(one for one in used if not site.plugins[one].digest)
