"""Words apart from logic: whole packs, by language, by licence and use."""

from __future__ import annotations

import copy
import json
from importlib.resources import files
from typing import Any

import pytest

from fjcore.errors import LicenceRefused, WordingRefused
from fjcore.screening import (
    Permission,
    Session,
    Use,
    instruments,
    languages,
    load,
    load_wording,
    wording,
)
from fjcore.values import FixedClock, utc

LETTER = Permission(letter="letter 7", dated="2026-03-02", declared_by="advocate-1")
PACKS = [(name, tag) for name in instruments() for tag in languages(name)]
CANARY = "canary-7f3a"


def pack(name: str = "phq-2", tag: str = "en") -> dict[str, Any]:
    """Give a pack that ships, as plain data."""
    folder = files("fjcore.screening").joinpath("words")
    return json.loads(folder.joinpath(f"{name}@{tag}.json").read_text("utf-8"))


def faults(data: Any, name: str = "phq-2") -> list[tuple[str, str]]:
    """Give every fault for which a pack is refused."""
    with pytest.raises(WordingRefused) as caught:
        wording(data, load(name), use=Use.CLINICAL)
    assert caught.value.__context__ is None
    assert CANARY not in str(caught.value)
    return [(problem.path, problem.code) for problem in caught.value.problems]


def test_words_ship_only_where_the_licence_allows_them() -> None:
    """Every tool with words should be of tier A or our own; no other has any."""
    tiers = {}
    for name in instruments():
        licence = load(name).licence
        assert licence is not None
        tiers[name] = licence.tier

    assert {n for n, tier in tiers.items() if tier in ("A", "own")} == {
        name for name, _ in PACKS
    }
    assert (
        ("en", "es") == languages("phq-9") == languages("gad-7") == languages("phq-2")
    )
    assert ("en", "es") == languages("fjcore-strangulation-event")
    assert () == languages("da-20") == languages("nothing")


@pytest.mark.parametrize(("name", "tag"), PACKS)
def test_every_item_and_answer_has_words(name: str, tag: str) -> None:
    """A pack that ships should have words for all that is asked, and name its owner."""
    made = load(name)
    found = load_wording(made, tag, use="clinical")
    said = [found.option(i.id, o.value) for i in made.asked for o in i.options]

    assert made.by_id.keys() == found.items.keys()
    assert all(said)
    assert found.attribution
    assert not found.reviewed
    assert 64 == len(found.sha256)


def test_the_spanish_is_not_the_english() -> None:
    """Two languages of a tool should say everything in words of their own."""
    for name in ("phq-9", "gad-7", "fjcore-strangulation-event"):
        en, es = (load_wording(load(name), tag, use="clinical") for tag in ("en", "es"))
        same = {key for key in en.items if en.items[key] == es.items[key]}
        assert set() == same

        assert en.sha256 != es.sha256


@pytest.mark.parametrize(
    "name", ["hits", "e-hits", "dast-10", "audit-c", "ahc-hrsn-safety"]
)
def test_a_commercial_product_is_refused_by_default(name: str) -> None:
    """A licence that says no should refuse whoever sells a product."""
    with pytest.raises(LicenceRefused) as caught:
        load_wording(load(name), "en", use=Use.COMMERCIAL)

    assert name == caught.value.where


@pytest.mark.parametrize("use", sorted(Use))
def test_ask_is_no_until_a_letter_is_named(use: Use) -> None:
    """A use that is to be asked for should need the owner's letter, which is kept."""
    made = load("stat")
    data = {
        "instrument": "stat",
        "instrument_version": "2003",
        "pack_version": "1",
        "language": "es-US",
        "translation": "local",
        "items": dict.fromkeys(made.by_id, "unas palabras"),
        "options": {"*": {"no": "No", "yes": "Sí"}},
        "attribution": "nobody",
    }
    with pytest.raises(LicenceRefused):
        wording(data, made, use=use)

    allowed = wording(data, made, use=use, permission=LETTER)
    assert LETTER == allowed.permission
    assert "Sí" == allowed.option("slap", "yes")


