"""Where a text ends to be TOML."""

from __future__ import annotations

import pytest

from fjcore.values.plaintoml import faulty_line, plain_toml


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("", ""),
        ("a = 1\n", ""),
        ("a = 1\nb = quokka\n", "line 2"),
        ("a = 1\na = 2\n", "line 2"),
        ("a = 1\n\nb = [1,\n2", "line 4"),
        ('a = "quokka at line 9, column 1"\nb = (at line 7, column 1)', "line 2"),
        ("a = " + "[" * 9000, ""),
    ],
    ids=["nothing", "well", "value", "twice", "end", "lying", "deep"],
)
def test_faulty_line(text: str, line: str) -> None:
    """The line at which reading stopped should be named, and nothing of the text."""
    assert line == faulty_line(text)
    assert (line == "" and "[[" not in text) == (plain_toml(text) is not None)
