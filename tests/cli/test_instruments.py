"""Instruments on the command line: what ships, what each is, and vectors run."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from support.commands import Run, runner

from fjcore.screening import external_tools, instruments, load

VECTORS = Path(__file__).parent.parent / "vectors" / "screening" / "vectors.json"
SAMPLE = VECTORS.parent / "instruments.json"


@pytest.fixture
def bare(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> Run:
    """Give the command line in an empty folder."""
    return runner(tmp_path, monkeypatch, capfd)


def written(folder: Path, data: Any) -> Path:
    """Write a file and give its path."""
    path = folder / "file.json"
    path.write_text(json.dumps(data), "utf-8")
    return path


def test_list_should_name_what_ships_and_what_is_only_recorded(bare: Run) -> None:
    """The list should name every instrument, and every tool with the reason why."""
    done = bare("instruments", "list")
    data = json.loads(bare("instruments", "list", "--json").out)

    assert (0, "") == (done.status, done.err)
    assert list(instruments()) == [row["id"] for row in data["instruments"]]
    assert list(external_tools()) == [row["id"] for row in data["external"]]
    for name in (*instruments(), *external_tools()):
        assert name in done.out


def test_list_should_make_the_page_of_the_reference(bare: Run) -> None:
    """The page of the reference should be what the command prints."""
    done = bare("instruments", "list", "--markdown")
    page = Path(__file__).parent.parent.parent / "docs/reference/instruments.md"

    assert page.read_text("utf-8") == done.out


@pytest.mark.parametrize("name", ["cssrs-screener-recent", "casr-sf", "b-safer-v2"])
def test_show_should_tell_an_instrument_in_full(bare: Run, name: str) -> None:
    """What is shown should hold every item, the licence, the limits and the hash."""
    done, made = bare("instruments", "show", name), load(name)
    data = json.loads(bare("instruments", "show", name, "--json").out)

    assert (0, "") == (done.status, done.err)
    assert made.logic_hash in done.out
    assert "not legal advice" in done.out
    assert [item.id for item in made.asked] == [row["id"] for row in data["items"]]
    for text in (*made.limits, *(item.label for item in made.items)):
        assert text in done.out


def test_show_should_speak_the_language_that_ships(bare: Run) -> None:
    """Words should be shown in a language that ships, for a use that is allowed."""
    spoken = bare("instruments", "show", "phq-2", "--lang", "es")
    other = bare("instruments", "show", "phq-2", "--lang", "fr")
    sold = bare("instruments", "show", "audit-c", "--lang", "en", "--use", "commercial")

    assert "Poco interés" in spoken.out
    assert (1, "") == (other.status, other.out)
    assert "wording_refused" in other.err
    assert (1, "") == (sold.status, sold.out)
    assert "licence_refused" in sold.err


def test_show_should_refuse_an_instrument_that_is_not_there(bare: Run) -> None:
    """An id that nothing has should end with one clear error."""
    done = bare("instruments", "show", "nothing")

    assert (1, "") == (done.status, done.out)
    assert "unknown_instrument" in done.err


def test_lint_should_pass_what_ships(bare: Run) -> None:
    """Every instrument that ships should load, and say what nobody has checked."""
    done = bare("instruments", "lint")

    assert (0, "") == (done.status, done.err)
    assert "instruments: 31 of 31 load" == done.out.splitlines()[-1]
    assert "W02" in done.out
    assert "dash-ric-24 bands.total.medium: W04" in done.out


def test_lint_should_name_every_fault_with_its_meaning(
    bare: Run, tmp_path: Path
) -> None:
    """A definition with a gap between bands should be told by path, code and words."""
    rows = json.loads(SAMPLE.read_text("utf-8"))["instruments"]
    hark = next(row for row in rows if row["id"] == "hark")
    hark["bands"][1]["min"] = 2
    path = written(tmp_path, hark)
    done = bare("instruments", "lint", path)
    data = json.loads(bare("instruments", "lint", path, "--json").out)

    assert 1 == done.status
    assert "hark bands.total: E05 bands leave a gap" in done.out
    assert "instruments: 0 of 1 load" in done.out
    assert ["E05"] == [fault["code"] for fault in data[0]["faults"]]


def test_lint_should_name_a_missing_licence(bare: Run, tmp_path: Path) -> None:
    """A definition without a licence should be told so, by path and code."""
    rows = json.loads(SAMPLE.read_text("utf-8"))["instruments"]
    done = bare("instruments", "lint", written(tmp_path, rows[0]))

    assert 1 == done.status
    assert "da-20 licence: E15" in done.out


@pytest.mark.parametrize("text", ["", "{", "[1]", '"x"'])
def test_lint_should_end_with_two_on_what_cannot_be_read(
    bare: Run, tmp_path: Path, text: str
) -> None:
    """What is no JSON should end with two; what is no definition is a fault."""
    path = tmp_path / "file.json"
    path.write_text(text, "utf-8")
    done = bare("instruments", "lint", path)

    assert (1 if text[:1] in ("[", '"') else 2) == done.status
    assert 2 == bare("instruments", "lint", tmp_path / "gone.json").status


def test_screening_should_run_the_known_answers(bare: Run) -> None:
    """The known answers should all agree, and be told so by line and by number."""
    done = bare("test", "screening", VECTORS)
    data = json.loads(bare("test", "screening", VECTORS, "--json").out)

    assert (0, "") == (done.status, done.err)
    assert "screening: 161 of 161 agree" == done.out.splitlines()[-1]
    assert {"total": 161, "passed": 161, "failed": 0, "failures": []} == data


def test_screening_should_run_against_other_definitions(bare: Run) -> None:
    """Definitions of a file should be used in place of core's, and those alone."""
    done = bare("test", "screening", VECTORS, "--instruments", SAMPLE, "--json")
    told = json.loads(done.out)

    # Core marks one question of PHQ-9 as optional; the sample does not.
    assert {f"phq-9/{n:02d}" for n in (1, 2, 3, 4, 6)} < {
        row["id"] for row in told["failures"]
    }
    assert {"complete"} == {row["field"] for row in told["failures"]}
    assert (161, 150) == (told["total"], told["passed"])


