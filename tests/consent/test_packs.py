"""What a state pack gives: rows on reports, the age of majority, limits; no grant."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import product
from typing import Any

import attrs
import pytest
from consent.packfiles import EVERY, EXAMPLE, MONTANA, data_of, edited, pack, put

from fjcore.consent import (
    Grant,
    Purpose,
    RecipientKind,
    ReporterRole,
    ReportTrigger,
    StatePack,
    View,
    limits_of,
    majority_age,
    mandates_for,
    parse_pack,
)

PACKS = {text: parse_pack(text) for text in (EVERY, EXAMPLE, MONTANA)}


# --- the hash ----------------------------------------------------------------------


def test_the_hash_should_be_of_the_data_alone() -> None:
    """Comments, order of keys and how a day is written should not change the hash."""
    rewritten = edited(lambda data: None)
    turned = edited(lambda data: data.update(id=data.pop("id")))

    assert rewritten != EVERY
    assert {parse_pack(EVERY).sha256} == {
        parse_pack(text).sha256
        for text in (rewritten, turned, f"# a remark\n{EVERY}", f"{EVERY}\n\n")
    }


@pytest.mark.parametrize(
    "edit",
    [
        put("", None, "version", 4),
        put("", None, "as_of", "2026-10-02"),
        put("mandate", 0, "deadline", "promptly"),
        put("mandate", 0, "note", "x"),
        put("mandate", 1, "facts", ["incident"]),
        put("authority", 3, "read", "part"),
        put("question", 0, "text", "Another question?"),
    ],
)
def test_every_change_of_the_data_should_change_the_hash(edit: Any) -> None:
    """A pack that says anything else should be another pack."""
    assert parse_pack(EVERY).sha256 != pack(edit).sha256


def test_one_text_in_two_forms_should_be_one_pack() -> None:
    """A letter written as one sign or as two should give one hash and one text."""
    one = pack(put("", None, "name", "Ca\u00f1on (fictitious)"))
    two = pack(put("", None, "name", "Can\u0303on (fictitious)"))

    assert (one.sha256, one.name) == (two.sha256, two.name)


# --- rows on reports ---------------------------------------------------------------


def rows_in(data: dict[str, Any]) -> Iterator[dict[str, Any]]:
    yield from data.get("mandate", [])
    yield from data.get("wound_report", [])


def speaks(row: dict[str, Any], role: str, to: str, trigger: str) -> bool:
    """Whether a row of a file speaks of a report, by the words of the format alone."""
    who = role in row["roles"] or "any_person" in row["roles"]
    return (
        who
        and role not in row.get("except_roles", [])
        and to in row["recipients"]
        and trigger in row["triggers"]
    )


@pytest.mark.parametrize("text", PACKS, ids=["every", "example", "montana"])
def test_a_report_should_have_the_rows_of_the_file(text: str) -> None:
    """For every role, recipient and trigger the rows should be those of the file."""
    data, found = data_of(text), PACKS[text]
    kinds = ["cps", "aps", "prosecutor", "law_enforcement", "vsp_advocate"]

    differing = [
        (role, to, trigger)
        for role, to, trigger in product(ReporterRole, kinds, ReportTrigger)
        if [row["id"] for row in rows_in(data) if speaks(row, role, to, trigger)]
        != [row.id for row in mandates_for([found], role, to, trigger)]
    ]
    assert [] == differing


@pytest.mark.parametrize(
    ("role", "to", "trigger"),
    [
        ("", "cps", "child_abuse"),
        ("nobody", "cps", "child_abuse"),
        ("nurse", "", "child_abuse"),
        ("nurse", "cps", ""),
        ("nurse", "cps", "rumor"),
    ],
)
def test_an_unknown_word_should_have_no_row(role: str, to: str, trigger: str) -> None:
    """A role, kind or trigger outside its list should be no mandated report."""
    assert () == mandates_for(PACKS.values(), role, to, trigger)


def test_a_statute_should_be_asked_for_alone() -> None:
    """With a statute named, only its own rows should count, by section or by id."""
    found = PACKS[EVERY]

    def rows(statute: str) -> list[str]:
        asked = ("nurse", "cps", "child_abuse")
        return [row.id for row in mandates_for([found], *asked, statute=statute)]

    assert ["anybody"] == rows("") == rows("YY Stat. 2") == rows("yy-2")
    assert [] == rows("YY Stat. 3") == rows("MCA 41-3-201")


def test_no_pack_should_mean_no_mandate() -> None:
    """Without an adopted pack nobody should be a mandated reporter."""
    assert () == mandates_for([], "nurse", "cps", "child_abuse")


def test_a_row_should_say_whether_counsel_is_needed() -> None:
    """A row with exceptions, or on a text that is not reviewed, should need counsel."""
    anybody, advocates = PACKS[EVERY].mandates
    cleared = pack(put("mandate", 1, "cites", ["yy-1"])).mandates[1]
    open_ended = attrs.evolve(cleared, exceptions=("a case",))

    assert [True, True] == [anybody.needs_review, advocates.needs_review]
    assert (False, True) == (cleared.needs_review, open_ended.needs_review)


# --- majority ----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("state", "least", "age"),
    [
        ("US-YY", 18, 21),
        ("US-ZZ", 18, 19),
        ("US-MT", 18, 18),
        ("US-AL", 18, 18),
        ("US-MT", 19, 19),
        ("US-ZZ", 21, 21),
    ],
)
def test_a_pack_should_never_lower_the_majority(
    state: str, least: int, age: int
) -> None:
    """The age of majority should be the later of the pack's and what holds without."""
    assert age == majority_age(PACKS.values(), state, least=least)
    assert least == majority_age([], state, least=least)


def test_a_pack_without_a_majority_should_leave_it() -> None:
    """A pack that says nothing of majority should leave it as it is."""
    silent = pack(lambda data: data.pop("majority"))

    assert 18 == majority_age([silent], "US-YY")


# --- limits ------------------------------------------------------------------------


def test_limits_should_be_those_of_the_file() -> None:
    """Each limit should have the pack's id before its own, and its citation."""
    address, year = limits_of([PACKS[EVERY]])

    assert ("us-yy.real-address", View.MARKED, True) == (
        address.id,
        address.cap,
        address.acp_only,
    )
    assert {RecipientKind.COURT, RecipientKind.SCHOOL} == address.recipient_kinds
    assert ("YY Stat. 4", False) == (address.citation, address.reviewed)
    assert (View.COARSE_2, {Purpose.AUDIT}) == (year.cap, year.purposes)
    assert ({"identity"}, True) == (year.categories, year.reviewed)


def kinds_of(value: object) -> Iterator[type]:
    """Give the types of everything that a value holds."""
    yield type(value)
    if attrs.has(type(value)):
        for one in attrs.fields(type(value)):
            yield from kinds_of(getattr(value, one.name))
    elif isinstance(value, (tuple, frozenset)):
        for item in value:
            yield from kinds_of(item)


@pytest.mark.parametrize("found", PACKS.values(), ids=["every", "example", "montana"])
def test_a_pack_should_hold_no_grant(found: StatePack) -> None:
    """Nothing in a pack should be a grant, and every cap should be below all of it."""
    assert Grant not in set(kinds_of(found))
    assert all(limit.cap < View.FULL for limit in limits_of([found]))
