"""Importing other systems' files: look through them first, then keep, in batches."""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Iterator
from itertools import islice
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.progress import BarColumn, Progress, TaskProgressColumn, TextColumn

from fjcore.cli.files import named_file
from fjcore.cli.session import Settings
from fjcore.errors import InputRefused, OptionRefused, Problem
from fjcore.records.importing import (
    Draft,
    Finding,
    Importer,
    ImportReport,
    Layout,
    parse_layout,
    shipped_layout,
    shipped_layouts,
)
from fjcore.records.importing.contract import MAX_INPUT
from fjcore.sdk import Registry
from fjcore.vault import Fate, Vault

#: Rows kept in one transaction.
BATCH = 200

#: How often the bar moves, in rows.
_STEP = 64

#: The layouts that come along; the help is to be quick, and reads no folder.
COME_ALONG = ("apricot", "hmis_csv_2024", "hmis_csv_2026", "infonet", "legacy")

Tick = Callable[[], None]


def import_file(
    console: Console,
    settings: Settings,
    file: Path,
    layout: str,
    *,
    dry_run: bool,
    good_rows: bool,
    report: Path | None,
) -> int:
    """Look through a file, then keep it; give the exit status.

    Where any row is refused nothing is kept, unless the good rows are asked for.
    """
    said = load_layout(layout)
    if report is not None and report.exists():
        raise OptionRefused("--report", problems=(Problem("--report", "duplicate"),))
    importer = _importer(settings, said, file, dry_run)
    found = _rehearsed(console, importer)
    refused = bool(found.refused)
    if not dry_run and (good_rows or not refused):
        found = _kept(console, settings, importer)
        refused = bool(found.refused) and not good_rows
    if report is not None:
        _write(report, found)
    for line in lines(found, dry_run=dry_run, nothing=refused and not dry_run):
        console.print(line)
    return 1 if refused else 0


def load_layout(name: str) -> Layout:
    """Read a layout: a file, or one of those that come with fjcore by its name.

    Raises: InputRefused.
    """
    path = Path(name)
    if not path.is_file() and name in shipped_layouts():
        return shipped_layout(name)
    text = None
    try:
        text = path.read_text("utf-8")
    except (OSError, ValueError):
        pass
    if text is None:
        raise InputRefused("--layout", problems=(Problem("--layout", "unreadable"),))
    return parse_layout(text)


def _importer(settings: Settings, said: Layout, file: Path, dry_run: bool) -> Importer:
    """Read with the record types and the zone of the site; core's, without a site."""
    if dry_run and not settings.site.exists():
        return Importer(said, file, zone="UTC")
    site = settings.load()
    catalog = Registry.build(site).catalog()
    return Importer(
        said,
        file,
        zone=site.holder().tz,
        catalog=catalog,
        synthetic=site.store.synthetic,
        collect=site.policy.collected,
    )


def _rehearsed(console: Console, importer: Importer) -> ImportReport:
    with _bar(console, importer, "looking through") as tick:
        for number, draft in enumerate(importer.drafts()):
            importer.tally.keep(len(draft.rows))
            if not number % _STEP:
                tick()
        tick()
    return importer.report()


def _kept(console: Console, settings: Settings, importer: Importer) -> ImportReport:
    with settings.vault() as (vault, actor), _bar(console, importer, "keeping") as tick:
        drafts = importer.drafts()
        while batch := list(islice(drafts, BATCH)):
            keep_batch(vault, importer, batch, actor)
            tick()
        tick()
    return importer.report()


def keep_batch(
    vault: Vault, importer: Importer, batch: list[Draft], actor: str
) -> None:
    """Keep one batch and count what became of each row."""
    layout, tally = importer.layout.layout, importer.tally
    fates = vault.import_records(batch, layout=layout, actor=actor)
    for draft, fate in zip(batch, fates, strict=True):
        if fate is Fate.KEPT:
            tally.keep(len(draft.rows))
        elif fate is Fate.KNOWN:
            for name, row in draft.rows:
                tally.skip((name, 0, "known"), row)
        else:
            faults = [((draft.file, 0, "precondition"), draft.rows[0][1])]
            tally.refuse(faults, rows=len(draft.rows))


