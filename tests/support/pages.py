"""Running the examples of the README and the docs.

``python`` blocks run in order, sharing names within their page. ``console`` blocks run
their ``$`` commands one after another, as if in a new checkout that holds nothing but
the examples and the plugins; where output is shown, it must come. The README's commands
are started as a reader starts them; elsewhere ``fjcore`` has made its imports before.
"""

from __future__ import annotations

import doctest
import os
import shutil
import subprocess
import sys
import tempfile
from functools import cache
from pathlib import Path
from typing import Any

from sybil import Example
from sybil.parsers.myst import CodeBlockParser, PythonCodeBlockParser
from sybil.typing import Parser

from support import forking

ROOT = Path(__file__).parent.parent.parent

#: Longest that one command of a page may take, in seconds.
LIMIT_S = 120

#: What stands in the folder in which a page's commands begin.
GIVEN = ("docs/examples", "plugins")

#: What a command gets of the environment of the tests.
_KEPT = frozenset({"HOME", "LANG", "PYTHONPATH", "PYTHONPYCACHEPREFIX"})

#: An output may leave out parts with ``...``; how it is spaced does not matter.
_LOOSELY = doctest.ELLIPSIS | doctest.NORMALIZE_WHITESPACE


def commands(block: str) -> list[tuple[str, str]]:
    """Give the commands of a console block, each with the output shown below it."""
    found: list[tuple[str, str]] = []
    for line in block.splitlines():
        if line.startswith("$ "):
            found.append((line[2:], ""))
        elif line.startswith("> ") and found:
            command, shown = found.pop()
            found.append((f"{command}\n{line[2:]}", shown))
        elif found:
            command, shown = found.pop()
            found.append((command, f"{shown}{line}\n"))
    return found


def run_console(example: Example) -> str | None:
    """Run a console block; give what differs, or None when all is as shown.

    A command must end well, unless the output shown is an error.
    """
    as_read = Path(example.path).name == "README.md"
    path = [] if as_read else [str(_ready())]
    for command, shown in commands(str(example.parsed)):
        done = _shell(command, example.namespace, path)
        said = done.stdout + done.stderr
        failed = done.returncode != 0
        if failed != shown.startswith("error:"):
            return f"$ {command}\nended with {done.returncode}\n{said}"
        checker = doctest.OutputChecker()
        if shown and not checker.check_output(shown, said, _LOOSELY):
            return f"$ {command}\nshould have given\n{shown}\nbut gave\n{said}"
    return None


@cache
def _ready() -> Path:
    return forking.ready(_environment([]))


def _shell(
    command: str, page: dict[str, Any], path: list[str]
) -> subprocess.CompletedProcess[str]:
    """Run one command; what it exports and where it goes stay for the next one."""
    folder: Path = page["__folder"]
    kept, place = folder.parent / "environment", folder.parent / "place"
    script = f"set -e\n{command}\nexport -p >'{kept}'\npwd >'{place}'\n"
    here = Path(place.read_text("utf-8").strip()) if place.exists() else folder
    if kept.exists():
        script = f". '{kept}'\ncd '{here}'\n{script}"
    return subprocess.run(
        ["/bin/sh", "-c", script],
        cwd=here,
        env=_environment(path),
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        timeout=LIMIT_S,
        check=False,
    )


def _environment(path: list[str]) -> dict[str, str]:
    own = {name: value for name, value in os.environ.items() if name in _KEPT}
    scripts = str(Path(sys.executable).parent)
    found = os.pathsep.join([*path, scripts, os.environ.get("PATH", os.defpath)])
    return {**own, "PATH": found, "PYTHONWARNINGS": "error", "NO_COLOR": "1"}


def begin(page: dict[str, Any]) -> None:
    """Make the folder in which a page's commands run."""
    page["__kept"] = tempfile.TemporaryDirectory(prefix="fjcore-docs-")
    page["__folder"] = Path(page["__kept"].name) / "folder"
    for name in GIVEN:
        left_out = shutil.ignore_patterns("__pycache__")
        shutil.copytree(ROOT / name, page["__folder"] / name, ignore=left_out)


def end(page: dict[str, Any]) -> None:
    """Take the folder away."""
    page["__kept"].cleanup()


PARSERS: list[Parser] = [
    PythonCodeBlockParser(),
    CodeBlockParser("console", run_console),
]
