"""The demo: the commands' own code on shipped, made-up people, from intake to proof."""

from __future__ import annotations

import os
import secrets
import shlex
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from importlib.resources import as_file, files
from pathlib import Path
from urllib.parse import quote

import sqlalchemy as sa
from rich.console import Console

from fjcore.cli import show, story
from fjcore.cli.shown import unshown
from fjcore.errors import OptionRefused, Problem
from fjcore.sdk import Registry, Site
from fjcore.sdk.status import lacking
from fjcore.values import FixedClock, Secret
from fjcore.vault import Vault
from fjcore.vault.engine import connect, transact

_PASSPHRASE_FILE = "passphrase.txt"  # noqa: S105 - a name, not a secret


def run_demo(console: Console, *, out: Path | None, store: str) -> None:
    """Run the whole story and show what came of it.

    Raises: OptionRefused, when ``out`` holds something or cannot be written;
    StoreRefused; MissingPlugin, BrokenPlugin, naming a plugin that the demo needs;
    DisclosureError or VaultError, when something left or lies open that must not.
    """
    full = False
    try:
        _told(console, out, store)
    except OSError:
        if unshown():
            raise
        full = True
    if full:
        where = "TMPDIR" if out is None else "--out"
        raise OptionRefused(where, problems=(Problem(where, "unwritable"),))


def _told(console: Console, out: Path | None, store: str) -> None:
    with _folder(out) as folder, _database(store, keep=out is not None) as url:
        source = files("fjcore.cli").joinpath("demo_data")
        with as_file(source) as data:
            shutil.copytree(data, folder / "inputs")
        told = _begin(console, folder, url)
        with told.vault:
            story.tell(told)
        story.search(told, url)
        if out is not None:
            _point(console, folder, told)


def _point(console: Console, folder: Path, told: story.Story) -> None:
    console.print(f"everything is in {folder}; to look further:")
    site, secret = (
        shlex.quote(str(folder / name)) for name in ("fjcore.toml", _PASSPHRASE_FILE)
    )
    words = f"--site {site} --passphrase-file {secret}"
    subject = told.subjects[story.SHOWN]
    at = story.AFTERNOON.isoformat()
    for command in (f"who-sees {subject} --at {at}", "audit verify"):
        console.print(f"  fjcore {words} {command}", soft_wrap=True)


@contextmanager
def _folder(out: Path | None) -> Iterator[Path]:
    """Give the folder to work in; one that is left half-made is taken away again."""
    if out is None:
        with tempfile.TemporaryDirectory(prefix="fjcore-demo-") as name:
            yield Path(name)
        return
    code, made = _opened(out)
    if code:
        raise OptionRefused("--out", problems=(Problem("--out", code),))
    try:
        yield out
    except BaseException:
        _cleared(out, made)
        raise


def _opened(out: Path) -> tuple[str, list[Path]]:
    """Make a folder where none is, and give a fault's code, and what was made."""
    made: list[Path] = []
    try:
        if os.path.lexists(out):
            if not out.is_dir():
                return "duplicate", []
            return "not_empty" if any(out.iterdir()) else "", []
        made = [path for path in (out, *out.parents) if not path.exists()]
        out.mkdir(parents=True, mode=0o700)
    except OSError:
        _emptied(made)
        return "unwritable", []
    return "", made


def _cleared(out: Path, made: list[Path]) -> None:
    """Take away what the demo made: its folder held nothing before."""
    with suppress(OSError):
        for held in tuple(out.iterdir()):
            if held.is_dir():
                shutil.rmtree(held, ignore_errors=True)
            else:
                held.unlink(missing_ok=True)
    _emptied(made)


def _emptied(made: list[Path]) -> None:
    for path in made:
        with suppress(OSError):
            path.rmdir()


@contextmanager
def _database(store: str, *, keep: bool) -> Iterator[str]:
    """Give the address of the store; on a server, of a schema made for this run."""
    if not store:
        yield "sqlite:store/vault.db"
        return
    if not store.startswith("postgresql"):
        raise OptionRefused("--store", problems=(Problem("--store", "format"),))
    name = f"fjcore_demo_{secrets.token_hex(4)}"
    engine = connect(store, Path(), create=True)
    try:
        transact(engine, lambda c: c.exec_driver_sql(f"CREATE SCHEMA {name}"))
        joint = "&" if "?" in store else "?"
        yield f"{store}{joint}options={quote(f'-csearch_path={name}', safe='')}"
        if not keep:
            _drop(engine, name)
    except BaseException:
        _drop(engine, name)
        raise
    finally:
        engine.dispose()


def _drop(engine: sa.Engine, name: str) -> None:
    statement = f"DROP SCHEMA IF EXISTS {name} CASCADE"
    transact(engine, lambda connection: connection.exec_driver_sql(statement))


def _begin(console: Console, folder: Path, url: str) -> story.Story:
    text = (folder / "inputs" / "fjcore.toml").read_text("utf-8")
    site_path = folder / "fjcore.toml"
    site_path.write_text(text.replace("sqlite:vault.db", url), "utf-8")
    words = "made-up people only " + secrets.token_hex(8)
    secret_path = folder / _PASSPHRASE_FILE
    secret_path.touch(mode=0o600)
    secret_path.write_text(words + "\n", "utf-8")
    clock = FixedClock(story.MORNING)
    site = Site.load(site_path)
    registry = Registry.build(site)
    for row in registry.report:
        if row.name in site.plugins and row.state != "enabled":
            fault = lacking(row.name, [row])
            raise fault
    vault = Vault.create(site, Secret(words), registry=registry, clock=clock)
    console.print(
        "Made-up people, made-up agencies. The clock of this demo stands at "
        f"{story.MORNING:%d %B %Y} and moves with the story.",
    )
    show.plugins(console, vault.registry.report)
    return story.Story(console=console, folder=folder, vault=vault, clock=clock)
