"""The record types: what each holds, and its schema."""

from __future__ import annotations

from typing import Annotated

import typer
from rich.console import Console
from rich.table import Table

from fjcore.cli import show
from fjcore.cli.session import Settings
from fjcore.records import CORE_RECORDS, Catalog, json_schema, listing
from fjcore.sdk import Registry

records = typer.Typer(help="The record types and their fields.", no_args_is_help=True)


#: What a table shows of a field: its key, and the heading.
_COLUMNS = {
    "name": "field",
    "type": "type",
    "cardinality": "how many",
    "category": "category",
    "about": "about",
    "identifying": "identifying",
    "codes": "codes",
}


@records.command("list")
def list_records(
    as_json: Annotated[
        bool, typer.Option("--json", help="all of it, as plain data")
    ] = False,
    as_markdown: Annotated[
        bool, typer.Option("--markdown", help="the page of the reference")
    ] = False,
) -> None:
    """List every record type and field: what it is, of whom, how far it tells."""
    if as_json:
        show.as_json(listing.rows())
    elif as_markdown:
        typer.echo(listing.page(), nl=False)
    else:
        console = Console(width=None if Console().is_terminal else 150)
        for row in listing.rows():
            console.print(_table(row))


def _table(row: dict[str, object]) -> Table:
    table = Table(title=str(row["record"]), title_justify="left")
    for heading in _COLUMNS.values():
        table.add_column(heading, overflow="fold")
    fields = row["fields"]
    for field in fields if isinstance(fields, list) else []:
        table.add_row(*(field[key] or "" for key in _COLUMNS))
    return table


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
