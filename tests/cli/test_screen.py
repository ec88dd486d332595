"""Interviews in a terminal, as an advocate would hold them."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from support.terminals import Terminal, terminal
from support.vaults import PASSPHRASE, STAFF, reopened

from fjcore.values import SystemClock

CANARY = "canary-7f3a"
PERSON = "64a0d86f1566a4ebb93a442428884229"
OPENED = ("--mode", "phone", "--present", "nobody_else")


@pytest.fixture
def person(folder: Path) -> str:
    """Give who is on file in a vault whose site leaves alerts in a folder."""
    path = folder / "fjcore.toml"
    text = path.read_text("utf-8")
    assert 1 == text.count('root = "outbox"')
    path.write_text(
        text.replace('root = "outbox"', 'root = "outbox", alerts = "alerts"')
    )
    return PERSON


@pytest.fixture(scope="module")
def desk() -> Iterator[Terminal]:
    """Give a terminal, in which one command runs after the other."""
    with terminal() as one:
        yield one


def begin(desk: Terminal, folder: Path, *words: object) -> None:
    """Begin ``fjcore screen`` with the vault of a folder."""
    before = ("--site", folder / "fjcore.toml", "--as", STAFF)
    desk.run(*before, "screen", *words, folder=folder, FJCORE_PASSPHRASE=PASSPHRASE)


def kept(folder: Path, subject: str) -> dict[str, Any]:
    """Give the one assessment in a person's file."""
    with reopened(folder, clock=SystemClock()) as vault:
        found = vault.read(
            subject, actor=STAFF, purpose="service_coordination", need_to_know="a test"
        )
    ((name, (row,)),) = (
        (name, rows)
        for name, rows in found.content()["records"].items()
        if name.startswith("assessment")
    )
    return {"record": name, **row}


def answered(desk: Terminal, *pairs: tuple[str, str]) -> None:
    """Answer item after item."""
    for item, said in pairs:
        desk.expect(f"{item}>")
        desk.send(said)


def plain_in(folder: Path, text: str) -> list[str]:
    """Give the files in which a text stands in clear."""
    files = [path for path in folder.rglob("*") if path.is_file()]
    return [path.name for path in files if text.encode() in path.read_bytes()]


def test_an_interview_goes_forward_and_back(desk: Terminal, tmp_path: Path) -> None:
    """An interview should alert beside the next question, and let one go back."""
    desk.run("screen", "hark", folder=tmp_path)
    desk.expect("nothing will be kept")
    desk.expect("number>")
    desk.send("2")
    desk.expect("number>")
    desk.send("")
    answered(desk, ("humiliation", "2"))
    desk.expect("alerts: 1")
    desk.expect("URGENT: private advocate follow-up")
    answered(desk, ("afraid", "perhaps"))
    desk.expect("please type one of: no, yes")
    answered(desk, ("afraid", "/s"))
    desk.expect("not safe to ask now")
    desk.send("5")
    answered(desk, ("rape", "/b"), ("afraid", "/b"))
    desk.expect("said before: yes")
    answered(desk, ("humiliation", "no"), ("rape", "no"), ("kick", "no"))
    desk.expect("that was all")
    desk.send("")
    desk.expect("alert, urgent: private advocate follow-up")
    desk.expect("total: 0 to 1")
    desk.expect("never taken as no: afraid")
    desk.expect("nothing of it was kept")

    assert 0 == desk.ended()
    assert "perhaps" not in desk.shown.replace("perhaps\r\n", "", 1)
    assert [] == list(tmp_path.iterdir())


