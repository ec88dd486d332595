"""The command that starts a plugin."""

from __future__ import annotations

import shlex
from importlib.util import find_spec
from pathlib import Path
from typing import Annotated, Any

import typer

from fjcore.cli.output import new_folder
from fjcore.cli.scaffold import Answers, Licence, PluginKind, check, plugin_files


def new(
    dest: Annotated[Path, typer.Argument(help="a folder that is not there yet")],
    kind: Annotated[PluginKind, typer.Option(help="what it brings")],
    name: Annotated[str, typer.Option(help="its name, in small letters with hyphens")],
    ids: Annotated[
        str | None, typer.Option(help="the prefix of every id it defines")
    ] = None,
    title: Annotated[str | None, typer.Option(help="what it is, for people")] = None,
    maintainers: Annotated[
        str | None, typer.Option(help="who looks after it, with commas between")
    ] = None,
    jurisdictions: Annotated[
        str | None, typer.Option(help="where it is meant for, such as US-MT")
    ] = None,
    licence: Annotated[Licence | None, typer.Option(help="of its code")] = None,
    source: Annotated[
        str, typer.Option(help="where `copier update` finds fjcore's repository")
    ] = "",
    defaults: Annotated[bool, typer.Option("--defaults", help="ask nothing")] = False,
) -> None:
    """Start a plugin that passes its own tests; nothing is fetched."""
    said = {
        "ids": ids,
        "title": title,
        "maintainers": maintainers,
        "jurisdictions": jurisdictions,
        "licence": licence,
    }
    given = {key: value for key, value in said.items() if value is not None}
    answers = Answers(name=name, kind=kind, **given)  # type: ignore[arg-type]
    check(answers)
    if not defaults:
        answers = _asked(answers, given)
    new_folder(dest, plugin_files(answers, source=source))
    print(f"made {dest.name}: {answers.kind} plugin {answers.name}")
    print(f"next: cd {shlex.quote(str(dest))}")
    print(f"      {_installing()} --editable . --group dev")
    print("      pytest")


def _installing() -> str:
    """Give how packages are put into this environment: uv makes it without pip."""
    return "python -m pip install" if find_spec("pip") else "uv pip install"


def _asked(answers: Answers, given: dict[str, Any]) -> Answers:
    """Ask for what no option said; an empty answer takes what is shown."""
    asked = {
        "title": "what it is, for people",
        "ids": "the prefix of every id it defines",
        "maintainers": "who looks after it, with commas between",
        "jurisdictions": "where it is meant for, such as US-MT",
        "licence": f"its licence, of {', '.join(Licence)}",
    }
    for key, text in asked.items():
        if key in given:
            continue
        held = str(getattr(answers, key))
        kind: Any = Licence if key == "licence" else str
        given[key] = typer.prompt(
            text, default=held, show_default=bool(held), type=kind, err=True
        )
    return Answers(name=answers.name, kind=answers.kind, **given)
