"""Reviewing a note on the command line."""

from __future__ import annotations

import json
import stat
from pathlib import Path
from typing import Any

import pytest
from support.commands import Run, runner
from support.vaults import DEMO

NOTE = "Then Mirel Tavaroy (J.T.) came.\nCall 406-555-0123.\x1b[2J\n"
KNOWN = {
    "entities": [
        {"kind": "name", "value": "Mirel Tavaroy", "category": "identity.name"},
        {"kind": "name", "value": "Jorvik Tarn", "category": "respondent"},
        {"kind": "phone", "value": "406-555-0123", "category": "contact"},
    ]
}


@pytest.fixture
def bare(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> Run:
    """Give the command line in a folder with a note and what is known."""
    (tmp_path / "note.txt").write_text(NOTE, "utf-8")
    (tmp_path / "known.json").write_text(json.dumps(KNOWN), "utf-8")
    monkeypatch.chdir(tmp_path)
    return runner(tmp_path, monkeypatch, capfd)


def test_side_by_side(bare: Run) -> None:
    """A note should be shown with its marks beside what would be left of it."""
    done = bare("review", "note.txt", "--known", "known.json")

    assert (0, "") == (done.status, done.err)
    assert "«Mirel Tavaroy» (‹1:J.T›.) came." in done.out
    assert "⟦withheld:identity.name⟧ (J.T.) came." in done.out.replace("\n", "")
    assert "2 spans removed, 1 flag to look at" in done.out
    assert "\x1b" not in done.out


def test_for_a_machine(bare: Run) -> None:
    """The same should be there as data."""
    done = bare("review", "note.txt", "--known", "known.json", "--json")
    found = json.loads(done.out)

    assert [(5, 18), (37, 49)] == [(s["start"], s["end"]) for s in found["spans"]]
    assert [(1, "initials")] == [(f["number"], f["why"]) for f in found["flags"]]
    assert not found["whole"]


@pytest.mark.parametrize(
    ("options", "left"),
    [
        ((), "Then N (⟦withheld:respondent⟧.) came."),
        (("--clear", 1), "Then N (J.T.) came."),
        (("--add", "26-30"), "Then N (⟦withheld:respondent⟧.) ⟦withheld⟧."),
    ],
)
def test_what_is_left(bare: Run, tmp_path: Path, options: Any, left: str) -> None:
    """What is left after a review should be written to a file of its owner's."""
    words = ("review", "note.txt", "--known", "known.json", *options)
    done = bare(*words, "--out", tmp_path / "left.txt")
    found = (tmp_path / "left.txt").read_text("utf-8")

    assert 0 == done.status
    assert left == found.splitlines()[0].replace("⟦withheld:identity.name⟧", "N")
    assert 0o600 == stat.S_IMODE((tmp_path / "left.txt").stat().st_mode)


def test_only_what_is_hidden(bare: Run) -> None:
    """Where categories are named, only theirs should go."""
    words = ("--known", "known.json", "--hide", "contact", "--json")
    done = bare("review", "note.txt", *words)
    found = json.loads(done.out)["spans"]

    assert [(37, 49)] == [(s["start"], s["end"]) for s in found]


def test_an_intake_tells_what_is_known(bare: Run, tmp_path: Path) -> None:
    """What is known should be read from an intake as well."""
    said = json.loads((DEMO / "intakes/01-oconnor.json").read_bytes())
    said.pop("forms", None)
    (tmp_path / "intake.json").write_text(json.dumps(said), "utf-8")
    names = [n["text"] for r in said["records"] for n in r["payload"].get("names", [])]
    (tmp_path / "note.txt").write_text(f"{names[0]} came.", "utf-8")
    words = ("--known", "intake.json", "--on", "2026-03-02", "--json")
    done = bare("review", "note.txt", *words)

    assert [0] == [s["start"] for s in json.loads(done.out)["spans"]]


def test_a_silent_category_takes_the_note(bare: Run, tmp_path: Path) -> None:
    """A note with what must not be known to exist should be withheld whole."""
    row = {"kind": "name", "value": "Mirel", "category": "location.shelter"}
    (tmp_path / "known.json").write_text(json.dumps({"entities": [row]}), "utf-8")
    done = bare("review", "note.txt", "--known", "known.json")

    assert 0 == done.status
    assert "the whole note is withheld" in done.out
    assert "Tavaroy" not in done.out


@pytest.mark.parametrize(
    ("options", "told"),
    [
        (("--clear", 2), "clear.2: range"),
        (("--add", "5"), "--add: format"),
        (("--add", "5-500"), "add.0: range"),
        (("--hide", "quokka"), "--hide: unknown_category"),
        (("--on", "soon"), "--on: format"),
        (("--out", "note.txt"), "note.txt: duplicate"),
    ],
)
def test_bad_options(bare: Run, options: Any, told: str) -> None:
    """An option that cannot be taken should be named, and nothing of the note told."""
    done = bare("review", "note.txt", "--known", "known.json", *options)

    assert 1 == done.status
    assert told in done.err
    assert "Mirel" not in done.err


@pytest.mark.parametrize(
    ("row", "told"),
    [
        ({"kind": "quokka"}, "entities.0.kind: unknown_code"),
        ({"category": "quokka"}, "entities.0.category: unknown_category"),
        ({"value": " "}, "entities.0.value: length"),
        ({"value": 7}, "entities.0: type"),
        ({"kind": "date"}, "entities.0.value: format"),
        ({"kind": "age"}, "entities.0.value: format"),
        ({"quokka": 1}, "entities.0.quokka: unknown_key"),
    ],
)
def test_bad_entities(
    bare: Run, tmp_path: Path, row: dict[str, object], told: str
) -> None:
    """An entity at fault should be named by its place, and its value not told."""
    said = {"entities": [KNOWN["entities"][0] | row]}
    (tmp_path / "known.json").write_text(json.dumps(said), "utf-8")
    done = bare("review", "note.txt", "--known", "known.json")

    assert (1, "") == (done.status, done.out)
    assert told in done.err
    assert "Mirel" not in done.err


@pytest.mark.parametrize(
    ("raw", "told"), [(b"\xff", "encoding"), (b"a" * (1 << 19), "too_big")]
)
def test_bad_notes(bare: Run, tmp_path: Path, raw: bytes, told: str) -> None:
    """A note that is no text, or too long, should be refused."""
    (tmp_path / "note.txt").write_bytes(raw)
    done = bare("review", "note.txt", "--known", "known.json")

    assert (1, "") == (done.status, done.out)
    assert f"note.txt: {told}" in done.err


def test_somebody_reviewed_it(bare: Run) -> None:
    """A review should need the id of who made it."""
    words = ("review", "note.txt", "--known", "known.json", "--clear", 1)
    done = bare(*words, staff="")

    assert 1 == done.status
    assert "--as: required" in done.err
