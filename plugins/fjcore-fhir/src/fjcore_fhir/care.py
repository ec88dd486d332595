"""Cases, services, referrals, plans and papers as resources of FHIR R4."""

from __future__ import annotations

import base64
from typing import Any

from fjcore_fhir.row import Row
from fjcore_fhir.terms import SYSTEM
from fjcore_fhir.values import absent, is_datetime, reason_of

Ref = dict[str, str]


def named(name: str) -> dict[str, Any]:
    """Give a record's type as a CodeableConcept of ours."""
    return {"coding": [{"system": f"{SYSTEM}record", "code": name}]}


def episode(row: Row, who: Ref) -> dict[str, Any]:
    """Give a case or an enrollment; finished where a last day is shown."""
    first, last = (
        ("opened_on", "closed_on")
        if row.name == "case"
        else ("entry_date", "exit_date")
    )
    ended = row.text_there(last)
    period = row.period(first, last)
    made = {"resourceType": "EpisodeOfCare", "patient": who, "type": [named(row.name)]}
    status = row.status("", {}, "active")
    made |= {"status": "finished"} if ended else status
    return {**made, "period": period} if period else made


def encounter(row: Row, who: Ref) -> dict[str, Any]:
    """Give a service or a call; FHIR's class is of clinics, so it is left unsaid."""
    made: dict[str, Any] = {
        "resourceType": "Encounter",
        "status": "unknown",
        "class": absent("unsupported"),
        "subject": who,
    }
    key = "service" if row.name == "service_encounter" else "kind"
    made["type"] = [row.concept(key)] if row.text_there(key) else [named(row.name)]
    started = row.instant("started_at")
    return {**made, "period": {"start": started}} if started else made


_REQUEST = {
    "draft": "draft",
    "offered": "draft",
    "sent": "active",
    "received": "active",
    "accepted": "active",
    "waitlisted": "on-hold",
    "completed": "completed",
    "rejected": "revoked",
    "revoked": "revoked",
    "declined_by_survivor": "revoked",
    "expired": "revoked",
}
_TASK = {
    "draft": "draft",
    "offered": "draft",
    "sent": "requested",
    "received": "received",
    "accepted": "accepted",
    "waitlisted": "on-hold",
    "completed": "completed",
    "rejected": "rejected",
    "revoked": "cancelled",
    "declined_by_survivor": "cancelled",
    "expired": "cancelled",
}
_PRIORITY = {"routine": "routine", "urgent": "urgent", "emergency": "stat"}


def request(row: Row, who: Ref) -> dict[str, Any]:
    """Give a referral, or a service that was asked for and not had."""
    made: dict[str, Any] = {
        "resourceType": "ServiceRequest",
        "intent": "order" if row.name == "referral" else "proposal",
        "subject": who,
        "status": _REQUEST.get(str(row.left.get("status")), "unknown"),
    }
    made["code"] = row.concept("service" if row.name == "referral" else "requested")
    urgency = _PRIORITY.get(str(row.left.get("urgency")))
    if urgency:
        made["priority"] = urgency
    authored = row.instant("sent_at") or row.day("asked_on")
    return {**made, "authoredOn": authored} if authored else made


def task(status: object, focus: Ref, who: Ref) -> dict[str, Any]:
    """Give what is asked of the agency that a referral is to."""
    made = {"resourceType": "Task", "intent": "order", "focus": focus, "for": who}
    row = Row("referral", {"status": status})
    return {**made, **row.status("status", _TASK, "requested")}


def plan(row: Row, who: Ref) -> dict[str, Any]:
    """Give a safety plan; whether it is still in use is not in it."""
    made: dict[str, Any] = {
        "resourceType": "CarePlan",
        "status": "unknown",
        "intent": "plan",
        "category": [named(row.name)],
        "subject": who,
    }
    made_on = row.day("created_on")
    return {**made, "created": made_on} if made_on else made


