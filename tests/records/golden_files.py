"""Writes the golden files: one record type at one version each, as it was stored.

A file of the present version is made anew from the declarations alone, the same bytes
every time; one of an earlier version is never touched again. To write those of the
present versions, run this file with the folder ``tests`` among the import paths::

    PYTHONPATH=tests python -m records.golden_files
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime
from itertools import cycle
from pathlib import Path
from typing import Any

import attrs

from fjcore.errors import Malformed
from fjcore.records import CORE_RECORDS, FieldKind, core_list, structure
from fjcore.records.record import declared, info_of, is_part, optional, shape
from fjcore.records.versions import lists_of
from fjcore.values import Missing, PartialDate, canonical

FOLDER = Path(__file__).parent / "golden"

#: How often a payload is put right before it is given up.
ROUNDS = 60

#: More tries than any field has likely values.
GONE = 1000

#: What a value of a kind may be, likelier ones first.
OF_KIND: dict[FieldKind, tuple[Any, ...]] = {
    FieldKind.NAME: ("Test-Ansel Quillmark",),
    FieldKind.NARRATIVE: ("She said:\n\tno más — «nunca»",),
    FieldKind.PHONE: ("406-555-0101", "+14065550101"),
    FieldKind.EMAIL: ("quillmark@example.org",),
    FieldKind.GOV_ID: ("Z01-0000-0037", "000-00-0000"),
    FieldKind.ZIP: ("00000",),
}
OF_TYPE: dict[Any, tuple[Any, ...]] = {
    bool: (True, False),
    int: (2, 1, 0),
    date: ("2026-03-02",),
    datetime: ("2026-03-02T18:30:00Z",),
    PartialDate: ("1988-04", "2026-03-02"),
}
#: What a text or anything else may be; the last fit where a field has a shape.
OF_TEXT = (
    "Test wording",
    "0f" * 16,
    "MT",
    "US",
    "30111",
    "MT-500",
    "12.50",
    "09:30",
    "17:45",
    "America/Denver",
    "en",
    "USD",
    "0f" * 32,
)


class Draft:
    """A payload on its way: which of the likely values each field has by now."""

    def __init__(self, cls: type) -> None:
        self.cls = cls
        self.tried: dict[str, int] = {}

    def payload(self) -> dict[str, Any]:
        """Give the payload as it stands: a field for which nothing fits is left out."""
        return self._of(self.cls, "")

    def _of(self, cls: type, path: str) -> dict[str, Any]:
        found = {}
        for attribute in attrs.fields(cls):
            here = f"{path}.{attribute.name}".strip(".")
            inner, many = shape(attribute.type)
            tried = self.tried.get(here, 0)
            if is_part(inner):
                if tried < 1 + many:
                    one = self._of(inner, here)
                    found[attribute.name] = [one] * (2 - tried) if many else one
                continue
            likely = list(candidates(attribute))
            if tried < len(likely):
                found[attribute.name] = likely[tried]
        return found

    def put_right(self, fault: Malformed) -> None:
        """Try the next likely value wherever something does not fit."""
        paths = {
            ".".join(part for part in problem.path.split(".") if not part.isdigit())
            for problem in fault.problems
        }
        for path in paths:
            self.tried[path] = self.tried.get(path, 0) + 1
        if "" in paths:
            # A rule of the whole record: it fits when some field is not there.
            held = [a.name for a in attrs.fields(self.cls) if optional(a)]
            self.tried[held[-self.tried[""] % len(held)]] = GONE


def candidates(attribute: attrs.Attribute[Any]) -> Iterator[Any]:
    """Give what a field may hold, likelier values first."""
    inner, many = shape(attribute.type)
    said = declared(attribute)
    if said.codes is not None:
        codes = core_list(said.codes) if isinstance(said.codes, str) else said.codes
        each = list(codes.codes)[:4]
        yield from ([code] for code in each) if many else each
        return
    likely = OF_KIND.get(said.kind or FieldKind.BOOL) or OF_TYPE.get(inner) or ()
    for value in (*likely, *(OF_TEXT if inner not in OF_TYPE else ())):
        fits = value[: said.max_length] if isinstance(value, str) else value
        yield [fits] if many else fits


def sound(cls: type, draft: Draft) -> dict[str, Any]:
    """Give a payload that the type takes, put right where it does not at first."""
    for _ in range(ROUNDS):
        payload = draft.payload()
        try:
            structure(payload, cls)
        except Malformed as fault:
            draft.put_right(fault)
        else:
            return payload
    raise AssertionError(info_of(cls).name)


def unanswered(cls: type, payload: dict[str, Any]) -> dict[str, Any]:
    """Give the payload with a reason in each field that may hold one."""
    reasons = cycle(one for one in Missing if one is not Missing.NOT_COLLECTED)
    found = dict(payload)
    for attribute, reason in zip(attrs.fields(cls), reasons, strict=False):
        if optional(attribute) and attribute.name in found:
            changed = {**found, attribute.name: {"?": reason.value}}
            try:
                structure(changed, cls)
            except Malformed:
                continue
            found = changed
    return found


def golden(cls: type) -> bytes:
    """Give the golden file of a record type at its present version."""
    full = sound(cls, Draft(cls))
    held = {
        "record": info_of(cls).name,
        "version": info_of(cls).version,
        "lists": lists_of(cls),
        "payloads": [full, unanswered(cls, full)],
    }
    return canonical.dumps(held) + b"\n"


def path_of(cls: type, version: int) -> Path:
    """Give the place of the golden file of a record type at a version."""
    return FOLDER / f"{info_of(cls).name}-{version}.json"


if __name__ == "__main__":
    FOLDER.mkdir(exist_ok=True)
    for kind in CORE_RECORDS:
        path_of(kind, info_of(kind).version).write_bytes(golden(kind))
