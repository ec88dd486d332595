"""Cases of consent, built as the plain facts of a scenario, and the engine's own words.

Cases are built to be nearly granted and then changed in one or two places; every
instant asked about is a boundary of the case, or one microsecond beside one.
"""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any

from attrs import frozen
from consent import oracle
from hypothesis import strategies as st

from fjcore.consent import (
    Agency,
    Basis,
    Decision,
    EndEventOccurred,
    Event,
    FactsRecorded,
    Guardian,
    Holder,
    Limit,
    Policy,
    Question,
    Release,
    Signed,
    Signer,
    SubjectFacts,
    Used,
    View,
    Withdrawn,
    decide,
    state_at,
)

Facts = dict[str, Any]
Ids = tuple[str, ...]

TICK = timedelta(microseconds=1)
LONG_AGO = datetime(2000, 1, 1, tzinfo=UTC)
FAR = datetime(2100, 1, 1, tzinfo=UTC)
ANN, DOE = "ann", "s.doe"
LEGAL, POLICE, CLINIC = "legal_aid", "city_police", "valley_clinic"
USUAL = {
    LEGAL: "civil_legal",
    POLICE: "law_enforcement",
    CLINIC: "medical_provider",
}
KINDS = {
    LEGAL: ["abuser", "public_web", "hmis", "funder", "vendor", "opposing_counsel"],
    POLICE: ["court", "prosecutor", "po_registry", "probation_parole", "cps"],
    CLINIC: [
        "sud_program",
        "researcher",
        "housing_provider",
        "immigration_enforcement",
    ],
}
PURPOSES = {
    LEGAL: ["civil_legal_representation", "protection_order", "research"],
    POLICE: ["prosecution", "po_enforcement", "criminal_investigation"],
    CLINIC: ["sud_treatment", "medical_treatment", "discovery"],
}
REGIMES = (("hipaa",), ("fvpsa", "ferpa"), ("hipaa", "ferpa", "part2"), ())
#: Leaves a release may list, and those that rules of their own answer for.
LEAVES = (
    *"identity.name identity.dob identity.gov_id incident incident.narrative".split(),
    *"medical medical.forensic sud psychotherapy_notes education".split(),
    *"advocacy_notes location.shelter location.residence participation".split(),
)
EXEMPT = (
    *"aggregate ciphertext location.substitute deidentified_rows".split(),
    *"pseudonymous_ids le_record court_record other_party".split(),
)
FORMS = ("vawa", "part2", "psychotherapy", "ferpa")
ITEMS = (*LEAVES, "identity", "location", "note.text", "other_party")
#: Signing days: a leap child's birthday, a plain one, a skipped hour, an 18th birthday.
SIGNINGS = (
    datetime(2026, 3, 1, 7, tzinfo=UTC),
    datetime(2026, 3, 2, 17, tzinfo=UTC),
    datetime(2026, 3, 8, 9, 30, tzinfo=UTC),
    datetime(2026, 3, 20, 6, tzinfo=UTC),
)
SPANS = tuple(timedelta(hours=h) for h in (0, 1, 24, 24 * 14, 24 * 40))
NO_END = dict.fromkeys(("expires_at", "expires_on", "expires_local", "duration_days"))
ADULT = {"birth_date": date(1990, 5, 4)}
CHILD = {"birth_date": date(2011, 9, 1), "minor": True}
SUBJECTS: tuple[dict[str, Any], ...] = (
    CHILD,
    {"birth_date": date(2008, 3, 20), "minor": True},
    {"birth_date": date(2008, 2, 29), "minor": True},
    {"birth_date": None, "minor": True},
    {"birth_date": date(2020, 1, 1), "can_knowingly_consent": False, "minor": True},
    CHILD | {"may_consent_alone": True},
    CHILD | {"emancipated": True},
    ADULT,
    ADULT | {"ward": True},
)
SELF = {"id": ANN, "role": "subject"}
#: Each guardian's id with what is recorded of the person; all but the first are unfit.
GUARDIANS = {
    "mother": {"kind": "parent"},
    "suspect": {"kind": "parent", "abuser": "suspected"},
    "abuser": {"kind": "parent", "abuser": "confirmed"},
    "spouse": {"kind": "parent", "abuser_of_other_parent": True},
    "agent": {"kind": "poa"},
    "aunt": {"kind": "de_facto"},
}
#: What may vary in one case; the rest of it stays good.
PARTS = (
    *"people people clock clock form scope asker basis limits".split(),
    *"withdrawals holder facts several".split(),
)
Parts = set[str]


