"""A command run in a terminal of its own, typed at and read as a person would."""

from __future__ import annotations

import fcntl
import json
import os
import pty
import select
import signal
import struct
import subprocess
import sys
import termios
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from attrs import define

#: Runs one command after the other, each told as a line of JSON: starting up once.
_START = """
import json, os, signal, sys
# Whoever is started in the background has Ctrl-C turned off.
signal.signal(signal.SIGINT, signal.default_int_handler)
from fjcore import cli
import fjcore.cli.screening
print("ready", flush=True)
while True:
    told = json.loads(input())
    os.chdir(told["folder"])
    os.environ.update(told["environment"])
    sys.argv = ["fjcore", *told["words"]]
    status = 0
    try:
        cli.main()
    except SystemExit as ended:
        status = ended.code
    print(f"ended with {status or 0}.", flush=True)
"""
#: No command of a test takes this long, on however slow a machine.
PATIENCE_S = 60.0
#: After so long without a sign, a person presses Ctrl-C once more.
AGAIN_S = 5.0


@define
class Terminal:
    """A terminal with a command in it; what it showed so far is in ``shown``."""

    process: subprocess.Popen[bytes]
    lead: int
    shown: str = ""
    _seen: int = 0

    def expect(self, text: str) -> None:
        """Wait until a text is shown, after whatever was waited for before."""
        until = time.monotonic() + PATIENCE_S
        while text not in self.shown[self._seen :]:
            if not self._read(until):
                raise AssertionError(f"not shown: {text}\n{self.shown[self._seen :]}")
        self._seen = self.shown.index(text, self._seen) + len(text)

    def send(self, line: str) -> None:
        """Type a line."""
        os.write(self.lead, f"{line}\r".encode())

    def interrupt(self) -> None:
        """Press Ctrl-C, and again where nothing comes of it.

        What comes between a prompt and the wait for a line is seen with the line alone.
        """
        until = time.monotonic() + PATIENCE_S
        while time.monotonic() < until:
            self.process.send_signal(signal.SIGINT)
            if self._read(min(until, time.monotonic() + AGAIN_S)):
                return

    def run(self, *words: object, folder: Path, **environment: str) -> None:
        """Begin a command in a folder."""
        told = {
            "folder": str(folder),
            "environment": environment,
            "words": [str(word) for word in words],
        }
        self.shown, self._seen = "", 0
        self.send(json.dumps(told))
        self.expect('"words"')
        self.expect("\n")

    def ended(self) -> int:
        """Read on until the command ends, and give what it ended with."""
        self.expect("ended with ")
        self.expect(".")
        return int(self.shown[: self._seen - 1].rpartition(" ")[2])

    def _read(self, until: float) -> bool:
        left = until - time.monotonic()
        ready, _, _ = select.select([self.lead], [], [], max(0.0, left))
        found = b""
        if ready:
            try:
                found = os.read(self.lead, 1 << 16)
            except OSError:  # the other end is closed: there is nothing more to read
                found = b""
        self.shown += found.decode("utf-8", "replace")
        return bool(found)


@contextmanager
def terminal(columns: int = 100) -> Iterator[Terminal]:
    """Open a terminal; what runs in it is killed in the end."""
    lead, follow = pty.openpty()
    fcntl.ioctl(follow, termios.TIOCSWINSZ, struct.pack("HHHH", 40, columns, 0, 0))
    environment = {**os.environ, "TERM": "xterm-256color"}
    process = subprocess.Popen(
        [sys.executable, "-c", _START],
        stdin=follow,
        stdout=follow,
        stderr=follow,
        env=environment,
        start_new_session=True,
    )
    os.close(follow)
    try:
        desk = Terminal(process, lead)
        desk.expect("ready")
        yield desk
    finally:
        process.kill()
        process.wait()
        os.close(lead)
