"""What is known of a person is neither printed nor carried away by an error."""

from __future__ import annotations

import copy
import json
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime
from typing import Any

import attrs
import pytest
from support.frames import places_of, printed

from fjcore.consent import (
    Agency,
    Basis,
    BasisKind,
    EndEventOccurred,
    FactsRecorded,
    Guardian,
    Holder,
    Policy,
    Question,
    Release,
    Signed,
    Signer,
    SubjectFacts,
    Used,
    Withdrawn,
    decide,
    event_from,
    event_to,
    facts_from,
    plan,
    release_from,
    release_to,
    state_at,
)
from fjcore.consent.decide import _decided
from fjcore.consent.eventlog import _event
from fjcore.consent.facts import _facts
from fjcore.consent.inquiry import Inquiry
from fjcore.consent.reading import _release
from fjcore.errors import ConsentError, FjcoreError, RuleFailed, UnknownPartner

MARK = "quokkazephyr"
AT = datetime(2031, 7, 19, 8, 15, tzinfo=UTC)
NOW, BEFORE = datetime(2031, 7, 20, tzinfo=UTC), datetime(1999, 7, 19, tzinfo=UTC)
MARKS = (MARK, "2031", "1988")

FACTS = SubjectFacts(
    birth_date=date(1988, 4, 17),
    deceased_at=AT,
    conflict_walls=frozenset({MARK}),
    guardians=(
        Guardian(id=MARK, kind="parent", abuser="confirmed", since=AT, until=NOW),
    ),
    prior_disclosures=frozenset({MARK}),
)
RELEASE = Release(
    id="1" * 32,
    form_id=MARK,
    form_sha256="0" * 64,
    scope=(MARK,),
    exclude=(MARK,),
    recipients=(MARK,),
    purpose=(MARK,),
    methods=("electronic",),
    signed_at=AT,
    expires_on=date(2031, 9, 1),
    expires_event=MARK,
    signers=(Signer(MARK, "subject"),),
)
TIMES: dict[str, Any] = {"effective_at": AT, "recorded_at": AT, "actor": "r.okafor"}
EVENTS = (
    Signed(release=RELEASE, **TIMES),
    Withdrawn(release_id="", recipients=(MARK,), categories=(MARK,), **TIMES),
    FactsRecorded(facts=FACTS, **TIMES),
    EndEventOccurred(release_id=MARK, **TIMES),
    Used(release_id=MARK, recipient=MARK, **TIMES),
)
STATE = state_at(EVENTS, NOW, NOW)
HOLDER = Holder(
    "harbor",
    kind="vsp_advocate",  # type: ignore[arg-type]
    name="Harbor",
    unit="advocacy",
    regimes=frozenset({"vawa"}),
    state="US-MT",
    tz="America/Denver",
)


class Failing:
    """A rule of a plugin that fails as it is told to."""

    id = "demo.rule"

    def __init__(self, fault: BaseException | None) -> None:
        self.fault = fault

    def cap(self, question: object, /) -> Any:
        if self.fault is not None:
            raise self.fault
        return MARK


def asked(**more: Any) -> Question:
    given: dict[str, Any] = {
        "subject": "0a" * 16,
        "recipient": "harbor",
        "purpose": "safety_planning",
        "basis": Basis(BasisKind.INTRA_PROGRAM),
        "at": NOW,
        "staff": "r.okafor",
        "unit": "advocacy",
        "need_to_know": True,
    }
    return Question(**{**given, **more})


def policy(*rules: Any) -> Policy:
    return Policy(holder=HOLDER, partners={}, rules=rules)


def carried(error: BaseException) -> list[str]:
    shown = [mark for mark in MARKS if mark in printed(error)]
    return shown + [place for mark in MARKS for place in places_of(error, mark)]


@pytest.mark.parametrize(
    "held",
    [
        FACTS,
        *FACTS.guardians,
        RELEASE,
        *RELEASE.signers,
        *EVENTS,
        STATE,
        *STATE.releases,
        Inquiry(
            policy=policy(),
            state=STATE,
            question=asked(at=BEFORE),
            recipient=Agency("harbor", kind=HOLDER.kind, name="Harbor"),
        ),
    ],
    ids=lambda held: type(held).__name__,
)
def test_a_person_is_not_printed(held: object) -> None:
    """Nothing of a person should be printed with what holds it."""
    said = f"{held} {held!r} {[held]!r}"

    assert [] == [mark for mark in MARKS if mark in said]


@pytest.mark.parametrize("at", ["release", "state"])
def test_a_release_is_printed_by_its_id(at: str) -> None:
    """A release should be told by its id, so that staff can look it up."""
    held: object = RELEASE if at == "release" else STATE.releases[0]

    assert RELEASE.id in repr(held)


def test_a_decision_does_not_print_when_it_changes() -> None:
    """The bounds of a decision are of ages and deaths, and should not be printed."""
    wall = attrs.evolve(FACTS, deceased_at=AT.replace(year=2044))
    state = attrs.evolve(STATE, facts=wall, changes=(AT.replace(year=2043),))
    found = decide(policy(), state, asked(at=AT.replace(year=2035)))

    assert 2043 == (found.valid[1] or NOW).year
    assert "2043" not in f"{found!r} {plan(found)!r}"


