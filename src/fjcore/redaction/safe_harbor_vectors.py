"""Files of safe harbor vectors: read strictly, run one by one."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from datetime import date, tzinfo
from typing import Any, NamedTuple

from attrs import frozen

from fjcore.errors import FjcoreError, InputRefused, Problem
from fjcore.redaction.safe_harbor import Rules, safe_harbor
from fjcore.redaction.zip_table import ZipTable, zip_table
from fjcore.values import canonical, zone

#: The largest file that is read.
MAX_BYTES = 16 << 20

#: Key of the list that is the table for a whole file.
TABLE = "restricted_zip3_census_2000"

_TOP = frozenset({TABLE, "note", "vectors"})
_REQUIRED = frozenset({"id", "field", "input", "as_of", "expect"})
_OPTIONAL = frozenset({"tz", "census_table", "why", "status", "source"})
_PREFIX = re.compile(r"[0-9]{3}")
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")

#: What a vector expects of a code that may stand.
_KEPT = "keep"


@frozen(kw_only=True)
class Vector:
    """One known answer: a field, a value, and what safe harbor shows of it."""

    id: str
    field: str
    value: Any
    expected: Any
    rules: Rules

    def run(self) -> Outcome:
        """Give what came of it."""
        got = safe_harbor(self.field, self.value, self.rules)
        if self.field == "recode_key" and got is not None:
            got = _KEPT
        return Outcome(self.id, self.field, self.expected, got)


class Outcome(NamedTuple):
    """What a vector expects, and what was shown."""

    id: str
    field: str
    expected: Any
    got: Any

    @property
    def passed(self) -> bool:
        """Whether value and type agree."""
        return _same(self.expected, self.got)

    def line(self) -> str:
        """Give the line of the report."""
        if self.passed:
            return f"ok {self.id}"
        said = json.dumps(self.expected, ensure_ascii=False)
        got = json.dumps(self.got, ensure_ascii=False)
        return f"FAIL {self.id} {self.field} expected={said} got={got}"


def _same(one: Any, other: Any) -> bool:
    return type(one) is type(other) and bool(one == other)


def vectors_from(raw: bytes, *, where: str) -> tuple[Vector, ...]:
    """Read a file of vectors.

    Raises: InputRefused, naming every place at fault: an unknown key, an id twice.
    """
    said = None
    try:
        said = canonical.loads(raw, max_bytes=MAX_BYTES, where=where)
    except FjcoreError as error:
        problem = Problem(where, "too_big" if error.code == "too_big" else "format")
    if said is None:
        raise InputRefused(where, problems=(problem,))
    problems = tuple(_faults(said))
    if problems:
        raise InputRefused(where, problems=problems)
    table = _table(said[TABLE]) if TABLE in said else zip_table()
    return tuple(_vector(row, table) for row in said["vectors"])


def _vector(row: Mapping[str, Any], table: ZipTable) -> Vector:
    used: ZipTable | None = table
    if "census_table" in row:
        listed = row["census_table"]
        used = None if listed is None else _table(listed)
    rules = Rules(as_of=date.fromisoformat(row["as_of"]), tz=_zone(row), table=used)
    return Vector(
        id=row["id"],
        field=row["field"],
        value=row["input"],
        expected=row["expect"],
        rules=rules,
    )


def _table(listed: list[str]) -> ZipTable:
    return ZipTable(version="file", sparse=frozenset(listed))


def _zone(row: Mapping[str, Any]) -> tzinfo | None:
    return zone(row["tz"]) if row.get("tz") is not None else None


# --- the form of a file --------------------------------------------------------------


def _faults(said: Any) -> Iterator[Problem]:
    if not isinstance(said, dict):
        yield Problem("", "type")
        return
    yield from (Problem(key, "unknown_key") for key in sorted(said.keys() - _TOP))
    if TABLE in said and not _is_table(said[TABLE]):
        yield Problem(TABLE, "format")
    rows = said.get("vectors")
    if not isinstance(rows, list):
        yield Problem("vectors", "required" if "vectors" not in said else "type")
        return
    seen: set[str] = set()
    for index, row in enumerate(rows):
        yield from _row_faults(f"vectors.{index}", row, seen)


def _row_faults(path: str, row: Any, seen: set[str]) -> Iterator[Problem]:
    if not isinstance(row, dict):
        yield Problem(path, "type")
        return
    for key in sorted(_REQUIRED - row.keys()):
        yield Problem(f"{path}.{key}", "required")
    for key in sorted(row.keys() - _REQUIRED - _OPTIONAL):
        yield Problem(f"{path}.{key}", "unknown_key")
    for key in ("id", "field", "as_of"):
        if key in row and not isinstance(row[key], str):
            yield Problem(f"{path}.{key}", "type")
    name = row.get("id")
    if isinstance(name, str):
        if name in seen:
            yield Problem(f"{path}.id", "duplicate")
        seen.add(name)
    if isinstance(row.get("as_of"), str) and not _is_day(row["as_of"]):
        yield Problem(f"{path}.as_of", "format")
    listed = row.get("census_table")
    if listed is not None and not _is_table(listed):
        yield Problem(f"{path}.census_table", "format")
    if row.get("tz") is not None and not _is_zone(row["tz"]):
        yield Problem(f"{path}.tz", "unknown_code")


def _is_table(listed: Any) -> bool:
    return isinstance(listed, list) and all(
        isinstance(prefix, str) and _PREFIX.fullmatch(prefix) for prefix in listed
    )


def _is_day(text: str) -> bool:
    try:
        return bool(_DAY.fullmatch(text) and date.fromisoformat(text))
    except ValueError:
        return False


def _is_zone(name: Any) -> bool:
    try:
        return isinstance(name, str) and zone(name) is not None
    except FjcoreError:
        return False
