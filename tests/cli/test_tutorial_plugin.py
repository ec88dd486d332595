"""The tutorial of the first plugin, followed to the letter."""

from __future__ import annotations

import os
import re
import subprocess
from pathlib import Path

import pytest

from fjcore.cli.scaffold import Answers, PluginKind, plugin_files
from fjcore.records import parse_form

ROOT = Path(__file__).parent.parent.parent
PAGE = (ROOT / "docs" / "tutorial" / "first-plugin.md").read_text("utf-8")

#: A command block, or a file and what is added at its end.
STEP = re.compile(
    r"^```sh\n(?P<commands>.*?)^```$"
    r"|^[^\n]*At the end of `(?P<path>[^`]+)`, add:\n\n```\w+\n(?P<text>.*?)^```$",
    re.MULTILINE | re.DOTALL,
)
STEPS = [step.groupdict() for step in STEP.finditer(PAGE)]
COMMANDS = [line for s in STEPS for line in (s["commands"] or "").splitlines()]
ADDED = {step["path"]: step["text"] for step in STEPS if step["path"]}


def test_length() -> None:
    """It should take at most twelve commands and sixty lines."""
    lines = [line for text in ADDED.values() for line in text.splitlines()]

    assert 3 == len(ADDED)
    assert 0 < len(COMMANDS) <= 12
    assert 0 < len([line for line in lines if line.strip()]) <= 60


def test_form() -> None:
    """What it adds should make a form of three questions."""
    place = "src/fjcore_river/forms/intake.toml"
    made = plugin_files(Answers(name="fjcore-river", kind=PluginKind.COMMUNITY))
    form = parse_form(made[place].decode() + ADDED[f"river/{place}"])

    assert ["full_name", "needs_ride", "needs_sitter"] == [f.name for f in form.fields]


@pytest.mark.nightly
def test_followed(tmp_path: Path) -> None:
    """Followed line by line in a new checkout, it should end as it says."""
    clone = tmp_path / "fjcore"
    subprocess.run(["git", "clone", "-q", ROOT, clone], check=True)
    kept = {k: v for k, v in os.environ.items() if not k.startswith(("PYTHON", "VIRT"))}
    script = ["set -e", f"cd '{clone}'"]
    for number, step in enumerate(STEPS):
        if step["commands"]:
            script += step["commands"].splitlines()
            continue
        (tmp_path / str(number)).write_text(step["text"], "utf-8")
        script.append(f"cat '{tmp_path / str(number)}' >> '{step['path']}'")
    done = subprocess.run(
        ["/bin/sh", "-c", "\n".join(script)],
        env={**kept, "NO_COLOR": "1"},
        capture_output=True,
        text=True,
        check=False,
    )
    said = done.stdout + done.stderr

    assert 0 == done.returncode, said
    for name in ("fjcore-river", "fjcore-rivermail"):
        assert re.search(rf"{name}\W.*\benabled\b", done.stdout), said
    assert re.search(r"x_river\.intake\W.*\b3\b", done.stdout), said
