from __future__ import annotations

import os
import resource
import stat
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from support.commands import Run

from fjcore.cli.output import new_bytes, new_file
from fjcore.errors import InputRefused


@pytest.fixture
def full() -> Iterator[None]:
    """Let no file grow beyond ten bytes, as a full disk would."""
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (10, before[1]))
    yield
    resource.setrlimit(resource.RLIMIT_FSIZE, before)


def test_a_new_file_should_be_its_owners(tmp_path: Path) -> None:
    """What a command writes may be about somebody, so others should not read it."""
    path = tmp_path / "page.html"
    new_file(path, "ñ\n")

    assert "ñ\n".encode() == path.read_bytes()
    assert 0o600 == stat.S_IMODE(path.stat().st_mode)


@pytest.mark.usefixtures("full")
def test_half_a_file_should_not_stay(tmp_path: Path) -> None:
    """A file that could not be written whole should not be there at all."""
    path = tmp_path / "page.html"
    with pytest.raises(InputRefused, match=r"page.html: unreadable"):
        new_bytes(path, b"x" * 100)

    assert not path.exists()


def test_a_file_that_is_there_should_stay(tmp_path: Path) -> None:
    """A file that is there already should be left alone."""
    path = tmp_path / "page.html"
    path.write_bytes(b"kept")
    with pytest.raises(InputRefused, match=r"page.html: duplicate"):
        new_bytes(path, b"other")

    assert b"kept" == path.read_bytes()


SAYS = "import sys; sys.argv[0] = 'fjcore'; from fjcore.cli import main; main()"


def test_a_full_disk_under_what_is_shown_should_be_told() -> None:
    """Where what is shown cannot be written, that and nothing else should be told."""
    with Path("/dev/full").open("w", encoding="utf-8") as full:
        ended = subprocess.run(
            [sys.executable, "-c", SAYS, "instruments", "list"],
            stdout=full,
            stderr=subprocess.PIPE,
            text=True,
            check=False,
        )

    assert 1 == ended.returncode
    assert ended.stderr.endswith("[output]\n")
    assert 1 == len(ended.stderr.splitlines())


def test_a_reader_that_went_away_should_be_told() -> None:
    """Where nobody reads what is shown any more, that should be told."""
    reading, writing = os.pipe()
    os.close(reading)
    with os.fdopen(writing, "w") as pipe:
        ended = subprocess.run(
            [sys.executable, "-c", SAYS, "instruments", "list"],
            stdout=pipe,
            stderr=subprocess.PIPE,
            text=True,
            check=False,
        )

    assert 1 == ended.returncode
    assert ended.stderr.endswith("[output]\n")


def test_another_file_should_not_be_taken_for_what_is_shown(
    bare: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A fault of some other file should not be told as one of what is shown."""

    def full(*_: object, **__: object) -> None:
        raise OSError(28, "full")

    monkeypatch.setattr("fjcore.cli.show.as_json", full)
    found = bare("instruments", "list", "--json")

    assert 1 == found.status
    assert found.err.endswith("[files]\n")
