"""A vault with one person on file, and the command line to act on it."""

from __future__ import annotations

import os
import shutil
from pathlib import Path
from typing import Any

import pytest
from support import vaults
from support.commands import Run, runner


@pytest.fixture(scope="session")
def finished(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give the folder of a vault in which one person is on file."""
    folder = tmp_path_factory.mktemp("finished")
    with vaults.new_vault(folder, synthetic=True) as vault:
        vaults.keep_demo(vault, "01-oconnor")
    return folder


@pytest.fixture
def folder(finished: Path, tmp_path: Path) -> Path:
    """Give a copy of that folder for one test."""
    shutil.copytree(finished, tmp_path, dirs_exist_ok=True)
    return tmp_path


@pytest.fixture
def run(
    folder: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> Run:
    """Give the command line on that vault."""
    return runner(folder, monkeypatch, capfd)


@pytest.fixture
def typed(run: Run, monkeypatch: pytest.MonkeyPatch) -> Any:
    """Give a function that runs ``fjcore screen`` with lines typed beforehand."""

    def screened(*words: object, lines: tuple[str, ...] = ()) -> Any:
        reading, writing = os.pipe()
        with os.fdopen(writing, "w") as pipe:
            pipe.write("".join(f"{line}\n" for line in lines))
        with os.fdopen(reading) as stdin:
            monkeypatch.setattr("sys.stdin", stdin)
            return run("screen", *words)

    return screened


@pytest.fixture
def bare(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> Run:
    """Give the command line in an empty folder."""
    return runner(tmp_path, monkeypatch, capfd)
