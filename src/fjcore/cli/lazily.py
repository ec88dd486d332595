"""A group of commands whose modules are imported when one of them is run."""

from __future__ import annotations

from collections.abc import Mapping
from importlib import import_module
from typing import Any

import typer
from attrs import frozen
from typer.core import TyperCommand, TyperGroup


@frozen
class Row:
    """Where a command stands, and the line that tells of it in the list."""

    #: ``module:attribute`` within this package: a function, or a Typer of commands.
    place: str
    help: str


def lazily(panels: Mapping[str, Mapping[str, Row]]) -> type[TyperGroup]:
    """Give a class of groups that lists its commands without importing them.

    Shape: ``panels`` gives rows by command, under the heading they are listed under.
    """
    rows = {name: row for panel in panels.values() for name, row in panel.items()}

    class Lazily(TyperGroup):
        def __init__(self, **said: Any) -> None:
            super().__init__(**said)
            for panel, held in panels.items():
                for name, row in held.items():
                    self.commands[name] = TyperCommand(
                        name, help=row.help, rich_help_panel=panel
                    )

        def resolve_command(self, ctx: Any, args: list[str]) -> Any:
            name, command, rest = super().resolve_command(ctx, args)
            row = rows.get(str(name))
            # A command that stands in the group's own module is there already.
            return name, command if row is None else loaded(str(name), row), rest

    return Lazily


def loaded(name: str, row: Row) -> Any:
    """Import a command."""
    module, _, attribute = row.place.partition(":")
    found = getattr(import_module(f"fjcore.cli.{module}"), attribute)
    if isinstance(found, typer.Typer):
        group = typer.main.get_group(found)
        group.name = name
        return group
    alone = typer.Typer(add_completion=False)
    alone.command(name)(found)
    return typer.main.get_command(alone)
