"""The checks of the conformance kit: each has an id, and a version it came with.

A check is a method of a suite, named ``test_...`` so that pytest runs it. A new check
comes with a minor version, never with a patch.
"""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, TypeVar

from attrs import frozen

F = TypeVar("F", bound=Callable[..., None])

_MARK = "__fjcore_check__"


@frozen
class Check:
    """One check: what it is called, since when it is, what must hold."""

    id: str
    since: str
    text: str
    name: str


def check(name: str, *, since: str) -> Callable[[F], F]:
    """Mark a method of a suite as the check of an id."""

    def marked(function: F) -> F:
        text = (function.__doc__ or "").strip().split("\n")[0]
        setattr(function, _MARK, Check(name, since, text, function.__name__))
        return function

    return marked


def checks_of(suite: type) -> tuple[Check, ...]:
    """Give the checks of a suite, those it inherits too, by id."""
    found = (getattr(getattr(suite, name), _MARK, None) for name in dir(suite))
    return tuple(sorted((one for one in found if one), key=lambda one: one.id))


def failures(suite: type) -> dict[str, str]:
    """Run every check of a suite without pytest; give what each that fails says.

    For a command, or to see that a suite finds what it should.
    """
    return dict(_failing(suite))


def _failing(suite: type) -> Iterator[tuple[str, str]]:
    for one in checks_of(suite):
        with tempfile.TemporaryDirectory() as folder:
            method: Any = getattr(suite(), one.name)
            names = method.__func__.__code__.co_varnames
            wants = "tmp_path" in names[: method.__func__.__code__.co_argcount]
            try:
                method(**({"tmp_path": Path(folder)} if wants else {}))
            except Exception as error:
                yield one.id, f"{type(error).__name__}: {one.text}"


def must(holds: object, where: str) -> None:
    """Fail a check, with what was expected where; never with a value.

    Raises: AssertionError.
    """
    if not holds:
        raise AssertionError(where)


def page() -> str:
    """Give the page of the reference: every suite, and every check by its id."""
    from fjcore.testing import suites

    lines = [
        "# Conformance checks",
        "",
        "This page is made by `python -m fjcore.testing.checks`. "
        "[How to run them](../how-to/conformance.md).",
    ]
    for name in suites.__all__:
        suite: type = getattr(suites, name)
        lead = (suite.__doc__ or "").strip().split("\n")[0]
        lines += ["", f"## `{name}`", "", lead, ""]
        lines += ["| Check | Since | What must hold |", "|---|---|---|"]
        lines += [
            f"| `{one.id}` | {one.since} | {one.text} |" for one in checks_of(suite)
        ]
    return "\n".join(lines) + "\n"


if __name__ == "__main__":
    print(page(), end="")
