"""Cases as plain facts, and the same cases in the engine's own words."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any

from attrs import frozen

from fjcore.consent import (
    Agency,
    Basis,
    BasisKind,
    Decision,
    EndEventOccurred,
    Event,
    EvidenceRecorded,
    FactsRecorded,
    Guardian,
    Holder,
    Instruction,
    InstructionLifted,
    InstructionSet,
    Limit,
    Policy,
    Question,
    RecordAsked,
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
from fjcore.consent.evidence import EVIDENCE

#: Everything a case says, as plain data.
Facts = dict[str, Any]

#: The smallest step of time.
TICK = timedelta(microseconds=1)
#: Before everything in a case, and after it.
LONG_AGO = datetime(2000, 1, 1, tzinfo=UTC)
FAR = datetime(2100, 1, 1, tzinfo=UTC)
#: When a plain release is signed.
SIGNED_AT = datetime(2026, 3, 2, 17, tzinfo=UTC)
#: The survivor of every case, and who wrote its events down.
ANN, DOE = "ann", "s.doe"
#: Who asks.
LEGAL, POLICE, CLINIC = "legal_aid", "city_police", "valley_clinic"
#: What kind of recipient each of them is.
USUAL = {
    LEGAL: "civil_legal",
    POLICE: "law_enforcement",
    CLINIC: "medical_provider",
}
#: Laws whose forms a plain release meets.
FORMS = ("vawa", "part2", "psychotherapy", "ferpa")
#: The survivor as a signer.
SELF = {"id": ANN, "role": "subject"}
#: The agency that holds the file.
HARBOR = {"agency": "harbor_advocates", "type": "vsp_advocate", "unit": "advocacy"}


def plain(
    *,
    release: Facts | None = None,
    subject: Facts | None = None,
    request: Facts | None = None,
    **other: Any,
) -> Facts:
    """Give a case without surprises: one good release of an adult, asked about."""
    base = {
        **{"id": "1" * 32, "forms": FORMS, "scope": ("incident",), "exclude": ()},
        **{
            "views": {},
            "recipients": (LEGAL,),
            "purpose": ("civil_legal_representation",),
        },
        **{"methods": ("electronic",), "signed_at": SIGNED_AT, "effective_at": None},
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
        **{"recipient_person": None, "purpose": "civil_legal_representation"},
        **{"categories": ("incident",), "legal_basis": {"kind": "client_release"}},
        **{"smallest_cell": None, "deid_method": "", "staff": DOE, "unit": "advocacy"},
        **{
            "need_to_know": True,
            "exemptions": True,
            "at": SIGNED_AT + timedelta(days=1),
        },
    }
    return {
        **{"jurisdiction": "US-MT", "tz": "America/Denver", "limits": []},
        **{"policy": {"max_release_days": 90, "min_cell": 11}, "closed": False},
        **{
            "holder": {**HARBOR, "regimes": ("vawa",)},
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
    """Give the holder, the one partner asked about, and the limits."""
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
    """Give one limit."""
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
    """Give what is on file about the person."""
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
    """Give one release."""
    other = ("event_occurred_at", "uses", "signers", "views")
    return Release(
        **{key: value for key, value in said.items() if key not in other},
        signers=[Signer(s["id"], s["role"]) for s in said["signers"]],
        views={item: View(step) for item, step in said["views"].items()},
    )


def withdrawal_of(said: Facts) -> Withdrawn:
    """Give one withdrawal, recorded when it was told."""
    return Withdrawn(
        release_id=said["release"],
        recipients=said["recipients"],
        categories=said["categories"],
        effective_at=said["at"],
        recorded_at=said["at"],
        actor=DOE,
    )


def events_of(facts: Facts) -> tuple[Event, ...]:
    """Give the whole log of a case."""
    when: Facts = {"effective_at": LONG_AGO, "recorded_at": LONG_AGO, "actor": DOE}
    found: list[Event] = [FactsRecorded(facts=facts_of(facts), **when)]
    for said in facts["releases"]:
        found.append(Signed(release=release_of(said), **when))
        for _ in range(said["uses"]):
            found.append(Used(release_id=said["id"], recipient="other", **when))
        over = said["event_occurred_at"]
        if over:
            told = {"effective_at": over, "recorded_at": over, "actor": DOE}
            found.append(EndEventOccurred(release_id=said["id"], **told))
    found += [withdrawal_of(one) for one in facts.get("withdrawals", ())]
    found += [e for one in facts.get("instructions", ()) for e in instructed(one)]
    return (*found, *exhibit_of(facts))


def instructed(said: Facts) -> list[Event]:
    """Give one instruction, and its end if it has one."""
    when: Facts = {"recorded_at": LONG_AGO, "actor": DOE}
    told = Instruction(
        id=said["id"], recipient_kinds=said["kinds"], categories=said["categories"]
    )
    found: list[Event] = [
        InstructionSet(instruction=told, effective_at=said["since"], **when)
    ]
    if said["until"]:
        lifted: Facts = {"instruction_id": said["id"], "effective_at": said["until"]}
        found.append(InstructionLifted(**lifted, **when))
    return found


def exhibit_of(facts: Facts) -> list[Event]:
    """Give the evidence of the ground asked on, where any is on file."""
    basis, span = facts["request"]["legal_basis"], {"since": None, "until": None}
    kind = EVIDENCE.get(BasisKind(basis["kind"]))
    span = facts.get("exhibit", span)
    if kind is None or span is None:
        return []
    said = {**basis, **basis.get("conditions", {})}
    given = {k: v for k, v in said.items() if k not in ("kind", "conditions")}
    return [
        EvidenceRecorded(
            ref="paper",
            evidence=kind(**given),
            effective_at=span["since"] or LONG_AGO,
            recorded_at=LONG_AGO,
            until=span["until"],
            actor=DOE,
        )
    ]


def question_of(facts: Facts) -> Question:
    """Give the question asked."""
    asked = facts["request"]
    keys = "recipient purpose at method smallest_cell deid_method staff unit"
    return Question(
        **{key: asked[key] for key in (*keys.split(), "need_to_know", "exemptions")},
        subject=facts["subject"]["id"],
        person=asked["recipient_person"],
        basis=Basis(asked["legal_basis"]["kind"], "paper"),
        categories=frozenset(asked["categories"]),
        origin=facts.get("origin", ""),
        introduced=facts["category_introduced"],
        embedded=facts["embedded"],
        records=[
            RecordAsked(row["id"], row["category"], row["created_at"])
            for row in asked.get("records") or ()
        ],
    )
