"""A plugin's own words of a release: listed, printed, signed, and said to be unread."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from support.commands import Run

SUBJECT = "64a0d86f1566a4ebb93a442428884229"
FORM = (
    *("release", "form", "--template", "billings.release", "--lang", "es"),
    *("--to", "billings.legal_aid", "--scope", "identity", "--purpose"),
    *("protection_order", "--days", "30", "--future"),
)
GIVEN = ("--complete", "--informed", "--voluntary")


def test_list(run: Run) -> None:
    """A template of a plugin should be listed beside those that ship."""
    said = run("release", "templates", "list")
    data = json.loads(run("release", "templates", "list", "--json").out)

    assert "billings.release/1  en, es  Permission to Share, for the Center" in said.out
    assert "none has been reviewed by a lawyer" in said.out
    assert "billings.release" in {row["id"] for row in data}
    assert "fjcore.release" in {row["id"] for row in data}


def test_without_a_site(run: Run, folder: Path) -> None:
    """Without a site file only what ships should be listed."""
    (folder / "fjcore.toml").unlink()
    said = run("release", "templates", "list")

    assert (0, "") == (said.status, said.err)
    assert "billings" not in said.out


def test_signed(run: Run, folder: Path) -> None:
    """A form in a plugin's words should be printed, and go on file signed."""
    page, draft = folder / "form.html", folder / "form.json"
    printed = run(*FORM, "--out", page, "--draft", draft)
    at = (datetime.now(UTC) - timedelta(hours=1)).isoformat()
    done = run("release", "sign", draft, SUBJECT, "--at", at, *GIVEN)
    waiting = json.loads(run("worklists", "--json").out)

    assert (0, 0, "") == (printed.status, done.status, done.err)
    assert "La ley en Montana" in page.read_text("utf-8")
    assert "billings.legal_aid: identity" in done.out
    assert "billings.release/1" in {row["id"] for row in waiting["unreviewed"]}


@pytest.mark.parametrize(
    ("words", "place"),
    [
        (("show", "billings.gone"), "[unknown_template: template]"),
        (("show", "billings.release/2"), "[unknown_template: template]"),
        (("show", "billings.release", "--lang", "fr"), "--lang: unknown_code"),
        (("lint", "absent.toml"), "absent.toml: unreadable"),
    ],
)
def test_bad(run: Run, words: tuple[str, ...], place: str) -> None:
    """What is not there should end the command with its path and code."""
    found = run("release", "templates", *words)

    assert (1, "") == (found.status, found.out)
    assert place in found.err
