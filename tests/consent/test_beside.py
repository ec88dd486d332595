"""Releases beside each other: judged one by one, never blended."""

from __future__ import annotations

import attrs
from consent.properties import SIGNED, granted, holds, said, seen, signed_case
from support.profiles import usual

from fjcore.consent import InstructionLifted, InstructionSet, Signed, Withdrawn
from fjcore.testing.consent import (
    LEGAL,
    Choose,
    Facts,
    answer_of,
    case,
    plain,
    release,
    world,
)


def one_more(choose: Choose) -> tuple[Facts, Facts]:
    """Choose a case and one more release."""
    facts = case(choose, SIGNED)
    to = facts["request"]["recipient"]
    return facts, release(choose, 7, {}, to, {"clock", "scope", "form"})


@holds(one_more)
def test_a_release_for_somebody_else_changes_nothing(pair: tuple[Facts, Facts]) -> None:
    """A release to others should change no grant, and no reason but "none is there"."""
    facts, one = pair
    other = one | {"recipients": ("other", f"{LEGAL}x", f"other#{LEGAL}")}
    before = answer_of(facts)

    after = answer_of(facts | {"releases": [*facts["releases"], other]})

    assert granted(before) == granted(after)
    assert before.obligations == after.obligations
    assert before.release_ids == after.release_ids
    if facts["releases"]:
        assert before.reasons == after.reasons


@holds(one_more, how=usual)
def test_one_more_release_lowers_no_view_and_blends_with_none(
    pair: tuple[Facts, Facts],
) -> None:
    """Two releases should show the higher of what each shows alone, and no more."""
    facts, release = pair
    only = facts | {"releases": [release]}
    both = facts | {"releases": [*facts["releases"], release]}
    one, other = (seen(answer_of(f), both) for f in (facts, only))

    actual = seen(answer_of(both), both)

    assert {key: max(view, other[key]) for key, view in one.items()} == actual


def test_the_purpose_of_one_release_never_meets_the_scope_of_another() -> None:
    """Two releases that each lack something should not make a whole one together."""
    facts = plain()
    good = facts["releases"][0]
    wrong_purpose = good | {"id": "2" * 32, "purpose": ("research",)}
    wrong_scope = good | {"id": "3" * 32, "scope": ("medical",)}

    both = answer_of(facts | {"releases": [wrong_purpose, wrong_scope]})

    assert both.reasons == {"incident": "out_of_scope"}


def test_of_equal_misses_the_first_on_file_is_told() -> None:
    """The furthest release should give the reason, and of two the first on file."""
    facts = plain()
    good = facts["releases"][0]
    unsigned = good | {"id": "2" * 32, "signature": "none"}
    spoken = good | {"id": "3" * 32, "written": False}
    stranger = good | {"id": "4" * 32, "recipients": ("other",)}

    def reason(*releases: Facts) -> object:
        return answer_of(facts | {"releases": [*releases]}).reasons["incident"]

    assert reason(unsigned, spoken) == "not_signed"
    assert reason(stranger, spoken, unsigned) == "not_written"


def shuffled(choose: Choose) -> tuple[Facts, list[int], list[int]]:
    """Choose a case, an order for its events, and events to say twice."""
    facts = signed_case(choose)
    left = list(range(len(world(facts).events)))
    twice = [n for n in left if choose(2)]
    order = [left.pop(choose(len(left))) for _ in range(len(left))]
    return facts, order, twice


@holds(shuffled, how=usual)
def test_the_order_of_events_recorded_together_does_not_matter(
    drawn: tuple[Facts, list[int], list[int]],
) -> None:
    """The order of all but signings, and a withdrawal twice, should mean nothing.

    What she said must never be done, and that it may, keep their order: the last holds.
    """
    facts, order, twice = drawn
    asked = world(facts)
    events = asked.events
    moved = [events[i] for i in order]
    for kept in ((Signed,), (InstructionSet, InstructionLifted)):
        left = iter([e for e in events if isinstance(e, kept)])
        moved = [next(left) if isinstance(e, kept) else e for e in moved]
    moved += [events[i] for i in twice if isinstance(events[i], Withdrawn)]

    other = attrs.evolve(asked, events=tuple(moved))

    assert said(asked.decide()) == said(other.decide())