def near(at: datetime) -> st.SearchStrategy[datetime]:
    """An instant, or the microsecond before or after it."""
    return st.sampled_from((at, at - TICK, at + TICK))


def one_of(*values: Any) -> st.SearchStrategy[Any]:
    """One of some values."""
    return st.sampled_from(values)


@st.composite
def ends(draw: st.DrawFn, signed: datetime) -> Facts:
    """One end of a release, of every kind; some at the cap of 90 days, some past it."""
    days = draw(one_of(15, 30, 90, 91))
    over = oracle.days_later(signed, days, oracle.ZoneInfo("America/Denver"))
    kind = draw(one_of("at", "at", "days", "on", "local", "event", "none"))
    # A local time that spring skips, here or in Havana, and a plain one.
    wall = draw(one_of((8, 0, 30), (8, 2, 30), (29, 12, 0)))
    return {
        "at": {"expires_at": draw(near(over))},
        "days": {"duration_days": days},
        "on": {"expires_on": date(2026, 3, draw(one_of(7, 14, 31)))},
        "local": {"expires_local": datetime(2026, 3, *wall)},  # noqa: DTZ001
        "event": {"expires_event": "the order is made"},
        "none": {"expires_event": "none", "forms": ()},
    }[kind]


@st.composite
def signings(draw: st.DrawFn, subject: Facts) -> Facts:
    """Who signed: often who must have, else too few, or somebody unfit."""
    name = draw(st.sampled_from(sorted(GUARDIANS)))
    role = draw(one_of(GUARDIANS[name]["kind"], "parent", "court_guardian"))
    other = {"id": name, "role": role}
    mother = {"id": "mother", "role": "parent"}
    right = (SELF, mother) if subject.get("minor") or subject.get("ward") else (SELF,)
    some = (right, (SELF, other), (SELF, other, mother), (SELF,), (other,), ())
    return {"signers": draw(one_of(right, *some))}


@st.composite
def defects(draw: st.DrawFn, signed: datetime) -> Facts:
    """One thing about a release that may spoil it."""
    later = signed + draw(st.sampled_from(SPANS))
    return draw(
        one_of(
            {"written": False},
            {"signature": "none"},
            {"complete": False},
            {"informed": False},
            {"voluntary": False},
            {"scope": ("*",)},
            {"recipients": ("*",)},
            dict(NO_END),
            {"effective_at": later},
            {"effective_at": signed - timedelta(days=1)},
            {"signed_at": None, "duration_days": None},
            {"purpose": ("safety_planning",)},
            {"methods": ("verbal",)},
            {"max_uses": 1, "uses": draw(st.integers(0, 2))},
            {"event_occurred_at": later},
            {"covers_future_records": True},
            {"survives_death": True},
            {"privilege_ack": False},
            {"forms": ()},
            {"forms": ("psychotherapy",), "scope": ("psychotherapy_notes",)},
        )
    )


