"""Finding, resealing and erasing people from the command line."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from support import vaults
from support.commands import Run

SUBJECT = "oconnor"
APPROVERS = ("k.lindqvist", "m.reyes")


@pytest.fixture
def subject(run: Run) -> str:
    """Give the id of the one person on file, found by her name."""
    return run("find", "name", SUBJECT).out.strip()


def test_find(run: Run, subject: str) -> None:
    """Find should give ids, as lines or as data, and say when there is nobody."""
    data = json.loads(run("find", "name", "O'Connor", "--json").out)
    nobody = run("find", "phone", "406-555-0199")

    assert 32 == len(subject)
    assert [subject] == data
    assert (0, "nobody\n") == (nobody.status, nobody.out)


def test_find_refused(run: Run) -> None:
    """Find should refuse what nobody may be found by, without repeating the value."""
    found = run("find", "strangulation", "kestrelquill")

    assert 1 == found.status
    assert "kind: unknown_code" in found.err
    assert "kestrelquill" not in found.err


@pytest.mark.parametrize(
    ("kind", "value"), [("birth_date", "05/01/1990"), ("phone", "abc"), ("email", "x1")]
)
def test_find_illegible(run: Run, kind: str, value: str) -> None:
    """A value that cannot be read should be told, and not that there is nobody."""
    found = run("find", kind, value)

    assert 1 == found.status
    assert "value: format" in found.err
    assert value not in found.err
    assert "" == found.out


def test_known(run: Run, subject: str) -> None:
    """Known should name who is on file already, and keep nothing."""
    intake = vaults.DEMO / "intakes" / "01-oconnor.json"

    assert f"{subject}\n" == run("known", intake).out
    assert f"{subject}\n" == run("known", intake).out


def test_reindex(run: Run) -> None:
    """Reindex should say that so few people need no index."""
    assert "no index: each person is opened instead\n" == run("keys", "reindex").out


def test_reseal(run: Run, subject: str) -> None:
    """Reseal should say what it did, and what is left for a later run."""
    idle = run("keys", "reseal").out.splitlines()
    done = run("keys", "reseal", "--subject", subject).out.splitlines()
    again = run("keys", "reseal", "--finish").out.splitlines()

    assert ["0 data keys put in use", "0 cells sealed anew"] == idle[:2]
    assert done[0].endswith("data keys put in use")
    assert not done[0].startswith("0")
    assert done[4].endswith("fjcore keys reseal --finish")
    assert "0 cells sealed anew" == again[1]
    assert 0 == run("audit", "verify").status


@pytest.fixture
def approved(folder: Path) -> tuple[str, ...]:
    """Give options by which two approvers of the site file approve."""
    with (folder / "fjcore.toml").open("a", encoding="utf-8") as file:
        for name in APPROVERS:
            said = f'[[staff]]\nid = "{name}"\nroles = ["lead"]\napprover = true\n'
            file.write(said)
    return ("--approved-by", APPROVERS[0], "--approved-by", APPROVERS[1])


def test_erase(run: Run, folder: Path, subject: str, approved: tuple[str, ...]) -> None:
    """Erase should write a certificate that later tells how far it has come."""
    out = folder / "hers.json"
    done = run("erase", subject, *approved, "--out", out)
    later = run("keys", "erasure", out)
    again = run("keys", "erase-again", out)
    read = run("read", subject, "--purpose", "safety_planning", "--need-to-know", "x")

    assert 0 == done.status
    assert "pending: a custody key over them is not destroyed" in done.out
    assert "what others were given, and what staff read, is untouched" in done.out
    assert done.out == later.out
    assert "0 keys destroyed again\n" == again.out
    assert "key_destroyed" in read.err
    assert 0 == run("audit", "verify").status
    assert subject == json.loads(out.read_text("utf-8"))["subject"]


def test_erase_refused(
    run: Run, folder: Path, subject: str, approved: tuple[str, ...]
) -> None:
    """Nothing should be erased by one person, or where a certificate stands."""
    out = folder / "hers.json"
    alone = run("erase", subject, *approved[:2], "--out", out)
    out.write_text("{}", "utf-8")
    standing = run("erase", subject, *approved, "--out", out)

    assert "erase_refused" in alone.err
    assert "hers.json: duplicate" in standing.err
    assert f"{subject}\n" == run("find", "name", SUBJECT).out


@pytest.mark.parametrize(
    "change",
    [
        {"format": "other"},
        {"subject": 1},
        {"keys": ["zz"]},
        {"epochs": [True]},
        {"index_rows": -1},
        {"at": "2026-03-02"},
        {"more": 1},
        None,
    ],
)
def test_bad_certificate(run: Run, folder: Path, change: dict | None) -> None:
    """A file that is no certificate should be refused by its name."""
    good = {
        "format": "fjcore/erasure/1",
        "id": "0a" * 16,
        "at": "2026-03-02T00:00:00+00:00",
        "subject": "0b" * 16,
        "keys": [],
        "epochs": [1],
        "index_rows": 0,
        "approved_by": list(APPROVERS),
        "wraps_until": "2026-03-16T00:00:00+00:00",
    }
    path = folder / "bad.json"
    path.write_text("{" if change is None else json.dumps({**good, **change}), "utf-8")
    found = run("keys", "erase-again", path)

    assert 1 == found.status
    assert "bad.json: format" in found.err
