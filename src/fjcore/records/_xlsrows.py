"""The rows of an XLSForm as rows of a form."""

from __future__ import annotations

import re
from typing import Any

from attrs import define, field

from fjcore.errors import Problem
from fjcore.records._sheets import Found, Row
from fjcore.records._xlschoices import Choices
from fjcore.records.codes import core_lists

_TYPES = {
    "text": "text",
    "integer": "int",
    "decimal": "decimal",
    "date": "date",
    "dateTime": "datetime",
    "time": "time",
    "acknowledge": "yes_no",
    "note": "note",
}

#: Types that note something down of whoever fills in a form, without being asked.
_SILENT = frozenset(
    "start end today deviceid phonenumber username email audit subscriberid simserial "
    "background-audio start-geopoint".split()
)

_SELECT = re.compile(r"(select_one|select_multiple) +([A-Za-z0-9_.-]+)( +or_other)?")
_GROUP = re.compile(r"(begin|end)[ _](group|repeat)")

_TRUE, _FALSE = (
    frozenset({"yes", "true", "true()"}),
    frozenset({"no", "false", "false()"}),
)

#: What a question may say, and what a group may.
_ASIDE = ("required", "constraint", "read_only", "default", "fj::codes")


@define
class _Frame:
    """A group or a repeat that stands open."""

    kind: str
    row: Row
    section: str
    gate: str
    fields: list[dict[str, Any]] | None = None


