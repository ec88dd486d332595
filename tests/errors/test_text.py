"""The text of an error is lines of plain text, whatever a name or path holds."""

from __future__ import annotations

import pickle
import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from support.profiles import tried

import fjcore.errors
from fjcore.errors import AccessRefused, FjcoreError, InputRefused, Problem

usual = settings(max_examples=200, deadline=None)

KINDS = [
    kind
    for name in fjcore.errors.__all__
    if isinstance(kind := getattr(fjcore.errors, name), type)
    and issubclass(kind, FjcoreError)
]

pieces = st.one_of(
    st.text(st.characters(exclude_categories=[]), max_size=8),
    st.sampled_from(
        [
            *("\x1b[2J", "\x1b]0;x\x07", "\n", "\r", "\r\n", "\x85", "\u2028", "\x00"),
            *("\u202e", "\u2066", "\u200f", "\u200d", "\ud800", "\\x1b", "é", "بدر"),
        ]
    ),
)
names = st.lists(pieces, max_size=4).map("".join)


def plain(text: str) -> bool:
    """Whether nothing of a text can do more than be seen."""
    return all(
        unicodedata.category(char)[0] not in "CZ" or char == " " for char in text
    )


@tried(25, 100)
@given(names, st.lists(st.tuples(names, names), max_size=3))
def test_a_text_is_of_plain_lines(where: str, faults: list[tuple[str, str]]) -> None:
    """Every error should be one plain line, and one for each of its problems."""
    problems = tuple(Problem(path, code) for path, code in faults)
    for kind in KINDS:
        lines = str(kind(where, problems=problems)).split("\n")

        assert 1 + len(faults) == len(lines), kind
        assert [] == [line for line in lines if not plain(line)], kind


@usual
@given(names)
def test_plain_names_are_told_as_they_are(where: str) -> None:
    """A name that is plain text should stand as it is, another by Python escapes."""
    said = str(InputRefused(where))
    inside = said.removesuffix("]").rpartition("[input_refused")[2].removeprefix(": ")

    assert not plain(where) or inside == where
    assert inside.isprintable()


@pytest.mark.parametrize(
    ("where", "told"),
    [
        ("in\x1b[31m\nerror: gone.json", r"in\x1b[31m\nerror: gone.json"),
        ("a\u202egnp.exe", r"a\u202egnp.exe"),
        ("a\u2067b\u2069", r"a\u2067b\u2069"),
        ("\udcff.json", r"\udcff.json"),
        ("\U000e0001", r"\U000e0001"),
        ("Lucía Núñez.json", "Lucía Núñez.json"),
        ("نوعة.json", "نوعة.json"),
    ],
)
def test_a_name_cannot_forge_a_line(where: str, told: str) -> None:
    """What a name would do to a terminal should be told, not done."""
    assert f"[access_refused: {told}]" in str(AccessRefused(where))
    assert f"{told}: format" == str(Problem(where, "format"))


@pytest.mark.parametrize(
    ("count", "lines", "last"),
    [
        (0, 1, ""),
        (1, 2, "  p.0: type"),
        (99, 100, "  p.98: type"),
        (100, 101, "  p.99: type"),
        (101, 102, "  and 1 more"),
        (30_000, 102, "  and 29900 more"),
    ],
)
def test_many_problems_are_counted(count: int, lines: int, last: str) -> None:
    """Of many problems the first hundred should be told, and all be kept."""
    problems = tuple(Problem(f"p.{index}", "type") for index in range(count))
    error = InputRefused("input.json", problems=problems)
    told = str(error).split("\n")

    assert lines == len(told)
    assert last in ("", told[-1])
    assert problems == error.problems == pickle.loads(pickle.dumps(error)).problems  # noqa: S301