def test_what_is_put_aside_is_sealed_and_taken_up(
    desk: Terminal, tmp_path: Path, person: str
) -> None:
    """What is put aside should be sealed, and go on with its alert where it was."""
    words = ("lap-11", "--for", person, "--save", "aside", *OPENED)
    begin(desk, tmp_path, *words)
    answered(desk, *[(f"q{n}", "no") for n in range(1, 5)], ("q5", "yes"))
    desk.expect("offer a medical check for")
    answered(desk, *[(f"q{n}", "no") for n in range(6, 12)], ("worry", CANARY))
    answered(desk, ("discretion", "/p"))
    desk.expect("put aside in aside, sealed")

    assert 0 == desk.ended()
    path = tmp_path / "aside"

    assert [] == plain_in(tmp_path, CANARY)
    assert "lap-11" not in path.read_text()
    assert 0o600 == path.stat().st_mode & 0o777
    begin(desk, tmp_path, "--resume", "aside")
    desk.expect("taken up where it was put aside")
    desk.expect("offer a medical check for")
    answered(desk, ("discretion", "/b"))
    desk.expect(CANARY)
    answered(desk, ("worry", "nothing more"), ("discretion", "no"))
    desk.expect("that was all")
    desk.send("1")
    desk.expect("source: ")
    desk.expect("kept in her file")

    assert 0 == desk.ended()
    row = kept(tmp_path, person)

    assert ("lap-11", "phone", True) == (
        row["instrument"],
        row["mode"],
        row["complete"],
    )
    assert ["strangulation"] == [one["trigger"] for one in row["alerts"]]
    assert not path.exists()
    assert 1 == len(list((tmp_path / "alerts").iterdir()))


def test_what_is_wiped_leaves_the_alert_alone(
    desk: Terminal, tmp_path: Path, person: str
) -> None:
    """Stopping and wiping should clear the screen and keep the alert, no answer."""
    begin(desk, tmp_path, "da-5-strangulation", "--for", person, *OPENED)
    answered(desk, ("q1", "no"), ("q2", "no"), ("q3", "yes"), ("q4", "yes"))
    answered(desk, ("q5", "/q"))
    desk.expect("stop and wipe")
    desk.send("2")
    desk.expect("\x1b[3J\x1b[2J")
    desk.expect("wiped: nothing that was said is kept")

    assert 0 == desk.ended()
    row = kept(tmp_path, person)

    assert {"not_asked"} == {one["status"] for one in row["answers"]}
    assert ["strangulation"] == [one["trigger"] for one in row["alerts"]]
    assert (0, 5) == (row["score_lower"], row["score_upper"])


def test_a_break_wipes_and_keeps_the_alert(
    desk: Terminal, tmp_path: Path, person: str
) -> None:
    """Ctrl-C in the middle should leave no answer, and the alert on file."""
    begin(desk, tmp_path, "da-5-strangulation", "--for", person, *OPENED)
    answered(desk, *[(f"q{n}", "no") for n in range(1, 4)], ("q4", "yes"))
    desk.expect("q5>")
    desk.interrupt()
    desk.expect("stopped and wiped; alerts that were raised stay")

    assert 130 == desk.ended()
    row = kept(tmp_path, person)

    assert {"not_asked"} == {one["status"] for one in row["answers"]}
    assert ["strangulation"] == [one["trigger"] for one in row["alerts"]]


Typed = Any


def test_without_a_person_nothing_is_put_aside(typed: Typed) -> None:
    """Without a vault to seal it, putting aside should be refused plainly."""
    lines = ("yes", "/p", "/q", "2")
    found = typed("hark", *OPENED, lines=lines)

    assert 0 == found.status
    assert "no answer is written down in clear" in found.out.replace("\n", " ")
    assert "wiped" in found.out


def test_words_are_shown_in_a_language(typed: Typed) -> None:
    """The owner's words should stand in the language asked for, with their points."""
    found = typed("phq-2", "--lang", "es", *OPENED, lines=("3", "0", ""))

    assert 0 == found.status
    assert "3  Casi todos los días" in found.out
    assert "total: 3, positive" in found.out


def test_numbers_that_are_answers_are_not_places(typed: Typed) -> None:
    """Where an answer is a number, a number beyond should be refused, not counted."""
    found = typed("phq-2", *OPENED, lines=("4", "2", "0", ""))

    assert "please type one of: 0, 1, 2, 3" in found.out
    assert "total: 2, negative" in found.out


def test_facts_and_the_cut_are_told(typed: Typed) -> None:
    """Facts should be asked for where they count, and a cut be chosen."""
    asked = typed("audit-c", *OPENED, lines=("male", "3", "0", "0", ""))
    told = typed("audit-c", "--fact", "sex=female", *OPENED, lines=("3", "0", "0", ""))
    cut = typed(
        "audit-c",
        "--profile",
        "women",
        "--fact",
        "sex=male",
        *OPENED,
        lines=("3", "0", "0", ""),
    )

    assert "sex (Enter: not known)>" in asked.out
    assert "alert, notice" not in asked.out
    assert "alert, notice" in told.out
    assert "alert, notice" in cut.out


