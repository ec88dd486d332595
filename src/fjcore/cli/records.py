"""The record types: what each holds, and its schema."""

from __future__ import annotations

from typing import Annotated

import typer

from fjcore.cli import show
from fjcore.cli.session import Settings
from fjcore.records import CORE_RECORDS, Catalog, json_schema
from fjcore.sdk import Registry

records = typer.Typer(help="The record types and their fields.", no_args_is_help=True)


@records.command("schema")
def schema(
    context: typer.Context,
    name: Annotated[str, typer.Argument(help="name of a record type, or id of a form")],
) -> None:
    """Print the JSON Schema of a record type or of a local form in use."""
    show.as_json(json_schema(_type_of(context.obj, name)))


def _type_of(settings: Settings, name: str) -> type:
    """Give a type by its name; only that of a local form needs the site."""
    core = Catalog(CORE_RECORDS)
    if name in core.types or not settings.site.exists():
        return core.get(name)
    return Registry.build(settings.load()).catalog().get(name)
