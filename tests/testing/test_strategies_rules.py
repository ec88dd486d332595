"""Strategies keep the rules of types, whoever made them, and need their extra."""

from __future__ import annotations

import subprocess
import sys
from datetime import date, datetime

import pytest
from hypothesis import find, given, settings
from hypothesis import strategies as st
from testing.test_strategies import round_trip, seek

from fjcore.errors import Malformed, Unlabelled
from fjcore.records import Rule, labelled, record
from fjcore.records.rule import absent, in_order, matches, only_if, within
from fjcore.testing import strategies
from fjcore.values import Missing


@record(
    "x_made.ruled",
    1,
    rules=(
        within("count", 3, 5),
        matches("code", "[A-Z]{2}-[0-9]{3}"),
        in_order("low", "high"),
        in_order("start", "end"),
        only_if("why", {"sure": True, "count": 4}),
        absent("gone"),
    ),
)
class Ruled:
    """A type with a rule of every form."""

    why: str | Missing = labelled("risk")
    high: int | Missing = labelled("risk")
    end: date | Missing = labelled("risk")
    sure: bool | Missing = labelled("risk")
    count: int | Missing = labelled("risk")
    code: str | Missing = labelled("risk")
    low: int | Missing = labelled("risk")
    start: date | Missing = labelled("risk")
    gone: str | Missing = labelled("risk")
    at: datetime | Missing = labelled("risk")


@settings(max_examples=60, deadline=None, database=None)
@given(strategies.records(Ruled))
def test_rules_should_be_kept(made: Ruled) -> None:
    """A record whose type has rules of every form should be drawn so that they hold."""
    round_trip(Ruled, made)
    assert isinstance(made.gone, Missing)


def test_what_a_rule_allows_should_be_drawn() -> None:
    """A gate should be open at times, and an order met at its very edge."""
    some = find(
        strategies.records(Ruled), lambda one: type(one.why) is str, settings=seek
    )
    equal = find(
        strategies.records(Ruled),
        lambda one: type(one.low) is int and one.low == one.high,
        settings=seek,
    )

    assert some.sure is True or some.count == 4
    assert equal.low == equal.high


@record("x_made.own_rule", 1, rules=(Rule("word", ("word",), lambda w: w == "yes"),))
class OwnRule:
    """A type with a rule that no form of words can say."""

    word: str = labelled("risk", required=True)


def test_a_rule_of_ones_own_should_be_met_by_a_field_of_ones_own() -> None:
    """A field should be drawn as it is given; without it the rule should speak."""
    made = find(
        strategies.records(OwnRule, word=st.just("yes")), lambda _: True, settings=seek
    )

    assert "yes" == made.word
    with pytest.raises(Malformed):
        find(strategies.records(OwnRule), lambda _: True, settings=seek)


def test_what_is_no_record_should_be_refused() -> None:
    """A class that declares no labels should be refused when it is asked for."""
    with pytest.raises(Unlabelled):
        strategies.records(int)


# --- the extra -----------------------------------------------------------------------

WITHOUT = (
    "import sys; sys.modules['hypothesis'] = sys.modules['pytest'] = None\n"
    "import fjcore.testing as t; print(len(next(t.synthetic(1, 1)).records) > 9)\n"
    "for name in ('strategies', 'keyrings'):\n"
    "    try:\n        __import__(f'fjcore.testing.{name}')\n"
    "    except ImportError as error:\n"
    "        print(type(error).__name__, error.where, error.__context__)\n"
)


def test_the_extra_should_be_named_where_it_is_missing() -> None:
    """Without the extra people should be made up, and what needs it should name it."""
    done = subprocess.run(
        [sys.executable, "-I", "-c", WITHOUT],
        capture_output=True,
        text=True,
        check=True,
    )

    named = "MissingExtra testing None"
    assert ["True", named, named] == done.stdout.splitlines()


def test_made_up_people_should_load_no_extra() -> None:
    """Making people up should need neither Hypothesis, nor a database, nor pluggy."""
    code = "import sys, fjcore.testing\nprint(*sys.modules, sep='\\n')"
    done = subprocess.run(
        [sys.executable, "-I", "-c", code], capture_output=True, text=True, check=True
    )

    assert not {"hypothesis", "sqlalchemy", "pluggy", "cryptography"} & set(
        done.stdout.split()
    )
