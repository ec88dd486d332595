"""What happens to a form after it was signed, by the commands alone."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from support.commands import ONCE_SENT, Run, live_release
from support.vaults import LEGAL

SUBJECT = "64a0d86f1566a4ebb93a442428884229"
STEM = "01-oconnor-1-legal"
RELEASE = "6584ab88752b0cce76720c5d5e8d5c38"
OTHER = "0" * 31 + "1"
SEND = ("disclose", SUBJECT, "--to", LEGAL, "--purpose", "protection_order")
FORM = (
    *("release", "form", "--to", LEGAL, "--scope", "identity", "--purpose"),
    *("protection_order", "--days", "30"),
)


def ago(**span: int) -> str:
    """Give an instant before now."""
    return (datetime.now(UTC) - timedelta(**span)).isoformat()


def states(run: Run) -> dict[str, str]:
    """Give what each form is now."""
    found: dict[str, str] = json.loads(run("release", "list", SUBJECT, "--json").out)
    return found


def test_in_doubt_and_narrowed(run: Run, folder: Path) -> None:
    """A release in doubt should give nothing until resumed, and then the rest of it."""
    run("sign", live_release(folder, STEM))
    said = [run("release", "suspend", SUBJECT, RELEASE)]
    between, refused = states(run), run(*SEND)
    said += [
        run("release", "resume", SUBJECT, RELEASE),
        run("release", "narrow", SUBJECT, RELEASE, "--category", "identity.name"),
        run("release", "cosign", SUBJECT, RELEASE, "--by", "parent:m.vale"),
    ]
    sent = run(*SEND)

    assert [(0, "")] * 4 == [(one.status, one.err) for one in said]
    assert {RELEASE: "suspended"} == between
    assert "reconfirm_required" in refused.err
    assert (0, ONCE_SENT) == (sent.status, sent.err)
    assert "identity.name" not in sent.out
    assert "incident" in sent.out


@pytest.mark.parametrize(
    ("act", "state", "why"),
    [
        pytest.param("revoke", "revoked", "revoked", marks=pytest.mark.nightly),
        pytest.param("ended", "expired", "expired", marks=pytest.mark.nightly),
        pytest.param("invalidate", "revoked", "revoked", marks=pytest.mark.nightly),
        pytest.param("supersede", "superseded", "expired", marks=pytest.mark.nightly),
    ],
)
def test_endings(run: Run, folder: Path, act: str, state: str, why: str) -> None:
    """An ending should end a release, and the refusal say how."""
    run("sign", live_release(folder, STEM))
    done = run("release", act, SUBJECT, RELEASE)
    refused = run(*SEND)

    assert (0, "") == (done.status, done.err)
    assert {RELEASE: state} == states(run)
    assert (1, "") == (refused.status, refused.out)
    assert why in refused.err


@pytest.mark.parametrize(
    ("act", "state"),
    [
        ("oral", "oral_pending"),
        pytest.param("drafted", "draft", marks=pytest.mark.nightly),
        pytest.param("declined", "declined", marks=pytest.mark.nightly),
    ],
)
def test_unsigned(run: Run, folder: Path, act: str, state: str) -> None:
    """A form that nobody signed should be on file as what it is, and give nothing."""
    draft = folder / "form.json"
    run(*FORM, "--out", folder / "form.html", "--draft", draft)
    done = run("release", act, draft, SUBJECT)
    (found,) = states(run).items()
    refused = run(*SEND)

    assert (0, "") == (done.status, done.err)
    assert done.out.startswith(f"{found[0]}: ")
    assert state == found[1]
    assert (1, "") == (refused.status, refused.out)


def test_told_before(run: Run, folder: Path) -> None:
    """A withdrawal should hold from when it was told, and say what left meanwhile."""
    run("sign", live_release(folder, STEM))
    run(*SEND)
    done = run("withdraw", SUBJECT, "--told", ago(minutes=30))
    refused = run(*SEND)

    assert (0, "") == (done.status, done.err)
    assert done.out.startswith("withdrawn, since 2")
    assert f"sent something since she said so: {LEGAL}\n" in done.out
    assert "revoked" in refused.err


BAD = {
    "nothing": (("suspend", SUBJECT, OTHER), "[event_refused: release]"),
    "resume what is not in doubt": (("resume", SUBJECT, RELEASE), "[event_refused: "),
    "nobody": (("revoke", OTHER, RELEASE), "[unknown_subject"),
    "no id": (("revoke", "wren", RELEASE), "[bad_id: subject]"),
    "naive": (("revoke", SUBJECT, RELEASE, "--at", "2026-03-02T10:00"), "--at: naive"),
    "no time": (("revoke", SUBJECT, RELEASE, "--at", "soon"), "--at: format"),
    "future": (("revoke", SUBJECT, RELEASE, "--at", ago(days=-2)), "effective_at: fut"),
    "by itself": (("supersede", SUBJECT, RELEASE, "--by", RELEASE), "refused: by]"),
    "by nothing": (("supersede", SUBJECT, RELEASE, "--by", OTHER), "refused: by]"),
    "narrow by nothing": (("narrow", SUBJECT, RELEASE), "--recipient: required"),
    "narrow to whom": (
        ("narrow", SUBJECT, RELEASE, "--recipient", "nobody"),
        "[unknown_partner: recipients]",
    ),
    "narrow what": (("narrow", SUBJECT, RELEASE, "--category", "x"), "categories]"),
    "narrow for": (("narrow", SUBJECT, RELEASE, "--purpose", "x"), "purposes]"),
    "narrow how": (("narrow", SUBJECT, RELEASE, "--method", "x"), "methods]"),
    "cosign who": (("cosign", SUBJECT, RELEASE, "--by", "parent"), "--by: format"),
    "cosign role": (("cosign", SUBJECT, RELEASE, "--by", "aunt:a.vale"), "event"),
    "cosign name": (("cosign", SUBJECT, RELEASE, "--by", "parent:A Vale"), "signer"),
    "no form": (("drafted", "absent.json", SUBJECT), "absent.json: unreadable"),
    "no list": (("list", OTHER), "[unknown_subject"),
}


OFTEN = ("nothing", "future", "by itself", "narrow to whom", "cosign who", "no form")


@pytest.mark.parametrize(
    "cases", [OFTEN, pytest.param((*BAD,), marks=pytest.mark.nightly)], ids=len
)
def test_refused(run: Run, folder: Path, cases: tuple[str, ...]) -> None:
    """What cannot be recorded should end with its path and code, and change nothing."""
    run("sign", live_release(folder, STEM))
    found = {case: run("release", *BAD[case][0]) for case in cases}
    told = run("withdraw", SUBJECT, "--told", ago(days=-2))

    assert [] == [
        case for case in cases if (found[case].status, found[case].out) != (1, "")
    ]
    assert [] == [case for case in cases if BAD[case][1] not in found[case].err]
    assert (1, "") == (told.status, told.out)
    assert "told_at: future" in told.err
    assert {RELEASE: "active"} == states(run)
