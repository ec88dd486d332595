"""Reading an expression, by hand and within bounds."""

from __future__ import annotations

import re
from collections.abc import Callable
from decimal import Decimal
from typing import NoReturn

from fjcore.records._rules import (
    Absent,
    Compare,
    Count,
    Field,
    Joined,
    Literal,
    Not,
    Rule,
    Selected,
    Term,
)

#: Most bytes of an expression, and how deep brackets and ``not()`` may nest in it.
MAX_BYTES, MAX_DEPTH = 4096, 32

_TOKEN = re.compile(
    r"""[ \t\r\n]*(?:
        (?P<field>\$\{[a-z][a-z0-9_]{0,40}\}|\.(?![0-9]))
      | (?P<text>'[^']*'|"[^"]*")
      | (?P<number>-?(?:0|[1-9][0-9]{0,17})(?:\.[0-9]{1,9})?)(?![0-9a-zA-Z_.])
      | (?P<call>(?:not|missing|selected|count-selected)[ ]?\()
      | (?P<word>and|or)(?![0-9a-zA-Z_(-])
      | (?P<sign><=|>=|!=|=|<|>)
      | (?P<mark>[(),])
    )""",
    re.VERBOSE,
)


class Unreadable(Exception):
    """A code on its way out of the parser."""


def parsed(text: str) -> Rule:
    """Read a rule.

    Raises: Unreadable, with the code ``type``, ``too_big``, ``too_deep`` or ``format``.
    """
    if type(text) is not str:
        raise Unreadable("type")
    if len(text) > MAX_BYTES or len(text.encode("utf-8", "replace")) > MAX_BYTES:
        raise Unreadable("too_big")
    return _Parser(_tokens(text)).whole()


def _tokens(text: str) -> list[tuple[str, str]]:
    found, position, end = [], 0, len(text.rstrip(" \t\r\n"))
    while position < end:
        match = _TOKEN.match(text, position)
        if match is None or match.lastgroup is None:
            raise Unreadable("format")
        found.append((match.lastgroup, match[match.lastgroup]))
        position = match.end()
    return found


class _Parser:
    """Goes over the tokens once, from the left."""

    def __init__(self, tokens: list[tuple[str, str]]) -> None:
        self.tokens = [*tokens, ("end", "")]
        self.at = self.depth = 0

    def whole(self) -> Rule:
        found = self.joined("or", lambda: self.joined("and", self.one))
        if self.tokens[self.at][0] != "end":
            self.refuse()
        return found

    def refuse(self) -> NoReturn:
        raise Unreadable("format")

    def taken(self, kind: str, said: str = "") -> str:
        """Go on over a token, and give it; it must be of the kind, and say this."""
        found, text = self.tokens[self.at]
        if found != kind or (said and text != said):
            self.refuse()
        self.at += 1
        return text

    def joined(self, word: str, part: Callable[[], Rule]) -> Rule:
        parts = [part()]
        while self.tokens[self.at] == ("word", word):
            self.at += 1
            parts.append(part())
        return parts[0] if len(parts) == 1 else Joined(word == "and", tuple(parts))

    def nested(self) -> Rule:
        """Read what stands in brackets, the closing one too."""
        self.depth += 1
        if self.depth > MAX_DEPTH:
            raise Unreadable("too_deep")
        found = self.joined("or", lambda: self.joined("and", self.one))
        self.taken("mark", ")")
        self.depth -= 1
        return found

    def one(self) -> Rule:
        kind, text = self.tokens[self.at]
        name = text[:-1].rstrip()
        if (kind, text) == ("mark", "("):
            self.at += 1
            return self.nested()
        if kind == "call" and name != "count-selected":
            self.at += 1
            return Not(self.nested()) if name == "not" else self.asked(name)
        left = self.term()
        return Compare(self.taken("sign"), left, self.term())

    def asked(self, name: str) -> Rule:
        field = self.field()
        if name == "missing":
            self.taken("mark", ")")
            return Absent(field)
        self.taken("mark", ",")
        code = self.taken("text")[1:-1]
        self.taken("mark", ")")
        return Selected(field, code)

    def field(self) -> Field:
        text = self.taken("field")
        return Field(text if text == "." else text[2:-1])

    def term(self) -> Term:
        kind, text = self.tokens[self.at]
        if kind == "field":
            return self.field()
        self.at += 1
        if kind == "text":
            return Literal(text[1:-1])
        if kind == "number":
            return Literal(Decimal(text))
        if kind != "call" or not text.startswith("count"):
            self.refuse()
        counted = Count(self.field())
        self.taken("mark", ")")
        return counted