@st.composite
def releases(
    draw: st.DrawFn, number: int, subject: Facts, to: str, vary: Parts
) -> Facts:
    """A release that is good for its subject and recipient, but for what varies."""
    timed = vary & {"clock", "people"}
    signed = draw(near(draw(st.sampled_from(SIGNINGS)))) if timed else SIGNINGS[1]
    items = draw(st.lists(st.sampled_from(ITEMS), min_size=1, max_size=4, unique=True))
    scope, asker = "scope" in vary, "asker" in vary
    signers = draw(signings(subject if "people" in vary else {}))
    found = {
        "id": f"{number:032x}",
        "forms": FORMS,
        "scope": tuple(items),
        "exclude": draw(one_of((), (items[-1],), ("identity",))) if scope else (),
        "views": draw(one_of({}, {items[0]: 5}, {items[0]: 2})) if scope else {},
        "recipients": (draw(one_of(to, f"{to}#p.one", "other")) if asker else to,),
        "purpose": (PURPOSES[to][0], draw(st.sampled_from(PURPOSES[to]))),
        "methods": ("electronic", "written"),
        "signed_at": signed,
        "effective_at": None,
        "event_occurred_at": None,
        "written": True,
        "complete": True,
        "informed": True,
        "voluntary": True,
        "signature": "wet",
        **(signers if "people" in vary else {"signers": (SELF,)}),
        "covers_future_records": False,
        "survives_death": False,
        "privilege_ack": True,
        "max_uses": None,
        "uses": 0,
    }
    found |= draw(ends(signed)) if "clock" in vary else {"duration_days": 30}
    return found | (draw(defects(signed)) if "form" in vary else {})


@st.composite
def withdrawn(draw: st.DrawFn, facts: Facts) -> Facts:
    """A withdrawal told at a boundary of the case: of one or all, whole or in part."""
    at = draw(near(draw(st.sampled_from(oracle.boundaries(facts)))))
    one = draw(st.sampled_from([r["id"] for r in facts["releases"]] + [""]))
    parts = draw(one_of("whole", "whole", "recipient", "category"))
    asked = facts["request"]
    people: Ids = (asked["recipient"], "other")
    if asked["recipient_person"]:
        people = (*people, f"{asked['recipient']}#p.one", f"{people[0]}#p.two")
    return {
        "at": at,
        "release": one,
        "recipients": (draw(st.sampled_from(people)),) if parts == "recipient" else (),
        "categories": (draw(st.sampled_from(ITEMS)),) if parts == "category" else (),
    }


@st.composite
def limits(draw: st.DrawFn, to: str = LEGAL) -> Facts:
    """A limit that often speaks to the case."""
    return {
        "id": draw(one_of("l.one", "l.two")),
        "cap": draw(one_of(0, 1, 2, 4, 8)),
        "kinds": draw(one_of((), ("civil_legal",), ("law_enforcement",))),
        "recipients": draw(one_of((), (to,), ("other",))),
        "purposes": draw(one_of((), tuple(PURPOSES[to]))),
        "categories": draw(one_of((), ("identity", "medical"), ("sud",))),
        "acp_only": draw(st.booleans()),
    }


@st.composite
def guardians(draw: st.DrawFn, subject: Facts, vary: Parts) -> list[Facts]:
    """The people on file; an office may begin or end at a signing."""
    found = []
    for name, said in GUARDIANS.items():
        row = {"id": name, "abuser": "no", "abuser_of_other_parent": False, **said}
        found.append(row | {"from": None, "until": None, "abuser_known_at": None})
    mother, suspect = found[0], found[1]
    if "people" in vary:
        at = draw(near(draw(st.sampled_from(SIGNINGS))))
        key = draw(one_of("none", "none", "none", "from", "until"))
        mother |= {} if key == "none" else {key: at}
        suspect["abuser_known_at"] = draw(one_of(None, at))
    if subject.get("ward"):
        found.append(mother | {"id": "warden", "kind": "court_guardian"})
    return found


