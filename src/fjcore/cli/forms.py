"""The local forms in use: what there is, and how each looks."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.console import Console
from rich.table import Table

from fjcore.cli import show
from fjcore.cli.session import Settings
from fjcore.errors import InputRefused, Problem
from fjcore.records import Form, parse_form
from fjcore.records.preview import preview as page_of
from fjcore.records.xlsform import draft_form
from fjcore.sdk import Registry

forms = typer.Typer(help="The local forms in use.", no_args_is_help=True)

#: A form's file is written by hand; more than this is none.
MAX_BYTES = 1 << 20

Out = Annotated[Path | None, typer.Option("--out", help="a new file to write it to")]


@forms.command("list")
def list_forms(
    context: typer.Context,
    as_json: Annotated[bool, typer.Option("--json")] = False,
) -> None:
    """List the local forms in use: version, title, and how much each asks."""
    found = Registry.build(context.obj.load()).forms.values()
    if as_json:
        show.as_json([_plain(form) for form in found])
        return
    table = Table("form", "version", "title", "questions", "fields of its own")
    for form in found:
        row = _plain(form)
        counts = (str(row["questions"]), str(row["own"]))
        table.add_row(form.id, str(form.version), show.plain(row["title"]), *counts)
    wide = None if sys.stdout and sys.stdout.isatty() else 110
    Console(width=wide, markup=False, emoji=False).print(table)


@forms.command("preview")
def preview(
    context: typer.Context,
    form: Annotated[str, typer.Argument(help="id of a form in use, or a TOML file")],
    lang: Annotated[str, typer.Option(help="the language, such as es")] = "en",
    out: Out = None,
) -> None:
    """Show a form as one page of HTML that runs and fetches nothing."""
    _written(page_of(_found(context.obj, form), lang), out)


@forms.command("draft")
def draft(
    workbook: Annotated[Path, typer.Argument(help="an XLSForm workbook")],
    out: Out = None,
) -> None:
    """Make a draft of a form from an XLSForm workbook; it is yours to finish."""
    found = draft_form(_read(workbook), where=workbook.name)
    for warning in found.warnings:
        print(f"warning: {warning}", file=sys.stderr)
    _written(found.text, out)


def _plain(form: Form) -> dict[str, Any]:
    own = [one for one in form.fields if one.target.startswith(f"{form.id}.")]
    return {
        "form": form.id,
        "version": form.version,
        "title": form.title["en"],
        "languages": sorted(form.title),
        "questions": len(form.fields),
        "own": len(own),
    }


def _found(settings: Settings, name: str) -> Form:
    path = Path(name)
    if path.suffix == ".toml":
        text = _text(_read(path), path.name)
        return parse_form(text, where=path.name)
    found = Registry.build(settings.load()).forms.get(name)
    if found is None:
        raise _refused("form", "unknown_form")
    return found


def _read(path: Path) -> bytes:
    raw = None
    try:
        with path.open("rb") as file:
            raw = file.read((MAX_BYTES << 6) + 1)
    except OSError:
        pass
    if raw is None:
        raise _refused(path.name, "unreadable")
    return raw


def _text(raw: bytes, name: str) -> str:
    text = None
    try:
        text = raw.decode("utf-8") if len(raw) <= MAX_BYTES else None
    except ValueError:
        pass
    if text is None:
        raise _refused(name, "too_big" if len(raw) > MAX_BYTES else "format")
    return text


def _written(text: str, out: Path | None) -> None:
    if out is None:
        print(text, end="")
        return
    done = False
    try:
        with out.open("x", encoding="utf-8") as file:
            file.write(text)
        done = True
    except OSError:
        pass
    if not done:
        raise _refused(out.name, "duplicate" if out.exists() else "unreadable")
    print(f"wrote {out.name}", file=sys.stderr)


def _refused(where: str, code: str) -> InputRefused:
    return InputRefused(where, problems=(Problem(where, code),))
