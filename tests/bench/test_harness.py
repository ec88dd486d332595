from __future__ import annotations

import gc
import time

import pytest
from attrs import define, field

from bench.harness import Candidate, Row, measure

MICRO = 1e-6


@define
class Hands:
    """A clock that only moves when somebody works, and the work itself."""

    now: float = 0.0
    done: list[str] = field(factory=list)

    def clock(self):
        return self.now

    def work(self, name, micros):
        def act():
            self.now += micros() * MICRO if callable(micros) else micros * MICRO
            self.done.append(name)

        return act

    def row(self, took, *, base=10, check=lambda: None, **goal):
        return Row(
            id="T",
            what="work / other work",
            inside="nothing else",
            baseline=self.work("base", base),
            candidates=[Candidate(name="one", act=self.work("one", took), **goal)],
            check=check,
            clock=self.clock,
        )


def only(row, **how):
    (result,) = measure(row, **how)
    return result


def test_ratio():
    """A side that takes thrice as long should have a ratio of three, and its times."""
    found = only(Hands().row(30), rounds=2, span=0.001)

    assert pytest.approx(3) == found.low
    assert pytest.approx(3) == found.ratio
    assert pytest.approx(3) == found.high
    assert pytest.approx(10 * MICRO) == found.baseline
    assert pytest.approx(30 * MICRO) == found.took
    assert pytest.approx(20 * MICRO) == found.extra


@pytest.mark.nightly
def test_planted_slow():
    """A candidate with a sleep in it should be reported as missed."""
    row = Row(
        id="T",
        what="sleep / nothing",
        inside="wall time",
        baseline=lambda: sum(range(100)),
        candidates=[Candidate(name="slow", act=lambda: time.sleep(0.001), goal=1.2)],
        check=lambda: None,
        clock=time.perf_counter,
    )

    found = only(row, rounds=3, span=0.002)

    assert found.verdict == "MISSED"
    assert found.runs == (False, False, False)


@pytest.mark.parametrize(
    ("goal", "verdict"),
    [
        ({"goal": 3.1}, "met"),
        ({"goal": 2.9}, "MISSED"),
        ({"margin": 21 * MICRO}, "met"),
        ({"margin": 19 * MICRO}, "MISSED"),
        ({"limit": 31 * MICRO}, "met"),
        ({"limit": 29 * MICRO}, "MISSED"),
        ({}, "-"),
    ],
)
def test_goals(goal, verdict):
    """A goal of each kind should be met on one side of it and missed on the other."""
    assert verdict == only(Hands().row(30, **goal), rounds=1, span=0).verdict


def test_one_run_is_not_enough():
    """A goal that held in fewer than three runs should not be called met."""
    row = Hands().row(30, goal=3.1)

    assert only(row, rounds=1, span=0, runs=2).verdict == "held"
    assert only(row, rounds=1, span=0, runs=3).verdict == "met"


def test_one_bad_run():
    """A goal that failed in one run of three should be missed."""
    hands = Hands()
    row = hands.row(lambda: 90 if hands.now > 0.09 else 30, goal=3.1)

    found = only(row, rounds=3, span=0.01)

    assert found.runs[0]
    assert not found.runs[-1]
    assert found.verdict == "MISSED"


def test_order_turns():
    """Each round should start with the side that the round before ended with."""
    hands = Hands()
    measure(hands.row(10), rounds=4, span=0, runs=1)
    warm, rounds = hands.done[:2], hands.done[2:]

    assert warm == ["base", "one"]
    assert rounds == ["base", "one", "one", "base"] * 2


def test_sides_take_turns():
    """Within a round each side should do a share of its calls at a time."""
    hands = Hands()
    measure(hands.row(10), rounds=1, span=0.0024, runs=1)
    rounds = hands.done[-2 * 240 :]

    assert rounds == [*["base"] * 20, *["one"] * 40, *["base"] * 20] * 6


def test_span():
    """Each side should be called as often as fills its span, slow sides less often."""
    hands = Hands()
    measure(hands.row(1000), rounds=2, span=0.06, runs=1)
    rounds = hands.done[hands.done.index("one") :]

    assert 2 * 60 + 15 < rounds.count("one") < 2 * 60 + 60
    assert rounds.count("base") == 2 * 6000


def test_first_call():
    """A first call that takes long should not make the rounds short."""
    hands = Hands()
    row = hands.row(lambda: 10 if "one" in hands.done else 60_000)
    measure(row, rounds=2, span=0.006, runs=1)
    rounds = hands.done[hands.done.index("one") + 1 :]

    assert rounds.count("one") > 2 * 500


def test_collector():
    """The collector should rest while a side is timed, and run again afterwards."""
    seen = []
    row = Hands().row(lambda: seen.append(gc.isenabled()) or 1)
    measure(row, rounds=2, span=0, runs=1)

    assert seen == [True, False, False]
    assert gc.isenabled()


def test_check_first():
    """A row whose sides differ should raise before anything is timed."""
    hands = Hands()

    def differ():
        raise AssertionError("differs")

    with pytest.raises(AssertionError, match="differs"):
        measure(hands.row(1, check=differ))
    assert hands.done == []


def test_outlier():
    """One disturbed round should move neither the median nor the quartiles."""
    hands = Hands()
    row = hands.row(lambda: 5000 if len(hands.done) == 7 else 20)

    found = only(row, rounds=9, span=0, runs=1)

    assert pytest.approx(2) == found.low
    assert pytest.approx(2) == found.ratio
    assert pytest.approx(2) == found.high
