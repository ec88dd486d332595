"""What leaves as a Bundle is held against two validators that are not ours."""

from __future__ import annotations

import copy
from typing import Any

import pytest
from fjcore_fhir import to_bundle
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from services.fhirs import faults
from support.bundles import COPY, TYPES, disclosures, full, whole

from fjcore.testing.strategies import records

EACH = settings(
    max_examples=1,
    database=None,
    deadline=None,
    derandomize=True,
    phases=[Phase.generate],
    suppress_health_check=list(HealthCheck),
)
FEW, MANY = settings(EACH, max_examples=2), settings(EACH, max_examples=5)

#: One record of every type that may leave.
EVERY = st.tuples(*map(records, TYPES))

#: Every kind of resource that a disclosure may become.
KINDS = (
    "AuditEvent Basic CarePlan Consent DiagnosticReport DocumentReference Encounter"
    " EpisodeOfCare Group Observation Patient Provenance QuestionnaireResponse"
    " RelatedPerson ServiceRequest Task"
)

#: Each of these is wrong in FHIR R4: the resource, and what is put into it.
WRONG: tuple[tuple[str, dict[str, Any]], ...] = (
    ("Patient", {"gender": "banana"}),
    ("Patient", {"birthDate": "03/05/1990"}),
    ("Patient", {"survivor": True}),
    ("Consent", {"status": "zzz"}),
    ("Consent", {"scope": None}),
    ("Provenance", {"recorded": None}),
    ("Provenance", {"agent": []}),
    ("AuditEvent", {"source": None}),
    ("Observation", {"code": None}),
    ("Encounter", {"status": "over"}),
)


def drawn(how: Any, profile: Any = EACH) -> list[Any]:
    """Draw disclosures as a property test would, to be judged in one run."""
    found: list[Any] = []

    def keep(one: Any) -> None:
        found.append(one)

    profile(given(how)(keep))()
    return found


def changed(bundle: Any, kind: str, change: dict[str, Any]) -> Any:
    """A Bundle in which one resource of a kind was changed for the worse."""
    made = copy.deepcopy(bundle)
    one = next(
        e["resource"] for e in made["entry"] if e["resource"]["resourceType"] == kind
    )
    one.update(change)
    for name in [name for name, value in change.items() if value is None]:
        del one[name]
    return made


@pytest.fixture(scope="module")
def judged() -> tuple[list[Any], list[list[str]], list[list[str]]]:
    """Give Bundles, what is wrong with them, and what with the ones made wrong."""
    made = [full(*held) for held in drawn(EVERY, FEW)] + drawn(disclosures(), MANY)
    made += [full(consents=(COPY,), basis_ref="court-7"), full(token="")]
    right = [to_bundle(one) for one in made]
    kinds = {e["resource"]["resourceType"]: one for one in right for e in one["entry"]}
    wrong = [changed(kinds[kind], kind, change) for kind, change in WRONG]
    found = faults([*right, *wrong])
    return right, found[: len(right)], found[len(right) :]


def test_every_bundle_is_valid(judged):
    """Whatever is disclosed, of every type of record, should be FHIR R4 to both."""
    right, found, _ = judged
    kinds = {e["resource"]["resourceType"] for b in right for e in b["entry"]}

    assert [] == [told for told in found if told]
    assert set(KINDS.split()) == kinds


@pytest.mark.parametrize("number", range(len(WRONG)))
def test_the_validators_notice(judged, number):
    """A Bundle with one thing wrong in it should not be valid to both."""
    _, _, wrong = judged

    assert wrong[number]


@pytest.mark.nightly
def test_a_thousand_bundles_are_valid():
    """A thousand drawn disclosures should all be FHIR R4 to both validators."""
    made = drawn(disclosures(), settings(EACH, max_examples=500))
    made += drawn(whole(), settings(EACH, max_examples=500))
    found = faults([to_bundle(one) for one in made])

    assert [] == [told for told in found if told]
    assert len(found) >= 990
