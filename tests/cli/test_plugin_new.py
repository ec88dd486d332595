"""Starting a plugin on the command line: made whole, or not at all."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest
from support.commands import Run, runner

from fjcore.cli import output
from fjcore.errors import InputRefused

WORDS = ("plugins", "new", "--kind", "community", "--name", "fjcore-harbor")


@pytest.fixture
def bare(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> Run:
    """Give the command line in an empty folder."""
    return runner(tmp_path, monkeypatch, capfd)


def test_made(bare: Run, tmp_path: Path) -> None:
    """A plugin should be made where there is no site, and nothing lie beside it."""
    done = bare(*WORDS, "--defaults", tmp_path / "harbor")

    assert (0, "") == (done.status, done.err)
    assert done.out.startswith("made harbor: community plugin fjcore-harbor\n")
    assert ["harbor"] == os.listdir(tmp_path)
    assert (tmp_path / "harbor" / "src" / "fjcore_harbor" / "__init__.py").exists()


def test_asked(bare: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What no option said should be asked for, and an empty answer take the default."""
    said = tmp_path / "said"
    said.write_text("A made-up center\n\n\n\nMIT\n", "utf-8")
    with said.open(encoding="utf-8") as lines:
        monkeypatch.setattr(sys, "stdin", lines)
        done = bare(*WORDS, tmp_path / "harbor")
    text = (tmp_path / "harbor" / "pyproject.toml").read_text("utf-8")

    assert 0 == done.status
    assert 'description = "A made-up center"' in text
    assert 'license = "MIT"' in text


def test_no_answer(bare: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where nobody answers, nothing should be made."""
    with open(os.devnull, encoding="utf-8") as nothing:
        monkeypatch.setattr(sys, "stdin", nothing)
        done = bare(*WORDS, tmp_path / "harbor")

    assert 1 == done.status
    assert [] == os.listdir(tmp_path)


def test_bad_name(bare: Run, tmp_path: Path) -> None:
    """A name that is none should be refused, and not be repeated."""
    words = [*WORDS[:-1], "Ñandú"]
    done = bare(*words, "--defaults", tmp_path / "harbor")

    assert 1 == done.status
    assert "--name: format" in done.err
    assert "Ñandú" not in done.err
    assert [] == os.listdir(tmp_path)


def state(path: Path) -> tuple[int, ...]:
    """What a thing is and when it was changed; not when it was last looked at."""
    found = path.lstat()
    return found.st_ino, found.st_mode, found.st_size, found.st_mtime_ns


@pytest.mark.parametrize("there", ["file", "folder", "full", "link"])
def test_something_there(bare: Run, tmp_path: Path, there: str) -> None:
    """What is there already should stay as it is, an empty folder too."""
    dest = tmp_path / "harbor"
    if there == "file":
        dest.write_text("mine", "utf-8")
    elif there == "link":
        dest.symlink_to(tmp_path / "nowhere")
    else:
        dest.mkdir()
    if there == "full":
        (dest / "mine").write_text("mine", "utf-8")
    before = state(dest)
    done = bare(*WORDS, "--defaults", dest)

    assert 1 == done.status
    assert "harbor: duplicate" in done.err
    assert before == state(dest)
    assert ["harbor"] == os.listdir(tmp_path)


@pytest.mark.parametrize("place", ["gone/harbor", "file/harbor", "x" * 300])
def test_no_place(bare: Run, tmp_path: Path, place: str) -> None:
    """A place where nothing can be made should be told, and nothing be left."""
    (tmp_path / "file").write_text("mine", "utf-8")
    done = bare(*WORDS, "--defaults", tmp_path / place)

    assert 1 == done.status
    assert ": unreadable" in done.err
    assert ["file"] == os.listdir(tmp_path)


@pytest.mark.parametrize("step", ["mkdir", "write_bytes", "rename"])
def test_a_full_disk(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, step: str
) -> None:
    """Stopped at any step, there should be no folder and no part of one."""
    real, calls = getattr(Path, step), []

    def full(*given: object, **options: object) -> object:
        calls.append(step)
        if step == "rename" or len(calls) > 1:
            raise OSError(28, "No space left")
        return real(*given, **options)

    monkeypatch.setattr(Path, step, full)
    with pytest.raises(InputRefused, match="made") as caught:
        output.new_folder(tmp_path / "made", {"a/b": b"1", "c/d": b"2"})

    monkeypatch.undo()
    assert caught.value.__context__ is None
    assert [] == os.listdir(tmp_path)
