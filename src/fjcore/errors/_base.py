"""What every error of fjcore is made of."""

from __future__ import annotations

import re
from typing import ClassVar, NamedTuple

_CAMEL = re.compile(r"(?<=[a-z0-9])(?=[A-Z])")


class Problem(NamedTuple):
    """One fault in an input: where it is and what kind it is, never what it was."""

    path: str
    code: str

    def __str__(self) -> str:
        return f"{self.path or '.'}: {self.code}"


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
        place = f"[{self.code}: {self.where}]" if self.where else f"[{self.code}]"
        return "\n".join([f"{self.text} {place}", *(f"  {p}" for p in self.problems)])

    def __reduce__(self) -> tuple[object, ...]:
        return (_rebuild, (type(self), self.where, self.problems))


def _rebuild(
    kind: type[FjcoreError], where: str, problems: tuple[Problem, ...]
) -> FjcoreError:
    return kind(where, problems=problems)
