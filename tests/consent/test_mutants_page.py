"""The page on how consent is tested names what there is: faults, tests, numbers."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

from consent.mutant_table import table
from consent.properties import HOW
from consent.test_mutants import FAULTS
from support.profiles import ELSEWHERE, EXAMPLES, FULL, dear, usual

ROOT = Path(__file__).parents[2]
PAGE = ROOT / "docs" / "reference" / "consent-tests.md"
NAMED = re.compile(r"`(test_\w+)`")
DEFINED = re.compile(r"^ *def (test_\w+)\(", re.MULTILINE)
ROW = re.compile(r"^\| (\d+) \| [^|]+ \| `(test_\w+)` \|$", re.MULTILINE)
#: Properties of decisions and of the engine; the others are of redaction.
NUMBERS = {1, *range(5, 24), *range(33, 39)}


@cache
def those_there() -> frozenset[str]:
    """Give the name of every test there is."""
    paths = (ROOT / "tests").rglob("test_*.py")
    return frozenset(
        n for path in paths for n in DEFINED.findall(path.read_text("utf-8"))
    )


def test_the_table_of_faults_is_that_of_the_tests() -> None:
    """The page should list every seeded fault, where it is, and what notices it."""
    told = PAGE.read_text("utf-8").partition("| Noticed by |\n|---|---|---|\n")[2]

    assert table(FAULTS).splitlines() == told.splitlines()


def test_every_test_named_is_there() -> None:
    """The page should name no test that is gone."""
    named = {*NAMED.findall(PAGE.read_text("utf-8"))}

    assert len(named) > 30
    assert set() == named - those_there()


def test_every_numbered_property_has_a_test() -> None:
    """Every number should have its row, with a test that is there."""
    rows = ROW.findall(PAGE.read_text("utf-8"))

    assert NUMBERS == {int(number) for number, _ in rows}
    assert set() == {name for _, name in rows} - those_there()


def test_numbered_properties_are_tried_on_a_thousand_cases() -> None:
    """A numbered property should have the profile of those, and be tried at full."""
    rows = {name for _, name in ROW.findall(PAGE.read_text("utf-8"))}
    tried = {name: HOW[name] for name in rows & set(HOW)}
    told = PAGE.read_text("utf-8").partition("Five take")[2].partition("What")[0]

    assert {EXAMPLES if FULL else ELSEWHERE} == {usual.max_examples}
    assert EXAMPLES >= 1_000
    assert set() == {n for n, how in tried.items() if how not in (usual, dear)}
    assert {*NAMED.findall(told)} == {n for n, how in tried.items() if how is dear}
    assert 25 <= len(tried)
