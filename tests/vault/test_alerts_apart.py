"""What an alert says is to be done may leave, and the answers and the total stay."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest
from attrs import evolve
from support import vaults
from support.commands import runner
from support.vaults import LEGAL, STAFF

from fjcore.errors import Refused
from fjcore.records.safety import APART
from fjcore.screening import Session, load
from fjcore.values import FixedClock, new_id
from fjcore.vault import Intake, Vault, assessment_of

PURPOSE = "protection_order"
DONE = ("assessment.alerts.action", "assessment.alerts.severity")
#: What nothing that leaves may hold: an answer, its band, which tool it was.
KEPT = ("q10", "variable", "da-20")


@pytest.fixture
def vault(tmp_path: Path) -> Iterator[Vault]:
    with vaults.new_vault(tmp_path, clock=FixedClock(vaults.EVENING)) as made:
        yield made


def screened(vault: Vault, subject: str, more: Mapping[str, str]) -> None:
    """Keep a screening of which one yes raises the alert, with more answers or none."""
    session = Session(load("da-20"), clock=FixedClock(vaults.MORNING))
    for item, value in {"q10": "yes", **more}.items():
        session.answer(item, value, by=STAFF)
    record = assessment_of(session.finish())
    vault.keep(Intake(subject=subject, records=(record,)), actor=STAFF)


def signed(
    vault: Vault,
    *scope: str,
    exclude: tuple[str, ...] = (),
    more: Mapping[str, str] | None = None,
) -> str:
    """Keep a person and a screening, and sign a release of this scope alone."""
    subject = vaults.keep_demo(vault, "01-oconnor").subject
    screened(vault, subject, more or {})
    _, release = vaults.release_of(vault, "01-oconnor-1-legal")
    whole = evolve(release, id=new_id(), scope=scope, exclude=exclude, views={})
    vault.sign(subject, whole, actor=STAFF)
    return subject


def sent(vault: Vault, subject: str) -> tuple[list[dict[str, Any]], str]:
    """Disclose, and give the screenings that left with the whole of what left."""
    made = vault.disclose(subject, to=LEGAL, purpose=PURPOSE, actor=STAFF).disclosure
    return made.content()["records"].get("assessment", []), made.body.decode()


def told(rows: list[dict[str, Any]]) -> list[set[str]]:
    """Give the parts of each alert that left with a value."""
    alerts = rows[0].get("alerts", [])
    return [{k for k, v in one.items() if isinstance(v, str)} for one in alerts]


def test_an_alert_should_leave_without_its_answers(vault: Vault) -> None:
    """A release that names what is to be done should give that, and nothing else."""
    rows, text = sent(vault, signed(vault, *DONE))

    assert [{"action", "severity"}] == told(rows)
    assert "medical check" in text
    assert [] == [word for word in KEPT if word in text.replace(" ", "")]
    assert [] == [k for k, v in rows[0].items() if k != "alerts" and isinstance(v, str)]


def test_the_answers_should_not_change_what_leaves(tmp_path: Path) -> None:
    """Other answers with the same alert should leave the same of a screening."""
    left = []
    for name, more in (("few", {}), ("many", {"q1": "yes", "q6": "no", "q3a": "yes"})):
        folder = tmp_path / name
        folder.mkdir()
        with vaults.new_vault(folder, clock=FixedClock(vaults.EVENING)) as vault:
            left.append(sent(vault, signed(vault, *DONE, more=more))[0])

    assert left[0] == left[1]
    assert [{"action", "severity"}] == told(left[0])


def test_a_category_should_give_its_alerts_too(vault: Vault) -> None:
    """A release of the whole category should give answers, total and alerts."""
    rows, text = sent(vault, signed(vault, "risk"))

    assert [{"action", "severity", "raised_at", "trigger"}] == told(rows)
    assert "q10" in text


def test_what_is_struck_should_stay(vault: Vault) -> None:
    """An alert that is struck out should stay, though its category leaves."""
    rows, text = sent(vault, signed(vault, "risk", exclude=DONE))

    assert [{"raised_at", "trigger"}] == told(rows)
    assert "medical check" not in text


def test_what_was_taken_back_should_stay(vault: Vault) -> None:
    """An alert that she takes back should stay, though its category leaves."""
    subject = signed(vault, "risk")
    vault.withdraw(subject, categories=DONE, actor=STAFF)
    rows, text = sent(vault, subject)

    assert [{"raised_at", "trigger"}] == told(rows)
    assert "medical check" not in text


def test_what_was_taken_back_by_name_should_end_it(vault: Vault) -> None:
    """A release that gives an alert alone should give nothing once it is taken back."""
    subject = signed(vault, *DONE)
    vault.withdraw(subject, categories=DONE, actor=STAFF)

    with pytest.raises(Refused):
        sent(vault, subject)


def test_what_caused_it_should_not_be_named_alone(vault: Vault) -> None:
    """What tells the answer should not be among what may leave apart."""
    names = {path.rpartition(".")[2] for path in APART}

    assert {"action", "severity", "raised_at"} == names
    assert APART.items() <= vault.narratives.items()


@pytest.mark.parametrize(
    ("lang", "said"),
    [
        ("en", "Only what help to offer you, and none of your answers"),
        ("es", "Solo qué ayuda ofrecerle, y ninguna de sus respuestas"),
    ],
)
def test_the_form_should_say_it_in_plain_words(
    vault: Vault,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capfd: pytest.CaptureFixture[str],
    lang: str,
    said: str,
) -> None:
    """The form to sign should say that only what is to be done is shared."""
    vault.close()
    run = runner(tmp_path, monkeypatch, capfd)
    words = (
        "--to",
        LEGAL,
        "--purpose",
        PURPOSE,
        "--scope",
        DONE[0],
        "--days",
        "30",
        "--method",
        "written",
    )
    done = run("release", "form", *words, "--lang", lang)

    assert (0, said in done.out) == (done.status, True), done.err
