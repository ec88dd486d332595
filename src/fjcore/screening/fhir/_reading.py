"""Foreign data read within bounds: every fault by its path, none by what it held."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from fjcore.errors import ExchangeRefused, Problem
from fjcore.screening import _shape as shape
from fjcore.screening.fhir._terms import EXTENSION

#: How deep items may stand inside one another.
MAX_DEPTH = 20
#: Faults are told until it is plain that this is not what it should be.
MAX_FAULTS = 500


class Reader:
    """Gives what stands at a path, and notes what does not fit."""

    def __init__(self) -> None:
        self.problems: list[Problem] = []
        self.warnings: list[Problem] = []

    def refuse(self, path: str, code: str) -> None:
        """Note a fault."""
        if len(self.problems) < MAX_FAULTS:
            self.problems.append(Problem(path, code))

    def warn(self, path: str, code: str) -> None:
        """Note what was left out."""
        if len(self.warnings) < MAX_FAULTS:
            self.warnings.append(Problem(path, code))

    def table(self, value: Any, path: str) -> dict[str, Any]:
        """Give a table; an empty one, and a fault, for anything else."""
        if type(value) is dict:
            return value
        self.refuse(path, "type")
        return {}

    def rows(self, row: dict[str, Any], key: str, path: str) -> list[tuple[str, Any]]:
        """Give the tables of a list under a key, each with its path."""
        value, where = row.get(key, []), _under(path, key)
        if type(value) is not list:
            self.refuse(where, "type")
            return []
        if len(value) > shape.MAX_ROWS:
            self.refuse(where, "too_big")
        found = []
        for number, one in enumerate(value[: shape.MAX_ROWS]):
            at = f"{where}.{number}"
            if type(one) is dict:
                found.append((at, one))
            else:
                self.refuse(at, "type")
        return found

    def text(
        self, row: dict[str, Any], key: str, path: str, limit: int = shape.MAX_TEXT
    ) -> str | None:
        """Give the text under a key; None where there is none, or it is no text."""
        value, where = row.get(key), _under(path, key)
        if value is None:
            return None
        if type(value) is not str:
            self.refuse(where, "type")
        elif not 0 < len(value) <= limit:
            self.refuse(where, "length")
        elif any("\ud800" <= sign <= "\udfff" for sign in value):
            self.refuse(where, "format")
        else:
            return value
        return None

    def needed(
        self, row: dict[str, Any], key: str, path: str, limit: int = shape.MAX_TEXT
    ) -> str | None:
        """Give the text under a key, at which something must stand."""
        if row.get(key) is None:
            self.refuse(_under(path, key), "required")
            return None
        return self.text(row, key, path, limit)

    def extensions(
        self, row: dict[str, Any], path: str
    ) -> Iterator[tuple[str, str, dict[str, Any]]]:
        """Give each extension: its path, its address, itself."""
        for where, one in self.rows(row, "extension", path):
            url = self.needed(one, "url", where)
            if url is not None:
                yield where, url, one

    def mine(
        self, row: dict[str, Any], path: str, name: str
    ) -> tuple[str, dict[str, Any]] | None:
        """Give one of our own extensions, with its path; it may stand once."""
        found = [
            (where, one)
            for where, url, one in self.extensions(row, path)
            if url == f"{EXTENSION}{name}"
        ]
        if len(found) > 1:
            self.refuse(found[1][0], "duplicate")
        return found[0] if found else None

    def own(
        self, row: dict[str, Any], path: str, name: str, limit: int = shape.MAX_TEXT
    ) -> str | None:
        """Give the text of one of our own extensions."""
        found = self.mine(row, path, name)
        if found is None:
            return None
        return self.needed(found[1], "valueString", found[0], limit)

    def done(self, where: str) -> None:
        """Go on only without a fault.

        Raises: ExchangeRefused.
        """
        if self.problems:
            problems = tuple(dict.fromkeys(self.problems))
            raise ExchangeRefused(where, problems=problems)


def _under(path: str, key: str) -> str:
    return f"{path}.{key}" if path else key