@pytest.mark.parametrize(
    "fault",
    [None, ValueError(MARK), SystemExit(MARK), FjcoreError(MARK), GeneratorExit()],
    ids=lambda fault: type(fault).__name__,
)
def test_a_failing_rule_carries_nothing_away(fault: BaseException | None) -> None:
    """A rule that fails should end a decision with its name and no facts."""
    with pytest.raises(RuleFailed) as caught:
        decide(policy(Failing(fault)), STATE, asked(at=BEFORE))

    assert "demo.rule" == caught.value.where
    assert caught.value.__context__ is None
    assert [] == [place for place in carried(caught.value) if "policy" not in place]


def test_an_unknown_partner_carries_nothing_away() -> None:
    """A question about nobody's partner should be refused with no facts."""
    basis = Basis(BasisKind.CLIENT_RELEASE)
    question = asked(recipient="nobody", basis=basis, at=BEFORE)
    with pytest.raises(UnknownPartner) as caught:
        decide(policy(), STATE, question)

    assert [] == carried(caught.value)


# --- readers ------------------------------------------------------------------------

FORM: dict[str, Any] = {
    "id": "1" * 32,
    "form_id": "vawa-roi",
    "form_version": "3",
    "form_sha256": "0" * 64,
    "forms": ["vawa"],
    "scope": ["incident"],
    "recipients": ["legal_aid"],
    "purpose": ["protection_order"],
    "methods": ["electronic"],
    "signed_at": "2026-03-07T19:00:00-07:00",
    "duration_days": 30,
    "signature": "wet",
    "signers": [{"id": "ann", "role": "subject"}],
    "views": {"incident": "FULL"},
    "language": MARK,
    **dict.fromkeys(("written", "complete", "informed", "voluntary"), True),
}
PLAIN: dict[str, Any] = {
    "release": release_to(release_from(FORM)),
    "facts": json.loads(json.dumps(event_to(EVENTS[2])))["facts"],
    "signed": event_to(Signed(release=release_from(FORM), **TIMES)),
    **{type(event).__name__: event_to(event) for event in EVENTS[1:]},
}
READ = {"release": release_from, "facts": facts_from}
SECRET = (MARK, "4065550199")
PIECES = (MARK, [MARK], {MARK: MARK}, [{MARK: 5}], {MARK: 5}, 4065550199, True, "")


def places(held: Any) -> Iterator[tuple[Any, ...]]:
    """Give the way to every value of a table, and to a key that is none of it."""
    rows = list(held.items()) if isinstance(held, dict) else list(enumerate(held))
    for key, value in rows:
        yield (key,)
        if isinstance(value, (dict, list)):
            yield from ((key, *inner) for inner in places(value))
    if isinstance(held, dict):
        yield (MARK,)


def damaged(held: Any, way: tuple[Any, ...], piece: Any) -> Any:
    if not way:
        return piece
    found = copy.deepcopy(held)
    inner = found
    for step in way[:-1]:
        inner = inner[step]
    inner[way[-1]] = piece
    return found


def fault(read: Callable[[Any], object], data: object) -> ConsentError | None:
    try:
        read(data)
    except ConsentError as error:
        return error
    return None


@pytest.mark.parametrize("kind", PLAIN)
def test_a_reader_carries_nothing_away(kind: str) -> None:
    """Whatever is wrong where, an error of a reader should hold nothing it read."""
    read = READ.get(kind, event_from)
    found = [
        error
        for way in [(), *places(PLAIN[kind])]
        for piece in PIECES
        if (error := fault(read, damaged(PLAIN[kind], way, piece)))
    ]

    assert len(found) > 30
    assert [] == [place for error in found for place in places_of(error, MARK)]
    assert [] == [error for error in found if error.__context__ is not None]
    assert [] == [word for word in SECRET if any(word in printed(e) for e in found)]


def test_what_was_written_is_read() -> None:
    """The undamaged tables should be read, so that each damage is what is refused."""
    read = {kind: READ.get(kind, event_from)(data) for kind, data in PLAIN.items()}

    assert FACTS == read["facts"]
    assert list(EVENTS[1:]) == [read[type(event).__name__] for event in EVENTS[1:]]


@pytest.mark.parametrize(
    "act",
    [
        lambda: _decided(policy(Failing(None)), STATE, asked(at=BEFORE), {}),
        lambda: _release({**FORM, "id": ""}, ()),
        lambda: _event({**PLAIN["Used"], "release_id": [MARK]}),
        lambda: _facts({**PLAIN["facts"], "emancipated": MARK}),
    ],
    ids=["decision", "release", "event", "facts"],
)
def test_the_frames_within_would_be_found(act: Callable[[], object]) -> None:
    """The same errors inside, before their frames are dropped, should be found out."""
    with pytest.raises(FjcoreError) as caught:
        act()

    assert places_of(caught.value, MARK)
