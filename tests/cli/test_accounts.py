"""Accounts, notices, holdings and packets on the command line."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from support.commands import Run, live_release
from support.vaults import LEGAL, POLICE

SUBJECT = "64a0d86f1566a4ebb93a442428884229"


@pytest.fixture
def sent(run: Run, folder: Path) -> Path:
    run("sign", live_release(folder, "01-oconnor-1-legal"))
    ask = ("disclose", SUBJECT, "--to", LEGAL, "--purpose", "protection_order")
    assert run(*ask, "--done", "discovery_warning").status == 0
    return folder


@pytest.mark.nightly
def test_a_story_of_papers(run: Run, sent: Path) -> None:
    """An account, its pages, holdings, notices and a packet should follow in turn."""
    (row,) = json.loads(run("account", SUBJECT, "--json").out)
    hers = run("account", SUBJECT, "--text", "--lang", "es")
    short = run("account", SUBJECT, "--text", "--hipaa")
    none = run("account", SUBJECT, "--json", "--since", "2999-01-01T00:00:00Z")
    table = run("account", SUBJECT, "--csv").out
    holders = json.loads(run("disclosure", "holders", SUBJECT, "--json").out)
    breach = run("disclosure", "breach", LEGAL)
    packet = run("disclosure", "packet", SUBJECT, "--to", POLICE)
    run("withdraw", SUBJECT)
    (sent / "letters").mkdir()
    letters = ("--html", "--out", sent / "letters")
    notices = run("disclosure", "notices", SUBJECT, *letters)
    run("told", SUBJECT, "--recipient", LEGAL)
    done = run("disclosure", "notices", SUBJECT)

    assert "164.528(a)(1)(iv)" == row["left_out_by"]
    assert "Con quién" in hers.out
    assert "Not on this list: 1" in short.out
    assert [] == json.loads(none.out)
    assert f'"{row["disclosure"]}"' in table
    assert [row["disclosure"]] == holders[0]["disclosures"]
    assert SUBJECT in breach.out
    assert "subpoena_not_order" in packet.out
    (letter,) = (sent / "letters").iterdir()
    assert f"notice-{LEGAL}-1.html" == letter.name
    assert "fjcore told" in notices.err
    assert "Nobody is to be told." in done.out


@pytest.mark.nightly
def test_a_story_of_a_suspension(run: Run) -> None:
    """A suspension should be on file, not applied without counsel, and lifted once."""
    ask = (
        "suspension",
        "add",
        SUBJECT,
        "--agency",
        POLICE,
        "--official",
        "Sgt. A. Moss",
    )
    none = run("suspension", "list", SUBJECT)
    made = run(*ask, "--until", "2999-01-01T00:00:00Z")
    told = run(*ask, "--oral", "--counsel", "B. Vale")
    name = made.out.split()[2]
    lifted = run("suspension", "lift", SUBJECT, name)
    again = run("suspension", "lift", SUBJECT, name)
    listed = run("suspension", "list", SUBJECT).out.splitlines()

    assert "No suspension is on file.\n" == none.out
    assert "not applied: 34 U.S.C. 12291(b)(2)" in made.out
    assert ": applied (by Sgt. A. Moss)" in told.out
    assert "recorded: lifted\n" == lifted.out
    assert "event_refused: suspension" in again.err
    assert [True, False] == [": over" in line for line in listed]


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (("account", SUBJECT, "--json", "--html"), "option_refused"),
        (("account", SUBJECT, "--text", "--lang", "fr"), "option_refused"),
        (("account", SUBJECT, "--since", "yesterday"), "option_refused"),
        (("disclosure", "holders", "0a" * 16), "unknown_subject"),
        (("disclosure", "breach", "nobody.here"), "unknown_partner"),
        (
            ("disclosure", "packet", SUBJECT, "--to", POLICE, "--basis", "none"),
            "option_refused",
        ),
    ],
    ids=lambda part: " ".join(part[:2]) if isinstance(part, tuple) else part,
)
def test_what_is_refused(run: Run, words: tuple[str, ...], code: str) -> None:
    """What cannot be taken as given should end with one error."""
    found = run(*words)

    assert (1, True) == (found.status, code in found.err)
