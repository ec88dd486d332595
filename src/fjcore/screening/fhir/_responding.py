"""Answers as a QuestionnaireResponse of FHIR R4."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from fjcore.errors import ExchangeRefused, Problem
from fjcore.screening._closing import TOTAL
from fjcore.screening.definition import Instrument
from fjcore.screening.elements import Item
from fjcore.screening.fhir._asked import asked
from fjcore.screening.fhir._terms import (
    ABSENT,
    EXTENSION,
    REASONS,
    canonical,
    coding,
    extension,
    security,
)
from fjcore.screening.response import STATUSES, Response, refuse_other, responded
from fjcore.screening.result import Result, Status, Step
from fjcore.screening.session import Session
from fjcore.screening.wording import WordingPack
from fjcore.values import utc


def to_response(
    made: Instrument,
    source: Session | Result | Response,
    *,
    pack: WordingPack | None = None,
    status: str | None = None,
    subject: str | None = None,
    present: bool = False,
) -> dict[str, Any]:
    """Give answers as a QuestionnaireResponse, each skip with its reason inside.

    That it was not safe to ask leaves as not asked. ``status`` says what a form alone
    does not: ``amended``, ``entered-in-error``. Who else was there is written only
    where ``present`` asks for it.
    Raises: ExchangeRefused.
    """
    found = source
    if not isinstance(found, Response):
        found = responded(made, found)
    said = found.status if status is None else status
    if said not in STATUSES:
        raise ExchangeRefused(made.id, problems=(Problem("status", "unknown_code"),))
    if found.instrument != made.id:
        refuse_other(made)
    steps = {step.item: (number, step) for number, step in enumerate(found.steps)}
    strange = [n for n in steps if n not in made.by_id and not n.startswith(TOTAL)]
    if strange:
        refuse_other(made)
    how = asked(found, present=present)
    row = {
        "resourceType": "QuestionnaireResponse",
        "meta": {"security": security(made)},
        "language": None if pack is None else pack.language,
        "extension": [
            *_facts(made, found),
            *how,
            *_totals(steps),
        ],
        "questionnaire": canonical(made),
        "status": said,
        "subject": None if subject is None else {"reference": subject},
        "authored": None if found.authored is None else instant(found.authored),
        "item": [one for item in made.items for one in _items(made, item, steps, pack)]
        + [one for item in made.judgements for one in _item(made, item, steps, pack)],
    }
    return {key: value for key, value in row.items() if value not in (None, [])}


def instant(at: datetime) -> str:
    """Write an instant as FHIR has it: with seconds and an offset."""
    return utc(at).isoformat()


def _facts(made: Instrument, found: Response) -> list[dict[str, Any]]:
    rows = [extension("logic-hash", "String", made.logic_hash)]
    if found.profile is not None:
        rows.append(extension("profile", "String", found.profile))
    for name, fact in found.context.items():
        parts = [{"url": "name", "valueString": name}]
        if fact is not None:
            kind = {bool: "Boolean", int: "Integer"}.get(type(fact), "String")
            parts.append({"url": "value", f"value{kind}": fact})
        rows.append({"url": f"{EXTENSION}fact", "extension": parts})
    return rows


def _totals(steps: Mapping[str, tuple[int, Step]]) -> list[dict[str, Any]]:
    return [
        {
            "url": f"{EXTENSION}total",
            "extension": [
                {"url": "score", "valueString": name.removeprefix(TOTAL)},
                {"url": "value", "valueInteger": int(step.value or 0)},
                _meta(number, step),
            ],
        }
        for name, (number, step) in steps.items()
        if name.startswith(TOTAL)
    ]


def _items(
    made: Instrument,
    item: Item,
    steps: Mapping[str, tuple[int, Step]],
    pack: WordingPack | None,
) -> list[dict[str, Any]]:
    if not item.occasions:
        return _item(made, item, steps, pack)
    names = [f"{item.id}@{occasion}" for occasion in item.occasions]
    inner = [row for n in names for row in _item(made, made.by_id[n], steps, pack)]
    return [{"linkId": item.id, "item": inner}] if inner else []


def _item(
    made: Instrument,
    item: Item,
    steps: Mapping[str, tuple[int, Step]],
    pack: WordingPack | None,
) -> list[dict[str, Any]]:
    """Write an item, which is there only with an answer or a reason for none."""
    if item.id not in steps:
        return []
    number, step = steps[item.id]
    row: dict[str, Any] = {"extension": [_meta(number, step)]}
    if step.value is None:
        reason = {"url": ABSENT, "valueCode": REASONS[step.status]}
        key = "valueCoding" if item.type == "choice" else "_valueString"
        row[key] = {"extension": [reason]}
    elif item.type == "choice":
        words = None if pack is None else pack.option(item.id, step.value)
        code = coding(made, item, step.value)
        row["valueCoding"] = code if words is None else code | {"display": words}
    else:
        row["valueString"] = step.value
    text = {} if pack is None else {"text": pack.items[item.id]}
    return [{"linkId": item.id, **text, "answer": [row]}]


def _meta(number: int, step: Step) -> dict[str, Any]:
    """Write how an answer came about: its status, who took it, when, in what order."""
    unsafe = step.status is Status.UNSAFE_TO_ASK
    status = Status.NOT_ASKED if unsafe else step.status
    return {
        "url": f"{EXTENSION}answer-meta",
        "extension": [
            {"url": "status", "valueCode": str(status)},
            {"url": "at", "valueInstant": instant(step.at)},
            {"url": "by", "valueString": step.by},
            {"url": "seq", "valueInteger": number},
        ],
    }
