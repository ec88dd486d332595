"""The sheets of an XLSForm as the draft of an instrument."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from fjcore.errors import BadText, DefinitionRefused, Problem, TooBig
from fjcore.screening._parts import SCHEMA
from fjcore.screening.definition import Instrument
from fjcore.screening.draft import Draft, shipped
from fjcore.screening.parse import parse
from fjcore.screening.xlsform._names import ELSEWHERE, LISTED, PLAIN
from fjcore.screening.xlsform._rows import Found, Row, language, rows_in
from fjcore.screening.xlsform._rules import Rules
from fjcore.screening.xlsform._survey import Asked, Survey, condition, lists_of
from fjcore.values import canonical

_HEAD = {"form_id": "id", "version": "version", "form_title": "title"}
_FOREIGN = {
    "method": "checklist",
    "source": "an XLSForm",
    "licence_of_wording": "not stated",
    "subject": "not stated",
    "review": {"all": {"reviewed": False}},
}


def read(sheets: Mapping[str, Any]) -> Draft:
    """Read an instrument from the sheets of an XLSForm, in the restricted grammar.

    Shape: for each sheet its rows, and for each row its cells: texts, or numbers where
    points stand. Nothing in them is run.
    Raises: ExchangeRefused, with sheet, row, column and code of every fault;
    DefinitionRefused, where what was read makes no definition.
    """
    found = Found()
    rows = rows_in(sheets, found)
    head = _head(rows["settings"], found)
    about = _about(rows["fj_about"])
    survey = Survey(found, bool(rows["fj_about"]), lists_of(rows["choices"]))
    for row in rows["survey"]:
        survey.read(row)
    survey.close()
    rules = Rules(survey.names)
    for row in rows["fj_rules"]:
        rules.read(row)
    default = _language(rows["settings"])
    data = {**(about or _FOREIGN), **head, **rules.data, "schema": SCHEMA}
    _items(data, survey, rules)
    found.done("xlsform")
    if "outcome_rule" in data or "outcome_if_nothing_answered" in data:
        data.setdefault("outcomes", _outcomes(data))
    made = _parsed(data, survey, rules)
    known = shipped(made)
    if known is None:
        found.refuse("settings.2.form_id", "conflict")
    found.done("xlsform")
    return Draft(
        instrument=known or made,
        definition=data,
        words=_words(survey, data, default),
        warnings=tuple(dict.fromkeys(found.warnings)),
    )


def _head(rows: list[Row], found: Found) -> dict[str, Any]:
    if len(rows) != 1:
        found.refuse("settings", "row_count")
        return {}
    return {key: rows[0].needed(column) for column, key in _HEAD.items()}


def _language(rows: list[Row]) -> str:
    said = rows[0].get("default_language") if rows else None
    lang = language(said or "en")
    if not lang and rows:
        rows[0].refuse("default_language", "format")
    return lang


def _about(rows: list[Row]) -> dict[str, Any]:
    data: dict[str, Any] = {}
    for row in rows:
        key, text = row.needed("key"), row.needed("value")
        if key in ELSEWHERE:
            row.refuse("key", "forbidden")
            continue
        value = text if key in PLAIN else _json(row, text)
        if key in LISTED:
            data.setdefault(key, []).append(value)
        elif key in data:
            row.refuse("key", "duplicate")
        else:
            data[key] = value
    review = data.get("review")
    if isinstance(review, dict):
        # What was checked of another copy was not checked of this one.
        data["review"] = {
            name: {**part, "reviewed": False}
            for name, part in review.items()
            if isinstance(part, dict) and name != "signed_off"
        }
    return data


def _json(row: Row, text: str) -> Any:
    found, fine = None, False
    try:
        found, fine = canonical.loads(text.encode()), True
    except (BadText, TooBig):
        pass
    if not fine:
        row.refuse("value", "format")
    return found


def _items(data: dict[str, Any], survey: Survey, rules: Rules) -> None:
    """Put the questions into a definition, occasions of one together."""
    items: dict[str, dict[str, Any]] = {}
    judged = []
    for one in survey.asked:
        gates = [
            gate
            for row in (*one.groups, one.row)
            if (gate := condition(row, "relevant", survey.names, plain=True))
        ]
        name = one.row.get("name") or ""
        if name in rules.gates:
            gates.append(rules.gates[name])
        if gates:
            one.item["applies_if"] = gates[0] if len(gates) == 1 else {"all": gates}
        if one.row.yes("fj::judged"):
            values = [option["value"] for option in one.item.get("options", [])]
            judged.append({"id": one.item["id"], "options": values})
        else:
            _put(one, items)
    data["items"] = list(items.values())
    if judged:
        data["judgement"] = judged


def _put(one: Asked, items: dict[str, dict[str, Any]]) -> None:
    occasion = one.row.get("fj::occasion")
    known = items.get(one.item["id"])
    if occasion is None:
        if known is not None:
            one.row.refuse("name", "duplicate")
        items.setdefault(one.item["id"], one.item)
    elif known is None:
        items[one.item["id"]] = {**one.item, "occasions": [occasion]}
    else:
        if {k: v for k, v in known.items() if k != "occasions"} != one.item:
            one.row.refuse("fj::occasion", "conflict")
        known.setdefault("occasions", []).append(occasion)


def _outcomes(data: dict[str, Any]) -> list[str]:
    names = [row[1] for row in data.get("outcome_rule", [])]
    nothing = data.get("outcome_if_nothing_answered")
    return list(dict.fromkeys([*names, *([nothing] if nothing else [])]))


def _parsed(data: dict[str, Any], survey: Survey, rules: Rules) -> Instrument:
    """Read the draft, and tell each fault at its place in the workbook."""
    problems: tuple[Problem, ...] = ()
    made = None
    try:
        made = parse(data, strict=False)
    except DefinitionRefused as error:
        problems = error.problems
    if made is None:
        places = _places(data, survey, rules)
        found = tuple(problem.at(_place(problem.path, places)) for problem in problems)
        raise DefinitionRefused("xlsform", problems=tuple(dict.fromkeys(found)))
    return made


def _places(data: dict[str, Any], survey: Survey, rules: Rules) -> dict[str, Row]:
    places = dict(rules.places)
    by_id = {one.item["id"]: one.row for one in reversed(survey.asked)}
    for number, item in enumerate(data["items"]):
        row = by_id[item["id"]]
        places[f"items.{number}"] = places[f"items.{item['id']}"] = row
    return places


_COLUMN = {
    "items.options": "type",
    "items.applies_if": "relevant",
    "items.default": "fj::default",
    "scores.items": "of",
    "bands.score": "of",
}


def _place(path: str, places: Mapping[str, Row]) -> str:
    """Give the cell of a fault at a path of the definition."""
    steps = path.split(".")
    for end in range(len(steps), 0, -1):
        row = places.get(".".join(steps[:end]))
        if row is None:
            continue
        rest = steps[end] if end < len(steps) else ""
        usual = "name" if steps[0] == "items" else "id"
        column = _COLUMN.get(f"{steps[0]}.{rest}", rest or usual)
        return row.path(column)
    if path in _HEAD.values():
        column = next(column for column, key in _HEAD.items() if key == path)
        return f"settings.2.{column}"
    return f"fj_about.{path}" if path else "fj_about"


def _words(
    survey: Survey, data: dict[str, Any], default: str
) -> tuple[dict[str, Any], ...]:
    """Give the words of the form, a pack for each language that has some."""
    neutral = {""} if survey.own else set()
    found = {lang for one in survey.asked for lang in one.row.words("label")} - neutral
    return tuple(
        {
            "instrument": data["id"],
            "instrument_version": data["version"],
            "pack_version": "imported",
            "language": lang or default,
            "translation": "local",
            "attribution": data["licence_of_wording"],
            "items": {
                one.key: one.row.words("label").get(lang, one.key)
                for one in survey.asked
            },
            "options": {
                one.key: _answers(one, survey, lang)
                for one in survey.asked
                if one.item.get("options")
            },
        }
        for lang in sorted(found)
    )


def _answers(one: Asked, survey: Survey, lang: str) -> dict[str, str]:
    name = (one.row.get("type") or "").partition(" ")[2].strip()
    return {
        row.get("name") or "": row.words("label").get(lang, row.get("name") or "")
        for row in survey.lists.get(name, [])
        if row.get("fj::missing") is None
    }
