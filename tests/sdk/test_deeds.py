"""What a plugin does while it is loaded stands in its row of the report."""

from __future__ import annotations

import contextlib
import os
import socket
import subprocess
import sys
import threading
from collections.abc import Callable
from importlib import import_module, invalidate_caches
from pathlib import Path

import pytest

from fjcore.sdk._deeds import noticed

#: What is done in a folder, and what is noticed of it.
ACTS: dict[str, tuple[Callable[[Path], object], set[str]]] = {
    "nothing": (lambda _: None, set()),
    "reads": (lambda here: (here / "known").read_bytes(), set()),
    "writes": (lambda here: (here / "new").write_text("x", "utf-8"), {"file"}),
    "appends": (lambda here: (here / "known").open("a").close(), {"file"}),
    "removes": (lambda here: (here / "known").unlink(), {"file"}),
    "makes-a-folder": (lambda here: (here / "folder").mkdir(), {"file"}),
    "socket": (lambda _: socket.socket().close(), {"socket"}),
    "thread": (lambda _: threading.Timer(0.5, int).start(), {"thread"}),
    "process": (
        lambda _: subprocess.run([sys.executable, "-c", ""], check=True),
        {"process"},
    ),
    "folder": (os.chdir, {"folder"}),
    "environment": (
        lambda _: os.environ.update({"FJCORE_TRIED": "1"}),
        {"environment"},
    ),
    "two": (
        lambda here: (socket.socket().close(), (here / "new").touch()),
        {"socket", "file"},
    ),
}


@pytest.mark.parametrize("act", ACTS)
def test_an_act_is_noticed(
    act: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What is done in the block should be noticed by its code, and nothing else."""
    (tmp_path / "known").write_text("x", "utf-8")
    monkeypatch.setattr(os, "environ", os.environ.copy())
    monkeypatch.chdir(tmp_path)
    done, codes = ACTS[act]
    with noticed() as found:
        done(tmp_path)
    (tmp_path / "later").write_text("x", "utf-8")

    assert codes == found


def test_an_import_is_no_act(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """That the interpreter keeps what it compiled should not be the plugin's act."""
    (tmp_path / "plain_fjcore_part.py").write_text("x = 1\n", "utf-8")
    monkeypatch.syspath_prepend(str(tmp_path))
    monkeypatch.setattr(sys, "dont_write_bytecode", False)
    monkeypatch.setattr(sys, "pycache_prefix", None)
    invalidate_caches()
    with noticed() as found:
        import_module("plain_fjcore_part")

    assert set() == found
    assert [] != list(tmp_path.rglob("*.pyc"))


def test_another_thread_is_another(tmp_path: Path) -> None:
    """What other threads of the program do meanwhile should not be a plugin's."""
    begin, done = threading.Event(), threading.Event()

    def write() -> None:
        begin.wait(60)
        (tmp_path / "other").write_text("x", "utf-8")
        done.set()

    thread = threading.Thread(target=write)
    thread.start()
    with noticed() as found:
        begin.set()
        done.wait(60)
    thread.join()

    assert set() == found
    assert (tmp_path / "other").exists()


def test_one_in_another_is_of_both(tmp_path: Path) -> None:
    """What is done while another is loaded should be noticed of the outer one too."""
    with noticed() as outer:
        with noticed() as inner:
            socket.socket().close()
        (tmp_path / "new").touch()

    assert {"socket"} == inner
    assert {"socket", "file"} == outer


def test_an_end_by_an_error_is_an_end(tmp_path: Path) -> None:
    """After a block that raised, nothing should be noticed any more."""
    with contextlib.suppress(KeyError), noticed() as found:
        socket.socket().close()
        raise KeyError
    (tmp_path / "new").touch()

    assert {"socket"} == found
