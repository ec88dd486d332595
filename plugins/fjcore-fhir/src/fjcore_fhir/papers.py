"""What goes with the records: permission, where they come from, and that they left."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from fjcore_fhir.care import named
from fjcore_fhir.terms import ACT, AGENCY, EXTENSION, OWN, SYSTEM
from fjcore_fhir.values import is_datetime

Content = Mapping[str, Any]
_SCOPE = "http://terminology.hl7.org/CodeSystem/consentscope"
_DCM = "http://dicom.nema.org/resources/ontology/DCM"


def agency(name: str) -> dict[str, Any]:
    """Give an agency by its id: nothing else is known of it here."""
    return {"type": "Organization", "identifier": {"system": AGENCY, "value": name}}


def _own(kind: str, code: str) -> dict[str, str]:
    return {"system": SYSTEM + kind, "code": code}


def consents(content: Content, who: dict[str, str]) -> list[dict[str, Any]]:
    """Give each release that the disclosure names, and no more of it than it carries.

    Its end is told where it is told of it alone: of a copy that goes along, or of the
    one release there is.
    """
    copies = {one["release"]: one for one in content.get("consents", ())}
    names = sorted({*content.get("releases", ()), *copies})
    alone = len(names) == 1
    return [_consent(content, name, copies.get(name), who, alone) for name in names]


def _consent(
    content: Content, name: str, copy: Any, who: dict[str, str], alone: bool
) -> dict[str, Any]:
    said = copy or {}
    ends = said.get("expires") or (content.get("expires") if alone else None)
    provision: dict[str, Any] = {
        "type": "permit",
        "actor": [
            {
                "role": {"coding": [{"system": _PARTICIPATION, "code": "IRCP"}]},
                "reference": agency(content["recipient"]),
            }
        ],
        "purpose": [_own("purpose", content["purpose"])],
    }
    if ends:
        provision["period"] = {"end": ends}
    if said.get("categories"):
        provision["class"] = [_own("category", one) for one in said["categories"]]
    made: dict[str, Any] = {
        "resourceType": "Consent",
        "identifier": [{"system": f"{OWN}release", "value": name}],
        "status": "active",
        "scope": {"coding": [{"system": _SCOPE, "code": "patient-privacy"}]},
        "category": [{"coding": [{"system": ACT, "code": "IDSCL"}]}],
        "patient": who,
        "organization": [agency(content["holder"])],
        "policyRule": {"coding": [_own("basis", content["basis"])]},
        "provision": provision,
    }
    if is_datetime(said.get("signed_at")):
        made["dateTime"] = said["signed_at"]
    told = [
        {"url": f"{EXTENSION}consent-{key.replace('_', '-')}", "valueString": said[key]}
        for key in ("form", "version", "form_sha256")
        if said.get(key)
    ]
    return {**made, "extension": told} if told else made


_PARTICIPATION = "http://terminology.hl7.org/CodeSystem/v3-ParticipationType"


def provenance(content: Content, targets: Sequence[dict[str, str]]) -> dict[str, Any]:
    """Give who made the Bundle, of what, and the duties that go with it."""
    told = [
        *_notes("notice", content.get("notices", ())),
        *_notes("duty", content.get("obligations", ())),
    ]
    if content.get("onward"):
        told.append({"url": f"{EXTENSION}onward", "valueBoolean": True})
    made: dict[str, Any] = {
        "resourceType": "Provenance",
        "extension": told,
        "target": list(targets),
        "recorded": content["decided_at"],
        "activity": named("disclosure"),
        "reason": [{"coding": [_own("purpose", content["purpose"])]}],
        "agent": [{"who": agency(content["holder"])}],
    }
    before = [_step(one) for one in content.get("previous", ())]
    if before:
        made["entity"] = before
    if not told:
        del made["extension"]
    return made


def _notes(kind: str, texts: Sequence[str]) -> list[dict[str, Any]]:
    return [{"url": EXTENSION + kind, "valueString": one} for one in texts]


def _step(one: Mapping[str, Any]) -> dict[str, Any]:
    """Give an earlier disclosure by which some of this one came."""
    until = [one["expires"]] if one.get("expires") else []
    told: list[dict[str, Any]] = [
        *_notes("came-by", one.get("items", ())),
        *_notes("came-until", until),
        {"url": f"{EXTENSION}onward", "valueBoolean": bool(one.get("onward"))},
    ]
    return {
        "role": "source",
        "what": {"identifier": {"system": f"{OWN}disclosure", "value": one["id"]}},
        "agent": [{"who": agency(one["holder"])}],
        "extension": told,
    }


def audit_event(content: Content, who: dict[str, str]) -> dict[str, Any]:
    """Give that it left, for the recipient's own record: who, to whom, what for."""
    purpose = [{"coding": [_own("purpose", content["purpose"])]}]
    made: dict[str, Any] = {
        "resourceType": "AuditEvent",
        "type": {"system": _DCM, "code": "110106"},
        "action": "R",
        "recorded": content["decided_at"],
        "outcome": "0",
        "purposeOfEvent": purpose,
        "agent": [
            _agent("110153", content["holder"], True),
            _agent("110152", content["recipient"], False),
        ],
        "source": {"observer": agency(content["holder"])},
        "entity": [
            {"what": who},
            {
                "what": {
                    "identifier": {"system": f"{OWN}disclosure", "value": content["id"]}
                }
            },
        ],
    }
    if content.get("basis_ref"):
        made["extension"] = _notes("basis-ref", [content["basis_ref"]])
    return made


def _agent(role: str, name: str, asked: bool) -> dict[str, Any]:
    kind = {"coding": [{"system": _DCM, "code": role}]}
    return {"type": kind, "who": agency(name), "requestor": asked}