@st.composite
def requests(draw: st.DrawFn, to: str, facts: Facts, vary: Parts) -> Facts:
    """A question, without its instant, that a release of the case mostly answers."""
    holder, items = facts["holder"], [i for r in facts["releases"] for i in r["scope"]]
    listed = {leaf for leaf in LEAVES for i in items if oracle.reaches(i, leaf)}
    more = st.lists(st.sampled_from((*LEAVES, *EXEMPT)), max_size=4, unique=True)
    found: Facts = {
        "recipient": to,
        "recipient_type": USUAL[to],
        "recipient_person": "p.one",
        "purpose": PURPOSES[to][0],
        "categories": tuple(sorted({*listed, *draw(more), "incident.narrative"})),
        "method": "electronic",
        "smallest_cell": draw(one_of(None, 0, 10, 11)),
        "deid_method": draw(one_of("", "safe_harbor")),
        "staff": draw(one_of(DOE, "s.roe")),
        "unit": "advocacy",
        "need_to_know": True,
        "exemptions": draw(st.booleans()),
    }
    if "asker" in vary:
        found |= {
            "recipient_type": draw(st.sampled_from((USUAL[to], *KINDS[to]))),
            "recipient_person": draw(one_of(None, "p.one", "p.two")),
            "purpose": draw(st.sampled_from(PURPOSES[to])),
            "method": draw(one_of("electronic", "electronic", "verbal")),
        }
    if vary & {"asker", "holder"} or to != LEGAL:
        found["unit"] = draw(one_of("advocacy", "advocacy", "clinic", ""))
        found["need_to_know"] = draw(one_of(True, True, False))
    kind = draw(st.sampled_from(BASES)) if "basis" in vary else draw(one_of(*RELEASED))
    found["legal_basis"] = {"kind": kind}
    if kind == "intra_program" and draw(one_of(True, True, False)):
        found |= {"recipient": holder["agency"], "recipient_type": "internal_staff"}
    if kind == "subject_access" and draw(one_of(True, True, False)):
        found |= {"recipient": ANN, "recipient_type": "subject"}
    return found


RELEASED = ("client_release", "none")
BASES = ("intra_program", "intra_program", "subject_access", *RELEASED)


@st.composite
def on_file(draw: st.DrawFn, vary: Parts) -> Facts:
    """What is on file beside the people; all of it lets things pass, but it varies."""
    some = "facts" in vary
    entered = draw(near(draw(st.sampled_from(SIGNINGS)))) if some else None
    return {
        "conflict_walls": (DOE,) if some and draw(st.booleans()) else (),
        "embedded": draw(one_of({}, {"incident": ["other_party", "sud"]})),
        "shelter_authorization": not some or draw(st.booleans()),
        "downstream_part2": some and draw(one_of(True, True, False)),
        "use_against_subject": some and draw(one_of(True, True, False)),
        "prior_disclosures": draw(st.booleans()),
        "category_introduced": {"identity.dob": entered} if entered else {},
        "closed": "limits" in vary and draw(one_of(False, False, False, True)),
    }


@st.composite
def cases(draw: st.DrawFn, within: Ids = PARTS, least: int = 0) -> Facts:
    """A whole case, good but for one to three of its parts, asked at a boundary."""
    vary = {draw(st.sampled_from(within)), draw(st.sampled_from(within))}
    vary |= {draw(st.sampled_from(within))}
    to = draw(one_of(LEGAL, LEGAL, POLICE, CLINIC))
    count = max(least, draw(one_of(0, 1, 2, 3)) if "several" in vary else 1)
    subject = {
        "id": ANN,
        "deceased_at": None,
        "emancipated": False,
        "may_consent_alone": False,
        "can_knowingly_consent": True,
        "acp_participant": draw(st.booleans()),
        **(draw(st.sampled_from(SUBJECTS)) if "people" in vary else ADULT),
    }
    if "facts" in vary and draw(st.booleans()):
        subject["deceased_at"] = draw(near(SIGNINGS[1] + SPANS[1]))
    harbor = {"agency": "harbor_advocates", "type": "vsp_advocate", "unit": "advocacy"}
    some = "holder" in vary
    caps = draw(st.integers(1, 2)) if "limits" in vary else 0
    facts: Facts = {
        "jurisdiction": draw(one_of("US-MT", "US-AL")) if some else "US-MT",
        "tz": draw(one_of("America/Denver", "America/Havana")),
        "policy": {"max_release_days": 90, "min_cell": 11},
        "holder": {**harbor, "regimes": draw(one_of(*REGIMES)) if some else ("vawa",)},
        "subject": subject,
        "guardians": draw(guardians(subject, vary)),
        "releases": [draw(releases(n, subject, to, vary)) for n in range(count)],
        "fields": {"note.text": "incident.narrative"},
        "limits": [draw(limits(to)) for _ in range(caps)],
        **draw(on_file(vary)),
    }
    facts["request"] = draw(requests(to, facts, vary))
    told = draw(st.integers(1, 2)) if "withdrawals" in vary and count else 0
    facts["withdrawals"] = [draw(withdrawn(facts)) for _ in range(told)]
    facts["request"]["at"] = draw(moments(facts))
    return facts


