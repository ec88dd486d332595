"""State packs on the command line: what there is, what each says, how to adopt one."""

from __future__ import annotations

import sys
from collections.abc import Iterable
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.console import Console
from rich.table import Table

from fjcore.cli import show
from fjcore.cli._packtext import lines, plain_pack
from fjcore.cli.session import Settings
from fjcore.consent import StatePack, lint_pack, parse_pack, shipped_packs
from fjcore.errors import (
    InputRefused,
    PackRefused,
    Problem,
    SiteError,
    UnknownPack,
)
from fjcore.records._tomltext import value_text
from fjcore.sdk import Site
from fjcore.sdk._packs import MAX_BYTES
from fjcore.values.files import read_text

law = typer.Typer(help="State packs: facts of law as data.", no_args_is_help=True)

Json = Annotated[bool, typer.Option("--json", help="for a machine to read")]
Named = Annotated[str, typer.Argument(help="id of a pack, such as US-MT, or a file")]


@law.command("list")
def list_packs(context: typer.Context, as_json: Json = False) -> None:
    """List the packs that come along and those the site adopts."""
    rows = [_row(*one) for one in _every(context.obj)]
    if as_json:
        show.as_json(rows)
        return
    table = Table("pack", "version", "as of", "adopted", "reviewed", "sha256")
    for row in rows:
        words = (_yes(row["adopted"]), _yes(row["reviewed"]))
        named = (row["id"], str(row["version"]), row["as_of"])
        table.add_row(*map(show.plain, named), *words, row["sha256"])
    console = Console(
        width=None if sys.stdout and sys.stdout.isatty() else 130,
        markup=False,
        emoji=False,
    )
    console.print(table)
    print("Not legal advice. A pack that is not adopted changes nothing.")


@law.command("show")
def show_pack(context: typer.Context, pack: Named, as_json: Json = False) -> None:
    """Show what a pack says, with the text that each row rests on."""
    found = _found(context.obj, pack)
    if as_json:
        show.as_json(plain_pack(found))
        return
    for line in lines(found):
        print(show.plain(line))


@law.command("lint")
def lint(
    file: Annotated[Path, typer.Argument(help="a pack's file, TOML")],
    as_json: Json = False,
) -> None:
    """Check a pack's file: every fault at once, each with its path and code."""
    text = _read(file)
    problems = lint_pack(text)
    if as_json:
        digest = "" if problems else parse_pack(text, where=file.name).sha256
        told = [{"path": fault.path, "code": fault.code} for fault in problems]
        show.as_json({"file": file.name, "faults": told, "sha256": digest})
        if problems:
            raise typer.Exit(1)
        return
    if problems:
        raise PackRefused(file.name, problems=problems)
    found = parse_pack(text, where=file.name)
    rows = sum(len(part) for part in (found.reports, found.privileges, found.limits))
    print(f"{show.plain(file.name)}: no fault found")
    print(f"{found.id} version {found.version}; reports, privileges, limits: {rows}")
    print("A linter knows no law: have counsel read it.")


@law.command("pin")
def pin(context: typer.Context, pack: Named, as_json: Json = False) -> None:
    """Print the line by which a site file adopts a pack as it stands now."""
    line = {"id": "", "sha256": ""}
    if _is_file(pack):
        path = Path(pack)
        found = parse_pack(_read(path), where=path.name)
        line["path"] = _from_site(path, context.obj.site)
    else:
        found = _shipped(pack)
    line |= {"id": found.id, "sha256": found.sha256}
    if as_json:
        show.as_json(line)
        return
    print("[law]")
    print(f"packs = [{value_text(line)}]")


def _every(settings: Settings) -> Iterable[tuple[StatePack, str, bool]]:
    """Give each pack with where it comes from and whether the site adopts it."""
    site = _site(settings)
    adopted = {pack.sha256: pack for pack in site.packs()} if site else {}
    shipped = {pack.sha256: pack for pack in shipped_packs()}
    paths = {row.sha256: row.path for row in site.law.packs} if site else {}
    for digest, pack in sorted(
        {**shipped, **adopted}.items(), key=lambda one: (one[1].id, one[0])
    ):
        source = "" if digest in shipped else paths.get(digest, "")
        yield pack, source, digest in adopted


def _site(settings: Settings) -> Site | None:
    """Read the site file, if there is one.

    One that is refused adopts nothing; a pack has to be looked at all the same, for it
    may be the pack that the site file no longer fits.
    """
    if not settings.site.exists():
        return None
    try:
        return settings.load()
    except SiteError as error:
        print(f"warning: nothing is adopted. {error}", file=sys.stderr)
    return None


def _row(pack: StatePack, path: str, adopted: bool) -> dict[str, Any]:
    return {
        "id": pack.id,
        "name": pack.name,
        "version": pack.version,
        "as_of": pack.as_of.isoformat(),
        "sha256": pack.sha256,
        "path": path,
        "adopted": adopted,
        "reviewed": pack.reviewed,
    }


def _yes(said: bool) -> str:
    return "yes" if said else "no"


def _is_file(name: str) -> bool:
    return name.endswith(".toml") or "/" in name


def _found(settings: Settings, name: str) -> StatePack:
    """Give a pack by its file or id; the one that the site adopted goes first."""
    if _is_file(name):
        return parse_pack(_read(Path(name)), where=Path(name).name)
    site = _site(settings)
    for pack in site.packs() if site else ():
        if pack.id == name:
            return pack
    return _shipped(name)


def _shipped(name: str) -> StatePack:
    for pack in shipped_packs():
        if pack.id == name:
            return pack
    raise UnknownPack("pack")


def _read(path: Path) -> str:
    text, _ = read_text(path, MAX_BYTES)
    if text is None:
        problem = Problem(path.name, "unreadable")
        raise InputRefused(path.name, problems=(problem,))
    return text


def _from_site(path: Path, site: Path) -> str:
    """Give a path as the site file names it: from its folder where it lies below."""
    whole, folder = path.resolve(), site.resolve().parent
    below = whole.is_relative_to(folder)
    return str(whole.relative_to(folder) if below else whole)
