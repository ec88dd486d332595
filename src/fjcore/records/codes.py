"""Code lists: closed sets of answers, each with an id and a version."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from types import MappingProxyType

from attrs import field, frozen

from fjcore.errors import UnknownRecord


def _sealed(codes: Mapping[str, str]) -> Mapping[str, str]:
    return MappingProxyType(dict(codes))


@frozen(hash=False)
class CodeList:
    """Codes and their labels; a local list maps every code of its own to a core code.

    ``maps_to`` is the id of the core list, ``maps`` local code to core code.
    """

    id: str
    version: str
    codes: Mapping[str, str] = field(converter=_sealed)
    source: str = ""
    reviewed: bool = False
    maps_to: str = ""
    maps: Mapping[str, str] = field(factory=dict, converter=_sealed)

    def __contains__(self, code: object) -> bool:
        return code in self.codes

    def __hash__(self) -> int:
        return hash((self.id, self.version))


@cache
def core_lists() -> Mapping[str, CodeList]:
    """Every code list that core ships, by id."""
    text = files("fjcore.records").joinpath("data/codes.toml").read_text("utf-8")
    return MappingProxyType(
        {
            name: CodeList(
                name,
                row["version"],
                row["codes"],
                source=row["source"],
                reviewed=row["reviewed"],
            )
            for name, row in tomllib.loads(text).items()
        }
    )


def core_list(name: str) -> CodeList:
    """Give a core code list.

    Raises: UnknownRecord, naming the list.
    """
    found = core_lists().get(name)
    if found is None:
        raise UnknownRecord(name)
    return found
