"""The page of the pack format names every key and word there is, and no other."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

import pytest

from fjcore.consent import _packtables as tables
from fjcore.consent import _packwords as words
from fjcore.consent._packreader import Table
from fjcore.errors import Problem

PAGE = Path(__file__).parents[2] / "docs/reference/packs.md"
TEXT = PAGE.read_text("utf-8")

Read = Callable[[tables.Rows, Table], Any]

READERS: dict[str, Read] = {
    "`[[authority]]`": tables._authority,
    "`[majority]`": tables._majority,
    "`[[minor_consent]]`": tables._minor_consent,
    "`[[privilege]]`": tables._privilege,
    "`[address_program]`": tables._program,
    "`[[mandate]]`": tables._mandate,
    "`[[limit]]`": tables._limit,
    "`[[wording]]`": tables._wording,
    "`[[hold]]`": tables._hold,
    "`[[question]]`": tables._question,
}


def section(name: str) -> str:
    """Give the text under a heading."""
    return re.split(rf"^## {re.escape(name)}$", TEXT, flags=re.M)[1].split("\n## ")[0]


def rows(name: str) -> dict[str, str]:
    """Give the keys of the table under a heading, each with whether it is required."""
    found = re.findall(r"^\| `(\w+)` \| ([^|]+) \|", section(name), re.M)
    return {key: needed.strip() for key, needed in found}


def read(reader: Read) -> tuple[set[str], set[str]]:
    """Give the keys that a reader takes, and those that it wants."""
    problems: list[Problem] = []
    row = Table({}, "", problems)
    reader(tables.Rows(row), row)
    return row.taken, {p.path for p in problems if p.code == "required"}


@pytest.mark.parametrize("name", READERS)
def test_every_key_should_have_its_row(name: str) -> None:
    """Every key of a table should stand on the page, and whether it is required."""
    taken, wanted = read(READERS[name])
    named = rows(name)
    # A table inside a row notes itself as missing.
    needed = {key for key, word in named.items() if word == "yes"}

    assert taken == named.keys()
    assert wanted == needed


def test_every_table_should_have_its_row() -> None:
    """The keys of the file should stand on the page, and whether each is required."""
    problems: list[Problem] = []
    tables.read_tables({}, "", problems)

    assert {p.path for p in problems} == {
        key for key, word in rows("The file").items() if word == "yes"
    }
    assert rows("`[[wound_report]]`").keys() == {"not_named"}


def in_order(name: str, known: Iterable[str]) -> None:
    """Check that a section lists exactly these words, in their order."""
    first = section(name).strip().split("\n\n")[0].split(". From")[0]

    assert list(known) == re.findall(r"`(\w+)`", first)


def test_roles_and_triggers_should_be_listed() -> None:
    """The lists of roles and of triggers should be those of the code, wounds last."""
    in_order("Roles", words.ReporterRole)
    in_order("Triggers", words.ReportTrigger)

    assert list(words.WOUNDS & set(words.ReportTrigger))
    assert set(list(words.ReportTrigger)[-len(words.WOUNDS) :]) == words.WOUNDS


@pytest.mark.parametrize(
    ("name", "key", "known"),
    [
        ("`[[authority]]`", "read", words.Reading),
        ("`[majority]`", "leap_day", words.LeapDay),
        ("`[[privilege]]`", "waiver", words.Waiver),
        ("`[[privilege]]`", "exceptions", words.PrivilegeException),
        ("`[[mandate]]`", "duty", words.ReportDuty),
        ("`[[mandate]]`", "told", words.Telling),
        ("`[[mandate]]`", "recipients", sorted(words.NEVER_TOLD)),
        ("`[[limit]]`", "cap", words.LimitCap),
        ("`[[wording]]`", "kind", words.WordingKind),
        ("`[[hold]]`", "on", words.HeldPaper),
    ],
)
def test_closed_words_should_stand_at_their_key(
    name: str, key: str, known: Iterable[str]
) -> None:
    """The words of a closed list should stand at the key that takes them."""
    (line,) = re.findall(rf"^\| `{key}` \|[^|]*\|(.*)\|$", section(name), re.M)

    assert list(known) == list(dict.fromkeys(re.findall(r"`(\w+)`", line)))


def test_what_is_never_reported_should_be_listed() -> None:
    """What no report holds should be named, so that nobody writes it in vain."""
    (line,) = re.findall(r"^\| `facts` .*never (.*)\|$", TEXT, re.M)

    assert sorted(words.NEVER_REPORTED) == re.findall(r"`([\w.]+)`", line)
