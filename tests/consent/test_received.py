"""What came from another agency: no step shows more than any step before it."""

from __future__ import annotations

from datetime import timedelta
from functools import cache
from typing import Any

import attrs
import pytest
from consent.forms import AT, when
from consent.properties import holds
from support.profiles import usual

from fjcore.consent import (
    Agency,
    Decision,
    ObligationKind,
    Received,
    TermsReceived,
    View,
    event_from,
    event_to,
    explain,
    lifted,
)
from fjcore.errors import EventRefused
from fjcore.testing.consent import (
    CLINIC,
    LEGAL,
    POLICE,
    TICK,
    Choose,
    Facts,
    pick,
    plain,
    world,
)

POLICE_AGENCY = Agency(POLICE, kind="law_enforcement", name="Police")
ITEMS = ("identity.name", "incident", "note.text")
STEPS = tuple(View)


def chain(choose: Choose) -> list[Received]:
    """Choose one to five steps, each with views of some items and its own terms."""
    hops: list[Received] = []
    for number in range(1 + choose(5)):
        views = {item: pick(choose, STEPS[::-1]) for item in ITEMS if choose(5)}
        hop = Received(
            id=f"hop.{number}",
            origin=pick(choose, ("origin", "origin", LEGAL)),
            views=views or {"incident": View.FULL},
            onward=choose(4) > 0,
            expires=pick(choose, (None, None, AT + TICK, AT)),
            previous=(hops[-1],) if hops else (),
        )
        hops.append(hop)
    return hops


def folded(hops: list[Received], item: str, to: str) -> int:
    """The naive reading: go through the steps, and keep the least that any leaves."""
    least = int(View.FULL)
    if item not in dict(hops[-1].views):
        return least
    for hop in hops:
        may = hop.onward or hop.origin == to
        held = hop.expires is None or AT < hop.expires
        least = min(least, int(dict(hop.views).get(item, 0)) if may and held else 0)
    return least


def case(**said: Any) -> Facts:
    """A case whose release lets all three items pass."""
    return plain(
        release={"scope": ("identity", "incident", "note.text")},
        request={"categories": ("identity.name", "incident", "incident.narrative")},
        fields={"note.text": "incident.narrative"},
        **said,
    )


def asked(facts: Facts, *terms: Received, **policy: Any) -> Decision:
    """The answer to a case with terms on file."""
    found = world(facts)
    events = [
        TermsReceived(received=one, **when(AT - timedelta(hours=1))) for one in terms
    ]
    changed = attrs.evolve(found.policy, **policy)
    question = attrs.evolve(found.question, at=AT)
    return attrs.evolve(
        found,
        policy=changed,
        question=question,
        events=(*found.events, *events),
    ).decide()


def views(decision: Decision) -> dict[str, int]:
    """The highest view of each item; less than a placeholder is nothing."""
    answers = {**decision.verdicts, **decision.named}
    return {
        item: max((int(g.view) for g in answers[item].grants), default=0)
        for item in ITEMS
    }


@cache
def free() -> dict[str, int]:
    """The views of the case where nothing came from anybody."""
    return views(asked(case()))


def shown(view: int) -> int:
    """What is left of a view: marked and silent show nothing."""
    return view if view > View.MARKED else 0


@holds(chain, how=usual)
def test_a_chain_shows_no_more_than_any_of_its_steps(hops: list[Received]) -> None:
    """At each step no more should be seen than the meet of all steps before it."""
    found = views(asked(case(), hops[-1]))

    for item in ITEMS:
        meet = shown(folded(hops, item, LEGAL))

        assert min(free()[item], meet) == found[item]


@holds(lambda choose: (chain(choose), chain(choose)))
def test_terms_only_narrow(pair: tuple[list[Received], list[Received]]) -> None:
    """More terms on file should raise no view, and their order should not matter."""
    one, two = (hops[-1] for hops in pair)
    other = attrs.evolve(two, id="other")
    alone, both = views(asked(case(), one)), views(asked(case(), one, other))

    assert all(both[item] <= alone[item] for item in ITEMS)
    assert both == views(asked(case(), other, one))


GIVEN = Received(id="d.1", origin="origin", views={"incident": View.COARSE_2})


def test_what_is_forbidden_goes_back_to_its_origin_only() -> None:
    """Without a word on it, data should go to nobody but where they came from."""
    origin = attrs.evolve(GIVEN, origin=LEGAL)
    onward = attrs.evolve(GIVEN, onward=True)

    assert "limited" == asked(case(), GIVEN).reasons.get("incident")
    assert View.COARSE_2 == views(asked(case(), origin))["incident"]
    assert View.COARSE_2 == views(asked(case(), onward))["incident"]
    assert View.FULL == views(asked(case(), GIVEN))["identity.name"]


def test_a_grantee_needs_a_release_of_its_own() -> None:
    """Terms should grant nothing: without a release nothing goes on (H1)."""
    onward = attrs.evolve(GIVEN, onward=True)
    none = asked(case(releases=[], origin="origin"), onward)
    other = asked(plain(release={"recipients": (CLINIC,)}, origin="origin"), onward)

    assert frozenset() == none.allowed
    assert ("wrong_recipient", "H1") == (
        str(other.verdicts["incident"].reason),
        other.verdicts["incident"].rule,
    )


