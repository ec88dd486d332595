"""What every error of fjcore is made of."""

from __future__ import annotations

import re
from typing import ClassVar, NamedTuple

_CAMEL = re.compile(r"(?<=[a-z0-9])(?=[A-Z])")

#: How many faults of one input are told in the text of an error.
MAX_TOLD = 100


def printable(text: str) -> str:
    """Give a text that can stand in a line of a terminal and be nothing but text.

    Line ends, escape sequences, controls of the direction of writing and whatever else
    does not print are written as Python escapes.
    """
    if text.isprintable():
        return text
    return "".join(
        char if char.isprintable() else char.encode("unicode_escape").decode()
        for char in text
    )


class _Fault(NamedTuple):
    path: str
    code: str


class Problem(_Fault):
    """One fault in an input: where it is and what kind it is, never what it was.

    ``codes`` is the id of the code list that a code is not in, the line of a text that
    cannot be read, or the command that lists what there is; mostly it is empty. Two
    problems are the same by path and code alone.
    """

    codes: str = ""

    def __new__(cls, path: str, code: str, codes: str = "") -> Problem:
        """Make a problem; see the class."""
        made = super().__new__(cls, path, code)
        if codes:
            made.codes = codes
        return made

    def __str__(self) -> str:
        said = f"{printable(self.path) or '.'}: {printable(self.code)}"
        return f"{said} ({printable(self.codes)})" if self.codes else said

    def at(self, path: str) -> Problem:
        """Give the same fault at another path."""
        return Problem(path, self.code, self.codes)

    def under(self, path: str) -> Problem:
        """Give the same fault with a path before its own."""
        return self.at(".".join(part for part in (path, self.path) if part))


class FjcoreError(Exception):
    """Something in fjcore could not be done."""

    #: Stable, machine-readable name of the fault: the class name in snake case.
    code: ClassVar[str] = "fjcore_error"
    #: What went wrong and what to do next, as one constant text.
    text: ClassVar[str] = "Something in fjcore could not be done."

    def __init__(self, where: str = "", *, problems: tuple[Problem, ...] = ()) -> None:
        self.where = where
        self.problems = problems
        super().__init__(where)

    def __init_subclass__(cls) -> None:
        super().__init_subclass__()
        cls.code = _CAMEL.sub("_", cls.__name__).lower()
        cls.text = " ".join((cls.__doc__ or cls.code).split())

    def __str__(self) -> str:
        where = printable(self.where)
        place = f"[{self.code}: {where}]" if where else f"[{self.code}]"
        lines = [f"{self.text} {place}", *map(_line, self.problems[:MAX_TOLD])]
        more = len(self.problems) - MAX_TOLD
        return "\n".join([*lines, f"  and {more} more"] if more > 0 else lines)

    def __reduce__(self) -> tuple[object, ...]:
        return (_rebuild, (type(self), self.where, self.problems))


def _line(problem: Problem) -> str:
    return f"  {problem}"


def _rebuild(
    kind: type[FjcoreError], where: str, problems: tuple[Problem, ...]
) -> FjcoreError:
    return kind(where, problems=problems)
