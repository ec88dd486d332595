"""When a release holds: starts, ends, withdrawals, and what is known when."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import attrs
from consent.properties import (
    at_time,
    granted,
    holds,
    raised,
    shortened,
    signed_case,
    with_withdrawal,
    withdrawn_case,
)
from support.profiles import usual

from fjcore.consent import Withdrawn, state_at
from fjcore.testing.consent import (
    DOE,
    LEGAL,
    LONG_AGO,
    SIGNINGS,
    SPANS,
    TICK,
    Choose,
    Facts,
    answer_of,
    end_of,
    near,
    pick,
    plain,
    start_of,
    world,
)

Pair = tuple[Facts, Facts]


def withdrawn_beside(choose: Choose) -> Pair:
    """Choose a case and a withdrawal, asked when it is told, beside that, or as is."""
    facts, one = withdrawn_case(choose)
    beside = (one["at"], one["at"] - TICK, one["at"] + TICK, facts["request"]["at"])
    return at_time(facts, pick(choose, beside)), one


@holds(withdrawn_beside, how=usual)
def test_a_withdrawal_raises_no_view(pair: Pair) -> None:
    """A withdrawal of any kind should never let anybody see more, at any instant."""
    facts, one = pair

    assert set() == raised(facts, with_withdrawal(facts, one))


@holds(withdrawn_case, how=usual)
def test_a_withdrawn_release_grants_nothing_from_the_telling_on(pair: Pair) -> None:
    """A release should grant nothing from the very instant it is taken back."""
    facts, one = pair
    whole = one | {"recipients": (), "categories": ()}
    after = with_withdrawal(facts, whole)
    signed = {r["id"]: r["signed_at"] for r in facts["releases"]}
    hit = {
        id_
        for id_, at in signed.items()
        if one["release"] == id_ or (not one["release"] and (not at or at <= one["at"]))
    }

    for at in (one["at"], one["at"] + TICK):
        assert set() == hit & {*answer_of(at_time(after, at)).release_ids}
    early = one["at"] - TICK
    assert granted(answer_of(at_time(facts, early))) == granted(
        answer_of(at_time(after, early))
    )


def told(at: datetime, **parts: tuple[str, ...]) -> Facts:
    """A withdrawal of all releases, whole but for its parts."""
    return {"at": at, "release": "", "recipients": (), "categories": (), **parts}


def test_a_withdrawal_told_at_the_instant_of_asking_wins() -> None:
    """A withdrawal and a question at one instant should end in the withdrawal."""
    facts = plain()
    at = facts["request"]["at"]

    assert {"incident"} == answer_of(facts).allowed
    assert answer_of(with_withdrawal(facts, told(at))).reasons == {
        "incident": "revoked"
    }
    late = with_withdrawal(facts, told(at + TICK))
    assert {"incident"} == answer_of(late).allowed


def test_taking_all_back_leaves_what_is_signed_later() -> None:
    """Taking everything back should end what was signed by then and nothing newer."""
    facts = plain()
    signed = facts["releases"][0]["signed_at"]

    assert set() == answer_of(with_withdrawal(facts, told(signed))).allowed
    early = with_withdrawal(facts, told(signed - TICK))
    assert {"incident"} == answer_of(early).allowed


def test_taking_back_from_one_person_leaves_the_others_of_the_agency() -> None:
    """A person taken out should get nothing, nor anybody who is not said to differ."""
    facts = plain(release={"scope": ("incident", "medical")})
    from_one = told(SIGNINGS[1], recipients=(f"{LEGAL}#p.one",))
    after = with_withdrawal(facts, from_one)

    def asked_by(person: str | None) -> set[str]:
        request = after["request"] | {"recipient_person": person}
        return {*answer_of(after | {"request": request}).allowed}

    assert set() == asked_by("p.one")
    assert {"incident"} == asked_by("p.two")
    assert set() == asked_by(None)


def test_taking_back_a_parent_takes_its_leaves() -> None:
    """A category taken back should take what is under it, and nothing beside it."""
    request = {"categories": ("incident", "identity.name", "identity.dob")}
    facts = plain(release={"scope": ("incident", "identity")}, request=request)
    leaf = with_withdrawal(facts, told(SIGNINGS[1], categories=("identity.dob",)))
    parent = with_withdrawal(facts, told(SIGNINGS[1], categories=("identity",)))

    assert {"incident", "identity.name"} == answer_of(leaf).allowed
    assert answer_of(leaf).reasons == {"identity.dob": "revoked"}
    assert {"incident"} == answer_of(parent).allowed


def window(choose: Choose) -> tuple[Facts, datetime, datetime]:
    """Choose one good release with its start and its end."""
    signed = near(choose, pick(choose, SIGNINGS[:3]))
    start = signed + pick(choose, SPANS[:3])
    end = pick(
        choose,
        (
            {"duration_days": 30},
            {"duration_days": 90},
            {"expires_on": date(2026, 3, 28)},
            {"expires_local": datetime(2026, 3, 29, 0, 30)},  # noqa: DTZ001
            {"expires_at": start + timedelta(days=10)},
            {"expires_at": start + TICK},
        ),
    )
    release = {"signed_at": signed, "effective_at": start, "duration_days": None}
    facts = plain(release=release | end)
    over = end_of(facts["releases"][0], ZoneInfo(facts["tz"]))
    return facts, start, over


@holds(window, how=usual)
def test_a_release_holds_its_start_and_not_its_end(
    window: tuple[Facts, datetime, datetime],
) -> None:
    """A release should grant from its start on, up to its end and not at it."""
    facts, start, end = window

    probes = (start - TICK, start, end - TICK, end, end + TICK)
    actual = [bool(answer_of(at_time(facts, at)).allowed) for at in probes]

    assert actual == [False, True, True, False, False]


def out_of_time(choose: Choose) -> Pair:
    """Choose a case when one release of it is over or has not begun, and the others.

    A release that nobody signed has no time at all.
    """
    facts = signed_case(choose)
    number = choose(len(facts["releases"]))
    release = facts["releases"][number]
    over = [end_of(release, ZoneInfo(facts["tz"])), release["event_occurred_at"]]
    out = [end + step for end in over if end for step in (timedelta(), TICK)]
    if release["signed_at"]:
        out.append(start_of(release) - TICK)
    here = at_time(facts, pick(choose, out or [facts["request"]["at"]]))
    rest = [r for n, r in enumerate(facts["releases"]) if n != number]
    return here, here | {"releases": rest}


@holds(out_of_time, how=usual)
def test_a_release_out_of_its_time_is_as_if_it_were_not(pair: Pair) -> None:
    """A release past its end, or before its start, should grant nothing at all."""
    facts, rest = pair

    assert granted(answer_of(rest)) == granted(answer_of(facts))


@holds(shortened, how=usual)
def test_an_end_that_comes_raises_no_view(pair: Pair) -> None:
    """An end that comes, or comes sooner, should never let anybody see more."""
    facts, less = pair

    assert set() == raised(facts, less)


def test_of_two_ends_the_first_to_come_counts() -> None:
    """A release with two ends, which no form allows, should end with the first."""
    soon = SIGNINGS[1] + timedelta(days=2)
    facts = plain(release={"expires_at": soon, "duration_days": 30})

    assert {"incident"} == answer_of(at_time(facts, soon - TICK)).allowed
    assert answer_of(at_time(facts, soon)).reasons == {"incident": "expired"}


@holds(withdrawn_case, how=usual)
def test_what_is_recorded_later_is_not_known_yet(pair: Pair) -> None:
    """The state known at an instant should be the same whatever is recorded after."""
    facts, one = pair
    asked = world(facts)
    known_at = one["at"]
    late = Withdrawn(effective_at=LONG_AGO, recorded_at=known_at + TICK, actor=DOE)
    told = attrs.evolve(late, recorded_at=known_at)

    before = state_at(asked.events, asked.question.at, known_at)

    assert before == state_at((*asked.events, late), asked.question.at, known_at)
    assert before.revision + 1 == (
        state_at((*asked.events, told), asked.question.at, known_at).revision
    )
