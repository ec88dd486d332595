"""The command that imports: look first, keep all or nothing, tell no cell."""

from __future__ import annotations

import json
from io import StringIO
from pathlib import Path

import pytest
from records.importing.files import as_csv, put, rows_of
from rich.console import Console
from support.commands import Run

from fjcore.cli.importing import COME_ALONG, import_file
from fjcore.cli.session import Settings
from fjcore.records.importing import shipped_layouts

NAME = "Qz7quokka"


@pytest.fixture
def files(folder: Path) -> dict[str, Path]:
    """Give a file in order and one with a row in twelve that is not, both made up.

    ``plain`` does not say so, as a file for a real vault.
    """
    rows = rows_of("infonet", 12)
    plain = put(folder, as_csv(rows), "plain.csv")
    for row in rows:
        row |= {"LastName": NAME, "Synthetic": "1"}
    good = put(folder, as_csv(rows), "good.csv")
    rows[4]["DateOfBirth"] = f"{NAME} 1"
    bad = put(folder, as_csv(rows), "bad.csv")
    return {"good": good, "bad": bad, "plain": plain}


def subjects(run: Run) -> str:
    return next(
        line for line in run("audit", "verify").out.splitlines() if "record" in line
    )


def test_the_help_should_name_what_comes_along() -> None:
    """The help should name every layout that comes along."""
    assert shipped_layouts() == COME_ALONG


def test_a_dry_run_should_keep_nothing(run: Run, files: dict[str, Path]) -> None:
    """A dry run should count the rows and leave the vault as it is."""
    before = subjects(run)
    found = run("import", files["good"], "--layout", "infonet", "--dry-run")

    assert (0, "") == (found.status, found.err)
    assert "12 rows, would keep 12, refused 0, skipped 0" in found.out
    assert before == subjects(run)


def test_an_import_should_be_kept_once(run: Run, files: dict[str, Path]) -> None:
    """An import should say what it kept, and keep nothing when it is run again."""
    before = subjects(run)
    first = run("import", files["good"], "--layout", "infonet")
    between = subjects(run)
    second = run("import", files["good"], "--layout", "infonet")

    assert "12 rows, kept 12, refused 0, skipped 0" in first.out
    assert "12 rows, kept 0, refused 0, skipped 12" in second.out
    assert "row: known, 12 times, rows 2, 3, 4" in second.out
    assert before != between == subjects(run)


@pytest.mark.parametrize("seen", [True, False])
def test_a_bar_should_move_where_somebody_looks(
    files: dict[str, Path], seen: bool
) -> None:
    """A terminal should be shown how far the file is read, and a pipe nothing of it."""
    shown = StringIO()
    import_file(
        Console(file=shown, force_terminal=seen, width=80, highlight=False),
        Settings(site=Path("none.toml"), actor="", passphrase_file=None),
        files["plain"],
        "infonet",
        dry_run=True,
        good_rows=False,
        report=None,
    )

    assert seen is ("looking through" in shown.getvalue())
    assert seen is ("100%" in shown.getvalue())
    assert "would keep 12" in shown.getvalue()


def test_a_fault_should_stop_the_whole(run: Run, files: dict[str, Path]) -> None:
    """A file with a row refused should keep nothing, and tell where the fault is."""
    before = subjects(run)
    found = run("import", files["bad"], "--layout", "infonet")

    assert 1 == found.status
    assert "would keep 11, refused 1" in found.out
    assert "refused: column 5: format, 1 time, rows 6" in found.out
    assert "nothing was kept" in found.out
    assert NAME not in found.out + found.err
    assert before == subjects(run)


def test_good_rows_should_be_kept_when_asked_for(
    run: Run, files: dict[str, Path]
) -> None:
    """The rows in order should be kept where that was asked for."""
    found = run("import", files["bad"], "--layout", "infonet", "--good-rows")

    assert (0, "") == (found.status, found.err)
    assert "kept 11, refused 1" in found.out


def test_a_report_should_hold_no_cell(
    run: Run, files: dict[str, Path], folder: Path
) -> None:
    """The report should hold counts, columns and rows, for its owner alone."""
    path = folder / "report.json"
    words = ("--layout", "infonet", "--dry-run", "--report", path)
    found = run("import", files["bad"], *words)
    report = json.loads(path.read_bytes())
    again = run("import", files["bad"], *words)

    assert 1 == found.status
    assert (12, 11, 1, 0) == tuple(
        report[name] for name in ("rows", "kept", "refused", "skipped")
    )
    assert [
        {"file": "", "column": 5, "code": "format", "count": 1, "rows": [6]}
    ] == report["findings"]
    assert NAME not in path.read_text("utf-8")
    assert 0o600 == path.stat().st_mode & 0o777
    assert "--report: duplicate" in again.err


def test_a_layout_of_ones_own_should_be_read(
    run: Run, files: dict[str, Path], folder: Path
) -> None:
    """A layout file should be read, and refused by the place of its fault."""
    text = '[[file]]\nkey = ["ClientID"]\nrecord = [{type = "person", once = true, '
    text += 'field = [{path = "names.0.text", column = "LastName"}]}]\n'
    own = folder / "own.toml"
    own.write_text(f'layout = "own"\nversion = 1\n{text}', "utf-8")
    found = run("import", files["good"], "--layout", own, "--dry-run")
    own.write_text(f'layout = "own"\n{text}', "utf-8")
    faulty = run("import", files["good"], "--layout", own, "--dry-run")

    assert "own 1: 12 rows, would keep 6, refused 6" in found.out
    assert "column 2: duplicate, 6 times" in found.out
    assert "version: required" in faulty.err


@pytest.mark.parametrize(
    ("file", "layout", "place"),
    [
        ("absent.csv", "infonet", "absent.csv: unreadable"),
        ("good.csv", "quokka", "--layout: unreadable"),
        ("good.csv", "apricot", "row.1.Record ID: header"),
        ("good.csv", "hmis_csv_2026", "Client.csv: unreadable"),
    ],
)
def test_what_is_not_there_should_be_named(
    run: Run, files: dict[str, Path], folder: Path, file: str, layout: str, place: str
) -> None:
    """A file or layout that is not there, or does not fit, should be named."""
    found = run("import", folder / file, "--layout", layout)

    assert 1 == found.status
    assert place in found.err
    assert NAME not in found.err
    assert files["good"].is_file()


def test_a_file_should_be_looked_through_without_a_vault(
    run: Run, files: dict[str, Path], folder: Path
) -> None:
    """A dry run should need neither a site file nor a passphrase."""
    (folder / "fjcore.toml").unlink()
    words = ("import", files["plain"], "--layout", "infonet")
    found = run(*words, "--dry-run", passphrase="")
    kept = run(*words, passphrase="")

    assert (0, 1) == (found.status, kept.status)
    assert "would keep 12" in found.out
