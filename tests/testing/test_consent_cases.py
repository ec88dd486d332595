"""Cases of consent: near a yes, asked at a boundary, simplest of noughts."""

from __future__ import annotations

from datetime import timedelta
from zoneinfo import ZoneInfo

from hypothesis import Phase, find, given, settings
from test_public import public, strays

from fjcore.testing import consent
from fjcore.testing.consent import (
    CHOICES_BYTES,
    PARTS,
    SIGNED_AT,
    TICK,
    Facts,
    answer_of,
    boundaries,
    case,
    chosen,
    days_later,
    plain,
    some,
    stream,
    world,
)
from fjcore.testing.strategies import built, consent_cases

#: A tick beside, and one more, since a start is itself met a tick later.
STEPS = range(-1, 3)
few = settings(max_examples=60, deadline=None, database=None)
simplest = settings(
    database=None, derandomize=True, phases=[Phase.generate, Phase.shrink]
)


def test_the_names_are_listed_and_at_home() -> None:
    """Every public name should be listed, sorted, and made in the package."""
    names = consent.__all__
    constants = [n for n in names if n.isupper()]
    classes = [n for n in names if not n.isupper() and n[:1].isupper()]

    assert sorted(names) == public(consent)
    assert [*sorted(constants), *sorted(classes)] == names[: len(constants + classes)]
    assert [] == strays(consent, "fjcore.testing.consent")


def test_noughts_are_the_simplest_case() -> None:
    """Bytes of nought should choose the first of everything, however much is chosen."""
    noughts = chosen(bytes(CHOICES_BYTES))

    assert [0] * 500 == [noughts(9) for _ in range(500)]
    assert case(lambda _: 0) == case(chosen(bytes(CHOICES_BYTES)))


def test_each_byte_is_a_choice() -> None:
    """A byte should be one choice; what comes after the bytes should be of a seed."""
    head = bytes(range(CHOICES_BYTES - 8))
    one, other = (chosen(head + seed.to_bytes(8)) for seed in (1, 2))

    assert (
        [n % 10 for n in head] == [one(10) for _ in head] == [other(10) for _ in head]
    )
    assert [one(1000) for _ in range(9)] != [other(1000) for _ in range(9)]


def test_choices_of_many_are_never_short_of_the_last() -> None:
    """A choice of more than a byte can hold should be able to give each of them."""
    found = {chosen(bytes(96) + seed.to_bytes(8))(1000) for seed in range(1, 3000)}

    assert max(found) > 990
    assert len(found) > 900


@few
@given(consent_cases(tuple(part for part in PARTS if part != "grounds")))
def test_a_case_is_answered_and_asked_at_a_boundary(facts: Facts) -> None:
    """A case should be answered whole, and ask at a boundary or a tick beside one."""
    usual = (SIGNED_AT, SIGNED_AT + timedelta(days=1))
    beside = {one + k * TICK for one in (*boundaries(facts), *usual) for k in STEPS}

    assert set(facts["request"]["categories"]) == set(answer_of(facts).verdicts)
    assert facts["request"]["at"] in beside


@few
@given(consent_cases(("limits",), least=1))
def test_what_does_not_vary_is_good(facts: Facts) -> None:
    """A case should be plain in all parts but those that vary."""
    assert facts["releases"]
    assert all(one["written"] and one["voluntary"] for one in facts["releases"])
    assert ("vawa",) == facts["holder"]["regimes"]


def test_a_failing_case_shrinks() -> None:
    """What is found should shrink: what does not matter should be the first choice."""

    def withdrawn(facts: Facts) -> bool:
        return len(facts["withdrawals"]) == 2

    found = find(consent_cases(("withdrawals",)), withdrawn, settings=simplest)

    assert 2 == len(found["withdrawals"])
    assert not found["subject"]["acp_participant"]
    assert "America/Denver" == found["tz"]


def test_whatever_is_built_is_drawn() -> None:
    """A function of choices should be drawn, and shrink to its first choices."""
    few = built(lambda choose: some(choose, "abcdef", 2, 3))
    pair = built(lambda choose: [choose(9), choose(9)])

    assert ["a", "b"] == find(few, lambda _: True, settings=simplest)
    assert [0, 5] == find(pair, lambda one: one[1] >= 5, settings=simplest)


def test_a_stream_gives_the_same_case_everywhere() -> None:
    """The case of a seed should be the same in every run, and differ by the seed."""
    asked = [case(stream(seed))["request"]["at"].isoformat() for seed in range(3)]

    assert ASKED == asked
    assert case(stream(1)) != case(stream(2))


#: When the cases of the first three seeds are asked.
ASKED = [
    "2026-04-01T15:59:59.999999+00:00",
    "2026-03-02T17:00:00.000002+00:00",
    "2026-03-03T16:59:59.999999+00:00",
]


def test_most_cases_show_something_and_withhold_something() -> None:
    """Of many cases a good part should be granted, and every part should vary."""
    found = [answer_of(case(stream(seed))) for seed in range(300)]

    assert 0.25 < sum(bool(one.allowed) for one in found) / len(found) < 0.95
    assert 40 < len({str(r) for one in found for r in one.reasons.values()})
    assert len(set(PARTS)) == 13


def test_a_plain_case_is_granted() -> None:
    """The plain case should be granted, and denied with one part of it changed."""
    assert {"incident"} == world(plain()).decide().allowed
    assert set() == answer_of(plain(release={"written": False})).allowed
    assert "over_cap" == answer_of(plain(release={"duration_days": 91})).reasons.get(
        "incident"
    )


def test_days_are_those_of_the_calendar() -> None:
    """Some days later should be the same time of the clock, over a change of it."""
    later = days_later(SIGNED_AT, 30, ZoneInfo("America/Denver"))

    assert "2026-04-01T16:00:00+00:00" == later.isoformat()
