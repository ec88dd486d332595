"""Scenarios on the command line: what agrees, what does not, what cannot be read."""

from __future__ import annotations

import json
from importlib.resources import files
from pathlib import Path
from typing import Any

import pytest
from support.commands import Run

ROWS: list[dict[str, Any]] = json.loads(
    files("fjcore.consent").joinpath("data/scenarios.json").read_text("utf-8")
)


def written(folder: Path, *rows: Any, name: str = "mine.json") -> Path:
    """A file of scenarios."""
    path = folder / name
    path.write_text(json.dumps(rows), "utf-8")
    return path


def wrong() -> dict[str, Any]:
    """A scenario that expects another decision and another reason."""
    row: dict[str, Any] = json.loads(json.dumps(ROWS[0]))
    row["expect"] |= {"decision": "deny", "reasons": {"medical": "revoked"}}
    return row


def test_without_a_file_all_that_ship_should_be_run(run: Run, folder: Path) -> None:
    """The shipped scenarios should agree, and need neither site nor vault."""
    (folder / "fjcore.toml").unlink()
    found = run("test", "scenarios")
    lines = found.out.splitlines()

    assert (0, "") == (found.status, found.err)
    assert lines[0] == f"ok {ROWS[0]['id']}"
    assert lines[-1] == "scenarios: 104 of 104 agree"
    assert len(lines) == 105


def test_a_difference_should_be_told_and_end_with_1(run: Run, folder: Path) -> None:
    """Each part that differs should be told by its name, what was wanted, what came."""
    found = run("test", "scenarios", written(folder, wrong(), ROWS[1]))

    assert (1, "") == (found.status, found.err)
    assert found.out.splitlines() == [
        "FAIL A03 decision expected=deny got=partial",
        'FAIL A03 reasons expected={"medical":"revoked"} '
        'got={"medical":"out_of_scope"}',
        f"ok {ROWS[1]['id']}",
        "scenarios: 1 of 2 agree",
    ]


def test_as_data_a_run_should_say_the_same(run: Run, folder: Path) -> None:
    """A run as data should give counts and every difference."""
    path = written(folder, wrong(), ROWS[1])
    found = run("test", "scenarios", path, path, "--json")
    said = json.loads(found.out)

    assert (1, "") == (found.status, found.err)
    assert (4, 2, 2) == (said["total"], said["passed"], said["failed"])
    assert said["failures"][0] == {
        "id": "A03",
        "field": "decision",
        "expected": "deny",
        "got": "partial",
    }
    assert {"total", "passed", "failed", "failures"} == set(said)


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("[", "mine.json: format"),
        ("{}", "scenarios: type"),
        ('[{"id": "A"}]', "scenarios.0.facts: required"),
    ],
)
def test_what_cannot_be_read_should_end_with_2(
    run: Run, folder: Path, text: str, fault: str
) -> None:
    """A file that is none should be told by its place, and nothing compared."""
    path = folder / "mine.json"
    path.write_text(text, "utf-8")
    found = run("test", "scenarios", path)

    assert (2, "") == (found.status, found.out)
    assert fault in found.err


def test_a_file_that_is_not_there_should_end_with_2(run: Run, folder: Path) -> None:
    """A file that is not there should be told, and so should a site."""
    file = run("test", "scenarios", folder / "none.json")
    site = run("test", "scenarios", "--site", folder / "none.toml")

    assert (2, 2) == (file.status, site.status)
    assert "none.json: unreadable" in file.err
    assert site.err.startswith("error: ")
    assert "none.toml" in site.err


def test_a_site_should_take_part(run: Run, folder: Path) -> None:
    """A site that is closed should limit all that leaves; an open one should agree."""
    site = folder / "fjcore.toml"
    opened = run("test", "scenarios", "--site", site)
    site.write_text(
        site.read_text("utf-8") + '\n[plugins.fjcore-gone]\nversion = ">=1"\n', "utf-8"
    )
    closed = run("test", "scenarios", "--site", site, "--json")
    said = json.loads(closed.out)
    got = [one["got"] for one in said["failures"] if one["field"] == "reasons"]

    assert "scenarios: 104 of 104 agree" == opened.out.splitlines()[-1]
    assert (1, 104) == (closed.status, said["total"])
    assert said["failed"] > 20
    assert all("limited" in reasons.values() for reasons in got)
