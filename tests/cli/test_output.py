from __future__ import annotations

import resource
import stat
from collections.abc import Iterator
from pathlib import Path

import pytest

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
