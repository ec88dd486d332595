"""What waits, and taking it off the lists, by the commands alone."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from support.commands import Run, live_release

from fjcore.consent import FLOOR

SUBJECT = "64a0d86f1566a4ebb93a442428884229"
LEGAL = "billings.legal_aid"
EMPTY = (
    *("No release ends.", "Nobody comes of age.", "Nobody is to be told."),
    *("Nothing is left to do.", "No request is open."),
)


@pytest.fixture
def words(folder: Path) -> Path:
    """Give a file with the words of a letter."""
    path = folder / "words.txt"
    path.write_text("The street is wrong.\n", "utf-8")
    return path


def test_empty_lists_say_so(run: Run) -> None:
    """Every list should be named, and an empty one said to be empty."""
    found = run("worklists")

    assert (0, "") == (found.status, found.err)
    assert all(f"  {said}\n" in found.out for said in EMPTY)
    assert f"  rule: {', '.join(sorted(rule.id for rule in FLOOR))}\n" in found.out


def test_a_withdrawal_waits_until_it_is_told(run: Run, folder: Path) -> None:
    """A recipient to be told should be listed by id, until somebody has told."""
    stem = "01-oconnor-1-legal"
    run("sign", live_release(folder, stem))
    to = ("--to", LEGAL, "--purpose", "protection_order")
    run("disclose", SUBJECT, *to)
    ending = run("worklists", "--within", 40)
    run("withdraw", SUBJECT)
    waits = run("worklists")
    told = run("told", SUBJECT, "--recipient", LEGAL)
    after = json.loads(run("worklists", "--json").out)

    assert f"{SUBJECT}  release " in ending.out
    assert f"{SUBJECT}  tell {LEGAL} (everything)" in waits.out
    assert ("recorded: told\n", []) == (told.out, after["to_tell"])
    assert "Connor" not in waits.out


def test_amendment(run: Run, words: Path) -> None:
    """A request should be taken down, answered and disputed, each with its words."""
    text = ("--text", words)
    asked = run("amendment", "ask", SUBJECT, *text)
    request = asked.out.split()[1].rstrip(":")
    open_ = run("amendment", "list", SUBJECT)
    deny = ("--deny", "accurate_and_complete")
    answered = run("amendment", "answer", SUBJECT, request, *text, *deny)
    longer = run("amendment", "extend", SUBJECT, request, *text)
    disputed = run("amendment", "dispute", SUBJECT, request, *text)
    stands = run("amendment", "list", SUBJECT)
    (data,) = json.loads(run("amendment", "list", SUBJECT, "--json").out)

    assert "an answer is due before" in asked.out
    assert f"{request}  open, due before" in open_.out
    assert (0, 0) == (answered.status, disputed.status)
    assert 1 == longer.status
    assert f"{request}  denied (accurate_and_complete); she disagrees\n" == stands.out
    assert "The street is wrong." == data["asked"] == data["disagreement"]


def test_no_amendment(run: Run) -> None:
    """Where no request is on file, the list should say so."""
    found = run("amendment", "list", SUBJECT)

    assert "No request for amendment is on file.\n" == found.out


@pytest.mark.parametrize(
    ("command", "wanted"),
    [
        (("worklists", "--within", "-1"), "within_days: range"),
        (("told", SUBJECT, "--recipient", LEGAL), "event_refused: recipient"),
        (("amendment", "ask", SUBJECT, "--text", "gone"), "gone: unreadable"),
        (("amendment", "ask", SUBJECT, "--text", "words.bin"), "words.bin: encoding"),
        (("amendment", "ask", SUBJECT, "--text", "empty"), "event.text"),
        (
            ("discharge", SUBJECT, "--disclosure", "1" * 32, "--obligation", "log"),
            "obligation: unknown_code",
        ),
        (
            (
                *("discharge", SUBJECT, "--disclosure", "1" * 32),
                *("--obligation", "part2_document_emergency"),
            ),
            "event_refused: disclosure",
        ),
    ],
)
def test_refused(
    run: Run,
    folder: Path,
    monkeypatch: pytest.MonkeyPatch,
    command: tuple[str, ...],
    wanted: str,
) -> None:
    """What cannot be taken down should end the command with its code."""
    (folder / "words.bin").write_bytes(b"\xff\xfe")
    (folder / "empty").write_text("\n", "utf-8")
    monkeypatch.chdir(folder)
    found = run(*command)

    assert (1, "") == (found.status, found.out)
    assert wanted in found.err
