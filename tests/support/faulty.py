"""Faulty intakes and releases: the edit of a good one, and what is to be named."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

#: What stands in the inputs below, and must never be repeated.
MARKS = ("Zephyrine", "406-555-0199", "zephyrine@example.org", "2031-07-19", "quokka")

GUARDIAN = {
    "id": "gm",
    "kind": "parent",
    "since": "2026-03-02T00:00:00Z",
    "until": "2026-03-01T00:00:00Z",
}

Edit = Callable[[dict[str, Any]], object]


def further(edit: Edit) -> Edit:
    """Make an intake one of the person on file, so that only the edit is wrong."""

    def done(data: dict[str, Any]) -> None:
        data["subject"] = data.pop("new_subject")
        edit(data)

    return done


def payload(record: str, /, **said: object) -> Edit:
    def done(data: dict[str, Any]) -> None:
        row = next(row for row in data["records"] if row["record"] == record)
        row["payload"].update(said)

    return further(done)


INTAKES: dict[str, tuple[Edit, tuple[str, ...]]] = {
    "unknown top key": (
        further(lambda data: data.update(quokka="Zephyrine")),
        ("input.json", "unknown_key"),
    ),
    "unknown field": (
        payload("person", quokka="Zephyrine"),
        ("records.0.payload", "unknown"),
    ),
    "unknown record": (
        further(
            lambda data: data["records"].append({"record": "quokka", "payload": {}})
        ),
        ("records.7.record", "unknown_record"),
    ),
    "naive time": (
        payload("service_encounter", started_at="2031-07-19T08:15:00"),
        ("records.5.payload.started_at", "format"),
    ),
    "wrong type": (
        payload("person", birth_date=20310719),
        ("records.0.payload.birth_date", "type"),
    ),
    "no such date": (
        payload("person", birth_date="2031-07-19-4"),
        ("records.0.payload.birth_date",),
    ),
    "unknown code": (
        payload("contact_point", kind="quokka"),
        ("records.1.payload.kind",),
    ),
    "born later": (
        payload("person", birth_date="2231-07-19"),
        ("records.0.payload.birth_date", "future"),
    ),
    "died later": (
        further(
            lambda data: data.update(facts={"deceased_at": "2231-07-19T00:00:00Z"})
        ),
        ("facts.deceased_at", "future"),
    ),
    "guardian before": (
        further(lambda data: data.update(facts={"guardians": [GUARDIAN]})),
        ("facts.guardians.0.until", "end_before_start"),
    ),
    "fewer than none": (
        payload("person", children_in_household=-3),
        ("records.0.payload.children_in_household", "precondition"),
    ),
    "wrong phone": (
        payload("contact_point", value=["406-555-0199"]),
        ("records.1.payload.value", "type"),
    ),
    "subject of another form": (
        further(lambda data: data.update(subject="Zephyrine")),
        ("input.json", "subject"),
    ),
    "nothing": (lambda data: data.clear(), ("input.json", "required")),
}

RELEASES: dict[str, tuple[Edit, tuple[str, ...]]] = {
    "no expiry": (lambda r: r.pop("expires_on"), ("release.expires_at", "no_expiry")),
    "end before start": (
        lambda r: r.update(expires_on="2026-03-01"),
        ("release.expires_on", "end_before_start"),
    ),
    "naive time": (
        lambda r: r.update(signed_at="2031-07-19T10:00:00"),
        ("release.signed_at", "naive_time"),
    ),
    "begins after its end": (
        lambda r: (
            r.pop("expires_on"),
            r.update(effective_at="2029-03-02T00:00:00Z", duration_days=30),
        ),
        ("release.duration_days", "end_before_start"),
    ),
    "ends in a local time before": (
        lambda r: (r.pop("expires_on"), r.update(expires_local="2026-02-01T10:00:00")),
        ("release.expires_local", "end_before_start"),
    ),
    "for no use": (lambda r: r.update(max_uses=0), ("release.max_uses", "range")),
    "signed later": (
        lambda r: r.update(signed_at="2031-07-19T10:00:00Z", expires_on="2031-08-01"),
        ("6584ab88752b0cce76720c5d5e8d5c38", "signed_at", "future"),
    ),
    "unknown recipient": (
        lambda r: r.update(recipients=["quokka.zephyr"]),
        ("6584ab88752b0cce76720c5d5e8d5c38", "recipients"),
    ),
    "unknown purpose": (
        lambda r: r.update(purpose=["quokka"]),
        ("release.purpose.0", "unknown_code"),
    ),
    "unknown category": (
        lambda r: r.update(scope=["quokka"]),
        ("release.scope.0", "unknown_category"),
    ),
    "everybody": (
        lambda r: r.update(recipients=["*"]),
        ("release.recipients.0", "blanket"),
    ),
    "unknown field": (lambda r: r.update(quokka="Zephyrine"), ("release",)),
}
