"""One disclosure as one Bundle: all of it, and nothing else."""

from __future__ import annotations

import json
import uuid
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

from attrs import define, field

from fjcore.sdk import Disclosure
from fjcore_fhir import care, papers, people
from fjcore_fhir.labels import joined, label_of
from fjcore_fhir.row import Row, checked
from fjcore_fhir.terms import OWN, REFUSED, NotFHIR
from fjcore_fhir.values import KNOWN

Resource = dict[str, Any]

#: A base that leads nowhere (RFC 2606): whoever files the Bundle gives it another.
BASE = "https://disclosure.invalid/"

#: Ids of resources are made from this and the disclosure's own, anew in each.
_NAMESPACE = uuid.UUID("8f2c5e1a-6a57-4c3e-9d0b-5d7f0c3b1e42")

_MADE: Mapping[str, Callable[[Row, dict[str, str]], Resource]] = {
    "emergency_contact": people.related,
    "relationship": people.related,
    "household": people.group,
    "case": care.episode,
    "enrollment": care.episode,
    "service_encounter": care.encounter,
    "hotline_contact": care.encounter,
    "unmet_request": care.request,
    "referral": care.request,
    "safety_plan": care.plan,
    "incident": care.observation,
    "strangulation": care.observation,
    "forensic_exam": care.report,
    "assessment": care.answers,
    "note": care.document,
    "attachment": care.document,
}


def to_bundle(disclosure: Disclosure) -> Resource:
    """Give a disclosure as a Bundle of FHIR R4, as plain data.

    It is a collection: the Patient under the recipient's own token, a resource for
    each record, a Consent for each release that the disclosure names, a Provenance and
    an AuditEvent, each labelled. The same disclosure always gives the same.
    Raises: NotFHIR, ``sealed`` for one that only its recipient can open, ``unlabelled``
    for a field or resource without a label, ``refused`` for what never leaves as FHIR.
    """
    if disclosure.sealed:
        raise NotFHIR("sealed")
    return bundle_of(disclosure.content())


def bundle_of(content: Mapping[str, Any]) -> Resource:
    """Give the content of a disclosure, as its recipient opened it, as a Bundle.

    Raises: NotFHIR, as ``to_bundle``.
    """
    made = _Making(content)
    made.fill()
    return {
        "resourceType": "Bundle",
        "id": content["id"],
        "meta": joined(one["meta"] for one in made.resources),
        "identifier": {"system": f"{OWN}disclosure", "value": content["id"]},
        "type": "collection",
        "timestamp": content["decided_at"],
        "entry": [
            {"fullUrl": f"{BASE}{one['resourceType']}/{one['id']}", "resource": one}
            for one in made.resources
        ],
    }


def to_bytes(bundle: Mapping[str, Any]) -> bytes:
    """Give a Bundle as JSON; the same Bundle is the same bytes."""
    return json.dumps(
        bundle, ensure_ascii=False, separators=(",", ":"), sort_keys=True
    ).encode()


@define
class _Making:
    content: Mapping[str, Any]
    resources: list[Resource] = field(factory=list)

    def fill(self) -> None:
        """Make each resource in turn; the order is that of the disclosure."""
        held = {name: list(self.rows(name)) for name in sorted(self.content["records"])}
        about = [row for name in people.PATIENT for row in held.pop(name, [])]
        made = people.patient(
            about,
            recipient=self.content["recipient"],
            token=self.content.get("subject", ""),
        )
        label = self.label(sorted({row.name for row in about}), "Patient")
        who = self.add(made, label)
        for rows in held.values():
            for row in rows:
                self.record(row, who)
        for one in papers.consents(self.content, who):
            self.add(one, _PAPER)
        targets = [_ref(one) for one in self.resources]
        self.add(papers.provenance(self.content, targets), _PAPER)
        self.add(papers.audit_event(self.content, who), _PAPER)

    def record(self, row: Row, who: dict[str, str]) -> None:
        """Make what one record becomes: a resource, and for two kinds a second."""
        kind = row.name.partition(".")[0]
        label = self.label([row.name], row.name)
        status = row.left.get("status")
        made = _MADE.get(kind, care.basic)(row, who)
        second = care.score(row, who) if kind == "assessment" else None
        told = row.rest()
        if told:
            made["extension"] = told
        first = self.add(made, label)
        if kind == "referral":
            self.add(care.task(status, first, who), label)
        if second is not None:
            self.add({**second, "derivedFrom": [first]}, label)

    def add(self, made: Resource, meta: Mapping[str, Any]) -> dict[str, str]:
        """Add a resource under a fresh id, and give what refers to it."""
        number = f"{self.content['id']}/{len(self.resources)}"
        made = {**made, "id": str(uuid.uuid5(_NAMESPACE, number)), "meta": dict(meta)}
        self.resources.append(made)
        return _ref(made)

    def rows(self, name: str) -> Iterator[Row]:
        """Give each record of a kind, once all that is shown of it has a label."""
        labels = self.content["labels"]
        marked = tuple(
            p for p in self.content["marked"] if owner(p, self.names) == name
        )
        for held in self.content["records"][name]:
            checked(name, held, frozenset(labels))
            yield Row(name, dict(held), marked=marked)

    @property
    def names(self) -> frozenset[str]:
        """The names of records: core's, and those that stand here."""
        return _RECORDS.union(self.content["records"])

    def label(self, names: Sequence[str], path: str) -> Mapping[str, Any]:
        """Give the label of all that is granted of some kinds of record."""
        if not names:
            return _BARE
        rows = [
            one
            for where, one in self.content["labels"].items()
            if owner(where, self.names) in names
        ]
        categories = {one["category"] for one in rows} or self.withheld(names)
        privileges = {name for one in rows for name in one.get("privilege", ())}
        return label_of(categories, privileges, path)

    def withheld(self, names: Sequence[str]) -> set[str]:
        """Give the categories of records of which only placeholders are shown.

        They are those of all that the plan marked, whatever of it there is.
        """
        marked = [p for p in self.content["marked"] if owner(p, self.names) in names]
        return {KNOWN[p].label.category for p in marked if p in KNOWN} - REFUSED


#: Of a Patient of whom nothing is granted but that she is known; of a paper.
_BARE = label_of(("identity.name",), (), "Patient")
_PAPER = label_of(("releases",), (), "papers")


def _record_names() -> frozenset[str]:
    from fjcore.records import CORE_RECORDS, leaves

    firsts = {cls: [leaf.path for leaf in leaves(cls)] for cls in CORE_RECORDS}
    return frozenset(_shared(paths) for paths in firsts.values())


def _shared(paths: Sequence[str]) -> str:
    """Give what the paths of one record begin with."""
    parts = [one.split(".") for one in paths]
    shared = 0
    while all(len(p) > shared + 1 and p[shared] == parts[0][shared] for p in parts):
        shared += 1
    return ".".join(parts[0][:shared])


_RECORDS = _record_names()


def owner(path: str, names: frozenset[str]) -> str:
    """Give the record that a field is of: the longest name its path begins with."""
    parts = path.split(".")
    for length in range(len(parts) - 1, 0, -1):
        name = ".".join(parts[:length])
        if name in names:
            return name
    return ""


def _ref(made: Resource) -> dict[str, str]:
    return {"reference": f"{made['resourceType']}/{made['id']}"}
