"""Opening and proving disclosures on the command line, with and without a vault."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from support.commands import Run, live_release
from support.vaults import LEGAL, outbox

SUBJECT = "64a0d86f1566a4ebb93a442428884229"
OTHER = "another agency's own words"
SECRETS = ("Maeve", "Connor")


@pytest.fixture
def sent(run: Run, folder: Path) -> Path:
    """Send two disclosures, one signed alone and one sealed, and give the folder."""
    run("sign", live_release(folder, "01-oconnor-1-legal"))
    assert run("disclosure", "card", "--out", folder / "harbor.card").status == 0
    ask = ("disclose", SUBJECT, "--to", LEGAL, "--purpose", "protection_order")
    assert run(*ask, "--done", "discovery_warning").status == 0
    made = run(
        *("disclosure", "new-key", folder / "legal.key", "--agency", LEGAL),
        *("--card", folder / "legal.card", "--name", "Bighorn Legal Aid"),
        passphrase=OTHER,
    )
    assert made.status == 0
    lines = run("disclosure", "pin", folder / "legal.card").out.splitlines()[-2:]
    place = f'id = "{LEGAL}"\n'
    site = folder / "fjcore.toml"
    text = site.read_text("utf-8").replace(place, place + "\n".join(lines) + "\n")
    site.write_text(text, "utf-8")
    assert run(*ask, "--done", "discovery_warning").status == 0
    for file in outbox(folder):
        file.rename(folder / f"sent{file.suffix}")
    return folder


@pytest.mark.nightly
def test_a_story_of_files(run: Run, sent: Path) -> None:
    """What was sent should be verified, opened, shown and refused, as it should be."""
    card = ("--sender", sent / "harbor.card")
    own = (*card, "--key", sent / "legal.key")
    for name in ("sent.json", "sent.fjcb"):
        found = run("disclosure", "verify", sent / name, *card)
        assert (0, True) == (found.status, "signed by harbor_advocates" in found.out)
        assert not [word for word in SECRETS if word in found.out]

    sealed = sent / "sent.fjcb"
    shown = run("disclosure", "open", sealed, *own, passphrase=OTHER)
    as_json = run("disclosure", "open", sealed, *own, "--json", passphrase=OTHER)
    proof = ("--signed", sent / "proof.json", "--html", "--out", sent / "page.html")
    run("disclosure", "open", sealed, *own, *proof, passphrase=OTHER)
    plain = run(
        "disclosure", "open", sent / "sent.json", *card, "--csv", "--lang", "es"
    )

    assert "Maeve O'Connor" in shown.out
    assert LEGAL == json.loads(as_json.out)["recipient"]
    assert "Maeve" in plain.out
    assert (sent / "page.html").read_text("utf-8").startswith("<!DOCTYPE html>")
    assert 0 == run("disclosure", "verify", sent / "proof.json", *card).status

    for words, code in (
        (("open", sealed, *card), "option_refused"),
        (("open", sealed, *own, "--recipient", "billings.police"), "wrong_key"),
        (("open", sealed, *own, "--json", "--html"), "option_refused"),
        (("verify", sealed, "--sender", sent / "legal.card"), "unknown_signer"),
        (("verify", sent / "legal.card", *card), "envelope_refused"),
        (("verify", sent / "gone.json", *card), "input_refused"),
        (("verify", sealed, "--sender", sealed), "envelope_refused"),
        (("pin", sent / "sent.json"), "envelope_refused"),
    ):
        found = run("disclosure", *words, passphrase=OTHER)
        assert (1, True) == (found.status, code in found.err)
        assert not [word for word in SECRETS if word in found.out + found.err]
    wrong = run("disclosure", "open", sealed, *own, passphrase="not it at all, no")  # noqa: S106
    assert (1, True) == (wrong.status, "access_refused" in wrong.err)


def test_keys_are_not_overwritten(run: Run, folder: Path) -> None:
    """New keys should never take the place of a file that is there."""
    make = ("disclosure", "new-key", folder / "a.key", "--agency", LEGAL, "--card")
    (folder / "a.card").write_text("mine", "utf-8")
    found = run(*make, folder / "a.card", passphrase=OTHER)

    assert (1, True) == (found.status, "duplicate" in found.err)
    assert not (folder / "a.key").exists()
    assert "mine" == (folder / "a.card").read_text("utf-8")
    short = run(*make, folder / "b.card", passphrase="short")  # noqa: S106
    assert (1, True) == (short.status, "length" in short.err)


@pytest.mark.nightly
def test_the_site_file_pins_senders(run: Run, sent: Path) -> None:
    """Without a card named, the partners pinned in the site file should be trusted."""
    found = run("disclosure", "verify", sent / "sent.json")

    assert (1, True) == (found.status, "unknown_signer" in found.err)


@pytest.mark.nightly
def test_retry(run: Run, sent: Path) -> None:
    """A retry of what arrived should give its receipt, and one of nothing an error."""
    (first, *_) = json.loads(run("account", SUBJECT, "--json").out)
    again = run("disclosure", "retry", SUBJECT, first["disclosure"])
    none = run("disclosure", "retry", SUBJECT, "0b" * 16)

    assert f"disclosure-{first['disclosure']}.json" in again.out
    assert (1, True) == (none.status, "event_refused" in none.err)
    assert [] == outbox(sent)