def test_a_pack_may_bring_its_own_licence() -> None:
    """The licence of a pack should count before that of its tool."""
    data = pack() | {"licence": {"holder": "nobody", "contexts": {"clinical": "no"}}}

    with pytest.raises(LicenceRefused):
        wording(data, load("phq-2"), use=Use.CLINICAL)
    assert wording(pack(), load("phq-2"), use=Use.COMMERCIAL).language == "en"


def without(*path: str) -> dict[str, Any]:
    """Give a pack without one of its parts."""
    data = copy.deepcopy(pack())
    at: Any = data
    for key in path[:-1]:
        at = at[key]
    del at[path[-1]]
    return data


def test_a_pack_with_a_gap_is_refused() -> None:
    """A pack should be refused for every item and answer it has no words for."""
    more = pack()
    more["items"][CANARY.replace("-", "_")] = "x"
    more["options"]["q1"] = {"9": "x"}
    more["options"]["q9"] = {"0": "x"}

    assert [("items.q2", "required")] == faults(without("items", "q2"))
    assert [("options.q1.0", "required"), ("options.q2.0", "required")] == faults(
        without("options", "*", "0")
    )
    assert {"unknown_item", "unknown_code"} == {code for _, code in faults_of(more)}


def faults_of(data: dict[str, Any]) -> list[tuple[str, str]]:
    """Give the faults of a pack that has more than its tool."""
    with pytest.raises(WordingRefused) as caught:
        wording(data, load("phq-2"), use=Use.CLINICAL)
    return [(problem.path, problem.code) for problem in caught.value.problems]


@pytest.mark.parametrize(
    ("path", "change"),
    [
        ("keys", None),
        ("keys", {CANARY: 1}),
        ("language", {"language": "Spanish"}),
        ("translation", {"translation": "machine"}),
        ("items", {"items": []}),
        ("items.q1", {"items": {"q1": "", "q2": "x"}}),
        ("options", {"options": None}),
        ("reviewed", {"reviewed": "no"}),
        ("reading_grade", {"reading_grade": "six"}),
        ("licence", {"licence": {}}),
        ("instructions", {"instructions": 3}),
    ],
)
def test_a_pack_of_a_wrong_shape_is_refused(path: str, change: Any) -> None:
    """A pack of a wrong shape should be refused by its path, and said nowhere."""
    data = None if change is None else pack() | change

    assert [(path, "format")] == faults(data)


def test_a_pack_for_another_edition_is_refused() -> None:
    """Words should never be shown for another tool, or another edition of it."""
    other = pack() | {"instrument": "phq-9", "instrument_version": "1999"}

    assert [("instrument", "other"), ("instrument_version", "other")] == faults(other)


@pytest.mark.parametrize("use", ["", "clinic", None, 3])
def test_a_use_that_is_none_is_refused(use: Any) -> None:
    """A use outside the closed list should be refused before any words are shown."""
    with pytest.raises(WordingRefused):
        load_wording(load("phq-2"), "en", use=use)
    with pytest.raises(WordingRefused):
        load_wording(load("phq-2"), "fr", use=Use.CLINICAL)


def test_a_result_names_the_words_that_were_shown() -> None:
    """A result should be pinned to its words, and words should not be in its hash."""
    from datetime import UTC, datetime

    clock = FixedClock(utc(datetime(2026, 3, 2, 12, tzinfo=UTC)))
    words = load_wording(load("phq-2"), "es", use=Use.CLINICAL)
    spoken = Session(load("phq-2"), clock=clock, wording=words).finish()
    plain = Session(load("phq-2"), clock=clock).finish()

    assert words.pin == spoken.wording
    assert plain.wording is None
    assert plain.logic_hash == spoken.logic_hash
    assert "Ning" not in repr(words) + repr(spoken)
