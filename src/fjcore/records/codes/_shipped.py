"""The lists that core ships, read from its data on first use."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from importlib.resources import files
from types import MappingProxyType
from typing import Any

from fjcore.errors import Malformed, Problem, UnknownRecord
from fjcore.records.codes._code_list import CodeList, How, Step

#: The files of a list's data begin so; a part may bring a file of its own.
_PREFIX = "codes"

#: What a table of a list or of one of its versions is given on as it stands.
_PLAIN = ("start", "end", "retired", "outward", "next")


def _tables() -> Iterator[tuple[str, dict[str, Any]]]:
    folder = files("fjcore.records").joinpath("data")
    for path in sorted(folder.iterdir(), key=lambda path: path.name):
        if path.name.startswith(_PREFIX) and path.name.endswith(".toml"):
            yield from tomllib.loads(path.read_text("utf-8")).items()


@cache
def _versions() -> Mapping[str, tuple[CodeList, ...]]:
    return compiled(_tables())


def compiled(
    tables: Iterable[tuple[str, Mapping[str, Any]]],
) -> Mapping[str, tuple[CodeList, ...]]:
    """Make code lists of their data: by id, every version, oldest first.

    Raises: Malformed, naming a list that is there twice.
    """
    found: dict[str, tuple[CodeList, ...]] = {}
    for name, table in tables:
        if name in found:
            raise Malformed(name, problems=(Problem(name, "duplicate"),))
        found[name] = tuple(_all_versions(name, table))
    return MappingProxyType(found)


def _all_versions(name: str, table: Mapping[str, Any]) -> Iterator[CodeList]:
    rows = [
        *({**row, "version": said} for said, row in table.get("past", {}).items()),
        table,
    ]
    gone: dict[str, str] = {}
    for row, after in zip(rows, [*rows[1:], None], strict=True):
        codes = row["codes"]
        was = {code: text for code, text in gone.items() if code not in codes}
        yield CodeList(
            name,
            row["version"],
            codes,
            source=row.get("source", table["source"]),
            reviewed=row.get("reviewed", table["reviewed"]),
            crosswalk={} if after is None else _crosswalk(row, after),
            **{
                **{key: row[key] for key in _PLAIN if key in row},
                "retired": {**was, **row.get("retired", {})},
            },
        )
        gone |= codes


def _crosswalk(row: Mapping[str, Any], after: Mapping[str, Any]) -> dict[str, Step]:
    """Give every code its step; one that stays and says nothing stays the same."""
    said = {
        code: Step(How(rest[0]), *rest[1:])
        for code, rest in row.get("crosswalk", {}).items()
    }
    same = {
        code: Step(How.EXACT, code) for code in row["codes"] if code in after["codes"]
    }
    return {**same, **said}


@cache
def core_lists() -> Mapping[str, CodeList]:
    """Every code list that core ships, by id, at its newest version."""
    return MappingProxyType({name: every[-1] for name, every in _versions().items()})


def core_list(name: str, version: str = "") -> CodeList:
    """Give a core code list, at its newest version unless another is named.

    Raises: UnknownRecord, naming the list.
    """
    found = {one.version: one for one in versions_of(name)}
    said = version or next(reversed(found))
    if said not in found:
        raise UnknownRecord(name)
    return found[said]


def versions_of(name: str) -> tuple[CodeList, ...]:
    """Give every version of a core code list, oldest first.

    Raises: UnknownRecord, naming the list.
    """
    found = _versions().get(name)
    if found is None:
        raise UnknownRecord(name)
    return found
