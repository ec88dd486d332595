"""What was read of a Questionnaire, put together as a definition."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from attrs import frozen

from fjcore.screening._parts import SCHEMA
from fjcore.screening.fhir._gates import condition, gate_of
from fjcore.screening.fhir._questions import Question, flagged, identifier
from fjcore.screening.fhir._reading import Reader
from fjcore.screening.parse import instruments

#: What a form from elsewhere is called where it has no name that can be an id.
_NAMELESS = "imported"


@frozen(kw_only=True)
class Built:
    """A definition as plain data, and the words that stood on it."""

    definition: dict[str, Any]
    words: dict[str, Any] | None


def built(
    reader: Reader,
    row: dict[str, Any],
    asked: list[Question],
    rest: dict[str, Any] | None,
) -> Built:
    """Put the questions and the rest of a definition together."""
    answers = _Answers(reader, asked)
    head = _head(reader, row) if rest is None else dict(rest)
    worded = reader.own(row, "", "words") is not None or rest is None
    whole = {**head, "schema": SCHEMA, "items": [], "judgement": []}
    whole["review"] = {
        name: {**part, "reviewed": False}
        for name, part in _table(whole.get("review")).items()
        if type(part) is dict and name != "signed_off"
    }
    seen: dict[str, dict[str, Any]] = {}
    for one in asked:
        item = _item(reader, one, answers, own=rest is not None, worded=worded)
        if flagged(reader, one, "judged"):
            values = [option["value"] for option in item["options"]]
            whole["judgement"].append({"id": item["id"], "options": values})
        elif one.occasion is None:
            whole["items"].append(item)
        else:
            _occasion(reader, one, item, seen, whole["items"])
    definition = {k: v for k, v in whole.items() if v not in ({}, [], None)}
    return Built(
        definition=definition,
        words=_words(reader, row, asked, definition) if worded else None,
    )


def _table(value: Any) -> dict[str, Any]:
    return value if type(value) is dict else {}


def _head(reader: Reader, row: dict[str, Any]) -> dict[str, Any]:
    """Give what a definition must say of itself, as far as a foreign form says it."""
    url = reader.text(row, "url", "") or ""
    said = reader.text(row, "id", "") or reader.text(row, "name", "") or ""
    last = re.split("[/:#]", url.rstrip("/:#"))[-1]
    name = identifier(last) or identifier(said) or _NAMELESS
    version = (reader.text(row, "version", "") or "").strip()
    return {
        "id": f"{_NAMELESS}.{name}"[:64] if name in instruments() else name,
        "title": (reader.text(row, "title", "") or "").strip() or name,
        "version": version or "not stated",
        "method": "checklist",
        "source": url or "a Questionnaire without an address",
        "licence_of_wording": reader.text(row, "copyright", "") or "not stated",
        "subject": "not stated",
        "review": {"all": {"reviewed": False}},
    }


class _Answers:
    """Finds the item and the option that an ``enableWhen`` means."""

    def __init__(self, reader: Reader, asked: list[Question]) -> None:
        self.reader = reader
        self.by_link = {one.link: one for one in asked}

    def __call__(
        self, link: str | None, value: Any, path: str, key: str
    ) -> tuple[str, str] | None:
        one = self.by_link.get(link) if link is not None else None
        if one is None:
            self.reader.refuse(f"{path}.question", "unknown_item")
            return None
        system = None
        if key == "answerCoding":
            row = self.reader.table(value, f"{path}.{key}")
            system = self.reader.text(row, "system", f"{path}.{key}")
            value = self.reader.needed(row, "code", f"{path}.{key}")
        elif key == "answerBoolean" and type(value) is bool:
            value = "true" if value else "false"
        elif key == "answerInteger" and type(value) is int:
            value = str(value)
        found = [
            option.value
            for option in one.options
            if option.code == value and system in (None, option.system)
        ]
        if len(found) != 1:
            self.reader.refuse(f"{path}.{key}", "unknown_code")
            return None
        return named(one), found[0]


def named(one: Question) -> str:
    """Give the id by which conditions call a question."""
    return one.link if one.occasion is not None else one.id


def _item(
    reader: Reader, one: Question, answers: Any, *, own: bool, worded: bool
) -> dict[str, Any]:
    label = reader.own(one.row, one.path, "label") if own else None
    text = reader.text(one.row, "text", one.path)
    found: dict[str, Any] = {
        "id": one.id,
        "neutral_label": label or (one.id if worded or text is None else text),
        "type": one.type,
    }
    if one.options:
        found["options"] = [
            {
                "value": option.value,
                "label": (option.label if worded else option.words) or option.value,
                "score": option.score,
            }
            for option in one.options
        ]
    first = [option.value for option in one.options if option.first]
    if first and not own:
        # An answer that stands there before anyone spoke would be taken for one.
        reader.warn(f"{one.path}.answerOption", "forbidden")
    elif first:
        found["default"] = first[0]
    if "initial" in one.row:
        reader.warn(f"{one.path}.initial", "forbidden")
    gates = list(_gates(reader, one, answers))
    if gates:
        found["applies_if"] = gates[0] if len(gates) == 1 else {"all": gates}
    if flagged(reader, one, "optional"):
        found["optional"] = True
    respondent = reader.own(one.row, one.path, "respondent")
    return found if respondent is None else found | {"respondent": respondent}


def _gates(reader: Reader, one: Question, answers: Any) -> Iterator[dict[str, Any]]:
    """Give the gate of a question and of all that it stands in."""
    for path, row in (*one.above, (one.path, one.row)):
        found = gate_of(reader, row, path, answers)
        if found is not None:
            yield found


def _occasion(
    reader: Reader,
    one: Question,
    item: dict[str, Any],
    seen: dict[str, dict[str, Any]],
    items: list[dict[str, Any]],
) -> None:
    """Put the occasions of one question together; they must be asked alike."""
    name = identifier(one.group)
    if one.link != f"{one.group}@{one.occasion}" or name != one.group:
        reader.refuse(f"{one.path}.linkId", "conflict")
        return
    item["id"] = name
    if name not in seen:
        seen[name] = item | {"occasions": [one.occasion]}
        items.append(seen[name])
        return
    first = {k: v for k, v in seen[name].items() if k != "occasions"}
    if first != item:
        reader.refuse(one.path, "conflict")
    seen[name]["occasions"].append(one.occasion)


def _words(
    reader: Reader,
    row: dict[str, Any],
    asked: list[Question],
    definition: dict[str, Any],
) -> dict[str, Any] | None:
    """Give the words of the form as a pack, local unless the form is one of ours."""
    said = reader.own(row, "", "words")
    head: dict[str, Any] = {
        "instrument_version": definition["version"],
        "pack_version": "imported",
        "translation": "local",
        "attribution": definition["licence_of_wording"],
    }
    if said is not None:
        head = condition(reader, said, "extension") or {}
    texts = {named(one): reader.text(one.row, "text", one.path) for one in asked}
    if all(text is None for text in texts.values()):
        return None
    return {
        **head,
        "instrument": definition["id"],
        "language": reader.text(row, "language", "") or "en",
        "items": {name: text or name for name, text in texts.items()},
        "options": {
            named(one): {o.value: o.words or o.value for o in one.options}
            for one in asked
            if one.options
        },
    }
