"""An input file is a regular file of strict JSON, or is refused where it is not."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fjcore.errors import BadText, InputRefused, Problem, TooBig
from fjcore.values import canonical
from fjcore.vault import Answers, Intake, read_file
from fjcore.vault._malformed import fault_in
from fjcore.vault.inputs import MAX_INPUT_BYTES

NAME = "input.json"

#: Texts, with where in them the fault is and what it is.
FAULTS: dict[str, tuple[bytes, tuple[str, str]]] = {
    "empty": (b"", ("line 1, column 1", "format")),
    "cut": (b'{\n "a": ', ("line 2, column 7", "format")),
    "comma": (b'{"a": 1,\n "b": 2 "c": 3}', ("line 2, column 9", "format")),
    "word": (b"[1,\n\n nul]", ("line 3, column 2", "format")),
    "trailing": (b"{}\n{}", ("line 2, column 1", "format")),
    "open text": (b'["a", "b', ("line 1, column 7", "format")),
    "control": (b'["a\n"]', ("line 1, column 4", "format")),
    "nan": (b'{"a":\n [1, NaN]}', ("line 2, column 6", "format")),
    "infinity": (b"[-Infinity]", ("line 1, column 2", "format")),
    "huge": (b"[1, 1e400]", ("line 1, column 5", "format")),
    "too whole": (b"[\n9007199254740992]", ("line 2, column 1", "format")),
    "many digits": (b"[-" + b"9" * 9000 + b"]", ("line 1, column 2", "format")),
    "half": (b'["\\ud800", 1]', ("line 1, column 2", "format")),
    "twice": (b'{"a": 1,\n "b": 2,\n "a": 3}', ("line 3, column 2", "duplicate")),
    "twice within": (
        b'[{"a": {"b": 1}}, {"a": {"b": 1, "\\u0062": 2}}]',
        ("line 1, column 34", "duplicate"),
    ),
    "twice, empty": (b'{"": 1, "" : 2}', ("line 1, column 9", "duplicate")),
    "letters before": ('["é", "😀", x]'.encode(), ("line 1, column 12", "format")),
    "latin-1": ('{"a":\n "é ñ"}'.encode("latin-1"), ("line 2, column 3", "encoding")),
    "mark": (b"\xef\xbb\xbf{}", ("line 1, column 1", "encoding")),
    "utf-16": ('{"a": 1}'.encode("utf-16"), ("line 1, column 1", "encoding")),
    "utf-16-be": ('{"a": 1}'.encode("utf-16-be"), ("line 1, column 1", "encoding")),
    "utf-32-le": ('{"a": 1}'.encode("utf-32-le"), ("line 1, column 1", "encoding")),
    "surrogate": (b'["a\xed\xa0\x80"]', ("line 1, column 4", "encoding")),
    "deep": (b"[" * 33 + b"]" * 33, (NAME, "too_deep")),
    "very deep": (b'{"a":' * 100_000, (NAME, "too_deep")),
    "big": (b'"' + b"a" * MAX_INPUT_BYTES, (NAME, "too_big")),
}


def refused(path: Path) -> tuple[Problem, ...]:
    with pytest.raises(InputRefused) as caught:
        read_file(path)
    assert caught.value.__context__ is None
    assert path.name == caught.value.where
    return caught.value.problems


@pytest.mark.parametrize("case", FAULTS)
def test_a_fault_should_be_placed(tmp_path: Path, case: str) -> None:
    """A text that is no strict JSON should be refused at its first fault."""
    raw, (place, code) = FAULTS[case]
    path = tmp_path / NAME
    path.write_bytes(raw)

    assert (Problem(place, code),) == refused(path)


@pytest.mark.parametrize(
    "make",
    [
        lambda path: None,
        os.mkdir,
        os.mkfifo,
        lambda path: path.symlink_to("/dev/zero"),
    ],
    ids=["nothing", "folder", "pipe", "device"],
)
def test_what_is_no_file_should_be_refused(tmp_path: Path, make: Any) -> None:
    """What is no regular file should be refused at once."""
    path = tmp_path / NAME
    make(path)

    assert (Problem(NAME, "unreadable"),) == refused(path)


@pytest.mark.parametrize("size", [MAX_INPUT_BYTES - 1, MAX_INPUT_BYTES])
def test_a_file_up_to_the_bound_should_be_read(tmp_path: Path, size: int) -> None:
    """A file as big as is allowed should be read whole."""
    path = tmp_path / NAME
    path.write_bytes(b'"' + b"a" * (size - 2) + b'"')

    assert "a" * (size - 2) == read_file(path)


pieces = st.sampled_from(
    [
        *("{", "}", "[", "]", ":", ",", '"a"', '"a":', '"\\u0061":', '"b":', '"\\"":'),
        *("1", "-0", "1e5", "1e999", "9007199254740991", "9007199254740992", "1" * 25),
        *("true", "null", "NaN", "-Infinity", '"\\ud83d\\ude00"', '"\\ude00"', "\n"),
        *('"{[', "\\", "é", "\x00", "\ufeff", '{"a":1}', '{"a":1,"a":2}', "-", " "),
    ]
)


@settings(max_examples=300, deadline=None)
@given(st.lists(pieces, max_size=12).map("".join))
def test_what_is_placed_should_be_what_is_refused(text: str) -> None:
    """A fault should be found in just what the strict reader refuses, within it."""
    raw, refusal = text.encode(), ""
    try:
        canonical.loads(raw)
    except (BadText, TooBig) as error:
        refusal = type(error).__name__
    lines = text.split("\n")
    if refusal:
        place, code = fault_in(raw)
        line, column = (int(word) for word in place[5:].split(", column "))

        assert code in ("format", "duplicate", "encoding")
        assert 1 <= column <= len(lines[line - 1]) + 1
    else:
        assert json.loads(text) == canonical.loads(raw)


def test_an_input_should_not_be_printed() -> None:
    """What was read for a person should be printed by its ids only."""
    intake = Intake(subject="0a" * 16, records=("Quokka",), facts="Quokka")  # type: ignore[arg-type]
    answers = Answers(subject="0a" * 16, instrument="hark", answers={"Quokka": "yes"})

    assert "Quokka" not in f"{intake!r} {answers!r}"
    assert "0a" * 16 in f"{intake!r}"
