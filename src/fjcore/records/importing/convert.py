"""What is made of a cell: plain data for the codec, or a reason why there is none."""

from __future__ import annotations

import re
from collections.abc import Mapping
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

from fjcore.records.checks import Fault, known_codes
from fjcore.records.importing.cells import (
    DateCell,
    NumericCell,
    formula_like,
)
from fjcore.records.importing.dates import date_reader, instant_reader
from fjcore.records.importing.layout import FieldMap, Layout, Transform
from fjcore.records.importing.target import Target
from fjcore.records.importing.texts import dialed, phone, text
from fjcore.records.importing.words import Convert, FormulaLike, Words, words_of
from fjcore.values import zone

_INT = re.compile(r"-?[0-9]{1,9}")
_DECIMAL = re.compile(r"-?[0-9]{1,12}(\.[0-9]{1,6})?")

#: So many texts of a field are kept with what they were turned into.
_KEPT = 512

#: Yes and no where a layout has no words of its own for them.
_YES_NO: Mapping[str, str] = {
    **dict.fromkeys(("1", "y", "yes", "true", "t"), "yes"),
    **dict.fromkeys(("0", "n", "no", "false", "f"), "no"),
}


def converter(field: FieldMap, found: Target, layout: Layout) -> Convert:
    """Give what turns the cell of a field into plain data.

    Raises, from the converter: Fault, with a code.
    """
    words = words_of(field, layout, may_miss=found.may_miss)
    make = field.transform
    if make is Transform.TEXT:
        return text(field, found, words)
    if make is Transform.PHONE:
        return phone(text(field, found, words))
    if make is Transform.E164:
        return dialed(text(field, found, words), field.region)
    if make is Transform.CODE:
        return _kept(_code(words, known_codes(found.said.codes or "")))
    if make is Transform.CODES:
        return _codes(field, words, known_codes(found.said.codes or ""))
    if make is Transform.FLAG:
        return _kept(_flag(field, words))
    if make is Transform.YES_NO:
        return _kept(_yes_no(words))
    return _kept(_read(field, layout, words))


def _kept(convert: Convert) -> Convert:
    """Keep what a few texts were turned into: codes and days come again and again."""
    known: dict[str, Any] = {}
    get = known.get

    def kept(cell: str) -> Any:
        found = get(cell, known)
        if found is not known and type(cell) is str:
            return found
        found = convert(cell)
        if type(cell) is str:
            if len(known) >= _KEPT:
                known.clear()
            known[cell] = found
        return found

    return kept


def _code(words: Words, known: frozenset[str]) -> Convert:
    table = {code: code for code in known}
    codes, named, reasons = words.codes, words.named, words.reasons

    def convert(cell: str) -> Any:
        said = cell.strip()
        if not said:
            return None
        folded = said.casefold()
        if folded in codes:
            return codes[folded]
        if folded in named:
            return named[folded]
        if said in table:
            return said
        if folded in reasons:
            return reasons[folded]
        fault = _unknown(cell)
        raise fault

    return convert


def _codes(field: FieldMap, words: Words, known: frozenset[str]) -> Convert:
    one = _code(words, known)

    def convert(cell: str) -> Any:
        whole = words.reasons.get(cell.strip().casefold(), words)
        if whole is not words:
            return whole
        if formula_like(cell):
            raise FormulaLike("formula_like")
        given = [one(item) for item in cell.split(field.separator)]
        found = [code for code in given if type(code) is str]
        if len(found) < sum(code is not None for code in given):
            raise Fault("precondition")
        return list(dict.fromkeys(found)) or None

    return convert


def _flag(field: FieldMap, words: Words) -> Convert:
    yes_no = _yes_no(words)

    def convert(cell: str) -> Any:
        said = yes_no(cell)
        return [field.code] if said is True else None

    return convert


def _yes_no(words: Words) -> Convert:
    codes, reasons = words.codes or _YES_NO, words.reasons

    def convert(cell: str) -> Any:
        folded = cell.strip().casefold()
        if not folded:
            return None
        if folded in codes:
            return codes[folded] == "yes"
        if folded in reasons:
            return reasons[folded]
        fault = _unknown(cell)
        raise fault

    return convert


def _unknown(cell: str) -> Fault:
    if type(cell) is str and formula_like(cell):
        return FormulaLike("formula_like")
    return Fault("unknown_code")


def _read(field: FieldMap, layout: Layout, words: Words) -> Convert:
    """Give the converter of a number, a date or an instant, or of a reason alone."""
    form = field.date_format or layout.date_format
    reasons, make = words.reasons, field.transform
    reads: dict[Transform, Convert] = {
        Transform.NUMBER: _number,
        Transform.DECIMAL: _decimal,
        Transform.MINUTES: _minutes,
        Transform.REASON: _never,
    }
    if make is Transform.DATE:
        reads[make] = date_reader(form)
    elif make is Transform.INSTANT:
        reads[make] = instant_reader(form, _zone(layout))
    read = reads[make]
    dated = make in (Transform.DATE, Transform.INSTANT)

    def convert(cell: str) -> Any:
        if type(cell) is str:
            # Typed numbers and dates are never guarded: -5 is a number.
            cell = cell.strip()
            if not cell:
                return None
            if reasons:
                folded = cell.casefold()
                if folded in reasons:
                    return reasons[folded]
        elif type(cell) is DateCell and not dated:
            raise Fault("type")
        elif type(cell) is NumericCell and cell in reasons:
            return reasons[cell]
        elif type(cell) is NumericCell and dated:
            raise Fault("type")
        return read(cell)

    return convert


def _zone(layout: Layout) -> ZoneInfo:
    return zone(layout.zone)


def _number(text: str) -> int:
    if not _INT.fullmatch(text):
        fault = _unreadable(text)
        raise fault
    return int(text)


def _decimal(text: str) -> str:
    if not _DECIMAL.fullmatch(text):
        fault = _unreadable(text)
        raise fault
    return str(text)


def _minutes(text: str) -> int:
    """Give hours as whole minutes."""
    if not _DECIMAL.fullmatch(text):
        fault = _unreadable(text)
        raise fault
    found = Decimal(text) * 60
    if found != int(found):
        raise Fault("range")
    return int(found)


def _never(text: str) -> Any:
    fault = _unreadable(text)
    raise fault


def _unreadable(text: str) -> Fault:
    return FormulaLike("formula_like") if formula_like(text) else Fault("format")
