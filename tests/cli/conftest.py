"""A vault with one person on file, and the command line to act on it."""

from __future__ import annotations

import shutil
from pathlib import Path

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
