"""A copy of what is sent, in the form asked for, or nothing sent at all."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from support import vaults
from support.commands import Run, live_release, runner

SUBJECT = "64a0d86f1566a4ebb93a442428884229"
FOR = ("--to", vaults.LEGAL, "--purpose", "civil_legal_representation")


def test_a_copy_goes_to_a_file(run: Run, folder: Path) -> None:
    """A copy should be written for its owner alone, once it is sent."""
    run("sign", live_release(folder, "01-oconnor-1-legal"))
    out = folder / "copy.html"
    done = run("disclose", SUBJECT, *FOR, "--as", "html", "--lang", "es", "--out", out)
    text = out.read_text("utf-8")

    assert (0, "") == (done.status, done.out)
    assert "wrote copy.html\nsent: disclosure-" in done.err
    assert '<html lang="es">' in text
    assert 0o600 == out.stat().st_mode & 0o777
    assert 1 == len(vaults.outbox(folder))


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (("--out", "x"), "--as: required"),
        (("--lang", "xx"), "--as: required"),
        (("--as", "xlsx"), "--out: required"),
        (("--as", "html", "--out", "fjcore.toml"), "fjcore.toml: duplicate"),
        (("--as", "html", "--out", "none/x"), "x: unreadable"),
    ],
    ids=["no-form", "lang-alone", "no-file", "there", "no-folder"],
)
def test_what_cannot_be_written_is_not_sent(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capfd: pytest.CaptureFixture[str],
    options: tuple[Any, ...],
    said: str,
) -> None:
    """A copy that could not be written should be refused before a vault is opened."""
    (tmp_path / "fjcore.toml").write_text("", "utf-8")
    monkeypatch.chdir(tmp_path)
    done = runner(tmp_path, monkeypatch, capfd)("disclose", SUBJECT, *FOR, *options)

    assert 1 == done.status
    assert f"  {said}\n" in done.err
