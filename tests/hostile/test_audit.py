"""Every check of a plugin has one that it keeps out, and says which check it was."""

from __future__ import annotations

from pathlib import Path

import pytest
from support.hostile import CASES
from support.hostile.audit import AUDIT, audit_table
from support.hostile.case import Ends

ROOT = Path(__file__).parents[2]
BY_ID = {case.id: case for case in CASES}
CHECKS = [f"D{n}" for n in range(1, 7)] + [f"R{n}" for n in range(1, 13)]

#: The code in which a plugin ends that a check of its manifest keeps out.
CODES = {
    "D1": {"manifest_error"},
    "D2": {"manifest_error"},
    "D3": {"duplicate_plugin"},
    "D4": {"incompatible_plugin"},
    "D5": {"missing_permission", "hook_error"},
    "D6": {"untrusted_plugin"},
}


def test_no_check_is_without_one() -> None:
    """Each of the checks should have a plugin that it keeps out, in their order."""
    assert CHECKS == list(AUDIT)


@pytest.mark.parametrize("check", CHECKS)
def test_the_plugin_is_kept_out_by_that_check(check: str) -> None:
    """A plugin of the table should be off, by the code and the name of its check.

    That it truly ends so is what the test of the whole collection shows.
    """
    cases = [BY_ID[name] for name in AUDIT[check][1]]

    assert cases
    for case in cases:
        assert case.ends in (Ends.OFF, Ends.CLOSED)
        assert case.code in CODES.get(check, {"hook_error"})
        assert check[0] == "D" or f"({check})" in case.says


def test_the_page_tells_of_each_check() -> None:
    """The page in the reference should have the table, as it is here."""
    text = (ROOT / "docs/reference/hostile-plugins.md").read_text("utf-8")

    assert audit_table(BY_ID) in text