@st.composite
def moments(draw: st.DrawFn, facts: Facts) -> datetime:
    """An instant at a boundary of a case, or a microsecond beside one."""
    late = [at for at in oracle.boundaries(facts) if at > SIGNINGS[0] - SPANS[3]]
    starts = [oracle.start_of(r) + TICK for r in facts["releases"] if r["signed_at"]]
    usual = st.sampled_from((*starts, SIGNINGS[1] + SPANS[2]))
    return draw(near(draw(st.one_of(usual, st.sampled_from((*late, SIGNINGS[1]))))))


def plain(
    *,
    release: Facts | None = None,
    subject: Facts | None = None,
    request: Facts | None = None,
    **other: Any,
) -> Facts:
    """A case without surprises: one good release of an adult, asked about within it."""
    base = {
        **{"id": "1" * 32, "forms": FORMS, "scope": ("incident",), "exclude": ()},
        **{"views": {}, "recipients": (LEGAL,), "purpose": PURPOSES[LEGAL][:1]},
        **{"methods": ("electronic",), "signed_at": SIGNINGS[1], "effective_at": None},
        **{"duration_days": 30, "event_occurred_at": None, "written": True},
        **{"complete": True, "informed": True, "voluntary": True, "signature": "wet"},
        **{"signers": (SELF,), "covers_future_records": False, "uses": 0},
        **{"survives_death": False, "privilege_ack": False, "max_uses": None},
    }
    person = {
        **{"id": ANN, "birth_date": date(1990, 5, 4), "deceased_at": None},
        **{"emancipated": False, "may_consent_alone": False},
        **{"can_knowingly_consent": True, "acp_participant": False},
    }
    asked = {
        **{"recipient": LEGAL, "recipient_type": USUAL[LEGAL], "method": "electronic"},
        **{"recipient_person": None, "purpose": PURPOSES[LEGAL][0]},
        **{"categories": ("incident",), "legal_basis": {"kind": "client_release"}},
        **{"smallest_cell": None, "deid_method": "", "staff": DOE, "unit": "advocacy"},
        **{"need_to_know": True, "exemptions": True, "at": SIGNINGS[1] + SPANS[2]},
    }
    holder = {"agency": "harbor_advocates", "type": "vsp_advocate", "unit": "advocacy"}
    return {
        **{"jurisdiction": "US-MT", "tz": "America/Denver", "limits": []},
        **{"policy": {"max_release_days": 90, "min_cell": 11}, "closed": False},
        **{
            "holder": {**holder, "regimes": ("vawa",)},
            "subject": person | (subject or {}),
        },
        **{"guardians": [], "releases": [base | (release or {})], "embedded": {}},
        **{"request": asked | (request or {}), "fields": {}, "withdrawals": []},
        **{"conflict_walls": (), "shelter_authorization": False},
        **{"downstream_part2": False, "use_against_subject": False},
        **{"prior_disclosures": False, "category_introduced": {}},
        **other,
    }


# --- the same case in the engine's words -------------------------------------------


@frozen
class World:
    """What the engine is asked with."""

    policy: Policy
    events: tuple[Event, ...]
    question: Question
    fields: dict[str, str]

    def decide(self) -> Decision:
        """Give the engine's answer."""
        state = state_at(self.events, self.question.at, FAR)
        return decide(self.policy, state, self.question, fields=self.fields)


def world(facts: Facts) -> World:
    """Give a case to the engine."""
    return World(
        policy_of(facts), events_of(facts), question_of(facts), facts.get("fields", {})
    )


