"""Rules of an installed plugin that fail: nothing leaves, and the plugin is named."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from support import vaults
from support.commands import ONCE_SENT, Run, live_release
from support.installing import install_into
from support.plugins import MANIFEST

from fjcore.sdk import Site
from fjcore.sdk.watch import STATUS
from fjcore.values import Secret
from fjcore.vault import Vault
from fjcore.vault.history import trail_of

SUBJECT = "64a0d86f1566a4ebb93a442428884229"
PURPOSE = "civil_legal_representation"
SEND = ("disclose", SUBJECT, "--to", vaults.LEGAL, "--purpose", PURPOSE)
RULE = "fjcore-slow 1.2.0 fjcore_limits slow.rule"
ASKED = {"actor": vaults.STAFF, "recipient": vaults.LEGAL}
#: What stands in the log before a rule of a plugin is asked.
BEGUN = {**ASKED, "error": "rule_unanswered", "rules": [RULE]}

CODE = """
import os
import re
import time
from fjcore.sdk import View, hookimpl

def raises(): raise ValueError
def exits(): raise SystemExit(0)
def type(): return "FULL"
def late(): time.sleep(0.15); return View.FULL
def answers(): return View.FULL
def sleeps(): time.sleep(600)
def loops():
    while True: pass
def holds(): return re.match("(a+)+$", "a" * 64 + "b")
def swallows():
    while True:
        try: time.sleep(600)
        except BaseException: pass

class Rule:
    id = "slow.rule"

    def cap(self, question, /):
        mine = question.recipient == "billings.legal_aid"
        return globals()[os.environ["RULE"]]() if mine else View.FULL

@hookimpl
def fjcore_limits():
    return (Rule(),)
"""


@pytest.fixture
def ruled(run: Run, folder: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """Give a folder with an installed rule, which the site of a live release names."""
    run("sign", live_release(folder, "01-oconnor-1-legal"))
    root = folder / "packages"
    root.mkdir()
    manifest = MANIFEST.format(name="fjcore-slow", provides='"limits"', ids="slow")
    install_into(root, "fjcore-slow", CODE, manifest)
    site = folder / "fjcore.toml"
    text = site.read_text("utf-8")
    text = text.replace("min_cell = 11", "min_cell = 11\nrule_wait_s = 1")
    site.write_text(text + "\n[plugins.fjcore-slow]\n", "utf-8")
    monkeypatch.syspath_prepend(str(root))
    yield root
    sys.modules.pop("fjcore_slow", None)


def command(folder: Path, root: Path, case: str) -> subprocess.CompletedProcess[str]:
    """Disclose in a process of its own, as a person would."""
    before = ["--site", str(folder / "fjcore.toml"), "--as", vaults.STAFF]
    main = "from fjcore.cli import main; main()"
    return subprocess.run(
        [sys.executable, "-c", main, *before, *SEND],
        env={
            **os.environ,
            "RULE": case,
            "PYTHONPATH": str(root),
            "FJCORE_PASSPHRASE": vaults.PASSPHRASE,
        },
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )


def errors(folder: Path) -> list[dict[str, object]]:
    """Give what the log says of requests that ended in an error, without the plugin."""
    text = (folder / "fjcore.toml").read_text("utf-8")
    site = Site.parse(text.replace("[plugins.fjcore-slow]", ""), folder)
    with Vault.open(site, Secret(vaults.PASSPHRASE)) as vault:
        said = vault._open.run(lambda tx: list(trail_of(tx, SUBJECT)))
        vault.verify()
    return [detail for leaf, detail in said if leaf.get("dec") == "error"]


FAILING = {
    "raises": "ValueError",
    "exits": "SystemExit",
    "type": "type",
    "late": "late",
}


def test_fails(
    run: Run, ruled: Path, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A rule that fails should end the disclosure; its plugin is named and logged."""
    found = {}
    for case in (*FAILING, "answers"):
        monkeypatch.setenv("RULE", case)
        found[case] = run(*SEND)
    failed = [f"{RULE} ({kind})" for kind in FAILING.values()]
    logged = [{**ASKED, "error": "rule_failed", "rule": one} for one in failed]

    assert [(1, "")] * 4 == [(found[one].status, found[one].out) for one in FAILING]
    assert [f"[rule_failed: {one}]" for one in failed] == [
        found[case].err.strip()[-len(f"[rule_failed: {one}]") :]
        for case, one in zip(FAILING, failed, strict=True)
    ]
    assert [one for pair in zip([BEGUN] * 4, logged, strict=True) for one in pair] == (
        errors(folder)[:-1]
    )
    assert (0, ONCE_SENT) == (found["answers"].status, found["answers"].err)
    assert 1 == len(vaults.outbox(folder))


@pytest.mark.parametrize(
    "case",
    [
        "swallows",
        pytest.param("loops", marks=pytest.mark.nightly),
        pytest.param("sleeps", marks=pytest.mark.nightly),
    ],
)
def test_never_answers(ruled: Path, folder: Path, case: str) -> None:
    """A rule that never answers should end the process, its plugin named and logged."""
    done = command(folder, ruled, case)

    assert f"[rule_failed: {RULE} (no answer)]" in done.stderr
    assert ("", STATUS) == (done.stdout, done.returncode)
    assert [] == vaults.outbox(folder)
    assert [BEGUN] == errors(folder)


@pytest.mark.nightly
def test_holds(ruled: Path, folder: Path) -> None:
    """A rule that lets no other code run should be ended by the system's alarm."""
    done = command(folder, ruled, "holds")

    assert ("", -signal.SIGALRM) == (done.stdout, done.returncode)
    assert [] == vaults.outbox(folder)
    assert [BEGUN] == errors(folder)
