"""Noninterference by variation: each type of record, every format, errors and all."""

from __future__ import annotations

from typing import Any

import attrs
import pytest
from disclosure.varying import (
    Base,
    about,
    base_of,
    differences,
    failures,
    renderings,
    variation,
)
from disclosure.worlds import built, plan_of
from support.profiles import EXAMPLES, FULL

from fjcore.records import CORE_RECORDS
from fjcore.testing.consent import stream

#: Plans of each type, and variations of each: a thousand for each type at full.
PLANS, EACH = (20, EXAMPLES // 20) if FULL else (1, 2)
#: What is the same for every type is tried on some of them elsewhere.
SOME = CORE_RECORDS if FULL else CORE_RECORDS[::5]


@pytest.mark.parametrize("cls", CORE_RECORDS, ids=lambda cls: cls.__name__)
def test_what_is_hidden_is_seen_nowhere(cls: type) -> None:
    """However the hidden varies, no format, error or explanation should differ."""
    found = differences(cls, PLANS, EACH)

    assert [] == found


@pytest.mark.nightly
@pytest.mark.parametrize("cls", CORE_RECORDS, ids=lambda cls: cls.__name__)
def test_a_thousand_other_variations(cls: type) -> None:
    """The same should hold of a thousand other variations of each type."""
    found = differences(cls, 20, EXAMPLES // 20, seed=1000)

    assert [] == found


def test_who_shows_nothing_is_as_nobody() -> None:
    """A file of which a plan shows nothing should leave what an empty one leaves."""
    plan, choose = plan_of(), stream(11)
    bases = [variation(choose, Base(plan, base_of(c, 1).held)) for c in SOME]
    none = built(plan, [])
    said = {(tuple(renderings(none)), about(none), *failures(Base(plan, [])))}
    for base in bases:
        made = built(base.plan, base.held, revision=base.plan.revision)
        said.add((tuple(renderings(made)), about(made), *failures(base)))

    assert 1 == len(said)


def laid(held: Any) -> Any:
    """Give a record as its plain content, to be held against what it is later."""
    if attrs.has(type(held)):
        return [laid(getattr(held, a.name)) for a in attrs.fields(type(held))]
    return [laid(one) for one in held] if isinstance(held, tuple) else repr(held)


def test_what_is_cut_stays_as_it_is_and_leaves_again_alike() -> None:
    """To build should change no record, and to build again should give the same."""
    for cls in SOME:
        base = base_of(cls, 2)
        before = [laid(item.record) for item in base.held]
        first, again = (built(base.plan, base.held) for _ in "ab")

        assert first.body == again.body
        assert before == [laid(item.record) for item in base.held]


def test_variations_vary_and_show_something() -> None:
    """The files compared should differ, and all of them should show something."""
    for cls in SOME:
        base, choose = base_of(cls, 3), stream(3)
        files = [variation(choose, base) for _ in range(30)]
        kept = [[laid(item.record) for item in one.held] for one in files]
        shown = built(base.plan, base.held).content()["records"]

        assert shown
        assert len({str(one) for one in kept}) > 1, cls.__name__
