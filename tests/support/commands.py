"""Running the command line as a person would, in this process."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from attrs import frozen

from fjcore import cli
from support.vaults import DEMO, PASSPHRASE, STAFF


@frozen
class Outcome:
    """What a command ended with and what it printed."""

    status: object
    out: str
    err: str


Run = Callable[..., Outcome]

#: What is said on the second stream before anything is sent by a signed release.
ONCE_SENT = (
    "once sent, it cannot be called back; a withdrawal stops only the next one\n"
)


def runner(
    folder: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> Run:
    """Give a function that runs a command on the site of a folder."""

    def run(
        *words: object, passphrase: str = PASSPHRASE, staff: str = STAFF
    ) -> Outcome:
        before = ["fjcore", "--site", str(folder / "fjcore.toml"), "--as", staff]
        monkeypatch.setattr(sys, "argv", [*before, *map(str, words)])
        monkeypatch.setenv("FJCORE_PASSPHRASE", passphrase)
        status: object = 0
        try:
            cli.main()
        except SystemExit as ended:
            status = ended.code
        caught = capfd.readouterr()
        return Outcome(status or 0, caught.out, caught.err)

    return run


def live_release(folder: Path, stem: str) -> Path:
    """Write a demo release as if it had been signed an hour ago, for thirty days."""
    data: dict[str, Any] = json.loads((DEMO / "releases" / f"{stem}.json").read_bytes())
    signed = datetime.now(UTC) - timedelta(hours=1)
    for end in ("expires_on", "expires_at", "expires_local"):
        data["release"].pop(end, None)
    data["release"] |= {"signed_at": signed.isoformat(), "duration_days": 30}
    path = folder / f"{stem}.json"
    path.write_text(json.dumps(data), "utf-8")
    return path