def test_screening_should_end_with_one_on_a_difference(
    bare: Run, tmp_path: Path
) -> None:
    """An edited expectation should be told by id, field, expected and got."""
    data = json.loads(VECTORS.read_text("utf-8"))
    (row,) = [one for one in data["vectors"] if one["id"] == "hark/05"]
    row["expected"]["flags"]["positive"] = None
    path = written(tmp_path, data)
    done = bare("test", "screening", path, "--id", "hark/05", "--id", "hark/06")
    told = json.loads(bare("test", "screening", path, "--json").out)

    assert 1 == done.status
    assert "FAIL hark/05 flags.positive expected=null got=true" in done.out
    assert "ok hark/06" in done.out
    assert (161, 160, 1) == (told["total"], told["passed"], told["failed"])
    assert [
        {"id": "hark/05", "field": "flags.positive", "expected": None, "got": True}
    ] == told["failures"]


@pytest.mark.parametrize(
    "change",
    [{"vectors": []}, {"schema": "x"}, {"vectors": [{}]}, {"more": 1}],
    ids=range(4),
)
def test_screening_should_end_with_two_on_what_cannot_be_read(
    bare: Run, tmp_path: Path, change: Any
) -> None:
    """A file without a vector, or of a wrong shape, should end with two."""
    data = json.loads(VECTORS.read_text("utf-8")) | change
    done = bare("test", "screening", written(tmp_path, data), "--json")

    assert (2, "") == (done.status, done.out)
    assert "input_refused" in done.err
    assert 2 == bare("test", "screening", tmp_path / "gone.json").status
