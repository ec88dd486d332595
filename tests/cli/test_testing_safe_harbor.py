"""The runner of safe harbor vectors, as a person would run it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from support.commands import Run, runner

FILE = Path(__file__).parents[1] / "vectors/safe_harbor/rules.json"


@pytest.fixture
def bare(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> Run:
    """Give the command line in an empty folder."""
    return runner(tmp_path, monkeypatch, capfd)


def written(folder: Path, *edits: dict[str, object]) -> Path:
    """Write the good file with further vectors."""
    said = json.loads(FILE.read_bytes())
    base = {"id": "x", "field": "age", "input": 34, "as_of": "2026-11-22"}
    said["vectors"] += [base | edit for edit in edits]
    path = folder / "more.json"
    path.write_text(json.dumps(said), "utf-8")
    return path


def test_all_agree(bare: Run) -> None:
    """A file whose answers agree should end with 0, a line for each and a summary."""
    done = bare("test", "safe-harbor", FILE)
    lines = done.out.splitlines()

    assert (0, "") == (done.status, done.err)
    assert ["ok age-1", "safe-harbor: 56 of 56 agree"] == [lines[0], lines[-1]]
    assert 57 == len(lines)


def test_a_difference(bare: Run, tmp_path: Path) -> None:
    """A file of which one answer differs should end with 1, and say which."""
    done = bare("test", "safe-harbor", written(tmp_path, {"expect": 34}))

    assert 1 == done.status
    assert 'FAIL x age expected=34 got="34"' in done.out.splitlines()
    assert "safe-harbor: 56 of 57 agree" == done.out.splitlines()[-1]


def test_for_a_machine(bare: Run, tmp_path: Path) -> None:
    """The same should be there as data, of several files together."""
    done = bare(
        "test", "safe-harbor", FILE, written(tmp_path, {"expect": None}), "--json"
    )
    failure = {"id": "x", "field": "age", "expected": None, "got": "34"}
    wanted = {"total": 113, "passed": 112, "failed": 1, "failures": [failure]}

    assert 1 == done.status
    assert wanted == json.loads(done.out)


@pytest.mark.parametrize("edit", [{}, {"expect": "34", "quokka": 1}, {"id": "age-1"}])
def test_an_unreadable_file(bare: Run, tmp_path: Path, edit: dict[str, object]) -> None:
    """A file that cannot be read should end with 2 and run nothing."""
    done = bare("test", "safe-harbor", FILE, written(tmp_path, edit))

    assert (2, "") == (done.status, done.out)
    assert "input_refused: more.json" in done.err


def test_no_file(bare: Run, tmp_path: Path) -> None:
    """A file that is not there should end with 2."""
    done = bare("test", "safe-harbor", tmp_path / "gone.json")

    assert (2, "") == (done.status, done.out)
    assert "unreadable" in done.err
