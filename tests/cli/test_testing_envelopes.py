"""The runner of envelope vectors, as a person would run it."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from support.commands import Run, runner

FILE = Path(__file__).parents[2] / "vectors/envelope-v1.json"


@pytest.fixture
def bare(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> Run:
    """Give the command line in an empty folder."""
    return runner(tmp_path, monkeypatch, capfd)


def written(folder: Path, edit: Callable[[dict[str, Any]], object]) -> Path:
    """Write a small file of good vectors with an edit."""
    said = json.loads(FILE.read_bytes())
    said["cells"], said["negative"] = said["cells"][:2], said["negative"][:2]
    edit(said)
    path = folder / "more.json"
    path.write_text(json.dumps(said), "utf-8")
    return path


def test_all_agree(bare: Run) -> None:
    """The frozen file should agree, with a line for each vector and a summary."""
    done = bare("test", "envelopes", FILE)
    told = json.loads(FILE.read_bytes())
    total = sum(len(told[name]) for name in told if isinstance(told[name], list))
    lines = done.out.splitlines()

    assert (0, "") == (done.status, done.err)
    assert total + 4 == len(lines)
    assert f"envelopes: {total + 3} of {total + 3} agree" == lines[-1]


EDITS: dict[str, tuple[Callable[[dict[str, Any]], object], str]] = {
    "payload": (
        lambda said: said["cells"][0].update(payload="00"),
        "FAIL empty payload expected=the payload got=another payload",
    ),
    "place": (
        lambda said: said["cells"][0]["place"].update(revision=7),
        "FAIL empty payload expected=the payload got=seal_broken",
    ),
    "no place": (
        lambda said: said["cells"][0]["place"].update(vault_id="zz"),
        "FAIL empty payload expected=the payload got=bad_id",
    ),
    "opens": (
        lambda said: said["negative"].append(
            {k: v for k, v in said["cells"][0].items() if k != "payload"}
            | {"error": None}
        ),
        "FAIL empty error expected=any error got=opened",
    ),
    "error": (
        lambda said: said["negative"][0].update(error="truncated"),
        "FAIL hello: header byte 0 flipped error expected=truncated "
        "got=not_an_envelope",
    ),
    "wrap": (
        lambda said: said["wraps"][0].update(epoch=9),
        "FAIL wrap 0 key expected=the same got=another",
    ),
    "index": (
        lambda said: said["indexes"][0].update(value=0),
        "FAIL index 0 value expected=the same got=another",
    ),
    "commitment": (
        lambda said: said["commitments"].update(data="00" * 32),
        "FAIL commitment data commitment expected=the same got=another",
    ),
}


@pytest.mark.parametrize("name", EDITS)
def test_a_difference(bare: Run, tmp_path: Path, name: str) -> None:
    """A vector that does not agree should be told by a line, and end in 1."""
    edit, line = EDITS[name]
    done = bare("test", "envelopes", written(tmp_path, edit))
    failed = [one for one in done.out.splitlines() if one.startswith("FAIL")]

    assert 1 == done.status
    assert [line] == failed


def test_for_a_machine(bare: Run, tmp_path: Path) -> None:
    """The same should be there as data."""
    edit, _ = EDITS["place"]
    done = bare("test", "envelopes", written(tmp_path, edit), "--json")
    said = json.loads(done.out)

    assert 1 == done.status
    assert (said["total"] - 1, 1) == (said["passed"], said["failed"])
    assert ["empty"] == [one["id"] for one in said["failures"]]


FAULTS: dict[str, tuple[Callable[[dict[str, Any]], object], str]] = {
    "another format": (lambda said: said.update(format="x/1"), "format: unknown_code"),
    "a further key": (lambda said: said.update(more=1), "more: unknown_key"),
    "no keys": (lambda said: said.pop("keys"), "keys: required"),
    "a short key": (lambda said: said["keys"].update(data="00"), "keys.data: format"),
    "no place": (lambda said: said["cells"][1].pop("place"), "cells.1.place: required"),
    "no hex": (
        lambda said: said["cells"][1].update(envelope="F7"),
        "cells.1.envelope: format",
    ),
    "no list": (lambda said: said.update(cells={}), "cells: type"),
    "bits": (lambda said: said["indexes"][0].update(bits=0), "indexes.0.bits: range"),
    "a revision": (
        lambda said: said["cells"][0]["place"].update(revision=2**64),
        "cells.0.place.revision: range",
    ),
}


@pytest.mark.parametrize("name", FAULTS)
def test_not_a_file_of_vectors(bare: Run, tmp_path: Path, name: str) -> None:
    """A file of another form should end with 2, and name each place at fault."""
    edit, place = FAULTS[name]
    done = bare("test", "envelopes", written(tmp_path, edit))

    assert (2, "") == (done.status, done.out)
    assert f"  {place}" in done.err.splitlines()


@pytest.mark.parametrize(
    "raw",
    [b"", b"[", b'{"a":1,"a":2}', b"\xff", b"[" * 100_000],
    ids=["empty", "open", "twice", "no text", "deep"],
)
def test_no_json(bare: Run, tmp_path: Path, raw: bytes) -> None:
    """What is no JSON, or says a key twice, should end with 2."""
    path = tmp_path / "more.json"
    path.write_bytes(raw)

    assert 2 == bare("test", "envelopes", path).status
