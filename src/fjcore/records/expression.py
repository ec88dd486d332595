"""The closed grammar of `when` and `constraint`: parsed by hand, in three values.

::

    any   = all ("or" all)*
    all   = one ("and" one)*
    one   = "(" any ")" | "not(" any ")" | "missing(" field ")"
          | "selected(" field "," text ")" | term sign term
    sign  = "=" | "!=" | "<" | "<=" | ">" | ">="
    term  = field | text | number | "count-selected(" field ")"
    field = "${" name "}" | "."
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from attrs import field, frozen

from fjcore.errors import FormRefused, Problem
from fjcore.records._judging import CLOSED, UNREADABLE, truth
from fjcore.records._parser import MAX_BYTES, MAX_DEPTH, Unreadable, parsed
from fjcore.records._rules import Rule, fields_in, plain
from fjcore.values import Tri

__all__ = [
    "CLOSED",
    "MAX_BYTES",
    "MAX_DEPTH",
    "SELF",
    "UNREADABLE",
    "Expression",
    "parse_expression",
]

#: By this name an expression asks for the answer it stands at.
SELF = "."


@frozen
class Expression:
    """An expression that was read: ask it with ``truth``, show it with ``plain``."""

    text: str
    rule: Rule = field(repr=False)

    @property
    def names(self) -> frozenset[str]:
        """The questions it asks for, ``.`` among them where it asks for its own."""
        return frozenset(one.name for one in fields_in(self.rule))

    def truth(self, values: Mapping[str, Any]) -> Tri:
        """Judge it by answers: true, false, or undetermined.

        Shape: by name a text (also a code, or ``yes`` and ``no``), a ``Decimal``, a
        ``PartialDate``, a time, an instant, a tuple of codes, a ``Missing``, or
        ``CLOSED`` or ``UNREADABLE``. What is missing or not there leaves a comparison
        undetermined. Of a closed question nothing is so: it equals nothing, as the
        answer to a closed item of a screening does.
        """
        return truth(self.rule, values)

    def plain(self) -> list[Any]:
        """Give it as nested lists: the sign or function first, then its parts."""
        return plain(self.rule)


def parse_expression(text: str, *, where: str = "expression") -> Expression:
    """Read an expression.

    Units: at most 4 KiB of UTF-8, and 32 levels of brackets.
    Raises: FormRefused, naming ``where``, with one of the codes ``type``, ``too_big``,
    ``too_deep`` and ``format``.

    >>> from fjcore.values import Missing
    >>> asked = parse_expression("${wanted} = 'yes' or missing(${phone})")
    >>> asked.truth({"wanted": Missing.ASKED_DECLINED, "phone": "406-555-0101"})
    <Tri.UNDETERMINED: 'undetermined'>
    """
    code, rule = "", None
    try:
        rule = parsed(text)
    except Unreadable as fault:
        code = str(fault)
    if rule is None:
        del text
        raise FormRefused(where, problems=(Problem(where, code),))
    return Expression(text, rule)
