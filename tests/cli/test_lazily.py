from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
import typer

from fjcore.cli.app import app
from fjcore.cli.groups import COMMANDS, TESTS
from fjcore.cli.instruments import EXCHANGE
from fjcore.cli.lazily import loaded

ROWS = {
    name: row
    for panels in (COMMANDS, TESTS, EXCHANGE)
    for panel in panels.values()
    for name, row in panel.items()
}


@pytest.mark.parametrize("name", ROWS)
def test_a_command_should_be_told_of_in_its_own_words(name: str) -> None:
    """The line in the list should be what the command says of itself first."""
    command = loaded(name, ROWS[name])

    assert ROWS[name].help == (command.short_help or command.help).split("\n")[0]
    assert name == command.name


@pytest.mark.parametrize(
    ("name", "heading"),
    [("keep", "An intake"), ("sign", "A release"), ("screen", "A screening")],
)
def test_a_file_should_be_told_of_where_it_is_taken(name: str, heading: str) -> None:
    """The help of what takes a file should name the page of how it is written."""
    page = "docs/reference/inputs.md"
    text = (Path(__file__).parents[2] / page).read_text("utf-8")

    assert f'{page}, "{heading}"' in str(loaded(name, ROWS[name]).help)
    assert f"\n## {heading}\n" in text


@pytest.mark.parametrize("said", [["--help"], ["--version"], ["tset"]])
def test_a_list_should_import_no_command(said: list[str]) -> None:
    """Help should import neither plugins' loader, nor store, nor records."""
    heavy = "pluggy sqlalchemy fjcore.sdk fjcore.vault fjcore.records".split()
    code = (
        "import sys\nfrom fjcore.cli import main\n"
        "try:\n    main()\nexcept SystemExit:\n    pass\n"
        f"print([one for one in {heavy!r} if one in sys.modules], file=sys.stderr)"
    )
    ran = subprocess.run(
        [sys.executable, "-c", code, *said], capture_output=True, text=True, check=True
    )

    assert "[]" == ran.stderr.splitlines()[-1]


def test_a_mistyped_command_should_be_guessed() -> None:
    """A word near a command's name should be answered with that name."""
    group = typer.main.get_command(app)
    with pytest.raises(Exception, match="Did you mean 'test'") as told:
        group.resolve_command(typer.Context(group), ["tset"])  # type: ignore[attr-defined, arg-type]

    assert "UsageError" == type(told.value).__name__
