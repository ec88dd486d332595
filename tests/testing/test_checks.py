from __future__ import annotations

from pathlib import Path

from fjcore.testing import suites
from fjcore.testing.checks import checks_of, page

PAGE = Path(__file__).parents[2] / "docs" / "reference" / "conformance.md"


def test_page():
    """The page of the checks should be the one that the kit makes."""
    assert page() == PAGE.read_text("utf-8")


def test_each_check_has_an_id_of_its_own():
    """No two checks should share an id, and each should say since when it is."""
    found = [one for name in suites.__all__ for one in checks_of(getattr(suites, name))]
    ids = [one.id for one in found]

    assert sorted(set(ids)) == sorted(ids)
    assert {"0.1"} == {one.since for one in found}
    assert all(one.text for one in found)


def test_every_test_of_a_suite_is_a_check():
    """A suite should hold no test that is no check."""
    for name in suites.__all__:
        suite = getattr(suites, name)
        tests = {one for one in dir(suite) if one.startswith("test_")}

        assert tests == {one.name for one in checks_of(suite)}
