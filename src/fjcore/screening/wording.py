"""Wording packs: the words of a tool, apart from its logic, by language and licence."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Mapping
from importlib.resources import files
from typing import Any

from attrs import evolve, field, frozen

from fjcore.errors import Problem, WordingRefused
from fjcore.screening import _shape as shape
from fjcore.screening._provenance import licence
from fjcore.screening._shape import BadShape
from fjcore.screening.definition import Instrument
from fjcore.screening.licence import Licence, Permission, Use, permit
from fjcore.screening.result import WordingPin
from fjcore.values import canonical

_REQUIRED = (
    "instrument instrument_version pack_version language translation items options "
    "attribution"
)
_KNOWN = "instructions reviewer reading_grade licence source reviewed"
_LANGUAGE = re.compile(r"[a-z]{2,3}(-[A-Z][a-z]{3})?(-[A-Z]{2})?")
#: Options of every item that has none of its own.
ANY = "*"


@frozen(kw_only=True)
class WordingPack:
    """The words of every item and answer of one edition, in one language.

    ``translation``: ``official`` from the owner, ``validated`` by a study, ``local``
    by a center. ``permission`` is the letter by which it was allowed, if it needed one.
    """

    instrument: str
    instrument_version: str
    pack_version: str
    language: str
    translation: str
    items: Mapping[str, str] = field(repr=False)
    options: Mapping[str, Mapping[str, str]] = field(repr=False)
    attribution: str
    instructions: str | None = field(default=None, repr=False)
    reviewer: str | None = None
    reading_grade: int | None = None
    source: str | None = None
    reviewed: bool = False
    licence: Licence | None = None
    permission: Permission | None = None
    sha256: str = ""

    @property
    def pin(self) -> WordingPin:
        """What a result says of the words that were shown."""
        return WordingPin(
            instrument=self.instrument,
            language=self.language,
            pack_version=self.pack_version,
            translation=self.translation,
            sha256=self.sha256,
        )

    def option(self, item: str, value: str) -> str:
        """Give the words of one answer."""
        return self.options.get(item, {}).get(value) or self.options[ANY][value]


def wording(
    data: Any,
    instrument: Instrument,
    *,
    use: Use | str,
    permission: Permission | None = None,
) -> WordingPack:
    """Read a pack of words for an instrument, if its licence allows the use.

    The pack's own licence counts where it has one, else the instrument's. A use that
    is not plainly allowed, as in a product that is sold, needs the owner's letter.
    Raises: WordingRefused, with every fault; LicenceRefused.
    """
    meant = _use(use, instrument)
    made, problems = _read(data, instrument)
    if made is None or problems:
        raise WordingRefused(instrument.id, problems=problems)
    owner = made.licence if made.licence is not None else instrument.licence
    permit(owner, meant, permission, instrument.id)
    return evolve(made, permission=permission)


def _use(use: Any, instrument: Instrument) -> Use:
    if isinstance(use, str) and use in frozenset(Use):
        return Use(use)
    problem = Problem("use", "unknown_code")
    raise WordingRefused(instrument.id, problems=(problem,))


def _read(
    data: Any, instrument: Instrument
) -> tuple[WordingPack | None, tuple[Problem, ...]]:
    made = None
    try:
        made = _pack(data)
    except BadShape as error:
        return None, (Problem(str(error), "format"),)
    problems = [*_fits(made, instrument)]
    return made, tuple(problems)


def _pack(data: Any) -> WordingPack:
    row = shape.table(data, "keys", _REQUIRED, _KNOWN)
    language = shape.text(row["language"], "language")
    if not _LANGUAGE.fullmatch(language):
        raise BadShape("language")
    grade = row.get("reading_grade")
    options = {
        name: _words(value, path)
        for path, name, value in shape.named(row["options"], "options")
    }
    translation = shape.word(
        row["translation"], "translation", "official validated local"
    )
    text = json.dumps(row, sort_keys=True, separators=(",", ":"), default=lambda _: "")
    return WordingPack(
        instrument=shape.ident(row["instrument"], "instrument"),
        instrument_version=shape.text(row["instrument_version"], "instrument_version"),
        pack_version=shape.text(row["pack_version"], "pack_version"),
        language=language,
        translation=translation,
        items=_words(row["items"], "items"),
        options=options,
        attribution=shape.text(row["attribution"], "attribution"),
        instructions=shape.maybe_text(row, "instructions", ""),
        reviewer=shape.maybe_text(row, "reviewer", ""),
        reading_grade=None if grade is None else shape.number(grade, "reading_grade"),
        source=shape.maybe_text(row, "source", ""),
        reviewed=shape.flag(row.get("reviewed", False), "reviewed"),
        licence=None if row.get("licence") is None else licence(row["licence"]),
        sha256=hashlib.sha256(text.encode()).hexdigest(),
    )


def _words(data: Any, path: str) -> dict[str, str]:
    return {name: shape.text(v, where) for where, name, v in shape.named(data, path)}


def _fits(made: WordingPack, instrument: Instrument) -> list[Problem]:
    """Every item and every answer has words, and nothing else has."""
    found = []
    if made.instrument != instrument.id:
        found.append(Problem("instrument", "other"))
    if made.instrument_version != instrument.version:
        found.append(Problem("instrument_version", "other"))
    names = set(instrument.by_id)
    for name in sorted(names ^ made.items.keys()):
        code = "required" if name in names else "unknown_item"
        found.append(Problem(f"items.{name}", code))
    for name in sorted(made.options.keys() - names - {ANY}):
        found.append(Problem(f"options.{name}", "unknown_item"))
    for item in instrument.asked:
        words = {**made.options.get(ANY, {}), **made.options.get(item.id, {})}
        found += [
            Problem(f"options.{item.id}.{value}", "required")
            for value in item.points
            if value not in words
        ]
        strange = made.options.get(item.id, {}).keys() - item.points.keys()
        found += [
            Problem(f"options.{item.id}.{v}", "unknown_code") for v in sorted(strange)
        ]
    return found


def languages(instrument_id: str) -> tuple[str, ...]:
    """Give the languages in which the words of an instrument ship, sorted."""
    names = (entry.name for entry in _folder().iterdir())
    parts = (name.removesuffix(".json").rpartition("@") for name in names)
    return tuple(sorted(tag for name, _, tag in parts if name == instrument_id))


def load_wording(
    instrument: Instrument,
    language: str,
    *,
    use: Use | str,
    permission: Permission | None = None,
) -> WordingPack:
    """Give the words that ship, where any do: those whose owner allows it.

    Raises: LicenceRefused; WordingRefused, when none ship in this language.
    """
    permit(instrument.licence, _use(use, instrument), permission, instrument.id)
    if language not in languages(instrument.id):
        problem = Problem("language", "unknown_code")
        raise WordingRefused(instrument.id, problems=(problem,))
    raw = _folder().joinpath(f"{instrument.id}@{language}.json").read_bytes()
    data = canonical.loads(raw, where=instrument.id)
    return wording(data, instrument, use=use, permission=permission)


def _folder() -> Any:
    return files("fjcore.screening").joinpath("words")


def allowed(
    pack: WordingPack, instrument: Instrument, *, use: Use | str
) -> WordingPack:
    """Give a pack that was read before, if its licence allows this use.

    Raises: LicenceRefused; WordingRefused, for a use that is none.
    """
    owner = pack.licence if pack.licence is not None else instrument.licence
    permit(owner, _use(use, instrument), pack.permission, instrument.id)
    return pack
