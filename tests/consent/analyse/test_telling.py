"""What a form says in vain and what would change, in plain words."""

from __future__ import annotations

from typing import Any

import pytest
from consent.analyse.made import ANN, AT, POLICE, adult, policy, release

from fjcore.consent import Reason, Signer, View
from fjcore.consent.analyse import (
    LANGUAGES,
    VoidPromise,
    simulate,
    simulate_report,
    void_line,
    void_promises,
    wording,
)
from fjcore.records.categories import CATEGORIES
from fjcore.values import zone


def void(reason: Reason, **said: Any) -> VoidPromise:
    usual: dict[str, Any] = {
        **{"recipient": POLICE, "name": "City Police", "items": ("incident",)},
        **{
            "purposes": (),
            "methods": (),
            "rule": "C1",
            "statement": "",
            "citation": "",
        },
    }
    return VoidPromise(**{**usual, "reason": reason, **said})


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("reason", list(Reason), ids=str)
def test_every_reason_has_its_sentence(lang: str, reason: Reason) -> None:
    """Every reason should be told in a sentence, in every language."""
    line = void_line(void(reason), wording(lang))

    assert wording(lang).why(reason) in line
    assert line.endswith(". [C1]")


def test_a_part_is_told_as_a_part() -> None:
    """What is lowered should be told as a part, and who a person is by name."""
    line = void_line(
        void(Reason.LIMITED, view=View.COARSE_1, recipient=f"{POLICE}#p.one"),
        wording("en"),
    )

    assert "City Police (p.one)" in line
    assert "Only a part of it can be shared." in line


def test_everything_is_told_as_a_star() -> None:
    """A form for everything should not be told in fifty lines."""
    line = void_line(void(Reason.BLANKET, items=tuple(CATEGORIES)), wording("en"))

    assert "To City Police: *." in line


@pytest.mark.parametrize("lang", LANGUAGES)
def test_it_is_told_before_what_changes(lang: str) -> None:
    """What will not hold should be told first, then what changes, in her language."""
    form = release("incident", "sud", signers=(Signer(ANN, "subject"),))
    change = simulate(policy(), adult(), subject=ANN, at=AT, add=(form,))
    told = void_promises(form, policy(), at=AT)
    words = wording(lang)
    report = simulate_report(change, words, tz=zone("America/Denver"), void=told)
    lines = report.text().splitlines()
    opening = words.say["newly"].format(name="City Police")

    assert lines.index(words.say["void_some"]) < lines.index(opening)
    assert f"  - {words.what('incident')}" in lines
    assert lang == report.lang
    assert (
        words.say["void_none"]
        in simulate_report(change, words, tz=zone("America/Denver"), void=()).text()
    )
