"""What is said on the command line before an interview begins."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

from attrs import frozen

from fjcore.cli.session import Settings
from fjcore.errors import LicenceRefused, OptionRefused, Problem
from fjcore.screening import (
    Instrument,
    Mode,
    Presence,
    Training,
    Use,
    WordingPack,
)
from fjcore.screening._shape import is_line
from fjcore.sdk import Registry


@frozen(kw_only=True)
class Chosen:
    """What was said on the command line."""

    subject: str
    lang: str
    profile: str
    facts: tuple[str, ...]
    mode: str
    present: tuple[str, ...]
    save: Path | None
    settings: Settings
    resumed: Path | None = None
    totals: bool = False
    training: Training | None = None


def words_of(made: Instrument, lang: str, registry: Registry) -> WordingPack | None:
    """Give the words in a language; with none named, English where it may be shown.

    Raises: LicenceRefused, WordingRefused, for a language that is named.
    """
    if lang:
        return registry.words(made, lang, use=Use.CLINICAL)
    if "en" not in registry.languages(made.id):
        return None
    try:
        return registry.words(made, "en", use=Use.CLINICAL)
    except LicenceRefused:
        return None


def mode_of(said: str) -> Mode | None:
    """Read how the questions are put; None where nothing was said.

    Raises: OptionRefused.
    """
    if not said:
        return None
    if said not in frozenset(Mode):
        raise refused("--mode", "unknown_code")
    if said == Mode.SELF_DEVICE:
        # Alerts are for staff: this screen must not be the survivor's.
        raise refused("--mode", "survivor_screen")
    return Mode(said)


def present_of(said: tuple[str, ...]) -> tuple[str, ...]:
    """Read who else is there.

    Raises: OptionRefused.
    """
    if not set(said) <= frozenset(Presence):
        raise refused("--present", "unknown_code")
    return said


def training_of(program: str, done: str, ends: str) -> Training | None:
    """Read the training of who asks; None where nothing was said of it.

    Raises: OptionRefused.
    """
    if not (program or done or ends):
        return None
    if not is_line(program):
        raise refused("--trained", "format" if program else "required")
    if not done:
        raise refused("--trained-on", "required")
    completed_on = _day("--trained-on", done)
    valid_until = _day("--trained-until", ends) if ends else None
    if valid_until is not None and valid_until < completed_on:
        raise refused("--trained-until", "range")
    return Training(program=program, completed_on=completed_on, valid_until=valid_until)


def _day(where: str, said: str) -> date:
    found = None
    try:
        found = date.fromisoformat(said)
    except ValueError:
        pass
    if found is None or found.isoformat() != said:
        raise refused(where, "format")
    return found


def facts_of(made: Instrument, said: tuple[str, ...]) -> dict[str, Any]:
    """Read facts that the definition knows.

    Raises: OptionRefused.
    """
    found: dict[str, Any] = {}
    for one in said:
        name, sign, value = one.partition("=")
        if not sign or name not in made.context:
            raise refused("--fact", "unknown_code")
        found[name] = read_fact(value)
    return found


def read_fact(text: str) -> str | int | bool | None:
    """Read a fact as it is typed; ``unknown`` is one that is not known."""
    words: dict[str, bool | None] = {"yes": True, "no": False, "unknown": None}
    if text in words:
        return words[text]
    return int(text) if text.isdecimal() and len(text) < 7 else text


def refused(where: str, code: str) -> OptionRefused:
    """Give the refusal of an option."""
    return OptionRefused(where, problems=(Problem(where, code),))
