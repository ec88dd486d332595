"""Papers, instructions and reports, by the commands alone."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from support.commands import Run
from vault.grounds import more

SUBJECT = "64a0d86f1566a4ebb93a442428884229"
REPORT = (
    "--as",
    "n.vale",
    "report",
    SUBJECT,
    "--trigger",
    "child_abuse",
    "--to",
    "state.cps",
    "--yes",
)
DONE = ("legal_review", "notify_subject", "protect_safety")


@pytest.fixture(autouse=True)
def law(folder: Path) -> None:
    """Give the site a court, protective services, a nurse and Montana's pack."""
    site = folder / "fjcore.toml"
    site.write_text(site.read_text("utf-8") + more(), "utf-8")


def test_a_paper_should_be_filed_used_and_ended(run: Run) -> None:
    """An order should be filed, send what it lists, and be over once it was lifted."""
    to = ("--to", "district.court", "--purpose", "court_compliance")
    ground = ("--basis", "court_order", "--ref", "dv-26-1")
    done = [word for one in DONE for word in ("--done", one)]
    paper = ("court_order", "--ref", "dv-26-1", "--category", "incident")
    added = run("evidence", "add", SUBJECT, *paper, "--says", "verified")
    sent = run("disclose", SUBJECT, *to, *ground, *done)
    run("evidence", "end", SUBJECT, "--ref", "dv-26-1")
    (row,) = json.loads(run("evidence", "list", SUBJECT, "--json").out)["evidence"]
    told = run("evidence", "list", SUBJECT).out

    assert (0, 0) == (added.status, sent.status)
    assert "a legal ground, which a withdrawal does not end" in sent.err
    assert (False, True, ["incident"]) == (
        row["holds"],
        row["verified"],
        row["categories"],
    )
    assert told.startswith("court_order dv-26-1: over; verified; lists incident; until")


def test_a_report_should_be_shown_and_sent(run: Run) -> None:
    """A report should say law, deadline, what is told; and stand only when it left."""
    done = [w for one in (*DONE, "report_only_required_facts") for w in ("--done", one)]
    short, sent = run(*REPORT, *done[2:]), run(*REPORT, *done)
    rows = json.loads(run("evidence", "list", SUBJECT, "--json").out)["evidence"]

    assert (1, 0) == (short.status, sent.status)
    assert "a withdrawal does not end" in sent.err
    assert "obligation_open: legal_review" in short.err
    assert "MCA 41-3-201 (child-abuse): this role must report\n" in sent.out
    assert "when: promptly; she is told: when safe\n" in sent.out
    assert [False, True] == sorted(row["holds"] for row in rows)


def test_an_instruction_should_be_set_and_lifted(run: Run) -> None:
    """What she forbids should be listed until she takes it back, once."""
    run("instruct", SUBJECT, "--id", "no-1", "--kind", "law_enforcement")
    listed = run("evidence", "list", SUBJECT).out
    lifted = [run("instruct", SUBJECT, "--id", "no-1", "--lift") for _ in range(2)]

    assert "instruction no-1: never recipient_kinds law_enforcement\n" == listed
    assert [0, 1] == [one.status for one in lifted]
    assert "Nothing is on file.\n" == run("evidence", "list", SUBJECT).out


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (("evidence", "add", SUBJECT, "statutory_mandate"), "only_from_pack"),
        (("evidence", "add", SUBJECT, "a-letter"), "unknown_code"),
        (("evidence", "add", SUBJECT, "subpoena", "--says", "nice"), "unknown_key"),
        (("evidence", "add", SUBJECT, "subpoena", "--since", "soon"), "format"),
        (("evidence", "end", SUBJECT, "--ref", "none"), "event_refused: ref"),
        (("instruct", SUBJECT, "--id", "n", "--lift", "--to", "x"), "unknown_key"),
        (("report", SUBJECT, "--trigger", "x", "--to", "state.cps"), "unknown_code"),
        (("report", SUBJECT, "--trigger", "burn", "--to", "x"), "unknown_partner"),
    ],
)
def test_what_cannot_be_taken_should_be_named(
    run: Run, words: tuple[str, ...], code: str
) -> None:
    """A word that is not known should be one error with its place, and no traceback."""
    found = run(*words)

    assert 1 == found.status
    assert code in found.err
    assert "Traceback" not in found.err
