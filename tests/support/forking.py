"""The command line in a process that is started once and forks for each command.

A page's ``fjcore`` is a small script that hands its words, folder, environment and open
files to that process. What a command then does is what it does when started alone, to
its last flush and exit code; only the imports were made before.
"""

from __future__ import annotations

import atexit
import gc
import json
import os
import select
import shutil
import socket
import subprocess
import sys
import tempfile
from collections.abc import Mapping
from importlib import import_module
from pathlib import Path
from typing import Any

_SOCKET = "socket"

#: What stands as ``fjcore`` on the path: the script, and what it runs.
_SCRIPT = "#!/bin/sh\nexec '{python}' -IS '{folder}/client.py' \"$@\"\n"
_CLIENT = """
import json, os, socket, sys
with socket.socket(socket.AF_UNIX) as line:
    line.connect({address!r})
    said = [sys.argv[1:], os.getcwd(), dict(os.environ)]
    socket.send_fds(line, [b"!"], [0, 1, 2])
    line.sendall(json.dumps(said).encode() + b"\\n")
    sys.exit(int(line.recv(8) or b"70"))
"""


def ready(environment: Mapping[str, str]) -> Path:
    """Start the process; give the folder in which its ``fjcore`` stands.

    It ends with the process that asked for it, whose input it waits on.
    """
    folder = Path(tempfile.mkdtemp(prefix="fjcore-forking-"))
    process = subprocess.Popen(
        [sys.executable, __file__, folder / _SOCKET],
        env=environment,
        cwd=folder,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
    )
    atexit.register(_over, process, folder)
    assert process.stdout is not None
    assert b"ready\n" == process.stdout.readline()
    client = _CLIENT.format(address=str(folder / _SOCKET))
    (folder / "client.py").write_text(client, "utf-8")
    script = _SCRIPT.format(python=sys.executable, folder=folder)
    (folder / "fjcore").write_text(script, "utf-8")
    (folder / "fjcore").chmod(0o700)
    return folder


def _over(process: subprocess.Popen[bytes], folder: Path) -> None:
    process.kill()
    process.communicate()
    shutil.rmtree(folder, ignore_errors=True)


def _import_all() -> None:
    """Import every command, and what drawing the list of them imports.

    What is sealed here by a passphrase is cheap to guess: the page says the words.
    """
    from fjcore.cli.app import app
    from fjcore.cli.groups import COMMANDS
    from fjcore.crypto.passfile import DEFAULT_COST

    for name, cost in {"iterations": 1, "lanes": 1, "memory": 8192}.items():
        object.__setattr__(DEFAULT_COST, name, cost)

    for panel in COMMANDS.values():
        for row in panel.values():
            import_module(f"fjcore.cli.{row.place.partition(':')[0]}")
    app(["--help"], standalone_mode=False)


def _next(
    listening: socket.socket, folder: Path
) -> tuple[list[str], str, dict[str, str]]:
    """Wait for commands; come back, in a process of its own, to run each of them."""
    waiting = 0
    while True:
        # Nothing is ever said on the input: it ends with whoever holds its other end.
        if 0 in select.select([listening, 0], [], [])[0]:
            shutil.rmtree(folder, ignore_errors=True)
            os._exit(0)
        line, _ = listening.accept()
        while waiting and os.waitpid(-1, os.WNOHANG)[0]:
            waiting -= 1
        if os.fork():
            waiting += 1
            line.close()
            continue
        listening.close()
        _, files, _, _ = socket.recv_fds(line, 1, 3)
        with line.makefile("rb") as told:
            said: Any = json.loads(told.readline())
        child = os.fork()
        if not child:
            line.close()
            for standard, file in enumerate(files):
                os.dup2(file, standard)
                os.close(file)
            return said[0], said[1], said[2]
        for file in files:
            os.close(file)
        code = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
        line.sendall(b"%d" % (code if code >= 0 else 128 - code))
        os._exit(0)


def _main(address: str) -> None:
    # A command finds what it finds when started by its script, which stands there.
    sys.path[0] = str(Path(sys.executable).parent)
    given, quiet = os.dup(1), os.open(os.devnull, os.O_RDWR)
    os.dup2(quiet, 1)
    os.close(quiet)
    _import_all()
    sys.stdout.flush()
    with socket.socket(socket.AF_UNIX) as listening:
        listening.bind(address)
        listening.listen()
        os.write(given, b"ready\n")
        os.close(given)
        gc.freeze()
        words, folder, environment = _next(listening, Path(address).parent)
    os.chdir(folder)
    os.environ.clear()
    os.environ.update(environment)
    # What a stream can do was asked of the files that this process began with.
    sys.stdin = open(0, closefd=False, encoding="utf-8")  # noqa: SIM115
    sys.stdout = open(1, "w", closefd=False, encoding="utf-8")  # noqa: SIM115
    sys.stderr = open(2, "w", 1, closefd=False, encoding="utf-8")  # noqa: SIM115
    sys.argv = ["fjcore", *words]

    from fjcore.cli import main

    main()


if __name__ == "__main__":
    _main(sys.argv[1])
