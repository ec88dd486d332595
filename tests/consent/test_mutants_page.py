"""The page on how consent is tested names what there is: faults, tests, numbers."""

from __future__ import annotations

import ast
import re
from pathlib import Path

from consent.mutant_table import table
from consent.test_mutants import FAULTS

ROOT = Path(__file__).parents[2]
PAGE = ROOT / "docs" / "reference" / "consent-tests.md"
NAMED = re.compile(r"`(test_\w+)`")


def those_there() -> set[str]:
    """Give the name of every test of consent."""
    return {
        node.name
        for path in Path(__file__).parent.glob("test_*.py")
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(node, ast.FunctionDef)
    }


def test_the_table_of_faults_is_that_of_the_tests() -> None:
    """The page should list every seeded fault, where it is, and what notices it."""
    told = PAGE.read_text("utf-8").partition("| Noticed by |\n|---|---|---|\n")[2]

    assert table(FAULTS).splitlines() == told.splitlines()


def test_every_test_named_is_there() -> None:
    """The page should name no test that is gone."""
    named = {*NAMED.findall(PAGE.read_text("utf-8"))}

    assert len(named) > 30
    assert set() == named - those_there()
