"""The survey and its choices: what is asked, with which answers, behind which gate."""

from __future__ import annotations

from typing import Any

from attrs import define, field

from fjcore.errors import Problem
from fjcore.screening.xlsform._expressions import Unreadable, parsed
from fjcore.screening.xlsform._names import SKIPS
from fjcore.screening.xlsform._rows import Found, Row

_GROUPS = {"begin_group": 1, "begin group": 1, "end_group": -1, "end group": -1}
_MAX_GROUPS = 20


@define
class Asked:
    """One question; ``key`` is the name by which conditions call it."""

    key: str
    row: Row
    item: dict[str, Any]
    groups: tuple[Row, ...]


@define
class Survey:
    """Reads the survey, row by row."""

    found: Found
    #: For a form of ours a label is neutral; else it is somebody's words.
    own: bool
    lists: dict[str, list[Row]]
    asked: list[Asked] = field(factory=list)
    open: list[Row] = field(factory=list)

    def read(self, row: Row) -> None:
        """Read one row."""
        kind = row.needed("type")
        if kind in _GROUPS:
            self.group(row, _GROUPS[kind])
            return
        if row.get("required") not in (None, "no", "false", "false()"):
            # Every question may be skipped.
            self.found.warnings.append(Problem(row.path("required"), "forbidden"))
        if kind == "note":
            return
        first, _, name = kind.partition(" ")
        if kind != "text" and (first != "select_one" or not name.strip()):
            row.refuse("type", "forbidden")
            return
        item = self.item(row, [] if kind == "text" else self.options(row, name.strip()))
        self.asked.append(Asked(self.key(row), row, item, tuple(self.open)))

    def group(self, row: Row, step: int) -> None:
        """Go into a group, or out of it."""
        if step > 0:
            self.open.append(row)
            if len(self.open) > _MAX_GROUPS:
                row.refuse("type", "too_deep")
        elif self.open:
            self.open.pop()
        else:
            row.refuse("type", "conflict")

    def key(self, row: Row) -> str:
        """Give the name by which conditions call a question."""
        name, occasion = row.needed("name"), row.get("fj::occasion")
        return name if occasion is None else f"{row.needed('fj::item')}@{occasion}"

    def options(self, row: Row, name: str) -> list[dict[str, Any]]:
        """Read the answers of a list; a reason for none is no answer."""
        rows = self.lists.get(name, [])
        if not rows:
            row.refuse("type", "unknown_list")
        return [
            {
                "value": one.needed("name"),
                "label": self.label(one, one.needed("name")),
                "score": one.number_in("score"),
            }
            for one in rows
            if one.get("fj::missing") is None
        ]

    def label(self, row: Row, name: str) -> str:
        """Give the neutral label of a row."""
        said = row.get("fj::label")
        if said is not None:
            return said
        return row.words("label").get("", name) if self.own else name

    def item(self, row: Row, options: list[dict[str, Any]]) -> dict[str, Any]:
        """Read a question as it stands in a definition."""
        name = row.needed("name")
        found: dict[str, Any] = {
            "id": row.get("fj::item") or name,
            "neutral_label": self.label(row, name) or name,
            "type": "choice" if options else "text",
        }
        if options:
            found["options"] = options
        if (row.get("fj::item") is None) is not (row.get("fj::occasion") is None):
            row.refuse("fj::occasion", "required")
        for column, key in (("default", "default"), ("respondent", "respondent")):
            said = row.get(f"fj::{column}")
            if said is not None:
                found[key] = said
        if row.yes("fj::optional"):
            found["optional"] = True
        return found

    def close(self) -> None:
        """Note groups that nobody ended, and names that stand twice."""
        for row in self.open:
            row.refuse("type", "conflict")
        seen: set[str] = set()
        for one in self.asked:
            name = one.row.get("name") or ""
            if name in seen:
                one.row.refuse("name", "duplicate")
            seen.add(name)
        if not self.asked:
            self.found.refuse("survey", "required")

    @property
    def names(self) -> dict[str, str]:
        """The keys of the questions by their names in the workbook."""
        return {one.row.get("name") or "": one.key for one in self.asked}


def lists_of(rows: list[Row]) -> dict[str, list[Row]]:
    """Give the choices by their list; a reason for no answer must be one we know."""
    lists: dict[str, list[Row]] = {}
    for row in rows:
        lists.setdefault(row.needed("list_name"), []).append(row)
        said = row.get("fj::missing")
        if said is not None and said not in SKIPS.values():
            row.refuse("fj::missing", "unknown_code")
        elif said is None and (row.get("name") or "") in SKIPS:
            row.refuse("fj::missing", "required")
    for held in lists.values():
        seen: set[str] = set()
        for row in held:
            name = row.get("name") or ""
            if name in seen:
                row.refuse("name", "duplicate")
            seen.add(name)
    return lists


def condition(
    row: Row, column: str, names: dict[str, str], *, plain: bool
) -> dict[str, Any] | None:
    """Read the condition in a cell; None where there is none, or it is faulty."""
    text, code, made = row.get(column), "", None
    if text is None:
        return None
    try:
        made = parsed(text, names, plain=plain)
    except Unreadable as error:
        code = str(error)
    if code:
        row.refuse(column, code)
    return made
