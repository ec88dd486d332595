"""What the commands on plugins tell and write, and that no secret is among it."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from support.commands import Run, runner
from support.installing import install_into

SITE = """
[holder]
agency = "rimrock"
kind = "vsp_advocate"
name = "Rimrock Advocates"
unit = "advocacy"
regimes = ["vawa"]
state = "US-MT"
tz = "America/Denver"

[[staff]]
id = "r.okafor"
roles = ["advocate"]

[plugins.fjcore-good] # narrows
version = ">=1"
# digest = "a comment stays"

[plugins.fjcore-bad]
config = { token = "quokkazephyr" }
"""
MANIFEST = """
api = "1"
name = "{name}"
requires-fjcore = ">=0.1"
title = "A plugin for a test"
kind = "community"
maintainers = ["The fjcore maintainers"]
provides = ["limits"]
permissions = [{permissions}]
ids = "{ids}"
"""
CODE = """
from fjcore.sdk import Limit, hookimpl
@hookimpl
def fjcore_limits():
    return [Limit("{ids}.one", statement="Not here.", citation="a rule")]
"""


def put(root: Path, name: str, *, permissions: str = "", code: str = CODE) -> Path:
    ids = name.rpartition("-")[2]
    manifest = MANIFEST.format(name=name, ids=ids, permissions=permissions)
    return install_into(root, name, code.format(ids=ids), manifest)


#: What an installer writes of a plugin that runs from its source folder (PEP 610).
EDITABLE = '{"url": "file:///src", "dir_info": {"editable": true}}'


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A site of two plugins, one of which asks for more than it is given."""
    root = tmp_path / "site-packages"
    root.mkdir()
    monkeypatch.syspath_prepend(str(root))
    put(root, "fjcore-good")
    put(root, "fjcore-bad", permissions='"holds-keys"')
    (tmp_path / "fjcore.toml").write_text(SITE, "utf-8")
    yield tmp_path
    for name in ("fjcore_good", "fjcore_bad"):
        sys.modules.pop(name, None)


