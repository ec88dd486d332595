"""An instrument that came from elsewhere, to be finished by a person."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from attrs import field, frozen

from fjcore.errors import Problem
from fjcore.screening.definition import Instrument
from fjcore.screening.parse import instruments, load


@frozen(kw_only=True)
class Draft:
    """An instrument that was read from elsewhere, and what was left out of it.

    ``instrument`` is the shipped one where the logic is the same, else a draft of which
    nothing is reviewed. ``definition`` is that draft as plain data, to be finished;
    ``words`` are packs as plain data, one for each language in which it had words.
    """

    instrument: Instrument
    definition: Mapping[str, Any] = field(repr=False)
    words: tuple[Mapping[str, Any], ...] = field(default=(), repr=False)
    warnings: tuple[Problem, ...] = ()


def shipped(made: Instrument) -> Instrument | None:
    """Give the shipped instrument of the same logic, or what was read itself.

    None where it goes by the id of a shipped one whose logic it does not have: an id
    of core is core's alone.
    """
    if made.id not in instruments():
        return made
    known = load(made.id)
    return known if known.logic_hash == made.logic_hash else None
