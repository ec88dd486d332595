"""Planning a center on the command line."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from support.commands import Run, runner

from fjcore.consent.center import example_text

SMALL = """
format = 1
center = {name = "A", state = "US-MT", tz = "America/Denver", as_of = 2026-12-01}
agency = [{id = "a", name = "A House", kind = "shelter", funding = ["vawa"]}]
"""


@pytest.fixture
def bare(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> Run:
    """Give the command line in an empty folder."""
    return runner(tmp_path, monkeypatch, capfd)


def test_plan_should_be_told_three_ways(bare: Run, tmp_path: Path) -> None:
    """A center should be planned as text, as a page and as data, with no site."""
    file = tmp_path / "AGENCIES.toml"
    made = bare("center", "example", "--out", file)
    written = file.read_text("utf-8")
    file.write_text(SMALL, "utf-8")
    text = bare("center", "plan", file)
    page = bare("center", "plan", file, "--html", "--out", tmp_path / "plan.html")
    data = bare("center", "plan", file, "--json")

    assert (0, 0, 0, 0) == tuple(r.status for r in (made, text, page, data))
    assert example_text() == written
    assert "Where walls must stand" in text.out
    assert (tmp_path / "plan.html").read_text("utf-8").startswith("<!DOCTYPE html>")
    assert "US-MT" == json.loads(data.out)["state"]


def test_example_should_be_printed(bare: Run) -> None:
    """Without a file the example should go to the terminal as it is."""
    assert example_text() == bare("center", "example").out


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (None, "unreadable"),
        (b"\xff\xfe", "unreadable"),
        (b"x = 1", "center: required"),
        (example_text().replace('"vawa"', '"secret"', 1).encode(), "agency.0.funding"),
        (b"\x00", "format"),
    ],
    ids=["missing", "bytes", "empty", "word", "nul"],
)
def test_bad_file_should_be_refused(
    bare: Run, tmp_path: Path, content: bytes | None, said: str
) -> None:
    """A faulty file should end with 1 and its faults, and never with what it holds."""
    file = tmp_path / "a.toml"
    if content is not None:
        file.write_bytes(content)
    done = bare("center", "plan", file)

    assert (1, "") == (done.status, done.out)
    assert "center_refused" in done.err
    assert said in done.err
    assert "secret" not in done.err


def test_two_ways_at_once_should_be_refused(bare: Run, tmp_path: Path) -> None:
    """A plan should not be told in two ways at once, nor over a file there is."""
    file = tmp_path / "a.toml"
    file.write_text(example_text(), "utf-8")
    both = bare("center", "plan", file, "--json", "--html")
    over = bare("center", "example", "--out", file)

    assert (1, 1) == (both.status, over.status)
    assert "conflict" in both.err
    assert "duplicate" in over.err
