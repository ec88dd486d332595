"""Every prompt takes the same commands; totals and training are told."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from support.commands import Run

OPENED = ("--mode", "phone", "--present", "nobody_else")

#: What is typed at which prompt, and what is shown then.
TYPED = {
    "back from the reason": (("/s", "/b", "yes", "no", "no", "no", ""), "total: 1"),
    "skip at the reason": (("/s", "/s", "no", "no", "no", ""), "total: 0 to 1"),
    "help at the reason": (("/s", "/?", "1", "no", "no", "no", ""), "/p put aside"),
    "stop at the reason": (("/s", "/q", "2"), "wiped: nothing"),
    "aside at the reason": (("/s", "/p", "/q", "/q"), "nothing can be put aside here"),
    "back at the end": (("no",) * 4 + ("/b", "yes", ""), "total: 1"),
    "skip at the end": (("no",) * 4 + ("/s",), "total: 0"),
    "stop at the end": (("no",) * 4 + ("/q", "/b", ""), "total: 0"),
    "stop, and stop": (("no", "/q", "/q"), "wiped: nothing"),
    "stop, and go back": (("/q", "/b", "yes", "no", "no", "no", ""), "total: 1"),
    "stop, and skip": (("/q", "/s", "yes", "no", "no", "no", ""), "total: 1"),
    "stop, and help": (("/q", "/?", "2"), "wiped: nothing"),
}


@pytest.mark.parametrize("name", TYPED)
def test_a_command_is_taken_at_every_prompt(typed: Any, name: str) -> None:
    """A command should do what it does wherever it is typed."""
    lines, shown = TYPED[name]
    found = typed("hark", *OPENED, lines=lines)

    assert 0 == found.status
    assert shown in found.out


def test_the_opening_goes_forward_and_back(typed: Any) -> None:
    """Before the first question, too, one should go back, skip, ask for help."""
    lines = ("/b", "/?", "/p", "7", "/b", "1", "/b", "2", "3", "/b", "/s", "/?")
    found = typed("audit-c", lines=(*lines, "female", "3", "0", "0", ""))

    assert "there is nothing before this" in found.out
    assert "there is nothing to put aside yet" in found.out
    assert 5 == found.out.count("who else is there?")
    assert "alert, notice" in found.out


@pytest.mark.parametrize("lines", [("/q",), ("1", "/q"), ("1", "1", "/q"), ("7", "/q")])
def test_nothing_is_asked_where_one_stops_before(typed: Any, lines: Any) -> None:
    """To stop before the first question should ask nothing and keep nothing."""
    found = typed("audit-c", lines=lines)

    assert 0 == found.status
    assert "nothing was asked" in found.out
    assert "q1>" not in found.out


@pytest.mark.parametrize(
    ("subject", "code"), [("zz", "bad_id: subject"), ("0" * 32, "unknown_subject")]
)
def test_nothing_is_asked_of_nobody_on_file(
    typed: Any, subject: str, code: str
) -> None:
    """A person who is not on file should be told before the first question."""
    found = typed("hark", "--for", subject, *OPENED, lines=("yes",) * 4)

    assert 1 == found.status
    assert code in found.err
    assert "" == found.out


def test_totals_are_asked_for(typed: Any) -> None:
    """A form that tells its totals alone should be asked for them, and no item."""
    lines = ("/b", "11", "-1", "many", "4", "/b", "/?", "5", "/s", "/b", "2", "")
    found = typed("pearls-child", "--totals", "--fact", "age=5", *OPENED, lines=lines)

    assert 0 == found.status
    assert 3 == found.out.count("please type a whole number from 0 to 10")
    assert "said before: 4" in found.out
    assert "part1: 5" in found.out
    assert "part2: 2" in found.out
    assert "a1>" not in found.out


def test_a_total_that_is_left_out_stays_open(typed: Any) -> None:
    """A total that is skipped should stay open; to stop should wipe what was told."""
    skipped = typed("ace-10", "--totals", *OPENED, lines=("/s", ""))
    stopped = typed("ace-10", "--totals", *OPENED, lines=("4", "/q", "/q"))

    assert "total: 0 to 10" in skipped.out
    assert "wiped: nothing" in stopped.out


def test_training_is_stated(typed: Any) -> None:
    """Training that holds should be taken, and its lack be told."""
    words = ("da-5-strangulation", *OPENED)
    lines = ("no",) * 5 + ("",)
    told = typed(
        *words, "--trained", "made up", "--trained-on", "2020-01-01", lines=lines
    )
    lacking = typed(*words, lines=lines)

    assert "training stated: made up" in told.out
    assert "(--trained)" in lacking.out
    assert "training with this tool is not stated" in lacking.out
    assert "training with this tool is not stated" not in told.out


REFUSED = [
    (("hark", "--totals"), "--totals: forbidden"),
    (("hark", "--trained", "made up"), "--trained-on: required"),
    (("hark", "--trained-on", "2020-01-01"), "--trained: required"),
    (("hark", "--trained", "x", "--trained-on", "2020"), "--trained-on: format"),
    (("hark", "--trained", "x", "--trained-on", "20200101"), "--trained-on: format"),
    (
        (
            "hark",
            "--trained=x",
            "--trained-on=2020-01-02",
            "--trained-until=2020-01-01",
        ),
        "--trained-until: range",
    ),
]


@pytest.mark.parametrize(("words", "told"), REFUSED, ids=range(len(REFUSED)))
def test_what_cannot_be_stated_is_refused(typed: Any, words: Any, told: str) -> None:
    """A form without totals, or a training without its day, should be refused."""
    found = typed(*words, *OPENED)

    assert 1 == found.status
    assert told in found.err


def test_a_file_says_totals_facts_and_training(bare: Run, tmp_path: Path) -> None:
    """A file of answers should go out and come back with all that stands beside."""
    said = {
        "subject": "64a0d86f1566a4ebb93a442428884229",
        "instrument": "pearls-child",
        "answers": {},
        "totals": {"part1": 3},
        "context": {"age": 5},
        "mode": "phone",
    }
    file, form, out = (tmp_path / name for name in ("answers", "form", "bundle"))
    stated = {"program": "made up", "completed_on": "2026-01-01"}
    file.write_text(json.dumps({**said, "training": stated}))
    assert 0 == bare("instruments", "export-answers", file, "--out", out).status
    form.write_text(json.dumps(json.loads(out.read_text())["entry"][0]["resource"]))
    words = ("--subject", said["subject"], "--instrument", "pearls-child")
    done = bare("instruments", "import-answers", form, *words)

    assert said == json.loads(done.out)


@pytest.mark.parametrize(
    "training",
    [
        {},
        {"program": "x"},
        {"program": "", "completed_on": "2026-01-01"},
        {"program": "x", "completed_on": "soon"},
        {"program": "x", "completed_on": "2026-01-01", "by": "y"},
        {"program": "x", "completed_on": 7},
    ],
    ids=range(6),
)
def test_what_is_no_training_is_refused(
    bare: Run, tmp_path: Path, training: Any
) -> None:
    """A training that is none should be refused by its place."""
    file = tmp_path / "answers"
    said = {"subject": "64a0d86f1566a4ebb93a442428884229", "instrument": "hark"}
    file.write_text(json.dumps({**said, "answers": {}, "training": training}))
    done = bare("instruments", "export-answers", file)

    assert 1 == done.status
    assert "training: format" in done.err
