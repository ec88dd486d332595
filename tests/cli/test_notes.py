"""Notes by command: proposed, reviewed in somebody's name, sent with the reviews."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from support import vaults
from support.commands import ONCE_SENT, Outcome, Run, live_release

SUBJECT = "64a0d86f1566a4ebb93a442428884229"
FOR = ("--to", vaults.LEGAL, "--purpose", "civil_legal_representation")


@pytest.fixture
def signed(run: Run, folder: Path) -> Run:
    """Give the command line on a vault whose one release names the account."""
    assert 0 == run("sign", live_release(folder, "01-oconnor-1-legal")).status
    return run


def review(run: Run, folder: Path, *more: object) -> Outcome:
    return run("notes", "review", SUBJECT, *FOR, "--out", folder / "r.json", *more)


def accounts(folder: Path) -> list[str]:
    """Give the accounts that stand in what left."""
    files = [json.loads(path.read_bytes()) for path in vaults.outbox(folder)]
    rows = [row for one in files for row in one["records"].get("incident", ())]
    return [row["narrative"] for row in rows if "narrative" in row]


def test_the_whole_way(
    signed: Run, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What was reviewed should go as the reviewer left it, and be told again."""
    said = iter(["Fenella", "nowhere", ""])
    monkeypatch.setattr("typer.prompt", lambda *_, **__: next(said))
    shown = signed("notes", "propose", SUBJECT, *FOR, "--json")
    (note,) = json.loads(shown.out)
    done = review(signed, folder, "--ask", "--add", "1:0-2")
    sent = signed("disclose", SUBJECT, *FOR, "--reviews", folder / "r.json")
    (left,) = accounts(folder)
    (made,) = vaults.outbox(folder)
    again = signed(
        *("disclosure", "retry", SUBJECT, made.stem.removeprefix("disclosure-")),
        *("--reviews", folder / "r.json"),
    )

    assert ("incident.narrative", False) == (note["path"], note["whole"])
    assert "reviewed by r.okafor: 1 note" in done.out
    assert "woodshed" not in (folder / "r.json").read_text("utf-8")
    assert 0o600 == (folder / "r.json").stat().st_mode & 0o777
    assert (0, ONCE_SENT) == (sent.status, sent.err)
    assert "1 place\n  it does not stand there" in done.err
    assert left.startswith("⟦withheld⟧ put both hands")
    assert "My sister ⟦withheld⟧ picked" in left
    assert f"sent: {made.name}\n" == again.out


@pytest.mark.nightly
@pytest.mark.parametrize(
    ("options", "said"),
    [
        (("--only", 2), "--only: range"),
        (("--clear", "1:x"), "--clear: format"),
        (("--add", "2:1-5"), "--add: range"),
        (("--to", vaults.POLICE), "--purpose: no_note"),
    ],
    ids=["note", "shape", "no-note", "partner"],
)
def test_an_edit_that_is_none(
    signed: Run, folder: Path, options: tuple[Any, ...], said: str
) -> None:
    """An edit that fits no note should be named, and no file made."""
    done = review(signed, folder, *options)

    assert 1 == done.status
    assert f"  {said}\n" in done.err
    assert not (folder / "r.json").exists()
