"""The public scenario file, run through the public API; facts become events."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest

from fjcore.consent import (
    Agency,
    Basis,
    Decision,
    EndEventOccurred,
    Event,
    FactsRecorded,
    Guardian,
    Holder,
    Policy,
    Question,
    RecordAsked,
    Release,
    Signed,
    Signer,
    SubjectFacts,
    Used,
    Withdrawn,
    decide,
    state_at,
)
from fjcore.errors import NaiveTime, UnknownBasis

FILE = Path(__file__).parents[1] / "vectors" / "consent" / "scenarios.json"
SCENARIOS = json.loads(FILE.read_text("utf-8"))
#: The bases of this version; a scenario on another must be refused.
BASES = frozenset({"none", "client_release", "intra_program", "subject_access"})
COUNTED = {"ours": 73, "refused": 31}


def basis_of(scenario: Mapping[str, Any]) -> str:
    return str(scenario["facts"]["request"]["legal_basis"]["kind"])


OURS = [s for s in SCENARIOS if basis_of(s) in BASES]
OTHERS = [s for s in SCENARIOS if basis_of(s) not in BASES]


# --- from facts to events ----------------------------------------------------------


def instant(text: str | None) -> datetime | None:
    return None if text is None else datetime.fromisoformat(text)


def some(text: str) -> datetime:
    return datetime.fromisoformat(text)


def release_of(row: Mapping[str, Any]) -> Release:
    plain = (
        "id scope exclude recipients purpose methods duration_days written complete "
        "informed voluntary signature covers_future_records survives_death "
        "privilege_ack max_uses forms"
    ).split()
    on, local = row.get("expires_on"), row.get("expires_local")
    return Release(
        **{name: row[name] for name in plain if name in row},
        signed_at=instant(row["signed_at"]),
        effective_at=instant(row["effective_at"]),
        expires_at=instant(row["expires_at"]),
        expires_on=date.fromisoformat(on) if on else None,
        expires_local=instant(local),
        expires_event=row.get("expires_event") or "",
        signers=[Signer(s["id"], s["role"]) for s in row["signers"]],
    )


def guardian_of(row: Mapping[str, Any]) -> Guardian:
    return Guardian(
        id=row["id"],
        kind=row["kind"],
        abuser=row["abuser"],
        abuser_of_other_parent=row["abuser_of_other_parent"],
        since=instant(row["from"]),
        until=instant(row["until"]),
        abuser_known_at=instant(row.get("abuser_known_at")),
    )


def facts_of(facts: Mapping[str, Any]) -> SubjectFacts:
    who, born = facts["subject"], facts["subject"]["birth_date"]
    flags = "emancipated may_consent_alone can_knowingly_consent acp_participant"
    more = "shelter_authorization downstream_part2 use_against_subject"
    sent = facts.get("prior_disclosures")
    return SubjectFacts(
        birth_date=date.fromisoformat(born) if born else None,
        deceased_at=instant(who["deceased_at"]),
        guardians=[guardian_of(row) for row in facts["guardians"]],
        conflict_walls=facts.get("conflict_walls") or (),
        prior_disclosures={facts["request"]["recipient"]} if sent else (),
        **{name: who[name] for name in flags.split()},
        **{name: bool(facts.get(name)) for name in more.split()},
    )


def events_of(facts: Mapping[str, Any], at: datetime) -> Iterator[Event]:
    told: dict[str, Any] = {"recorded_at": at, "actor": "intake"}
    yield FactsRecorded(facts=facts_of(facts), effective_at=at, **told)
    for row in facts["releases"]:
        name = row["id"]
        yield Signed(release=release_of(row), effective_at=at, **told)
        if row["revoked_at"]:
            when = some(row["revoked_at"])
            yield Withdrawn(release_id=name, effective_at=when, **told)
        for part in row.get("partial_revocations") or ():
            yield Withdrawn(
                release_id=name,
                recipients=part.get("recipients") or (),
                categories=part.get("categories") or (),
                effective_at=some(part["at"]),
                **told,
            )
        if row.get("event_occurred_at"):
            when = some(row["event_occurred_at"])
            yield EndEventOccurred(release_id=name, effective_at=when, **told)
        for _ in range(row.get("uses") or 0):
            yield Used(release_id=name, recipient="earlier", effective_at=at, **told)
    if facts.get("revoke_all_at"):
        yield Withdrawn(effective_at=some(facts["revoke_all_at"]), **told)


def policy_of(facts: Mapping[str, Any]) -> Policy:
    holder, asked = facts["holder"], facts["request"]
    who = Agency(asked["recipient"], kind=asked["recipient_type"], name="recipient")
    return Policy(
        holder=Holder(
            holder["agency"],
            kind=holder["type"],
            name="holder",
            unit=holder["unit"],
            regimes=holder["regimes"],
            state=facts["jurisdiction"],
            tz=facts["tz"],
        ),
        partners={who.id: who},
        max_release_days=facts["policy"]["max_release_days"],
        min_cell=facts["policy"]["min_cell"],
    )


def question_of(facts: Mapping[str, Any]) -> Question:
    asked = facts["request"]
    introduced = facts.get("category_introduced") or {}
    embedded = facts.get("embedded") or {}
    return Question(
        subject=facts["subject"]["id"],
        recipient=asked["recipient"],
        person=asked.get("recipient_person"),
        purpose=asked["purpose"],
        basis=Basis(asked["legal_basis"]["kind"]),
        at=some(asked["at"]),
        method=asked.get("method") or "electronic",
        categories=frozenset(asked["categories"]),
        staff=asked.get("staff") or "",
        unit=asked.get("unit") or "",
        need_to_know=bool(asked.get("need_to_know")),
        smallest_cell=asked.get("smallest_cell"),
        deid_method=asked.get("deid_method") or "",
        introduced={name: some(text) for name, text in introduced.items()},
        embedded={name: tuple(inner) for name, inner in embedded.items()},
        records=[
            RecordAsked(row["id"], row["category"], some(row["created_at"]))
            for row in asked.get("records") or ()
        ],
    )


# --- the answer, in the words of the file ------------------------------------------


def answered(facts: Mapping[str, Any]) -> Decision:
    question = question_of(facts)
    state = state_at(events_of(facts, question.at), question.at, question.at)
    return decide(policy_of(facts), state, question)


def got(facts: Mapping[str, Any]) -> dict[str, Any]:
    """Answer a scenario; a time without its offset decides nothing (rule T1)."""
    asked = facts["request"]
    categories = set(asked["categories"])
    try:
        found = answered(facts)
    except NaiveTime:
        names = {row["id"] for row in asked.get("records") or ()}
        return said(
            set(),
            dict.fromkeys(categories, "invalid_time"),
            {"log_denial"},
            {},
            (set(), names),
        )
    records = found.records
    return said(
        set(found.allowed),
        {name: str(reason) for name, reason in found.reasons.items()},
        {str(kind) for kind in found.obligations},
        {name: set(inner) for name, inner in found.redacted.items()},
        (
            {name for name, reached in records.items() if reached},
            {name for name, reached in records.items() if not reached},
        ),
    )


def said(
    allowed: set[str],
    reasons: dict[str, str],
    obligations: set[str],
    redacted: dict[str, set[str]],
    records: tuple[set[str], set[str]],
) -> dict[str, Any]:
    decision = "partial" if allowed and reasons else "allow" if allowed else "deny"
    return {
        "decision": decision,
        "allowed_categories": allowed,
        "denied_categories": set(reasons),
        "reasons": reasons,
        "obligations": obligations,
        "redacted": redacted,
        "allowed_records": records[0],
        "denied_records": records[1],
    }


def expected(scenario: Mapping[str, Any]) -> dict[str, Any]:
    want = scenario["expect"]
    lists = (
        "allowed_categories denied_categories obligations allowed_records "
        "denied_records"
    )
    return {
        "decision": want["decision"],
        "reasons": want["reasons"],
        "redacted": {
            name: set(inner) for name, inner in (want.get("redacted") or {}).items()
        },
        **{name: set(want.get(name) or ()) for name in lists.split()},
    }


def differences(
    scenario: Mapping[str, Any], answer: Callable[[Mapping[str, Any]], dict[str, Any]]
) -> list[str]:
    want, have = expected(scenario), answer(scenario["facts"])
    return [
        f"{scenario['id']} {field} expected={want[field]} got={have[field]}"
        for field in want
        if want[field] != have[field]
    ]


@pytest.mark.parametrize("scenario", OURS, ids=lambda s: s["id"])
def test_a_scenario_should_be_answered_exactly(scenario: Mapping[str, Any]) -> None:
    """Every field of the answer should be what the scenario says, no more, no less."""
    found = differences(scenario, got)

    assert found == []


@pytest.mark.parametrize("scenario", OTHERS, ids=lambda s: s["id"])
def test_a_basis_of_no_rule_should_release_nothing(
    scenario: Mapping[str, Any],
) -> None:
    """A legal basis that this version has no rules for should be refused whole."""
    with pytest.raises(UnknownBasis):
        answered(scenario["facts"])


def test_the_file_should_be_run_whole(record_property: Any) -> None:
    """Every scenario of the file should be run or refused, and none forgotten."""
    agreed = sum(not differences(scenario, got) for scenario in OURS)
    record_property("agreed", agreed)
    print(f"scenarios: {agreed} of {len(OURS)} agree, {len(OTHERS)} on other bases")

    assert {"ours": agreed, "refused": len(OTHERS)} == COUNTED