@pytest.fixture
def run(
    folder: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> Run:
    return runner(folder, monkeypatch, capfd)


def test_list(run: Run) -> None:
    """The list should give each state with its reason, and the next step."""
    found = run("plugins", "list")
    rows = {
        one["name"]: one for one in json.loads(run("plugins", "list", "--json").out)
    }

    assert 0 == found.status
    assert "fjcore-bad: Look at what it asks for" in found.out
    assert ("enabled", "") == (
        rows["fjcore-good"]["state"],
        rows["fjcore-good"]["remedy"],
    )
    bad = rows["fjcore-bad"]
    assert ("broken", "missing_permission") == (bad["state"], bad["reason"])


def test_show(run: Run) -> None:
    """One plugin should be shown with what it asks for and was given, and no secret."""
    found = run("plugins", "show", "fjcore-bad")

    assert 0 == found.status
    assert "asks for: holds-keys" in found.out
    assert "settings: token" in found.out
    assert "quokkazephyr" not in found.out + found.err


def test_show_by_another_spelling(run: Run) -> None:
    """A plugin should be found however its distribution's name is written."""
    found = run("plugins", "show", "Fjcore_Good")

    assert 0 == found.status
    assert "name: fjcore-good\n" in found.out


def test_show_nothing(run: Run) -> None:
    """A plugin that is neither there nor named should be an error."""
    found = run("plugins", "show", "fjcore-none")

    assert (1, "") == (found.status, found.out)
    assert "NAME: unknown_plugin (fjcore plugins list)" in found.err


def test_doctor(run: Run) -> None:
    """The doctor should end with 1 for a broken plugin, and with 0 for a good one."""
    every, one = run("plugins", "doctor"), run("plugins", "doctor", "fjcore-good")
    data = json.loads(run("plugins", "doctor", "--json").out)

    assert (1, 0) == (every.status, one.status)
    assert "nothing may leave" in every.out
    assert "not pinned: fjcore plugins pin fjcore-good" in one.out
    assert (False, True) == (data["ok"], data["closed"])
    assert "quokkazephyr" not in every.out + str(data)


def test_doctor_fixes(run: Run, folder: Path) -> None:
    """The doctor should pin what is in use and has no pin, and leave a pin alone."""
    run("plugins", "doctor", "--fix")
    first = (folder / "fjcore.toml").read_text("utf-8")
    module = folder / "site-packages/fjcore_good/__init__.py"
    module.write_text(module.read_text("utf-8") + "\n# more\n", "utf-8")
    again = run("plugins", "doctor", "fjcore-good", "--fix")

    assert 1 == first.count('\ndigest = "sha256:')
    assert first == (folder / "fjcore.toml").read_text("utf-8")
    assert 1 == again.status
    assert "untrusted_plugin" in again.out


def test_pin(run: Run, folder: Path) -> None:
    """A pin should be shown before it is written, and nothing else be changed."""
    path = folder / "fjcore.toml"
    path.chmod(0o640)
    tried = run("plugins", "pin", "fjcore-good", "--dry-run")
    before = path.read_text("utf-8")
    done = run("plugins", "pin", "fjcore-good")
    again = run("plugins", "pin", "fjcore-good")
    lines = path.read_text("utf-8").splitlines()

    assert SITE == before
    assert "  - digest = none" in tried.out.splitlines()
    assert done.out.index("  + digest = sha256:") < done.out.index("wrote fjcore.toml")
    assert "nothing to write" in again.out
    new = [line for line in lines if line not in SITE.splitlines()]
    assert 1 == len(new)
    assert lines[lines.index(new[0]) - 1] == "[plugins.fjcore-good] # narrows"
    assert 0o640 == path.stat().st_mode & 0o777


def test_an_edited_file(run: Run, folder: Path) -> None:
    """A one-line edit of a pinned plugin should be seen, and named when pinned anew."""
    run("plugins", "pin", "fjcore-good")
    module = folder / "site-packages/fjcore_good/__init__.py"
    module.write_text(module.read_text("utf-8") + "\n# more\n", "utf-8")
    seen = run("plugins", "doctor", "fjcore-good")
    anew = run("plugins", "pin", "fjcore-good")

    assert 1 == seen.status
    assert "broken (untrusted_plugin: fjcore-good 1.2.0: digest)" in seen.out
    assert "not as it was installed: fjcore_good/__init__.py" in anew.out
    assert 0 == run("plugins", "doctor", "fjcore-good").status


@pytest.mark.parametrize(
    ("name", "code"), [("fjcore-none", "option_refused"), ("fjcore-gone", "untrusted")]
)
def test_pin_nothing(run: Run, folder: Path, name: str, code: str) -> None:
    """What is not named, or not installed, should not be pinned."""
    path = folder / "fjcore.toml"
    path.write_text(SITE + "[plugins.fjcore-gone]\n", "utf-8")
    found = run("plugins", "pin", name)

    assert 1 == found.status
    assert code in found.err
    assert SITE + "[plugins.fjcore-gone]\n" == path.read_text("utf-8")


def test_pin_from_a_source_folder(run: Run, folder: Path) -> None:
    """What runs from its source folder should be told apart, with what to do."""
    info = next((folder / "site-packages").glob("fjcore_good-*.dist-info"))
    (info / "direct_url.json").write_text(EDITABLE, "utf-8")
    found = run("plugins", "pin", "fjcore-good")

    assert 1 == found.status
    assert "write `allow-editable = true` into [plugins.fjcore-good]" in found.out


def test_pin_in_one_line(run: Run, folder: Path) -> None:
    """A table that no line can be written into should be left to a person."""
    path = folder / "fjcore.toml"
    text = SITE.partition("[plugins")[0] + "[plugins]\nfjcore-good = {}\n"
    path.write_text(text, "utf-8")
    found = run("plugins", "pin")

    assert 1 == found.status
    assert "+ digest = sha256:" in found.out
    assert "[site_error: plugins: write the digest yourself, as shown]" in found.err
    assert text == path.read_text("utf-8")


def test_schema(run: Run) -> None:
    """The schema should be printed as JSON."""
    found = run("plugins", "schema")

    assert 0 == found.status
    assert "fjcore-plugin.toml" == json.loads(found.out)["title"]


def test_check(run: Run, folder: Path) -> None:
    """A folder should be checked without a site, and a path that is not there be 2."""
    good = run("plugins", "check", folder / "site-packages/fjcore_good")
    none = run("plugins", "check", folder / "nowhere")

    assert (0, "") == (good.status, good.err)
    assert "R: well (fjcore_limits 1)" in good.out
    assert 2 == none.status


@pytest.mark.parametrize("words", [["plugins", "pin", "--no"], ["plugins", "nothing"]])
def test_wrong_usage(run: Run, words: list[str]) -> None:
    """A command line that is wrong itself should end with 2."""
    assert 2 == run(*words).status


@pytest.mark.parametrize("words", [["--help"], ["plugins", "--help"], ["--version"]])
def test_help_imports_no_plugin(folder: Path, words: list[str]) -> None:
    """Asking what there is should run no line of a plugin, nor look for one."""
    code = (
        "import sys\n"
        f"sys.path.insert(0, {str(folder / 'site-packages')!r})\n"
        f"sys.argv = ['fjcore', *{words!r}]\n"
        "from fjcore.cli import main\n"
        "try:\n    main()\nexcept SystemExit:\n    pass\n"
        "own = [m for m in sys.modules if m.startswith('fjcore_')]\n"
        "looked = [m for m in sys.modules if m == 'fjcore.sdk._metadata']\n"
        "print('loaded', own, looked)\n"
    )
    done = subprocess.run(
        [sys.executable, "-I", "-c", code], capture_output=True, text=True, check=True
    )

    assert "loaded [] []" == done.stdout.splitlines()[-1]
