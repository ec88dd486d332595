"""Walks through the life of a file: signing, taking back, waiting, asking, sending.

A walk keeps two books of the same story: the engine's events, and the plain facts that
the naive oracle reads. Every plan made on the way is kept and tried again later.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

from attrs import define, field
from consent import oracle
from consent.hidden import file_of

from fjcore.consent import (
    EndEventOccurred,
    Event,
    FactsRecorded,
    Instruction,
    InstructionSet,
    Narrowed,
    Plan,
    Signed,
    Used,
    View,
    Withdrawn,
    decide,
    plan,
    state_at,
)
from fjcore.disclosure import Disclosure, build
from fjcore.errors import StalePlan
from fjcore.testing.consent import (
    CLINIC,
    DOE,
    HARBOR,
    LEGAL,
    LONG_AGO,
    SIGNED_AT,
    TICK,
    USUAL,
    Choose,
    Facts,
    boundaries,
    facts_of,
    pick,
    plain,
    policy_of,
    question_of,
    release_of,
    some,
    stream,
)

NOTE, SHELTER = "incident.narrative", "shelter_authorization"
LEAVES = ("identity.name", "incident", "location.shelter", "medical", "sud")
ITEMS = (*LEAVES, "identity", NOTE)
ASKING = {LEGAL: "civil_legal_representation", CLINIC: "medical_treatment"}
AGES = (LONG_AGO, SIGNED_AT, SIGNED_AT + TICK)
HELD = [held for seed in range(4) for held in file_of(stream(seed), AGES)][:4]

Step = tuple[str, dict[str, Any]]


def beginning() -> Facts:
    """A file without any release yet."""
    asked = {"categories": (*LEAVES, NOTE), "at": SIGNED_AT}
    return plain(request=asked) | {
        **{"releases": [], "withdrawals": [], "instructions": []},
        "changes": [],
    }


def on_record(facts: Facts) -> FactsRecorded:
    """What is on file of the person, since ever."""
    when = {"effective_at": LONG_AGO, "recorded_at": LONG_AGO, "actor": DOE}
    return FactsRecorded(facts=facts_of(facts), **when)


def born(facts: Facts) -> set[datetime]:
    """Ages of records: long ago, and at each signing and the tick after it."""
    signed = {one["signed_at"] for one in facts["releases"]}
    return {LONG_AGO, *signed, *(at + TICK for at in signed)}


@define
class Walk:
    """One file, its clock, and every plan made of it so far."""

    facts: Facts = field(factory=beginning)
    now: datetime = SIGNED_AT
    events: list[Event] = field(factory=list)
    plans: list[tuple[Plan, Facts]] = field(factory=list)
    sent: int = 0
    refused: int = 0

    def __attrs_post_init__(self) -> None:
        """Begin with what is on file."""
        self.events.append(on_record(self.facts))

    def when(self) -> dict[str, Any]:
        """The times of something told, and written down, now."""
        return {"effective_at": self.now, "recorded_at": self.now, "actor": DOE}

    def sign(self, *, to: str, scope: list[str], **said: Any) -> None:
        """A release is signed now."""
        release = plain()["releases"][0] | {
            **{"id": f"{len(self.facts['releases']):032x}", "recipients": (to,)},
            **{"purpose": (ASKING[to],), "scope": tuple(scope)},
            **{"signed_at": self.now, "privilege_ack": True, **said},
        }
        self.facts["releases"].append(release)
        self.events.append(Signed(release=release_of(release), **self.when()))

    def withdraw(self, *, number: int, **parts: Any) -> None:
        """One release, or all of them, is taken back now: whole or in part."""
        one = self.one(number) if number else ""
        self.facts["withdrawals"].append({"at": self.now, "release": one, **parts})
        self.events.append(Withdrawn(release_id=one, **parts, **self.when()))

    def narrow(self, *, number: int, category: str) -> None:
        """It is agreed that a release no longer reaches a category."""
        one = self.one(number)
        for said in self.facts["releases"]:
            if said["id"] == one:
                said["exclude"] = (*said["exclude"], category)
                told = {"release_id": one, "categories": (category,)}
                self.events.append(Narrowed(**told, **self.when()))

    def end(self, *, number: int) -> None:
        """The event that a release ends with comes now."""
        one = self.one(number)
        for said in self.facts["releases"]:
            if said["id"] == one and said["event_occurred_at"] is None:
                said["event_occurred_at"] = self.now
                self.events.append(EndEventOccurred(release_id=one, **self.when()))

    def learn(self, *, what: str) -> None:
        """Something changes about the person, or is learnt of the shelter."""
        subject = self.facts["subject"]
        if what == "death":
            subject["deceased_at"] = subject["deceased_at"] or self.now
        else:
            self.facts[what] = not self.facts[what]
        said = facts_of(self.facts)
        self.events.append(FactsRecorded(facts=said, **self.when()))

    def instruct(self, *, kind: str, category: str) -> None:
        """She says what must never be done."""
        told = {"id": f"never.{len(self.events)}", "kinds": (kind,)}
        span = {"categories": (category,), "since": self.now, "until": None}
        self.facts["instructions"].append(told | span)
        never = Instruction(
            id=told["id"], recipient_kinds=(kind,), categories=(category,)
        )
        self.events.append(InstructionSet(instruction=never, **self.when()))

    def wait(self, *, step: int, days: int) -> None:
        """Time passes: some days, or until beside the next thing that changes."""
        beside = (TICK * step, timedelta(days=days))
        ahead = [at + TICK * step for at in boundaries(self.facts)]
        coming = [at for at in ahead if at > self.now]
        self.now = min(coming) if coming and days < 3 else self.now + max(beside)

    def one(self, number: int) -> str:
        """The id of one of the releases."""
        releases = self.facts["releases"]
        return releases[number % len(releases)]["id"] if releases else "none"

    # --- asking and sending --------------------------------------------------------

    def asked(self, to: str, purpose: str) -> Facts:
        """The file with a question put to it now."""
        request = {"recipient": to, "recipient_type": USUAL[to], "purpose": purpose}
        request = self.facts["request"] | request | {"at": self.now}
        return self.facts | {"request": request, "fields": {"note.text": NOTE}}

    def ask(self, *, to: str, purpose: str) -> None:
        """A plan is made; it says what the naive oracle says now, at every age."""
        facts = self.asked(to, purpose)
        state = state_at(self.events, self.now, self.now)
        found = decide(
            policy_of(facts), state, question_of(facts), fields=facts["fields"]
        )
        made = plan(found)
        differ = [row for row in self.compared(made, facts) if row[-2] != row[-1]]
        assert [] == differ
        self.plans.append((made, facts["request"]))

    def send(self, *, number: int) -> None:
        """Some plan, new or old, is used: it is refused or shows no more than now."""
        if not self.plans:
            return
        made, request = self.plans[-1 - number % min(len(self.plans), 4)]
        facts = self.facts | {"request": request | {"at": self.now}}
        facts = facts | {"fields": {"note.text": NOTE}}
        found = self.built(made)
        if found is None:
            self.refused += 1
            assert self.moved_on(made)
            return
        self.sent += 1
        assert [] == self.too_much(made, facts)
        if found.granted:
            assert {row[2] for row in found.granted} <= self.open_to(facts)
        for one in made.release_ids if found.granted else ():
            used = {"release_id": one, "recipient": made.recipient}
            self.events.append(Used(**used, **self.when()))
            for said in self.facts["releases"]:
                said["uses"] += said["id"] == one

    def built(self, made: Plan) -> Disclosure | None:
        """What leaves under a plan now, or None where it is refused."""
        about = {"disclosure_id": "d" * 32, "holder": HARBOR["agency"]}
        try:
            return build(made, HELD, **about, now=self.now, revision=len(self.events))
        except StalePlan:
            return None

    def moved_on(self, made: Plan) -> bool:
        """Whether there is a reason to refuse a plan."""
        start, end = made.valid
        early, late = start and self.now < start, end and self.now >= end
        return bool(len(self.events) != made.revision or early or late)

    def open_to(self, facts: Facts) -> set[str]:
        """The categories of which the oracle lets some record held be seen."""
        open_: set[str] = set()
        for age in {item.recorded_at for item in HELD}:
            said = oracle.answer(facts, age)
            open_ |= {c for c, view in said["views"].items() if view}
            open_ |= {NOTE for view in said["fields"].values() if view}
        return open_

    def too_much(self, made: Plan, facts: Facts) -> list[Any]:
        """What a plan shows beyond what the oracle lets be seen at this instant."""
        return [row for row in self.compared(made, facts) if row[-2] > row[-1]]

    def compared(self, made: Plan, facts: Facts) -> list[tuple[Any, ...]]:
        """Every view of a plan beside the oracle's, at every age."""
        found: list[tuple[Any, ...]] = []
        for age in sorted(born(facts)):
            said = oracle.answer(facts, age)
            for views, names in zip(
                made.views_for(age), (said["views"], said["fields"]), strict=True
            ):
                for name, view in views:
                    shown = view if view > View.MARKED else 0
                    found.append((age, name, shown, names.get(name, 0)))
        return found


