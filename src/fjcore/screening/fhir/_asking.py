"""An instrument as a Questionnaire of FHIR R4."""

from __future__ import annotations

import json
import re
from typing import Any

from fjcore.errors import ExchangeRefused, Problem
from fjcore.screening._plain import definition_of
from fjcore.screening.definition import Instrument
from fjcore.screening.elements import Item, Option
from fjcore.screening.fhir._gates import gate
from fjcore.screening.fhir._terms import (
    FORM,
    LOINC,
    WEIGHTS,
    coding,
    edition,
    extension,
)
from fjcore.screening.loinc import sure
from fjcore.screening.telling import ALWAYS
from fjcore.screening.wording import WordingPack

#: Of a definition, what the items say of themselves.
_ITEMS = ("items", "judgement", "schema")


def to_questionnaire(
    made: Instrument, pack: WordingPack | None = None
) -> dict[str, Any]:
    """Give an instrument as a Questionnaire, without any scoring that would run.

    Without a pack of words the questions are neutral labels. What FHIR cannot say,
    such as bands and alerts, travels as a text in an extension of our own.
    Shape: what JSON can hold; weights are whole numbers.
    Raises: ExchangeRefused, for words of another instrument.
    """
    if pack is not None and pack.instrument != made.id:
        problem = Problem("pack", "other")
        raise ExchangeRefused(made.id, problems=(problem,))
    panel = sure(made.loinc.panel)
    found = {
        "resourceType": "Questionnaire",
        "language": None if pack is None else pack.language,
        "extension": _extensions(made, pack),
        "url": f"{FORM}{made.id}",
        "version": edition(made),
        "name": f"FJ_{re.sub('[^A-Za-z0-9]', '_', made.id)}",
        "title": made.title,
        "status": "active" if made.reviewed and made.tested else "draft",
        "subjectType": ["Patient"],
        "description": " ".join((f"For: {made.population}.", *ALWAYS, *made.limits)),
        "copyright": _owner(made, pack),
        "code": [{"system": LOINC, "code": panel}] if panel else None,
        "item": [row for item in made.items for row in _rows(made, item, pack)]
        + [_item(made, item, pack) for item in made.judgements],
    }
    return {key: value for key, value in found.items() if value is not None}


def _extensions(made: Instrument, pack: WordingPack | None) -> list[dict[str, Any]]:
    rest = {k: v for k, v in definition_of(made).items() if k not in _ITEMS}
    found = [
        extension("logic-hash", "String", made.logic_hash),
        extension("definition", "String", _json(rest)),
    ]
    return found if pack is None else [*found, extension("words", "String", _of(pack))]


def _of(pack: WordingPack) -> str:
    """Give what a pack says besides the words of its items."""
    row = {
        "instrument_version": pack.instrument_version,
        "pack_version": pack.pack_version,
        "translation": pack.translation,
        "attribution": pack.attribution,
        "instructions": pack.instructions,
        "reading_grade": pack.reading_grade,
        "source": pack.source,
    }
    return _json({key: value for key, value in row.items() if value is not None})


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def _owner(made: Instrument, pack: WordingPack | None) -> str:
    said = [made.licence_note]
    if pack is not None:
        said.insert(0, pack.attribution)
    elif made.licence is not None:
        said.insert(0, made.licence.attribution or made.licence.holder)
    return "; ".join(said)


def _rows(
    made: Instrument, item: Item, pack: WordingPack | None
) -> list[dict[str, Any]]:
    """Write an item; one of several occasions is a group of as many."""
    if not item.occasions:
        return [_item(made, item, pack)]
    inner = []
    for occasion in item.occasions:
        one = made.by_id[f"{item.id}@{occasion}"]
        row = _item(made, one, pack)
        mark = extension("occasion", "String", occasion)
        inner.append(row | {"extension": [*row.get("extension", []), mark]})
    group = {"linkId": item.id, "text": item.label, "type": "group", "item": inner}
    return [group]


def _item(made: Instrument, item: Item, pack: WordingPack | None) -> dict[str, Any]:
    code = sure(made.loinc.items.get(item.id))
    shut = gate(made, item)
    found = {
        "extension": [*_marks(item, pack), *shut.pop("extension", [])] or None,
        "linkId": item.id,
        "code": [{"system": LOINC, "code": code}] if code else None,
        "text": item.label if pack is None else pack.items[item.id],
        "type": item.type,
        **shut,
        "answerOption": [_option(made, item, one, pack) for one in item.options],
    }
    return {key: value for key, value in found.items() if value not in (None, [])}


def _marks(item: Item, pack: WordingPack | None) -> list[dict[str, Any]]:
    found = []
    if pack is not None:
        found.append(extension("label", "String", item.label))
    if item.judged:
        found.append(extension("judged", "Boolean", True))
    elif item.respondent != "survivor":
        found.append(extension("respondent", "String", item.respondent))
    if item.optional:
        found.append(extension("optional", "Boolean", True))
    return found


def _option(
    made: Instrument, item: Item, option: Option, pack: WordingPack | None
) -> dict[str, Any]:
    code = coding(made, item, option.value)
    marks = []
    if code["code"] != option.value:
        marks.append(extension("value", "String", option.value))
    if pack is not None:
        marks.append(extension("label", "String", option.label))
    if option.score is not None:
        marks += [{"url": url, "valueDecimal": option.score} for url in WEIGHTS]
    words = option.label if pack is None else pack.option(item.id, option.value)
    value = ({"extension": marks} if marks else {}) | code | {"display": words}
    # FHIR R4, que-11: beside options a default is a mark on one of them.
    first = {"initialSelected": True} if item.default == option.value else {}
    return {"valueCoding": value, **first}
