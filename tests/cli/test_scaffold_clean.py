"""New plugins of every kind in clean environments, with built wheels alone."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

import pytest

from fjcore.cli.scaffold import PluginKind

ROOT = Path(__file__).parent.parent.parent

HOLDER = """
[holder]
agency = "sample"
kind = "vsp_advocate"
name = "Sample Advocates (example.org)"
unit = "advocacy"
regimes = ["vawa"]
state = "US-MT"
tz = "America/Denver"

[plugins.fjcore-harbor]
"""

#: What the site file of somebody who uses it would say besides.
TABLES = {
    PluginKind.COMMUNITY: 'adopts = ["harbor.legal_aid"]',
    PluginKind.CONNECTOR: (
        'permissions = ["network:records.example.org"]\n'
        'config = { url = "https://records.example.org/in" }'
    ),
    PluginKind.EXPORTER: 'permissions = ["aggregate"]',
    PluginKind.KEYRING: (
        'permissions = ["holds-keys"]\nconfig = { root = "file:root.hex" }'
    ),
    PluginKind.RECOGNISER: 'permissions = ["reads-narrative"]',
}


def ran(folder: Path, environment: Path, *words: object) -> str:
    """Run a command in that environment and not in this one; it must end well."""
    kept = {k: v for k, v in os.environ.items() if not k.startswith("PYTHON")}
    done = subprocess.run(
        [str(word) for word in words],
        cwd=folder,
        env={**kept, "VIRTUAL_ENV": str(environment), "NO_COLOR": "1"},
        capture_output=True,
        text=True,
        check=False,
    )
    said = done.stdout + done.stderr

    assert 0 == done.returncode, said
    return said


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Build the wheel of fjcore."""
    folder = tmp_path_factory.mktemp("wheel")
    ran(ROOT, folder, "uv", "build", "-q", "--wheel", "--out-dir", folder, ".")
    (found,) = folder.glob("*.whl")
    return found


def environment(folder: Path, *packages: object) -> Path:
    """Make a clean environment with these packages; give its scripts."""
    ran(folder, folder / "clean", "uv", "venv", "-q", "clean")
    ran(folder, folder / "clean", "uv", "pip", "install", "-q", *packages)
    return folder / "clean" / "bin"


@pytest.mark.nightly
@pytest.mark.parametrize("kind", PluginKind, ids=str)
def test_a_new_plugin(kind: PluginKind, wheel: Path, tmp_path: Path) -> None:
    """One of each kind should pass its own checks unedited, be built, and be found."""
    author, user = tmp_path / "author", tmp_path / "user"
    author.mkdir()
    user.mkdir()
    library = f"fjcore[testing,cli] @ {wheel.as_uri()}"
    scripts = environment(author, library, "mypy", "pytest", "ruff")
    words = ("--kind", kind, "--name", "fjcore-harbor", "--defaults", "harbor")
    ran(author, scripts, scripts / "fjcore", "plugins", "new", *words)
    home = author / "harbor"
    ran(home, scripts.parent, "uv", "pip", "install", "-q", "-e", ".")
    ran(home, scripts, scripts / "ruff", "check", ".")
    ran(home, scripts, scripts / "ruff", "format", "--check", ".")
    ran(home, scripts, scripts / "mypy")
    tested = ran(home, scripts, scripts / "pytest")
    ran(home, scripts, "uv", "build", "-q", "--wheel", "--out-dir", "dist", ".")

    (built,) = (home / "dist").glob("*.whl")
    scripts = environment(user, f"fjcore[cli] @ {wheel.as_uri()}", built)
    (user / "fjcore.toml").write_text(HOLDER + TABLES[kind] + "\n", "utf-8")
    listed = ran(user, scripts, scripts / "fjcore", "plugins", "list")
    assert " passed" in tested
    assert "fjcore-harbor" in listed
    assert "enabled" in listed
