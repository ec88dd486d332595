from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from bench.__main__ import NEEDS, ROWS, load, main, named
from bench.harness import Row, measure
from bench.rows import same

ROOT = Path(__file__).parents[2]

#: The goals of the design, per row: ratio, seconds beyond the baseline, or seconds.
GOALS = {
    "C1": (1.2, None, None),
    "C2": (1.1, None, None),
    "C2o": (1.1, None, None),
    "E1": (0.6, None, None),
    "E2": (2.5, None, None),
    "E3": (1.3, None, None),
    "E4": (0.1, None, None),
    "E4t": (0.5, None, None),
    "E5": (0.6, None, None),
    "E6": (0.8, None, None),
    "E7": (2.0, None, None),
    "R1": (0.7, None, None),
    "R1t": (0.7, None, None),
    "R2": (None, None, 0.001),
    "D1": (0.25, None, None),
    "D2": (0.01, None, None),
    "D3": (4.0, None, None),
    "D4": (1.2, None, None),
    "I1": (None, 0.010, None),
    "IM": (3.0, None, None),
    "P1": (0.35, None, None),
    "P2": (1.5, None, None),
    "P3": (1.05, None, None),
    "S1": (0.5, None, None),
    "S1r": (3.0, None, None),
    "S1a": (1.5, None, None),
    "S2": (20.0, None, None),
    "N2": (0.333, None, None),
}


#: Rows of seconds: here their sides are compared, and `.ci/run` takes their ratio.
DEAR = ("P2", "IM")


@pytest.mark.parametrize("name", DEAR)
def test_dear_row(name):
    """A row that takes long should give the same answer by each of its sides."""
    row = load(name)
    try:
        row.check()
    finally:
        row.close()

    first = row.candidates[0]
    assert name == row.id
    assert GOALS[name] == (first.goal, first.margin, first.limit)


@pytest.mark.parametrize("name", [name for name in ROWS if name not in DEAR])
def test_row(name):
    """Every row should pass its check and give a ratio, or say what it lacks."""
    row = load(name)
    if isinstance(row, str):
        assert row in NEEDS.values()
        return
    try:
        results = measure(row, rounds=1, span=0, runs=1)
    finally:
        row.close()

    assert name == row.id
    assert len(row.candidates) == len(results)
    assert all(result.ratio > 0 for result in results)
    assert all(result.baseline > 0 for result in results)
    first = row.candidates[0]
    assert GOALS.get(name, (None,) * 3) == (first.goal, first.margin, first.limit)


def test_all_are_listed():
    """Every module of rows should stand in the table."""
    modules = {path.stem for path in (ROOT / "bench/rows").glob("[!_]*.py")}

    assert modules == set(ROWS.values())


def test_page():
    """The page on speed should list every row, under the goals that the rows have."""
    told: dict[str, set[str]] = {name: set() for name in ROWS}
    for line in (ROOT / "docs/reference/speed.md").read_text("utf-8").splitlines():
        cells = [cell.strip() for cell in line.strip("|").split("|")]
        if len(cells) == 5 and cells[0] in ROWS:
            told[cells[0]] |= {cells[4]} - {""}

    wanted = {name: set() for name in ROWS} | {
        name: {_said(*goal)} for name, goal in GOALS.items()
    }
    assert wanted == told


def _said(ratio, beyond, at_all):
    if ratio is not None:
        return str(ratio)
    return f"{at_all * 1000:.0f} ms" if at_all else f"+{beyond * 1000:.0f} ms"


@pytest.mark.parametrize("text", ["C2o", "c2O", "codec_write_orjson"])
def test_names(text):
    """A row should be found by its id in any case, and by its module."""
    assert named(text) == "C2o"


def test_unknown_name(capsys):
    """An unknown row should be refused before anything is measured."""
    with pytest.raises(SystemExit) as stopped:
        main(["C1", "quokka"])

    assert stopped.value.code == 2
    assert "no such row: quokka" in capsys.readouterr().err


def run(code):
    return subprocess.run(
        [sys.executable, "-c", code],
        check=False,
        capture_output=True,
        text=True,
        cwd=ROOT,
    )


LACKING = {
    "D1": ("cedarpy", "cedarpy"),
    "E4t": ("tink", "tink"),
    "R1": ("orjson", "orjson"),
    "S2": ("numpy", "bulk"),
    "A1": ("sqlalchemy", "store"),
    "E1v": ("sqlalchemy", "store"),
}


def test_lacking():
    """Rows that lack a package should say what brings it and not vanish."""
    gone = {package: None for package, _ in LACKING.values()}
    done = run(
        f"import sys; sys.modules.update({gone!r}); "
        f"from bench.__main__ import main; main([*{[*LACKING]!r}, '--quick'])"
    )
    said = [line for line in done.stdout.splitlines() if "n/a" in line]

    assert done.returncode == 0, done.stderr
    assert {
        f"{name:<5}n/a, needs {NEEDS[needs]}" for name, (_, needs) in LACKING.items()
    } == set(said)
    assert len(LACKING) == len(said)


def test_broken_is_not_lacking():
    """A module missing for any other reason should not pass for a missing extra."""
    done = run(
        "import sys; sys.modules['fjcore.records.codec'] = None; "
        "from bench.__main__ import load; load('C1')"
    )

    assert done.returncode == 1
    assert "fjcore.records.codec" in done.stderr


def test_table(capsys):
    """The table should show the machine, the row and its verdict."""
    assert main(["c2", "--quick"]) == 0
    shown = capsys.readouterr().out

    assert "CPUs, load" in shown
    assert "cattrs" in shown
    assert "C2   record to plain data / cattrs.Converter" in shown
    assert "<= 1.1" in shown


def test_json(capsys):
    """The same should be there for a machine to read."""
    assert main(["codec_write", "--quick", "--json"]) == 0
    found = json.loads(capsys.readouterr().out)
    (row,) = found["rows"]

    assert {"python", "system", "cpus", "load", "packages", "runs"} == set(
        found["machine"]
    )
    assert (row["row"], row["candidate"], row["goal"]) == ("C2", "unstructure", 1.1)
    assert row["ratio"] == sorted(row["ratio"])
    assert len(row["runs_held"]) == 1


def test_same():
    """Sides that differ should not be compared, and not be shown either."""
    same([1, 2], [1, 2])

    with pytest.raises(AssertionError, match="same answer") as raised:
        same(["Mirel"], ["Tavaroy"])
    assert "Mirel" not in str(raised.value)
    assert not isinstance(raised.value, type(Row))