def document(row: Row, who: Ref) -> dict[str, Any]:
    """Give a note, with its words as a text, or what is known of a file."""
    made: dict[str, Any] = {
        "resourceType": "DocumentReference",
        "status": "current",
        "type": named(row.name),
        "subject": who,
    }
    attachment = absent(row.reason("text") or "unknown")
    words = row.text("text")
    if words:
        data = base64.b64encode(words.encode()).decode("ascii")
        attachment = {"contentType": "text/plain; charset=utf-8", "data": data}
    captured = row.instant("captured_at")
    if captured:
        attachment["creation"] = captured
    made["content"] = [{"attachment": attachment}]
    written = row.left.get("written_at")
    if is_datetime(written) and "T" in str(written):
        made["date"] = row.instant("written_at")
    return made


def basic(row: Row, who: Ref) -> dict[str, Any]:
    """Give what FHIR has no resource for: its fields are extensions by path."""
    made: dict[str, Any] = {
        "resourceType": "Basic",
        "code": named(row.name),
        "subject": who,
    }
    filed = row.day("filed_on")
    return {**made, "created": filed} if filed else made


def observation(row: Row, who: Ref) -> dict[str, Any]:
    """Give what was told or seen of what happened; nobody here says it is final."""
    made: dict[str, Any] = {
        "resourceType": "Observation",
        "status": "unknown",
        "code": named(row.name),
        "subject": who,
    }
    happened = row.day("occurred_on")
    return {**made, "effectiveDateTime": happened} if happened else made


def report(row: Row, who: Ref) -> dict[str, Any]:
    """Give an exam, and what was found in it."""
    made: dict[str, Any] = {
        "resourceType": "DiagnosticReport",
        "status": "unknown",
        "code": named(row.name),
        "subject": who,
    }
    done, found = row.instant("exam_on"), row.text("findings")
    if done:
        made["effectiveDateTime"] = done
    return {**made, "conclusion": found} if found else made


def answers(row: Row, who: Ref) -> dict[str, Any]:
    """Give the answers of a screening, item by item."""
    made: dict[str, Any] = {"resourceType": "QuestionnaireResponse", "subject": who}
    complete = row.left.get("complete")
    made |= row.status("", {}, "completed")
    if isinstance(complete, bool):
        made["status"] = "completed" if complete else "in-progress"
        del made["_status"]
    authored = row.instant("administered_at")
    if authored:
        made["authored"] = authored
    held = row.left.get("answers")
    if isinstance(held, list) and held and all(map(_asked, held)):
        made["item"] = [_item(row, one) for one in row.left.pop("answers")]
    return made


def _asked(one: object) -> bool:
    return (
        isinstance(one, dict)
        and isinstance(one.get("item"), str)
        and not reason_of(one["item"])
    )


def _item(row: Row, held: dict[str, Any]) -> dict[str, Any]:
    one = Row(row.path("answers"), dict(held))
    made: dict[str, Any] = {"linkId": one.text("item")}
    reason, value = one.reason("value"), one.text("value")
    if value:
        made["answer"] = [{"valueString": value}]
    elif reason:
        del one.left["value"]
        made["answer"] = [{"_valueString": absent(reason)}]
    told = one.rest()
    return {**made, "extension": told} if told else made


def score(row: Row, who: Ref) -> dict[str, Any] | None:
    """Give what a screening came to, if any of it is shown; never a number of risk."""
    kept: dict[str, Any] = {
        key: row.left.pop(key)
        for key in ("band", "score_lower", "score_upper", "flags_true", "flags_open")
        if key in row.left
    }
    if not kept:
        return None
    one = Row(row.name, kept)
    made = observation(one, who)
    band = one.concept("band")
    if "text" in band:
        made["valueCodeableConcept"] = band
    elif "extension" in band and band != absent("unknown"):
        made["dataAbsentReason"] = {
            "coding": [
                {
                    "system": "http://terminology.hl7.org/CodeSystem/data-absent-reason",
                    "code": band["extension"][0]["valueCode"],
                }
            ]
        }
    told = one.rest()
    return {**made, "extension": told} if told else made
