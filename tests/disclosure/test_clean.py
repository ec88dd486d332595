"""Disclosures of made-up people, in which nothing withheld stands, all go out."""

from __future__ import annotations

from datetime import UTC, datetime
from itertools import cycle, islice, product

import pytest
from disclosure.asking import KINDS, PURPOSES, distinct
from disclosure.hunting import built_by

from fjcore.consent import Plan
from fjcore.disclosure import Held
from fjcore.errors import LeakFound
from fjcore.testing import synthetic

AT = datetime(2026, 3, 1, tzinfo=UTC)

#: Recipients and purposes whose plans a usual run takes.
SOME = tuple(product(("civil_legal", "medical_provider"), ("medical_treatment",)))


def refused(plans: list[Plan], count: int) -> tuple[list[str], int]:
    """Give what the last check found in so many, and how many show something."""
    files = (file for one in synthetic(11, count) for file in one.files)
    found, showing = [], 0
    for file, plan in zip(islice(files, count), cycle(plans), strict=False):
        held = [Held(record=record, recorded_at=AT) for record in file.records]
        try:
            showing += bool(built_by(plan, held).present)
        except LeakFound as fault:
            found.append(f"{file.subject} {plan.recipient} {fault}")
    return found, showing


def test_clean_disclosures_are_not_refused() -> None:
    """Of made-up people's files, none should be taken for one that leaks."""
    plans = distinct(SOME)
    found, showing = refused(plans, 40)

    assert [] == found
    assert 20 <= showing


@pytest.mark.nightly
def test_ten_thousand_clean_disclosures_are_not_refused() -> None:
    """Under all plans of the vocabulary in turn, no file should be refused."""
    found, showing = refused(distinct(product(KINDS, PURPOSES)), 10_000)

    assert [] == found
    assert 5_000 <= showing
