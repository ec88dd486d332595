"""A state pack in sentences, each with the text it rests on, and as plain data."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from enum import IntEnum
from textwrap import wrap
from typing import Any

import attrs

from fjcore.consent import Authority, MandateRow, Privilege, StatePack

NOTICE = "Not legal advice. Engineers wrote this; ask counsel before you rely on it."

#: Columns of a line of text.
WIDTH = 100

_DEADLINES = {
    "immediately": "at once",
    "promptly": "promptly",
    "unstated": "no time stated",
}
_UNITS = {"h": "hours", "d": "days", "wd": "working days"}


def lines(pack: StatePack) -> Iterator[str]:
    """Give what a pack says, line by line."""
    yield f"{pack.id} {pack.name}, version {pack.version}, as of {pack.as_of}"
    yield f"sha256 {pack.sha256}"
    yield NOTICE
    yield _reviews(pack)
    yield from _headed("Majority", _majority(pack))
    yield from _headed("Minors who may consent (facts for counsel)", _minors(pack))
    yield from _headed("Privilege", map(_privilege, pack.privileges))
    yield from _headed("Substitute address", _program(pack))
    yield from _headed("Reports", map(_report, pack.mandates))
    yield from _headed("Reports of wounds", map(_report, pack.wound_reports))
    yield from _headed("Limits", _limits(pack))
    yield from _headed("Papers", _holds(pack))
    yield from _headed("Names", _names(pack))
    yield from _headed("Questions for counsel", _questions(pack))
    yield from _headed("Texts", map(_text, pack.authorities))


def _headed(title: str, said: Iterable[str]) -> Iterator[str]:
    rows = list(said)
    if rows:
        yield from ("", title)
    for row in rows:
        yield from wrap(
            row,
            WIDTH,
            initial_indent="  ",
            subsequent_indent="      ",
            break_long_words=False,
            break_on_hyphens=False,
        )


def _reviews(pack: StatePack) -> str:
    done = sum(one.reviewed for one in pack.authorities)
    return f"Texts reviewed by a lawyer: {done} of {len(pack.authorities)}."


def _cited(cites: Iterable[Authority]) -> str:
    return f"[{'; '.join(f'{one.section}, read: {one.read}' for one in cites)}]"


def _with(said: str, note: str, cites: Iterable[Authority]) -> str:
    return " ".join(part for part in (said, note, _cited(cites)) if part)


def _all(words: Iterable[str]) -> str:
    return ", ".join(sorted(word.replace("_", " ") for word in words))


def _majority(pack: StatePack) -> Iterator[str]:
    if pack.majority is not None:
        row = pack.majority
        born = row.leap_day.replace("_", " ")
        said = f"At {row.age} years; born on 29 February: {born}."
        yield _with(said, row.note, row.cites)


def _minors(pack: StatePack) -> Iterator[str]:
    for row in pack.minor_consents:
        said = f"{row.id}: {row.purpose.replace('_', ' ')}: {row.statement}"
        yield _with(said, row.note, row.cites)


def _privilege(row: Privilege) -> str:
    waiver = row.waiver.replace("_", " and ")
    dies = "ends at death" if row.ends_at_death else "outlives her"
    reach = _all(row.exceptions) or "nothing"
    said = (
        f"{row.id}: {_all(row.roles)} at {_all(row.employers)}: "
        f"{', '.join(sorted(row.categories))}. "
        f"Waived only by {waiver} consent; {dies}; does not reach: {reach}."
    )
    return _with(said, row.note, row.cites)


def _program(pack: StatePack) -> Iterator[str]:
    if pack.address_program is not None:
        row = pack.address_program
        move = row.move_notice_hours
        told = f" A move is told within {move} hours." if move else ""
        said = (
            f"{row.name}: {_all(row.substitute)} stands for {_all(row.protects)}, "
            f"{row.years} years, with {_all(row.offices)}.{told}"
        )
        yield _with(said, row.note, row.cites)


def _report(row: MandateRow) -> str:
    verb = "must" if row.mandatory else "may"
    to = (" or " if row.offices == "one" else " and ").join(
        sorted(kind.replace("_", " ") for kind in row.recipients)
    )
    told = "before" if row.told == "before" else "as soon as it is safe"
    parts = [
        f"{row.id}: {_all(row.roles)} {verb} report {_all(row.triggers)} to {to}, "
        f"{_deadline(row.deadline)}: {', '.join(sorted(row.facts))}.",
        f"The survivor is told {told}.",
    ]
    if row.except_roles:
        parts.append(f"Not: {_all(row.except_roles)}.")
    if row.exceptions:
        parts.append(f"Except {'; '.join(row.exceptions)}.")
    if row.not_named:
        parts.append(f"Not named: {_all(row.not_named)}.")
    return _with(" ".join(parts), row.note, row.cites)


def _deadline(said: str) -> str:
    if said in _DEADLINES:
        return _DEADLINES[said]
    number = said.rstrip("hdw")
    return f"within {number} {_UNITS[said[len(number) :]]}"


def _limits(pack: StatePack) -> Iterator[str]:
    for row in pack.limits:
        yield _with(f"{row.id}: {row.statement}", "", row.cites)


def _holds(pack: StatePack) -> Iterator[str]:
    for row in pack.holds:
        yield _with(
            f"{row.id}: {row.on.replace('_', ' ')}, {row.statement}", "", row.cites
        )


def _names(pack: StatePack) -> Iterator[str]:
    for row in pack.wordings:
        yield _with(
            f"{row.id}: {row.kind}, {' / '.join(row.text.values())}", "", row.cites
        )


def _questions(pack: StatePack) -> Iterator[str]:
    for row in pack.questions:
        yield _with(f"{row.id}: {row.text}", "", row.cites)


def _text(one: Authority) -> str:
    edition = f", edition of {one.edition}" if one.edition else ""
    looked = f"looked at in {one.year}{edition}, read: {one.read}"
    by = f"reviewed by {one.reviewed_by}, {one.reviewed_on}"
    review = by if one.reviewed else "not reviewed"
    said = f"{one.id}: {one.section}, {one.title}: {looked}, {review}. {one.note}"
    return said.strip()


def plain_pack(pack: StatePack) -> dict[str, Any]:
    """Give a pack as plain data; a row names the texts it cites by their ids."""
    found = {name: _plain(value) for name, value in _fields(pack)}
    texts = [dict(_fields(one)) for one in pack.authorities]
    found["authorities"] = [
        {name: _plain(value) for name, value in one.items()} for one in texts
    ]
    return {"notice": NOTICE, **found}


def _fields(row: Any) -> Iterator[tuple[str, Any]]:
    for one in attrs.fields(type(row)):
        yield one.name, getattr(row, one.name)


def _plain(value: Any) -> Any:
    if isinstance(value, Authority):
        return value.id
    if attrs.has(type(value)):
        return {name: _plain(inner) for name, inner in _fields(value)}
    if isinstance(value, Mapping):
        return dict(value)
    if isinstance(value, frozenset):
        return sorted(map(str, value))
    if isinstance(value, tuple):
        return [_plain(item) for item in value]
    if isinstance(value, IntEnum):
        return value.name.lower()
    return value.isoformat() if isinstance(value, date) else value
