"""What could ever be seen is exact: never exceeded, and always reached."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import product
from typing import Any

import attrs
import pytest
from attrs import evolve
from consent.analyse.made import REGIMES, asked, limits, policy, world

from fjcore.consent import BasisKind, Policy, Purpose, RecipientKind, View
from fjcore.consent.analyse import can_ever
from fjcore.consent.analyse.asker import Asker, askers_of
from fjcore.consent.analyse.ceiling import Spot, ceiling
from fjcore.consent.analyse.classes import leader
from fjcore.consent.analyse.lawway import Way
from fjcore.consent.analyse.witness import REF, witness
from fjcore.consent.evidence import EVIDENCE
from fjcore.consent.filed import EvidenceRecorded
from fjcore.records.categories import CATEGORIES
from fjcore.testing.consent import Facts, stream


def answered(facts: Facts) -> Iterator[tuple[View, View]]:
    """Give what a case shows of each category and field, and the most it ever could."""
    case = asked(facts)
    found = case.decide()
    whom = askers_of(case.policy, case.question.recipient)
    for name, verdict in (*found.verdicts.items(), *found.named.items()):
        view = max((grant.view for grant in verdict.grants), default=View.MARKED)
        tops = [
            ceiling(
                case.policy,
                Spot(
                    asker=asker,
                    basis=case.question.basis.kind,
                    purpose=case.question.purpose,
                    category=found.fields.get(name, name),
                    participant=facts["subject"]["acp_participant"],
                    exemptions=facts["request"]["exemptions"],
                ),
            ).view
            for asker in whom
        ]
        yield view, max(tops)


def exceeded(seeds: range) -> tuple[int, int, set[BasisKind]]:
    """Count answers above their ceiling, and those at it, of the grounds met."""
    over = at = 0
    met: set[BasisKind] = set()
    for seed in seeds:
        facts = world(stream(seed))
        met.add(BasisKind(facts["request"]["legal_basis"]["kind"]))
        for view, top in answered(facts):
            over += view > top
            at += view == top > View.MARKED
    return over, at, met


def test_no_world_exceeds_its_ceiling() -> None:
    """No case of facts, evidence, releases and limits should show more than ever."""
    over, at, met = exceeded(range(700))

    assert 0 == over
    assert at > 300
    assert set(BasisKind) == met


@pytest.mark.nightly
def test_no_world_of_many_exceeds_its_ceiling() -> None:
    """Nor should any of many more cases."""
    over, at, met = exceeded(range(10_000, 40_000))

    assert 0 == over
    assert at > 10_000
    assert set(BasisKind) == met


def promises(
    one: Policy, kinds: Any, categories: Any, bases: Any = None
) -> list[tuple[str, str]]:
    """Give each kind and category whose witness does not give what is promised."""
    return [
        (kind, name)
        for kind in kinds
        for name in categories
        if (found := can_ever(one, kind, name, bases=bases)).view != found.at_most
        or (found.view > View.MARKED) is not (found.witness is not None)
        or (found.witness is not None and found.witness.view() != found.view)
    ]


#: One of each class of kinds, and of categories, that the law tells apart.
KINDS = tuple(k for k in RecipientKind if leader("recipient", k) == k)
LEAVES = tuple(name for name in CATEGORIES if leader("category", name) == name)


@pytest.mark.parametrize("regimes", REGIMES, ids=lambda said: "-".join(sorted(said)))
def test_every_witness_holds(regimes: frozenset[str]) -> None:
    """The engine itself should give what a witness is said to give, and no less."""
    assert [] == promises(policy(regimes=regimes), KINDS[::3], LEAVES)


@pytest.mark.parametrize("basis", list(BasisKind), ids=str)
def test_every_witness_holds_on_its_ground(basis: BasisKind) -> None:
    """So it should on each ground alone, by its own evidence."""
    for number, regimes in enumerate(REGIMES[:2]):
        one = policy(regimes=regimes)

        assert [] == promises(one, KINDS[number::5], LEAVES, (basis,))


def test_every_witness_holds_under_limits() -> None:
    """So it should where limits lower what can be seen."""
    for seed in range(12):
        one = policy(*limits(stream(seed)), regimes=REGIMES[seed % len(REGIMES)])

        assert [] == promises(one, KINDS[seed % 9 :: 9], LEAVES[seed % 3 :: 3])


@pytest.mark.nightly
def test_every_witness_holds_of_every_kind_and_category() -> None:
    """So it should for every kind, every category and every law."""
    for regimes in REGIMES:
        assert [] == promises(policy(regimes=regimes), RecipientKind, CATEGORIES)


def flags(kind: Any, category: str) -> Iterator[Any]:
    """Give every evidence of a kind that a rule could tell apart."""
    fields = attrs.fields(kind)
    names = [a.name for a in fields if a.default is False]
    lists = [a.name for a in fields if a.name in ("categories", "covered")]
    for said in product((False, True), repeat=len(names)):
        for listed in ((), (category,)) if lists else ((),):
            yield kind(
                **dict(zip(names, said, strict=True)),
                **({lists[0]: listed} if lists else {}),
            )


def forced(one: Policy, spot: Spot) -> View:
    """Give the most that every evidence and every fact there is shows of a spot."""
    kind = EVIDENCE.get(spot.basis)
    best = View.MARKED
    for died, shown in product((False, True), (False, True)):
        every = frozenset({("deceased", died), ("same_unit", True)})
        every |= {("need_to_know", True), ("recipient_is_subject", shown)}
        made = witness(one, spot, Way("C16", every), spot.category, {})
        filed = list(flags(kind, spot.category)) if kind else [None]
        for evidence in filed:
            events = made.events
            if evidence is not None:
                first = made.events[0]
                event = EvidenceRecorded(
                    ref=REF,
                    evidence=evidence,
                    effective_at=first.recorded_at,
                    recorded_at=first.recorded_at,
                    actor="s",
                )
                events = (*events, event)
            best = max(best, evolve(made, events=events).view())
    return best


FORCED = ("sud", "incident", "psychotherapy_notes", "other_party")
PURPOSES = (Purpose.PROSECUTION, Purpose.MEDICAL_EMERGENCY)


WHOM = (RecipientKind.COURT, RecipientKind.CPS, RecipientKind.EMS)


def differing(basis: BasisKind, step: int) -> list[Spot]:
    """Give the spots at which trying everything shows more, or less, than the walk."""
    spots = [
        (
            one := policy(regimes=regimes),
            Spot(
                asker=askers_of(one, whom)[0],
                basis=basis,
                purpose=purpose,
                category=category,
                participant=False,
            ),
        )
        for regimes, whom, category, purpose in product(REGIMES, WHOM, FORCED, PURPOSES)
    ]
    return [s for one, s in spots[::step] if forced(one, s) != ceiling(one, s).view]


@pytest.mark.parametrize("basis", list(BasisKind), ids=str)
def test_every_evidence_there_is_shows_as_much(basis: BasisKind) -> None:
    """Trying every evidence should show just as much as the walk says is possible."""
    step = 47 if basis is BasisKind.FATALITY_REVIEW else 11

    assert [] == differing(basis, step)


@pytest.mark.nightly
@pytest.mark.parametrize("basis", list(BasisKind), ids=str)
def test_every_evidence_shows_as_much_everywhere(basis: BasisKind) -> None:
    """So it should for every recipient, category, purpose and law of these."""
    assert [] == differing(basis, 1)


def test_a_class_answers_as_each_of_its_members() -> None:
    """Words that the law does not tell apart should have the same ceilings."""
    one = policy()
    for kind in RecipientKind:
        asker, first = (
            Asker("x", evolve(one.partners["legal_aid"], kind=k))
            for k in (kind, leader("recipient", kind))
        )
        for basis in (BasisKind.EMERGENCY, BasisKind.NONE, BasisKind.OWN_RECORD):
            said = [
                ceiling(
                    one,
                    Spot(
                        asker=a,
                        basis=basis,
                        purpose=Purpose.PROSECUTION,
                        category="le_record",
                        participant=True,
                    ),
                ).view
                for a in (asker, first)
            ]

            assert said[0] == said[1]
