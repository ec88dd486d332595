"""A word in every field, under every plan the vocabulary can make: it stays inside."""

from __future__ import annotations

import logging
import tempfile
from collections import Counter
from itertools import product
from pathlib import Path

import pytest
from disclosure.asking import KINDS, PURPOSES, distinct
from disclosure.hunting import (
    allowed,
    built_by,
    failing,
    found_in,
    leaving,
    place,
    withheld,
)
from disclosure.test_canaries import HELD

from fjcore.consent import Plan

#: A recipient and a purpose of which a usual run tries two plans: whole and coarse.
SOME = ("civil_legal", "civil_legal_representation")


def hunted(plans: list[Plan]) -> tuple[list[str], Counter[str]]:
    """Give where a hidden word stood under some plans, and what was searched."""
    hits, searched = [], Counter[str]()
    for number, plan in enumerate(plans):
        hidden, made = withheld(plan), built_by(plan, HELD)
        for name, text in (*leaving(made), *failing(made, plan)):
            searched[name] += 1
            hits += [f"{number} {name} {word}" for word in found_in(text, hidden)]
    return hits, searched


def quiet(
    plans: list[Plan], caplog: pytest.LogCaptureFixture, folder: Path
) -> Counter[str]:
    """Hunt in all that leaves, and in what was logged or written to a file besides."""
    with pytest.MonkeyPatch.context() as patch, caplog.at_level(logging.DEBUG):
        patch.setattr(tempfile, "tempdir", str(folder))
        patch.chdir(folder)
        hits, searched = hunted(plans)

    assert [] == hits
    assert [] == list(folder.rglob("*"))
    assert "quokka" not in caplog.text.casefold()
    return searched


def test_no_withheld_word_is_told_under_some_plans(caplog, tmp_path):
    """Under the plans of some recipients, no hidden word should be told anywhere."""
    plans = distinct([SOME])
    searched = quiet(plans[:2], caplog, tmp_path)

    assert len(plans) >= 4
    assert {"json", "xlsx", "repr", "receipt", "stale", "cut"} <= searched.keys()


@pytest.mark.nightly
def test_no_withheld_word_is_told_under_any_plan(caplog, tmp_path):
    """Under every plan of any recipient and purpose, no hidden word should be told."""
    plans = distinct(product(KINDS, PURPOSES))
    searched = quiet(plans, caplog, tmp_path)
    print(f"{len(plans)} plans; texts searched: {dict(searched)}")

    assert len(plans) >= 60
    assert {"json", "last check", "cut", "obligation", "connector"} <= searched.keys()


def test_the_hunt_finds_what_leaves() -> None:
    """A word that a plan shows should be found, were it hidden, in any writing."""
    plan = distinct([SOME])[0]
    shown = allowed(plan)
    made = built_by(plan, HELD)
    word = place("person.names.text")

    for name, text in leaving(made):
        if name not in ("repr", "receipt"):
            assert found_in(text, shown), name
    for written in (word.upper(), word.encode().hex()):
        assert found_in(written, {word.casefold()})
