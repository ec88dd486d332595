"""The record types can be asked for their schemas, with and without a site."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator
from support.commands import Run, runner

from fjcore.records import CORE_RECORDS, json_schema
from fjcore.records.record import info_of


@pytest.fixture
def bare(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> Run:
    """Give the command line in an empty folder."""
    return runner(tmp_path, monkeypatch, capfd)


@pytest.mark.parametrize("cls", CORE_RECORDS, ids=lambda cls: info_of(cls).name)
def test_schema_should_print_that_of_any_type_of_core(bare: Run, cls: type) -> None:
    """A type of core should show its schema where there is no site."""
    done = bare("records", "schema", info_of(cls).name)

    assert (0, "") == (done.status, done.err)
    assert json_schema(cls) == json.loads(done.out)


def test_schema_should_print_that_of_a_form_in_use(run: Run) -> None:
    """A local form should show its schema by its id, as any other type."""
    done = run("records", "schema", "x_billings.intake")
    found = json.loads(done.out)
    Draft202012Validator.check_schema(found)

    assert (0, "") == (done.status, done.err)
    assert found["$id"].startswith("urn:x-fjcore:schema:x_billings.intake:")
    assert all("x-fj-label" in one for one in found["properties"].values())


@pytest.mark.parametrize("name", ["no_such", "x_billings.intake", "Mirel Tavaroy"])
def test_schema_should_refuse_a_type_that_is_not_there(bare: Run, name: str) -> None:
    """A name that no type has should end with one error, which repeats no free text."""
    done = bare("records", "schema", name)

    assert (1, "") == (done.status, done.out)
    assert "unknown_record" in done.err
    assert "Mirel" not in done.err
