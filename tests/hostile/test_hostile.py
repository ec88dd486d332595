"""Whatever a plugin tries, no disclosure is wider for it, and none of it leaks."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from support.frames import printed
from support.hostile import CASES, Case, Ends, page_table

from fjcore.consent import View
from fjcore.disclosure import Disclosure

from .conftest import Outcome, Run

ROOT = Path(__file__).parents[2]

#: Of the one person, in records, notes and partners of the file.
CANARIES = ("O'Connor", "OConnor", "Lindqvist", "Maeve", "school run", "55501")

#: One of each way to mean harm; all the others are tried at night.
DAILY = frozenset(
    """
    raises-at-import stands-in-for-itself hook-not-declared edited-file proxy
    rule-raises answers-a-number widens span-outside send-raises receipt-of-its-own
    rewrites-the-disclosure another-decision another-code own-randomness
    receipt-of-a-zone
    """.split()
)


def rows() -> Iterator[Any]:
    for case in CASES:
        marks = () if case.id in DAILY else pytest.mark.nightly
        yield pytest.param(case, id=case.id, marks=marks)


#: Ends after which the partner has nothing.
NOTHING = {Ends.CLOSED, Ends.REFUSED}


def leaves(value: Any) -> Iterator[str]:
    if isinstance(value, dict):
        for name, one in value.items():
            yield from (f"{name}={leaf}" for leaf in leaves(one))
    elif isinstance(value, list):
        for one in value:
            yield from leaves(one)
    else:
        yield str(value)


def narrower(made: Disclosure, plain: Disclosure) -> bool:
    """Whether nothing is shown that is not shown without the plugin, nor more of it."""
    full = {path: View[view] for path, view, _ in plain.granted}
    shown = all(View[view] <= full[path] for path, view, _ in made.granted)
    rows, all_rows = (set(leaves(one.content()["records"])) for one in (made, plain))
    return shown and rows <= all_rows and made.recipient == plain.recipient


def told(outcome: Outcome) -> str:
    """What is told of the plugin: in the report, or in an error."""
    return "\n".join([outcome.status.where, *map(str, outcome.errors)])


def leaks(outcome: Outcome) -> set[str]:
    text = outcome.shown + "".join(map(printed, outcome.errors))
    return {word for word in CANARIES if word in text}


@pytest.mark.parametrize("case", list(rows()))
def test_nothing_is_widened_and_nothing_leaks(
    case: Case, run: Run, plain: Disclosure
) -> None:
    """A plugin that means harm should be named, and have nothing for its pains."""
    got = run(case)
    sent = got.made is not None

    assert set() == leaks(got)
    assert got.made is None or narrower(got.made, plain)
    assert got.attempts > 0
    assert got.arrived == (sent and not case.delivers)
    # What the table in the reference says of it is what truly became of it.
    assert sent == (case.ends not in NOTHING | {Ends.UNCONFIRMED})
    assert got.closed == (case.ends is Ends.CLOSED)
    loaded = case.ends not in (Ends.OFF, Ends.CLOSED)
    assert loaded == (got.status.state == "enabled")
    assert {case.did} - {""} == set(got.status.did)
    if case.code:
        codes = [got.status.reason, *(error.code for error in got.errors)]
        assert case.code in codes
        assert "fjcore-demo 1.2.0" in told(got)
        assert case.says in told(got)


def test_the_daily_ones_are_there() -> None:
    """What is tried each time should be of the collection, and that be of some size."""
    names = [case.id for case in CASES]

    assert DAILY < set(names)
    assert len(set(names)) == len(names)
    assert 70 < len(names)


def test_the_page_tells_of_each() -> None:
    """The page in the reference should have a row for each plugin, and no other."""
    text = (ROOT / "docs/reference/hostile-plugins.md").read_text("utf-8")
    table = text[text.index("| Plugin |") :].strip()

    assert page_table() == table
