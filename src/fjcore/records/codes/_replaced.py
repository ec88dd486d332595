"""Lists that the vocabulary of consent replaced: read on import, never written."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from types import MappingProxyType

from attrs import field, frozen

from fjcore.records.codes._code_list import How, Step


def _sealed(crosswalk: Mapping[str, Step]) -> Mapping[str, Step]:
    return MappingProxyType(dict(crosswalk))


@frozen
class Replaced:
    """A list that is no more: where each of its codes went, and in which vocabulary.

    ``into`` is ``consent_states``, ``legal_bases`` or ``recipient_types``; empty where
    nothing took the list's place.
    """

    id: str
    into: str
    crosswalk: Mapping[str, Step] = field(converter=_sealed)


@cache
def replaced_lists() -> Mapping[str, Replaced]:
    """Give every list that the vocabulary of consent replaced, by id."""
    path = files("fjcore.records").joinpath("data/replaced.toml")
    tables = tomllib.loads(path.read_text("utf-8"))
    return MappingProxyType(
        {
            name: Replaced(
                name,
                table["into"],
                {
                    code: Step(How(rest[0]), *rest[1:])
                    for code, rest in table["crosswalk"].items()
                },
            )
            for name, table in tables.items()
        }
    )
