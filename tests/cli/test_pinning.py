"""A log that lost its head outside, and how the commands alone give it one again."""

from __future__ import annotations

from pathlib import Path

import pytest
from support import vaults
from support.commands import ONCE_SENT, Run, live_release

SUBJECT = "64a0d86f1566a4ebb93a442428884229"
SENDING = ("disclose", SUBJECT, "--to", vaults.LEGAL, "--purpose", "protection_order")
PINNING = "fjcore audit verify --pin"
GONE = "[log_broken: audit-head.note: missing]"


@pytest.fixture
def note(run: Run, folder: Path) -> Path:
    """Send, withdraw, put the database back to before, and take the head away."""
    run("sign", live_release(folder, "01-oconnor-1-legal"))
    assert 0 == run(*SENDING).status
    path, note = folder / "store" / "vault.db", folder / "keys" / "audit-head.note"
    old = path.read_bytes()
    assert 0 == run("withdraw", SUBJECT).status
    path.write_bytes(old)
    note.unlink()
    return note


def test_nothing_leaves_until_somebody_pins(run: Run, folder: Path, note: Path) -> None:
    """Sending should be refused, verifying say so each time, and pinning end it."""
    first, refused = run("audit", "verify"), run(*SENDING)
    second, third = run("account", SUBJECT), run("audit", "verify")
    left = vaults.outbox(folder)
    gone = note.exists()
    pinned, again = run("audit", "verify", "--pin"), run("audit", "verify")
    sent = run(*SENDING)

    assert (1, GONE in refused.err) == (refused.status, True)
    assert (0, 0) == (first.status, third.status)
    for found in (first, third):
        assert "\nunpinned: " in found.out
        assert PINNING in " ".join(found.out.split())
        assert found.err.endswith(f"{GONE}\n")
    assert (0, True) == (second.status, GONE in second.err)
    assert (1, False) == (len(left), gone)
    assert (0, "") == (pinned.status, pinned.err)
    assert "\npinned now: " in pinned.out
    assert (0, False) == (again.status, "unpinned" in again.out)
    assert (0, ONCE_SENT) == (sent.status, sent.err)
