"""Every past version of every record type stays readable, byte for byte."""

from __future__ import annotations

from typing import Any

import attrs
import pytest
from records.golden_files import FOLDER, golden, path_of

from fjcore.records import CORE_RECORDS, Catalog, structure, unstructure
from fjcore.records.record import declared, info_of, is_part, shape
from fjcore.records.versions import check_lists, check_new, upcasted
from fjcore.values import Missing, canonical

FILES = sorted(FOLDER.glob("*.json"))

kinds = pytest.mark.parametrize("cls", CORE_RECORDS, ids=lambda cls: info_of(cls).name)
files = pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)


def held_in(path: Any) -> Any:
    return canonical.loads(path.read_bytes())


@kinds
def test_a_present_version_is_as_its_file_says(cls: type) -> None:
    """The file of a present version should be what the declarations give, unchanged.

    Where a version is not yet released, write the file anew: see ``golden_files``.
    """
    assert golden(cls) == path_of(cls, info_of(cls).version).read_bytes()


@kinds
def test_every_version_has_its_file(cls: type) -> None:
    """Each version that a record type ever had should have its golden file."""
    wanted = {path_of(cls, n) for n in range(1, info_of(cls).version + 1)}

    assert wanted <= set(FILES)


@files
def test_a_file_is_of_a_record_of_core(path: Any) -> None:
    """A golden file should be named by a record type and a version that it had."""
    held = held_in(path)
    cls = Catalog().get(held["record"])

    assert path_of(cls, held["version"]) == path
    assert 1 <= held["version"] <= info_of(cls).version


@files
def test_a_golden_record_is_readable(path: Any) -> None:
    """What was stored at any version should be read, and written as it is now."""
    held = held_in(path)
    cls = Catalog().get(held["record"])
    for payload in held["payloads"]:
        raised = upcasted(cls, held["version"], payload, where="golden")
        found = structure(raised, cls)
        check_lists(found, held["lists"], where="golden")

        assert found == structure(unstructure(found), cls)
        assert held["version"] < info_of(cls).version or unstructure(found) == payload


@kinds
def test_a_golden_record_says_nearly_all_that_it_can(cls: type) -> None:
    """A golden record should hold a value in most fields, and reasons in the second."""
    full, unanswered = held_in(path_of(cls, info_of(cls).version))["payloads"]
    names = [attribute.name for attribute in attrs.fields(cls)]
    coded = [
        a.name
        for a in attrs.fields(cls)
        if not is_part(shape(a.type)[0]) and declared(a).codes is not None
    ]
    check_new(structure(full, cls))

    assert 2 * len(full) > len(names)
    assert [] == [v for v in full.values() if type(v) is dict and "?" in v]
    assert not coded or set(coded) & set(full)
    reasons = {v["?"] for v in unanswered.values() if type(v) is dict and "?" in v}
    assert reasons <= {reason.value for reason in Missing}
    assert reasons or all("Missing" not in str(a.type) for a in attrs.fields(cls))
