"""The screening instruments: what ships, what each is, and checking a definition."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.console import Console
from rich.table import Table

from fjcore.cli import show
from fjcore.cli.available import available, normed, registry_of
from fjcore.cli.files import named_file
from fjcore.cli.lazily import Row, lazily
from fjcore.errors import FjcoreError, Problem
from fjcore.screening import Instrument, external_tools, languages
from fjcore.screening import instruments as shipped
from fjcore.screening._codes import FAULTS, WARNINGS
from fjcore.screening.lint import warnings
from fjcore.screening.listing import page, plain, told
from fjcore.screening.parse import parse, read
from fjcore.screening.running import MAX_BYTES, faults, rows_of

_EXCHANGE = {
    "export": Row(
        "exchange:export_instrument",
        "Write an instrument as a FHIR Questionnaire or as an XLSForm workbook.",
    ),
    "import": Row(
        "exchange:import_instrument",
        "Make the draft of a definition from another format; it is yours to finish.",
    ),
    "export-answers": Row(
        "exchange:export_answers",
        "Write a file of answers, and what it scores, as a bundle of FHIR resources.",
    ),
    "import-answers": Row(
        "exchange:import_answers",
        "Make a file of answers, as screen takes it, from a QuestionnaireResponse.",
    ),
}
#: Commands of a module of their own, by name.
EXCHANGE = {"In the formats of others": _EXCHANGE}

instruments = typer.Typer(
    cls=lazily(EXCHANGE), help="The screening instruments.", no_args_is_help=True
)

Json = Annotated[bool, typer.Option("--json", help="for a machine to read")]


@instruments.command("list")
def list_instruments(
    context: typer.Context,
    as_json: Json = False,
    as_markdown: Annotated[
        bool, typer.Option("--markdown", help="the page of the reference")
    ] = False,
) -> None:
    """List the instruments in use, and the tools that are only recorded."""
    found = available(registry_of(context.obj))
    if as_json:
        show.as_json(
            {
                "instruments": [_row(made) for made in found],
                "external": [
                    {"id": name, "why": why} for name, why in external_tools().items()
                ],
            }
        )
    elif as_markdown:
        typer.echo(page(), nl=False)
    else:
        _console().print(_table(found))
        print("Recorded as told, and not scored here:")
        for name, why in external_tools().items():
            print(f"  {name}: {why}")


@instruments.command("show")
def show_instrument(
    context: typer.Context,
    name: Annotated[str, typer.Argument(help="id of an instrument")],
    lang: Annotated[
        str, typer.Option("--lang", help="show the words in this language too")
    ] = "",
    use: Annotated[
        str, typer.Option("--use", help="for which use the words are shown")
    ] = "clinical",
    as_json: Json = False,
) -> None:
    """Show an instrument: items, points, bands, alerts, licence, limits."""
    registry = registry_of(context.obj)
    made = registry.instrument(name)
    pack = registry.words(made, lang, use=use) if lang else None
    if as_json:
        words = list(registry.languages(name))
        show.as_json({**plain(made, pack), "words": words})
        return
    for line in (*told(made, pack), *normed(registry, name)):
        print(show.plain(line))


@instruments.command("lint")
def lint(
    files: Annotated[
        list[Path] | None,
        typer.Argument(help="files of definitions; all that ship if none is named"),
    ] = None,
    as_json: Json = False,
) -> None:
    """Check definitions: 0 all load, 1 some have faults, 2 unreadable."""
    rows: list[dict[str, Any]] = []
    unreadable = ""
    try:
        for where, data, strict in _definitions(files or []):
            rows.append(_checked(where, data, strict))
    except FjcoreError as error:
        unreadable = str(error)
    if unreadable:
        print(f"error: {unreadable}", file=sys.stderr)
        raise typer.Exit(2)
    if as_json:
        show.as_json(rows)
    else:
        for line in _lines(rows):
            print(show.plain(line))
    if any(row["faults"] for row in rows):
        raise typer.Exit(1)


def _definitions(files: list[Path]) -> Iterator[tuple[str, Any, bool]]:
    if not files:
        for name in shipped():
            yield name, read(name), True
    for path in files:
        for data, strict in rows_of(named_file(path, MAX_BYTES), where=path.name):
            yield path.name, data, strict


def _checked(where: str, data: Any, strict: bool) -> dict[str, Any]:
    found = faults(data, strict=strict)
    name = data.get("id") if type(data) is dict else None
    warned: list[Problem] = []
    if not found:
        warned = warnings(parse(data, strict=strict))
    return {
        "file": where,
        "id": name if type(name) is str else "",
        "faults": [_told(one, FAULTS) for one in found],
        "warnings": [_told(one, WARNINGS) for one in warned],
    }


def _told(one: Problem, words: Any) -> dict[str, str]:
    return {"path": one.path or ".", "code": one.code, "text": words[one.code]}


def _lines(rows: list[dict[str, Any]]) -> Iterator[str]:
    for row in rows:
        name = row["id"] or row["file"]
        for kind in ("faults", "warnings"):
            for one in row[kind]:
                yield f"{name} {one['path']}: {one['code']} {one['text']}"
    bad = sum(bool(row["faults"]) for row in rows)
    yield f"instruments: {len(rows) - bad} of {len(rows)} load"


def _row(made: Instrument) -> dict[str, Any]:
    licence = made.licence
    return {
        "id": made.id,
        "title": made.title,
        "version": made.version,
        "revision": made.revision,
        "method": made.method,
        "category": made.category,
        "items": len(made.items),
        "tier": licence.tier if licence else None,
        "words": list(languages(made.id)),
        "reviewed": made.reviewed,
        "logic_hash": made.logic_hash,
        "document_hash": made.document_hash,
    }


def _table(found: Iterable[Instrument]) -> Table:
    table = Table(title="Screening instruments", title_justify="left")
    table.add_column("id", no_wrap=True)
    for heading in ("title", "category", "items", "licence", "words", "reviewed"):
        table.add_column(heading, overflow="fold")
    for made in found:
        row = _row(made)
        words = " ".join(row["words"]) or "neutral labels"
        reviewed = "yes" if row["reviewed"] else "no"
        cells = (row["category"] or "", str(row["items"]), row["tier"] or "")
        table.add_row(made.id, show.plain(made.title), *cells, words, reviewed)
    return table


def _console() -> Console:
    wide = None if sys.stdout and sys.stdout.isatty() else 110
    return Console(width=wide, markup=False, highlight=False, emoji=False)
