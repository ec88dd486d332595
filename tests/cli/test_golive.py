"""What must be before real people is asked for, each for itself."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from support.commands import Run, runner

from fjcore.consent import FLOOR, release_templates, shipped_packs

WORDS = "long enough, and nobody else's"
READY = """
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
approver = true

[[staff]]
id = "j.rivers"
roles = ["advocate"]
approver = true

[store]
url = "sqlite:vault.db"

[law]
packs = [{{id = "US-MT", sha256 = "{sha256}"}}]
accepted = [{accepted}]

[ready]
log_head = "a printed sheet in the safe"
database_backup = "the county's vault"
keys_backup = "a stick in the safe"
retention = "the manual, page 12"
drilled_on = "{day}"
"""


@pytest.fixture
def text() -> str:
    (pack,) = (one for one in shipped_packs() if one.id == "US-MT")
    day = datetime.now(UTC) - timedelta(days=3)
    rules = ["US-MT", *(one.id for one in FLOOR), *(t.key for t in release_templates())]
    accepted = ", ".join(
        f'{{rule = "{rule}", by = "A. Counsel", on = "2026-01-05"}}' for rule in rules
    )
    return READY.format(
        sha256=pack.sha256, day=day.date().isoformat(), accepted=accepted
    )


@pytest.fixture
def run(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> Run:
    (tmp_path / "vault.db").touch(0o600)
    (tmp_path / "keys").mkdir(0o700)
    return runner(tmp_path, monkeypatch, capfd)


def missing(run: Run, folder: Path, text: str, words: str = WORDS) -> set[str]:
    (folder / "fjcore.toml").write_text(text, "utf-8")
    found = run("doctor", "--go-live", "--json", passphrase=words)
    data: dict[str, Any] = json.loads(found.out)
    assert (found.status == 0) == data["ok"]
    return {line["id"] for line in data["lines"] if not line["ok"]}


def test_a_site_that_is_ready(run: Run, tmp_path: Path, text: str) -> None:
    """A site that has all of it should be told so, with 0."""
    assert set() == missing(run, tmp_path, text)
    found = run("doctor", "--go-live", passphrase=WORDS)

    assert 0 == found.status
    assert "MISSING" not in found.out
    assert WORDS not in found.out + found.err


@pytest.mark.parametrize(
    ("old", "new", "wanted"),
    [
        ('vault.db"', 'vault.db"\nsynthetic = true', {"made-up people"}),
        ('"a printed sheet in the safe"', '" "', {"log_head"}),
        ('"a stick in the safe"', '"the county\'s vault"', {"keys_backup"}),
        ('"the county\'s vault"', '""', {"database_backup"}),
        ("retention =", "# retention =", {"retention"}),
        ("drilled_on =", "# drilled_on =", {"recovery"}),
        ("approver = true", "approver = false", {"approvers"}),
        ("accepted =", "# accepted =", {"reviewed"}),
        ('{rule = "US-MT", ', '{rule = "us-mt.child-abuse", ', {"reviewed"}),
        ('{rule = "N2", ', '{rule = "N3", ', {"reviewed"}),
        ("packs =", "# packs =", {"packs"}),
        ("[ready]", "[plugins.fjcore-gone]\n[ready]", {"plugins", "pins"}),
        (
            "[ready]",
            '[plugins.fjcore-gone]\nconfig = {a = [{url = "HTTP://x.example.org"}]}\n'
            "[ready]",
            {"plugins", "pins", "tls"},
        ),
    ],
)
def test_what_is_missing(
    run: Run, tmp_path: Path, text: str, old: str, new: str, wanted: set[str]
) -> None:
    """Each thing that is not there should be told, and nothing else."""
    assert old in text
    assert wanted == missing(run, tmp_path, text.replace(old, new))


@pytest.mark.parametrize("words", ["Made-up people only, always", "short", ""])
def test_the_passphrase(run: Run, tmp_path: Path, text: str, words: str) -> None:
    """A passphrase that is public, too short or not given should not be enough."""
    assert {"passphrase"} == missing(run, tmp_path, text, words)


@pytest.mark.parametrize("place", ["vault.db", "keys"])
def test_file_modes(run: Run, tmp_path: Path, text: str, place: str) -> None:
    """What others on the machine may read should be named."""
    (tmp_path / place).chmod(0o750)

    assert {"file modes"} == missing(run, tmp_path, text)


@pytest.mark.parametrize("place", ["vault.db", "keys"])
def test_a_vault_that_is_not_made(
    run: Run, tmp_path: Path, text: str, place: str
) -> None:
    """A vault or key store that is not there should be told to be made, not closed."""
    gone = tmp_path / place
    gone.rmdir() if gone.is_dir() else gone.unlink()

    assert {"vault"} == missing(run, tmp_path, text)
    found = run("doctor", "--go-live", passphrase=WORDS)
    assert f"fjcore init; not found: {place}\n" in found.out
    assert "chmod" not in found.out


@pytest.mark.parametrize("days", [-1, 366])
def test_an_old_drill(run: Run, tmp_path: Path, text: str, days: int) -> None:
    """A drill of more than a year ago, or of a day to come, should not count."""
    now = datetime.now(UTC)
    old = (now - timedelta(days=3)).date().isoformat()
    day = (now - timedelta(days=days)).date().isoformat()

    assert {"recovery"} == missing(run, tmp_path, text.replace(old, day))
