"""A Questionnaire of FHIR R4 as the draft of an instrument."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from fjcore.errors import DefinitionRefused, Problem
from fjcore.screening.definition import Instrument
from fjcore.screening.draft import Draft, shipped
from fjcore.screening.fhir._building import built
from fjcore.screening.fhir._gates import MAX_CONDITION, condition
from fjcore.screening.fhir._questions import Question, identifier, questions
from fjcore.screening.fhir._reading import Reader
from fjcore.screening.fhir._terms import FORM
from fjcore.screening.parse import instruments, load, parse


def from_questionnaire(data: Any) -> Draft:
    """Read a Questionnaire: items, weights, gates, and all else where it is our own.

    Nothing in it is run or fetched. A form that claims the logic of a shipped
    instrument must have it.
    Raises: ExchangeRefused, with the path and code of every fault; DefinitionRefused,
    where what was read makes no definition.
    """
    reader = Reader()
    row = reader.table(data, "")
    if reader.needed(row, "resourceType", "") not in (None, "Questionnaire"):
        reader.refuse("resourceType", "other")
    reader.done("questionnaire")
    rest = _rest(reader, row)
    asked = questions(reader, row)
    if not asked:
        reader.refuse("item", "required")
    reader.done("questionnaire")
    whole = built(reader, row, asked, rest)
    reader.done("questionnaire")
    made = _parsed(whole.definition, asked)
    made = _held(reader, row, made, own=rest is not None)
    reader.done("questionnaire")
    return Draft(
        instrument=made,
        definition=whole.definition,
        words=() if whole.words is None else (whole.words,),
        warnings=tuple(dict.fromkeys(reader.warnings)),
    )


def _rest(reader: Reader, row: dict[str, Any]) -> dict[str, Any] | None:
    """Give all of a definition but its items, where the form is one of ours."""
    said = reader.own(row, "", "definition", MAX_CONDITION)
    if said is None:
        return None
    found = condition(reader, said, "extension")
    if found is not None and found.keys() & {"items", "judgement", "tests"}:
        reader.refuse("extension", "conflict")
    return found


def _parsed(definition: dict[str, Any], asked: list[Question]) -> Instrument:
    """Read the draft, and tell each fault of an item at its place in the form."""
    problems: tuple[Problem, ...] = ()
    made = None
    try:
        made = parse(definition, strict=False)
    except DefinitionRefused as error:
        problems = error.problems
    if made is None:
        places = {one.id: one.path for one in asked}
        for number, one in enumerate(definition.get("items", [])):
            places.setdefault(str(number), places.get(one["id"], ""))
        found = tuple(problem.at(_place(problem.path, places)) for problem in problems)
        raise DefinitionRefused("questionnaire", problems=found)
    return made


def _place(path: str, places: Mapping[str, str]) -> str:
    first, _, rest = path.partition(".")
    if first != "items":
        return path
    for name in sorted(places, key=len, reverse=True):
        if rest == name or rest.startswith(f"{name}."):
            return f"{places[name]}{rest[len(name) :]}" if places[name] else path
    return path


def _held(
    reader: Reader, row: dict[str, Any], made: Instrument, *, own: bool
) -> Instrument:
    """Give the shipped instrument of the same logic, or the draft.

    A stated hash must be that of what was read. An id of core is core's alone.
    """
    said = reader.own(row, "", "logic-hash")
    url = reader.text(row, "url", "") or ""
    name = url.removeprefix(FORM) if url.startswith(FORM) else ""
    known = load(name) if name in instruments() else None
    if own:
        if said is not None and said != made.logic_hash:
            reader.refuse("extension", "conflict")
        if name and made.id != name:
            reader.refuse("url", "conflict")
        known = shipped(made)
        if known is None:
            reader.refuse("url", "conflict")
        return known or made
    if known is None or said != known.logic_hash:
        return made
    if _logic(made) != _logic(known):
        reader.refuse("item", "conflict")
    return known


def _logic(made: Instrument) -> list[Any]:
    """Give of each item all that a plain form says of how it counts."""
    return [
        (
            identifier(item.id),
            tuple((option.value, option.score) for option in item.options),
            item.applies_if and item.applies_if.printed(),
        )
        for item in made.asked
    ]