class _Bar:
    """A bar that moves with the bytes read; nothing is drawn where nobody looks."""

    def __init__(self, console: Console, importer: Importer, what: str) -> None:
        self._importer = importer
        self._progress = Progress(
            TextColumn("{task.description}"),
            BarColumn(),
            TaskProgressColumn(),
            console=console,
            transient=True,
            disable=not console.is_terminal,
        )
        self._task = self._progress.add_task(what, total=max(importer.size, 1))

    def __enter__(self) -> Tick:
        self._progress.start()
        return self._tick

    def __exit__(self, *_: object) -> None:
        self._progress.stop()

    def _tick(self) -> None:
        self._progress.update(self._task, completed=self._importer.position)


def _bar(console: Console, importer: Importer, what: str) -> _Bar:
    return _Bar(console, importer, what)


def lines(report: ImportReport, *, dry_run: bool, nothing: bool) -> Iterator[str]:
    """Tell a report in words: counts, places and codes."""
    would = "would keep" if dry_run or nothing else "kept"
    yield (
        f"{report.layout} {report.version}: {report.rows} rows, {would} {report.kept}, "
        f"refused {report.refused}, skipped {report.skipped}"
    )
    for one in report.findings:
        yield f"  refused: {_told(one)}"
    for one in report.reasons:
        yield f"  noted: {_told(one)}"
    unread = _counted(len(report.unread_columns), "column")
    unread += _counted(report.unread_files, "file")
    if unread:
        yield f"  not read: {', '.join(unread)}"
    if nothing:
        yield "nothing was kept; --good-rows keeps the rows that are in order"


def _told(one: Finding) -> str:
    where = f"{one.file} " if one.file else ""
    column = f"column {one.column}" if one.column else "row"
    some = ", ".join(map(str, one.rows[:8])) + (", ..." if one.count > 8 else "")
    code = f"{one.code} ({one.codes})" if one.codes else one.code
    (times,) = _counted(one.count, "time")
    return f"{where}{column}: {code}, {times}, rows {some}"


def _counted(number: int, what: str) -> list[str]:
    """Say a number of things; nothing, where there are none."""
    return [f"{number} {what}{'s' * (number != 1)}"] if number else []


def _write(path: Path, report: ImportReport) -> None:
    """Write a report to a new file that only its owner may read."""
    done = False
    try:
        handle = os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600)
        with os.fdopen(handle, "w", encoding="utf-8") as file:
            json.dump(report.plain(), file, indent=1)
            file.write("\n")
        done = True
    except OSError:
        pass
    if not done:
        raise OptionRefused("--report", problems=(Problem("--report", "unreadable"),))


def import_command(
    context: typer.Context,
    file: Annotated[
        Path, typer.Argument(help="a CSV file, a workbook, or a folder of files")
    ],
    layout: Annotated[
        str, typer.Option(help=f"a layout file, or one of {', '.join(COME_ALONG)}")
    ] = "",
    importer: Annotated[
        str, typer.Option(help="have this importer of a plugin read it instead")
    ] = "",
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="look through it and keep nothing")
    ] = False,
    good_rows: Annotated[
        bool,
        typer.Option("--good-rows", help="keep the rows in order, others refused"),
    ] = False,
    report: Annotated[
        Path | None, typer.Option(help="a new file for the report, JSON")
    ] = None,
) -> None:
    """Import another system's file by a layout: look through it, then keep it."""
    console = Console(width=110, markup=False, highlight=False, emoji=False)
    settings: Settings = context.obj
    if bool(importer) == bool(layout):
        code = "conflict" if layout else "required"
        raise OptionRefused("--layout", problems=(Problem("--layout", code),))
    if importer:
        _brought(console, settings, file, importer)
        return
    status = import_file(
        console,
        settings,
        file,
        layout,
        dry_run=dry_run,
        good_rows=good_rows,
        report=report,
    )
    if status:
        raise typer.Exit(status)


def _brought(console: Console, settings: Settings, file: Path, name: str) -> None:
    """Have an importer of a plugin read a file, and keep all of it or nothing."""
    raw = named_file(file, MAX_INPUT)
    with settings.vault() as (vault, actor):
        fates = vault.imports.bring(raw, by=name, actor=actor)
    for fate in Fate:
        console.print(f"{fate}: {fates[fate]}")
