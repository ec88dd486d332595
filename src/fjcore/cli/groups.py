"""The commands that stand in modules of their own, each under its name."""

from __future__ import annotations

from collections.abc import Callable

import typer

from fjcore.cli import grounds
from fjcore.cli.center import center
from fjcore.cli.erasing import erase
from fjcore.cli.explaining import explain
from fjcore.cli.finding import find, known
from fjcore.cli.forms import forms
from fjcore.cli.importing import import_command
from fjcore.cli.instruments import instruments
from fjcore.cli.keys import doctor, keys
from fjcore.cli.law import law
from fjcore.cli.policy import policy
from fjcore.cli.records import records
from fjcore.cli.releases import release
from fjcore.cli.review import review
from fjcore.cli.testing import test
from fjcore.cli.testing_safe_harbor import safe_harbor
from fjcore.cli.testing_screening import screening
from fjcore.cli.worklists import amendment, discharge, told, worklists

#: The groups and commands, by name.
GROUPS = {
    "amendment": amendment,
    "center": center,
    "forms": forms,
    "instruments": instruments,
    "keys": keys,
    "law": law,
    "policy": policy,
    "records": records,
    "release": release,
    "test": test,
}
COMMANDS: dict[str, Callable[..., None]] = {
    "discharge": discharge,
    "doctor": doctor,
    "erase": erase,
    "explain": explain,
    "find": find,
    "import": import_command,
    "known": known,
    "review": review,
    "told": told,
    "worklists": worklists,
}


def add_to(app: typer.Typer) -> None:
    """Add every group and command."""
    test.command("screening")(screening)
    test.command("safe-harbor")(safe_harbor)
    for name, group in sorted(GROUPS.items()):
        app.add_typer(group, name=name)
    for name, command in sorted(COMMANDS.items()):
        app.command(name)(command)
    grounds.add_to(app)
