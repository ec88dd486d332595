"""Views join over releases and meet under limits, as on one chain."""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from functools import cache

from fjcore.consent import View
from fjcore.testing.consent import answer_of, plain

#: Steps that a release may name; a limit may name any.
GIVEN = tuple(view for view in View if view > View.MARKED)
EVERY: dict[str, tuple[str, ...]] = dict.fromkeys(
    ("kinds", "recipients", "purposes", "categories"), ()
)


@cache
def shown(given: Sequence[View], caps: Sequence[View]) -> View:
    """What is seen of a category that releases give, each a view, under limits."""
    facts = plain()
    good = facts["releases"][0]
    facts["releases"] = [
        good | {"id": f"{number:032x}", "views": {"incident": view}}
        for number, view in enumerate(given)
    ]
    facts["limits"] = [
        {"id": f"l.{number}", "cap": cap, "acp_only": False, **EVERY}
        for number, cap in enumerate(caps)
    ]
    verdict = answer_of(facts).verdicts["incident"]
    return max((grant.view for grant in verdict.grants), default=View.SILENT)


def left(view: View) -> View:
    """What is seen of a view: of a marker nothing."""
    return view if view > View.MARKED else View.SILENT


def test_releases_join() -> None:
    """Of any three releases the highest view should be seen, in any order, once."""
    for one, two, three in itertools.product(GIVEN, repeat=3):
        highest = max(one, two, three)

        assert highest == shown((one, two, three), ())
        assert highest == shown((shown((one, two), ()), three), ())
        assert one == shown((one, one), ()) == shown((one,), ())


def test_limits_meet() -> None:
    """Of any three limits the lowest should be left, in any order, once."""
    for one, two in itertools.product(View, repeat=2):
        lowest = left(min(one, two))

        assert lowest == shown((View.FULL,), (one, two))
        assert lowest == shown((View.FULL,), (two, one, one))
        for three in View:
            assert left(min(one, two, three)) == shown((View.FULL,), (one, two, three))


def test_join_and_meet_absorb_each_other() -> None:
    """A view should be left by itself: under its own cap, and beside what is less."""
    for one, two in itertools.product(GIVEN, repeat=2):
        assert one == shown((one, two), (one,))
        assert one == shown((one, shown((one,), (two,))), ())
        assert one == shown((one,), (View.FULL,))


def test_nothing_stays_nothing() -> None:
    """No release should be nothing under any limit, and silence leave nothing."""
    for one in View:
        assert View.SILENT == shown((), (one,))
    for one in GIVEN:
        assert View.SILENT == shown((one, View.FULL), (View.SILENT,))
        assert View.SILENT == shown((one, View.FULL), (View.MARKED,))
