"""What is made of a cell that holds a text: the text itself, kept as it was given."""

from __future__ import annotations

import re
from typing import Any

from fjcore.errors import Malformed
from fjcore.records.checks import PHONE, Fault, clean
from fjcore.records.importing.cells import LEADS, MAX_CELL, NumericCell
from fjcore.records.importing.layout import FieldMap
from fjcore.records.importing.target import Target
from fjcore.records.importing.words import Convert, FormulaLike, Words
from fjcore.records.label import FieldKind
from fjcore.records.phones import e164

_BRACKETS = re.compile(r"\(([0-9]{3})\)")


def text(field: FieldMap, found: Target, words: Words) -> Convert:
    """Give what takes a text as it stands, without the blanks around it.

    A narrative keeps those too. Raises, from the converter: Fault.
    """
    reasons, keep = words.reasons, field.formula_like == "keep"
    phone = found.said.kind is FieldKind.PHONE
    narrative = found.said.kind is FieldKind.NARRATIVE
    pad, several = field.zero_pad, bool(field.columns)
    codes = words.codes
    # The longest that a placeholder is: longer texts need no look.
    longest = max(map(len, [*reasons, *codes]), default=0)

    def convert(cell: str) -> Any:
        if type(cell) is not str:
            cell = _padded(cell, pad)
        said = cell.strip()
        if not said:
            return None
        if len(said) <= longest:
            folded = said.casefold()
            if folded in codes:
                return codes[folded]
            if folded in reasons:
                return reasons[folded]
        if (cell[0] in LEADS or said[0] in LEADS) and not (
            phone and PHONE.fullmatch(said)
        ):
            if not keep:
                raise FormulaLike("formula_like")
        if len(cell) > MAX_CELL:
            raise Fault("length")
        if several and not clean(said):
            # Once joined it could not be told which of them it was.
            raise Fault("format")
        return cell if narrative else said

    return convert


def phone(inner: Convert) -> Convert:
    """Take the brackets off an area code: no number is kept with them."""

    def convert(cell: str) -> Any:
        found = inner(cell)
        if type(found) is str:
            found = _BRACKETS.sub(r"\1", found, count=1)
        return found

    return convert


def dialed(inner: Convert, region: str) -> Convert:
    """Write a phone number as E.164 does; an e-mail address stays as it is."""

    def convert(cell: str) -> Any:
        found = inner(cell)
        if type(found) is not str or "@" in found:
            return found
        number = ""
        try:
            number = e164(found, region=region)
        except Malformed:
            pass
        if not number:
            raise Fault("format")
        return number

    return convert


def _padded(cell: str, width: int) -> str:
    """Give a number of a workbook as text, where the layout says how wide it was."""
    if type(cell) is not NumericCell or not width:
        raise Fault("type")
    if not (cell.isascii() and cell.isdigit() and len(cell) <= width):
        raise Fault("format")
    return cell.zfill(width)