def answer_of(facts: Facts) -> Decision:
    """Give the engine's answer to a case."""
    return world(facts).decide()


def policy_of(facts: Facts) -> Policy:
    """The holder, the one partner asked about, and the limits."""
    request, holder = facts["request"], facts["holder"]
    partner = Agency(
        request["recipient"], kind=request["recipient_type"], name="A Partner"
    )
    return Policy(
        holder=Holder(
            holder["agency"],
            kind=holder["type"],
            name="Harbor Advocates",
            unit=holder["unit"],
            regimes=holder["regimes"],
            state=facts["jurisdiction"],
            tz=facts["tz"],
        ),
        partners={partner.id: partner},
        limits=tuple(limit_of(one) for one in facts.get("limits", ())),
        closed=facts.get("closed", False),
        max_release_days=facts["policy"]["max_release_days"],
        min_cell=facts["policy"]["min_cell"],
    )


def limit_of(said: Facts) -> Limit:
    """One limit."""
    return Limit(
        said["id"],
        cap=View(said["cap"]),
        statement="a made-up limit",
        citation="none",
        recipient_kinds=said["kinds"],
        recipients=said["recipients"],
        purposes=said["purposes"],
        categories=said["categories"],
        acp_only=said["acp_only"],
    )


def facts_of(facts: Facts) -> SubjectFacts:
    """What is on file about the person."""
    subject = facts["subject"]
    keys = "birth_date deceased_at emancipated may_consent_alone can_knowingly_consent"
    more = "shelter_authorization downstream_part2 use_against_subject"
    sent = facts.get("prior_disclosures")
    return SubjectFacts(
        **{key: subject[key] for key in (*keys.split(), "acp_participant")},
        **{key: facts[key] for key in more.split()},
        conflict_walls=facts["conflict_walls"],
        prior_disclosures={facts["request"]["recipient"]} if sent else (),
        guardians=[
            Guardian(since=row["from"], **{k: v for k, v in row.items() if k != "from"})
            for row in facts["guardians"]
        ],
    )


def release_of(said: Facts) -> Release:
    """One release."""
    other = ("event_occurred_at", "uses", "signers", "views")
    return Release(
        **{key: value for key, value in said.items() if key not in other},
        signers=[Signer(s["id"], s["role"]) for s in said["signers"]],
        views={item: View(step) for item, step in said["views"].items()},
    )


def withdrawal_of(said: Facts) -> Withdrawn:
    """One withdrawal, recorded when it was told."""
    return Withdrawn(
        release_id=said["release"],
        recipients=said["recipients"],
        categories=said["categories"],
        effective_at=said["at"],
        recorded_at=said["at"],
        actor=DOE,
    )


def events_of(facts: Facts) -> tuple[Event, ...]:
    """The whole log of a case."""
    when = {"effective_at": LONG_AGO, "recorded_at": LONG_AGO, "actor": DOE}
    found: list[Event] = [FactsRecorded(facts=facts_of(facts), **when)]
    for said in facts["releases"]:
        found.append(Signed(release=release_of(said), **when))
        for _ in range(said["uses"]):
            found.append(Used(release_id=said["id"], recipient="other", **when))
        over = said["event_occurred_at"]
        if over:
            told = {"effective_at": over, "recorded_at": over, "actor": DOE}
            found.append(EndEventOccurred(release_id=said["id"], **told))
    return (*found, *(withdrawal_of(one) for one in facts.get("withdrawals", ())))


def question_of(facts: Facts) -> Question:
    """The question asked."""
    asked = facts["request"]
    keys = "recipient purpose at method smallest_cell deid_method staff unit"
    return Question(
        **{key: asked[key] for key in (*keys.split(), "need_to_know", "exemptions")},
        subject=facts["subject"]["id"],
        person=asked["recipient_person"],
        basis=Basis(asked["legal_basis"]["kind"]),
        categories=frozenset(asked["categories"]),
        introduced=facts["category_introduced"],
        embedded={key: tuple(found) for key, found in facts["embedded"].items()},
    )
