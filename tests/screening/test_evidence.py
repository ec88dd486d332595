"""The pages of evidence say what the definitions say, and no more."""

from __future__ import annotations

import importlib.util
import tomllib
from pathlib import Path
from types import ModuleType

import pytest
from screening.exchange import START

from fjcore.screening import external, external_tools, instruments, load

FOLDER = Path(__file__).parents[2] / "docs" / "evidence"
EVERY = pytest.mark.parametrize("name", instruments())


@pytest.fixture(scope="module")
def make() -> ModuleType:
    """Give the script that makes the pages."""
    spec = importlib.util.spec_from_file_location("make", FOLDER / "make.py")
    assert spec is not None
    assert spec.loader is not None
    found = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(found)
    return found


def test_the_pages_should_be_those_that_are_made(make: ModuleType) -> None:
    """Every page should be there, as the script makes it today, and no other."""
    found = {path.name: path.read_text("utf-8") for path in FOLDER.glob("*.md")}

    assert make.pages() == found


def test_each_instrument_should_have_its_own_words() -> None:
    """What is written by hand should be there for each instrument, and none else."""
    said = tomllib.loads((FOLDER / "written.toml").read_text("utf-8"))

    assert list(instruments()) == sorted(said)
    assert {("measures", "rests_on", "reading")} == {
        tuple(row) for row in said.values()
    }


@EVERY
def test_a_page_should_tell_all_that_a_reader_must_know(name: str) -> None:
    """A page should tell limits, figures, licence, rules and what is not checked."""
    text, made = (FOLDER / f"{name}.md").read_text("utf-8"), load(name)
    assert made.licence is not None
    told = [
        *made.limits,
        made.population,
        made.licence.holder.rstrip("."),
        "not legal advice",
    ]
    told += [f"| {f.measure} | {f.value} |" for f in made.figures]
    told += [one.cite for one in made.evidence]
    told += [f"`{part.id}`" for part in (*made.scores, *made.triggers, *made.bands)]
    told += [f"| {part} | false |" for part in made.unreviewed]

    assert [] == [one for one in told if one not in text]
    assert "reviewed: true" not in text


def test_tools_that_are_not_encoded_should_be_recorded_as_told() -> None:
    """Each tool that must not be encoded should be listed, and take a told result."""
    text = (FOLDER / "index.md").read_text("utf-8")

    assert 10 == len(external_tools())
    for name, why in external_tools().items():
        kept = external(
            name, version="1", result="high", found_by="staff-7", found_at=START
        )
        assert f"| `{name}` | {why} |" in text
        assert (name, "high") == (kept.tool, kept.result)
