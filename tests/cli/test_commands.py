"""Each command does what its name says, on a vault made by the commands alone."""

from __future__ import annotations

import json
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from support import vaults
from support.commands import Run, live_release, runner
from support.vaults import DEMO, LEGAL, PASSPHRASE, POLICE

from fjcore import cli
from fjcore.sdk import Site
from fjcore.values import new_id

SUBJECT = "64a0d86f1566a4ebb93a442428884229"
SIGN = "01-oconnor-1-legal"
PURPOSE = ("--purpose", "protection_order")


@pytest.fixture
def bare(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> Run:
    """Give the command line in an empty folder."""
    return runner(tmp_path, monkeypatch, capfd)


def test_init_should_write_a_site_file_and_then_make_the_vault(
    bare: Run, tmp_path: Path
) -> None:
    """Init should write a site file that it then takes as it stands."""
    first = bare("init")
    site = Site.load(tmp_path / "fjcore.toml")
    second = bare("init", passphrase="long enough, and made up")  # noqa: S106

    assert (first.status, first.err) == (0, "")
    assert "wrote" in first.out
    assert (second.status, second.err) == (0, "")
    assert f"made the vault of {site.holder().agency}" in second.out
    assert (tmp_path / "store" / "vault.db").is_file()
    assert (tmp_path / "store" / "vault.db").stat().st_mode & 0o777 == 0o600
    assert (tmp_path / "keys" / "root.json").stat().st_mode & 0o777 == 0o600


def test_init_should_not_make_a_vault_twice(bare: Run, tmp_path: Path) -> None:
    """Init on a vault that is there should end with one error and change nothing."""
    words = {"passphrase": "long enough, and made up"}
    bare("init")
    bare("init", **words)
    before = {p: p.read_bytes() for p in tmp_path.rglob("*") if p.is_file()}
    again = bare("init", **words)

    assert again.status == 1
    assert again.err.startswith("error:")
    assert before == {p: p.read_bytes() for p in tmp_path.rglob("*") if p.is_file()}


def test_init_should_want_a_long_passphrase(bare: Run, tmp_path: Path) -> None:
    """Init should refuse a short passphrase and make nothing."""
    bare("init")
    found = bare("init", passphrase="too short")  # noqa: S106

    assert found.status == 1
    assert "FJCORE_PASSPHRASE, 15 characters or more: length" in found.err
    assert [tmp_path / "fjcore.toml"] == list(tmp_path.iterdir())


def test_init_should_want_more_than_blanks(bare: Run, tmp_path: Path) -> None:
    """Init should refuse a passphrase of blanks alone, however long."""
    bare("init")
    found = bare("init", passphrase=" \t" * 20)

    assert found.status == 1
    assert "FJCORE_PASSPHRASE: required" in found.err
    assert [tmp_path / "fjcore.toml"] == list(tmp_path.iterdir())


def test_a_passphrase_file_should_open_the_vault(
    folder: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    """A passphrase in a file should do as well as one in the environment."""
    secret = folder / "passphrase.txt"
    secret.write_text(PASSPHRASE + "\n", "utf-8")
    monkeypatch.delenv("FJCORE_PASSPHRASE", raising=False)
    site = ["--site", str(folder / "fjcore.toml"), "--passphrase-file", str(secret)]
    monkeypatch.setattr(sys, "argv", ["fjcore", *site, "audit", "verify"])
    with pytest.raises(SystemExit) as ended:
        cli.main()

    assert not ended.value.code
    assert "log verified" in capfd.readouterr().out


def test_keep_should_say_whom_it_kept(run: Run) -> None:
    """Keep should print the id by which the person is known from now on."""
    found = run("keep", DEMO / "intakes" / "02-nunez.json")

    assert (found.status, found.err) == (0, "")
    assert found.out.startswith("kept ")
    assert "eb7e6125ce4526d38614a9a504dc7588" in found.out


def test_screen_should_raise_the_alert_for_strangulation(run: Run) -> None:
    """Screen should print the alert before it prints what came of it."""
    found = run("screen", DEMO / "screens" / "01-oconnor-lap-11.json")
    lines = found.out.splitlines()
    alerts = [n for n, line in enumerate(lines) if line.startswith("ALERT")]

    assert found.status == 0
    assert "strangulation" in "".join(lines[n] for n in alerts)
    assert "Training Institute on Strangulation Prevention" in found.out
    assert max(alerts) < max(n for n, line in enumerate(lines) if "lap-11" in line)


def test_a_release_should_be_signed_used_and_taken_back(run: Run, folder: Path) -> None:
    """Sign, who-sees, disclose, account, withdraw and refuse should follow in turn."""
    signed = run("sign", live_release(folder, SIGN))
    seen = json.loads(run("who-sees", SUBJECT, "--json").out)
    sent = run("disclose", SUBJECT, "--to", LEGAL, *PURPOSE)
    rows = json.loads(run("account", SUBJECT, "--json").out)
    told = run("withdraw", SUBJECT, "--recipient", LEGAL)
    again = run("disclose", SUBJECT, "--to", LEGAL, *PURPOSE)

    assert f"{LEGAL}: " in signed.out
    assert {LEGAL} == {row["recipient"] for row in seen["rows"]}
    assert (sent.status, len(vaults.outbox(folder))) == (0, 1)
    assert [(row["recipient"], row["purpose"], row["delivered"]) for row in rows] == [
        (LEGAL, "protection_order", True)
    ]
    assert f"tell those who were sent something: {LEGAL}" in told.out
    assert "cannot be called back; a withdrawal stops only the next" in sent.err
    assert again.err.startswith("once sent, it cannot be called back")
    assert again.status == 1
    assert f"{LEGAL}: revoked" in again.err
    assert len(vaults.outbox(folder)) == 1


def changed(folder: Path, stem: str, hours: int, **said: Any) -> tuple[Path, str]:
    """Write a release with another id, signed so long ago; give it and its id."""
    path = live_release(folder, SIGN)
    data = json.loads(path.read_bytes())
    at = (datetime.now(UTC) - timedelta(hours=hours)).isoformat()
    data["release"] |= {"id": new_id(), "signed_at": at, **said}
    path = folder / f"{stem}.json"
    path.write_text(json.dumps(data), "utf-8")
    return path, data["release"]["id"]


def test_a_withdrawal_told_too_early_should_fail(run: Run, folder: Path) -> None:
    """A time before the signing should be an error that names the release."""
    path, one = changed(folder, "one", 1)
    run("sign", path)
    early = (datetime.now(UTC) - timedelta(hours=2)).isoformat()
    told = run("withdraw", SUBJECT, "--told", early)
    named = run("withdraw", SUBJECT, "--told", early, "--release", one)
    again = run("disclose", SUBJECT, "--to", LEGAL, *PURPOSE)

    assert (told.status, told.out) == (1, "")
    assert f"release {one}: signed_later" in told.err
    assert "event_refused" in told.err
    assert (named.status, again.status) == (0, 1)


def test_a_withdrawal_should_say_what_stays(run: Run, folder: Path) -> None:
    """A release signed after she said so should be told on the second stream."""
    run("sign", changed(folder, "one", 5)[0])
    path, later = changed(folder, "two", 1)
    run("sign", path)
    early = (datetime.now(UTC) - timedelta(hours=2)).isoformat()
    told = run("withdraw", SUBJECT, "--told", early)

    assert told.out.startswith("withdrawn, since ")
    assert f"STILL ACTIVE, signed after she said so: {later}" in told.err


def test_a_withdrawal_should_say_what_stays_as_data(run: Run, folder: Path) -> None:
    """The same should stand in the JSON, and on the second stream."""
    run("sign", changed(folder, "one", 5)[0])
    path, later = changed(folder, "two", 1)
    run("sign", path)
    early = (datetime.now(UTC) - timedelta(hours=2)).isoformat()
    some = run("withdraw", SUBJECT, "--told", early, "--json")
    rest = run("withdraw", SUBJECT, "--json")

    assert [later] == json.loads(some.out)["still_active"]
    assert later in some.err
    assert [] == json.loads(rest.out)["still_active"]
    assert rest.err == ""


def test_sign_should_tell_on_what_condition(run: Run, folder: Path) -> None:
    """What is given by word of mouth or to one person alone should be told as that."""
    spoken = run("sign", changed(folder, "one", 1, methods=["verbal"])[0])
    both = run("sign", changed(folder, "two", 1, methods=["verbal", "electronic"])[0])
    zeb = run("sign", changed(folder, "three", 1, recipients=[f"{LEGAL}#zeb"])[0])

    assert f"  {LEGAL} (only verbal): contact," in spoken.out
    assert f"  {LEGAL}: contact," in both.out
    assert f"  {LEGAL}#zeb (only with --person zeb): contact," in zeb.out


def test_an_obligation_should_be_named_until_it_is_done(run: Run, folder: Path) -> None:
    """A disclosure to the police should wait for the warning that --done tells of."""
    ask = ("disclose", SUBJECT, "--to", POLICE, "--purpose", "criminal_investigation")
    run("sign", live_release(folder, "01-oconnor-2-police"))
    before = run(*ask)
    wrong = run(*ask, "--done", "quokka")
    after = run(*ask, "--done", "discovery_warning")

    assert (before.status, wrong.status, after.status) == (1, 1, 0)
    assert "discovery_warning" in before.err
    assert "--done: unknown_code" in wrong.err
    assert len(vaults.outbox(folder)) == 1


def test_read_should_give_the_file_to_its_own_staff(run: Run) -> None:
    """Read should give the records as JSON, and refuse without a reason."""
    words = ("read", SUBJECT, "--purpose", "safety_planning", "--need-to-know")
    found = run(*words, "her advocate")
    refused = run(*words, " ")

    assert "person" in json.loads(found.out)
    assert (refused.status, refused.out) == (1, "")


def test_tables_should_be_drawn(run: Run, folder: Path) -> None:
    """The matrix, the account and the plugins should be drawn as tables."""
    run("sign", live_release(folder, SIGN))
    matrix = run("who-sees", SUBJECT).out
    nobody = run("account", SUBJECT).out
    plugins = run("plugins", "list").out

    assert LEGAL in matrix
    assert "identity.name" in matrix
    assert "Account of disclosures" in nobody
    assert plugins.count("enabled") == 2


def test_somebody_else_should_not_act(run: Run) -> None:
    """A name that is not among the staff should be refused."""
    found = run("account", SUBJECT, staff="n.obody")

    assert (found.status, found.out) == (1, "")
    assert "actor: unknown_staff" in found.err


def test_a_wrong_command_should_exit_with_two(run: Run) -> None:
    """A command that does not exist should be told apart from one that failed."""
    assert run("discloze").status == 2
    assert run("disclose", SUBJECT).status == 2