@pytest.mark.parametrize(
    "pair",
    [
        (None, View.COARSE_2),
        ({ObligationKind.PART2_NOTICE, ObligationKind.REDISCLOSURE_NOTICE}, 4),
        ({ObligationKind.REDISCLOSURE_NOTICE}, 0),
        (set(), 0),
    ],
)
def test_a_recipient_that_lacks_a_duty_gets_nothing(pair: tuple[Any, int]) -> None:
    """Who cannot keep a duty that came with the data should get nothing of them."""
    able, view = pair
    terms = attrs.evolve(GIVEN, onward=True, obligations={ObligationKind.PART2_NOTICE})
    partner = Agency(LEGAL, kind="civil_legal", name="A Partner", capabilities=able)
    found = asked(case(), terms, partners={LEGAL: partner})

    assert view == views(found)["incident"]
    assert (view > 0) is (ObligationKind.PART2_NOTICE in found.obligations)


def test_what_a_partner_can_keep_is_part_of_the_policy() -> None:
    """Two policies that differ in what a partner can keep should not be one."""
    policy = world(case()).policy
    able: Any
    hashes = {policy.hash}
    for able in (set(), {ObligationKind.PART2_NOTICE}):
        partner = Agency(LEGAL, kind="civil_legal", name="A", capabilities=able)
        hashes.add(attrs.evolve(policy, partners={LEGAL: partner}).hash)

    assert 3 == len(hashes)


@pytest.mark.parametrize("pair", [(TICK, View.COARSE_2), (TICK * 0, 0)])
def test_nothing_goes_on_from_the_end_on(pair: tuple[timedelta, int]) -> None:
    """At the end of its terms data should go to nobody, and a plan should end there."""
    moved, view = pair
    terms = attrs.evolve(GIVEN, onward=True, expires=AT + moved)
    found = asked(case(), terms)

    assert view == views(found)["incident"]
    assert AT + moved in found.valid


def test_inside_the_program_nothing_changes() -> None:
    """Terms should not keep the program's own staff from what it holds."""
    inside = {
        **{"recipient": "harbor_advocates", "recipient_type": "internal_staff"},
        "legal_basis": {"kind": "intra_program"},
    }
    facts = plain(request=inside)

    assert asked(facts).allowed == asked(facts, GIVEN).allowed == {"incident"}


def test_terms_are_told_to_bind() -> None:
    """An explanation should name the terms that hold a view down."""
    decision = asked(case(), attrs.evolve(GIVEN, onward=True))
    line = explain(decision).line("incident")

    assert line is not None
    assert [("received", "d.1")] == [(one.kind, one.id) for one in line.binding]
    assert View.FULL is lifted(decision, line)


@holds(chain)
def test_terms_are_read_as_they_were_written(hops: list[Received]) -> None:
    """An event with a chain should come back from its plain data as it was."""
    event = TermsReceived(received=hops[-1], **when(AT))

    assert event == event_from(event_to(event))
    assert f"<TermsReceived <Received '{hops[-1].id}'>>" == repr(event)


@pytest.mark.parametrize(
    "said",
    [
        {"id": ""},
        {"origin": 7},
        {"views": {}},
        {"views": {"incident": "all"}},
        {"views": {"nothing": "full"}},
        {"onward": "yes"},
        {"obligations": ["tell_everybody"]},
        {"obligations": [["log"]]},
        {"previous": {}},
        {"previous": [{}]},
        {"beside": "identity"},
        {"beside": [7]},
        {"expires": "tomorrow"},
        {"expires": 7},
        {"more": 1},
    ],
)
def test_terms_that_cannot_be_read_are_refused(said: dict[str, Any]) -> None:
    """Terms that are not whole should be refused, without a value of theirs."""
    data = event_to(TermsReceived(received=GIVEN, **when(AT)))
    data["received"] = data["received"] | said

    with pytest.raises(EventRefused) as caught:
        event_from(data)

    assert "event.received" == caught.value.where
    assert all(p.path.startswith("event.received") for p in caught.value.problems)
    assert caught.value.problems


def test_what_was_added_later_is_not_bound() -> None:
    """What a later step added should be bound by that step alone."""
    views = {"identity.name": View.COARSE_1}
    added = {"beside": {"incident"}, "onward": False, "expires": AT}
    first = Received(id="d.0", origin="origin", views=views, **added)
    found = Received(
        id="d.1",
        origin="origin",
        views={"incident": View.FULL, "identity.name": View.FULL},
        onward=True,
        previous=(first,),
    )
    event = TermsReceived(received=found, **when(AT))

    assert event == event_from(event_to(event))
    assert View.FULL is found.cap("incident", POLICE_AGENCY, AT)
    assert View.SILENT is found.cap("identity.name", POLICE_AGENCY, AT - TICK)


def test_a_chain_without_end_is_refused() -> None:
    """A chain of more steps than are ever taken should be refused."""
    data = event_to(TermsReceived(received=GIVEN, **when(AT)))
    for _ in range(20):
        data["received"] = data["received"] | {"previous": [data["received"]]}

    with pytest.raises(EventRefused):
        event_from(data)


def test_nobody_else_is_the_origin() -> None:
    """Data should go back to the agency that gave them, whatever others are asked."""
    facts = case()
    facts["request"] |= {"recipient": POLICE, "recipient_type": "law_enforcement"}
    facts["releases"][0] |= {"recipients": (POLICE, LEGAL)}
    back = attrs.evolve(GIVEN, origin=LEGAL)

    assert 0 == views(asked(facts, back))["incident"]
    assert View.FULL == views(asked(facts))["incident"]
