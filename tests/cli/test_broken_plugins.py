"""A plugin that is there and cannot be used is told as that, with the next step."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from support.commands import Run, live_release

SUBJECT = "64a0d86f1566a4ebb93a442428884229"
NAME = "[plugins.fjcore-filedrop]\n"
ROW = f'{NAME}version = ">=0.1,<0.2"\nconfig = {{ root = "outbox" }}\n'
WORDS = ("disclose", SUBJECT, "--to", "billings.legal_aid", "--purpose")

#: What stands in the site file, and why the plugin is not in use.
BROKEN = {
    "version": ('version = ">=9"\nconfig = { root = "outbox" }', "incompatible_plugin"),
    "no root": ("config = {}", "incompatible_plugin"),
    "unknown key": ('config = { root = "outbox", roof = "x" }', "incompatible_plugin"),
    "digest": (
        f'config = {{ root = "outbox" }}\ndigest = "sha256:{"0" * 64}"',
        "untrusted_plugin",
    ),
}


def edit(folder: Path, row: str) -> None:
    """Write another row of the plugin into the site file."""
    path = folder / "fjcore.toml"
    text = path.read_text("utf-8")
    assert 1 == text.count(ROW)
    path.write_text(text.replace(ROW, f"{NAME}{row}\n"), "utf-8")


@pytest.mark.parametrize("case", BROKEN)
def test_a_broken_plugin_should_not_be_called_missing(
    run: Run, folder: Path, case: str
) -> None:
    """What needs a broken plugin should name it, why, and where to look."""
    row, reason = BROKEN[case]
    run("sign", live_release(folder, "01-oconnor-1-legal"))
    edit(folder, row)
    listed = json.loads(run("plugins", "list", "--json").out)
    why = next(one for one in listed if one["name"] == "fjcore-filedrop")
    found = run(*WORDS, "protection_order")

    assert ("broken", reason) == (why["state"], why["reason"])
    assert 1 == found.status
    assert "[broken_plugin: filedrop.folder]" in found.err
    assert f"fjcore-filedrop: {why['reason']} (fjcore plugins list)" in found.err
    assert "not installed" not in found.err


def test_a_plugin_switched_off_should_not_hide_the_others(
    run: Run, folder: Path
) -> None:
    """Where a partner's connector is off, the list should be told all the same."""
    edit(folder, 'enabled = false\nconfig = { root = "outbox" }')
    listed = run("plugins", "list")
    data = run("plugins", "list", "--json")
    shown = run("plugins", "show", "fjcore-filedrop")
    doctor = run("plugins", "doctor")

    assert (0, 0, 0) == (listed.status, data.status, shown.status)
    assert "take `enabled = false` out of [plugins.fjcore-filedrop]" in listed.out
    assert "partners.0.connector: unknown_connector" in listed.err
    assert "disabled" in {one["reason"] for one in json.loads(data.out)}
    assert 1 == doctor.status
    assert "partners.0.connector: unknown_connector" in doctor.err
