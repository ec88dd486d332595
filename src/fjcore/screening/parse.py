"""Reading a definition strictly, and refusing one that could mislead."""

from __future__ import annotations

from functools import cache
from importlib.resources import files
from typing import Any

from attrs import evolve

from fjcore.errors import DefinitionRefused, Problem, UnknownInstrument
from fjcore.screening import _document, _parts
from fjcore.screening._shape import ID, BadShape
from fjcore.screening.definition import Instrument
from fjcore.screening.lint import lint
from fjcore.values import canonical


def parse(data: Any, *, strict: bool = True) -> Instrument:
    """Read a definition, with its own test vectors, all of which must agree.

    One that brings no vectors that show every part of it, no licence, no limits or no
    outcome rule is a draft: it is read only where ``strict`` is false, and never ships.
    Raises: DefinitionRefused, with the path and code of every fault.
    """
    made: Instrument | None = None
    problems: tuple[Problem, ...] = ()
    try:
        made, problems = _read(data, strict=strict)
    except BadShape as error:
        problems = (Problem(str(error), "E00"),)
    if made is None or problems:
        raise DefinitionRefused(_name(data), problems=problems)
    return made


def _read(data: Any, *, strict: bool) -> tuple[Instrument, tuple[Problem, ...]]:
    made = _parts.instrument(data)
    _document.shaped(data)
    found = lint(made)
    # What stands beside the logic can only be judged by a logic without fault.
    if not found:
        found = [*_document.problems(made, data, strict=strict)]
    return evolve(made, tested=strict), tuple(found)


def _name(data: Any) -> str:
    """Give the id of a definition that was refused, where it is one."""
    name = data.get("id") if type(data) is dict else None
    return name if type(name) is str and ID.fullmatch(name) else "instrument"


def instruments() -> tuple[str, ...]:
    """Give the ids of the instruments that ship, sorted."""
    folder = files("fjcore.screening").joinpath("definitions")
    return tuple(
        sorted(
            entry.name.removesuffix(".json")
            for entry in folder.iterdir()
            if entry.name.endswith(".json")
        )
    )


@cache
def load(instrument_id: str) -> Instrument:
    """Give an instrument that ships.

    Raises: UnknownInstrument.
    """
    if instrument_id not in instruments():
        known = ID.fullmatch(instrument_id) is not None
        raise UnknownInstrument(instrument_id if known else "")
    return parse(read(instrument_id))


def read(instrument_id: str) -> Any:
    """Give the definition of an instrument that ships, as plain data."""
    folder = files("fjcore.screening").joinpath("definitions")
    raw = folder.joinpath(f"{instrument_id}.json").read_bytes()
    return canonical.loads(raw, where=instrument_id)
