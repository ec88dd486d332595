"""Each of the 82 lists that centers use is here, or was replaced; facts as given."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from fjcore.errors import Malformed
from fjcore.records import core_list, core_lists
from fjcore.records.codes import How, Step, replaced_lists
from fjcore.records.codes._shipped import compiled

VECTORS = Path(__file__).parent.parent / "vectors"
GIVEN: dict[str, Any] = json.loads(
    (VECTORS / "records" / "code-lists.json").read_text("utf-8")
)
WORDS: dict[str, Any] = json.loads(
    (VECTORS / "consent" / "vocabulary.json").read_text("utf-8")
)

#: What the vocabulary of consent replaced, and the part of it that did.
REPLACED = {
    "fj.consent_status": "consent_states",
    "fj.disclosure_basis": "legal_bases",
    "fj.partner_type": "recipient_types",
    "fj.sensitivity": "",
}

#: Lists that grew: the codes that were not given, and how many there are in all.
GROWN = {"nibrs.offense": 62, "nibrs.location": 46, "nibrs.victim_to_offender": 27}

#: Lists whose labels are the words of a public source.
VERBATIM = [name for name in GIVEN if name.startswith(("voca.", "cdc.", "omb."))]

#: Lists whose labels are names, which have no other words.
NAMES = ("hud.language",)

#: Lists whose given labels were read in software with a licence of its own.
REWORDED = [name for name in GIVEN if name.startswith("hud.") and name not in NAMES]

#: Labels that are a word or a name, and so the same in whatever words.
BARE = re.compile(r"[\w'-]+( [\w'-]+){0,2}|HUD: .*|VA: .*|.*: .* \((TBRA|SRO|YHDP)\)")


def test_there_are_82_lists_to_account_for() -> None:
    """The lists that were given should be 82, and four of them replaced."""
    assert 82 == len(GIVEN)
    assert REPLACED == {one.id: one.into for one in replaced_lists().values()}
    assert set() == set(REPLACED) & set(core_lists())


@pytest.mark.parametrize("name", sorted(set(GIVEN) - set(REPLACED)))
def test_a_list_carries_its_codes(name: str) -> None:
    """A list should hold every code that was given, in its order, and no other."""
    given, held = list(GIVEN[name]["codes"]), list(core_list(name).codes)

    assert GROWN.get(name, len(given)) == len(held)
    assert set(given) <= set(held)
    assert name in GROWN or given == held


@pytest.mark.parametrize("name", VERBATIM)
def test_a_public_form_is_quoted(name: str) -> None:
    """The labels of a federal form should be those of the form."""
    assert GIVEN[name]["codes"] == dict(core_list(name).codes)


@pytest.mark.parametrize("name", REWORDED)
def test_no_phrase_is_copied(name: str) -> None:
    """A phrase of more than three words should be said in our own."""
    given, held = GIVEN[name]["codes"], core_list(name).codes
    copied = {code for code in given if given[code] == held[code]}

    assert not {held[code] for code in copied if not BARE.fullmatch(held[code])}
    assert "the words are ours" in core_list(name).source or "names" in (
        core_list(name).source
    )
    assert not core_list(name).reviewed


@pytest.mark.parametrize(
    "name", ["primero.perpetrator_relationship", "fhir.sensitivity"]
)
def test_other_labels_are_our_own(name: str) -> None:
    """Labels of a source that is not public should not be copied from it."""
    given, held = GIVEN[name]["codes"], core_list(name).codes

    assert len(given) == len(set(held.values()))
    assert all(len(held[code]) <= 60 for code in given)


def test_only_known_lists_are_more_than_was_given() -> None:
    """A list that nobody gave should be one of our own, or the ended gender columns."""
    more = set(core_lists()) - set(GIVEN)

    assert {"hud.gender"} == {name for name in more if not name.startswith("fj.")}


@pytest.mark.parametrize("name", REPLACED)
def test_each_code_of_a_replaced_list_goes_somewhere(name: str) -> None:
    """Every code of a replaced list should have a step into the vocabulary, or none."""
    found = replaced_lists()[name]
    words = set(WORDS[found.into]) if found.into else set()

    assert not found.into or GIVEN[name]["codes"].keys() == found.crosswalk.keys()
    for step in found.crosswalk.values():
        assert (step.to in words) is (step.how is not How.NONE)


def test_an_unclear_partner_is_not_guessed() -> None:
    """A kind of partner that may be two in law should not become one of them."""
    partners = replaced_lists()["fj.partner_type"].crosswalk

    assert Step(How.NONE) == partners["immigration"]
    assert Step(How.NONE) == partners["shelter_housing"]
    assert Step(How.EXACT, "law_enforcement") == partners["law_enforcement"]


def test_a_list_that_is_there_twice_is_refused() -> None:
    """Two tables of one list should be refused by its name, in whatever files."""
    table = {"version": "1", "source": "ours", "reviewed": False, "codes": {"a": "A"}}
    with pytest.raises(Malformed) as caught:
        compiled([("fj.a", table), ("fj.b", table), ("fj.a", table)])

    assert (("fj.a", "duplicate"),) == caught.value.problems


def test_what_a_version_dropped_is_retired() -> None:
    """A code that a newer version does not have should be retired from then on."""
    told = {"source": "ours", "reviewed": False}
    past = {
        "1": {"codes": {"a": "A", "b": "B", "z": "Z"}},
        "2": {"codes": {"b": "B", "c": "C"}},
    }
    table = {**told, "version": "3", "past": past, "codes": {"a": "again", "c": "C"}}
    first, second, third = compiled([("fj.a", table)])["fj.a"]

    assert {} == dict(first.retired)
    assert {"a": "A", "z": "Z"} == dict(second.retired)
    assert {"b": "B", "z": "Z"} == dict(third.retired)
    assert {"b": Step(How.EXACT, "b")} == dict(first.crosswalk)
    assert {} == dict(third.crosswalk)


def test_no_list_is_read_before_it_is_asked_for() -> None:
    """Importing the records, types and all, should read no code list."""
    code = (
        "import fjcore.records; from fjcore.records.codes import _shipped, _languages, "
        "_replaced; print(_shipped._versions.cache_info().currsize, "
        "_languages._tags.cache_info().currsize, "
        "_replaced.replaced_lists.cache_info().currsize)"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True
    )

    assert "0 0 0\n" == done.stdout
