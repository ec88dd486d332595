"""Programs of Debian's packages, for tests, without root.

Packages are fetched by apt-get with lists of one's own, and unpacked into a folder of
the user's cache. Nothing of the system is changed.
"""

from __future__ import annotations

import fcntl
import os
import subprocess
import tempfile
from pathlib import Path


def unpacked(name: str, packages: tuple[str, ...], wanted: str) -> Path | None:
    """Give a folder with packages unpacked, fetching them where they are not yet.

    Shape: ``wanted`` is a file below that folder, by which it is known to be whole.
    None where they cannot be fetched.
    """
    home = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache")
    folder = home / "fjcore-tests" / name
    folder.mkdir(parents=True, exist_ok=True)
    # Several workers may look at once: one fetches, the others wait.
    with (folder / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if (folder / wanted).exists() or _fetched(folder, packages):
            return folder if (folder / wanted).exists() else None
    return None


def _fetched(folder: Path, packages: tuple[str, ...]) -> bool:
    own = folder / "apt"
    for part in ("lists/partial", "cache/archives/partial"):
        (own / part).mkdir(parents=True, exist_ok=True)
    options = [
        *("-o", f"Dir::State::lists={own / 'lists'}"),
        *("-o", f"Dir::Cache={own / 'cache'}"),
        *("-o", "Debug::NoLocking=1", "-o", "APT::Sandbox::User="),
    ]
    with tempfile.TemporaryDirectory() as place:
        for words in (["update", "-qq"], ["download", "-qq", *packages]):
            if not _done(["apt-get", *options, *words], place):
                return False
        for package in sorted(Path(place).glob("*.deb")):
            if not _done(["dpkg-deb", "-x", str(package), str(folder)], place):
                return False
    return True


def _done(words: list[str], place: str) -> bool:
    try:
        done = subprocess.run(words, cwd=place, capture_output=True, check=False)
    except OSError:
        return False
    return not done.returncode
