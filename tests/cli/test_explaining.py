"""Why a partner sees what it sees, by the command alone."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from support.commands import Run, live_release

from fjcore.consent import RECIPIENT_TEXT

SUBJECT = "64a0d86f1566a4ebb93a442428884229"
TO = ("--to", "billings.legal_aid", "--purpose", "protection_order")


def test_each_audience_is_told_in_its_way(run: Run, folder: Path) -> None:
    """Staff should get codes, the survivor plain words, a recipient a constant text."""
    run("sign", live_release(folder, "01-oconnor-1-legal"))
    staff = json.loads(run("explain", SUBJECT, *TO, "--json").out)
    codes = {line["name"]: line["code"] for line in staff["lines"]}
    hers = run("explain", SUBJECT, *TO, "--audience", "survivor", "--lang", "es")
    field = ("--field", "safety_plan", "--audience", "survivor")
    plain = run("explain", SUBJECT, *TO, *field)
    theirs = run("explain", SUBJECT, *TO, "--audience", "recipient")

    assert {"granted", "out_of_scope"} <= set(codes.values())
    assert "No puede ver:" in hers.out
    assert "out_of_scope" not in hers.out
    assert plain.out.startswith("Your safety plan. ")
    assert f"{RECIPIENT_TEXT}\n" == theirs.out


@pytest.mark.parametrize(
    ("more", "wanted"),
    [
        (("--audience", "judge"), "--audience: unknown_code"),
        (("--lang", "fr"), "language: unknown_code"),
        (("--purpose", "gossip"), "unknown_purpose"),
        (("--to", "nobody"), "unknown_partner"),
    ],
)
def test_refused(run: Run, more: tuple[str, ...], wanted: str) -> None:
    """What cannot be explained should end the command with its code, and no text."""
    found = run("explain", SUBJECT, *TO, *more)

    assert (1, "") == (found.status, found.out)
    assert wanted in found.err