def test_the_person_causing_harm_being_there_is_a_reason_not_to_ask(
    typed: Typed,
) -> None:
    """Where the person causing harm is there, nothing should be asked unless meant."""
    found = typed("hark", "--present", "person_causing_harm", lines=("",))

    assert 0 == found.status
    assert "may not be safe" in found.out
    assert "humiliation>" not in found.out


REFUSED = [
    (("hark", "--mode", "self_device"), "--mode: survivor_screen"),
    (("hark", "--mode", "letter"), "--mode: unknown_code"),
    (("hark", "--present", "someone"), "--present: unknown_code"),
    (("hark", "--fact", "pregnant=yes"), "--fact: unknown_code"),
    (("hark", "--profile", "none"), "answer_refused: hark.profile"),
    (("hits", "--lang", "en"), "language: unknown_code"),
    (("no-such-tool",), "unknown_instrument: no-such-tool"),
    ((), "INSTRUMENT: required"),
    (("--resume", "fjcore.toml"), "fjcore.toml: format"),
    (("--resume", "gone"), "gone: unreadable"),
]


@pytest.mark.parametrize(("words", "told"), REFUSED, ids=range(len(REFUSED)))
def test_what_cannot_be_is_refused(
    typed: Typed,
    words: Any,
    told: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """An option or a name that cannot be should be refused, and nothing be asked."""
    monkeypatch.chdir(tmp_path)
    if "--profile" in words:
        words = (*words, *OPENED)
    found = typed(*words)

    assert 1 == found.status
    assert told in found.err
    assert "humiliation>" not in found.out


def test_a_sealed_file_opens_nowhere_else(
    typed: Typed, tmp_path: Path, person: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A file that was changed, or names another person, should not open."""
    monkeypatch.chdir(tmp_path)
    words = ("hark", "--for", person, "--save", "aside", *OPENED)
    typed(*words, lines=("yes", "/p"))
    said = json.loads((tmp_path / "aside").read_bytes())
    for change in (
        {"session": "0" * 32},
        {"subject": "0" * 32},
        {"sealed": said["sealed"][:-8] + "AAAAAAA="},
        {"schema": "other"},
    ):
        (tmp_path / "changed").write_text(json.dumps(said | change))
        found = typed("--resume", "changed")

        assert 1 == found.status
        assert "afraid" not in found.out


def test_a_file_that_is_there_is_not_overwritten(
    typed: Typed, tmp_path: Path, person: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A file in the way should stay, and what was said go into the vault."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "aside").write_text("mine")
    words = ("hark", "--for", person, "--save", "aside", *OPENED)
    found = typed(*words, lines=("yes", "/p"))

    assert "aside: duplicate" in found.err
    assert "mine" == (tmp_path / "aside").read_text()
    assert [("humiliation", "yes")] == [
        (one["item"], one["value"])
        for one in kept(tmp_path, person)["answers"]
        if one["status"] == "answered"
    ]


def test_a_file_of_answers_may_say_who_and_how(
    typed: Typed, tmp_path: Path, person: str
) -> None:
    """A file should take facts, the cut, the mode and who was there, strictly."""
    whole = {
        "subject": person,
        "instrument": "audit-c",
        "answers": {"q1": "3", "q2": "0", "q3": "0"},
        "context": {"sex": "male"},
        "profile": "women",
        "mode": "video",
        "present": ["interpreter"],
    }
    path = tmp_path / "answers.json"
    path.write_text(json.dumps(whole))

    assert "ALERT" not in typed(path).out
    assert "virtual" == kept(tmp_path, person)["mode"]
    late = {
        "program": "made up",
        "completed_on": "2026-01-02",
        "valid_until": "2026-01-01",
    }
    path.write_text(json.dumps(whole | {"training": late}))
    assert "training.valid_until: end_before_start" in typed(path).err
    path.write_text(json.dumps(whole | {"context": {"quokka": 3}}))
    assert "context.0: unknown_code" in typed(path).err
    for change in ({"mode": 3}, {"context": []}, {"present": [3]}, {"mode": "letter"}):
        path.write_text(json.dumps(whole | change))
        assert 1 == typed(path).status
