"""What a holder keeps only for a reason of its own is kept nowhere else."""

from __future__ import annotations

from pathlib import Path

import pytest
from records.importing.files import put
from support import vaults

from fjcore.errors import InputRefused, Problem
from fjcore.records import Person
from fjcore.records.importing import Draft, Importer, parse_layout
from fjcore.values import Missing
from fjcore.vault import Intake

SSN = "219099999"
LISTED = """
[[policy.collect]]
field = "person.ssn"
reason = "victim compensation asks for it"
"""
LAYOUT = """
layout = "old"
version = 1
[[file]]
key = ["case"]
[[file.record]]
type = "person"
once = true
always = true
field = [
  { path = "birth_date", column = "born", transform = "date" },
  { path = "ssn", column = "number" },
]
"""


def test_an_unlisted_field_should_not_be_kept(tmp_path: Path) -> None:
    """A number that the site file does not list should be refused by its path."""
    with vaults.new_vault(tmp_path, synthetic=False) as vault:
        with pytest.raises(InputRefused) as caught:
            vault.keep(Intake(records=(Person(names=(), ssn=SSN),)), actor=vaults.STAFF)
        report = vault.verify()

    assert (Problem("person.ssn", "forbidden"),) == caught.value.problems
    assert SSN not in str(caught.value)
    assert (0, 0) == (report.subjects, report.entries)


def test_why_it_was_not_given_should_be_kept(tmp_path: Path) -> None:
    """A reason for a missing answer should be kept, whatever the site file lists."""
    person = Person(names=(), ssn=Missing.ASKED_DECLINED)
    with vaults.new_vault(tmp_path, synthetic=False) as vault:
        vault.keep(Intake(records=(person,)), actor=vaults.STAFF)
        report = vault.verify()

    assert 1 == report.records


def test_a_listed_field_should_be_kept(tmp_path: Path) -> None:
    """A field that the site file lists should be kept, and no other beside it."""
    other = Person(names=(), ssn=SSN, immigration_status="citizen")
    with vaults.new_vault(tmp_path, more=LISTED, synthetic=False) as vault:
        vault.keep(Intake(records=(Person(names=(), ssn=SSN),)), actor=vaults.STAFF)
        with pytest.raises(InputRefused) as caught:
            vault.keep(Intake(records=(other,)), actor=vaults.STAFF)

    assert ["person.immigration_status"] == [one.path for one in caught.value.problems]


def test_an_import_should_keep_no_more_than_an_intake(tmp_path: Path) -> None:
    """A draft with an unlisted field should be refused, whoever made it."""
    draft = Draft(
        file="",
        rows=(("", 2),),
        key="1",
        person="1",
        introducing=(Person(names=(), ssn=SSN),),
        introduces=True,
    )
    with (
        vaults.new_vault(tmp_path, synthetic=False) as vault,
        pytest.raises(InputRefused) as caught,
    ):
        vault.import_records([draft], layout="old", actor=vaults.STAFF)

    assert (Problem("person.ssn", "forbidden"),) == caught.value.problems


@pytest.mark.parametrize("path", ["ssn", "immigration_status", "immigration_relief.0"])
def test_a_layout_should_be_refused_before_it_reads(tmp_path: Path, path: str) -> None:
    """A layout that fills an unlisted field should be refused by the field's place."""
    coded = "" if path == "ssn" else ', transform = "code"'
    text = LAYOUT.replace(
        'path = "ssn", column = "number"', f'path = "{path}", column = "number"{coded}'
    )
    layout, rows = parse_layout(text), put(tmp_path, b"case,born,number\n")
    listed = f"person.{path.partition('.')[0]}"
    with pytest.raises(InputRefused) as caught:
        Importer(layout, rows, zone="UTC", collect=())
    taken = Importer(layout, rows, zone="UTC", collect={listed}).rehearse()

    place = "file.0.record.0.field.1.path"
    assert (Problem(place, "forbidden"),) == caught.value.problems
    assert 0 == taken.rows
