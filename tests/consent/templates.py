"""A whole template as data, to put one fault into, and what it is refused for."""

from __future__ import annotations

import tomllib
from copy import deepcopy
from importlib.resources import files
from typing import Any

from fjcore.consent import ReleaseTemplate, parse_template
from fjcore.errors import TemplateRefused
from fjcore.records._tomltext import value_text

DATA = files("fjcore.consent").joinpath("data/templates")
WHOLE: dict[str, Any] = tomllib.loads(
    DATA.joinpath("release-1.toml").read_text("utf-8")
) | {"id": "demo.release"}
SHORT: dict[str, Any] = {
    **{key: WHOLE[key] for key in WHOLE if key != "section"},
    "extends": "fjcore.release/1",
}


def toml(data: dict[str, Any]) -> str:
    """Write a template as TOML, every table in line."""
    return "\n".join(f"{key} = {value_text(value)}" for key, value in data.items())


def read(data: dict[str, Any]) -> ReleaseTemplate:
    """Read a template from its data."""
    return parse_template(toml(data), where="demo.toml")


def faults(data: dict[str, Any]) -> set[str]:
    """Give the faults a template is refused for, or none when it is taken."""
    try:
        read(data)
    except TemplateRefused as error:
        return {str(problem) for problem in error.problems}
    return set()


def section_of(data: dict[str, Any], name: str) -> dict[str, Any]:
    """Give a section by its id."""
    (found,) = (row for row in data["section"] if row["id"] == name)
    return found


def put(path: str, value: Any) -> dict[str, Any]:
    """Give the whole template with one place changed; None takes it away."""
    data = deepcopy(WHOLE)
    place: Any = data
    *way, last = path.split("/")
    for step in way:
        if type(place) is list and not step.isdigit():
            place = next(row for row in place if row["id"] == step)
        else:
            place = place[int(step)] if type(place) is list else place[step]
    if value is None:
        del place[last]
    else:
        place[int(last) if type(place) is list else last] = value
    return data
