"""The runner of scenario files against the naive interpreter, on every kind of case."""

from __future__ import annotations

import json
from datetime import date, datetime
from typing import Any

from consent import oracle
from consent.properties import holds

from fjcore.consent.scenarios import answer, scenarios_from
from fjcore.testing.consent import Choose, Facts, case

#: Keys of the cases that a scenario file has no word for.
OURS = ("withdrawals", "limits", "instructions", "fields", "closed", "exhibit")


def plain(value: Any) -> Any:
    """Give a part of a case as JSON can hold it."""
    if isinstance(value, (datetime, date)):
        return value.isoformat()
    if isinstance(value, dict):
        return {name: plain(inner) for name, inner in value.items()}
    if isinstance(value, (list, tuple)):
        return [plain(inner) for inner in value]
    return value


def scenario(facts: Facts) -> Facts:
    """Give the facts of a case as those of a scenario."""
    said = {name: value for name, value in facts.items() if name not in OURS}
    request = {k: v for k, v in said["request"].items() if k != "exemptions"}
    request["deid_method"] = request["deid_method"] or None
    if "covered" in request["legal_basis"]:
        request["legal_basis"] = request["legal_basis"] | {"statute": ""}
    subject = {k: v for k, v in said["subject"].items() if k not in ("minor", "ward")}
    releases = [
        {"expires_at": None, "witness": True, "revoked_at": None}
        | {k: v for k, v in one.items() if k not in ("views", "subject")}
        for one in said["releases"]
    ]
    for one in releases:
        one["scope"] = [item for item in one["scope"] if item != "note.text"]
        one["exclude"] = [item for item in one["exclude"] if item != "note.text"]
    origin = {"agency": said["origin"], "release": ""} if said["origin"] else None
    guardians = [
        {k: v for k, v in one.items() if k != "none"} for one in said["guardians"]
    ]
    return {
        **said,
        **{"request": request, "subject": subject, "releases": releases},
        **{"origin": origin, "guardians": guardians},
    }


def as_file(facts: Facts) -> bytes:
    """Give the facts as a file of one scenario, whatever it expects."""
    expect = {"decision": "deny", "reasons": {}, "obligations": []}
    expect |= {"allowed_categories": [], "denied_categories": []}
    row = {"id": "one", "title": "", "status": "policy", "tags": [], "why": ""}
    whole = row | {"source": "", "facts": facts, "expect": expect}
    return json.dumps(plain([whole])).encode()


def facts_of(choose: Choose) -> Facts:
    """Choose the facts of a scenario."""
    return scenario(case(choose))


@holds(facts_of)
def test_the_runner_agrees_with_the_naive_oracle(facts: Facts) -> None:
    """A scenario should be answered as the plain rules answer its facts."""
    (read,) = scenarios_from(as_file(facts))
    expected, actual = oracle.answer(facts), answer(read.facts)
    views = expected["views"]
    reached = expected["records"]

    assert {c for c, view in views.items() if view} == actual["allowed_categories"]
    assert expected["reasons"] == actual["reasons"]
    assert expected["obligations"] == actual["obligations"]
    assert expected["redacted"] == actual["redacted"]
    assert {name for name, so in reached.items() if so} == actual["allowed_records"]
    assert {n for n, so in reached.items() if not so} == actual["denied_records"]
