"""A screening is kept as its instrument's category says, or not at all."""

from __future__ import annotations

from datetime import UTC, datetime

import attrs
import pytest

from fjcore.errors import InputRefused, Problem
from fjcore.records import Assessment
from fjcore.records.record import leaves
from fjcore.records.safety import (
    ChildAssessment,
    MedicalAssessment,
    MentalHealthAssessment,
    PoliceAssessment,
    SUDAssessment,
)
from fjcore.screening import Result, Session, load
from fjcore.values import FixedClock
from fjcore.vault import assessment_of

NOON = datetime(2026, 3, 2, 19, 0, tzinfo=UTC)


def result() -> Result:
    asked = Session(load("hark"), clock=FixedClock(NOON))
    asked.answer("afraid", "yes", by="r.okafor")
    return asked.finish()


def of_ones_own() -> Result:
    """Give a result of an instrument that names no category."""
    return attrs.evolve(result(), instrument="x-made", category=None)


def refused(found: Result, category: str | None) -> tuple[Problem, ...]:
    with pytest.raises(InputRefused) as caught:
        assessment_of(found, category=category)
    assert caught.value.__context__ is None
    return caught.value.problems


@pytest.mark.parametrize("told", [None, "risk"])
def test_a_shipped_instrument_should_say_its_category(told: str | None) -> None:
    """A result should be kept under the category that its definition names."""
    assert Assessment is type(assessment_of(result(), category=told))


@pytest.mark.parametrize(
    ("told", "kind"),
    [("le_record", PoliceAssessment), ("medical", MedicalAssessment)],
)
def test_a_holder_of_its_own_kind_should_keep_its_own(told: str, kind: type) -> None:
    """Police and medical holders should keep a risk screening as a record of theirs."""
    assert kind is type(assessment_of(result(), category=told))


@pytest.mark.parametrize("told", ["mental_health", "sud", "child_record", "contact"])
def test_a_shipped_instrument_should_not_be_relabelled(told: str) -> None:
    """What a definition names should not be kept under a category beside it."""
    assert (Problem("instrument", "category"),) == refused(result(), told)


@pytest.mark.parametrize(
    ("told", "kind"),
    [
        ("risk", Assessment),
        ("mental_health", MentalHealthAssessment),
        ("sud", SUDAssessment),
        ("child_record", ChildAssessment),
    ],
)
def test_an_instrument_of_ones_own_should_be_told(told: str, kind: type) -> None:
    """An instrument that does not ship should be kept as it is told to be."""
    made = assessment_of(of_ones_own(), category=told)

    assert kind is type(made)
    assert told in {leaf.label.category for leaf in leaves(kind)}
    assert "x-made" == made.instrument


@pytest.mark.parametrize("told", [None, "", "no_such", "contact"])
def test_an_instrument_of_no_category_should_be_refused(told: str | None) -> None:
    """A result of no known category should be kept nowhere."""
    assert (Problem("instrument", "category"),) == refused(of_ones_own(), told)
