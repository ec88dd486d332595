"""Texts of a file that stand for a code, or for a reason why there is no answer."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from attrs import frozen

from fjcore.records.checks import Fault
from fjcore.records.importing.layout import FieldMap, Layout
from fjcore.values import Missing

#: Gives plain data; None for no answer that is worth telling, which is left out.
Convert = Callable[[str], Any]

#: A code that a crosswalk gives in place of a reason begins with this.
REASON = "?"

#: What each reason is written as; that nothing was collected is not written.
_WRITTEN: Mapping[str, Any] = {
    reason.value: None if reason is Missing.NOT_COLLECTED else {"?": reason.value}
    for reason in Missing
}


class FormulaLike(Fault):
    """A text that a spreadsheet would take for a formula."""


@frozen
class Words:
    """The texts of one field that stand for a code or for a reason, by folded text.

    ``named`` are the reasons of the tables that the field names itself, before which a
    code of its list does not count; ``reasons`` are those and the placeholders.
    """

    codes: Mapping[str, str]
    named: Mapping[str, Any]
    reasons: Mapping[str, Any]


def words_of(field: FieldMap, layout: Layout, *, may_miss: bool) -> Words:
    """Give the words of a field.

    ``may_miss``: whether it may hold a reason in place of an answer.
    """
    named = _reasons(*(layout.missing[name] for name in field.missing))
    said = layout.codes[field.codes] if field.codes else {}
    codes = {}
    for text, code in said.items():
        if code.startswith(REASON):
            named[text.casefold()] = _WRITTEN[code[1:]]
        else:
            codes[text.casefold()] = code
    reasons = {**_reasons(layout.placeholders), **named}
    if not may_miss:
        # Where there must be an answer a reason is none: the codec then asks for one.
        named, reasons = dict.fromkeys(named), dict.fromkeys(reasons)
    return Words(codes, named, reasons)


def _reasons(*tables: Mapping[str, str]) -> dict[str, Any]:
    return {
        text.casefold(): _WRITTEN[said]
        for table in tables
        for text, said in table.items()
    }
