"""Conditions as the expressions of an XLSForm: a closed grammar, never evaluated."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Any

from fjcore.screening.grammar import MAX_NESTING, Predicate

#: Longest expression.
MAX_TEXT = 4096

_TOKEN = re.compile(
    r"""[ \t\r\n]*(?:
        (?P<name>\$\{[A-Za-z_][A-Za-z0-9_.-]{0,80}\})
      | (?P<text>'[^']*'|"[^"]*")
      | (?P<number>-?(?:0|[1-9][0-9]{0,6}))(?![0-9A-Za-z_.])
      | (?P<call>(?:not|selected|points|total|at-least|context)[ ]?\()
      | (?P<word>and|or|true|false)(?![0-9A-Za-z_(-])
      | (?P<sign>>=|=)
      | (?P<mark>[(),])
    )""",
    re.VERBOSE,
)


class Unreadable(Exception):
    """A code on its way out of the parser."""


class Unwritable(Exception):
    """A condition with a text that no quotes can hold."""


def text_of(rule: Predicate, names: Mapping[str, str]) -> str:
    """Write a condition; ``names`` are the names that items have in the workbook."""
    parts = rule.parts
    if rule.kind == "item":
        return f"{_field(rule.name, names)} = {_quoted(rule.value)}"
    if rule.kind == "item_score":
        return f"points({_field(rule.name, names)}) >= {rule.value}"
    if rule.kind == "score":
        return f"total({_quoted(rule.name)}) >= {rule.value}"
    if rule.kind == "context":
        return f"context({_quoted(rule.name)}) = {_literal(rule.value)}"
    if rule.kind == "not":
        return f"not({text_of(parts[0], names)})"
    if rule.kind == "at_least" or len(parts) == 1:
        # One alone, joined by nothing, is at least one of them.
        count = rule.count if rule.kind == "at_least" else 1
        return (
            f"at-least({', '.join([str(count), *(text_of(p, names) for p in parts)])})"
        )
    word = {"any": " or ", "all": " and "}[rule.kind]
    return word.join(_inner(part, rule.kind, names) for part in parts)


def _inner(part: Predicate, kind: str, names: Mapping[str, str]) -> str:
    text = text_of(part, names)
    joined = part.kind in ("any", "all") and len(part.parts) > 1
    loose = joined and not (kind == "any" and part.kind == "all")
    return f"({text})" if loose else text


def _field(name: str, names: Mapping[str, str]) -> str:
    return f"${{{names[name]}}}"


def _quoted(text: str) -> str:
    if "'" not in text:
        return f"'{text}'"
    if '"' in text:
        raise Unwritable
    return f'"{text}"'


def _literal(value: Any) -> str:
    if type(value) is bool:
        return "true" if value else "false"
    return str(value) if type(value) is int else _quoted(value)


def is_plain(rule: Predicate) -> bool:
    """Whether any program that asks XLSForms can read a condition."""
    if rule.kind in ("any", "all") and len(rule.parts) == 1:
        return False
    known = ("item", "any", "all", "not")
    return rule.kind in known and all(is_plain(part) for part in rule.parts)


def parsed(text: str, items: Mapping[str, str], *, plain: bool) -> dict[str, Any]:
    """Read an expression as a condition of a definition.

    ``items`` are the ids by their names in the workbook; ``plain`` allows only what
    stands in ``relevant``.
    Raises: Unreadable, with the code ``too_big``, ``too_deep``, ``format``,
    ``unknown_item`` or ``forbidden``.
    """
    if len(text) > MAX_TEXT:
        raise Unreadable("too_big")
    return _Parser(_tokens(text), items, plain).whole()


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

    def __init__(
        self, tokens: list[tuple[str, str]], items: Mapping[str, str], plain: bool
    ) -> None:
        self.tokens = [*tokens, ("end", "")]
        self.items = items
        self.plain = plain
        self.at = self.depth = 0

    def whole(self) -> dict[str, Any]:
        found = self.expression()
        self.taken("end")
        return found

    def taken(self, kind: str, said: str = "") -> str:
        found, text = self.tokens[self.at]
        if found != kind or (said and text != said):
            raise Unreadable("format")
        self.at += 1
        return text

    def expression(self) -> dict[str, Any]:
        self.depth += 1
        if self.depth > MAX_NESTING:
            raise Unreadable("too_deep")
        found = self.joined("or", "any", lambda: self.joined("and", "all", self.fact))
        self.depth -= 1
        return found

    def joined(
        self, word: str, kind: str, part: Callable[[], dict[str, Any]]
    ) -> dict[str, Any]:
        parts = [part()]
        while self.tokens[self.at] == ("word", word):
            self.at += 1
            parts.append(part())
        return parts[0] if len(parts) == 1 else {kind: parts}

    def fact(self) -> dict[str, Any]:
        kind, text = self.tokens[self.at]
        if (kind, text) == ("mark", "("):
            self.at += 1
            found = self.expression()
            self.taken("mark", ")")
            return found
        if kind == "call":
            self.at += 1
            return self.called(text[:-1].rstrip())
        name = self.field()
        self.taken("sign", "=")
        return {"item": name, "eq": self.text()}

    def called(self, name: str) -> dict[str, Any]:
        if name == "not":
            inner = self.expression()
            self.taken("mark", ")")
            return {"not": inner}
        if name == "selected":
            item = self.field()
            self.taken("mark", ",")
            found = {"item": item, "eq": self.text()}
            self.taken("mark", ")")
            return found
        if self.plain:
            raise Unreadable("forbidden")
        if name == "at-least":
            return self.at_least()
        if name == "context":
            fact = self.text()
            self.taken("mark", ")")
            self.taken("sign", "=")
            return {"context": fact, "eq": self.literal()}
        key = "item_score" if name == "points" else "score"
        said = self.field() if name == "points" else self.text()
        self.taken("mark", ")")
        self.taken("sign", ">=")
        return {key: said, "ge": int(self.taken("number"))}

    def at_least(self) -> dict[str, Any]:
        count, parts = int(self.taken("number")), []
        while self.tokens[self.at] == ("mark", ","):
            self.at += 1
            parts.append(self.expression())
        self.taken("mark", ")")
        return {"at_least": count, "of": parts}

    def field(self) -> str:
        name = self.taken("name")[2:-1]
        if name not in self.items:
            raise Unreadable("unknown_item")
        return self.items[name]

    def text(self) -> str:
        return self.taken("text")[1:-1]

    def literal(self) -> Any:
        kind, text = self.tokens[self.at]
        if kind == "number":
            self.at += 1
            return int(text)
        if kind == "word" and text in ("true", "false"):
            self.at += 1
            return text == "true"
        return self.text()