# --- what may happen, and how it is chosen -----------------------------------------


def signing(choose: Choose) -> dict[str, Any]:
    """Choose a release, good but for what is asked of it."""
    items = some(choose, ITEMS, 1, 4)
    ending = ({"duration_days": 30}, {"duration_days": 1}, {"duration_days": 90})
    return {
        **{"to": pick(choose, tuple(ASKING)), "scope": items},
        **{"views": pick(choose, ({}, {items[0]: 4}))},
        **{"max_uses": pick(choose, (None, None, 1, 2))},
        **{"covers_future_records": bool(choose(2)), **pick(choose, ending)},
        "survives_death": choose(3) == 2,
    }


def withdrawing(choose: Choose) -> dict[str, Any]:
    """Choose what is taken back."""
    to, item = pick(choose, tuple(ASKING)), pick(choose, ITEMS)
    parts = pick(choose, ({}, {"recipients": (to,)}, {"categories": (item,)}))
    return {"number": choose(4), "recipients": (), "categories": (), **parts}


CHOICES: dict[str, Callable[[Choose], dict[str, Any]]] = {
    "sign": signing,
    "withdraw": withdrawing,
    "narrow": lambda choose: {"number": choose(4), "category": pick(choose, ITEMS)},
    "end": lambda choose: {"number": choose(4)},
    "learn": lambda choose: {
        "what": pick(
            choose, ("shelter_authorization", "shelter_authorization", "death")
        )
    },
    "instruct": lambda choose: {
        "kind": pick(choose, tuple(USUAL.values())),
        "category": pick(choose, ITEMS),
    },
    "wait": lambda choose: {"step": choose(3) - 1, "days": choose(6)},
    "ask": lambda choose: {
        "to": pick(choose, tuple(ASKING)),
        "purpose": pick(choose, tuple(ASKING.values())),
    },
    "send": lambda choose: {"number": choose(4)},
}
