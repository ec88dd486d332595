"""A phone number has one form, whatever way a person wrote it."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from records.importing.files import importer, put
from records.importing.test_layout import problems

from fjcore.errors import Malformed, MissingExtra, Problem
from fjcore.records import ContactPoint, e164, structure
from fjcore.records.importing import parse_layout

LAYOUT = """
layout = "old"
version = 1
[[file]]
key = ["id"]
[[file.record]]
type = "contact_point"
once = true
field = [
  { path = "kind", constant = "phone", transform = "code" },
  { path = "value", column = "tel", transform = "e164", region = "US" },
]
"""

digits = st.integers(0, 99).map("{:02d}".format)
areas = st.sampled_from(["212", "406", "787", "907"])
marks = st.sampled_from(["", " ", "-", ".", " - ", "/"])


@settings(max_examples=150, deadline=None)
@given(areas, digits, marks, marks, st.sampled_from(["", "+1", "1", "+1 ", "1-"]))
def test_every_way_of_writing_it_should_be_the_same(
    area: str, last: str, one: str, other: str, before: str
) -> None:
    """A number of the United States should have its one form, however it is written."""
    written = f"{before}{area}{one}555{other}01{last}"
    bracketed = f"{before}({area}){one}555{other}01{last}"

    assert f"+1{area}55501{last}" == e164(written) == e164(bracketed)
    assert e164(written) == e164(e164(written), region="MX")
    assert structure({"kind": "phone", "value": e164(written)}, ContactPoint)


@pytest.mark.parametrize(
    ("text", "region", "number"),
    [
        ("55 5555 0123", "MX", "+525555550123"),
        ("+52 55 5555 0123", "US", "+525555550123"),
        ("020 7946 0123", "GB", "+442079460123"),
        ("+44 20 7946 0123", "US", "+442079460123"),
    ],
)
def test_a_region_should_be_where_a_number_is_from(
    text: str, region: str, number: str
) -> None:
    """A number without a country code should be taken as one of the region."""
    assert number == e164(text, region=region)


@pytest.mark.parametrize(
    "text",
    [
        *(
            "",
            " ",
            "Zephyrine",
            "555",
            "+",
            "+1",
            "911",
            "555-0123",
            "406-555-01234567",
        ),
        *("406-555-0123 x12", "406-555-0123 ext. 4", "1" * 400, "+999 123 4567 89"),
    ],
)
def test_what_is_no_number_should_be_refused(text: str) -> None:
    """What could not be dialed, or has an extension, should be refused unsaid."""
    with pytest.raises(Malformed) as caught:
        e164(text)

    assert (Problem("phone", "format"),) == caught.value.problems
    assert caught.value.__context__ is None
    assert "Zephyrine" not in str(caught.value)


@pytest.mark.parametrize("region", ["", "us", "XX", "001", "United States"])
def test_an_unknown_region_should_be_refused(region: str, tmp_path: Path) -> None:
    """A region without a numbering plan should be refused, by code and in a layout."""
    with pytest.raises(Malformed) as caught:
        e164("406-555-0123", region=region)
    text = LAYOUT.replace('region = "US"', f'region = "{region}"')

    assert (Problem("region", "unknown_code"),) == caught.value.problems
    assert [("file.0.record.0.field.1.region", "unknown_code")] == problems(
        text, tmp_path
    )


def test_an_import_should_write_one_form(tmp_path: Path) -> None:
    """A column read as E.164 should give numbers in one form, and refuse all else."""
    path = put(
        tmp_path, b"id,tel\n1,(406) 555-0123\n2,406.555.0124\n3,555\n4,a@example.org\n"
    )
    read = importer(parse_layout(LAYOUT), path)
    found = [one.introducing[0] for one in read.drafts()]

    assert ["+14065550123", "+14065550124"] == [
        one.value for one in found if isinstance(one, ContactPoint)
    ]
    assert {("", 2, "format"): 1, ("", 2, "precondition"): 1} == {
        (one.file, one.column, one.code): one.count for one in read.report().findings
    }


def test_without_the_extra_it_should_be_named() -> None:
    """Without the extra the one that is missing should be named, and core work."""
    code = (
        "import sys; sys.modules['phonenumbers'] = None; import fjcore.records as r\n"
        "try: r.e164('406-555-0123')\n"
        "except Exception as error: print(type(error).__name__, error.where)"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True
    )

    assert f"{MissingExtra.__name__} intake\n" == done.stdout