@define
class Survey:
    """Collects the rows of a form, and where in the workbook each came from."""

    choices: Choices
    default: str
    found: Found
    sections: list[dict[str, Any]] = field(factory=list)
    fields: list[dict[str, Any]] = field(factory=list)
    rows: dict[int, Row] = field(factory=dict)
    _open: list[_Frame] = field(factory=list)

    def read(self, row: Row) -> None:
        """Take one row."""
        said = self.found.text(row, "type")
        if "appearance" in row.cells:
            self.found.warnings.append(Problem(row.path("appearance"), "unknown_key"))
        if group := _GROUP.fullmatch(said):
            act = self._begin if group[1] == "begin" else self._end
            act(row, group[2])
            return
        made = self._question(row, said)
        if made is not None:
            self.rows[id(made)] = row
            self._place(made, row)

    def close(self) -> None:
        """Refuse what was begun and not ended."""
        for frame in self._open:
            self.found.refuse(frame.row.path("type"), "format")

    # --- groups ---------------------------------------------------------------------

    def _begin(self, row: Row, kind: str) -> None:
        name, gate = self.found.text(row, "name"), self.found.text(row, "relevant")
        for column in _ASIDE:
            if column in row.cells:
                self.found.refuse(row.path(column), "unknown_key")
        label = self._worded(row, "label")
        inside = self._repeat() is not None
        if kind == "repeat":
            if inside:
                self.found.refuse(row.path("type"), "too_deep")
            made: dict[str, Any] = {
                "name": name,
                "type": "repeat",
                "label": label or {"en": name},
            }
            self.rows[id(made)] = row
            self._place(made, row)
            fields: list[dict[str, Any]] = []
            made["field"] = fields
            self._open.append(_Frame(kind, row, "", "", fields))
        elif label and not inside:
            made = {"name": name, "title": label, **self._optional(row, "hint")}
            whole = _all([*(frame.gate for frame in self._open), gate])
            self.sections.append({**made, **({"when": whole} if whole else {})})
            self.rows[id(self.sections[-1])] = row
            self._open.append(_Frame(kind, row, name, gate))
        else:
            self._open.append(_Frame(kind, row, "", gate))

    def _end(self, row: Row, kind: str) -> None:
        if not self._open or self._open[-1].kind != kind:
            self.found.refuse(row.path("type"), "format")
        else:
            self._open.pop()

    def _repeat(self) -> _Frame | None:
        return next((one for one in self._open if one.fields is not None), None)

    def _place(self, made: dict[str, Any], row: Row) -> None:
        """Put a row where it belongs, under the gates of what stands around it."""
        repeat = self._repeat()
        gates: list[str] = []
        for frame in reversed(self._open):
            if frame.fields is not None:
                break
            if frame.section:
                if repeat is None:
                    made["section"] = frame.section
                break
            gates.insert(0, frame.gate)
        whole = _all([*gates, self.found.text(row, "relevant")])
        if whole:
            made["when"] = whole
        holder = (
            self.fields if repeat is None or repeat.fields is None else repeat.fields
        )
        holder.append(made)

    # --- questions ------------------------------------------------------------------

    def _question(self, row: Row, said: str) -> dict[str, Any] | None:
        typed = self._typed(row, said)
        if typed is None:
            return None
        label = self._worded(row, "label")
        made = {"name": self.found.text(row, "name"), **typed, "label": label}
        if made["type"] == "note":
            return made
        made |= self._optional(row, "hint")
        made |= {k: v for k, v in self._flags(row).items() if v}
        if "constraint" in row.cells:
            made["constraint"] = self.found.text(row, "constraint")
        message = self._worded(row, "constraint_message")
        made |= {"message": message} if message else {}
        self._default(row, made)
        self._labels(row, made)
        return made

    def _typed(self, row: Row, said: str) -> dict[str, Any] | None:
        if said in _TYPES:
            return {"type": _TYPES[said]}
        select = _SELECT.fullmatch(said)
        if select is None:
            code = "forbidden" if said in _SILENT else "unknown_type"
            self.found.refuse(row.path("type"), code)
            return None
        if select[3]:
            self.found.refuse(row.path("type"), "forbidden")
            return None
        core = self.found.text(row, "fj::codes")
        if core and core not in core_lists():
            self.found.refuse(row.path("fj::codes"), "unknown_list")
        if not self.choices.has(select[2]):
            self.found.refuse(row.path("type"), "unknown_list")
            return None
        return self.choices.asked(select[2], core, row, many=select[1] != "select_one")

    def _worded(self, row: Row, column: str) -> dict[str, str]:
        prefix = f"{column}::"
        return {
            name.removeprefix(prefix): self.found.text(row, name)
            for name in row.cells
            if name.startswith(prefix)
        }

    def _optional(self, row: Row, column: str) -> dict[str, Any]:
        said = self._worded(row, column)
        return {column: said} if said else {}

    def _flags(self, row: Row) -> dict[str, bool]:
        found = {}
        for column in ("required", "read_only"):
            value = row.cells.get(column, "no")
            text = "yes" if value is True else "no" if value is False else value
            if type(text) is not str or text.lower() not in _TRUE | _FALSE:
                self.found.refuse(row.path(column), "format")
            else:
                found[column] = text.lower() in _TRUE
        return found

    def _default(self, row: Row, made: dict[str, Any]) -> None:
        if "default" not in row.cells:
            return
        value = row.cells["default"]
        if type(value) is str and re.search(r"\$\{|\(", value):
            self.found.refuse(row.path("default"), "format")
            return
        made["default"] = _literal(made["type"], value)

    def _labels(self, row: Row, made: dict[str, Any]) -> None:
        for column in ("category", "about", "identifying"):
            if f"fj::{column}" in row.cells:
                made[column] = self.found.text(row, f"fj::{column}")
        reasons = re.split(r"[ ,]+", self.found.text(row, "fj::missing"))
        allowed = dict.fromkeys([*made.pop("missing", []), *filter(None, reasons)])
        if allowed:
            made["missing"] = list(allowed)


def _all(gates: list[str]) -> str:
    said = [gate for gate in gates if gate]
    return said[0] if len(said) == 1 else " and ".join(f"({gate})" for gate in said)


def _literal(kind: str, value: Any) -> Any:
    """Read a default that is written out, as its type has it."""
    if type(value) is float and value.is_integer():
        value = int(value)
    text = str(value) if type(value) in (int, float) else value
    if kind == "int" and type(text) is str and re.fullmatch(r"-?[0-9]{1,9}", text):
        return int(text)
    if kind == "yes_no" and text in ("yes", "no"):
        return text == "yes"
    if kind == "codes" and type(text) is str:
        return text.split()
    return text if type(text) in (str, bool) else str(text)
