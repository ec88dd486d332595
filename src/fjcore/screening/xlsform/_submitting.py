"""Answers that came back from a program that asked an XLSForm."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from fjcore.errors import ExchangeRefused, Problem
from fjcore.screening.definition import Instrument
from fjcore.screening.response import Response
from fjcore.screening.result import Status, Step
from fjcore.screening.xlsform._names import SKIPS
from fjcore.values import utc


def answers(
    made: Instrument,
    row: Mapping[str, str],
    *,
    by: str,
    at: datetime,
    context: Mapping[str, Any] | None = None,
) -> Response:
    """Read one submission: a cell for each question, by its name in the workbook.

    An empty cell was not asked. A column that is no question is told in ``problems``
    by its place, and not used.
    Raises: ExchangeRefused, for an answer that its question does not have, or where no
    column is a question; NaiveTime.
    """
    names = {item.id.replace("@", "."): item for item in made.asked}
    faults, others, steps = [], [], []
    for place, (name, value) in enumerate(row.items(), 1):
        item = names.get(name)
        if item is None:
            others.append(Problem(f"column.{place}", "unknown_key"))
        elif value in SKIPS:
            status = Status(SKIPS[value])
            steps.append(
                Step(item=item.id, status=status, value=None, at=utc(at), by=by)
            )
        elif item.takes(value):
            said = Status.ANSWERED
            steps.append(
                Step(item=item.id, status=said, value=value, at=utc(at), by=by)
            )
        elif value != "":
            faults.append(Problem(f"items.{item.id}", "unknown_code"))
    if len(others) == len(row):
        faults.append(Problem("", "header"))
    if faults:
        problems = tuple(faults)
        raise ExchangeRefused(made.id, problems=problems)
    return Response(
        instrument=made.id,
        status="completed",
        authored=utc(at),
        steps=tuple(steps),
        context=dict(context or {}),
        problems=tuple(others),
    )
