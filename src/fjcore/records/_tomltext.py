"""Plain data as the text of a TOML file that a person goes on with."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from typing import Any

_BARE = re.compile(r"[A-Za-z0-9_-]+")

#: What a question of one's own cannot be without.
_LABEL = ("category", "about", "identifying")


def form_text(data: Mapping[str, Any]) -> str:
    """Write the data of a form as TOML, with a remark at each question unlabelled."""
    return "\n".join([*_lines(data), ""])


def _lines(data: Mapping[str, Any]) -> Iterator[str]:
    yield "# A draft made of a workbook. Look through every line before it is used."
    for key, value in data.items():
        if key not in ("field", "section", "codes"):
            yield f"{key} = {value_text(value)}"
    for row in data.get("section", []):
        yield from ("", "[[section]]", *_row(row))
    for row in data.get("field", []):
        yield from _field(row, "field")
    for name, table in data.get("codes", {}).items():
        yield from _table(f"codes.{_key(name)}", table)
        if len(table["maps"]) < len(table["codes"]):
            yield "# It still needs: a code of core for each code, and their list."


def _field(row: Mapping[str, Any], path: str) -> Iterator[str]:
    yield from ("", f"[[{path}]]")
    inner = row.get("field", [])
    yield from _row({key: value for key, value in row.items() if key != "field"})
    lacks = [key for key in _LABEL if key not in row]
    if lacks and row.get("type") not in ("note", "part", "repeat"):
        yield f"# It still needs: {', '.join(lacks)}."
    for one in inner:
        yield from _field(one, f"{path}.field")


def _table(path: str, table: Mapping[str, Any]) -> Iterator[str]:
    yield from ("", f"[{path}]")
    inner = {key: value for key, value in table.items() if isinstance(value, Mapping)}
    yield from _row({key: v for key, v in table.items() if key not in inner})
    for key, value in inner.items():
        yield from _table(f"{path}.{_key(key)}", value)


def _row(row: Mapping[str, Any]) -> Iterator[str]:
    for key, value in row.items():
        yield f"{_key(key)} = {value_text(value)}"


def _key(name: str) -> str:
    return name if _BARE.fullmatch(name) else value_text(name)


def value_text(value: Any) -> str:
    """Write one value as TOML, on one line."""
    if isinstance(value, Mapping):
        inside = ", ".join(f"{_key(k)} = {value_text(v)}" for k, v in value.items())
        return f"{{ {inside} }}" if inside else "{}"
    if isinstance(value, (list, tuple)):
        return f"[{', '.join(map(value_text, value))}]"
    if isinstance(value, str):
        return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")
    return json.dumps(value)
