"""A form with every kind of row, as data and as TOML."""

from __future__ import annotations

import copy
import json
import tomllib
from typing import Any

from hypothesis import strategies as st
from records.damage import CANARY, PIECES

LABEL = {"category": "participation", "about": "subject", "identifying": "quasi"}


def worded(name: str, **row: Any) -> dict[str, Any]:
    """A row of a form with its wording."""
    return {"name": name, "label": {"en": f"{name}?", "es": f"¿{name}?"}, **row}


FORM: dict[str, Any] = {
    "form": "x_made.visit",
    "version": 2,
    "title": {"en": "Visit", "es": "Visita"},
    "constants": {"contact_point.kind": "phone", "person.names.use": "chosen"},
    "field": [
        worded("name", binds="person.names.text"),
        worded("born", binds="person.birth_date"),
        worded("phone", binds="contact_point.value"),
        worded("safe", binds="contact_point.safety"),
        worded("wanted", type="yes_no", **LABEL),
        worded("story", type="narrative", privilege=["advocate"], **LABEL),
        worded("note", type="text", **LABEL),
        worded("number", type="phone", **LABEL),
        worded("count", type="int", **LABEL),
        worded("since", type="partial_date", **LABEL),
        worded("color", type="code", codes="x_made.color", **LABEL),
        worded("modes", type="codes", codes="fj.service_mode", **LABEL),
    ],
    "codes": {
        "x_made.color": {
            "version": "1",
            "source": "ours",
            "maps_to": "fj.weapon",
            "codes": {"red": "Red", "blue": "Blue"},
            "maps": {"red": "knife", "blue": "other"},
        }
    },
}

#: Words of a form that mean something where they stand, and garbage.
WORDS: tuple[Any, ...] = (
    *["yes_no", "code", "codes", "part", "x_made.color", "fj.weapon", "fj.no_such"],
    *[
        "person.names.text",
        "person.names",
        "person",
        "address.shelter.city",
        "x_made.visit",
    ],
    *[
        "risk",
        "identity",
        "subject",
        "direct",
        "advocate",
        "class",
        "self",
        "mro",
        "def",
    ],
    *[
        "x_made.",
        "X_made.visit",
        "x_" + "a" * 80 + ".b",
        "x_a." + "b" * 41,
        "clear",
        "p",
    ],
    *[{"en": "x"}, {"es": "x"}, {"en": ""}, {"en": 3}, {"en": ["x"]}, {"en": "\x07"}],
    *[
        ["advocate", "advocate"],
        ["doctor"],
        [["advocate"]],
        "advocate",
        10**6,
        2**70,
        -1,
    ],
)
pieces = st.sampled_from(
    [
        piece
        for piece in (*WORDS, *PIECES)
        if piece is not None and type(piece) is not bytes
    ]
)


def toml(data: dict[str, Any]) -> str:
    """Write a form as TOML, one line a key."""
    return "".join(f"{_key(key)} = {_value(value)}\n" for key, value in data.items())


def _key(key: str) -> str:
    return json.dumps(key)


def _value(value: Any) -> str:
    if isinstance(value, dict):
        inside = ", ".join(
            f"{_key(key)} = {_value(item)}" for key, item in value.items()
        )
        return f"{{{inside}}}"
    if isinstance(value, (list, tuple)):
        return f"[{', '.join(map(_value, value))}]"
    return json.dumps(value)


def changed(path: str, value: Any) -> dict[str, Any]:
    """The form with one place changed; ``...`` takes it out."""
    data = copy.deepcopy(FORM)
    steps: list[Any] = [
        int(step) if step.isdigit() else step for step in path.split("/")
    ]
    holder: Any = data
    for step in steps[:-1]:
        holder = holder[step]
    if value is ...:
        del holder[steps[-1]]
    else:
        holder[steps[-1]] = value
    return data


def _places(value: Any, steps: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    pairs: list[tuple[Any, Any]] = []
    if isinstance(value, dict):
        pairs = list(value.items())
    elif isinstance(value, list):
        pairs = list(enumerate(value))
    inside = [place for key, item in pairs for place in _places(item, (*steps, key))]
    return [*([steps] if steps else []), *inside]


@st.composite
def forms(draw: st.DrawFn) -> dict[str, Any]:
    """The form with a few places changed to anything."""
    data = copy.deepcopy(FORM)
    for _ in range(draw(st.sampled_from([0, 1, 1, 2, 3]))):
        places = _places(data)
        if not places:
            break
        *steps, last = draw(st.sampled_from(places))
        holder: Any = data
        for step in steps:
            holder = holder[step]
        act = draw(st.sampled_from(["replace", "replace", "drop", "add", "twice"]))
        if act == "drop":
            del holder[last]
        elif act == "add" and isinstance(holder, dict):
            key = draw(
                st.sampled_from([CANARY, "", "binds", "privilege", "codes", "x_a"])
            )
            holder[key] = copy.deepcopy(draw(pieces))
        elif act == "twice" and isinstance(holder, list):
            holder.append(copy.deepcopy(holder[last]))
        else:
            holder[last] = copy.deepcopy(draw(pieces))
    return data


assert tomllib.loads(toml(FORM)) == FORM, "the writer of these tests is at fault"
